"""Keeps a check beside the flags that are open: they may raise its level, and it may raise more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from backspotter.app.answer import answer_document
from backspotter.app.check import Answer
from backspotter.app.journal_choice import journal, place
from backspotter.errors import BackspotterError

if TYPE_CHECKING:
    from backspotter.journal.records import Flag


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

    try:
        with journal() as opened:
            done = keep_check(
                opened,
                answer.assessment.check_in,
                at=now,
                engine=__version__,
                as_answer=lambda each: answer_document(each, reading=answer.reading, id=answer.id),
                country=answer.country,
                text=answer.reading.text if answer.reading else "",
            )
    except BackspotterError as error:
        return KeptAnswer(answer, trouble=str(error))
    counted = replace(answer, assessment=done.assessment)
    return KeptAnswer(counted, done.id, done.flags, str(place()))
