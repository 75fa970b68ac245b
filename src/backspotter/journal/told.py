"""What checks said, without what was made of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from backspotter.journal.codec import CHECK_INS
from backspotter.journal.entries import standing
from backspotter.journal.journal import Journal
from backspotter.journal.times import time_of


def told(journal: Journal) -> list[tuple[int, datetime, str]]:
    """Number, time and answers as JSON of every check, oldest first; without what came of it.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal.reading() as connection:
        return told_in(connection, journal.person)


def told_in(connection: Connection, person: int) -> list[tuple[int, datetime, str]]:
    """The same of a transaction that is open."""
    table = CHECK_INS.table.c
    wanted = (table.id, table.at_utc, table.at_offset_s, table.answers)
    query = standing(CHECK_INS, person).with_only_columns(*wanted)
    rows = connection.execute(query.order_by(table.at_utc, table.id)).all()
    return [(int(id), time_of(utc, offset_s), str(answers)) for id, utc, offset_s, answers in rows]
