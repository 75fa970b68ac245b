"""Repetitions where the bar is not seen: from the rise of the shoulders, with more doubt.

Straight arms carry the bar, so shoulders rise and fall with it. Standing up without the bar looks
the same: the number may be one too high, and that is said. Rising half way and sinking again is
mostly no pull at all, so that no repetition is said to have failed. How far and how fast the bar
went is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.band import Band
from backspotter.lift.bar_height import BarHeight
from backspotter.lift.rates import smoothed
from backspotter.lift.reps import Rep, reps
from backspotter.lift.reps_given import Span, reps_between

LEAST_RISE: Final = 0.35
"""Of the shoulders, as a share of the torso's length; what is less is swaying: assumption."""

WIDER_S: Final = 0.15
"""Added to each moment's band: shoulders move before the bar does and after it. Assumption."""

NOT_SEEN: Final = "the bar was not seen: counted by the shoulders, so standing up alone counts too"
SHOULDER_SD_M: Final = 0.005


def reps_by_shoulders(
    times_s: Floats,
    shoulder_px: Floats,
    torso_px: float,
    px_per_m: float,
    trunk_deg: Floats,
    spans: Sequence[Span] = (),
) -> list[Rep]:
    """Repetitions without range and speed, each with its doubt.

    Parameters
    ----------
    times_s : (n,) [s]
    shoulder_px : (n, 2) of the near shoulder, NaN where not known
    torso_px : longest distance from hip to shoulder
    px_per_m : at the lifter
    trunk_deg : (n,) lean of the trunk
    spans : where a person said that repetitions begin and end [s]; none are looked for then

    Raises
    ------
    InputError : a span in which the shoulders do not go up
    """
    known = np.isfinite(shoulder_px[:, 1])
    if not known.any():
        return []
    height = (np.nanmax(shoulder_px[:, 1]) - shoulder_px[:, 1]) / px_per_m
    as_bar = BarHeight(
        times_s=times_s,
        height_m=height,
        ahead_m=np.full(len(height), np.nan),
        smooth=smoothed(times_s, height),
        sd_m=SHOULDER_SD_M,
    )
    if spans:
        return [_doubted(each, each.index or 0) for each in reps_between(as_bar, spans)]
    found = reps(as_bar, trunk_deg)
    least = LEAST_RISE * torso_px / px_per_m
    rose = [each for each in found if height[each.high] - height[each.low] > least]
    numbers = np.cumsum([each.completed for each in rose])
    return [_doubted(each, int(number)) for each, number in zip(rose, numbers, strict=True)]


def _doubted(rep: Rep, index: int) -> Rep:
    return replace(
        rep,
        index=index if rep.completed else None,
        from_the_top=False,
        dropped=False,
        touch_and_go=False,
        lift_off=_wider(rep.lift_off),
        lockout=_wider(rep.lockout),
        lowering=None if rep.from_the_top else _wider(rep.lowering),
        floor=None if rep.from_the_top else _wider(rep.floor),
        rom_m=None,
        mean_speed=None,
        peak_speed=None,
        doubts=(NOT_SEEN,),
    )


def _wider(moment: Band | None) -> Band | None:
    if moment is None:
        return None
    return Band(value=moment.value, low=moment.low - WIDER_S, high=moment.high + WIDER_S)
