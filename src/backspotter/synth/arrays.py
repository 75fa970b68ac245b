"""What the arrays of a rendered scene hold."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
"""Numbers, of either precision."""

Ints: TypeAlias = NDArray[np.integer[Any]]
"""Places in another array."""

Mask: TypeAlias = NDArray[np.bool_]
"""Which ones."""

Pixels: TypeAlias = NDArray[np.uint8]
"""A picture, (height, width, 3)."""


def smooth_step(low: float, high: float, x: Floats) -> Floats:
    """0 below ``low``, 1 above ``high``, level at both."""
    inside = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(inside * inside * (3 - 2 * inside))
