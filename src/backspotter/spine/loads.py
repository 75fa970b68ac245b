"""What the lower back carries: for a posture, for a series of them, for a rep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array, Mask
from backspotter.spine.body import Lifter, body_of
from backspotter.spine.chain import LUMBAR
from backspotter.spine.dynamics import GRAVITY
from backspotter.spine.equilibrium import Carried
from backspotter.spine.geometry import groups
from backspotter.spine.inertia import Spinning, in_motion, powers
from backspotter.spine.motion import check_times
from backspotter.spine.posture import AHEAD_M, LOAD_KG, Degrees, Posture, check_span, filled
from backspotter.spine.rep import Lift
from backspotter.spine.results import Banded, LevelLoads, RepLoads, SpineLoads
from backspotter.spine.single_equivalent import single_equivalent
from backspotter.spine.task import Doubt, Task, only, placed, solved, whole_frames
from backspotter.spine.uncertainty import Band, drawn, linearised
from backspotter.spine.unfilmed import unfilmed

FEW: Final = 8
"""Up to so many frames each band is drawn; longer series are linearised."""

QUANTITIES: Final = MappingProxyType(
    {
        "moment": ("net_moment", "N·m"),
        "extensor_force": ("extensor_force", "N"),
        "compression": ("compression", "N"),
        "shear": ("shear", "N"),
    }
)


def loads(
    posture: Posture | None = None,
    *,
    load_kg: Array | float,
    load_ahead_m: Degrees = None,
    lifter: Lifter | None = None,
    times: Array | None = None,
    doubt: Doubt | None = None,
) -> SpineLoads:
    """What the lower back carries in a posture, or over a series of postures.

    Parameters
    ----------
    posture : segment angles, one of each or (n,) of each [deg]; what is missing is inferred
    load_kg : in both hands together, one or (n,) [kg]
    load_ahead_m : distance of the load ahead of L5/S1, one or (n,) [m]; without it the load is
        where the arms put it
    lifter : body size, sex, age, strength
    times : (n,) [s], for a motion: inertia counts, and power is given; without it every frame is
        a posture held still
    doubt : how well posture and load are known, where that is known; else as is usual for what
        was given

    Returns
    -------
    values with bands; frames with NaN in them give NaN

    Raises
    ------
    InputError : a body, posture, load or time that cannot be
    """
    held = held_still(
        posture, load_kg=load_kg, load_ahead_m=load_ahead_m, lifter=lifter, doubt=doubt
    )
    task, spinning = held.task, None
    if times is not None:
        task, spinning = in_motion(task, _checked(times, len(task)), task.lift / GRAVITY)
    return _answer(task, times, spinning, (*task.body.assumed, *held.assumed))


@dataclass(frozen=True, slots=True)
class Held:
    """Postures held still as a task, and what was inferred of them."""

    task: Task
    assumed: tuple[str, ...]


def held_still(
    posture: Posture | None = None,
    *,
    load_kg: Array | float,
    load_ahead_m: Degrees = None,
    lifter: Lifter | None = None,
    doubt: Doubt | None = None,
) -> Held:
    """The postures of ``loads``, as a task.

    Raises
    ------
    InputError : a body, posture or load that cannot be
    """
    body = body_of(lifter or Lifter())
    if load_kg is None:
        raise InputError("load_kg", given="nothing", expected="the load in kg", do="0 for none")
    check_span("load_kg", load_kg, LOAD_KG, "kg", do="0 for no load")
    check_span("load_ahead_of_l5s1_m", load_ahead_m, AHEAD_M, "m", do="metres, so 0.35 and not 35")
    whole = filled(posture or Posture(), body, load_kg, load_ahead_m)
    count = len(whole.angles)
    task = Task(
        body=body,
        angles=whole.angles,
        lift=_one_each(load_kg, count) * GRAVITY,
        push=np.zeros(count),
        load_ahead=None if load_ahead_m is None else _one_each(load_ahead_m, count),
        doubt=doubt or whole.doubt,
    )
    return Held(task, whole.assumed)


def rep_loads(
    lift: Lift | None = None, *, load_kg: float, lifter: Lifter | None = None
) -> RepLoads:
    """What one rep carries that nobody filmed, from style, load and body size.

    Parameters
    ----------
    lift : style, rounding, tempo and the like; a conventional deadlift without it
    load_kg : on the bar, with the bar [kg]
    lifter : body size, sex, age, strength

    Raises
    ------
    InputError : a body, load or posture that cannot be
    """
    lift, body = lift or Lift(), body_of(lifter or Lifter())
    done = unfilmed(body, lift, load_kg)
    assumed = (*body.assumed, f"posture and pace of an average {lift.how.say}, nobody filmed it")
    answer = _answer(done.task, done.rep.times, done.spinning, assumed)
    return RepLoads(lift=lift, load_kg=float(load_kg), rep=done.rep, loads=answer)


def _one_each(given: Array | float, count: int) -> Array:
    return np.array(np.broadcast_to(np.asarray(given, dtype=float), (count,)))


def _checked(times: Array, count: int) -> Array:
    try:
        seconds = np.asarray(times, dtype=float)
    except (TypeError, ValueError):
        raise InputError("t_s", given=times, expected="times in seconds") from None
    check_times(seconds)
    if len(seconds) != count:
        given = f"{len(seconds)} times for {count} frames"
        raise InputError("t_s", given=given, expected="one time for each frame")
    return seconds


def _answer(
    task: Task, times: Array | None, spinning: Spinning | None, assumed: tuple[str, ...]
) -> SpineLoads:
    """Works out the frames that have everything, and leaves the others as gaps."""
    good = whole_frames(task)
    if not good.any():
        raise InputError("posture", given="no frame without a gap", expected="at least one")
    kept = task if good.all() else only(task, good)
    found, bands = solved(kept), _bands(kept)
    quantity = {
        name: _spread(getattr(found, field), good) for name, (field, _) in QUANTITIES.items()
    }
    power = None if spinning is None else powers(_spread(_turning(found), good), spinning)
    return SpineLoads(
        body=task.body,
        times=times,
        levels=_levels(quantity, {name: _band(band, good) for name, band in bands.items()}),
        muscles={id_: _spread(found.groups[:, place], good) for place, id_ in enumerate(groups())},
        passive_share=_banded(
            _spread(found.passive_share, good), _band(bands["passive_share"], good), "1"
        ),
        pressure_share=_spread(found.pressure_share, good),
        joints=_joints(found, good),
        power=power,
        single_equivalent=_spread(single_equivalent(found, kept), good),
        strength_needed=_spread(found.needed, good),
        deficit=_spread(np.abs(found.reserve).max(axis=1), good),
        assumed=assumed,
        placed=placed(task),
    )


def _levels(values: Mapping[str, Array], bands: Mapping[str, Band]) -> dict[str, LevelLoads]:
    return {
        level: LevelLoads(
            **{
                name: Banded(
                    values[name][:, place],
                    bands[name].low[:, place],
                    bands[name].high[:, place],
                    unit,
                )
                for name, (_, unit) in QUANTITIES.items()
            }
        )
        for place, level in enumerate(LUMBAR)
    }


def _bands(task: Task) -> dict[str, Band]:
    wanted = {name: _reader(field) for name, (field, _) in QUANTITIES.items()}
    wanted["passive_share"] = _reader("passive_share")
    return drawn(task, wanted) if len(task) <= FEW else linearised(task, wanted)


def _reader(field: str) -> Callable[[Carried], Array]:
    return attrgetter(field)


def _banded(values: Array, band: Band, unit: str) -> Banded:
    return Banded(values, np.clip(band.low, 0.0, 1.0), np.clip(band.high, 0.0, 1.0), unit)


def _joints(found: Carried, good: Mask) -> dict[str, Array]:
    """Extension positive: at the knee the thigh turns forward to extend it."""
    hip, knee, ankle, _ = found.limbs.T
    return {
        name: _spread(each, good)
        for name, each in (("hip", hip), ("knee", -knee), ("ankle", ankle))
    }


def _turning(found: Carried) -> Array:
    """Moments that turn what each joint carries backward, (n, joints) [N m]."""
    return np.concatenate([found.net_moment, found.limbs], axis=1)


def _spread(values: Array, good: Mask) -> Array:
    """Values put back in their frames, with gaps between."""
    whole = np.full((len(good), *values.shape[1:]), np.nan)
    whole[good] = values
    return whole


def _band(band: Band, good: Mask) -> Band:
    return Band(_spread(band.low, good), _spread(band.high, good))
