"""Kilograms and pounds: exact, and closed in both directions."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from backspotter.errors import InputError

Unit: TypeAlias = Literal["kg", "lb"]
KG_PER_LB: Final = 0.45359237
UNITS: Final = ("kg", "lb")


def to_kg(mass: float, unit: Unit) -> float:
    """A mass in this unit, in kilograms [kg]."""
    return mass if _known(unit) == "kg" else mass * KG_PER_LB


def from_kg(mass_kg: float, unit: Unit) -> float:
    """A mass [kg] in this unit."""
    return mass_kg if _known(unit) == "kg" else mass_kg / KG_PER_LB


def _known(unit: Unit) -> Unit:
    if unit not in UNITS:
        raise InputError("unit", given=unit, expected="kg or lb")
    return unit
