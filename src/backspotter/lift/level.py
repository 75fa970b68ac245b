"""Is the camera level? Posts and door frames are upright; their lean is the camera's roll."""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Pixels

WIDEST_DEG: Final = 12.0
"""Lines that lean further are not taken for upright ones."""

BIN_DEG: Final = 0.5
BINS: Final = int(2 * WIDEST_DEG / BIN_DEG) + 1

STEEP: Final = 12.0
"""Change between neighbours, of 255, from which a pixel is on a line."""

LONGEST: Final = 640

CLEAR: Final = 2.5
"""How many times the usual number of votes the most voted lean has to have."""

LEAST_VOTES: Final = 2000.0


class Level:
    """Gathers the directions of steep edges over a few frames."""

    def __init__(self) -> None:
        self._votes: Floats = np.zeros(BINS)

    def see(self, picture: Pixels) -> None:
        """Adds one picture."""
        step = max(max(picture.shape[:2]) // LONGEST, 1)
        grey = picture[::step, ::step, 1].astype(np.float32)
        across = grey[1:-1, 2:] - grey[1:-1, :-2]
        down = grey[2:, 1:-1] - grey[:-2, 1:-1]
        steep = np.abs(across) > STEEP
        lean = np.degrees(np.arctan(down[steep] / across[steep]))
        inside = np.abs(lean) <= WIDEST_DEG + BIN_DEG / 2
        place = np.rint((lean[inside] + WIDEST_DEG) / BIN_DEG).astype(np.int64)
        self._votes = self._votes + np.bincount(place, minlength=BINS)[:BINS]

    @property
    def tilt_deg(self) -> float:
        """Lean of what is upright, positive to the right [deg]; NaN where no lean stands out."""
        pooled = np.convolve(self._votes, [0.5, 1, 0.5], mode="same")
        top = int(pooled[1:-1].argmax()) + 1
        few = self._votes.sum() < LEAST_VOTES
        if few or pooled[top] < CLEAR * np.median(pooled):
            return float("nan")
        near = slice(top - 1, top + 2)
        leans = (np.arange(BINS) * BIN_DEG - WIDEST_DEG)[near]
        return float(np.average(leans, weights=self._votes[near]))
