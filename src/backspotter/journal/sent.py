"""What a device sent under a key of its own, so that sending it again changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from backspotter.errors import InputError
from backspotter.journal.journal import Journal
from backspotter.journal.tables import SENT
from backspotter.journal.times import kept_time

KEY = re.compile(r"[A-Za-z0-9-]{16,64}")


def once(
    journal: Journal, key: str, *, kind: str, now: datetime, keep: Callable[[Journal], int]
) -> int:
    """The number of the entry under this key; it is kept now where none came under it before.

    The key and the entry are kept together, so that neither a repeated request nor a crash between
    the two makes a second entry.

    Parameters
    ----------
    kind : of entry, such as ``check_in``
    keep : keeps the entry in the journal it is given, and gives its number

    Raises
    ------
    InputError : a key that is none, or one that another kind of entry came under
    JournalError : it cannot be written; nothing was
    """
    refuse_bad_key(key)
    utc, offset_s = kept_time("at", now)
    with journal.at_once() as joined, joined.writing() as connection:
        found = _under(connection, journal.person, key)
        if found is not None:
            return _of_kind(kind, *found)
        row_id = keep(joined)
        row = {"person_id": journal.person, "key": key, "kind": kind, "row_id": row_id}
        connection.execute(SENT.insert(), {**row, "at_utc": utc, "at_offset_s": offset_s})
        return row_id


def kept_under(journal: Journal, key: str, *, kind: str) -> int | None:
    """The number of the entry that came under a key; none where none did.

    Raises
    ------
    InputError : a key that is none, or one that another kind of entry came under
    JournalError : it cannot be read
    """
    refuse_bad_key(key)
    with journal.reading() as connection:
        found = _under(connection, journal.person, key)
    return None if found is None else _of_kind(kind, *found)


def _under(connection: Connection, person: int, key: str) -> tuple[str, int] | None:
    """Kind and number of the entry under a key."""
    found = connection.execute(_query(), {"person": person, "key": key}).first()
    return None if found is None else (str(found[0]), int(found[1]))


@cache
def _query() -> Select[Any]:
    asked = (SENT.c.person_id == bindparam("person"), SENT.c.key == bindparam("key"))
    return select(SENT.c.kind, SENT.c.row_id).where(*asked)


def refuse_bad_key(key: str) -> None:
    """Raise where a key is none.

    Raises
    ------
    InputError : it is not
    """
    if not KEY.fullmatch(key):
        raise InputError("key", given=key, expected="16 to 64 letters, digits and hyphens")


def _of_kind(asked: str, found: str, row_id: int) -> int:
    if asked != found:
        raise InputError("key", given="one that was used before", expected="a new one")
    return row_id
