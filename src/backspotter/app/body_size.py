"""Body height and mass as people type them: ``181 cm``, ``5'11``, ``84``, ``185 lb``."""

from __future__ import annotations

import re
from typing import Final

from backspotter.app.in_units import (
    INCHES_PER_FOOT,
    M_PER_IN,
    Typed,
    span_in_feet,
    span_in_words,
    within,
)
from backspotter.errors import InputError
from backspotter.spine.body import HEIGHT_M, MASS_KG
from backspotter.training.units import Unit, shown_mass

NUMBER: Final = r"(\d{1,3}(?:[.,]\d{1,2})?)"
FEET: Final = re.compile(
    rf"(\d)\s*(?:'|’|ft|feet|foot)\s*(?:{NUMBER}\s*(?:\"|”|''|in|inch|inches)?)?", re.IGNORECASE
)
METRIC: Final = re.compile(rf"{NUMBER}\s*(cm|m)?", re.IGNORECASE)
INCHES: Final = re.compile(rf"{NUMBER}\s*(?:in|inch|inches|\")", re.IGNORECASE)
MASS: Final = re.compile(rf"{NUMBER}\s*(kgs?|lbs?)?", re.IGNORECASE)
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
        inches = INCHES_PER_FOOT * int(feet[1]) + _number(feet[2] or "0")
        return within(
            "height", inches, "in", HEIGHT_M, given=words, expected=span_in_feet(HEIGHT_M)
        )
    if only_inches := INCHES.fullmatch(words):
        return within("height", _number(only_inches[1]), "in", HEIGHT_M)
    found = METRIC.fullmatch(words)
    if found is None:
        raise InputError("height", given=typed, expected="centimetres such as 181, or such as 5'11")
    number, unit = _number(found[1]), (found[2] or "").lower()
    is_metres = unit == "m" or (not unit and number <= TALLEST_IN_M)
    do = "" if unit else f"or {span_in_feet(HEIGHT_M)} in feet and inches"
    return within("height", number, "m" if is_metres else "cm", HEIGHT_M, do=do)


def metres(height_cm: float | None, height_in: float | None = None) -> float | None:
    """A height typed in centimetres, or in inches [m]; none where nothing was.

    Raises
    ------
    InputError : both, or no height of anybody, in the unit that was typed
    """
    if height_cm is not None and height_in is not None:
        raise InputError("height_cm", given="two units", expected="one of them")
    if height_in is not None:
        return within("height_in", height_in, "in", HEIGHT_M)
    if height_cm is None:
        return None
    return within("height_cm", height_cm, "cm", HEIGHT_M, do="centimetres, so 178 and not 1.78")


def kilograms(
    name: str, in_kg: float | None, in_lb: float | None, span: tuple[float, float] = MASS_KG
) -> float | None:
    """A mass typed in kilograms, or in pounds [kg]; none where nothing was.

    Parameters
    ----------
    name : of its fields, without their units
    span : lowest and highest [kg]; those of a body

    Raises
    ------
    InputError : both, or no such mass, in the unit that was typed
    """
    if in_kg is not None and in_lb is not None:
        raise InputError(f"{name}_kg", given="two units", expected="one of them")
    if in_lb is not None:
        return within(f"{name}_lb", in_lb, "lb", span)
    return None if in_kg is None else within(f"{name}_kg", in_kg, "kg", span)


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
    unit: Typed = "lb" if (found[2] or units).lower().startswith("lb") else "kg"
    other: Typed = "kg" if unit == "lb" else "lb"
    do = "" if found[2] else f"or {span_in_words(MASS_KG, other)} with {other} after it"
    return within("mass", _number(found[1]), unit, MASS_KG, do=do)


def height_in_words(height_m: float | None, units: Unit) -> str:
    """A height as it may be typed again; empty where it is not known."""
    if height_m is None:
        return ""
    if units == "lb":
        feet, inches = divmod(round(height_m / M_PER_IN), INCHES_PER_FOOT)
        return f"{feet}'{inches}"
    return f"{100 * height_m:.4g} cm"


def mass_in_words(mass_kg: float | None, units: Unit) -> str:
    """A body mass as it may be typed again; empty where it is not known."""
    return "" if mass_kg is None else f"{shown_mass(mass_kg, units)} {units}"


def _number(typed: str) -> float:
    return float(typed.replace(",", "."))
