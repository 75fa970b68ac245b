"""The course so far and to come: expected, fitted, forecast, and what to call it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.soreness.curve import OrdinaryPeople, bouts_that_matter, times_that_matter
from backspotter.soreness.fitted import Fitted, band
from backspotter.soreness.posterior import fit
from backspotter.soreness.values import Alarm, Band, Bout, Course, Entry
from backspotter.soreness.verdict import Seen, alarming, judged, trend_of

BACK_H: Final = 240.0
"""How long a session matters [h]."""

MOST_ENTRIES: Final = 60
"""The last so many entries count: two weeks at four a day."""


def follow(bouts: Sequence[Bout], entries: Sequence[Entry], *, now_h: float) -> Course:
    """The course of soreness after these sessions, as these entries tell it.

    Parameters
    ----------
    bouts : sessions in any order; those of the last ten days count
    entries : what was reported, in any order; what lies after ``now_h`` does not count
    now_h : the time from which it is seen, on the clock of the sessions [h]

    Returns
    -------
    Course : the same for the same input

    Raises
    ------
    InputError : no session in the last ten days
    """
    counted = bouts_that_matter(bouts, now_h, within_h=BACK_H)
    if not counted:
        raise InputError("bouts", given="no session", expected="one in the last ten days")
    told = _told(entries, counted[0].at_h, now_h)
    return _followed(counted, told, now_h)


def alarm(
    ended_h: Sequence[float],
    entries: Sequence[Entry],
    *,
    now_h: float,
    bouts: Callable[[], Sequence[Bout]],
) -> Alarm | None:
    """Whether a course stopped looking like soreness: what ``follow`` says of that, and no more.

    Most courses are told by their times and numbers alone; curves are fitted where they are not.

    Parameters
    ----------
    ended_h : when the sessions ended, in any order [h]
    entries, now_h : as for ``follow``
    bouts : gives the same sessions; asked only where a curve has to be fitted

    Returns
    -------
    Alarm : None where it may be soreness, or where there was no session in the last ten days
    """
    counted = times_that_matter(ended_h, now_h, within_h=BACK_H)
    if not counted:
        return None
    told = _told(entries, counted[0], now_h)
    curves = Fitted(lambda: bouts_that_matter(bouts(), now_h, within_h=BACK_H), told)
    seen = _seen(counted[-1], now_h, curves)
    found = alarming(seen)
    if found is None:
        return None
    row, reason = found
    since_h = now_h - counted[-1]
    return Alarm(since_h=since_h, trend=trend_of(seen), rule=row.id, reason=reason)


def _told(entries: Sequence[Entry], first_h: float, now_h: float) -> tuple[Entry, ...]:
    kept = sorted((each for each in entries if first_h <= each.at_h <= now_h), key=_time)
    return tuple(kept[-MOST_ENTRIES:])


def _time(entry: Entry) -> tuple[float, ...]:
    """Entries of one moment stand in one order, however they were handed over."""
    return entry.at_h, entry.sore, entry.under_painkiller


def _seen(last_h: float, now_h: float, curves: Fitted) -> Seen:
    since = tuple(each for each in curves.entries if each.at_h > last_h)
    since_h = since[-1].at_h - last_h if since else max(now_h - last_h, 0.0)
    return Seen(entries=since, since_h=since_h, curves=curves)


def _followed(bouts: tuple[Bout, ...], entries: tuple[Entry, ...], now_h: float) -> Course:
    last_h = bouts[-1].at_h
    curves = Fitted(lambda: bouts, entries)
    seen = _seen(last_h, now_h, curves)
    row, reason = judged(seen)
    peak_h, peak, end_h = curves.landmarks
    return Course(
        bouts=bouts,
        entries=entries,
        now_h=now_h,
        since_h=now_h - last_h,
        expected=curves.expected,
        fitted=curves.fitted,
        peak_h=peak_h,
        peak=peak,
        end_h=end_h,
        usual_end_h=curves.usual_landmarks[2],
        odds=curves.odds,
        trend=trend_of(seen),
        verdict=row.verdict,
        rule=row.id,
        reason=reason,
    )


def forecast(course: Course, hours: Sequence[float]) -> Band:
    """What this person will report at these hours [h], with a 90 % band.

    Parameters
    ----------
    course : what ``follow`` gave
    hours : on the same clock as its sessions
    """
    at = np.asarray(hours, dtype=float)
    own = fit(OrdinaryPeople(course.bouts), course.entries)
    return band(OrdinaryPeople(course.bouts).sore(own.people, at), at)
