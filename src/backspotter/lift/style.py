"""Which kind of deadlift a film shows, where nobody said: a guess, and it is called one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STIFF_KNEE_DEG: Final = 30.0
"""Knees bent less than this as the bar leaves the floor: a stiff-leg deadlift. Assumption."""

OUTWARD: Final = 0.78
"""A thigh that looks shorter than this share of the shank points outward: sumo. Assumption."""

INSIDE_FRAME_M: Final = 0.06
"""Knees this far ahead of the bar as it leaves the floor: only a trap bar leaves them room.
Assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What tells the kinds apart, at the first repetition's lowest point; NaN where not seen."""

    from_the_top: bool
    knee_deg: float
    thigh_of_shank: float
    knee_ahead_of_bar_m: float


def style_of(look: Look) -> tuple[str, str]:
    """The likeliest kind, and what it was told by."""
    if look.from_the_top:
        return "romanian", "the bar is let down from the top and does not lie on the floor"
    if look.knee_deg < STIFF_KNEE_DEG:
        return "stiff_leg", "the knees are hardly bent as the bar leaves the floor"
    if look.thigh_of_shank < OUTWARD:
        return "sumo", "the thighs point outward"
    if look.knee_ahead_of_bar_m > INSIDE_FRAME_M:
        return "trap_bar", "the knees are ahead of the bar"
    return "conventional", "nothing speaks for another kind"
