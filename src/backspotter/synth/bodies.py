"""Bodies by number: no two alike, and any run of numbers covers the space of bodies evenly."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

HEIGHTS_M: Final = MappingProxyType({"female": (1.52, 1.80), "male": (1.62, 1.96)})
MASS_INDEX: Final = MappingProxyType({"female": (18.5, 32.0), "male": (20.0, 34.0)})
"""Body mass index of the lifters drawn [kg/m²]: assumption."""

FEMALES: Final = 0.45
HEAVY: Final = MappingProxyType({"female": 25.5, "male": 28.0})
"""Body mass index from which the body model needs the choice of how muscular they are."""

MUSCLE: Final = (0.35, 0.95)
PROPORTIONS: Final = (0.1, 0.9)
"""Of the body model's own scales from 0 to 1."""

PRIMES: Final = (2, 3, 5, 7, 11)
FIRST: Final = 29
"""The first numbers of the sequence lie on a line in its higher dimensions."""


def body(number: int) -> dict[str, Any]:
    """Sex, height [m], mass [kg], muscle and proportions of the body with this number; ``muscle``
    is none where it follows from the mass."""
    sex_at, tall, heavy, muscle, proportions = halton(number + FIRST)
    sex = "female" if sex_at < FEMALES else "male"
    height, index = _between(HEIGHTS_M[sex], tall), _between(MASS_INDEX[sex], heavy)
    return {
        "sex": sex,
        "height_m": round(height, 3),
        "mass_kg": round(index * height**2, 1),
        "muscle": None if index >= HEAVY[sex] else round(_between(MUSCLE, muscle), 3),
        "proportions": round(_between(PROPORTIONS, proportions), 3),
    }


def halton(number: int) -> tuple[float, ...]:
    """A point of the Halton sequence, each coordinate from 0 to below 1."""
    return tuple(_mirrored(number, prime) for prime in PRIMES)


def _mirrored(number: int, base: int) -> float:
    """The number's digits mirrored at the point."""
    share, found = 1.0, 0.0
    while number:
        number, digit = divmod(number, base)
        share /= base
        found += share * digit
    return found


def _between(span: tuple[float, float], share: float) -> float:
    return span[0] + share * (span[1] - span[0])
