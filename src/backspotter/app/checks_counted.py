"""Kept checks as they count now: made anew without what was taken back as a mistake since, and
with the numbers to call of a country that was said or put right later.

The record stays as it was answered; what a page says of it is what holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from backspotter.app.answer import answer_document
from backspotter.app.journal_choice import journal
from backspotter.app.journal_history import kept_flags
from backspotter.app.profile import country_said
from backspotter.app.taken_back import fields_taken_back, mistakes_at
from backspotter.errors import InputError
from backspotter.levels import Level
from backspotter.reading.model import UNREADABLE
from backspotter.triage.advice import CountryNumbers, numbers_of, told_since
from backspotter.triage.assess import Assessment, assess
from backspotter.triage.check_in import CheckIn, as_document, check_in_kept
from backspotter.triage.flag_signs import taken_back

if TYPE_CHECKING:
    from datetime import datetime

    from backspotter.app.history import KeptFlag
    from backspotter.journal.journal import Journal
    from backspotter.journal.records import CheckInKept, Entry


def counted_checks(
    opened: Journal, checks: Sequence[Entry[CheckInKept]]
) -> list[Entry[CheckInKept]]:
    """The checks, each as it counts.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    values = as_they_count(opened, [each.value for each in checks])
    return [replace(each, value=value) for each, value in zip(checks, values, strict=True)]


def as_they_count(opened: Journal, checks: Sequence[CheckInKept]) -> list[CheckInKept]:
    """The same without the numbers they are kept under.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    flags = kept_flags(opened)
    counted = [_counted(opened, each, flags) for each in checks]
    if not counted:
        return counted
    country, since = country_said(opened)
    return [_of_country(each, country, since) for each in counted]


def counted_check(id: int) -> CheckInKept | None:
    """One check of this person as it counts; none where they have none of that number.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    with journal() as held, held.at_one_moment() as opened:
        return counted_in(opened, id)


def counted_in(opened: Journal, id: int) -> CheckInKept | None:
    """One check of an opened journal as it counts; none where it has none of that number.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.checks import check

    found = check(opened, id)
    return None if found is None else as_they_count(opened, [found])[0]


def _of_country(kept: CheckInKept, country: str, since: datetime | None) -> CheckInKept:
    """The check with the numbers of this country, where it was said later than another, or none.

    Parameters
    ----------
    since : when the country was said; a check that was made after it has one of its own
    """
    was_said_later = since is not None and (not kept.country or since >= kept.at)
    if not country or country == kept.country or not was_said_later:
        return kept
    now, before = numbers_of(country), _numbers_before(kept.country)
    given = kept.answer.get("do_now") or ()
    rows = [{**row, "words": told_since(str(row["words"]), now, before=before)} for row in given]
    return replace(kept, country=country, answer={**kept.answer, "do_now": rows})


def _numbers_before(country: str) -> CountryNumbers:
    try:
        return numbers_of(country)
    except InputError:
        return numbers_of("")


def _counted(opened: Journal, kept: CheckInKept, flags: Sequence[KeptFlag]) -> CheckInKept:
    """The check as it was, or made anew where a flag that counted then was a mistake."""
    wrong = mistakes_at(kept.at, flags)
    if not wrong:
        return kept
    told = taken_back(check_in_kept(kept.answers), fields_taken_back(kept.at, flags))
    alone, beside = _made_anew(opened, kept, told, flags)
    said = {name: kept.answer.get(name) for name in ("id", "read", "unclear", "problem", "card")}
    answer = answer_document(beside) | {k: v for k, v in said.items() if v is not None}
    if said["problem"] in UNREADABLE:
        if beside.level < Level.urgent_care:
            return kept  # no level rests on a text that was read in part but an urgent one
        if beside.level < Level.emergency:
            answer |= {"so_far": True, "could_rise_to": Level.emergency.name}
    return replace(
        kept,
        answers=as_document(told),
        level=beside.level,
        level_alone=alone.level,
        answer=answer,
        taken_back=tuple(dict.fromkeys(flag.words for flag in wrong)),
    )


def _made_anew(
    opened: Journal, kept: CheckInKept, told: CheckIn, flags: Sequence[KeptFlag]
) -> tuple[Assessment, Assessment]:
    """By itself, and beside the flags that rightly stood then and the course of the days before."""
    from backspotter.app.keeping import as_the_last_days_have_it
    from backspotter.journal.checks import Given, assessed_beside
    from backspotter.triage.flags import OpenFlag

    alone = assess(told, country=kept.country)
    stood = tuple(
        OpenFlag(rule=flag.rule, level=flag.level, words=flag.words)
        for flag in flags
        if not flag.was_mistake and flag.opened < kept.at and flag.is_open(kept.at)
    )
    given = Given(
        check_in=told,
        at=kept.at,
        engine=kept.engine,
        as_answer=answer_document,
        country=kept.country,
        as_followed=as_the_last_days_have_it(opened, alone, kept.at),
    )
    return alone, assessed_beside(given, alone, stood)
