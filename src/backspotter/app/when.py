"""Times as people type them: ``2026-03-02 18:30``, ``18:30`` for today, with a zone or without."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backspotter.errors import InputError

EXPECTED = "a time such as 2026-03-02 18:30, or 18:30 for today"
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
EARLIEST_YEAR = 1950
MORNING, EVENING = "08:00", "20:00"
"""When a person who says no more than that is taken to mean."""

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


def usual_times(now: datetime) -> tuple[tuple[str, str], ...]:
    """The times that a form offers, each with its words: none that is still to come.

    Parameters
    ----------
    now : with its zone
    """
    has_been = _parsed(MORNING, now, "at") <= now
    morning = (("morning", f"This morning, {_said(MORNING)}"),) if has_been else ()
    return (("now", "Now"), *morning, ("yesterday", f"Yesterday evening, {_said(EVENING)}"))


def _said(clock: str) -> str:
    return clock.removeprefix("0")


def chosen_time(
    chosen: str, typed: str, *, now: datetime, before: datetime | None = None
) -> datetime:
    """The time that a form says: one of its usual ones, or what was typed beside them.

    Parameters
    ----------
    chosen : ``now``, ``morning`` (8:00 today), ``yesterday`` (20:00), ``same`` or ``other``
    typed : for ``other``, such as ``2026-03-02T18:30``
    before : when it was, for ``same``

    Raises
    ------
    InputError : another choice, a choice and a time, no time, or one that is still to come
    """
    if typed.strip() and chosen not in ("", "other"):
        expected = "one of them: choose “Another time”, or empty the field"
        raise InputError("at", given="a choice and a time", expected=expected)
    today = now.date()
    usual = {
        "morning": f"{today} {MORNING}",
        "yesterday": f"{today - timedelta(days=1)} {EVENING}",
        "other": typed,
    }
    if chosen in usual:
        return time_from(usual[chosen], now=now)
    if chosen == "same" and before is not None:
        return before
    if chosen not in ("", "now"):
        raise InputError("at", given=chosen, expected="one of the times that are offered")
    return time_from(typed, now=now) if typed.strip() else now


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


def hours_after(since: datetime, hours: float, *, zone: tzinfo) -> datetime:
    """The moment so many hours later [h], as the clock on the wall of a zone shows it then.

    The hours are those that pass: where the clocks change between, the clock shows one more or one
    less than was added.
    """
    return (since.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone)


def zone_of(now: datetime) -> tzinfo:
    """The zone of a moment with its summer times.

    A clock that was asked for the time knows the offset of now alone; where that is the one of
    this machine, the machine knows when it changes.

    Parameters
    ----------
    now : with its zone
    """
    here, given = MachineZone(), now.tzinfo
    if given is None or not isinstance(given, timezone):
        return given or here
    return here if now.astimezone(here).utcoffset() == now.utcoffset() else given


def as_said(at: datetime) -> datetime:
    """The same moment and clock time, with the plain offset that holds then."""
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()), fold=0)


class MachineZone(tzinfo):
    """This machine's zone at each time, with its summer times, as the operating system knows it."""

    def fromutc(self, at: datetime) -> datetime:
        """The clock time here of a moment that is given in UTC."""
        here = at.replace(tzinfo=UTC).astimezone()
        plain = here.replace(tzinfo=None, fold=0)
        is_second = plain.astimezone().utcoffset() != here.utcoffset()
        return plain.replace(tzinfo=self, fold=int(is_second))

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
