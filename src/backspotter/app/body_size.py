"""Body height and mass as people type them: ``181 cm``, ``5'11``, ``84``, ``185 lb``."""

from __future__ import annotations

import re
from typing import Final

from backspotter.app.profile import M_PER_IN
from backspotter.errors import InputError
from backspotter.spine.arrays import is_number
from backspotter.spine.body import HEIGHT_M
from backspotter.training.units import Unit, from_kg, to_kg

NUMBER: Final = r"(\d{1,3}(?:[.,]\d{1,2})?)"
FEET: Final = re.compile(
    rf"(\d)\s*(?:'|’|ft|feet|foot)\s*(?:{NUMBER}\s*(?:\"|”|''|in|inch|inches)?)?", re.IGNORECASE
)
METRIC: Final = re.compile(rf"{NUMBER}\s*(cm|m)?", re.IGNORECASE)
INCHES: Final = re.compile(rf"{NUMBER}\s*(?:in|inch|inches|\")", re.IGNORECASE)
MASS: Final = re.compile(rf"{NUMBER}\s*(kgs?|lbs?)?", re.IGNORECASE)
INCHES_PER_FOOT: Final = 12
CM_PER_M: Final = 100.0
TALLEST_IN_M: Final = 3.0
"""A bare number up to this is metres, a larger one centimetres."""


def height_from(typed: str) -> float | None:
    """A height [m]; none where nothing was typed.

    Raises
    ------
    InputError : no height
    """
    words = typed.strip()
    if not words:
        return None
    if feet := FEET.fullmatch(words):
        return (INCHES_PER_FOOT * int(feet[1]) + _number(feet[2] or "0")) * M_PER_IN
    if inches := INCHES.fullmatch(words):
        return _number(inches[1]) * M_PER_IN
    found = METRIC.fullmatch(words)
    if found is None:
        raise InputError("height", given=typed, expected="centimetres such as 181, or such as 5'11")
    number, unit = _number(found[1]), (found[2] or "").lower()
    return number if unit == "m" or (not unit and number <= TALLEST_IN_M) else number / 100


def metres(height_cm: float | None) -> float | None:
    """A height typed in centimetres [m]; none where nothing was.

    Raises
    ------
    InputError : no height of anybody, in the unit that was typed
    """
    if height_cm is None:
        return None
    low, high = (CM_PER_M * end for end in HEIGHT_M)
    if not is_number(height_cm) or not low <= height_cm <= high:
        expected, do = f"{low:g} to {high:g} cm", "centimetres, so 178 and not 1.78"
        raise InputError("height_cm", given=f"{height_cm:g}", expected=expected, do=do)
    return height_cm / CM_PER_M


def mass_from(typed: str, units: Unit) -> float | None:
    """A body mass [kg]; none where nothing was typed.

    Parameters
    ----------
    units : of a number without one

    Raises
    ------
    InputError : no mass
    """
    words = typed.strip()
    if not words:
        return None
    found = MASS.fullmatch(words)
    if found is None:
        raise InputError("mass", given=typed, expected="a number with kg or lb, such as 84 kg")
    unit = (found[2] or units).lower().removesuffix("s")
    return to_kg(_number(found[1]), "lb" if unit == "lb" else "kg")


def height_in_words(height_m: float | None, units: Unit) -> str:
    """A height as it may be typed again; empty where it is not known."""
    if height_m is None:
        return ""
    if units == "lb":
        inches = round(height_m / M_PER_IN, 1)
        return f"{int(inches // INCHES_PER_FOOT)}'{inches % INCHES_PER_FOOT:.3g}"
    return f"{100 * height_m:.4g} cm"


def mass_in_words(mass_kg: float | None, units: Unit) -> str:
    """A body mass as it may be typed again; empty where it is not known."""
    return "" if mass_kg is None else f"{from_kg(mass_kg, units):.4g} {units}"


def _number(typed: str) -> float:
    return float(typed.replace(",", "."))
