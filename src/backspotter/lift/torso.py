"""How long the lifter's torso is in the picture at its longest, from hip joint to shoulder joint.

Two things tell. Landmarks at their longest lie further apart than the joints, by more in wide
clothes and where somebody hinges far; how long legs and head look beside them says by how much. And
the lifter's height with the scale where the lifter is, as torsos are alike.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.band import Band
from backspotter.lift.outline import axis_of
from backspotter.lift.tracks import PLACE, Side

LONGEST: Final = 90
"""Percentile of the distance through a film that counts as its longest."""

APART: Final = 1.17
"""How much further apart the near hip and shoulder landmarks are then than the joints."""

APART_SD: Final = 0.06
LEAST_FRAMES: Final = 8
"""Of repetitions, without which no shape is told."""

HELD_AT: Final = 3.0
"""Standard deviations beyond which a length is held."""

SMOOTHED: Final = 1.009
"""How much longer a torso is than by what was learned from single pictures: in films landmarks are
smoothed. Of 39 rendered films, and so is the next (decision 26)."""

BY_SHAPE_SD: Final = 0.028
"""By leg and head beside the torso."""

OF_HEIGHT: Final = 0.269
"""Hip joint to shoulder joint as a share of stature, as the scale at the lifter has it."""

OF_HEIGHT_SD: Final = 0.028
"""These four are of rendered films, by hand (decisions 16 and 26); on people they are an
assumption."""

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


def lengths(landmarks: Floats, near: Side) -> tuple[Floats, float]:
    """Logarithms of how long leg, head and trunk look beside the near side's torso at its longest
    (4,), and that [px].

    Parameters
    ----------
    landmarks : (n, 33, 2 or more) of the frames of repetitions, none of them missing [px]
    """
    hip, ankle, ear, shoulder = (
        landmarks[:, PLACE[f"{near}_{name}"], :2] for name in ("hip", "ankle", "ear", "shoulder")
    )
    longest = longest_px(hip, shoulder)
    lines = [hip - ankle, ear - hip, ear - hip, np.subtract(*axis_of(landmarks))]
    found = [
        np.percentile(np.hypot(*line.T), share)
        for line, share in zip(lines, (LONGEST, 25, LONGEST, 25), strict=True)
    ]
    return np.log(np.maximum(found, 1e-6) / longest), longest


def torso_by_shape(landmarks: Floats, near: Side) -> float:
    """By the landmarks of repetitions, and how long leg and head look beside them [px]; NaN where
    there are too few. Parameters as of ``lengths``."""
    known = landmarks[np.isfinite(landmarks[..., :2]).all(axis=(1, 2))]
    if len(known) < LEAST_FRAMES:
        return float("nan")
    found, longest = lengths(known, near)
    centre, spread, weight, offset = learned()
    away = np.clip((found - centre) / spread, -HELD_AT, HELD_AT)
    return SMOOTHED * longest * float(np.exp(away @ weight + offset))


@cache
def learned() -> tuple[Floats, Floats, Floats, float]:
    """Centre, spread and weight (4,) of the lengths, and the offset, from ``torso.toml``."""
    kept = tomllib.loads(Path(__file__).with_name("torso.toml").read_text(encoding="utf-8"))
    centre, spread, weight = (np.array(kept[name]) for name in ("centre", "spread", "weight"))
    return centre, spread, weight, float(kept["offset"])


def torso_by_both(
    seen_px: float,
    px_per_m: Band | None,
    height_m: float | None,
    *,
    seen_sd: float = APART_SD,
) -> float:
    """By the landmarks and by the lifter's size, as far as either is known [px].

    Parameters
    ----------
    seen_px, seen_sd : by the landmarks, and how far off that is, as a share of it
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
    ours, theirs = seen_sd**-2, OF_HEIGHT_SD**-2
    return seen_px * float(np.exp(differ * theirs / (ours + theirs)))
