"""Place, speed and acceleration over uneven times, by a cubic laid through each moment's
neighbours, the nearer ones weighing more (tricube).

What is smoothed away: with a half-width of h seconds a swing keeps 0.7 of its size at 0.72 / h a
second and 0.7 of its speed at 0.79 / h (half-width 0.15 s: 4.8 and 5.3 Hz); at twice that it
nearly vanishes. NaN policy: a frame that was not seen stays NaN, nothing is laid across a gap
longer than ``LONGEST_GAP_S``, and a stretch too short for a cubic is NaN too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.arrays import Floats

HALF_WIDTH_S: Final = 0.15
LONGEST_GAP_S: Final = 0.15
LEAST_FRAMES: Final = 6
"""In a window; it is made wider where frames are rare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Smooth:
    """``value``, ``speed`` [a second] and ``acceleration`` [a second, squared], each (n,), NaN
    where not seen."""

    value: Floats
    speed: Floats
    acceleration: Floats


def smoothed(times_s: Floats, values: Floats, half_width_s: float = HALF_WIDTH_S) -> Smooth:
    """A quantity and its first two rates at every frame that shows it.

    Parameters
    ----------
    times_s : (n,) increasing, even or not [s]
    values : (n,), NaN where not seen

    Raises
    ------
    InputError : times that do not increase, or are not as many as the values
    """
    if times_s.shape != values.shape or times_s.ndim != 1:
        raise InputError("values", given=values.shape, expected=f"one a frame, {times_s.shape}")
    if np.any(np.diff(times_s) <= 0):
        raise InputError("times_s", given="times that stand still", expected="increasing times")
    result = np.full((3, len(values)), np.nan)
    for stretch in stretches(times_s, values):
        if len(stretch) >= LEAST_FRAMES:
            result[:, stretch] = _laid(times_s[stretch], values[stretch], half_width_s)
    return Smooth(value=result[0], speed=result[1], acceleration=result[2])


def stretches(times_s: Floats, values: Floats) -> list[np.ndarray]:
    """Frames (indices) that were seen, cut where a gap is too long."""
    seen = np.flatnonzero(np.isfinite(values))
    if not len(seen):
        return []
    cuts = np.flatnonzero(np.diff(times_s[seen]) > LONGEST_GAP_S) + 1
    return list(np.split(seen, cuts))


def _laid(times: Floats, values: Floats, half_width: float) -> Floats:
    """Value and rates (3, n) of one stretch without gaps."""
    around = _neighbours(times, half_width)
    away = times[around] - times[:, None]
    reach = np.maximum(np.abs(away).max(axis=1, keepdims=True), 1e-9)
    half = np.minimum(np.maximum(half_width, _least_reach(away)), reach * 1.001)
    share = away / half
    weight = np.clip(1 - np.abs(share) ** 3, 0, 1) ** 3
    basis = np.stack([np.ones_like(share), share, share**2 / 2, share**3 / 6], axis=-1)
    normal = np.einsum("nw,nwi,nwj->nij", weight, basis, basis) + 1e-9 * np.eye(4)
    wanted = np.einsum("nw,nwi,nw->ni", weight, basis, values[around])
    found = np.linalg.solve(normal, wanted[..., None])[..., 0]
    return np.asarray((found / half ** np.arange(4)).T[:3])


def _neighbours(times: Floats, half_width: float) -> np.ndarray:
    """For each time the indices (n, w) of those around it, all within the half-width, and at least
    the nearest few."""
    first = np.searchsorted(times, times - half_width)
    last = np.searchsorted(times, times + half_width, side="right")
    width = min(max(int((last - first).max()), LEAST_FRAMES + 2), len(times))
    start = np.clip((first + last - width) // 2, 0, len(times) - width)
    return np.asarray(start[:, None] + np.arange(width))


def _least_reach(away: Floats) -> Floats:
    """How far a window must reach to hold the fewest frames (n, 1), a little beyond the last."""
    nearest = np.sort(np.abs(away), axis=1)
    return np.asarray(nearest[:, [min(LEAST_FRAMES, nearest.shape[1] - 1)]] * 1.01 + 1e-9)
