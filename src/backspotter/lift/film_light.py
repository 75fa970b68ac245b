"""Films of high dynamic range, made plain: eight bits that show what a phone's screen would."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np

from backspotter.lift.arrays import Floats, Pixels

CURVES: Final = {16: "perceptual", 18: "hybrid"}
"""Numbers that a film carries for its light curve (ITU-T H.273), and ours for two of them."""

WHITE_NITS: Final = 203.0
"""Brightness of plain white in such films (ITU-R BT.2408) [cd/m²]."""

PEAK_NITS: Final = 1000.0
"""Brightness mapped to the whitest we can give."""


def light_curve(color_trc: int) -> str:
    """``perceptual``, ``hybrid`` or ``plain``."""
    return CURVES.get(int(color_trc), "plain")


def plain_picture(sixteen_bits: np.ndarray[Any, np.dtype[np.uint16]], curve: str) -> Pixels:
    """Eight bits of a picture of high dynamic range.

    One curve for all three colours; hues are left as they are, a little pale.
    """
    return np.asarray(_table(curve)[sixteen_bits])


@lru_cache(maxsize=2)
def _table(curve: str) -> Pixels:
    signal = np.arange(65536) / 65535
    light = _perceptual(signal) if curve == "perceptual" else _hybrid(signal)
    shown = np.clip(_rolled_off(light / WHITE_NITS), 0, 1) ** (1 / 2.2)
    return np.asarray(np.rint(255 * shown).astype(np.uint8))


def _perceptual(signal: Floats) -> Floats:
    """Brightness of a PQ signal (SMPTE ST 2084) [cd/m²]."""
    power = signal ** (1 / 78.84375)
    below = 18.8515625 - 18.6875 * power
    return np.asarray(10_000 * (np.maximum(power - 0.8359375, 0) / below) ** (1 / 0.1593017578125))


def _hybrid(signal: Floats) -> Floats:
    """Brightness of an HLG signal (ITU-R BT.2100) on a screen of 1000 cd/m² [cd/m²]."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    return np.asarray(PEAK_NITS * scene**1.2)


def _rolled_off(light: Floats) -> Floats:
    """Straight in the dark, and ever flatter up to the peak (extended Reinhard)."""
    peak = PEAK_NITS / WHITE_NITS
    return np.asarray(light * (1 + light / peak**2) / (1 + light))
