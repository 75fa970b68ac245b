"""Colours over a film: calm, told apart by the colour-blind, from blue through sand to orange."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np

from backspotter.exports.film_drawing import Colour, Pixels

BENT_DEG: Final = (0.0, 15.0, 30.0, 45.0)
BENT: Final[tuple[Colour, ...]] = ((74, 144, 226), (150, 200, 226), (246, 226, 158), (240, 148, 36))
"""The lower back's colour at these angles [deg]; between them it is mixed."""

WITHHELD: Final[Colour] = (176, 182, 186)
LIMB: Final[Colour] = (255, 255, 255)
EDGE: Final[Colour] = (16, 28, 34)
PATH: Final[Colour] = (120, 224, 208)
QUIET: Final[Colour] = (196, 208, 214)


def colour_of(flexion_deg: float) -> Colour:
    """Of the lower back bent this far from upright; grey where it is not known."""
    if not math.isfinite(flexion_deg):
        return WITHHELD
    mixed = [np.interp(flexion_deg, BENT_DEG, [c[part] for c in BENT]) for part in range(3)]
    return (round(mixed[0]), round(mixed[1]), round(mixed[2]))


@lru_cache(maxsize=8)
def colours_across(wide: int) -> Pixels:
    """(wide, 3) the colours from 0 to 45°, side by side."""
    angles = np.linspace(BENT_DEG[0], BENT_DEG[-1], wide)
    return np.array([colour_of(angle) for angle in angles], np.uint8)
