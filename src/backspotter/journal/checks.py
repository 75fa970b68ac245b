"""Checks and their flags: a flag that was raised stays until it was examined, or was a mistake."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from backspotter.errors import InputError
from backspotter.journal.codec import CHECK_INS, LARGEST_WHOLE, checked_text
from backspotter.journal.entries import insert, standing
from backspotter.journal.journal import Journal
from backspotter.journal.records import CheckInKept, Flag
from backspotter.journal.tables import FLAG, FLAG_END
from backspotter.journal.times import kept_time, time_of
from backspotter.levels import Level
from backspotter.triage.assess import Assessment, assess
from backspotter.triage.check_in import FIELDS, CheckIn, as_document, check_in_from
from backspotter.triage.flag_signs import leans_on, signs_in, taken_back
from backspotter.triage.flags import OpenFlag, assess_with_flags, raised

EXAMINED, MISTAKE = "examined", "mistake"


@dataclass(frozen=True, slots=True)
class Kept:
    """A check that was kept: its id, the assessment with open flags, and the flags open now."""

    id: int
    assessment: Assessment
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A check-in that is to be kept.

    ``at`` : when it was given, with its zone. ``engine`` : the version that assesses it.
    ``as_answer`` : the answer as a document, made from the assessment. ``text`` : the words it was
    read from. ``as_followed`` : the check-in as the course of the days before has it; counts only
    where that is more urgent. ``entered`` : when it came in, where that was later.
    """

    check_in: CheckIn
    at: datetime
    engine: str
    as_answer: Callable[[Assessment], dict[str, Any]]
    country: str = ""
    text: str = ""
    as_followed: CheckIn | None = None
    entered: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A check that was assessed beside the flags open then, and needs no more than writing."""

    given: Given
    beside: tuple[Flag, ...]
    assessment: Assessment
    cells: dict[str, Any]


def keep_check(journal: Journal, check_in: CheckIn, **given: Any) -> Kept:
    """Assess a check-in beside the flags that are open, and keep it with those that it raises.

    Parameters
    ----------
    given : as ``Given`` has them

    Raises
    ------
    InputError : a country that is no code
    JournalError : it cannot be written; nothing of it is kept
    """
    return keep_ready(journal, ready(journal, Given(check_in=check_in, **given)))


def ready(journal: Journal, given: Given) -> Ready:
    """The check assessed, before anything is written: nobody else waits for that.

    Raises
    ------
    InputError : a country that is no code
    JournalError : the flags cannot be read
    """
    return _ready(given, flags(journal, only_open=True))


def keep_ready(journal: Journal, made: Ready) -> Kept:
    """Keep a check; it is assessed again where the open flags are others by now.

    Raises
    ------
    JournalError : it cannot be written; nothing of it is kept
    """
    given, person = made.given, journal.person
    with journal.writing() as connection:
        before = _flags(connection, person, only_open=True)
        if tuple(before) != made.beside:
            made = _ready(given, before)
        entered = given.entered or given.at
        id = insert(connection, person, CHECK_INS, made.cells, entered=entered)
        rules = {flag.rule for flag in before}
        _raise(connection, person, id, given.check_in, rules, given.at)
        return Kept(id, made.assessment, tuple(_flags(connection, person, only_open=True)))


def _ready(given: Given, before: Sequence[Flag]) -> Ready:
    check_in, country = given.check_in, given.country
    alone = assess(check_in, country=country)
    assessment = assessed_beside(given, alone, as_open(before))
    value = CheckInKept(
        at=given.at,
        answers=as_document(check_in),
        level=assessment.level,
        level_alone=alone.level,
        answer=given.as_answer(assessment),
        engine=given.engine,
        country=country,
        text=given.text,
    )
    return Ready(given, tuple(before), assessment, CHECK_INS.to_cells(value))


def assessed_beside(given: Given, alone: Assessment, open_flags: Sequence[OpenFlag]) -> Assessment:
    """As it was told, beside the flags; or as the course has it, where that is more urgent.

    Parameters
    ----------
    alone : what the check-in comes to by itself
    open_flags : those that were in force when it was made
    """
    country, followed = given.country, given.as_followed
    own = alone
    if open_flags:
        own = assess_with_flags(given.check_in, open_flags, country=country)
    if followed is None or followed == given.check_in:
        return own
    also = assess_with_flags(followed, open_flags, country=country)
    return max((own, also), key=lambda each: each.level)


def check(journal: Journal, id: int) -> CheckInKept | None:
    """One check of this person; none where they have none of that number.

    Raises
    ------
    JournalError : it cannot be read
    """
    if not 0 < id <= LARGEST_WHOLE:
        return None
    with journal.reading() as connection:
        row = connection.execute(_one(), {"id": id, "person": journal.person}).mappings().first()
    return CHECK_INS.from_cells(row) if row is not None else None


@cache
def _one() -> Select[Any]:
    table = CHECK_INS.table
    mine = (table.c.id == bindparam("id"), table.c.person_id == bindparam("person"))
    return select(table).where(*mine)


def told(journal: Journal) -> list[tuple[int, datetime, str]]:
    """Number, time and answers as JSON of every check, oldest first; without what came of it.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal.reading() as connection:
        return _told(connection, journal.person)


def _told(connection: Connection, person: int) -> list[tuple[int, datetime, str]]:
    table = CHECK_INS.table.c
    wanted = (table.id, table.at_utc, table.at_offset_s, table.answers)
    query = standing(CHECK_INS, person).with_only_columns(*wanted)
    rows = connection.execute(query.order_by(table.at_utc, table.id)).all()
    return [(int(id), time_of(utc, offset_s), str(answers)) for id, utc, offset_s, answers in rows]


def as_open(flags: Sequence[Flag]) -> tuple[OpenFlag, ...]:
    """Those of the flags that are in force, as the assessment takes them."""
    return tuple(
        OpenFlag(rule=each.rule, level=each.level, words=each.words)
        for each in flags
        if each.is_open
    )


def flags(journal: Journal, *, only_open: bool = False) -> list[Flag]:
    """The flags that check-ins raised, oldest first.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal.reading() as connection:
        return _flags(connection, journal.person, only_open=only_open)


def end_flag(
    journal: Journal,
    id: int,
    *,
    how: str,
    at: datetime,
    entered: datetime,
    by: str = "",
    note: str = "",
) -> Flag:
    """Record that a flag was examined, or was a mistake: nothing else ends one.

    A later check that met the same rule by another sign raised no flag of its own while this one
    stood. After a mistake it does: that sign was not taken back.

    Parameters
    ----------
    how : ``examined`` or ``mistake``
    at : when it was examined, or seen to be a mistake
    by : who examined it; has to be said

    Raises
    ------
    InputError : no open flag, nobody who examined it, or a time that cannot be
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        flag = _open_flag(connection, journal.person, id)
        _refuse_unlikely(flag, how, by, at, entered)
        at_utc, at_offset_s = kept_time("at", at)
        utc, offset_s = kept_time("entered", entered)
        row = {
            "flag_id": id,
            "how": how,
            "by": checked_text("by", by.strip()),
            "at_utc": at_utc,
            "at_offset_s": at_offset_s,
            "entered_utc": utc,
            "entered_offset_s": offset_s,
            "note": checked_text("note", note),
        }
        connection.execute(FLAG_END.insert().values(row))
        if how == MISTAKE:
            _raise_for_another_sign(connection, journal.person, flag, at)
        return _flags(connection, journal.person, id=id)[0]


def _raise_for_another_sign(
    connection: Connection, person: int, mistaken: Flag, until: datetime
) -> None:
    """Raise the flag of the first later check that meets its rule without what was taken back."""
    checks = {
        id: (at, check_in_from({n: v for n, v in json.loads(text).items() if n in FIELDS}))
        for id, at, text in _told(connection, person)
    }
    first = checks.get(mistaken.check_in)
    if first is None:
        return
    back = leans_on(mistaken.rule, (name for name, _ in signs_in(first[1])))
    open_rules = {flag.rule for flag in _flags(connection, person, only_open=True)}
    for id, (at, said) in checks.items():
        if at < mistaken.opened or id == mistaken.check_in or mistaken.rule in open_rules:
            continue
        counts = taken_back(said, back) if at <= until else said
        held = {floor.id for floor in raised(counts)} & {mistaken.rule}
        if held:
            every = {floor.id for floor in raised(counts)}
            _raise(connection, person, id, counts, every - held | open_rules, at)
            return


def _open_flag(connection: Connection, person: int, id: int) -> Flag:
    found = _flags(connection, person, id=id)
    if not found:
        do = "backspotter flags lists them"
        raise InputError("flag", given=id, expected="the number of an open flag", do=do)
    if not found[0].is_open:
        raise InputError("flag", given=f"{id}, {found[0].how} before", expected="an open flag")
    return found[0]


def _refuse_unlikely(flag: Flag, how: str, by: str, at: datetime, entered: datetime) -> None:
    if how not in (EXAMINED, MISTAKE):
        raise InputError("how", given=how, expected=f"{EXAMINED} or {MISTAKE}")
    if how == EXAMINED and not by.strip():
        expected = "who examined it, such as “GP” or “A&E”"
        raise InputError("by", given="nobody", expected=expected)
    if at > entered:
        raise InputError("at", given=at.isoformat(), expected="a time that is not in the future")
    if how == EXAMINED and at.date() < flag.opened.astimezone(at.tzinfo).date():
        expected = f"the day it was raised ({flag.opened.date()}) or later"
        do = "an earlier examination cannot have looked at this sign"
        raise InputError("at", given=at.date().isoformat(), expected=expected, do=do)


def _raise(
    connection: Connection,
    person: int,
    check_in_id: int,
    check_in: CheckIn,
    open_rules: set[str],
    at: datetime,
) -> None:
    utc, offset_s = kept_time("opened", at)
    rows = [
        {
            "person_id": person,
            "check_in_id": check_in_id,
            "rule": floor.id,
            "level": floor.level.name,
            "words": floor.say,
            "opened_utc": utc,
            "opened_offset_s": offset_s,
        }
        for floor in raised(check_in)
        if floor.id not in open_rules
    ]
    if rows:
        connection.execute(FLAG.insert(), rows)


def _flags(
    connection: Connection, person: int, *, only_open: bool = False, id: int | None = None
) -> list[Flag]:
    asked = {"person": person} if id is None else {"person": person, "id": id}
    found = connection.execute(_query(only_open, id is not None), asked)
    return [_flag(row) for row in found.mappings()]


@cache
def _query(only_open: bool, only_one: bool) -> Select[Any]:
    end = FLAG_END.c
    whole = select(FLAG, end.how, end.by, end.note, end.at_utc, end.at_offset_s)
    query = whole.join_from(FLAG, FLAG_END, isouter=True).order_by(FLAG.c.id)
    query = query.where(FLAG.c.person_id == bindparam("person"))
    if only_open:
        query = query.where(FLAG_END.c.flag_id.is_(None))
    return query.where(FLAG.c.id == bindparam("id")) if only_one else query


def _flag(row: RowMapping) -> Flag:
    ended = row["how"] is not None
    return Flag(
        id=row["id"],
        check_in=row["check_in_id"],
        rule=row["rule"],
        level=Level[row["level"]],
        words=row["words"],
        opened=time_of(row["opened_utc"], row["opened_offset_s"]),
        how=row["how"] or "",
        by=row["by"] or "",
        at=time_of(row["at_utc"], row["at_offset_s"]) if ended else None,
        note=row["note"] or "",
    )
