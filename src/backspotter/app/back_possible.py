"""The lift that is asked for, or the nearest one that this body gets into."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.spine.body import Body, Lifter, body_of
from backspotter.spine.passive import deepest_deg
from backspotter.spine.rep import Lift, rep

STEPS: Final = 8
"""Halvings of the way back to the usual lift."""

TINY: Final = 1e-6
CM, DEG = 100.0, 1.0
SAID: Final = {
    "hips_higher_m": ("the hips {} cm higher than usual", "the hips {} cm lower than usual", CM),
    "bar_further_m": ("the bar {} cm further away", "the bar {} cm nearer", CM),
    "rounding_deg": ("the back giving way by {}°", "the back giving way by {}°", DEG),
    "lumbar_deg": ("the back {}° round", "the back arched by {}°", DEG),
}
"""What can be moved back, in this order: words above zero, below it, and times what they are."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A lift that this body gets into; ``instead`` says where that is not what was asked."""

    lift: Lift
    instead: str = ""


def possible(asked: Lift, lifter: Lifter) -> Possible:
    """The lift, with as little as can be moved back towards the style's usual way.

    Raises
    ------
    InputError : this body does not get into this style at all
    """
    body = body_of(lifter)
    if _can(body, asked):
        return Possible(asked)
    for name in SAID:
        found = _nearest(body, asked, partial(_towards, name=name))
        if found is not None:
            return Possible(found, _words(asked, found))
    found = _nearest(body, asked, _all_towards)
    if found is None:
        raise InputError(
            "lift",
            given=f"{asked.how.say}, nothing else changed",
            expected="a posture that a body of this size gets into",
            do="check height and body mass",
        )
    return Possible(found, _words(asked, found))


def deepest(lifter: Lifter) -> int:
    """How far a back of this age bends in the model at the very most [whole degrees]."""
    return math.floor(deepest_deg(body_of(lifter)) - TINY)


def within_bend(asked: Lift, lifter: Lifter) -> Lift:
    """The lift with no more bend, at the lowest point and after it, than such a back has."""
    most = deepest(lifter)
    low = asked.how.lumbar_deg if asked.lumbar_deg is None else asked.lumbar_deg
    lumbar = min(low, most)
    rounding = min(asked.rounding_deg, most - lumbar)
    return replace(
        asked,
        lumbar_deg=asked.lumbar_deg if lumbar == low else lumbar,
        rounding_deg=rounding,
    )


def _can(body: Body, lift: Lift) -> bool:
    try:
        rep(body, lift)
    except InputError:
        return False
    return True


def _nearest(body: Body, asked: Lift, back: Callable[[Lift, float], Lift]) -> Lift | None:
    """The least way back that can be, none where not even the whole way helps."""
    if not _can(body, back(asked, 1.0)):
        return None
    too_little, enough = 0.0, 1.0
    for _ in range(STEPS):
        middle = (too_little + enough) / 2
        too_little, enough = (
            (too_little, middle) if _can(body, back(asked, middle)) else (middle, enough)
        )
    return back(asked, enough)


def _towards(lift: Lift, share: float, *, name: str) -> Lift:
    usual = lift.how.lumbar_deg if name == "lumbar_deg" else 0.0
    given = getattr(lift, name)
    given = usual if given is None else given
    changed: dict[str, Any] = {name: given + share * (usual - given)}
    return replace(lift, **changed)


def _all_towards(lift: Lift, share: float) -> Lift:
    for name in SAID:
        lift = _towards(lift, share, name=name)
    return lift


def _words(asked: Lift, found: Lift) -> str:
    changed = [name for name in SAID if getattr(asked, name) != getattr(found, name)]
    return " and ".join(_said(name, getattr(found, name)) for name in changed)


def _said(name: str, value: float) -> str:
    above, below, per = SAID[name]
    return (below if value < 0 else above).format(f"{abs(per * value):.1f}".removesuffix(".0"))
