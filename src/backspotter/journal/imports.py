"""Imports: what a file brings in, all or nothing, never twice, and taken back by its number."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from backspotter.errors import InputError
from backspotter.journal.codec import IMPORTED, Kind, checked_text, content_key, kind_of
from backspotter.journal.entries import insert, standing, with_typed
from backspotter.journal.journal import Journal
from backspotter.journal.records import Batch
from backspotter.journal.snapshots import take_snapshot
from backspotter.journal.tables import BATCH, BATCH_ROW
from backspotter.journal.times import kept_time, time_of

LARGEST_ORIGINAL = 20_000_000
"""Bytes of a file, packed, that are kept beside what came of it; a longer one only by its hash."""

AT_ONCE = 500
"""Rows handed to the database in one go."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A set, a night, a body mass or water.

    ``key`` : the same in every export of the same log; empty where the reader has none. ``typed`` :
    the weight as it was written.
    """

    value: object
    key: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What an import did. ``batch`` : its number, none where all of it was there before."""

    batch: int | None
    added: int
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a file holds, in its own order.

    ``source`` : the program it is from. ``original`` : its bytes, where they are to be kept.
    """

    name: str
    source: str
    sha256: str
    items: Sequence[Item]
    doubtful: int = 0
    original: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    kind: Kind[Any]
    cells: dict[str, Any]
    key: str


def preview(journal: Journal, arrival: Arrival) -> tuple[int, int]:
    """How many rows would come in, and how many are there already.

    Raises
    ------
    InputError : a value that the journal cannot keep
    """
    rows = list(_rows(arrival.items))
    with journal.reading() as connection:
        there = _how_many_there(connection, journal.person, rows)
    return len(rows) - there, there


def bring_in(
    journal: Journal, arrival: Arrival, *, at: datetime, progress: Progress | None = None
) -> Brought:
    """Keep what a file holds and is not here yet, in one transaction, after a snapshot.

    Parameters
    ----------
    at : when it was brought in, with its zone
    progress : told how many rows are in, of how many

    Raises
    ------
    InputError : a value that the journal cannot keep
    JournalError : it cannot be written; the journal is as it was
    """
    rows = list(_rows(arrival.items))
    take_snapshot(journal.place, why="before-import")
    with journal.writing() as connection:
        if _is_the_same_again(connection, journal.person, arrival, rows):
            return Brought(batch=None, added=0, skipped=len(rows))
        batch = new_batch(connection, journal.person, arrival, at)
        added = done = 0
        for kind, of_kind in _by_kind(rows):
            for part in parts_of(of_kind):
                added += _add(connection, journal.person, batch, kind, part, at)
                done += len(part)
                if progress:
                    progress(done, len(rows))
        counts = {"added": added, "skipped": len(rows) - added}
        connection.execute(update(BATCH).where(BATCH.c.id == batch).values(counts))
        return Brought(batch=batch, **counts)


def batches(journal: Journal) -> list[Batch]:
    """The imports that stand, oldest first."""
    query = select(BATCH.c.id).where(BATCH.c.person_id == journal.person).order_by(BATCH.c.id)
    with journal.reading() as connection:
        return [
            batch_row(connection, journal.person, id) for id in connection.execute(query).scalars()
        ]


def _rows(items: Iterable[Item]) -> Iterator[_Row]:
    """A row for each item; the second of two that are alike gets a key of its own."""
    seen: Counter[str] = Counter()
    for item in items:
        kind = kind_of(item.value)
        if kind not in IMPORTED:
            raise InputError("import", given=kind.word, expected="sets, nights, body mass or water")
        cells = with_typed(kind, kind.to_cells(item.value), item.typed)
        key = content_key(kind, cells, item.key)
        if seen[key]:
            yield _Row(kind, cells, f"{key}-{seen[key] + 1}")
        else:
            yield _Row(kind, cells, key)
        seen[key] += 1


def _how_many_there(connection: Connection, person: int, rows: Sequence[_Row]) -> int:
    return sum(
        len(_there(connection, person, kind, [row.key for row in of_kind]))
        for kind, of_kind in _by_kind(rows)
    )


def _is_the_same_again(
    connection: Connection, person: int, arrival: Arrival, rows: Sequence[_Row]
) -> bool:
    """Whether this very file was brought in, and nothing of it is missing."""
    query = select(BATCH.c.id).where(BATCH.c.person_id == person, BATCH.c.sha256 == arrival.sha256)
    if connection.execute(query.limit(1)).first() is None:
        return False
    return _how_many_there(connection, person, rows) == len(rows)


def _by_kind(rows: Sequence[_Row]) -> Iterator[tuple[Kind[Any], list[_Row]]]:
    for kind in IMPORTED:
        if of_kind := [row for row in rows if row.kind is kind]:
            yield kind, of_kind


def parts_of(rows: Sequence[Any]) -> Iterator[Any]:
    """The rows in parts that a database takes in one go."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _there(
    connection: Connection, person: int, kind: Kind[Any], keys: Sequence[str]
) -> dict[str, int]:
    """Those of the keys that the journal has, each with its row."""
    table, found = kind.table, {}
    for part in parts_of(keys):
        query = select(table.c.content_key, table.c.id)
        query = query.where(table.c.person_id == person, table.c.content_key.in_(part))
        found.update({str(key): int(id) for key, id in connection.execute(query)})
    return found


def _add(
    connection: Connection,
    person: int,
    batch: int,
    kind: Kind[Any],
    rows: Sequence[_Row],
    at: datetime,
) -> int:
    """Add the rows that are not there, and note all as part of the batch; how many were new."""
    there = _there(connection, person, kind, [row.key for row in rows])
    new = [row for row in rows if row.key not in there]
    if kind.newest_counts:
        for row in new:
            earlier = _earlier(connection, person, kind, row)
            insert(connection, person, kind, row.cells, entered=at, replaces=earlier, key=row.key)
    elif new:
        _insert_many(connection, person, kind, new, at)
    ids = _there(connection, person, kind, [row.key for row in rows]).values()
    noted = [{"batch_id": batch, "kind": kind.name, "row_id": id} for id in ids]
    connection.execute(BATCH_ROW.insert(), noted)
    return len(new)


def _insert_many(
    connection: Connection, person: int, kind: Kind[Any], rows: Sequence[_Row], at: datetime
) -> None:
    utc, offset_s = kept_time("entered", at)
    first = {"person_id": person, "entered_utc": utc, "entered_offset_s": offset_s}
    connection.execute(
        kind.table.insert(), [{**first, "content_key": row.key, **row.cells} for row in rows]
    )


def _earlier(connection: Connection, person: int, kind: Kind[Any], row: _Row) -> int | None:
    """What an earlier import said of the same thing, which this one knows better."""
    query = standing(kind, person).with_only_columns(kind.table.c.id)
    for name in kind.newest_counts:
        query = query.where(kind.table.c[name] == row.cells[name])
    query = query.where(kind.table.c.content_key.is_not(None))
    return connection.execute(query.order_by(kind.table.c.id.desc()).limit(1)).scalar()


def new_batch(connection: Connection, person: int, arrival: Arrival, at: datetime) -> int:
    """Note an import, and give its number; what it added is counted later."""
    utc, offset_s = kept_time("at", at)
    original = arrival.original
    if original is not None:
        packed = zlib.compress(original, 6)
        original = packed if len(packed) <= LARGEST_ORIGINAL else None
    row = {
        "person_id": person,
        "at_utc": utc,
        "at_offset_s": offset_s,
        "name": checked_text("name", arrival.name),
        "source": checked_text("source", arrival.source),
        "sha256": arrival.sha256,
        "added": 0,
        "skipped": 0,
        "doubtful": arrival.doubtful,
        "original": original,
    }
    done = connection.execute(BATCH.insert().values(row))
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def batch_row(connection: Connection, person: int, id: int) -> Batch:
    """One import that stands.

    Raises
    ------
    InputError : there is no such import
    """
    columns = [column for column in BATCH.c if column.name != "original"]
    query = select(*columns).where(BATCH.c.id == id, BATCH.c.person_id == person)
    row = connection.execute(query).mappings().first()
    if row is None:
        expected = "the number of an import that stands"
        raise InputError(
            "undo", given=id, expected=expected, do="see backspotter log list --imports"
        )
    words = {name: row[name] for name in ("id", "name", "source", "sha256")}
    counts = {name: row[name] for name in ("added", "skipped", "doubtful")}
    return Batch(**words, **counts, at=time_of(row["at_utc"], row["at_offset_s"]))
