"""What a person lets whom see, who looked, and what was said to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from backspotter.errors import InputError
from backspotter.journal.codec import checked_text
from backspotter.journal.journal import Journal
from backspotter.journal.people import Account
from backspotter.journal.tables import ACCOUNT, COMMENT, LOOK, SHARE
from backspotter.journal.times import kept_time, time_of

KINDS: Final = ("answers", "course", "films", "log")
LONGEST_COMMENT: Final = 2000
LATEST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """That one person's data of some kinds may be seen by somebody."""

    person: int
    name: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """That somebody saw data of a person."""

    id: int
    by: str
    kinds: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a coach or clinician wrote to a person."""

    by: str
    words: str
    at: datetime


def share(journal: Journal, account: Account, kinds: Collection[str], *, now: datetime) -> None:
    """Let somebody see data of these kinds and of no others; of none takes it back.

    Parameters
    ----------
    journal : of the person whose data it is
    account : whom they share it with

    Raises
    ------
    InputError : no such kind, or somebody who is no coach, clinician or owner
    JournalError : it cannot be written
    """
    wrong = sorted(set(kinds) - set(KINDS))
    if wrong:
        raise InputError("kinds", given=", ".join(wrong), expected=", ".join(KINDS))
    if account.person == journal.person or account.role == "lifter":
        raise InputError("with", given=account.name, expected="a coach, a clinician or the owner")
    utc, offset_s = kept_time("since", now)
    mine = (SHARE.c.person_id == journal.person, SHARE.c.account_id == account.id)
    with journal.writing() as connection:
        connection.execute(delete(SHARE).where(*mine, SHARE.c.kind.not_in(tuple(kinds) or ("",))))
        there = set(connection.execute(select(SHARE.c.kind).where(*mine)).scalars())
        for kind in sorted(set(kinds) - there):
            row = {"person_id": journal.person, "account_id": account.id, "kind": kind}
            connection.execute(SHARE.insert().values(**row, since_utc=utc, since_offset_s=offset_s))


def shared_by(journal: Journal) -> dict[str, frozenset[str]]:
    """What the person of this journal shares, by the name of whom they share it with.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = (
        select(ACCOUNT.c.name, SHARE.c.kind)
        .join(ACCOUNT, ACCOUNT.c.id == SHARE.c.account_id)
        .where(SHARE.c.person_id == journal.person)
        .order_by(ACCOUNT.c.name)
    )
    found: dict[str, set[str]] = {}
    with journal.reading() as connection:
        for name, kind in connection.execute(query):
            found.setdefault(name, set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


def shared_with(journal: Journal, account: Account) -> list[Shared]:
    """Who shares what with somebody, by name.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = (
        select(SHARE.c.person_id, ACCOUNT.c.name, SHARE.c.kind)
        .join(ACCOUNT, ACCOUNT.c.person_id == SHARE.c.person_id)
        .where(SHARE.c.account_id == account.id)
        .order_by(ACCOUNT.c.name, SHARE.c.person_id)
    )
    found: dict[tuple[int, str], set[str]] = {}
    with journal.reading() as connection:
        for person, name, kind in connection.execute(query):
            found.setdefault((person, name), set()).add(kind)
    return [Shared(person=p, name=n, kinds=frozenset(kinds)) for (p, n), kinds in found.items()]


def note_look(
    journal: Journal,
    person: int,
    *,
    by: Account,
    kinds: Collection[str],
    now: datetime,
    unless_since: datetime | None = None,
) -> None:
    """Write down that somebody saw a person's data, for that person to see.

    Parameters
    ----------
    unless_since : nothing is written where they saw the same since then, as by a page whose
        pictures are asked for one by one; none writes in any case

    Raises
    ------
    JournalError : it cannot be written
    """
    utc, offset_s = kept_time("at", now)
    row = {"person_id": person, "by": by.name, "kinds": ",".join(sorted(kinds))}
    if unless_since is not None:
        since = kept_time("unless_since", unless_since)[0]
        same = [LOOK.c[name] == value for name, value in row.items()]
        with journal.reading() as connection:
            query = select(LOOK.c.id).where(*same, LOOK.c.at_utc >= since).limit(1)
            if connection.execute(query).first():
                return
    with journal.writing() as connection:
        connection.execute(LOOK.insert().values(**row, at_utc=utc, at_offset_s=offset_s))


def looks(journal: Journal, *, before: int | None = None) -> list[Look]:
    """Who saw data of the person of this journal, the latest first; no more than a page holds.

    Parameters
    ----------
    before : the number of the last on the page before; none for the first page

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(LOOK).where(LOOK.c.person_id == journal.person)
    if before is not None:
        query = query.where(LOOK.c.id < before)
    with journal.reading() as connection:
        rows = connection.execute(query.order_by(LOOK.c.id.desc()).limit(LATEST)).mappings()
        return [
            Look(
                id=row["id"],
                by=row["by"],
                kinds=tuple(row["kinds"].split(",")),
                at=time_of(row["at_utc"], row["at_offset_s"]),
            )
            for row in rows
        ]


def comment(journal: Journal, person: int, words: str, *, by: Account, now: datetime) -> None:
    """Write something to a person.

    Raises
    ------
    InputError : nothing, or more than fits
    JournalError : it cannot be written
    """
    said = words.strip()
    if not 0 < len(said) <= LONGEST_COMMENT:
        expected = f"1 to {LONGEST_COMMENT:,} characters"
        raise InputError("comment", given=f"{len(said):,} characters", expected=expected)
    utc, offset_s = kept_time("at", now)
    row = {"person_id": person, "by": by.name, "words": checked_text("comment", said)}
    with journal.writing() as connection:
        connection.execute(COMMENT.insert().values(**row, at_utc=utc, at_offset_s=offset_s))


def comments(journal: Journal, person: int, *, by: Account | None = None) -> list[Comment]:
    """What was written to a person, the latest first; by one who reads, or by everybody.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(COMMENT).where(COMMENT.c.person_id == person)
    if by is not None:
        query = query.where(COMMENT.c.by == by.name)
    with journal.reading() as connection:
        rows = connection.execute(query.order_by(COMMENT.c.id.desc()).limit(LATEST)).mappings()
        return [
            Comment(by=row["by"], words=row["words"], at=time_of(row["at_utc"], row["at_offset_s"]))
            for row in rows
        ]
