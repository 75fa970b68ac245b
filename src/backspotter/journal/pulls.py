"""The sets that a plan looks at: deadlifts and hinges, filmed ones, and the last of any kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from backspotter.journal.codec import SETS
from backspotter.journal.entries import current
from backspotter.journal.journal import Journal
from backspotter.journal.records import Entry
from backspotter.journal.tables import FILM, LOGGED_SET
from backspotter.journal.times import kept_time
from backspotter.training.log import LoggedSet

LATELY = timedelta(days=2)
"""Sets of any kind count as far back as this: they say when and where the person was last."""


def pulls(
    journal: Journal, *, since: datetime, until: datetime, is_pull: Callable[[str], bool]
) -> list[Entry[LoggedSet]]:
    """The sets since a time that a plan looks at, oldest first.

    Most of a log are other lifts, and reading a row takes longer than everything a plan does with
    it. Where no set is a pull, the last one of any kind stands for them all.

    Parameters
    ----------
    until : the moment a plan is seen from
    is_pull : whether an exercise, by its name in the log, is a deadlift or a hinge

    Raises
    ------
    JournalError : it cannot be read
    """
    named = [name for name in _names(journal, since) if is_pull(name)]
    filmed = select(FILM.c.set_id).where(FILM.c.set_id.is_not(None))
    wanted: ColumnElement[bool] = or_(
        LOGGED_SET.c.style.is_not(None),
        LOGGED_SET.c.exercise.in_(named),
        LOGGED_SET.c.at_utc >= kept_time("until", until - LATELY)[0],
        LOGGED_SET.c.id.in_(filmed),
        LOGGED_SET.c.replaces_id.is_not(None),  # its film may be kept with what it corrects
    )
    found = current(journal, SETS, since=since, only=wanted)
    return found or current(journal, SETS, since=since, latest=1)


def _names(journal: Journal, since: datetime) -> list[str]:
    at = kept_time("since", since)[0]
    query = select(LOGGED_SET.c.exercise).where(
        LOGGED_SET.c.person_id == journal.person, LOGGED_SET.c.at_utc >= at
    )
    with journal.reading() as connection:
        return list(connection.execute(query.distinct()).scalars())
