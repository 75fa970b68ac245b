"""A plan as what goes into a calendar."""

from __future__ import annotations

from backspotter.app.plan_values import Plan
from backspotter.app.plan_words import session_in_words
from backspotter.app.said_days import said_day
from backspotter.exports.calendar import Due


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
