"""Hevy: one row a set, newest workout first, the unit in the name of a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from backspotter.training.formats.cells import moment, weight
from backspotter.training.formats.preview import Asked, Entry, once
from backspotter.training.formats.sets import Written, judged, noted
from backspotter.training.formats.table import Row, Table

SAY: Final = "Hevy"
NEEDS: Final = frozenset(("title", "start_time", "exercise_title", "set_index", "set_type"))
KINDS: Final = {"failure": "to failure", "dropset": "drop set"}


def entries(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """Every set; rows that stand twice come in once, as sets are numbered."""
    pounds = "weight_lbs" in table.header or "weight_lb" in table.header
    yield from once(_set(row, asked, pounds=pounds) for row in rows)


def _set(row: Row, asked: Asked, *, pounds: bool) -> Entry:
    lifted = row["weight_lbs"] or row["weight_lb"] if pounds else row["weight_kg"]
    kind, number = row["set_type"].strip().lower(), row["set_index"].strip()
    written = Written(
        row=row,
        at=moment(row["start_time"], asked.zone),
        exercise=row["exercise_title"].strip(),
        weight=weight(lifted, "lb" if pounds else "kg"),
        reps=row["reps"],
        rpe=row["rpe"],
        seconds=row["duration_seconds"],
        distance=row["distance_km"] or row["distance_miles"],
        order=int(number) + 1 if number.isdigit() and len(number) < 4 else 1,
        workout=row["title"].strip(),
        note=row["exercise_notes"].strip(),
        warm_up=kind == "warmup",
        exact=False,
        parts=(SAY, row["superset_id"], number, kind),
    )
    return noted(judged(written), KINDS.get(kind, ""))
