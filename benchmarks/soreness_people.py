"""Invented people whose soreness follows none of the program's own curves.

Three shapes (two exponentials, a log-normal bump, straight lines), with the published spread of
when it is worst, how bad it is and when it is gone; and three that no soreness has (it stays, it
comes back, it keeps rising). They report whole numbers, now and then forget, and are a little off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.soreness.values import Array, Entry

HOURS: Final = np.arange(0.0, 200.0, 0.5)
OFF: Final = 0.6
"""How far a report strays before it is rounded, one standard deviation [of 10]."""

FORGETS: Final = 0.25
"""Share of reports that are not made."""

EARLY, FIRST_DAY = 0.10, 0.575
"""Of forty people 57.5 % were worst at 24 h and 32.5 % at 48 h (Bishop 2011); the rest early."""


@dataclass(frozen=True, slots=True)
class Person:
    """One course: what is felt over ``HOURS``, and what was reported."""

    kind: str
    felt: Array
    entries: tuple[Entry, ...]

    def at(self, hours: float) -> float:
        """What is felt then."""
        return float(np.interp(hours, HOURS, self.felt))


def healthy(dice: np.random.Generator) -> Person:
    """Somebody who is sore, and nothing else."""
    shape = ("two exponentials", "log-normal", "straight lines")[int(dice.integers(3))]
    felt = SHAPES[shape](dice)
    return Person(shape, felt, _reports(felt, dice))


def injured(kind: str, dice: np.random.Generator) -> Person:
    """Somebody whose pain is not soreness: ``stays``, ``comes back`` or ``keeps rising``."""
    felt = INJURIES[kind](dice)
    return Person(kind, felt, _reports(felt, dice))


def _worst_at(dice: np.random.Generator) -> float:
    where = dice.random()
    if where < EARLY:
        return float(dice.uniform(4, 16))
    middle, sd = (26.0, 5.0) if where < EARLY + FIRST_DAY else (45.0, 6.0)
    return float(np.clip(dice.normal(middle, sd), 12, 60))


def _how_bad(dice: np.random.Generator) -> float:
    return float(9.0 * dice.beta(2.7, 3.7))


def _gone_at(dice: np.random.Generator, worst: float) -> float:
    return float(max(np.clip(dice.normal(94, 18), 60, 140), worst + 24))


def _two_exponentials(dice: np.random.Generator) -> Array:
    worst, bad = _worst_at(dice), _how_bad(dice)
    gone = _gone_at(dice, worst)
    falls = max((gone - worst) / 2.0, 6.0)
    rises = max(0.35 * worst, 1.5)
    raw = (
        np.exp(-HOURS / falls) - np.exp(-HOURS / rises)
        if falls > rises
        else HOURS * np.exp(-HOURS / falls)
    )
    return np.asarray(bad * raw / raw.max())


def _log_normal(dice: np.random.Generator) -> Array:
    worst, bad = _worst_at(dice), _how_bad(dice)
    gone = _gone_at(dice, worst)
    width = np.log(gone / worst) / np.sqrt(2 * np.log(max(bad, 1.2) / 0.8) + 0.5)
    return np.asarray(bad * np.exp(-0.5 * (np.log(np.maximum(HOURS, 0.25) / worst) / width) ** 2))


def _straight(dice: np.random.Generator) -> Array:
    worst, bad = _worst_at(dice), _how_bad(dice)
    gone, start = _gone_at(dice, worst), dice.uniform(0, 0.6) * bad
    stays = dice.uniform(0, 10)
    return np.interp(HOURS, [0, worst, worst + stays, gone], [start, bad, bad, 0.0])


def _stays(dice: np.random.Generator) -> Array:
    bad, onset = dice.uniform(3, 8), dice.uniform(1, 20)
    half = dice.uniform(10, 42) * 24
    day = 0.3 * np.sin(2 * np.pi * (HOURS / 24 + dice.random()))
    return np.clip(bad * np.minimum(HOURS / onset, 1) * 0.5 ** (HOURS / half) + day, 0, 10)


def _comes_back(dice: np.random.Generator) -> Array:
    first = SHAPES[("two exponentials", "log-normal", "straight lines")[int(dice.integers(3))]](
        dice
    )
    at, by = dice.uniform(40, 66), dice.uniform(2, 4.5)
    return np.minimum(first + by * np.clip((HOURS - at) / dice.uniform(4, 12), 0, 1), 10)


def _keeps_rising(dice: np.random.Generator) -> Array:
    start, end = dice.uniform(1, 3), dice.uniform(6, 9)
    return np.interp(HOURS, [0, dice.uniform(72, 110), 200], [start, end, end])


def _reports(felt: Array, dice: np.random.Generator) -> tuple[Entry, ...]:
    """Three times a day at odd hours, as whole numbers."""
    found = []
    for planned in np.arange(6.0, 169.0, 8.0):
        if dice.random() < FORGETS:
            continue
        at = float(planned + dice.uniform(-2.5, 2.5))
        said = np.interp(at, HOURS, felt) + OFF * dice.normal()
        found.append(Entry(at_h=at, sore=float(np.clip(np.rint(said), 0, 10))))
    return tuple(found)


SHAPES: Final[dict[str, Callable[[np.random.Generator], Array]]] = {
    "two exponentials": _two_exponentials,
    "log-normal": _log_normal,
    "straight lines": _straight,
}
INJURIES: Final[dict[str, Callable[[np.random.Generator], Array]]] = {
    "stays": _stays,
    "comes back": _comes_back,
    "keeps rising": _keeps_rising,
}
