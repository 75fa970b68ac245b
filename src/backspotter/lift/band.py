"""A number and between what it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NINE_TENTHS: Final = 1.645
"""Standard deviations to each side that hold nine of ten cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A value that lies between ``low`` and ``high`` in nine of ten cases, as far as is known."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> Band:
        """The same in another unit (``factor`` above 0)."""
        return Band(value=self.value * factor, low=self.low * factor, high=self.high * factor)

    def clipped(self, least: float, most: float) -> Band:
        """With no end beyond what can be."""
        value, low, high = (min(max(n, least), most) for n in (self.value, self.low, self.high))
        return Band(value=value, low=low, high=high)


def around(value: float, *spread: float) -> Band:
    """A value with independent half-widths to both sides."""
    wide = sum(each**2 for each in spread) ** 0.5
    return Band(value=value, low=value - wide, high=value + wide)
