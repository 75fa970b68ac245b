"""Tokens of programs: kept as digests, each with a name and with what it may do."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import RowMapping, delete, func, select

from backspotter.errors import InputError
from backspotter.journal.codec import checked_name
from backspotter.journal.journal import Journal
from backspotter.journal.tables import TOKEN
from backspotter.journal.times import kept_time, time_of

MOST: Final = 20
"""Tokens of one person; who has more has lost sight of them."""

SEEN_EVERY: Final = timedelta(minutes=5)
"""How often it is noted that a token is in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token without its secret. ``key`` : the part of it that is no secret."""

    key: str
    person: int
    name: str
    scopes: frozenset[str]
    made: datetime
    seen: datetime | None
    ends: datetime | None


def add_token(
    journal: Journal,
    key: str,
    digest: str,
    *,
    name: str,
    scopes: Collection[str],
    now: datetime,
    ends: datetime | None = None,
) -> None:
    """Keep a token of the person of this journal; those that are over are forgotten.

    Raises
    ------
    InputError : no name, nothing that it may do, or too many tokens
    JournalError : it cannot be written
    """
    called = checked_name(name)
    if not scopes:
        raise InputError("scopes", given="none", expected="at least one")
    utc, offset_s = kept_time("made", now)
    until = None if ends is None else kept_time("ends", ends)[0]
    mine = TOKEN.c.person_id == journal.person
    with journal.writing() as connection:
        connection.execute(delete(TOKEN).where(mine, TOKEN.c.ends_utc <= utc))
        count = select(func.count()).select_from(TOKEN).where(mine)
        if int(connection.execute(count).scalar_one()) >= MOST:
            expected = f"at most {MOST}; take one back first"
            raise InputError("tokens", given=f"{MOST + 1}", expected=expected)
        row = {"key": key, "person_id": journal.person, "digest": digest, "name": called}
        times = {"made_utc": utc, "made_offset_s": offset_s, "ends_utc": until}
        listed = " ".join(sorted(scopes))
        connection.execute(TOKEN.insert().values(**row, scopes=listed, **times))


def tokens(journal: Journal, *, now: datetime) -> list[Token]:
    """The tokens of the person of this journal that count now, the latest first.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(TOKEN).where(TOKEN.c.person_id == journal.person)
    with journal.reading() as connection:
        rows = connection.execute(query.order_by(TOKEN.c.made_utc.desc(), TOKEN.c.key)).mappings()
        found = [_token(row) for row in rows]
    return [each for each in found if each.ends is None or now < each.ends]


def take_back(journal: Journal, key: str) -> bool:
    """Take a token of the person of this journal back; whether there was one.

    Raises
    ------
    JournalError : it cannot be written
    """
    mine = delete(TOKEN).where(TOKEN.c.person_id == journal.person, TOKEN.c.key == key)
    with journal.writing() as connection:
        return connection.execute(mine).rowcount > 0


def shown_token(journal: Journal, key: str, digest: str, *, now: datetime) -> Token | None:
    """The token with this key and digest; None where none counts now.

    Raises
    ------
    JournalError : it cannot be read or written
    """
    query = select(TOKEN).where(TOKEN.c.key == key)
    with journal.reading() as connection:
        row = connection.execute(query).mappings().first()
    if row is None or not hmac.compare_digest(row["digest"], digest):
        return None
    found = _token(row)
    if found.ends is not None and found.ends <= now:
        return None
    if found.seen is None or now - found.seen > SEEN_EVERY:
        noted = TOKEN.update().where(TOKEN.c.key == key)
        with journal.writing() as connection:
            connection.execute(noted.values(seen_utc=kept_time("seen", now)[0]))
    return found


def _token(row: RowMapping) -> Token:
    return Token(
        key=row["key"],
        person=row["person_id"],
        name=row["name"],
        scopes=frozenset(row["scopes"].split()),
        made=time_of(row["made_utc"], row["made_offset_s"]),
        seen=_time(row, "seen_utc"),
        ends=_time(row, "ends_utc"),
    )


def _time(row: RowMapping, name: str) -> datetime | None:
    return None if row[name] is None else time_of(row[name], row["made_offset_s"])
