"""What the last days say of a back, in brief: read at every check, so no more than that takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from backspotter.journal.codec import CHECK_INS, SETS, SORENESSES, Kind
from backspotter.journal.entries import uncorrected
from backspotter.journal.journal import Journal
from backspotter.journal.times import kept_time, time_of


def numbers(journal: Journal, *, since: datetime) -> list[tuple[datetime, float, bool]]:
    """How much it hurt at each time, and whether under a painkiller, oldest first.

    Raises
    ------
    JournalError : it cannot be read
    """
    rows = _rows(journal, SORENESSES, since, ("pain_now", "under_painkiller"))
    return [(time_of(utc, offset_s), pain, bool(under)) for utc, offset_s, pain, under in rows]


def answers(journal: Journal, *, since: datetime) -> list[tuple[datetime, str]]:
    """The answers of each check as JSON, oldest first.

    Raises
    ------
    JournalError : it cannot be read
    """
    rows = _rows(journal, CHECK_INS, since, ("answers",))
    return [(time_of(utc, offset_s), text) for utc, offset_s, text in rows]


def lifted(journal: Journal, *, since: datetime) -> list[tuple[datetime, str, str | None]]:
    """Time, exercise and style of each set, oldest first.

    Raises
    ------
    JournalError : it cannot be read
    """
    rows = _rows(journal, SETS, since, ("exercise", "style"))
    return [(time_of(utc, offset_s), name, style) for utc, offset_s, name, style in rows]


def _rows(
    journal: Journal, kind: Kind[Any], since: datetime, names: tuple[str, ...]
) -> Sequence[Sequence[Any]]:
    asked = {"person": journal.person, "since": kept_time("since", since)[0]}
    with journal.reading() as connection:
        return connection.execute(_query(kind, names), asked).all()


@cache
def _query(kind: Kind[Any], names: tuple[str, ...]) -> Select[Any]:
    table = kind.table
    wanted = [table.c[name] for name in ("at_utc", "at_offset_s", *names)]
    mine = (table.c.person_id == bindparam("person"), table.c.at_utc >= bindparam("since"))
    return select(*wanted).where(*mine, uncorrected(table)).order_by(table.c.at_utc, table.c.id)
