"""Entries: added, corrected by a later one, read as they stand now, and read with their history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, exists, func, select

from backspotter.errors import InputError
from backspotter.journal.codec import Cells, Kind, checked_text
from backspotter.journal.episodes import EPISODIC, episode_at
from backspotter.journal.journal import Journal
from backspotter.journal.records import Entry
from backspotter.journal.tables import BATCH_ROW
from backspotter.journal.times import kept_time, time_of

Value = TypeVar("Value")


def add(
    journal: Journal,
    kind: Kind[Value],
    value: Value,
    *,
    entered: datetime,
    corrects: int | None = None,
    typed: str = "",
) -> int:
    """Keep a value, and give its id.

    Parameters
    ----------
    entered : when the person typed it, with its zone
    corrects : the entry that this one takes the place of; that one stays in the history
    typed : the weight as it was written, with its unit

    Raises
    ------
    InputError : an entry to correct that is not there, or was corrected before
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        if corrects is not None:
            _refuse_stale(connection, journal.person, kind, corrects)
        return insert(
            connection,
            journal.person,
            kind,
            with_typed(kind, kind.to_cells(value), typed),
            entered=entered,
            replaces=corrects,
        )


def add_all(
    journal: Journal,
    kind: Kind[Value],
    values: Sequence[Value],
    *,
    entered: datetime,
    typed: str = "",
) -> list[int]:
    """Keep several values, all of them or none, and give their ids.

    Raises
    ------
    JournalError : they cannot be written
    """
    rows = [with_typed(kind, kind.to_cells(value), typed) for value in values]
    with journal.writing() as connection:
        return [insert(connection, journal.person, kind, cells, entered=entered) for cells in rows]


def insert(
    connection: Connection,
    person: int,
    kind: Kind[Any],
    cells: Mapping[str, Any],
    *,
    entered: datetime,
    replaces: int | None = None,
    key: str | None = None,
) -> int:
    """Add one row in the transaction that is open, and give its id."""
    utc, offset_s = kept_time("entered", entered)
    row: dict[str, Any] = {
        "person_id": person,
        "entered_utc": utc,
        "entered_offset_s": offset_s,
        "replaces_id": replaces,
        "content_key": key,
        **cells,
    }
    if kind.name in EPISODIC:
        row["episode_id"] = episode_at(connection, person, row["at_utc"], row["at_offset_s"])
    done = connection.execute(kind.table.insert(), row)
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def with_typed(kind: Kind[Any], cells: dict[str, Any], typed: str) -> dict[str, Any]:
    """The cells with the weight as it was written, where the table has room for it."""
    return {**cells, "typed": checked_text("typed", typed)} if kind.has_typed else cells


def current(
    journal: Journal,
    kind: Kind[Value],
    *,
    since: datetime | date | None = None,
    latest: int | None = None,
    only: ColumnElement[bool] | None = None,
) -> list[Entry[Value]]:
    """The entries as they stand, corrections in place of what they correct, oldest first.

    Parameters
    ----------
    since : only those at this time or later; a day for nights and water
    latest : only so many, the last ones
    only : what has to hold for a row

    Raises
    ------
    JournalError : it cannot be read
    """
    query = standing(kind, journal.person)
    if only is not None:
        query = query.where(only)
    column = kind.table.c[kind.sorted_by]
    if since is not None:
        at = kept_time("since", since)[0] if isinstance(since, datetime) else since.isoformat()
        query = query.where(column >= at)
    query = query.order_by(column.desc(), kind.table.c.id.desc()).limit(latest)
    with journal.reading() as connection:
        rows = connection.execute(query).mappings().all()
        batches = _batches(connection, kind, [row["id"] for row in rows])
    return [_entry(kind, row, batches) for row in reversed(rows)]


@lru_cache(maxsize=256)
def standing(kind: Kind[Any], person: int) -> Select[Any]:
    """The query for what was not corrected by a later entry."""
    table = kind.table
    return select(table).where(table.c.person_id == person, uncorrected(table))


def uncorrected(table: Table[Any]) -> ColumnElement[bool]:
    """What holds for a row that no later one takes the place of."""
    later = table.alias("later")
    return ~exists(select(later.c.id).where(later.c.replaces_id == table.c.id))


def history(journal: Journal, kind: Kind[Value], id: int) -> list[Entry[Value]]:
    """One entry with all that it took the place of, and what took its place, oldest first.

    Raises
    ------
    InputError : there is no such entry
    """
    with journal.reading() as connection:
        rows = chain(connection, journal.person, kind, id)
        batches = _batches(connection, kind, [row["id"] for row in rows])
    return [_entry(kind, row, batches) for row in rows]


def chain(connection: Connection, person: int, kind: Kind[Any], id: int) -> list[RowMapping]:
    """The rows of one entry and its corrections, oldest first.

    Raises
    ------
    InputError : there is no such entry
    """
    table = kind.table
    found = [_row(connection, person, kind, id)]
    while found[0]["replaces_id"] is not None:
        found.insert(0, _row(connection, person, kind, found[0]["replaces_id"]))
    while True:
        later = select(table).where(table.c.replaces_id == found[-1]["id"])
        row = connection.execute(later).mappings().first()
        if row is None:
            return found
        found.append(row)


def count(journal: Journal, kind: Kind[Any]) -> int:
    """How many entries stand."""
    query = select(func.count()).select_from(standing(kind, journal.person).subquery())
    with journal.reading() as connection:
        return int(connection.execute(query).scalar_one())


def _row(connection: Connection, person: int, kind: Kind[Any], id: int) -> RowMapping:
    table = kind.table
    query = select(table).where(table.c.id == id, table.c.person_id == person)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise InputError(
            kind.word, given=id, expected=f"the number of a {kind.word} in the journal"
        )
    return row


def _refuse_stale(connection: Connection, person: int, kind: Kind[Any], id: int) -> None:
    """Raise where what is to be corrected is not there, or was corrected already."""
    newest = chain(connection, person, kind, id)[-1]["id"]
    if newest != id:
        do = f"correct {newest}, which took its place"
        raise InputError(kind.word, given=id, expected="one that still stands", do=do)


def _batches(connection: Connection, kind: Kind[Any], ids: Sequence[int]) -> dict[int, int]:
    """The first import that brought each of the rows, for those that one brought."""
    if not ids:
        return {}
    row = BATCH_ROW.c.row_id
    query = select(row, func.min(BATCH_ROW.c.batch_id)).group_by(row)
    query = query.where(BATCH_ROW.c.kind == kind.name, row.between(min(ids), max(ids)))
    return {int(id): int(batch) for id, batch in connection.execute(query)}


def _entry(kind: Kind[Value], row: Cells, batches: Mapping[int, int]) -> Entry[Value]:
    return Entry(
        id=row["id"],
        value=kind.from_cells(row),
        entered=time_of(row["entered_utc"], row["entered_offset_s"]),
        replaces=row["replaces_id"],
        batch=batches.get(row["id"]),
        typed=row["typed"] if kind.has_typed else "",
    )
