"""Takes a whole journal, with everybody in it, from one place to another: a file or a server."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from backspotter.errors import InputError
from backspotter.journal.backup import AT_ONCE
from backspotter.journal.errors import JournalError
from backspotter.journal.journal import is_journal, opened
from backspotter.journal.place import Place
from backspotter.journal.restore import go_on_counting
from backspotter.journal.tables import METADATA, PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many rows of a table there were in the old place, and are in the new one."""

    table: str
    before: int
    after: int


def move(source: Place, target: Place) -> list[Moved]:
    """Copy every row of every table; the old place stays as it is.

    Either all of it arrives or nothing does: the counts are compared before it is settled.

    Raises
    ------
    InputError : the same place, no journal to move, one that already holds something, or a file
        there that is no journal
    JournalError : it cannot be read or written, or rows are missing; the new place is left empty
    """
    if source == target:
        raise InputError("to", given=str(target), expected="another place than the one it is in")
    if not source.is_there:
        raise InputError("journal", given=str(source), expected="a journal that is there")
    _refuse_strange(target)
    with (
        opened(source) as old,
        opened(target) as new,
        old.reading() as theirs,
        new.writing() as ours,
    ):
        _refuse_full(ours, target)
        ours.execute(delete(PERSON))
        moved = [_copy(theirs, ours, name) for name in _names()]
        lost = [each.table for each in moved if each.before != each.after]
        if lost:
            raise JournalError(f"journal: rows of {', '.join(lost)} went missing; not moved")
        return moved


def _refuse_strange(target: Place) -> None:
    """Raise where a file stands that is no journal of ours: it stays as it is."""
    if target.file is not None and target.is_there and not is_journal(target.file):
        raise InputError(
            "to",
            given=str(target),
            expected="a new file, or a journal with nothing entered in it yet",
            do="this one is something else; it was left as it is",
        )


def _names() -> list[str]:
    """Every table, each after those it points to."""
    return [table.name for table in METADATA.sorted_tables]


def _refuse_full(connection: Connection, place: Place) -> None:
    others = (name for name in _names() if name != PERSON.name)
    full = [name for name in others if _count(connection, name)]
    if full or _count(connection, PERSON.name) > 1:
        raise InputError("to", given=str(place), expected="a place with nothing entered in it yet")


def _copy(source: Connection, target: Connection, name: str) -> Moved:
    table = METADATA.tables[name]
    rows = source.execute(select(table).order_by(*table.primary_key)).mappings()
    for part in rows.partitions(AT_ONCE):
        target.execute(insert(table), [dict(row) for row in part])
    go_on_counting(target, table)
    return Moved(table=name, before=_count(source, name), after=_count(target, name))


def _count(connection: Connection, name: str) -> int:
    query = select(func.count()).select_from(METADATA.tables[name])
    return int(connection.execute(query).scalar_one())
