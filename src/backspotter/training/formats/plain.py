"""A plain table of sets: a date, an exercise, a weight with its unit, repetitions; more if there.

Columns: ``date``, ``exercise``, ``weight_kg`` or ``weight_lb`` or ``weight`` with ``unit``,
``reps``, and where they are known ``sets``, ``rpe``, ``rest_s``, ``seconds``, ``warm_up``,
``failed``, ``order``, ``exact``, ``style``, ``workout``, ``note``. What ``row_of`` writes is read
back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from backspotter.errors import InputError
from backspotter.training.formats.cells import (
    Weight,
    day_first,
    day_of,
    has_clock,
    repetitions,
    seconds,
    unit_of,
    weight,
)
from backspotter.training.formats.preview import Asked, Entry, Found, Keys, Skipped
from backspotter.training.formats.sets import Written, doubted, judged
from backspotter.training.formats.table import Row, Table
from backspotter.training.log import LoggedSet

SAY: Final = "plain table"
NEEDS: Final = frozenset(("date", "exercise"))
ALSO: Final[dict[str, str]] = {
    **dict.fromkeys(("day", "when"), "date"),
    **dict.fromkeys(("lift", "movement", "name"), "exercise"),
    **dict.fromkeys(("rep", "repetitions"), "reps"),
    "set": "sets",
    "units": "unit",
    "comment": "note",
}
"""Other names of columns that are taken for ours where those are not there."""

COLUMNS_SAID: Final = (
    ("date or day", "2026-03-02, or 2026-03-02 18:30"),
    ("exercise or lift", "as you call it, such as deadlift, sumo, trap bar"),
    ("kg or lb", "the weight on the bar, with the bar; or weight, with kg or lb under unit"),
    ("reps", "in one set"),
    ("sets", "how many sets like this; one where it is left out"),
    ("rpe", "effort from 1 to 10, if you keep it"),
    ("note", "anything else"),
)
"""The columns of a table by hand, with what goes into them."""

EXAMPLE: Final = """date,exercise,kg,reps,sets,rpe
2026-03-02,Deadlift,140,5,3,7.5
2026-03-05,Romanian deadlift,90,8,3,
2026-03-09 18:30,Deadlift,150,3,2,8
"""
IN_KG: Final = ("weight_kg", "weight (kg)", "load_kg", "kg")
IN_LB: Final = ("weight_lb", "weight_lbs", "weight (lb)", "weight (lbs)", "load_lb", "lb", "lbs")
BARE: Final = ("weight", "load")
COLUMNS: Final = (
    *("date", "exercise", "style", "weight_kg", "reps", "rpe", "rest_s", "seconds", "warm_up"),
    *("failed", "exact", "order", "workout", "note"),
)
"""Of the table that is written."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet would take for a formula at the start of a cell; the last four are the wide
forms of the first four."""

QUOTE: Final = "'"

MOST_SETS: Final = 30
YES: Final = frozenset(("1", "true", "yes", "y", "x"))


def by_our_names(table: Table) -> Table:
    """The table with other names of columns as ours, where ours are not there."""
    named = [
        ours if (ours := ALSO.get(name)) and ours not in table.header else name
        for name in table.header
    ]
    return replace(table, header=tuple(named))


def entries(table: Table, asked: Asked, rows: Iterator[Row]) -> Iterator[Entry]:
    """Every set; a row of several sets is as many.

    Raises
    ------
    InputError : no column of weights, or one without a unit
    """
    column = next((n for n in (*IN_KG, *IN_LB, *BARE) if n in table.header), None)
    if column is None:
        raise InputError(
            table.path.name,
            given=", ".join(table.header),
            expected="a column weight_kg or weight_lb beside date and exercise",
        )
    if column in BARE and "unit" not in table.header and asked.unit is None:
        raise InputError(
            "unit", given="weights without one", expected="kg or lb", do="--unit kg or --unit lb"
        )
    kept = list(rows)
    first_is_day = day_first([row["date"] for row in kept])
    keys = Keys()
    for row in kept:
        for entry in _sets(row, asked, column, first_is_day):
            yield (
                replace(entry, key=keys.numbered(entry.key)) if isinstance(entry, Found) else entry
            )


def _sets(row: Row, asked: Asked, column: str, first_is_day: bool | None) -> Iterator[Entry]:
    at, unclear = day_of(row["date"], asked.zone, first_is_day)
    lifted = _weight(row, asked, column)
    count, doubts = repetitions(row["sets"])
    if lifted is None:
        yield Skipped(line=row.line, why="no unit of weight is given", text=row.text)
        return
    if count is not None and not 1 <= count <= MOST_SETS:
        yield Skipped(line=row.line, why=f"{count} sets in one row", text=row.text)
        return
    first, _ = repetitions(row["order"])
    for order in range(first or 1, (first or 1) + (count or 1)):
        entry = judged(_written(row, at, lifted, order))
        yield _rest_of(doubted(entry, *unclear, *doubts), row)


def _written(row: Row, at: datetime | None, lifted: Weight, order: int) -> Written:
    exact = row["exact"].strip().lower()
    return Written(
        row=row,
        at=at,
        exercise=shown(row["exercise"]),
        weight=lifted,
        reps=row["reps"],
        rpe=row["rpe"],
        seconds=row["seconds"],
        distance=row["distance"],
        order=order,
        workout=shown(row["workout"]),
        note=shown(row["note"] or row["notes"]),
        warm_up=_yes(row["warm_up"] or row["warmup"]),
        exact=_yes(exact) if exact else has_clock(row["date"]),
        parts=(SAY, order),
    )


def _rest_of(entry: Entry, row: Row) -> Entry:
    """With what only this table says of a set."""
    if isinstance(entry, Skipped) or not isinstance(entry.value, LoggedSet):
        return entry
    value = replace(
        entry.value,
        rest_s=seconds(row["rest_s"]),
        failed=_yes(row["failed"]),
        style=row["style"].strip() or None,
        seconds=seconds(row["seconds"]),
    )
    return replace(entry, value=value)


def _yes(cell: str) -> bool:
    return cell.strip().lower() in YES


def row_of(one: LoggedSet) -> tuple[str, ...]:
    """The cells of a set under ``COLUMNS``; none starts a formula in a spreadsheet."""
    cells = (
        *(
            one.at.isoformat(),
            hidden(one.exercise),
            hidden(one.style or ""),
            one.load_kg,
            one.reps,
            one.rpe,
        ),
        *(one.rest_s, one.seconds, one.warm_up, one.failed, one.exact, one.order),
        *(hidden(one.workout), hidden(one.note)),
    )
    return tuple(_cell(each) for each in cells)


def hidden(text: str) -> str:
    """The text with a quote before what a spreadsheet would run; ``shown`` takes it away."""
    return QUOTE + text if _is_hidden(text) else text


def shown(cell: str) -> str:
    """The text of a cell as it was before ``hidden``."""
    text = cell[1:] if cell.startswith(QUOTE) else ""
    return text if _is_hidden(text) else cell.strip()


def _is_hidden(text: str) -> bool:
    """Whether a text is written with a quote: a formula, a quote, or spaces that would be lost."""
    return text.lstrip().startswith((*FORMULA, QUOTE)) or text != text.strip()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _weight(row: Row, asked: Asked, column: str) -> Weight | None:
    if column in IN_KG:
        return weight(row[column], "kg")
    if column in IN_LB:
        return weight(row[column], "lb")
    unit = unit_of(row["unit"]) or asked.unit
    if unit is None:
        return weight("", "kg") if not row[column].strip() else None
    return weight(row[column], unit)
