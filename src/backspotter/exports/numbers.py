"""How numbers read: three digits at most, no finer than their band, thousands set apart."""

from __future__ import annotations

import math
from typing import Final

NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
EN_DASH: Final = "\N{EN DASH}"
DIGITS: Final = 3
"""Significant digits of a number that is shown: more would say more than is known."""

BAND_STEPS: Final = 20.0
"""A number is rounded to a power of ten that goes at least so often into its band."""


def shown(value: float, step: float | None = None) -> str:
    """A number for reading, thousands set apart: to a round step, or to three digits at most."""
    if not math.isfinite(value):
        return "not seen"
    to = step or _digits(value)
    places = max(-math.floor(math.log10(to) + 1e-9), 0)
    rounded = round(float(value) / to) * to
    words = f"{abs(rounded):,.{places}f}".replace(",", NARROW)
    if step is None and "." in words:
        words = words.rstrip("0").rstrip(".")
    return f"{MINUS}{words}" if rounded < 0 else words


def _digits(value: float) -> float:
    """The step that leaves three digits."""
    return 10.0 ** (math.floor(math.log10(max(abs(value), 1.0))) + 1 - DIGITS)


def step_of(low: float, high: float) -> float:
    """To what a number with this band is rounded: a digit that the band leaves a meaning."""
    of_band = 10.0 ** math.floor(math.log10(max(high - low, 1e-6) / BAND_STEPS))
    return max(of_band, _digits(max(abs(low), abs(high))))


def exactly(value: float) -> str:
    """A number as it was given, thousands set apart."""
    return f"{value:,.8g}".replace(",", NARROW).replace("-", MINUS)


def span(low: float, high: float, step: float | None = None) -> str:
    """A band for reading; in words where a dash would meet a minus."""
    step = step_of(low, high) if step is None else step
    first, last = shown(low, step), shown(high, step)
    return f"{first} to {last}" if MINUS in first + last else f"{first}{EN_DASH}{last}"


def signed(words: str) -> str:
    """The number with its sign."""
    return words if words.startswith(MINUS) or words == "0" else f"+{words}"


def percent(share: float) -> str:
    """A share for reading [%]."""
    return f"{100 * share:.0f}" if math.isfinite(share) else "not seen"


def percents(low: float, high: float) -> str:
    """A band of shares for reading [%]."""
    first, last = percent(low), percent(high)
    return first if first == last else f"{first}{EN_DASH}{last}"


def force(newtons: float, step: float | None = None) -> str:
    """A force for reading, in the unit that fits it."""
    if abs(newtons) < 1000:
        return f"{shown(newtons, step)} N"
    return f"{shown(newtons / 1000, None if step is None else step / 1000)} kN"
