"""The log by days, newest first: sets of one lift in one line, each set with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from backspotter.training.log import BodyMass, Night
from backspotter.training.units import Unit, shown_mass

if TYPE_CHECKING:
    from backspotter.journal.records import Entry
    from backspotter.training.log import LoggedSet


@dataclass(frozen=True, slots=True)
class LiftOfDay:
    """One lift of a day with its sets, in their order."""

    exercise: str
    sets: tuple[Entry[LoggedSet], ...]


@dataclass(frozen=True, slots=True)
class LogDay:
    """One day of the log."""

    day: date
    lifts: tuple[LiftOfDay, ...]


def by_days(sets: Sequence[Entry[LoggedSet]]) -> list[LogDay]:
    """Sets that are sorted by time, as days, the last day first."""
    days = groupby(sets, key=lambda each: each.value.at.date())
    found = [LogDay(day, tuple(_lifts(list(own)))) for day, own in days]
    return found[::-1]


def _lifts(sets: Sequence[Entry[LoggedSet]]) -> list[LiftOfDay]:
    runs = groupby(sets, key=lambda each: each.value.exercise)
    return [LiftOfDay(name, tuple(own)) for name, own in runs]


def set_in_words(one: LoggedSet, units: Unit) -> str:
    """``140 kg × 5, RPE 8``."""
    weight = "" if one.load_kg is None else weight_in_words(one.load_kg, units)
    reps = "" if one.reps is None else f"{one.reps}"
    words = " × ".join(part for part in (weight, reps) if part) or "nothing said"
    more = [f"RPE {one.rpe:g}"] if one.rpe is not None else []
    more += [word for word, is_so in (("warm-up", one.warm_up), ("failed", one.failed)) if is_so]
    return ", ".join([words, *more])


def weight_in_words(mass_kg: float, units: Unit) -> str:
    """A weight in the person's unit: whole pounds, or kilograms with four digits at most."""
    return f"{shown_mass(mass_kg, units)} {units}"


def line_of(one: LoggedSet, units: Unit) -> str:
    """A set as a lifter would type it."""
    parts = [one.exercise, f"1x{one.reps}" if one.reps else ""]
    parts += [f"@ {weight_in_words(one.load_kg, units)}"] if one.load_kg is not None else []
    parts += [f"rpe {one.rpe:g}"] if one.rpe is not None else []
    return " ".join(part for part in parts if part)


def one_line(one: Night | BodyMass, units: Unit) -> str:
    """A night or a body mass with its day."""
    if isinstance(one, BodyMass):
        return f"{weight_in_words(one.mass_kg, units)}, {one.at:%A} {one.at.day} {one.at:%B %Y}"
    hours = one.in_bed_h if one.asleep_h is None else one.asleep_h
    kind = "in bed" if one.asleep_h is None else "asleep"
    return f"{hours:g} h {kind}, to {one.woke:%A} {one.woke.day} {one.woke:%B %Y}"
