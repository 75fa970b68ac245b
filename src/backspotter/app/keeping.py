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
    from backspotter.journal.journal import Journal
    from backspotter.journal.records import Flag
    from backspotter.triage.assess import Assessment
    from backspotter.triage.check_in import CheckIn

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


def kept(answer: Answer, *, now: datetime) -> KeptAnswer:
    """Keep an answer that could be judged; one that cannot be kept is still an answer.

    Parameters
    ----------
    now : with its zone
    """
    from backspotter import __version__
    from backspotter.journal.checks import keep_check

    check_in = answer.assessment.check_in
    try:
        with journal() as opened:
            done = keep_check(
                opened,
                check_in,
                at=now,
                engine=__version__,
                as_answer=lambda each: answer_document(each, reading=answer.reading, id=answer.id),
                country=answer.country,
                text=answer.reading.text if answer.reading else "",
                as_followed=_as_followed(opened, answer.assessment, now),
            )
    except BackspotterError as error:
        return KeptAnswer(answer, trouble=str(error))
    counted = replace(answer, assessment=done.assessment)
    return KeptAnswer(counted, done.id, done.flags, str(place()))


def _as_followed(opened: Journal, own: Assessment, now: datetime) -> CheckIn | None:
    """The check-in as the course of the last days has it; None where nothing was followed.

    An emergency is not kept waiting for it: nothing could raise that.
    """
    from backspotter.journal.codec import CHECK_INS, SORENESSES
    from backspotter.journal.entries import current

    since = now - FOLLOWED
    numbers = current(opened, SORENESSES, since=since)
    followed = bool(numbers) or bool(current(opened, CHECK_INS, since=since))
    if own.level is Level.emergency or not followed:
        return None
    from backspotter.app.journal_history import history_of
    from backspotter.app.track_course import as_the_course_has_it
    from backspotter.training.sessions import RECENT

    return as_the_course_has_it(history_of(opened, since=now - RECENT), own.check_in, now)
