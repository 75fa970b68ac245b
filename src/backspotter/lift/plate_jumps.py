"""Short pieces of a plate's way that are something else's: no bar gets there so fast."""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats

SIDEWAYS, UP_OR_DOWN = 10.0, 30.0
"""Plate radii a second that no bar does: over two metres a second sideways; and six up or down,
where one dropped from overhead does five. Assumption."""

SHORTEST_S: Final = 0.4
"""A piece between two such jumps that lasts no longer is not the bar's [s]. Assumption."""

LEAST_STEP_S: Final = 1 / 60
"""Time taken between two frames at least, so that noise is no speed [s]."""


def strays(times_s: Floats, middle: Floats, radius: float) -> Flags:
    """Which frames (n,) lie on a short piece of way (n, 2) that is cut off by a jump on one side at
    least, longer pieces being there; none of those in which nothing was seen."""
    seen = np.flatnonzero(np.isfinite(middle).all(axis=1))
    found = np.zeros(len(middle), bool)
    if len(seen) < 2 or not radius > 0:
        return found
    step = np.abs(np.diff(middle[seen], axis=0)) / radius
    took = np.maximum(np.diff(times_s[seen]), LEAST_STEP_S)[:, None]
    jumps = (step / took > [SIDEWAYS, UP_OR_DOWN]).any(axis=1)
    pieces = np.split(seen, np.flatnonzero(jumps) + 1)
    lasts = [float(times_s[piece[-1]] - times_s[piece[0]]) for piece in pieces]
    if len(pieces) < 2 or max(lasts) <= SHORTEST_S:
        return found
    for piece, long in zip(pieces, lasts, strict=True):
        found[piece] = long <= SHORTEST_S
    return found
