"""The course so far and to come: expected, fitted, forecast, and what to call it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.soreness.curve import OrdinaryPeople, bouts_that_matter
from backspotter.soreness.draws import even_normals
from backspotter.soreness.population import value
from backspotter.soreness.posterior import KEPT, Posterior, fit
from backspotter.soreness.staying import ComesBack, StayingPain
from backspotter.soreness.values import MOST_SORE, Array, Band, Bout, Course, Entry, Span
from backspotter.soreness.verdict import Seen, judged, trend_of

BACK_H: Final = 240.0
"""How long a session matters [h]."""

AHEAD_H: Final = 168.0
STEP_H: Final = 3.0
GONE: Final = 1.0
"""Below this, soreness is called gone [of 10]: assumption."""

LOW, HIGH = 5.0, 95.0
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
    told = _told(entries, counted, now_h)
    return _followed(counted, told, now_h)


def _told(entries: Sequence[Entry], bouts: Sequence[Bout], now_h: float) -> tuple[Entry, ...]:
    first = bouts[0].at_h
    kept = sorted((each for each in entries if first <= each.at_h <= now_h), key=_time)
    return tuple(kept[-MOST_ENTRIES:])


def _time(entry: Entry) -> float:
    return entry.at_h


def _followed(bouts: tuple[Bout, ...], entries: tuple[Entry, ...], now_h: float) -> Course:
    family, last = OrdinaryPeople(bouts), bouts[-1].at_h
    own = fit(family, entries)
    hours = last + np.arange(0.0, AHEAD_H + STEP_H, STEP_H)
    usual_people = even_normals(KEPT, family.dimensions)
    usual, mine = family.sore(usual_people, hours), family.sore(own.people, hours)
    peak_h, peak, end_h = _landmarks(family, own.people, hours)
    usual_end_h = _landmarks(family, usual_people, hours)[2]
    since = tuple(each for each in entries if each.at_h > last)
    seen = Seen(
        entries=since,
        since_h=since[-1].at_h - last if since else max(now_h - last, 0.0),
        odds=_odds(bouts, entries, own),
        peak_h=peak_h.value,
        end_h=end_h.value,
        usual_end_h=usual_end_h.high,
    )
    row, reason = judged(seen)
    return Course(
        bouts=bouts,
        entries=entries,
        now_h=now_h,
        since_h=now_h - last,
        expected=_band(usual, hours),
        fitted=_band(mine, hours),
        peak_h=peak_h,
        peak=peak,
        end_h=end_h,
        usual_end_h=usual_end_h,
        odds=seen.odds,
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
    return _band(OrdinaryPeople(course.bouts).sore(own.people, at), at)


def _odds(bouts: tuple[Bout, ...], entries: tuple[Entry, ...], own: Posterior) -> float:
    """Decimal logarithm of the better of the two others over ordinary soreness."""
    if len(entries) < 2:
        return 0.0
    others = (
        fit(family, entries).log_evidence for family in (StayingPain(bouts), ComesBack(bouts))
    )
    return (max(others) - own.log_evidence) / log(10)


def _landmarks(family: OrdinaryPeople, people: Array, hours: Array) -> tuple[Span, Span, Span]:
    """When it is worst [h], how sore then [of 10], and when it is gone [h]."""
    after = hours[1:]
    sore = family.of_sessions(people, after)
    since = after - family.bouts[-1].at_h
    size = np.minimum(sore.max(axis=1) + family.background(people)[:, 0], MOST_SORE)
    above = sore >= GONE
    last = np.where(above.any(axis=1), sore.shape[1] - 1 - above[:, ::-1].argmax(axis=1), 0)
    return _span(since[sore.argmax(axis=1)]), _span(size), _span(since[last])


def _span(values: Array) -> Span:
    low, middle, high = np.percentile(values, [LOW, 50.0, HIGH])
    return Span(float(middle), float(low), float(high))


@cache
def _noise() -> Array:
    """The noise of reports, evenly, in an order unlike that of any person's numbers."""
    return value("report_noise") * even_normals(KEPT, 29)[:, 28]


def _band(sore: Array, hours: Array) -> Band:
    """Middle of the soreness, and where nine in ten reports of it lie."""
    reported = np.clip(sore + _noise()[:, None], 0.0, MOST_SORE)
    low, high = np.percentile(reported, [LOW, HIGH], axis=0)
    middle = np.clip(np.median(sore, axis=0), low, high)
    return Band(hours, middle, low, high)
