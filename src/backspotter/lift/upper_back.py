"""How the upper back leans, from its line alone: in sight where a plate hides the hip."""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.smoothing import held
from backspotter.lift.tracks import ALONG, Tracks

UPPER: Final = (ALONG >= 0.4) & (ALONG <= 0.9)
"""Rays over the upper back: a plate at the hip does not reach them."""

LEAST_RAYS: Final = 0.6
"""Share of them that has to have an edge."""


def upper_back_lean(tracks: Tracks) -> Floats:
    """Lean of the straight line nearest to the edge of the upper back, from upright, ahead positive
    (n,) [deg]; NaN where it was not seen.

    Which lean is upright standing depends on the shape of the back: only changes say something.
    """
    edge = tracks.back.picture_px[:, UPPER]
    seen = np.isfinite(edge[..., 0])
    known = np.flatnonzero(seen.mean(axis=1) >= LEAST_RAYS)
    lean = np.array([_lean(edge[n, seen[n]]) for n in known]).reshape(-1, 1) * tracks.facing
    return held(tracks.times_s, tracks.times_s[known], lean)[:, 0]


def _lean(points: Floats) -> float:
    """Of the line nearest to points (k, 2), to the picture's right [deg]."""
    x, y = (points - points.mean(axis=0)).T
    along = 0.5 * np.arctan2(2 * (x * y).sum(), (x * x).sum() - (y * y).sum())
    across, down = np.cos(along), np.sin(along)
    up = -1.0 if down > 0 else 1.0
    return float(np.rad2deg(np.arctan2(up * across, -up * down)))
