"""Takes an import back, and removes rows so that what is left still belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, select, update

from backspotter.journal.codec import CHECK_INS, KINDS, Kind
from backspotter.journal.episodes import drop_empty_episodes
from backspotter.journal.imports import batch_row, parts_of
from backspotter.journal.journal import Journal
from backspotter.journal.records import Undone
from backspotter.journal.tables import BATCH, BATCH_ROW, FILM, FLAG, FLAG_END


def undo(journal: Journal, batch: int) -> Undone:
    """Take an import back: the journal is as if it had never been.

    What another import brought too stays. Corrections of what goes, go with it; a film of a set
    that goes stays without its set.

    Raises
    ------
    InputError : there is no such import
    JournalError : it cannot be written; the journal is as it was
    """
    with journal.writing() as connection:
        batch_row(connection, journal.person, batch)
        removed = _remove_flags(connection, batch) + _remove_films(connection, batch)
        corrections = 0
        for kind in KINDS:
            gone = _only_in(connection, batch, kind.name)
            later = _corrections(connection, kind.table, gone)
            if kind is CHECK_INS:
                _remove_flags_of(connection, gone | later)
            remove_rows(connection, kind, gone | later)
            removed += len(gone)
            corrections += len(later)
        drop_empty_episodes(connection)
        connection.execute(delete(BATCH_ROW).where(BATCH_ROW.c.batch_id == batch))
        connection.execute(delete(BATCH).where(BATCH.c.id == batch))
    return Undone(batch=batch, removed=removed, corrections=corrections)


def remove_rows(connection: Connection, kind: Kind[Any], ids: Iterable[int]) -> None:
    """Delete rows; what corrected one of them corrects what that one had corrected."""
    table = kind.table
    for part in parts_of(sorted(ids, reverse=True)):
        if kind.table.name == "logged_set":
            connection.execute(update(FILM).where(FILM.c.set_id.in_(part)).values(set_id=None))
        for id, before in _links(connection, table, part):
            connection.execute(update(table).where(table.c.id == id).values(replaces_id=None))
            later = update(table).where(table.c.replaces_id == id)
            connection.execute(later.values(replaces_id=before))
        connection.execute(delete(table).where(table.c.id.in_(part)))


def _links(
    connection: Connection, table: Table[Any], ids: Sequence[int]
) -> list[tuple[int, int | None]]:
    """Those of the rows that something corrects, each with what it corrects itself."""
    later = table.alias("later")
    corrected = exists(select(later.c.id).where(later.c.replaces_id == table.c.id))
    has_links = corrected | table.c.replaces_id.is_not(None)
    query = select(table.c.id, table.c.replaces_id).where(table.c.id.in_(ids), has_links)
    return [
        (int(id), before) for id, before in connection.execute(query.order_by(table.c.id.desc()))
    ]


def _remove_flags(connection: Connection, batch: int) -> int:
    """Delete the flags that a merge brought, and the ends it brought of flags that stay open."""
    flags, ends = (_only_in(connection, batch, table.name) for table in (FLAG, FLAG_END))
    for part in parts_of(sorted(flags | ends)):
        connection.execute(delete(FLAG_END).where(FLAG_END.c.flag_id.in_(part)))
    for part in parts_of(sorted(flags)):
        connection.execute(delete(FLAG).where(FLAG.c.id.in_(part)))
    return len(flags) + len(ends)


def _remove_flags_of(connection: Connection, check_ins: set[int]) -> None:
    for part in parts_of(sorted(check_ins)):
        flags = select(FLAG.c.id).where(FLAG.c.check_in_id.in_(part))
        connection.execute(delete(FLAG_END).where(FLAG_END.c.flag_id.in_(flags)))
        connection.execute(delete(FLAG).where(FLAG.c.check_in_id.in_(part)))


def _remove_films(connection: Connection, batch: int) -> int:
    films = _only_in(connection, batch, FILM.name)
    for part in parts_of(sorted(films)):
        connection.execute(delete(FILM).where(FILM.c.id.in_(part)))
    return len(films)


def _only_in(connection: Connection, batch: int, kind: str) -> set[int]:
    """The rows of a kind that this import brought, and no other one has."""
    other = BATCH_ROW.alias("other")
    elsewhere = exists(
        select(other.c.row_id).where(
            other.c.kind == BATCH_ROW.c.kind,
            other.c.row_id == BATCH_ROW.c.row_id,
            other.c.batch_id != batch,
        )
    )
    query = select(BATCH_ROW.c.row_id)
    query = query.where(BATCH_ROW.c.batch_id == batch, BATCH_ROW.c.kind == kind, ~elsewhere)
    return {int(id) for id in connection.execute(query).scalars()}


def _corrections(connection: Connection, table: Table[Any], gone: set[int]) -> set[int]:
    """What a person wrote to correct rows that go: it makes no sense without them.

    What was there before them is none: a merge put them before it, and it stays.
    """
    found: set[int] = set()
    before = gone
    while before:
        later: set[int] = set()
        for part in parts_of(sorted(before)):
            query = select(table.c.id).where(
                table.c.replaces_id.in_(part),
                table.c.content_key.is_(None),
                table.c.id > table.c.replaces_id,
            )
            later |= {int(id) for id in connection.execute(query).scalars()}
        found |= later
        before = later
    return found
