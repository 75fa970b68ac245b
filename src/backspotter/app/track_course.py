"""The course as the journal tells it, with when to check again and what would be an alarm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from backspotter.app.as_of import AsOf, as_of
from backspotter.app.check_again import check_again
from backspotter.app.course import alarm_of, as_followed, bouts_of, course_of
from backspotter.app.history import CheckedIn, History
from backspotter.app.plan_loads import load_on_back
from backspotter.app.plan_situation import standing
from backspotter.app.said_days import said_day
from backspotter.app.scored import ScoreStep, score_steps
from backspotter.levels import Level
from backspotter.soreness.values import Bout, Course, Span
from backspotter.training.sessions import pull_sessions
from backspotter.triage.check_in import CheckIn

NO_SESSION: Final = (
    "No session of the last ten days is known, so there is nothing to set this against: "
    "log add or log import brings one in, and a check that says how long ago the lift was does too."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Where a back stands.

    ``course`` : None where no session of the last ten days is known. ``level`` : of the last check
    with its open flags and the course; None without any. ``recheck`` : when to check again,
    one that is due first.
    """

    now: datetime
    course: Course | None
    level: Level | None
    recheck: tuple[datetime, ...]
    steps: tuple[ScoreStep, ...]

    @property
    def is_no_soreness(self) -> bool:
        """Whether the course stopped looking like soreness."""
        return self.course is not None and self.course.is_no_soreness

    def at(self, hour: float) -> datetime:
        """The time of an hour after the last session, in the zone of now."""
        since = self.course.since_h if self.course is not None else 0.0
        return self.now + timedelta(hours=hour - since)

    def when(self, span: Span) -> str:
        """A span of hours after the last session, as days."""
        first, last = self.at(span.low), self.at(span.high)
        days = [said_day(each) for each in (first, last)]
        return days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"


def followed(history: History, now: datetime) -> Followed:
    """Where the back of this history stands at a moment."""
    seen = as_of(history, now)
    course = course_at(seen)
    stands = standing(seen, course)
    return Followed(
        now=now,
        course=course,
        level=stands.level,
        recheck=check_again(stands, seen).open,
        steps=score_steps(seen.history),
    )


def course_at(seen: AsOf) -> Course | None:
    """The course of a history as it stood; None where no session of ten days is known."""
    sessions = pull_sessions(seen.history.sets, until=seen.now)
    return course_of(seen, sessions, load_on_back(seen.history.profile))


def as_the_course_has_it(
    lately: History, check_in: CheckIn, now: datetime, *, whole: Callable[[], History]
) -> CheckIn:
    """A check-in that is made now, with the trend of the course where that is worse than said.

    Parameters
    ----------
    lately : numbers, check-ins and what was lifted when, of the last ``LATELY`` or longer
    whole : gives all of the history; asked only where the course cannot be told without
    """

    def seen(history: History) -> AsOf:
        told = (*history.check_ins, CheckedIn(at=now, check_in=check_in))
        return as_of(replace(history, check_ins=told), now)

    def bouts() -> tuple[Bout, ...]:
        all_of_it = seen(whole())
        sessions = pull_sessions(all_of_it.history.sets, until=now)
        return bouts_of(all_of_it, sessions, load_on_back(all_of_it.history.profile))

    return as_followed(check_in, alarm_of(seen(lately), bouts))
