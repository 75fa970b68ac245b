"""Flags: one that was raised stays until it was examined, or was a mistake."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from backspotter.errors import InputError
from backspotter.journal.codec import checked_text
from backspotter.journal.journal import Journal
from backspotter.journal.records import Flag
from backspotter.journal.tables import FLAG, FLAG_END
from backspotter.journal.times import kept_time, time_of
from backspotter.journal.told import told_in
from backspotter.levels import Level
from backspotter.triage.check_in import CheckIn, check_in_kept
from backspotter.triage.flag_signs import Stood, leans_on, never_said, signs_met, taken_back
from backspotter.triage.flags import OpenFlag, raised
from backspotter.triage.floors import Floor

EXAMINED, MISTAKE = "examined", "mistake"


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
        return read_flags(connection, journal.person, only_open=only_open)


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
            raise_again(connection, journal.person, flag.rule)
        return read_flags(connection, journal.person, id=id)[0]


def raise_again(connection: Connection, person: int, rule: str) -> list[int]:
    """Raise the flag of the first check that meets a rule without what was taken back.

    A check that an earlier flag of the rule hid counts here, and so does the one that raised a
    mistake, where it meets the rule by a sign that this flag did not stand on. Where only a sign
    that another flag holds up meets it, it is raised if none so urgent is open.

    Parameters
    ----------
    rule : of a flag that was a mistake

    Returns
    -------
    the numbers of what was raised; none where the rule is open, or nothing meets it
    """
    every = read_flags(connection, person)
    of_rule = [flag for flag in every if flag.rule == rule]
    if any(flag.is_open for flag in of_rule) or all(flag.how != MISTAKE for flag in of_rule):
        return []
    checks = {
        id: (at, check_in_kept(json.loads(text))) for id, at, text in told_in(connection, person)
    }
    stood = _stood(every, checks)
    highest = max((flag.level for flag in every if flag.is_open), default=Level.normal_soreness)
    since = min(flag.opened for flag in of_rule if flag.how == MISTAKE)
    seen = [stood[flag.id] for flag in of_rule if flag.how == EXAMINED]
    for id, (at, said) in checks.items():
        if at < since or any(each.was_in_force(at) for each in seen):
            continue
        own = [stood[flag.id] for flag in of_rule if flag.check_in == id]
        alone = _floor(rule, taken_back(said, never_said(at, own or _mistakes(stood.values()))))
        if alone is not None:
            return raise_flags(connection, person, id, [alone], at)
        beside = _floor(rule, taken_back(said, never_said(at, stood.values())))
        if not own and beside is not None and beside.level > highest:
            return raise_flags(connection, person, id, [beside], at)
    return []


def _mistakes(stood: Iterable[Stood]) -> list[Stood]:
    return [each for each in stood if each.was_mistake]


def _floor(rule: str, check_in: CheckIn) -> Floor | None:
    return next((floor for floor in raised(check_in) if floor.id == rule), None)


def _stood(
    every: Sequence[Flag], checks: Mapping[int, tuple[datetime, CheckIn]]
) -> dict[int, Stood]:
    """What each flag stands on, by its number; one whose check is gone stands on nothing."""
    earlier: Counter[tuple[int, str]] = Counter()
    found: dict[int, Stood] = {}
    for flag in every:
        of = (flag.check_in, flag.rule)
        back: tuple[tuple[str, str], ...] = ()
        if flag.check_in in checks:
            back = signs_met(flag.rule, checks[flag.check_in][1], earlier=earlier[of])
        earlier[of] += 1
        found[flag.id] = Stood(
            fields=leans_on(flag.rule, (name for name, _ in back)),
            opened=flag.opened,
            ended=flag.at,
            was_mistake=flag.how == MISTAKE,
        )
    return found


def _open_flag(connection: Connection, person: int, id: int) -> Flag:
    found = read_flags(connection, person, id=id)
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


def raise_flags(
    connection: Connection, person: int, check_in_id: int, new: Iterable[Floor], at: datetime
) -> list[int]:
    """Open a flag for each of the floors; their numbers."""
    utc, offset_s = kept_time("opened", at)
    found = []
    for floor in new:
        row = {
            "person_id": person,
            "check_in_id": check_in_id,
            "rule": floor.id,
            "level": floor.level.name,
            "words": floor.say,
            "opened_utc": utc,
            "opened_offset_s": offset_s,
        }
        done = connection.execute(FLAG.insert().values(row))
        assert done.inserted_primary_key is not None
        found.append(int(done.inserted_primary_key[0]))
    return found


def read_flags(
    connection: Connection, person: int, *, only_open: bool = False, id: int | None = None
) -> list[Flag]:
    """Flags in a transaction that is open: of a person, open ones alone, or one of a number."""
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
