"""Where a height turns: its lows and highs, small wobbles left out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Ints

LONGEST_BRIDGE_S: Final = 1.0
"""A gap up to this long does not end a rep; what happened in it is not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """From a low to a high and to the next low, as frame indices; ``after`` is the film's last
    seen frame where no low follows."""

    low: int
    high: int
    after: int


def bridged(times_s: Floats, height: Floats) -> Floats:
    """The height with short gaps filled by straight lines, for finding turns only."""
    seen = np.flatnonzero(np.isfinite(height))
    if len(seen) < 2:
        return height
    filled = np.interp(times_s, times_s[seen], height[seen])
    filled[: seen[0]] = filled[seen[-1] + 1 :] = np.nan
    for before, after in pairwise(seen):
        if after - before > 1 and times_s[after] - times_s[before] > LONGEST_BRIDGE_S:
            filled[before + 1 : after] = np.nan
    return filled


def rises(height: Floats, least: float) -> list[Rise]:
    """All rises of at least ``least``, each with the fall or the film's end after it.

    A high counts only if the height fell or rose by ``least`` on both sides of it; stretches
    without a height end what came before.
    """
    found = []
    for stretch in _stretches(height):
        turning = _turns(height[stretch], least)
        found += [
            Rise(low=int(stretch[a]), high=int(stretch[b]), after=int(stretch[c]))
            for a, b, c in turning
        ]
    return found


def _stretches(height: Floats) -> list[Ints]:
    seen = np.flatnonzero(np.isfinite(height))
    return list(np.split(seen, np.flatnonzero(np.diff(seen) > 1) + 1)) if len(seen) else []


def _turns(height: Floats, least: float) -> list[tuple[int, int, int]]:
    """Low, high and the low after it, by following the height until it turns back enough."""
    turns: list[tuple[int, int]] = []
    low, high, rising = 0, 0, False
    for now, here in enumerate(height):
        if rising:
            high = now if here > height[high] else high
            if height[high] - here >= least:
                turns.append((low, high))
                rising, low = False, now
        else:
            low = now if here <= height[low] else low
            if here - height[low] >= least:
                rising, high = True, now
    if rising:
        turns.append((low, high))
    if not turns:
        return []
    lows = [first for first, _ in turns[1:]] + [low if not rising else len(height) - 1]
    return [(a, b, c) for (a, b), c in zip(turns, lows, strict=True)]
