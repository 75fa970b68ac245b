"""What the engine's arrays hold."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
"""Numbers."""

Mask: TypeAlias = NDArray[np.bool_]
"""Which ones."""

Places: TypeAlias = NDArray[np.intp]
"""Where."""
