"""Times as they are kept: in UTC, so that they sort, with the offset they were given in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from backspotter.errors import InputError


def kept_time(field: str, at: datetime) -> tuple[str, int]:
    """The time in UTC as text that sorts, and its offset from UTC [s].

    Raises
    ------
    InputError : a time that does not know its zone, or lies outside the calendar
    """
    offset = at.utcoffset()
    if offset is None:
        raise InputError(field, given=at.isoformat(), expected="a time with its zone")
    try:
        utc = at.astimezone(UTC)
    except OverflowError:
        raise InputError(field, given=at.isoformat(), expected="a time in our era") from None
    return utc.isoformat(timespec="microseconds").replace("+00:00", "Z"), offset // SECOND


def time_of(utc: str, offset_s: int) -> datetime:
    """The time again; inverse of ``kept_time``.

    Raises
    ------
    ValueError : not what ``kept_time`` gives
    """
    return datetime.fromisoformat(utc).astimezone(_zone(offset_s))


@lru_cache(maxsize=256)
def _zone(offset_s: int) -> timezone:
    return timezone(timedelta(seconds=offset_s))


SECOND = timedelta(seconds=1)
