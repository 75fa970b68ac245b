"""Re-checks and the next session for a calendar: stable ids, so that a newer file replaces.

Every file holds the same few events: one session and three re-checks. What is not due is in it as
cancelled, so that an event of an older file goes away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from backspotter.errors import InputError

RECHECKS: Final = 3
LASTS: Final = timedelta(minutes=15)
COUNTED_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)
PRODUCT: Final = "-//Backspotter//plan//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What goes into a calendar: the session, if one is due, and when to check again."""

    day: date | None
    session: str
    about: str
    rechecks: tuple[datetime, ...]
    fallback: datetime


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
    for event in (_session(due), *_rechecks(due.rechecks, due.fallback)):
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
    event = _event("session", summary, day, day + timedelta(days=1), is_due=due.day is not None)
    if due.about:
        event.add("description", due.about)
    return event


def _rechecks(times: Sequence[datetime], fallback: datetime) -> list[Event]:
    found = []
    for place in range(RECHECKS):
        is_due = place < len(times)
        at = (times[place] if is_due else fallback).astimezone(UTC)
        uid = f"recheck-{place + 1}"
        found.append(_event(uid, "Back: check again", at, at + LASTS, is_due=is_due))
    return found
