"""OpenPowerlifting: the deadlifts of one named lifter's meets; a missed attempt is negative."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from backspotter.errors import InputError
from backspotter.training.formats.cells import HEAVIEST_KG, moment, number
from backspotter.training.formats.preview import Asked, Entry, Found, Skipped, key, once
from backspotter.training.formats.table import Row, Table
from backspotter.training.log import BodyMass, LoggedSet

SAY: Final = "OpenPowerlifting"
NEEDS: Final = frozenset(("name", "event", "deadlift1kg", "best3deadliftkg", "meetname"))
EXERCISE: Final = "Deadlift (competition)"
ATTEMPTS: Final = 4
SHOWN: Final = 5


def entries(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """Attempts and body masses of the lifter that was asked for.

    Raises
    ------
    InputError : nobody was asked for, or nobody of that name is there
    """
    if not asked.lifter:
        raise InputError(
            "lifter",
            given="nothing",
            expected="the name as it stands in the file, with its # number if it has one",
            do="say whose meets to take: --lifter NAME",
        )
    wanted, others = asked.lifter.strip().casefold(), set[str]()
    found = False

    def each() -> Iterator[Entry]:
        nonlocal found
        for row in rows:
            name = row["name"].strip()
            if name.casefold() == wanted:
                found = True
                yield from _meet(row, asked)
            elif name.casefold().startswith(wanted):
                others.add(name)

    yield from once(each())
    if not found:
        close = ", ".join(sorted(others)[:SHOWN])
        hint = f"names that begin so: {close}" if close else "write it as the file does"
        raise InputError("lifter", given=asked.lifter, expected="a name in the file", do=hint)


def _meet(row: Row, asked: Asked) -> Iterator[Entry]:
    at = moment(row["date"], asked.zone)
    if at is None:
        yield Skipped(line=row.line, why="the date cannot be read", text=row.text)
        return
    yield from _mass(row, at)
    tried = [(n, _kg(row[f"deadlift{n}kg"])) for n in range(1, ATTEMPTS + 1)]
    tried = [(n, kg) for n, kg in tried if kg]
    if not tried:
        best = _kg(row["best3deadliftkg"])
        tried = [(1, best)] if best and best > 0 else []
    for attempt, kg in tried:
        yield _attempt(row, at, attempt, kg or 0.0)
    if not tried:
        yield Skipped(line=row.line, why="a meet without a deadlift", text=row.text)


def _attempt(row: Row, at: datetime, attempt: int, kg: float) -> Entry:
    missed = kg < 0
    value = LoggedSet(
        at=at,
        exercise=EXERCISE,
        load_kg=abs(kg),
        reps=None if missed else 1,
        failed=missed,
        exact=False,
        order=attempt,
        workout=row["meetname"].strip(),
        note="missed attempt" if missed else "",
    )
    name = key(SAY, row["name"], row["date"], row["meetname"], attempt, kg)
    return Found(value=value, key=name, line=row.line, typed=f"{abs(kg):g} kg")


def _mass(row: Row, at: datetime) -> Iterator[Entry]:
    mass = _kg(row["bodyweightkg"])
    if mass and mass > 0:
        name = key(SAY, "mass", row["name"], row["date"])
        yield Found(value=BodyMass(at=at, mass_kg=mass, source=SAY), key=name, line=row.line)


def _kg(text: str) -> float | None:
    try:
        found = number(text)
    except ValueError:
        return None
    return found if found and abs(found) <= HEAVIEST_KG else None
