"""Grey pictures: made smaller, and read between their pixels."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backspotter.lift.arrays import Floats

Grey: TypeAlias = NDArray[np.uint8]
"""A grey picture, (height, width)."""


def shrunk(grey: Grey, factor: int) -> Floats:
    """The picture made smaller by a whole factor: of each block a few even pixels' mean."""
    if factor <= 1:
        return grey.astype(np.float32)
    first = factor // 4
    taken = sorted({first, factor - 1 - first} | ({1} if factor == 3 else set()))
    height, width = grey.shape[0] // factor, grey.shape[1] // factor
    total = np.zeros((height, width), np.uint16)
    for row in taken:
        for column in taken:
            total += grey[row : height * factor : factor, column : width * factor : factor]
    return total.astype(np.float32) / np.float32(len(taken) ** 2)


def read(picture: NDArray[Any], x: Floats, y: Floats) -> Floats:
    """Brightness at any places [px, pixel centres at .5], bilinear; the edge's beyond the edge."""
    height, width = picture.shape
    x = np.clip(x - 0.5, 0, width - 1.001).astype(np.float32)
    y = np.clip(y - 0.5, 0, height - 1.001).astype(np.float32)
    column, row = x.astype(np.int32), y.astype(np.int32)
    right, below = x - column, y - row
    flat, at = picture.ravel(), row * width + column
    upper = flat[at] * (1 - right) + flat[at + 1] * right
    lower = flat[at + width] * (1 - right) + flat[at + width + 1] * right
    return np.asarray(upper * (1 - below) + lower * below)
