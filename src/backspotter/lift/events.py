"""The moment at which a bar leaves a level or reaches one, between two frames.

Near such a moment the height over the level grows as a power of the time from it: a pull that
gathers speed goes with 2 to 3, a bar that is stopped by the floor with 1. All moments and powers
that fit what was seen are weighed by how well they fit; the band is what nine tenths of the weight
lies in.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Ints
from backspotter.lift.band import Band

GATHERING: Final = (1.5, 2.0, 2.5, 3.0, 3.5)
"""Powers of time at the start of a pull, at a lockout and where the bar begins to be let down."""

STOPPED: Final = (1.0, 1.25, 1.5, 2.0)
"""At the floor."""

USED: Final = 0.05
"""Share of the rise from whose start or end a moment is told."""

LEAST_M: Final = 0.01
REST_S: Final = 0.5
"""How much of the level is looked at, at most."""

LEAST_RISING, LEAST_SEEN = 3, 4
"""Frames of the rise, and in all, from which a moment can be told."""

LONGEST_GAP_S: Final = 0.12
"""Between two frames that show the bar, near a moment that is to be told."""

STEPS: Final = 161
LEAST_SD_M: Final = 0.0004
LEAST_FRAME: Final = 0.35
"""Part of a frame that a moment's band reaches to each side, at least."""

FORM_S: Final = 0.03
"""The same where speed is gathered: how a pull starts differs more than any power can tell.
Assumption, as wide as the errors on rendered films."""


def departure(times_s: Floats, height_m: Floats, powers: tuple[float, ...] = GATHERING) -> Band:
    """When a height leaves its level (the first values) upward.

    Parameters
    ----------
    times_s, height_m : (n,) from the level to part of the way up, no NaN
    """
    tried = np.linspace(times_s[0], times_s[-1], STEPS)[:-1]
    gone = np.maximum(times_s - tried[:, None], 0.0)
    misfit = np.array([_misfit(gone**power, height_m) for power in powers])
    freedom = max(len(times_s) - 4, 2)
    sd = max(float(np.sqrt(misfit.min() / freedom)), LEAST_SD_M)
    weight = np.exp(-(misfit - misfit.min()) / (2 * sd**2)).sum(axis=0)
    least = float(np.median(np.diff(times_s))) * LEAST_FRAME
    return _middle(tried, weight, least if powers == STOPPED else max(least, FORM_S))


def _misfit(grown: Floats, height: Floats) -> Floats:
    """Squares left over (m,) when a level and a growth (m, n) are laid through the height [m2]."""
    rise = height - height.mean()
    shape = grown - grown.mean(axis=1, keepdims=True)
    size = np.maximum((shape**2).sum(axis=1), 1e-18)
    along = np.maximum(shape @ rise, 0.0)
    return np.asarray((rise**2).sum() - along**2 / size)


def _middle(tried: Floats, weight: Floats, least: float) -> Band:
    total = np.cumsum(weight) / weight.sum()
    low, value, high = np.interp((0.05, 0.5, 0.95), total, tried)
    return Band(
        value=float(value), low=float(min(low, value - least)), high=float(max(high, value + least))
    )


def leaves(times_s: Floats, height_m: Floats, low: int, high: int) -> Band | None:
    """When the bar leaves its low on the way to its high (frame indices); none where not seen."""
    part = _from_level(times_s, height_m, low, high)
    return None if part is None else departure(times_s[part], height_m[part])


def reaches(
    times_s: Floats, height_m: Floats, high: int, low: int, powers: tuple[float, ...] = STOPPED
) -> Band | None:
    """When the bar comes to its low from its high (frame indices)."""
    found = _mirrored(times_s, height_m, high, low)
    part = _from_level(*found)
    return None if part is None else _back(departure(found[0][part], found[1][part], powers))


def tops_out(times_s: Floats, height_m: Floats, low: int, high: int) -> Band | None:
    """When the bar reaches its high from its low (frame indices)."""
    return reaches(times_s, -height_m, low, high, GATHERING)


def sinks(times_s: Floats, height_m: Floats, high: int, low: int) -> Band | None:
    """When the bar leaves its high toward its low (frame indices)."""
    return leaves(times_s, -height_m, high, low)


def _mirrored(
    times_s: Floats, height_m: Floats, high: int, low: int
) -> tuple[Floats, Floats, int, int]:
    last = len(times_s) - 1
    return -times_s[::-1], height_m[::-1], last - low, last - high


def _back(found: Band) -> Band:
    return Band(value=-found.value, low=-found.high, high=-found.low)


def _from_level(times_s: Floats, height_m: Floats, low: int, high: int) -> Ints | None:
    """Frames from the rest before a rise to the first part of it; none where they are not seen."""
    level, rise = height_m[low], height_m[high] - height_m[low]
    away = max(USED * rise, LEAST_M)
    above = np.flatnonzero(height_m[low : high + 1] - level > away)
    if not len(above) or not np.isfinite(level):
        return None
    last = min(max(low + int(above[0]), low + LEAST_RISING), high)
    near = max(0.015 * rise, 0.004)
    first = low
    while first > 0 and times_s[low] - times_s[first - 1] < REST_S:
        if not abs(height_m[first - 1] - level) <= near:
            break
        first -= 1
    part = np.arange(first, last + 1)
    seen = part[np.isfinite(height_m[part])]
    gaps = np.diff(times_s[seen]) if len(seen) > 1 else np.array([np.inf])
    return seen if len(seen) >= LEAST_SEEN and gaps.max() < LONGEST_GAP_S else None
