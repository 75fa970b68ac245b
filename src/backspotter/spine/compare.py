"""What if: the same lifter and weight with one thing changed, and what that adds or saves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.body import Body, Lifter, body_of
from backspotter.spine.differences import QUANTITIES, Compared, Read, compared, reader
from backspotter.spine.equilibrium import Carried
from backspotter.spine.rep import NEUTRAL_DEG, Lift, styles
from backspotter.spine.task import Task, only, solved, variants
from backspotter.spine.uncertainty import SEED, draws_of
from backspotter.spine.unfilmed import unfilmed

DRAWS: Final = 300
ROUNDED_DEG: Final = 45.0
"""Lumbar flexion of a back that is called rounded: assumption."""

STEP_M: Final = 0.05
PEAK_OF: Final = MappingProxyType({"passive_share": "compression"})
"""At whose peak a quantity is read that has none of its own."""

OTHER_STYLES: Final = ("conventional", "sumo", "trap_bar")


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
        found.append(compared(id_, say, other, now=now, then=then))
    return tuple(sorted(found, key=lambda each: each.compression.value))


def difference(over: Lift, under: Lift, *, load_kg: float, lifter: Lifter) -> Compared:
    """One lift next to another of the same person, each at its highest.

    Raises
    ------
    InputError : a body, load or posture that cannot be
    """
    body = body_of(lifter)
    now, then = _peaks(body, under, load_kg), _peaks(body, over, load_kg)
    return compared("given", "", over, now=now, then=then)


def _peaks(body: Body, lift: Lift, load_kg: float) -> Read:
    """Each quantity's peak at L5/S1, and the same drawn with all that is uncertain; the passive
    share is that at the highest compression: with hardly any load in the hands it can be large
    and means little."""
    task = unfilmed(body, lift, load_kg).task
    whole = solved(task)
    drawn = _Drawn(task)
    found = {}
    for name in QUANTITIES:
        read = reader(name)
        peak = int(np.argmax(reader(PEAK_OF.get(name, name))(whole)))
        found[name] = (float(read(whole)[peak]), read(drawn.at(peak)))
    return found


class _Drawn:
    """Single frames of a task with all that is uncertain, each worked out once."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._found: dict[int, Carried] = {}

    def at(self, frame: int) -> Carried:
        if frame not in self._found:
            one = only(self._task, np.arange(len(self._task)) == frame)
            self._found[frame] = variants(one, draws_of(one, DRAWS, SEED))
        return self._found[frame]
