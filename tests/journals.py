"""Journals for the tests: opened in a folder of their own, filled, and read back whole."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy import Table

from backspotter.journal.checks import keep_check
from backspotter.journal.codec import NIGHTS, SESSIONS, SETS, SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.imports import Arrival, Item
from backspotter.journal.journal import Journal
from backspotter.journal.place import Place
from backspotter.journal.profile import set_profile
from backspotter.journal.records import Soreness
from backspotter.journal.tables import METADATA
from backspotter.training.log import BodyMass, LoggedSet, Night, SessionNote, Water
from backspotter.triage.check_in import CheckIn

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=1)))
NOT_REAL = "planted words"


FAST = Path("/dev/shm")
"""Memory that looks like a disk: waiting for a real one would take most of the time."""


@contextmanager
def fast_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as name:
        yield Path(name)


def place_in(folder: Path) -> Place:
    return Place(folder / "j.db")


def dump(place: Place) -> str:
    """All that a journal holds: of a file the commands that make it again, of a server its rows."""
    if place.file is None:
        return _rows_there(place)
    with closing(sqlite3.connect(place.file)) as connection:
        return "\n".join(connection.iterdump())


def _rows_there(place: Place) -> str:
    import psycopg

    with psycopg.connect(place.address.replace("+psycopg", "")) as connection:
        return "\n".join(
            f"{table.name}: {row!r}"
            for table in METADATA.sorted_tables
            for row in connection.execute(f"SELECT * FROM {table.name} ORDER BY {_key(table)}")
        )


def _key(table: Table) -> str:
    return ", ".join(column.name for column in table.primary_key)


def whole(place: Place) -> bool:
    assert place.file is not None
    with closing(sqlite3.connect(place.file)) as connection:
        is_ok = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return is_ok and connection.execute("PRAGMA foreign_key_check").fetchone() is None


def filled(journal: Journal) -> Journal:
    """The journal with something of every kind in it, by hand."""
    set_profile(journal, entered=NOON, height_m=1.81, plates=(20.0, 10.0), rack_units="kg")
    first = add(journal, SORENESSES, sore(4), entered=NOON)
    add(journal, SORENESSES, sore(3), entered=NOON, corrects=first)
    add(journal, SETS, lifted(0), entered=NOON, typed="140 kg")
    add(journal, NIGHTS, Night(woke=NOON.date(), asleep_h=7.5, source="typed"), entered=NOON)
    add(journal, SESSIONS, SessionNote(day=NOON.date(), pain_during=2.0), entered=NOON)
    check(journal, leg_tingling="yes", pain_now=5)
    return journal


def check(journal: Journal, *, at: datetime = NOON, **said: object):
    return keep_check(
        journal, CheckIn(**said), at=at, engine="test", as_answer=lambda each: {"x": each.level}
    )


def sore(pain: float, *, note: str = "", at: datetime = NOON) -> Soreness:
    function = (("tie my shoes", 6.0),)
    return Soreness(at=at, pain_now=pain, function=function, helped=("heat",), note=note)


def lifted(minutes: int, *, load_kg: float | None = 140.0, note: str = "") -> LoggedSet:
    at = NOON + timedelta(minutes=minutes)
    return LoggedSet(at=at, exercise="Deadlift", load_kg=load_kg, reps=5, rpe=8.0, note=note)


def arrival(sets: int = 60, *, name: str = "log.csv", first: int = 100, asleep_h: float = 7.0):
    """A file with sets, a night, a body mass and water."""
    values = [lifted(first + each) for each in range(sets)]
    day = NOON.date()
    values += [
        Night(woke=day, asleep_h=asleep_h, source="Watch"),
        BodyMass(at=NOON, mass_kg=84.1, source="Scale"),
        Water(day=day, litres=1.25, source="Phone"),
    ]
    return Arrival(
        name=name,
        source="An App",
        sha256=f"{name}-{sets}-{first}-{asleep_h}",
        items=[Item(value=each, typed="140 kg") for each in values],
        original=f"{NOT_REAL} {name}".encode(),
    )


UTC_NOON = NOON.astimezone(UTC)
