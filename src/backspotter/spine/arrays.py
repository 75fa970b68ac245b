"""What the engine's arrays hold."""

from __future__ import annotations

from numbers import Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
"""Numbers."""

Mask: TypeAlias = NDArray[np.bool_]
"""Which ones."""

Places: TypeAlias = NDArray[np.intp]
"""Where."""


def is_number(given: Any) -> bool:
    """Whether it is one number, and not a truth value."""
    return isinstance(given, Real) and not isinstance(given, bool)
