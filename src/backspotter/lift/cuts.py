"""What changes from frame to frame: cuts, and whether anything moves where the lifter is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Pixels

LONGEST: Final = 160
"""Longest side of the small grey pictures that are compared [px]."""

BLOCKS: Final = 8
"""Blocks a side into which a small picture is averaged to see a cut."""

CUT_STEP: Final = 0.055
"""Mean change of the blocks, of 1, from which it may be a cut."""

CUT_TIMES: Final = 6.0
"""How many times the usual change a cut is."""

CUT_BLOCKS: Final = 0.5
"""Share of the blocks that change at a cut: a lifter near the camera changes fewer."""

BLOCK_STEP: Final = 0.03

TURNED_PIXELS: Final = 0.05
"""Mean change of the pixels, of 1, from which the camera may stand elsewhere in the same room: its
blocks change little then. Of 43 rendered films the most without a cut was 0.036, at cuts 0.095."""

TURNED_BLOCKS: Final = 0.015
"""That much the blocks have to change with them: a lamp that flickers changes all alike."""

KNOWN_AFTER: Final = 5
"""Frames from which the usual change is known."""

MOVING_STEP: Final = 1.6
"""How many times the stillest change seen lately means that something moves."""

MEMORY: Final = 0.98
"""How slowly the stillest change seen is forgotten, a frame."""

Window = tuple[float, float, float, float]
"""Left, top, right, bottom of a part of the picture, as shares of it."""


def small(picture: Pixels) -> Floats:
    """A small grey picture, 0 to 1: every so many pixels of the green."""
    step = max(max(picture.shape[:2]) // LONGEST, 1)
    return picture[::step, ::step, 1].astype(np.float32) / 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From the frame before to this one: is it a cut, does something move in the window?"""

    cut: bool
    moving: bool


class Changes:
    """Compares each frame with the one before; remembers one small picture."""

    def __init__(self) -> None:
        self._last: Floats | None = None
        self._usual = self._usual_pixels = 0.0
        self._seen = 0
        self._stillest: float | None = None

    def see(self, now: Floats, window: Window | None) -> Change:
        """What changed; where there is no window yet, it counts as moving."""
        last, self._last = self._last, now
        if last is None or last.shape != now.shape:
            return Change(cut=False, moving=True)
        cut = self._is_cut(last, now)
        self._seen += 1
        if cut:
            self._stillest = None
            return Change(cut=True, moving=True)
        moving = window is None or self._moves(np.abs(now - last), window)
        return Change(cut=False, moving=moving)

    def _is_cut(self, last: Floats, now: Floats) -> bool:
        change = blocks(now) - blocks(last)
        change = np.abs(change - np.median(change))
        size = float(change.mean())
        pixels = float(np.abs(now - last).mean())
        wide = float((change > BLOCK_STEP).mean())
        sudden = size > CUT_TIMES * self._usual
        elsewhere = sudden and size > CUT_STEP and wide > CUT_BLOCKS
        known = self._seen >= KNOWN_AFTER and pixels > CUT_TIMES * self._usual_pixels
        in_the_same_room = known and sudden and size > TURNED_BLOCKS and pixels > TURNED_PIXELS
        if elsewhere or in_the_same_room:
            return True
        self._usual = max(0.9 * self._usual, size)
        self._usual_pixels = max(0.9 * self._usual_pixels, pixels)
        return False

    def _moves(self, change: Floats, window: Window) -> bool:
        high, wide = change.shape
        left, top, right, bottom = (
            int(np.clip(v, 0, 1) * s) for v, s in zip(window, (wide, high, wide, high), strict=True)
        )
        inside = change[top : max(bottom, top + 2), left : max(right, left + 2)]
        size = float(np.sqrt(np.mean(inside**2))) if inside.size else 0.0
        still = size if self._stillest is None else min(size, self._stillest)
        self._stillest = MEMORY * still + (1 - MEMORY) * size
        return size > MOVING_STEP * max(self._stillest, 1e-3)


def blocks(grey: Floats) -> Floats:
    """(8, 8) means of the blocks of a small picture."""
    high, wide = (n // BLOCKS for n in grey.shape)
    even = grey[: high * BLOCKS, : wide * BLOCKS]
    return np.asarray(even.reshape(BLOCKS, high, BLOCKS, wide).mean(axis=(1, 3)))
