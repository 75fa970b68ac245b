"""What the arrays of a film hold."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
"""Numbers, of either precision."""

Ints: TypeAlias = NDArray[np.integer[Any]]
"""Places in another array."""

Flags: TypeAlias = NDArray[np.bool_]
"""Which ones."""

Pixels: TypeAlias = NDArray[np.uint8]
"""A picture, (height, width, 3), red first."""
