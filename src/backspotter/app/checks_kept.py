"""Checks that a program or a device keeps: once under its key, and read back as they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from backspotter.app.check import Answer
from backspotter.app.journal_choice import journal
from backspotter.app.journal_documents import LEVEL, TIME, flag_document
from backspotter.app.keeping import kept, kept_before, kept_check
from backspotter.app.not_alone import before
from backspotter.app.schemas import TEXTS, answer_schema, object_of
from backspotter.app.sent_again import Sent
from backspotter.errors import InputError
from backspotter.triage.check_in import as_document


def keep_once(answer: Answer, key: str, *, at: datetime, now: datetime) -> Sent:
    """Keep an answer, once under a key.

    Parameters
    ----------
    key : empty to keep it each time
    at : when the check was made

    Raises
    ------
    InputError : a report that cannot be judged, or a key that is none or carried something else
    JournalError : it cannot be kept
    """
    if not answer.judged:
        given = answer.reading.text if answer.reading else ""
        expected = before("what happened to your back, in English", given, answer.country)
        raise InputError("text", given=given or "nothing", expected=expected)
    earlier = kept_before(key) if key else None
    if earlier is None:
        return Sent(_keep(answer, key, at, now))
    found = kept_check(earlier)
    if found is None or found.answers != as_document(answer.assessment.check_in):
        raise InputError("key", given="one that was used before", expected="a new one")
    return Sent(earlier, is_new=False)


def check_of(id: int) -> dict[str, Any] | None:
    """A check as it counts, with the flags that are open now; None where there is none.

    It is as it was answered then, but for signs that were taken back since as a mistake: then it
    is made anew without them, and ``taken_back`` says what was. A number to call is put in where
    the country was said only later.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.app.checks_counted import counted_in
    from backspotter.app.flags import most_urgent_first
    from backspotter.journal.flags import flags

    with journal() as held, held.at_one_moment() as opened:
        found = counted_in(opened, id)
        if found is None:
            return None
        return {
            "id": id,
            "at": found.at.isoformat(),
            "level": found.level.name,
            "level_alone": found.level_alone.name,
            "answer": found.answer,
            "taken_back": list(found.taken_back),
            "flags": [
                flag_document(each) for each in most_urgent_first(flags(opened, only_open=True))
            ],
        }


LATER: Final = frozenset(["card", "first"])
"""What answers that were kept by an older version lack."""


def kept_check_schema(flag: dict[str, Any]) -> dict[str, Any]:
    """The schema of ``check_of``; ``flag`` is that of a flag."""
    answer = {name: each for name, each in answer_schema().items() if name != "$schema"}
    answer["required"] = [name for name in answer["required"] if name not in LATER]
    return object_of(
        {
            "id": {"type": "integer"},
            "at": TIME,
            "level": LEVEL,
            "level_alone": LEVEL,
            "answer": answer,
            "taken_back": TEXTS,
            "flags": {"type": "array", "items": flag},
        }
    )


def _keep(answer: Answer, key: str, at: datetime, now: datetime) -> int:
    from backspotter.journal.errors import JournalError

    done = kept(answer, now=now, at=at, key=key)
    if done.id is None:
        raise JournalError(done.trouble)
    return done.id
