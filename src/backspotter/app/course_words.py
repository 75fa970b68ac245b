"""A course in words that every face says: its days, the next check, and what would be an alarm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from backspotter.app.said_days import said_moment
from backspotter.app.track_course import Followed
from backspotter.levels import Level
from backspotter.triage.advice import numbers_of

NOT_SORENESS: Final = "This does not look like soreness any more. Make a check now: {check}."
ALARM: Final = (
    "Do not wait for that if it gets worse after having eased, is still 7 or more after 72 hours, "
    "or a leg tingles, goes numb or weak: {check}. Bladder, bowel or feeling between the "
    "legs changed: call {number} now."
)


def alarm(check: str, country: str = "") -> str:
    """What would be an alarm.

    Parameters
    ----------
    check : what makes a check, in the words of the face
    country : two letters, whose emergency number is named; plain words where it is not known
    """
    return ALARM.format(check=check, number=numbers_of(country).emergency)


def again_in_words(times: Sequence[datetime], now: datetime) -> str:
    """When to check again, the first of these times; empty where there is none."""
    if not times:
        return ""
    when = said_moment(times[0])
    return f"Time to check again: due since {when}." if times[0] <= now else f"Check again: {when}."


def is_high(found: Followed) -> bool:
    """Whether the level is one that waits for no re-check."""
    return found.level is not None and found.level >= Level.urgent_care


def days_in_words(found: Followed) -> str:
    """When it is worst and when gone, as days; empty where nothing may be forecast."""
    course = found.course
    if course is None or not course.can_forecast:
        return ""
    return f"In days: worst {found.when(course.peak_h)}; gone {found.when(course.end_h)}."
