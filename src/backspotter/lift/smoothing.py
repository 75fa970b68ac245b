"""Places at every frame's time from places at some of them.

A parabola is fitted to the nearest samples around each time, nearer ones counting more (local
quadratic regression, Cleveland 1979), so that uneven times are no matter and a steady acceleration
is kept as it is. Samples far from what their neighbours say count less.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Ints

HALF_WIDTH_S: Final = 0.2
"""Samples further away do not count, unless there are too few [s]."""

LEAST: Final = 5
"""Samples in a fit, where there are as many."""

MOST: Final = 32
"""Samples looked at for one time."""

LONGEST_GAP_S: Final = 0.45
"""A time further than this from any sample has no place."""

OUTLIER: Final = 4.0
"""How many times the usual residual a sample may be off before it stops counting."""

LEAST_DOUBT: Final = 1e-3
"""Least usual residual, as a share of how much a value varies in all."""

RIDGE: Final = 1e-8
"""Keeps the fit to one or two samples flat, and does not show with more."""

ROUNDS: Final = 3
AT_ONCE: Final = 256


def smoothed(at_s: Floats, times_s: Floats, values: Floats, weights: Floats) -> Floats:
    """(m, k) values at ``at_s`` (m,) from samples ``values`` (n, k) at ``times_s`` (n,).

    ``weights`` (n, k) say how much each counts. NaN where no sample is near enough in time. Before
    the first sample and after the last it stays as it is there: a parabola goes anywhere.
    """
    out = np.full((len(at_s), values.shape[1]), np.nan)
    if len(times_s) == 0:
        return out
    robust = weights * _likely(times_s, values, weights)
    near = _nearest_gap(at_s, times_s) <= LONGEST_GAP_S
    held_s = np.clip(at_s[near], times_s[0], times_s[-1])
    out[near] = _fitted(held_s, times_s, values, robust)
    return out


def _likely(times_s: Floats, values: Floats, weights: Floats) -> Floats:
    """(n, k) down to 0 for samples that their neighbours, without them, speak against."""
    share = np.ones_like(weights)
    least = LEAST_DOUBT * np.std(values, axis=0) + 1e-9
    for _ in range(ROUNDS):
        off = np.abs(values - _fitted(times_s, times_s, values, weights * share, own=False))
        usual = np.maximum(np.median(off, axis=0), least)
        share = (1 + (off / (OUTLIER * usual)) ** 2) ** -2
    return share


def _nearest_gap(at_s: Floats, times_s: Floats) -> Floats:
    after = np.clip(np.searchsorted(times_s, at_s), 1, len(times_s) - 1) if len(times_s) > 1 else 0
    before = np.maximum(np.asarray(after) - 1, 0)
    gaps = (np.abs(times_s[after] - at_s), np.abs(times_s[before] - at_s))
    return np.asarray(np.minimum(*gaps))


def _fitted(
    at_s: Floats, times_s: Floats, values: Floats, weights: Floats, *, own: bool = True
) -> Floats:
    """(m, k) parabolas at ``at_s``; without ``own``, a sample at that very time does not count."""
    out = np.empty((len(at_s), values.shape[1]))
    for first in range(0, len(at_s), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        out[part] = _fit(at_s[part], times_s, values, weights, own)
    return out


def _fit(at_s: Floats, times_s: Floats, values: Floats, weights: Floats, own: bool) -> Floats:
    which, kernel = _neighbours(at_s, times_s)
    if not own:
        kernel = np.where(times_s[which] == at_s[:, None], 0.0, kernel)
    away = (times_s[which] - at_s[:, None]) / HALF_WIDTH_S
    basis = np.stack([np.ones_like(away), away, away**2], axis=-1)
    weight = kernel[..., None] * weights[which]
    squares = (basis[..., :, None] * basis[..., None, :]).reshape(*away.shape, 9)
    left = (weight.transpose(0, 2, 1) @ squares).reshape(*weight.shape[::2], 3, 3)
    right = (weight * values[which]).transpose(0, 2, 1) @ basis
    left += np.diag([0.0, RIDGE, RIDGE]) * np.maximum(left[..., :1, :1], 1e-12)
    return np.asarray(np.linalg.solve(left, right[..., None])[..., 0, 0])


def _neighbours(at_s: Floats, times_s: Floats) -> tuple[Ints, Floats]:
    """(m, j) the samples nearest in time, and how much each counts by its distance."""
    wide = min(len(times_s), MOST)
    middle = np.searchsorted(times_s, at_s) - wide // 2
    which = np.clip(middle, 0, len(times_s) - wide)[:, None] + np.arange(wide)
    away = np.abs(times_s[which] - at_s[:, None])
    reach = np.sort(away, axis=1)[:, min(LEAST, wide) - 1] * 1.05
    share = away / np.maximum(reach, HALF_WIDTH_S)[:, None]
    kernel = np.where(share < 1, (1 - np.minimum(share, 1) ** 3) ** 3, 0.0)
    used = int((kernel > 0).any(axis=0).sum())
    return (which, kernel) if used == wide else _only_used(which, kernel)


def _only_used(which: Ints, kernel: Floats) -> tuple[Ints, Floats]:
    used = (kernel > 0).any(axis=0)
    return which[:, used], kernel[:, used]


def held(at_s: Floats, times_s: Floats, values: Floats) -> Floats:
    """(m, k) straight lines between samples; NaN where none is near."""
    if len(times_s) == 0:
        return np.full((len(at_s), values.shape[1]), np.nan)
    out = np.stack([np.interp(at_s, times_s, column) for column in values.T], axis=1)
    out[_nearest_gap(at_s, times_s) > LONGEST_GAP_S] = np.nan
    return out


def stretches(times_s: Floats, cuts_s: tuple[float, ...]) -> list[Flags]:
    """Masks over times, one for each stretch between cuts."""
    edges = [-np.inf, *cuts_s, np.inf]
    return [(times_s >= a) & (times_s < b) for a, b in pairwise(edges)]
