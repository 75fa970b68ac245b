"""Re-checks and the next session for a calendar: stable ids, so that a newer file replaces.

There are one session and three re-checks. What is no longer due is in a file as cancelled where an
older file held it, so that it goes away; a first file holds nothing that is cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from backspotter.errors import InputError

RECHECKS: Final = 3
LASTS: Final = timedelta(minutes=15)
COUNTED_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)
SESSION: Final = "session"
SUMMARY: Final = "Back: check again"
TO_DO: Final = (
    "Open Backspotter and make a check. If something is new, such as numbness, weakness or trouble "
    "with bladder or bowel, do not wait for this time: check now."
)
PRODUCT: Final = "-//Backspotter//plan//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What goes into a calendar: the session, if one is due, and when to check again.

    ``given`` : names of events that an older file held; None where that is not known, and any may
    have been
    """

    day: date | None
    session: str
    about: str
    rechecks: tuple[datetime, ...]
    fallback: datetime
    given: frozenset[str] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The names of the events that are due."""
        session = {SESSION} if self.day is not None else set()
        return frozenset(session | {_recheck(n) for n in range(min(len(self.rechecks), RECHECKS))})


def calendar(due: Due, *, written: datetime, owner: str = "me") -> bytes:
    """The calendar file (RFC 5545).

    Parameters
    ----------
    due : what is due; what is not is cancelled, at ``fallback``
    written : when the file is made, with its zone; a later one replaces an earlier one
    owner : tells several people in one calendar apart: letters, digits and hyphens

    Raises
    ------
    InputError : a time without a zone, or an owner with other characters
    """
    if written.tzinfo is None:
        raise InputError("written", given=written.isoformat(), expected="a time with its zone")
    if not owner.replace("-", "").isalnum() or not owner.isascii():
        raise InputError("owner", given=owner, expected="letters, digits and hyphens")
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    wanted = due.names if due.given is None else due.names | due.given
    for event in (_session(due), *_rechecks(due.rechecks, due.fallback)):
        if due.given is not None and str(event["uid"]) not in wanted:
            continue
        event["uid"] = f"{event['uid']}.{owner}@backspotter"
        event.add("dtstamp", written.astimezone(UTC))
        event.add("sequence", sequence(written))
        found.add_component(event)
    return bytes(found.to_ical())


def sequence(written: datetime) -> int:
    """The revision: minutes since 2020, so that a later file always has a higher one."""
    return max(int((written - COUNTED_FROM) / timedelta(minutes=1)), 0)


def _event(uid: str, summary: str, start: date, end: date, *, is_due: bool) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("summary", summary)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("status", "CONFIRMED" if is_due else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event


def _session(due: Due) -> Event:
    day = due.day or due.fallback.date()
    summary = due.session or "No session planned"
    event = _event(SESSION, summary, day, day + timedelta(days=1), is_due=due.day is not None)
    if due.about:
        event.add("description", due.about)
    return event


def _rechecks(times: Sequence[datetime], fallback: datetime) -> list[Event]:
    found = []
    for place in range(RECHECKS):
        is_due = place < len(times)
        at = (times[place] if is_due else fallback).astimezone(UTC)
        event = _event(_recheck(place), SUMMARY, at, at + LASTS, is_due=is_due)
        event.add("description", TO_DO)
        if is_due:
            event.add_component(_alarm())
        found.append(event)
    return found


def _recheck(place: int) -> str:
    return f"recheck-{place + 1}"


def _alarm() -> Alarm:
    """Shown at the time itself."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", SUMMARY)
    alarm.add("trigger", timedelta(0))
    return alarm
