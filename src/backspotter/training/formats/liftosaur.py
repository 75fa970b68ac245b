"""Liftosaur: what was asked for stands beside what was done; only what was done comes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from backspotter.training.formats.cells import moment, unit_of, weight
from backspotter.training.formats.preview import Asked, Entry, Skipped, once
from backspotter.training.formats.sets import Written, judged
from backspotter.training.formats.table import Row, Table

SAY: Final = "Liftosaur"
NEEDS: Final = frozenset(
    ("workout datetime", "exercise", "completed reps", "completed weight value")
)


def entries(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """Every set that was done."""
    order: dict[tuple[str, str], int] = {}

    def each() -> Iterator[Entry]:
        for row in rows:
            place = (row["workout datetime"], row["exercise"])
            order[place] = order.get(place, 0) + 1
            yield _set(row, asked, order[place])

    yield from once(each())


def _set(row: Row, asked: Asked, order: int) -> Entry:
    if not row["completed reps"].strip():
        return Skipped(line=row.line, why="the set was not done", text=row.text)
    unit = unit_of(row["completed weight unit"])
    if unit is None and row["completed weight value"].strip():
        return Skipped(line=row.line, why="no unit of weight is given", text=row.text)
    done = row["completed reps time"].strip()
    written = Written(
        row=row,
        at=moment(done or row["workout datetime"], asked.zone),
        exercise=row["exercise"].strip(),
        weight=weight(row["completed weight value"], unit or "kg"),
        reps=row["completed reps"],
        rpe=row["completed rpe"],
        order=order,
        workout=row["day name"].strip(),
        note=row["notes"].strip(),
        warm_up=row["is warmup set?"].strip() == "1",
        exact=bool(done),
        parts=(SAY, row["workout datetime"], order),
    )
    return judged(written)
