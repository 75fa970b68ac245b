"""A course as numbers for a drawn curve: bands, entries and sessions over hours, days by name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np

from backspotter.app.track_course import Followed
from backspotter.soreness.values import Band, Course

STEP_H: Final = 12
LAST_H: Final = 168.0
PLACES: Final = 2
DAY_H: Final = 24.0


def curve_document(found: Followed) -> dict[str, Any]:
    """What a page draws, in hours after the last session; nothing but ``has_course`` without one.

    ``usual`` is the band of what people report after such sessions, ``own`` that of this person up
    to now, ``coming`` what is to come where that may be forecast; each has rows of hour, middle,
    low and high. ``days`` : where each day begins, and its name.
    """
    course = found.course
    if course is None:
        return {"has_course": False}
    last, now = course.bouts[-1].at_h, course.now_h - course.bouts[-1].at_h
    own = _rows(course.fitted, last) if course.entries else []
    return {
        "has_course": True,
        "now": round(now, PLACES),
        "usual": _rows(course.expected, last),
        "own": [row for row in own if row[0] <= now],
        "coming": [row for row in own if row[0] >= now] if course.can_forecast else [],
        "entries": [
            [round(each.at_h - last, PLACES), each.sore, each.under_painkiller]
            for each in course.entries
        ],
        "sessions": [round(each.at_h - last, PLACES) for each in course.bouts],
        "days": _days(found, course),
    }


def table_rows(found: Followed) -> list[tuple[int, str, str]]:
    """The curve twice a day for whoever reads it: hours, usual band, own band."""
    course = found.course
    if course is None:
        return []
    last, now = course.bouts[-1].at_h, course.now_h - course.bouts[-1].at_h
    rows = []
    for hour in range(0, int(LAST_H) + 1, STEP_H):
        is_told = bool(course.entries) and (course.can_forecast or hour <= now)
        own = _at(course.fitted, hour + last) if is_told else ""
        rows.append((hour, _at(course.expected, hour + last), own))
    return rows


def _at(band: Band, hour: float) -> str:
    low, high = (float(np.interp(hour, band.hours, end)) for end in (band.low, band.high))
    return f"{low:.1f} to {high:.1f}"


def _rows(band: Band, last: float) -> list[list[float]]:
    rows = zip(band.hours - last, band.middle, band.low, band.high, strict=True)
    return [[round(float(each), PLACES) for each in row] for row in rows if row[0] <= LAST_H]


def _days(found: Followed, course: Course) -> list[list[Any]]:
    """Midnights of the person's own days, each with the name of the day that begins."""
    first = min([0.0, *(each.at_h - course.bouts[-1].at_h for each in course.entries)])
    at = _midnight(found.at(first))
    days = []
    while at <= found.at(LAST_H):
        hours = (at - found.at(0.0)) / timedelta(hours=1)
        days.append([round(hours, PLACES), f"{at:%a} {at.day}"])
        at += timedelta(hours=DAY_H)
    return days


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
