"""What tells an entry from every other one, in this journal and in any other.

An entry that a file brought in has its ``content_key``. One that was typed is known by its words
and the moment it was entered; the second of two that are alike is the second in every journal.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, DefaultClause, select

from backspotter.journal.codec import Kind
from backspotter.journal.tables import PERSON

TYPED: Final = "t:"
"""Begins the identity of an entry that was typed."""

OF_THIS_JOURNAL: Final = frozenset(
    ("id", "person_id", "episode_id", "replaces_id", "content_key", "entered_offset_s")
)
"""Columns that say nothing of an entry outside the journal it is in."""


def identities(connection: Connection, person: int, kind: Kind[Any]) -> dict[int, str]:
    """The identity of every entry of a kind, corrected ones included, by its id."""
    seen: Counter[str] = Counter()
    query = select(kind.table).where(kind.table.c.person_id == person).order_by(kind.table.c.id)
    rows = connection.execute(query).mappings()
    return {int(row["id"]): identity_of(kind, row, seen) for row in rows}


def identity_of(kind: Kind[Any], row: Mapping[Any, Any], seen: Counter[str]) -> str:
    """The identity of one row.

    Parameters
    ----------
    row : with all its columns
    seen : the typed rows before it, by what they say; this one is counted in
    """
    if row["content_key"] is not None:
        return str(row["content_key"])
    names = sorted(set(map(str, row)) - OF_THIS_JOURNAL)
    said = {name: row[name] for name in names if not _is_new_and_empty(kind, name, row[name])}
    digest = sha256(json.dumps([kind.name, said]).encode()).hexdigest()[:32]
    seen[digest] += 1
    count = seen[digest]
    return f"{TYPED}{digest}" if count == 1 else f"{TYPED}{digest}-{count}"


def _is_new_and_empty(kind: Kind[Any], name: str, cell: object) -> bool:
    """Whether a later version added this column and nothing was said in it.

    Such a column does not count, so that an entry keeps the identity it had before.
    """
    default = kind.table.c[name].server_default
    return isinstance(default, DefaultClause) and str(default.arg) == cell


def is_from_a_file(content_key: str | None) -> bool:
    """Whether an entry came in from a log; what was typed in another journal did not."""
    return content_key is not None and not content_key.startswith(TYPED)


def person_key(connection: Connection, person: int) -> str:
    """What stands for the person of a journal, the same for as long as the journal lives."""
    made = connection.execute(select(PERSON.c.made_utc).where(PERSON.c.id == person)).scalar_one()
    return sha256(f"person {made}".encode()).hexdigest()[:32]
