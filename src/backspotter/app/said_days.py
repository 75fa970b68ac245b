"""Days and times as people say them: no nought before a day of one figure."""

from __future__ import annotations

from datetime import date, datetime


def said_day(at: date) -> str:
    """``Monday 2 March``."""
    return f"{at:%A} {at.day} {at:%B}"


def said_moment(at: datetime) -> str:
    """``Monday 2 March, 18:30``."""
    return f"{said_day(at)}, {at:%H:%M}"
