"""Normal numbers that fill their space evenly, the same on every machine: no dice."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

import numpy as np

from backspotter.soreness.values import Array


@cache
def even_normals(count: int, dimensions: int) -> Array:
    """Standard normal numbers (count, dimensions), spread evenly.

    An additive recurrence whose steps are the powers of the root of x^(d+1) = x + 1: each step
    falls into the largest gap, so that a few hundred points serve as well as thousands of dice.
    """
    root = 1.5
    for _ in range(60):
        root = (1 + root) ** (1 / (dimensions + 1))
    steps = (1 / root) ** np.arange(1, dimensions + 1)
    places = (0.5 + np.arange(1, count + 1)[:, None] * steps) % 1.0
    kept = np.clip(places, 1e-6, 1 - 1e-6)
    quantile = NormalDist().inv_cdf
    found = np.array([quantile(place) for place in kept.ravel()]).reshape(count, dimensions)
    found.setflags(write=False)
    return found


def evenly_chosen(weights: Array, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Which (count,) of some weighted things stand for all of them: each in its share."""
    ladder = np.cumsum(weights / weights.sum())
    places = (np.arange(count) + 0.5) / count
    chosen = np.searchsorted(ladder, places)
    return np.minimum(chosen, len(weights) - 1).astype(np.int64)
