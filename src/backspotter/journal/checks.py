"""Checks as they are kept, each with the flags that it raises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from backspotter.journal.codec import CHECK_INS, LARGEST_WHOLE
from backspotter.journal.entries import insert
from backspotter.journal.flags import as_open, flags, raise_flags, read_flags
from backspotter.journal.journal import Journal
from backspotter.journal.records import CheckInKept, Flag
from backspotter.triage.assess import Assessment, assess
from backspotter.triage.check_in import CheckIn, as_document
from backspotter.triage.flags import OpenFlag, assess_with_flags, raised


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
        before = read_flags(connection, person, only_open=True)
        if tuple(before) != made.beside:
            made = _ready(given, before)
        entered = given.entered or given.at
        id = insert(connection, person, CHECK_INS, made.cells, entered=entered)
        rules = {flag.rule for flag in before}
        new = [floor for floor in raised(given.check_in) if floor.id not in rules]
        raise_flags(connection, person, id, new, given.at)
        return Kept(id, made.assessment, tuple(read_flags(connection, person, only_open=True)))


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
