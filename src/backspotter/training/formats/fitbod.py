"""Fitbod: always kilograms; a multiplier of 2 means one in each hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from backspotter.training.formats.cells import moment, number, weight
from backspotter.training.formats.preview import Asked, Entry, Found, Keys
from backspotter.training.formats.sets import Written, doubted, judged
from backspotter.training.formats.table import Row, Table

SAY: Final = "Fitbod"
NEEDS: Final = frozenset(("date", "exercise", "reps", "weight(kg)", "iswarmup"))
MOST_TIMES: Final = 4


def entries(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """Every set; sets carry their own time, so order is that of the file."""
    keys, order = Keys(), dict[tuple[str, str], int]()
    for row in rows:
        place = (row["date"][:10], row["exercise"])
        order[place] = order.get(place, 0) + 1
        entry = _set(row, asked, order[place])
        if isinstance(entry, Found):
            entry = replace(entry, key=keys.numbered(entry.key))
        yield entry


def _set(row: Row, asked: Asked, order: int) -> Entry:
    times, unclear = _times(row["multiplier"])
    written = Written(
        row=row,
        at=moment(row["date"], asked.zone),
        exercise=row["exercise"].strip(),
        weight=weight(row["weight(kg)"], "kg", times),
        reps=row["reps"],
        seconds=row["duration(s)"],
        distance=row["distance(m)"],
        order=order,
        note=row["note"].strip(),
        warm_up=row["iswarmup"].strip().lower() == "true",
        parts=(SAY, row["multiplier"]),
    )
    return doubted(judged(written), *unclear)


def _times(text: str) -> tuple[float, tuple[str, ...]]:
    try:
        times = number(text) or 1.0
    except ValueError:
        times = 0.0
    if not 0 < times <= MOST_TIMES:
        return 1.0, (f"multiplier: {text.strip()} cannot be, read as 1",)
    return times, ()
