"""A number with the unit it was typed in, held against its limits, which are told in that unit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from backspotter.errors import InputError
from backspotter.spine.arrays import is_number
from backspotter.training.units import KG_PER_LB

Typed: TypeAlias = Literal["m", "cm", "in", "kg", "lb"]
M_PER_IN: Final = 0.0254
INCHES_PER_FOOT: Final = 12
SIZES: Final[Mapping[Typed, float]] = {
    "m": 1.0,
    "cm": 0.01,
    "in": M_PER_IN,
    "kg": 1.0,
    "lb": KG_PER_LB,
}
"""One of each [m] or [kg]."""

TINY: Final = 1e-9
"""What a number may lose on its way from one unit to another."""


def within(
    field: str,
    typed: float,
    unit: Typed,
    span: tuple[float, float],
    *,
    given: str = "",
    expected: str = "",
    do: str = "",
) -> float:
    """The number [m or kg], where it lies within its limits.

    Parameters
    ----------
    typed : in ``unit``
    span : lowest and highest [m or kg]
    given, expected : in other words than the number and ``span_in_words``

    Raises
    ------
    InputError : no number, or one beyond the limits
    """
    low, high = span
    number = typed * SIZES[unit] if is_number(typed) else math.nan
    if not low - TINY <= number <= high + TINY:
        shown = f"{typed:g} {unit}" if is_number(typed) else typed
        expected = expected or span_in_words(span, unit)
        raise InputError(field, given=given or shown, expected=expected, do=do)
    return min(max(float(number), low), high)


def span_in_words(span: tuple[float, float], unit: Typed) -> str:
    """Limits as a person reads them, none beyond the true ones.

    >>> span_in_words((30.0, 250.0), "lb")
    '67 to 551 lb'
    """
    if unit == "m":
        return f"{span[0]:g} to {span[1]:g} m"
    low, high = _whole(span, SIZES[unit])
    return f"{low:,} to {high:,} {unit}"


def span_in_feet(span_m: tuple[float, float]) -> str:
    """Limits of a height [m] in feet and inches.

    >>> span_in_feet((1.2, 2.3))
    "4'0 to 7'6"
    """
    low, high = (divmod(each, INCHES_PER_FOOT) for each in _whole(span_m, M_PER_IN))
    return f"{low[0]}'{low[1]} to {high[0]}'{high[1]}"


def _whole(span: tuple[float, float], size: float) -> tuple[int, int]:
    low, high = (each / size for each in span)
    return math.ceil(low - TINY), math.floor(high + TINY)
