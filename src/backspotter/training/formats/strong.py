"""Strong, in all four layouts: with no unit, a unit a row, or the unit in the name of a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from backspotter.errors import InputError
from backspotter.training.formats.cells import moment, unit_of, weight
from backspotter.training.formats.preview import Asked, Entry, Skipped, once
from backspotter.training.formats.sets import Written, judged, noted
from backspotter.training.formats.table import Row, Table
from backspotter.training.units import Unit

SAY: Final = "Strong"
NEEDS: Final = frozenset(("date", "workout name", "exercise name", "set order", "reps"))
NO_SETS: Final = {"rest timer": "a rest timer", "note": "a note"}
KINDS: Final = {"F": "to failure", "D": "drop set"}
BY_COLUMN: Final[dict[str, Unit]] = {
    "weight (kg)": "kg",
    "weight (kgs)": "kg",
    "weight (lbs)": "lb",
    "weight (lb)": "lb",
}


def entries(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """Every set.

    Raises
    ------
    InputError : a layout without units, and no unit was asked for
    """
    column = next((name for name in BY_COLUMN if name in table.header), "weight")
    unit = BY_COLUMN.get(column, asked.unit)
    if unit is None and "weight unit" not in table.header:
        raise InputError(
            "unit",
            given="a Strong file that names none",
            expected="kg or lb",
            do="say which one the app was set to: --unit kg or --unit lb",
        )
    yield from once(_entry(row, asked, column, unit) for row in rows)


def _entry(row: Row, asked: Asked, column: str, unit: Unit | None) -> Entry:
    order = row["set order"].strip()
    if order.lower() in NO_SETS:
        return Skipped(line=row.line, why=f"no set: {NO_SETS[order.lower()]}", text=row["notes"])
    of_row = unit_of(row["weight unit"]) or unit
    if of_row is None and row[column].strip():
        return Skipped(line=row.line, why="no unit of weight is given", text=row.text)
    written = Written(
        row=row,
        at=moment(row["date"], asked.zone),
        exercise=row["exercise name"].strip(),
        weight=weight(row[column], of_row or "kg"),
        reps=row["reps"],
        rpe=row["rpe"],
        seconds=row["seconds"],
        distance=row["distance"] or row["distance (meters)"],
        order=int(order) if order.isdigit() and len(order) < 4 else 1,
        workout=row["workout name"].strip(),
        note=row["notes"].strip(),
        warm_up=order.upper() == "W",
        exact=False,
        parts=(SAY, row["workout #"], order),
    )
    return noted(judged(written), KINDS.get(order.upper(), ""))
