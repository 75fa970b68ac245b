"""The line of the back in every frame, also between those in which it was looked for."""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.analysis import FramesSeen
from backspotter.lift.arrays import Floats

LONGEST_S: Final = 0.6
"""The line is carried over no longer gap than this [s]; the reader looks more often in motion."""


def back_lines(frames: FramesSeen) -> Floats:
    """(n, 61, 2) the back's edge [px], carried along with hip and shoulder over short gaps.

    Between two looks each place is mixed by time in the trunk's own coordinates. NaN before the
    first look, after the last, and in longer gaps.
    """
    drawn = frames.drawn
    axis = drawn.shoulder - drawn.hip
    square = np.maximum((axis**2).sum(axis=1), 1e-9)[:, None]
    aside = np.stack([-axis[:, 1], axis[:, 0]], axis=1)
    from_hip = drawn.back - drawn.hip[:, None]
    along, out = (
        _carried(np.einsum("nrk,nk->nr", from_hip, way) / square, frames.times_s)
        for way in (axis, aside)
    )
    found = drawn.hip[:, None] + along[..., None] * axis[:, None] + out[..., None] * aside[:, None]
    return np.where(np.isfinite(drawn.back), drawn.back, found)


def _carried(values: Floats, times: Floats) -> Floats:
    """Each column (n, rays) mixed by time between its neighbours, over short gaps alone."""
    filled = np.full_like(values, np.nan)
    for ray in range(values.shape[1]):
        known = np.flatnonzero(np.isfinite(values[:, ray]))
        if not len(known):
            continue
        mixed = np.interp(times, times[known], values[known, ray], left=np.nan, right=np.nan)
        after = np.clip(np.searchsorted(known, np.arange(len(times))), 0, len(known) - 1)
        before = np.maximum(np.searchsorted(known, np.arange(len(times)), side="right") - 1, 0)
        gap = times[known[after]] - times[known[before]]
        filled[:, ray] = np.where(gap <= LONGEST_S, mixed, np.nan)
    return filled
