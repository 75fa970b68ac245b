"""Every edge around a plate in one picture, not only the rim's: where light changes along rays from
its middle. Which of them is the near plate's rim is told later, from all pictures together."""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.grey import Grey
from backspotter.lift.plate_rim import NOISE, RAYS, STEP, rays, shares

AT: Final = shares(0.7, 1.3)
"""Where edges are looked for, as shares of the radius of what is followed."""

KEPT: Final = 6
"""Of each ray, the clearest: their number is what a long film takes in memory."""

FAINT: Final = 12.0
"""Steepness of an edge that is half clear, in steps of 256 over two samples."""


def crests(grey: Grey, middle: Floats, radius_px: float) -> tuple[Floats, Floats]:
    """Places (RAYS, KEPT) of the clearest edges, as shares of the radius, and how clear each is,
    0 to 1; 0 where there are fewer.

    Parameters
    ----------
    grey : (height, width) of uint8
    middle : (2,) [px]
    """
    seen = rays(grey, middle, np.full(RAYS, radius_px), AT)
    return clearest(seen.steep * (seen.strongest[:, None] + NOISE))


def clearest(steep: Floats) -> tuple[Floats, Floats]:
    """The same of the steepness (RAYS, s) along each ray at ``AT``; kept small (float16)."""
    before, here, after = steep[:, :-2], steep[:, 1:-1], steep[:, 2:]
    bend = before - 2 * here + after
    part = np.where(bend < 0, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0.0)
    place = AT[1:-1] + np.clip(part, -0.5, 0.5) * STEP
    clear = np.where((here >= before) & (here > after), here / (here + FAINT), 0.0)
    best = np.argsort(-clear, axis=1)[:, :KEPT]
    row = np.arange(len(steep))[:, None]
    return place[row, best].astype(np.float16), clear[row, best].astype(np.float16)
