"""Times as people type them: ``2026-03-02 18:30``, ``18:30`` for today, with a zone or without."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backspotter.errors import InputError

EXPECTED = "a time such as 2026-03-02 18:30, or 18:30 for today"
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
EARLIEST_YEAR = 1950
TOLERANCE = timedelta(minutes=5)
"""Clocks differ a little; what lies further ahead is a slip of the fingers."""


def time_from(typed: str, *, now: datetime, field: str = "at") -> datetime:
    """The time that was typed, in the zone it names or else in that of this machine.

    Parameters
    ----------
    now : with its zone; what is typed may not lie after it

    Raises
    ------
    InputError : no time, one in the future, or one long before there were such logs
    """
    at = _parsed(typed.strip(), now, field)
    if at.year < EARLIEST_YEAR:
        raise InputError(field, given=typed, expected=EXPECTED)
    if at > now + TOLERANCE:
        raise InputError(field, given=typed, expected="a time that is not in the future")
    return at


def day_from(typed: str, *, now: datetime, field: str = "day") -> date:
    """The day that was typed, such as ``2026-03-02``.

    Raises
    ------
    InputError : no day, or one in the future
    """
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise InputError(field, given=typed, expected="a day such as 2026-03-02") from None
    if day > now.date() or day.year < EARLIEST_YEAR:
        raise InputError(field, given=typed, expected="a day that is not in the future")
    return day


def start_of(day: date) -> datetime:
    """The first moment of a day, in the zone of this machine."""
    return datetime.combine(day, time()).astimezone()


def zone_named(name: str) -> tzinfo:
    """A zone by its name, such as ``Europe/Berlin``; that of this machine where none is named.

    Raises
    ------
    InputError : a name that is none
    """
    if not name.strip():
        return MachineZone()
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError("zone", given=name, expected="a zone such as Europe/Berlin") from None


class MachineZone(tzinfo):
    """This machine's zone at each time, with its summer times, as the operating system knows it."""

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """The offset from UTC that this machine had at a clock time."""
        return at.replace(tzinfo=None).astimezone().utcoffset() if at else None

    def dst(self, at: datetime | None) -> timedelta | None:
        """Not told apart."""
        return None

    def tzname(self, at: datetime | None) -> str | None:
        """What this machine calls it."""
        return at.replace(tzinfo=None).astimezone().tzname() if at else None


def _parsed(typed: str, now: datetime, field: str) -> datetime:
    clock = CLOCK.fullmatch(typed)
    try:
        if clock:
            today = now.replace(tzinfo=None, second=0, microsecond=0)
            return _local(today.replace(hour=int(clock[1]), minute=int(clock[2])))
        at = datetime.fromisoformat(typed)
        return _local(at) if at.tzinfo is None else at
    except (ValueError, OverflowError, OSError):
        raise InputError(field, given=typed, expected=EXPECTED) from None


def _local(at: datetime) -> datetime:
    """The same clock time with the offset that this machine had then."""
    return at.astimezone()
