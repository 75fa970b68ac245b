"""Which weights can be put on a bar, and the heaviest that is no heavier than a number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from backspotter.errors import InputError
from backspotter.training.units import Unit, from_kg, to_kg

GRAIN: Final = 0.05
"""Plates are told apart to this [kg or lb]; fractional plates of 0.25 are whole steps of it."""

MOST_PLATES: Final = 40
STANDARD: Final[dict[Unit, tuple[float, tuple[float, ...]]]] = {
    "kg": (20.0, (25, 25, 25, 25, 25, 25, 20, 15, 10, 5, 2.5, 1.25)),
    "lb": (45.0, (45, 45, 45, 45, 45, 45, 45, 45, 35, 25, 10, 5, 2.5)),
}
"""Bar and plates for one side, where nothing was said: assumption, a common gym."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rack:
    """A bar, and the plates there are for one side, each as often as there is a pair [unit].

    Raises
    ------
    InputError : a bar or a plate that cannot be
    """

    unit: Unit = "kg"
    bar: float = 20.0
    plates: tuple[float, ...] = STANDARD["kg"][1]

    def __post_init__(self) -> None:
        _check("bar", self.bar, 0.0, 100.0)
        if len(self.plates) > MOST_PLATES:
            given = f"{len(self.plates)} plates"
            raise InputError("plates", given=given, expected=f"at most {MOST_PLATES} for one side")
        for plate in self.plates:
            _check("plates", plate, GRAIN, 100.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A weight that can be made: in kilograms, in the person's unit, and plates for one side."""

    kg: float
    shown: float
    unit: Unit
    side: tuple[float, ...]


def standard_rack(unit: Unit) -> Rack:
    """A common gym's bar and plates."""
    bar, plates = STANDARD[unit]
    return Rack(unit=unit, bar=bar, plates=plates)


def loaded_down(kg: float, rack: Rack) -> Loaded | None:
    """The heaviest weight that can be made and is no heavier than ``kg``; never rounded up.

    Returns
    -------
    Loaded, or None where even the empty bar is too heavy
    """
    room = from_kg(kg, rack.unit) - rack.bar
    if room < -1e-9 or not math.isfinite(room):
        return None
    made = _makeable(tuple(sorted(rack.plates, reverse=True)))
    grains = math.floor(room / 2 / GRAIN + 1e-9)
    side = made[max(each for each in made if each <= grains)]
    shown = round(rack.bar + 2 * sum(side), 6)
    return Loaded(kg=min(to_kg(shown, rack.unit), kg), shown=shown, unit=rack.unit, side=side)


@cache
def _makeable(plates: Sequence[float]) -> dict[int, tuple[float, ...]]:
    """What one side can weigh, in grains, with the fewest plates for it."""
    found: dict[int, tuple[float, ...]] = {0: ()}
    for plate in plates:
        weight = round(plate / GRAIN)
        for total, used in list(found.items()):
            more = (*used, plate)
            if len(more) < len(found.get(total + weight, (*more, 0.0))):
                found[total + weight] = more
    return found


def _check(name: str, given: object, low: float, high: float) -> None:
    expected = f"a weight from {low:g} to {high:g}"
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise InputError(name, given=given, expected=expected)
    if not math.isfinite(given) or not low <= given <= high:
        raise InputError(name, given=given, expected=expected)
