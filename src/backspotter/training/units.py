"""Kilograms and pounds: exact, and closed in both directions."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from backspotter.errors import InputError

Unit: TypeAlias = Literal["kg", "lb"]
KG_PER_LB: Final = 0.45359237
TYPED_SO: Final = 0.01
"""How near to a half [lb] a mass is that was typed in halves."""

UNITS: Final = ("kg", "lb")


def to_kg(mass: float, unit: Unit) -> float:
    """A mass in this unit, in kilograms [kg]."""
    return mass if _known(unit) == "kg" else mass * KG_PER_LB


def from_kg(mass_kg: float, unit: Unit) -> float:
    """A mass [kg] in this unit."""
    return mass_kg if _known(unit) == "kg" else mass_kg / KG_PER_LB


def shown_mass(mass_kg: float, unit: Unit) -> str:
    """A mass as people read it, without its unit: whole pounds, or kilograms as they are.

    Half pounds stay where the mass was typed so.

    >>> shown_mass(140.0, "kg"), shown_mass(140.0, "lb"), shown_mass(102.5 * KG_PER_LB, "lb")
    ('140', '309', '102.5')
    """
    mass = from_kg(mass_kg, unit)
    if unit == "kg":
        return f"{mass:.4g}"
    half = round(2 * mass) / 2
    return f"{half:g}" if abs(mass - half) < TYPED_SO else f"{mass:.0f}"


def to_load(mass_kg: float, unit: Unit) -> str:
    """A mass for a bar that nobody typed: to the nearest 5 lb, or kilograms as they are."""
    if unit == "kg":
        return f"{mass_kg:.4g}"
    return f"{5 * round(from_kg(mass_kg, unit) / 5)}"


def _known(unit: Unit) -> Unit:
    if unit not in UNITS:
        raise InputError("unit", given=unit, expected="kg or lb")
    return unit
