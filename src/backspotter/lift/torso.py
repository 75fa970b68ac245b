"""How long the lifter's torso is in the picture at its longest, from hip joint to shoulder joint.

Two things tell: the landmarks at their longest, which lie further apart than the joints, more so in
wide clothes and where somebody hinges far; and the lifter's height with the scale where the lifter
is, as torsos are alike. The second is the better one, where it is known.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.band import Band

LONGEST: Final = 90
"""Percentile of the distance through a film that counts as its longest."""

APART: Final = 1.17
"""How much further apart the near hip and shoulder landmarks are then than the joints."""

APART_SD: Final = 0.08
OF_HEIGHT: Final = 0.269
"""Hip joint to shoulder joint as a share of stature, as the scale at the lifter has it."""

OF_HEIGHT_SD: Final = 0.03
"""These four are of rendered films, by hand (decisions 16 and 26); on people they are an
assumption. Landmarks alone are off by 0.054 in films, but mostly where the size is off the same
way: they count as if they were off by more."""

CONTRADICT: Final = 0.25
"""Where the two differ by more than this, the scale is wrong (its plate is not the one it is taken
for): the landmarks alone count. Assumption."""


def torso_px(near_hip: Floats, near_shoulder: Floats) -> float:
    """By the landmarks alone [px]; NaN where they were never seen.

    Parameters
    ----------
    near_hip, near_shoulder : (n, 2) [px]
    """
    return longest_px(near_hip, near_shoulder) / APART


def longest_px(hip: Floats, shoulder: Floats) -> float:
    """Between two landmarks (n, 2) through a film, single frames aside [px]; NaN if never seen."""
    apart = np.hypot(*(shoulder - hip).T)
    apart = apart[np.isfinite(apart)]
    return float(np.percentile(apart, LONGEST)) if len(apart) else float("nan")


def torso_by_both(seen_px: float, px_per_m: Band | None, height_m: float | None) -> float:
    """By the landmarks and by the lifter's size, as far as either is known [px].

    Parameters
    ----------
    seen_px : by the landmarks
    px_per_m : where the lifter is
    height_m : of the lifter
    """
    if px_per_m is None or height_m is None:
        return seen_px
    by_size = OF_HEIGHT * height_m * px_per_m.value
    if not np.isfinite(seen_px):
        return by_size
    differ = float(np.log(by_size / seen_px))
    if abs(differ) > CONTRADICT:
        return seen_px
    ours, theirs = APART_SD**-2, OF_HEIGHT_SD**-2
    return seen_px * float(np.exp(differ * theirs / (ours + theirs)))
