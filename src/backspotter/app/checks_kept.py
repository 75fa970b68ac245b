"""Checks that a program or a device keeps: once under its key, and read back as they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backspotter.app.check import Answer
from backspotter.app.journal_choice import journal
from backspotter.app.journal_documents import LEVEL, TIME, flag_document
from backspotter.app.keeping import kept
from backspotter.app.schemas import answer_schema, object_of
from backspotter.app.sent_once import Sent, sent_once
from backspotter.errors import InputError


def keep_once(answer: Answer, key: str | None, *, said: Any, at: datetime, now: datetime) -> Sent:
    """Keep an answer, once under a key.

    Parameters
    ----------
    said : what was sent, as JSON has it
    at : when the check was made

    Raises
    ------
    InputError : a report that cannot be judged, or a key that is none or carried something else
    JournalError : it cannot be kept
    """
    if not answer.judged:
        given = answer.reading.text if answer.reading else ""
        expected = "what happened to your back, in English"
        raise InputError("text", given=given or "nothing", expected=expected)
    return sent_once(key, kind="check_in", said=said, now=now, keep=lambda: _keep(answer, at))


def check_of(id: int) -> dict[str, Any] | None:
    """A check as it was answered then, with the flags that are open now; None where there is none.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.checks import flags
    from backspotter.journal.codec import CHECK_INS
    from backspotter.journal.entries import entry_of

    with journal() as opened:
        found = entry_of(opened, CHECK_INS, id)
        if found is None:
            return None
        return {
            "id": found.id,
            "at": found.value.at.isoformat(),
            "level": found.value.level.name,
            "level_alone": found.value.level_alone.name,
            "answer": found.value.answer,
            "flags": [flag_document(each) for each in flags(opened, only_open=True)],
        }


def kept_check_schema(flag: dict[str, Any]) -> dict[str, Any]:
    """The schema of ``check_of``; ``flag`` is that of a flag."""
    answer = {name: each for name, each in answer_schema().items() if name != "$schema"}
    return object_of(
        {
            "id": {"type": "integer"},
            "at": TIME,
            "level": LEVEL,
            "level_alone": LEVEL,
            "answer": answer,
            "flags": {"type": "array", "items": flag},
        }
    )


def _keep(answer: Answer, at: datetime) -> int:
    from backspotter.journal.errors import JournalError

    done = kept(answer, now=at)
    if done.id is None:
        raise JournalError(done.trouble)
    return done.id
