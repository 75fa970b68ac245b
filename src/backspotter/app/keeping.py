"""Keeps a check beside the flags that are open: they may raise its level, and it may raise more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backspotter.app.answer import answer_document
from backspotter.app.check import Answer
from backspotter.app.journal_choice import journal, place
from backspotter.errors import BackspotterError
from backspotter.levels import Level

if TYPE_CHECKING:
    from backspotter.app.history import History
    from backspotter.journal.checks import Kept, Ready
    from backspotter.journal.journal import Journal
    from backspotter.journal.records import CheckInKept, Flag
    from backspotter.triage.assess import Assessment
    from backspotter.triage.check_in import CheckIn

KIND = "check_in"
"""What an entry that a device sent is called."""

FOLLOWED = timedelta(days=10)
"""Entries of so many days make a course."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer with the open flags counted in.

    ``id`` : its number in the journal, none where it could not be kept; ``trouble`` says why.
    ``flags`` : all that are open now. ``where`` : the journal.
    """

    answer: Answer
    id: int | None = None
    flags: tuple[Flag, ...] = ()
    where: str = ""
    trouble: str = ""


def kept(answer: Answer, *, now: datetime, at: datetime | None = None, key: str = "") -> KeptAnswer:
    """Keep an answer that could be judged; one that cannot be kept is still an answer.

    Parameters
    ----------
    now : with its zone
    at : when the check was made, where it only came in now
    key : under which it is kept exactly once; the one that came first counts
    """
    try:
        with journal() as opened:
            with opened.at_one_moment() as seen:
                made = _ready(seen, answer, at or now, now)
            return _kept(opened, answer, made, now, key)
    except BackspotterError as error:
        return KeptAnswer(answer, trouble=str(error))


def not_kept(answer: Answer, *, now: datetime) -> KeptAnswer:
    """An answer as it would be kept now, beside the open flags and the last days; nothing is.

    Parameters
    ----------
    now : with its zone
    """
    from backspotter.journal.flags import flags

    try:
        with journal() as held, held.at_one_moment() as seen:
            made = _ready(seen, answer, now, now)
            stand = tuple(flags(seen, only_open=True))
    except BackspotterError as error:
        return KeptAnswer(answer, trouble=str(error))
    return KeptAnswer(replace(answer, assessment=made.assessment), flags=stand)


def kept_before(key: str) -> int | None:
    """The number of the check that was kept under a key; none where none was.

    Raises
    ------
    InputError : a key that is none
    JournalError : the journal cannot be read
    """
    from backspotter.journal.sent import kept_under

    with journal() as opened:
        return kept_under(opened, key, kind=KIND)


def kept_check(id: int) -> CheckInKept | None:
    """One check of this person; none where they have none of that number.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    from backspotter.journal.checks import check

    with journal() as opened:
        return check(opened, id)


def _ready(opened: Journal, answer: Answer, at: datetime, now: datetime) -> Ready:
    from backspotter import __version__
    from backspotter.journal.checks import Given, ready

    given = Given(
        check_in=answer.assessment.check_in,
        at=at,
        engine=__version__,
        as_answer=lambda each: answer_document(
            each, reading=answer.reading, id=answer.id, first=answer.first
        ),
        country=answer.country,
        text=answer.reading.text if answer.reading else "",
        as_followed=as_the_last_days_have_it(opened, answer.assessment, at),
        entered=now,
    )
    return ready(opened, given)


def _kept(opened: Journal, answer: Answer, made: Ready, now: datetime, key: str) -> KeptAnswer:
    from backspotter.journal.checks import keep_ready
    from backspotter.journal.flags import flags
    from backspotter.journal.sent import once

    done: list[Kept] = []

    def keep(joined: Journal) -> int:
        done.append(keep_ready(joined, made))
        return done[-1].id

    id = once(opened, key, kind=KIND, now=now, keep=keep) if key else keep(opened)
    if not done:
        return KeptAnswer(answer, id, tuple(flags(opened, only_open=True)), str(place()))
    counted = replace(answer, assessment=done[0].assessment)
    return KeptAnswer(counted, id, done[0].flags, str(place()))


def as_the_last_days_have_it(opened: Journal, own: Assessment, now: datetime) -> CheckIn | None:
    """The check-in as the course of the last days has it; None where nothing was followed.

    An emergency is not kept waiting for it: nothing could raise that.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    if own.level is Level.emergency:
        return None
    from backspotter.app.course import LATELY
    from backspotter.app.journal_history import history_of, lately_of
    from backspotter.app.track_course import as_the_course_has_it
    from backspotter.training.sessions import RECENT

    lately = lately_of(opened, since=now - LATELY)
    told = [each.at for each in lately.soreness] + [each.at for each in lately.check_ins]
    if not any(at >= now - FOLLOWED for at in told):
        return None

    def whole() -> History:
        return history_of(opened, since=now - RECENT, pulls_until=now)

    return as_the_course_has_it(lately, own.check_in, now, whole=whole)
