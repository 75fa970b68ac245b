"""A plan as what goes into a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from backspotter.app.journal_choice import journal
from backspotter.app.plan_values import Plan
from backspotter.app.plan_words import session_in_words
from backspotter.app.said_days import said_day
from backspotter.exports.calendar import Due

KIND: Final = "calendar"


def due_since(given: Plan, *, now: datetime) -> Due:
    """The same, with what earlier files of this journal held; this one is remembered too.

    Raises
    ------
    JournalError : it cannot be read or written
    """
    from backspotter.journal.drafts import draft_of, keep_draft

    due = due_of(given)
    with journal() as opened:
        held = frozenset(map(str, (draft_of(opened, KIND) or {}).get("given", ())))
        if not due.names <= held:
            keep_draft(opened, KIND, {"given": sorted(held | due.names)}, now=now)
    return replace(due, given=held)


def due_of(given: Plan) -> Due:
    """The session and the re-checks of a plan."""
    session = given.session
    return Due(
        day=None if session is None else session.day,
        session="" if session is None else session_in_words(session),
        about=f"As of {said_day(given.today)}: {given.why}",
        rechecks=given.recheck,
        fallback=given.now,
    )
