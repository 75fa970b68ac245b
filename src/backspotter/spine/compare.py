"""What if: the same lifter and weight with one thing changed, and what that adds or saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from types import MappingProxyType
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array
from backspotter.spine.body import Body, Lifter, body_of
from backspotter.spine.chain import LUMBAR
from backspotter.spine.equilibrium import Carried
from backspotter.spine.rep import NEUTRAL_DEG, Lift, styles
from backspotter.spine.task import only, solved, variants
from backspotter.spine.uncertainty import SEED, draws_of
from backspotter.spine.unfilmed import unfilmed

DRAWS: Final = 300
ROUNDED_DEG: Final = 45.0
"""Lumbar flexion of a back that is called rounded: assumption."""

STEP_M: Final = 0.05
OTHER_STYLES: Final = ("conventional", "sumo", "trap_bar")


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more (positive) or less the change loads at the peak, with a 90 % band."""

    value: float
    low: float
    high: float
    unit: str

    @property
    def is_measurable(self) -> bool:
        """Whether the band leaves out zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One change, and what it does at L5/S1."""

    id: str
    say: str
    lift: Lift
    moment: Difference
    compression: Difference
    shear: Difference


QUANTITIES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"moment": ("net_moment", "N·m"), "compression": ("compression", "N"), "shear": ("shear", "N")}
)


def changes(lift: Lift) -> dict[str, tuple[str, Lift]]:
    """What may be changed about a lift: words, and the changed lift, by id; what would be beyond
    what can be asked is left out."""
    found = {}
    for id_, (say, change) in _asked(lift).items():
        try:
            found[id_] = (say, change())
        except InputError:
            continue
    return found


def _asked(lift: Lift) -> dict[str, tuple[str, Callable[[], Lift]]]:
    def but(**changed: float) -> Callable[[], Lift]:
        return lambda: replace(lift, **changed)  # type: ignore[arg-type]

    def other(style: str) -> Callable[[], Lift]:
        return lambda: Lift(style=style, up_s=lift.up_s, down_s=lift.down_s)

    further, higher = lift.bar_further_m, lift.hips_higher_m
    found = {
        "neutral_back": ("back neutral", but(lumbar_deg=NEUTRAL_DEG, rounding_deg=0.0)),
        "rounded_back": ("back rounded to 45°", but(lumbar_deg=ROUNDED_DEG, rounding_deg=0.0)),
        "bar_closer": ("bar 5 cm closer", but(bar_further_m=further - STEP_M)),
        "bar_further": ("bar 5 cm further away", but(bar_further_m=further + STEP_M)),
        "hips_lower": ("hips 5 cm lower at the start", but(hips_higher_m=higher - STEP_M)),
        "hips_higher": ("hips 5 cm higher at the start", but(hips_higher_m=higher + STEP_M)),
    }
    for style in OTHER_STYLES:
        if style != lift.style:
            found[style] = (f"{styles()[style].say} instead", other(style))
    return found


def compare(
    lift: Lift | None = None, *, load_kg: float, lifter: Lifter | None = None
) -> tuple[Compared, ...]:
    """Every change next to the lift as it is, most relief in compression first.

    A change that this body cannot make is left out. Both lifts are drawn with the same body and
    the same errors, so that what they share does not blur the difference.

    Raises
    ------
    InputError : a body, load or posture that cannot be
    """
    lift, body = lift or Lift(), body_of(lifter or Lifter())
    now = _peaks(body, lift, load_kg)
    found = []
    for id_, (say, other) in changes(lift).items():
        try:
            then = _peaks(body, other, load_kg)
        except InputError:
            continue
        found.append(_compared(id_, say, other, now, then))
    return tuple(sorted(found, key=lambda each: each.compression.value))


def difference(over: Lift, under: Lift, *, load_kg: float, lifter: Lifter) -> Compared:
    """One lift next to another of the same person.

    Raises
    ------
    InputError : a body, load or posture that cannot be
    """
    body = body_of(lifter)
    return _compared("given", "", over, _peaks(body, under, load_kg), _peaks(body, over, load_kg))


Peaks = dict[str, tuple[float, Array]]


def _compared(id_: str, say: str, lift: Lift, now: Peaks, then: Peaks) -> Compared:
    return Compared(
        id=id_,
        say=say,
        lift=lift,
        **{
            name: _difference(now[name], then[name], unit) for name, (_, unit) in QUANTITIES.items()
        },
    )


def _difference(now: tuple[float, Array], then: tuple[float, Array], unit: str) -> Difference:
    low, high = np.percentile(then[1] - now[1], [5, 95])
    return Difference(then[0] - now[0], float(low), float(high), unit)


def _peaks(body: Body, lift: Lift, load_kg: float) -> Peaks:
    """For each quantity its peak at L5/S1, and the same drawn with all that is uncertain."""
    task = unfilmed(body, lift, load_kg).task
    whole = solved(task)
    found = {}
    for name, (field, _) in QUANTITIES.items():
        read = _at_l5s1(field)
        values = read(whole)
        frame = only(task, np.arange(len(values)) == int(np.argmax(values)))
        drawn = read(variants(frame, draws_of(frame, DRAWS, SEED)))
        found[name] = (float(values.max()), drawn)
    return found


def _at_l5s1(field: str) -> Callable[[Carried], Array]:
    read = attrgetter(field)
    return lambda found: np.asarray(read(found)[:, LUMBAR.index("L5/S1")])
