"""What a check need not ask, as it was kept before: age by the profile, the lift by the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from backspotter.app.journal_choice import journal
from backspotter.app.profile import OLDEST, YOUNGEST, known
from backspotter.training.sessions import pull_sessions
from backspotter.triage.check_in import CheckIn
from backspotter.triage.floors import judge_floors
from backspotter.triage.mechanisms import rank

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal
    from backspotter.training.sessions import PullSession

LOGGED_WITHIN: Final = timedelta(days=4)
"""A lift before that is asked about: what hurts now may have begun since."""

ONE_LIFT: Final = timedelta(hours=3)
"""Sets of a day further apart than that may be two lifts: assumption."""

SORE_WITHIN: Final = timedelta(days=14)
"""Pain of so long before a lift may be what still hurts: assumption."""

PROFILE: Final = "your profile"
LOG: Final = "your log"
AGE: Final = "age"
LIFT: Final = "hours_since_lift"
FROM: Final = {AGE: PROFILE, LIFT: LOG}
"""The fields that may be known before, and where from."""


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """A field of a check that was kept before, and how to say it. ``at`` : when the lift was."""

    field: str
    value: float
    words: str
    at: datetime | None = None

    @property
    def source(self) -> str:
        """Where it is from."""
        return FROM[self.field]


def known_before(*, now: datetime) -> tuple[KnownBefore, ...]:
    """What need not be asked: only what leaves no doubt.

    No age where the two that a year of birth allows are judged differently. No lift where it was
    more than four days ago, where several were since, where only its day is known, where it was
    drills alone, where its sets are far apart, or where the back hurt before it.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    found = (_lift(now), _age(known().birth_year, now))
    return tuple(each for each in found if each is not None)


def _age(born: int | None, now: datetime) -> KnownBefore | None:
    if born is None:
        return None
    younger, older = now.year - born - 1, now.year - born
    if not YOUNGEST <= younger < older <= OLDEST or _judged(younger) != _judged(older):
        return None
    return KnownBefore(AGE, older, f"You are {younger} or {older}")


def _judged(age: int) -> tuple[object, object]:
    """Everything that an age decides."""
    told = CheckIn(age=age)
    return judge_floors(told), rank(told)


def _lift(now: datetime) -> KnownBefore | None:
    from backspotter.journal.codec import SETS
    from backspotter.journal.entries import current

    with journal() as opened:
        sets = [each.value for each in current(opened, SETS, since=now - LOGGED_WITHIN)]
        sessions = pull_sessions(sets, until=now)
        if len(sessions) != 1 or not _is_one_lift(sessions[0]):
            return None
        if _was_sore(opened, before=_began(sessions[0])):
            return None
    hours = round((now - sessions[0].ended) / timedelta(hours=1), 1)
    words = f"The lift was {said_hours(hours)} ago"
    return KnownBefore(LIFT, hours, words, sessions[0].ended)


def _is_one_lift(session: PullSession) -> bool:
    """Whether a day's deadlifts leave no doubt which lift is meant: drills alone are none."""
    is_exact = all(one.exact for one in session.sets + session.drills)
    return bool(session.sets) and is_exact and session.ended - _began(session) <= ONE_LIFT


def _began(session: PullSession) -> datetime:
    return min(one.at for one in session.sets + session.drills)


def _was_sore(opened: Journal, *, before: datetime) -> bool:
    """Whether the back hurt before a moment, so that the pain may be older than the lift.

    A check that gives no number of pain counts as one that does not leave it out.
    """
    from backspotter.journal.codec import CHECK_INS, SORENESSES
    from backspotter.journal.entries import current

    since = before - SORE_WITHIN
    numbers = [each.value for each in current(opened, SORENESSES, since=since)]
    checks = [each.value for each in current(opened, CHECK_INS, since=since)]
    pains: list[tuple[datetime, float | None]] = [(each.at, each.pain_now) for each in numbers]
    pains += [(each.at, each.answers.get("pain_now")) for each in checks]
    return any(at < before and pain != 0 for at, pain in pains)


def said_hours(hours: float) -> str:
    """A time in whole hours, in words."""
    whole = round(hours)
    return "less than an hour" if not whole else "an hour" if whole == 1 else f"{whole} hours"
