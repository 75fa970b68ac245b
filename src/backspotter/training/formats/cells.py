"""What stands in a cell: numbers with a comma or a point, weights with a unit, dates, durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from backspotter.training.units import Unit, to_kg

HEAVIEST_KG: Final = 600.0
"""Heavier than any deadlift so far: a slip of the pen."""

MICRO: Final = 6
"""Places of a weight [kg] that was reckoned from another unit."""

MOST_REPS: Final = 1000
LEAST_RPE, MOST_RPE = 1.0, 10.0

PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]{1,3})?$", re.IGNORECASE)
COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}$")
MONTHS: Final = (
    *("jan ene janv gen jän", "feb fév fev févr", "mar mär mrt mars març maa", "apr abr avr"),
    *("may mai mei mag maj", "jun juin giu juni", "jul juil lug juli", "aug ago août aoû"),
    *("sep set sept", "oct okt ott out", "nov", "dec dez dic déc"),
)
"""How the names of the months begin in languages that apps write: English, Spanish, French,
German, Italian, Portuguese, Dutch, Scandinavian."""

UNITS: Final[dict[str, Unit]] = {
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms", "kilo", "kilos"), "kg"),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds", "#"), "lb"),
}
WORDY_DATE: Final = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d]+)\.?\s+(?:de\s+)?(\d{4})")
SLASHED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?", re.IGNORECASE)


def number(text: str) -> float | None:
    """The number, None for an empty cell.

    Raises
    ------
    ValueError : no number, or one that can be read two ways
    """
    cell = text.strip()
    if not cell:
        return None
    if COMMA.match(cell):
        return float(cell.replace(",", "."))
    if not PLAIN.match(cell) or len(cell) > 30:
        raise ValueError(f"{cell[:30]!r} is no number that can be read one way only")
    return float(cell)


def unit_of(text: str) -> Unit | None:
    """kg or lb, as apps write them; None for anything else."""
    return UNITS.get(text.strip().lower().rstrip("."))


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight [kg] as it was typed, and what is doubtful about it."""

    kg: float | None
    typed: str
    doubts: tuple[str, ...] = ()


def weight(text: str, unit: Unit, times: float = 1.0) -> Weight:
    """The weight in a cell; one that cannot be is left out and doubted."""
    typed = f"{text.strip()} {unit}" if text.strip() else ""
    typed += f" × {times:g}" if typed and times != 1 else ""
    try:
        value = number(text)
    except ValueError as error:
        return Weight(None, typed, (f"weight: {error}",))
    if value is None:
        return Weight(None, typed)
    kg = to_kg(value, unit) * times
    if not 0 <= kg <= HEAVIEST_KG:
        doubt = f"weight: {typed} is not between 0 and {HEAVIEST_KG:g} kg, left out"
        return Weight(None, typed, (doubt,))
    return Weight(kg if (unit, times) == ("kg", 1.0) else round(kg, MICRO), typed)


def repetitions(text: str) -> tuple[int | None, tuple[str, ...]]:
    """Whole repetitions, and what is doubtful; missing ones stay missing."""
    try:
        value = number(text)
    except ValueError as error:
        return None, (f"reps: {error}",)
    if value is None:
        return None, ()
    if value != int(value) or not 0 <= value <= MOST_REPS:
        return None, (f"reps: {text.strip()} cannot be, left out",)
    return int(value), ()


def effort(text: str) -> tuple[float | None, tuple[str, ...]]:
    """RPE from 1 to 10, and what is doubtful; 0 is none."""
    try:
        value = number(text)
    except ValueError as error:
        return None, (f"rpe: {error}",)
    if not value:
        return None, ()
    if not LEAST_RPE <= value <= MOST_RPE:
        return None, (f"rpe: {text.strip()} is not from 1 to 10, left out",)
    return value, ()


def seconds(text: str) -> float | None:
    """Seconds [s] from 95, 0:01:35, 1:35 or 1h 12m; None for none or nonsense."""
    cell = text.strip().lower()
    if ":" in cell:
        parts = cell.split(":")
        if not 2 <= len(parts) <= 3 or not all(part.isdigit() and len(part) < 5 for part in parts):
            return None
        total = 0.0
        for part in parts:
            total = total * 60 + int(part)
        return total or None
    try:
        return number(cell) or None
    except ValueError:
        return None


def moment(text: str, zone: tzinfo) -> datetime | None:
    """The time, in ``zone`` where it names none; None where it cannot be read.

    ISO, ``4 Mar 2026, 18:05`` in several languages, and dates alone (midnight).
    """
    cell = text.strip()
    found = _iso(cell) or _worded(cell) or _slashed_iso(cell)
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def has_clock(text: str) -> bool:
    """Whether a time of day is given."""
    return bool(CLOCK.search(text))


def _iso(cell: str) -> datetime | None:
    spaced = re.sub(r"\s+([+-]\d{2}:?\d{2})$", r"\1", cell)
    try:
        return datetime.fromisoformat(spaced)
    except ValueError:
        return None


def _slashed_iso(cell: str) -> datetime | None:
    """2026/03/02"""
    return _iso(cell.replace("/", "-")) if re.match(r"\d{4}/\d{1,2}/\d{1,2}", cell) else None


def _worded(cell: str) -> datetime | None:
    """4 Mar 2026, 18:05"""
    named = WORDY_DATE.search(cell)
    month = _month(named[2]) if named else None
    if not named or month is None:
        return None
    clock = CLOCK.search(cell, named.end())
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "pm" else 0)
    try:
        return datetime(int(named[3]), month, int(named[1]), hour, minute)  # noqa: DTZ001
    except ValueError:
        return None


def _month(word: str) -> int | None:
    low = word.lower()
    for place, beginnings in enumerate(MONTHS, start=1):
        if any(low.startswith(beginning) for beginning in beginnings.split()):
            return place
    return None


def day_and_month(text: str) -> tuple[int, int, int] | None:
    """The three numbers of ``02/03/2026``, in the order in which they stand."""
    named = SLASHED.match(text.strip())
    return (int(named[1]), int(named[2]), int(named[3])) if named else None


def day_first(cells: list[str]) -> bool | None:
    """Whether the first number of dates like ``02/03/2026`` is the day, told from those that can
    be read one way only; None where all can be read both ways."""
    numbers = [found for cell in cells if (found := day_and_month(cell))]
    if any(first > 12 for first, _, _ in numbers):
        return True
    return False if any(second > 12 for _, second, _ in numbers) else None


def slashed_date(text: str, *, first_is_day: bool) -> date | None:
    """The date, None where there is none."""
    numbers = day_and_month(text)
    if numbers is None:
        return None
    first, second, year = numbers
    day, month = (first, second) if first_is_day else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of(
    text: str, zone: tzinfo, first_is_day: bool | None
) -> tuple[datetime | None, tuple[str, ...]]:
    """The day or time in a cell, and a doubt where day and month can be told apart by nothing."""
    if day_and_month(text) is None:
        return moment(text, zone), ()
    day = slashed_date(text, first_is_day=first_is_day is not False)
    if day is None:
        return None, ()
    unclear = (f"date: {text.strip()} was read as day/month/year",) if first_is_day is None else ()
    return at_midnight(day, zone), unclear


def at_midnight(day: date, zone: tzinfo) -> datetime:
    """A day without a time."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)
