"""FitNotes, on Android and iOS: nothing numbers a set, so two rows that are alike are two sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from backspotter.training.formats.cells import (
    Weight,
    day_first,
    day_of,
    number,
    unit_of,
    weight,
)
from backspotter.training.formats.preview import Asked, Entry, Found, Keys, Skipped
from backspotter.training.formats.sets import Written, doubted, judged
from backspotter.training.formats.table import Row, Table
from backspotter.training.units import to_kg

SAY: Final = "FitNotes"
NEEDS: Final = frozenset(("date", "exercise", "category", "reps", "time"))
ALIKE_KG: Final = 0.5
"""How far a weight in pounds may be from the same one in kilograms, as both are rounded."""


def entries(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """Every set, numbered among its like."""
    kept = list(rows)
    first_is_day = day_first([row["date"] for row in kept])
    keys, order = Keys(), dict[tuple[str, str], int]()
    for row in kept:
        place = (row["date"], row["exercise"])
        order[place] = order.get(place, 0) + 1
        entry = _set(row, asked, order[place], first_is_day)
        if isinstance(entry, Found):
            entry = replace(entry, key=keys.numbered(entry.key))
        yield entry


def _set(row: Row, asked: Asked, order: int, first_is_day: bool | None) -> Entry:
    at, unclear = day_of(row["date"], asked.zone, first_is_day)
    lifted = _weight(row)
    if lifted is None:
        return Skipped(line=row.line, why="no unit of weight is given", text=row.text)
    written = Written(
        row=row,
        at=at,
        exercise=row["exercise"].strip(),
        weight=lifted,
        reps=row["reps"],
        seconds=row["time"],
        distance=row["distance"],
        order=order,
        note=(row["comment"] or row["notes"]).strip(),
        exact=False,
        parts=(SAY,),
    )
    return doubted(judged(written), *unclear)


def _weight(row: Row) -> Weight | None:
    """The weight of a row; None where there is one without a unit."""
    if row["weight (kg)"] or row["weight (lbs)"]:
        return _of_both(row["weight (kg)"], row["weight (lbs)"])
    if row["weight (kgs)"]:
        return weight(row["weight (kgs)"], "kg")
    if not row["weight"].strip():
        return weight("", "kg")
    unit = unit_of(row["weight unit"])
    return None if unit is None else weight(row["weight"], unit)


def _of_both(in_kg: str, in_lb: str) -> Weight:
    one = weight(in_kg, "kg") if in_kg.strip() else weight(in_lb, "lb")
    try:
        kg, lb = number(in_kg), number(in_lb)
    except ValueError:
        return one
    if kg is None or lb is None or abs(kg - to_kg(lb, "lb")) <= ALIKE_KG:
        return one
    return replace(one, doubts=(*one.doubts, f"weight: {in_kg} kg and {in_lb} lb differ; kg taken"))
