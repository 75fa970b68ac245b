"""A plate's rim in one picture: rays from its middle outward, and how steep light is along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.grey import Grey, read

RAYS: Final = 64
ANGLES: Final = np.arange(RAYS) * (2 * np.pi / RAYS)
OUTWARD: Final = np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
"""(RAYS, 2) right and down."""

STEP: Final = 0.0125
"""Between samples along a ray, as a share of the radius."""

NOISE: Final = 6.0
"""Of an edge that is no edge, in steps of 256 over two samples."""


@dataclass(frozen=True, slots=True)
class Rays:
    """``steep`` (RAYS, s) how steep the picture is along each ray, 0 to 1 of that ray's steepest,
    at ``shares`` (s,) of the rim's radius."""

    steep: Floats
    strongest: Floats
    shares: Floats


def shares(inner: float, outer: float) -> Floats:
    """Even places along a ray, as shares of the radius."""
    return np.arange(round(inner / STEP), round(outer / STEP) + 1) * STEP


def rays(grey: Grey | Floats, middle: Floats, rim: Floats, at: Floats) -> Rays:
    """How steep the picture is along rays from ``middle`` (2,) [px].

    Parameters
    ----------
    rim : (RAYS,) distance of the rim along each ray [px]
    at : (s,) shares of it to look at
    """
    wider = np.concatenate([[at[0] - STEP], at, [at[-1] + STEP]])
    away = rim[:, None] * wider
    x, y = middle[0] + away * OUTWARD[:, :1], middle[1] + away * OUTWARD[:, 1:]
    height, width = grey.shape
    inside = (x > 0) & (x < width) & (y > 0) & (y < height)
    light = read(grey, x, y)
    light = (light + (np.roll(light, 1, 0) + np.roll(light, -1, 0)) * 0.5) * 0.5
    steep = np.abs(light[:, 2:] - light[:, :-2]) * inside[:, 2:]
    steep[:, 1:-1] = (steep[:, :-2] + 2 * steep[:, 1:-1] + steep[:, 2:]) * 0.25
    strongest = steep.max(axis=1)
    return Rays(steep / (strongest[:, None] + NOISE), strongest, at)
