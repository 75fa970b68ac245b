"""StrongLifts: a workout or an exercise a row, its sets side by side, in three layouts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from backspotter.training.formats.cells import (
    Weight,
    at_midnight,
    day_first,
    moment,
    number,
    slashed_date,
    unit_of,
    weight,
)
from backspotter.training.formats.preview import Asked, Entry, Found, key, once
from backspotter.training.formats.sets import Written, doubted, judged
from backspotter.training.formats.table import Row, Table
from backspotter.training.log import BodyMass
from backspotter.training.units import Unit

SAY: Final = "StrongLifts"
NEEDS: Final = frozenset(("date (yyyy/mm/dd)", "workout name", "exercise", "set 1 (reps)"))
NEEDS_OF_OLD: Final = frozenset(("date", "workout", "body weight", "exercise 1"))
SET: Final = re.compile(r"set (\d{1,3}) \((reps|kg|lb|lbs)\)")
TYPED_MASS: Final = re.compile(r"\s*([\d.,]+)\s*(kg|lb)s?\s*", re.IGNORECASE)


def entries(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """Sets and body masses of the current and the newest layout."""
    places = _set_places(table.header)

    weighed: set[str] = set()

    def each() -> Iterator[Entry]:
        for row in rows:
            at = _began(row, asked.zone)
            day = row["date (yyyy/mm/dd)"]
            if day not in weighed:
                weighed.add(day)
                yield from _mass(row["body weight (kg)"], "kg", at, row.line)
            for number_, place in places.items():
                if place.reps < len(row.cells) and row.cells[place.reps].strip():
                    yield _set(row, at, number_, place)

    yield from once(each())


@dataclass(frozen=True, slots=True)
class _Place:
    """In which columns a set stands, and in what unit."""

    reps: int
    load: int
    unit: Unit


def _set_places(header: tuple[str, ...]) -> dict[int, _Place]:
    reps: dict[int, int] = {}
    loads: dict[int, tuple[int, Unit]] = {}
    for place, name in enumerate(header):
        named = SET.fullmatch(name)
        if named and named[2] == "reps":
            reps[int(named[1])] = place
        elif named:
            loads[int(named[1])] = (place, unit_of(named[2]) or "kg")
    return {n: _Place(reps[n], *loads[n]) for n in sorted(reps.keys() & loads.keys())}


def _began(row: Row, zone: tzinfo) -> datetime | None:
    clock = row["start time (h:mm)"].strip()
    return moment(f"{row['date (yyyy/mm/dd)'].strip()} {clock}".replace("/", "-").strip(), zone)


def _set(row: Row, at: datetime | None, order: int, place: _Place) -> Entry:
    load = row.cells[place.load] if place.load < len(row.cells) else ""
    lifted = weight(load, place.unit)
    written = Written(
        row=row,
        at=at,
        exercise=row["exercise"].strip(),
        weight=lifted,
        reps=row.cells[place.reps],
        order=order,
        workout=row["workout name"].strip(),
        note=(row["note"] or row["notes"]).strip(),
        exact=False,
        parts=(SAY, row["workout"], order),
    )
    return doubted(judged(written), *_empty_bar(lifted))


def _empty_bar(lifted: Weight) -> tuple[str, ...]:
    return ("weight: 0, perhaps not lifted",) if lifted.kg == 0 else ()


def entries_of_old(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """The legacy layout: exercises side by side under columns of one name."""
    starts = [n for n, name in enumerate(table.header) if re.fullmatch(r"exercise \d+", name)]
    kept = list(rows)
    first_is_day = day_first([row["date"] for row in kept]) is not False

    def each() -> Iterator[Entry]:
        for row in kept:
            day = slashed_date(row["date"], first_is_day=first_is_day)
            at = at_midnight(day, asked.zone) if day else None
            typed = TYPED_MASS.fullmatch(row["body weight"])
            if typed:
                yield from _mass(typed[1], unit_of(typed[2]) or "kg", at, row.line)
            ends = [*starts[1:], len(row.cells)]
            for start, end in zip(starts, ends, strict=True):
                yield from _side_by_side(row, at, row.cells[start:end])

    yield from once(each())


def _side_by_side(row: Row, at: datetime | None, cells: tuple[str, ...]) -> Iterator[Entry]:
    """Exercise, kg, lb, then the repetitions of each set."""
    if len(cells) < 4 or not cells[0].strip():
        return
    for order, reps in enumerate(cells[3:], start=1):
        if not reps.strip():
            continue
        lifted = weight(cells[1], "kg") if cells[1].strip() else weight(cells[2], "lb")
        yield judged(
            Written(
                row=row,
                at=at,
                exercise=cells[0].strip(),
                weight=lifted,
                reps=reps,
                order=order,
                workout=row["workout"].strip(),
                note=row["note"].strip(),
                exact=False,
                parts=(SAY, order),
            )
        )


def _mass(text: str, unit: Unit, at: datetime | None, line: int) -> Iterator[Entry]:
    """The body's mass of that day, where one is given and can be."""
    try:
        given = number(text)
    except ValueError:
        given = None
    read = weight(text, unit)
    if at is None or not given or not read.kg:
        return
    value = BodyMass(at=at, mass_kg=read.kg, source=SAY)
    yield Found(value=value, key=key(SAY, "mass", at, read.typed), line=line, typed=read.typed)
