"""What a person left half way on a page: one of each kind, written over as they go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from backspotter.journal.journal import Journal
from backspotter.journal.tables import DRAFT
from backspotter.journal.times import kept_time


def draft_of(journal: Journal, kind: str) -> dict[str, Any] | None:
    """The draft of a kind, as the document that was kept; none where there is none.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(DRAFT.c.document).where(*_its(journal, kind))
    with journal.reading() as connection:
        found = connection.execute(query).scalar()
    return json.loads(found) if found is not None else None


def keep_draft(journal: Journal, kind: str, document: Mapping[str, Any], *, now: datetime) -> None:
    """Keep a draft in the place of the one before.

    Raises
    ------
    JournalError : it cannot be written
    """
    utc, offset_s = kept_time("saved", now)
    row = {"saved_utc": utc, "saved_offset_s": offset_s, "document": json.dumps(document)}
    with journal.writing() as connection:
        done = connection.execute(DRAFT.update().where(*_its(journal, kind)).values(row))
        if done.rowcount == 0:
            connection.execute(DRAFT.insert().values(person_id=journal.person, kind=kind, **row))


def drop_draft(journal: Journal, kind: str) -> None:
    """Forget a draft; nothing happens where there is none.

    Raises
    ------
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        connection.execute(delete(DRAFT).where(*_its(journal, kind)))


def _its(journal: Journal, kind: str) -> tuple[Any, Any]:
    return DRAFT.c.person_id == journal.person, DRAFT.c.kind == kind
