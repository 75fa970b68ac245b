"""Where a person stands today: the last answer, what is due, what is open, and what to lift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from backspotter.app.check_under_way import UnderWay, under_way
from backspotter.app.checks_counted import counted_checks
from backspotter.app.flags import most_urgent_first
from backspotter.app.journal_choice import journal
from backspotter.app.journal_history import history_of
from backspotter.app.plan import plan
from backspotter.app.plan_values import Plan
from backspotter.app.plan_words import course_in_words, has_course
from backspotter.errors import InputError
from backspotter.journal.codec import CHECK_INS
from backspotter.journal.entries import current
from backspotter.journal.flags import flags
from backspotter.training.sessions import RECENT

if TYPE_CHECKING:
    from backspotter.journal.records import CheckInKept, Entry, Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """One person's day.

    ``last`` : the last check as it counts. ``due`` : the re-check whose time has come; ``next`` :
    the one after. ``plan`` : None where nothing was entered yet. ``left`` : a check that was left
    half way.
    """

    now: datetime
    last: Entry[CheckInKept] | None
    due: datetime | None
    next: datetime | None
    flags: tuple[Flag, ...]
    plan: Plan | None
    left: UnderWay | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered yet."""
        return self.last is None and self.plan is None

    @property
    def course(self) -> str:
        """How the course goes, in one line; empty where there is none."""
        if self.plan is None or self.plan.course is None or not has_course(self.plan):
            return ""
        return course_in_words(self.plan.course, self.plan.level)

    @property
    def is_raised(self) -> bool:
        """Whether flags or the course say more than the last answer did."""
        if self.last is None or self.plan is None or self.plan.level is None:
            return False
        return self.plan.level > self.last.value.level


def today(*, now: datetime) -> Today:
    """Where this person stands.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    with journal() as held, held.at_one_moment() as opened:
        last = next(iter(counted_checks(opened, current(opened, CHECK_INS, latest=1))), None)
        history = history_of(opened, since=now - RECENT)
        made = None if history.is_empty else plan(history, today=now)
        again = made.recheck if made is not None else ()
        return Today(
            now=now,
            last=last,
            due=next((at for at in again if at <= now), None),
            next=next((at for at in again if at > now), None),
            flags=tuple(most_urgent_first(flags(opened, only_open=True))),
            plan=made,
            left=_left(now),
        )


def _left(now: datetime) -> UnderWay | None:
    try:
        found = under_way(now=now)
    except InputError:  # the check's first screen says what is wrong with it
        return None
    return found if found is not None and found.has_answers else None
