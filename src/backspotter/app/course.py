"""The course of one person, from their log and their entries; and what it says to the check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import fmean, median
from typing import Final

from backspotter.app.as_of import AsOf, hours
from backspotter.app.history import History
from backspotter.app.plan_flags import assessed, open_flags, settled
from backspotter.errors import InputError
from backspotter.levels import Level
from backspotter.soreness.curve import HOLDS_STILL, MIX
from backspotter.soreness.follow import BACK_H, alarm, follow
from backspotter.soreness.values import Alarm, Bout, Course, Entry
from backspotter.training.dose import LoadOnBack, of_sets
from backspotter.training.sessions import PullSession, best_strength, pull_sessions, style_in
from backspotter.triage.assess import Assessment, assess
from backspotter.triage.check_in import TRENDS, CheckIn

HARD_UNKNOWN: Final = 0.8
"""Hardness of a session that nothing is known about: a heavy one, which expects more."""

FEWEST_SESSIONS: Final = 3
SIZES: Final = (0.25, 4.0)
DAY_H: Final = 24.0
MINUTES_PER_H: Final = 60.0
TOLD_APART_H: Final = 2.0
MOST_SINCE_H: Final = 17_520.0
"""A check-in knows no more hours since the lift."""

LATELY: Final = timedelta(hours=BACK_H, days=3)
"""What an alarm looks at: the days of the course, and whole days of training before them."""
HOLDS_FORECAST: Final = Level.see_clinician
NO_FORECAST: Final = (
    "No forecast: a warning sign is open, and what comes depends on what it is. "
    "Somebody has to look at it first."
)
SEEN_FIRST: Final = (
    "No forecast: the last check says to be seen, and what comes depends on what it is."
)
WORSE: Final = ("gone", "easing", "unchanged", "worsening", "second_worsening")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What the course hands to the check: the trend in its words, and why; empty for nothing."""

    trend: str
    rule: str
    words: str


def course_of(
    seen: AsOf, sessions: Sequence[PullSession], load_on_back: LoadOnBack
) -> Course | None:
    """The course after the sessions of the last ten days; None where there were none.

    A check-in that says how long ago the lift was stands for a session that is not in the log.
    While a sign is open that somebody has to examine, or the last check says to be seen, there is
    no forecast.
    """
    bouts = bouts_of(seen, sessions, load_on_back)
    now = hours(seen.now)
    if not any(now - BACK_H <= bout.at_h <= now for bout in bouts):
        return None
    found = follow(bouts, entries_of(seen.history), now_h=now)
    why = _held_by(seen.history)
    return held(found, why) if why else found


def held(course: Course, why: str) -> Course:
    """The course with nothing to come, in its reason too: only what alarms stays."""
    return replace(course, held=why, reason=course.reason if course.is_no_soreness else why)


def _held_by(history: History) -> str:
    """Why nothing may be forecast: something has to be looked at before; empty for no reason."""
    if any(flag.level >= HOLDS_FORECAST for flag in open_flags(history)):
        return NO_FORECAST
    last = max(history.check_ins, key=lambda each: each.at, default=None)
    if last is None:
        return ""
    level = assessed(settled(history, last.check_in), history.profile.country).level
    return SEEN_FIRST if level >= HOLDS_FORECAST else ""


def alarm_of(lately: AsOf, bouts: Callable[[], Sequence[Bout]]) -> Alarm | None:
    """What ``course_of`` says of an alarm, from as much of a history as that takes.

    Parameters
    ----------
    lately : numbers, check-ins and what was lifted when, of the last ``LATELY`` or longer
    bouts : gives ``bouts_of`` the whole history; asked only where a curve has to be fitted
    """
    entries = entries_of(lately.history)
    return alarm(_ended_h(lately), entries, now_h=hours(lately.now), bouts=bouts)


def lifted_h(lately: AsOf, *, by: datetime) -> float | None:
    """When the last session of the course ended that was over by a moment [h]; no curve is needed.

    Parameters
    ----------
    lately : check-ins and what was lifted when, of the last ``LATELY`` or longer
    """
    return max((each for each in _ended_h(lately) if each <= hours(by)), default=None)


def with_hours(told: CheckIn, lifted: float | None, *, at: datetime) -> CheckIn:
    """A check-in with the hours since the lift at a moment, by the log where it does not say.

    Parameters
    ----------
    lifted : when the last session before it ended, as far as is known [h]
    """
    if told.hours_since_lift is not None or lifted is None:
        return told
    return told.with_(hours_since_lift=min(hours(at) - lifted, MOST_SINCE_H))


def _ended_h(lately: AsOf) -> list[float]:
    """When the sessions ended, by the log and by what check-ins say [h]."""
    pulled = _with_sets(pull_sessions(lately.history.sets, until=lately.now))
    ended = [hours(each.ended) for each in pulled if _counts(each, lately)]
    return [*ended, *(each.at_h for each in _told_bouts(lately, ended))]


def course_in(history: History, seen: AsOf, load_on_back: LoadOnBack) -> Course:
    """The course, for whoever asks for nothing else.

    Raises
    ------
    InputError : no session in the last ten days
    """
    found = course_of(seen, pull_sessions(history.sets, until=seen.now), load_on_back)
    if found is None:
        expected = "a deadlift session in the last ten days, or a check-in with hours_since_lift"
        raise InputError("history", given="neither", expected=expected)
    return found


def entries_of(history: History) -> tuple[Entry, ...]:
    """Every number of pain, from entries and check-ins."""
    own = ((hours(each.at), each.pain_now, each.under_painkiller) for each in history.soreness)
    told = (
        (hours(each.at), float(pain), each.check_in.painkiller_relief_only == "yes")
        for each in history.check_ins
        if (pain := each.check_in.pain_now) is not None
    )
    return tuple(
        Entry(at_h=at_h, sore=sore, under_painkiller=under)
        for at_h, sore, under in _each_once([*own, *told])
    )


def _each_once(told: Sequence[tuple[float, float, bool]]) -> Iterable[tuple[float, float, bool]]:
    """The numbers without the same one again within a minute: that is no second observation."""
    seen = {(round(each[0] * MINUTES_PER_H), each[1], each[2]): each for each in reversed(told)}
    return reversed(seen.values())


def bouts_of(
    seen: AsOf, sessions: Sequence[PullSession], load_on_back: LoadOnBack
) -> tuple[Bout, ...]:
    """The sessions of the last ten days, from the log and from what check-ins say."""
    filmed = seen.history.filmed
    pulled = _with_sets(sessions)
    recent = [place for place, each in enumerate(pulled) if _counts(each, seen)]
    doses = [of_sets(each.sets, load_on_back, filmed).sum_kn2 for each in pulled[-20:]]
    usual = median(doses) if len(doses) >= FEWEST_SESSIONS else None
    logged = []
    for place in recent:
        dose = of_sets(pulled[place].sets, load_on_back, filmed).sum_kn2
        logged.append(_bout(pulled, place, dose / usual if usual and dose else 1.0))
    return (*logged, *_told_bouts(seen, [bout.at_h for bout in logged]))


def _with_sets(sessions: Iterable[PullSession]) -> list[PullSession]:
    """Those that were more than drills."""
    return [session for session in sessions if session.sets]


def _counts(session: PullSession, seen: AsOf) -> bool:
    return hours(session.ended) >= hours(seen.now) - BACK_H


def _bout(pulled: Sequence[PullSession], place: int, size: float) -> Bout:
    session = pulled[place]
    before = pulled[place - 1] if place else None
    mixes = [MIX.get(str(style_in(one)), HOLDS_STILL) for one in session.sets]
    return Bout(
        at_h=hours(session.ended),
        lowered=fmean(mixes),
        hardness=_hardness(pulled[: place + 1], session),
        size=min(max(size, SIZES[0]), SIZES[1]),
        days_since=None if before is None else (session.day - before.day).days,
    )


def _hardness(pulled: Sequence[PullSession], session: PullSession) -> float:
    """Heaviest load as a share of the largest that the log speaks for."""
    shares = []
    for style in {style_in(one) for one in session.sets} - {None}:
        best = best_strength(pulled, str(style), since=pulled[0].day)
        heaviest = max((one.load_kg or 0.0 for one in session.of_style(str(style))), default=0.0)
        if best is not None:
            shares.append(min(heaviest / best.kg, 1.0))
    return max(shares) if shares else HARD_UNKNOWN


def _told_bouts(seen: AsOf, logged_h: Sequence[float]) -> tuple[Bout, ...]:
    """Sessions that only a check-in of these days speaks of.

    Parameters
    ----------
    logged_h : when those in the log ended [h]
    """
    found: list[Bout] = []
    known, first = list(logged_h), hours(seen.now) - BACK_H
    for checked in seen.history.check_ins:
        since, told_h = checked.check_in.hours_since_lift, hours(checked.at)
        if since is None or told_h < first:
            continue
        at_h = told_h - since
        if all(abs(at_h - each) > DAY_H / TOLD_APART_H for each in known):
            days = None if checked.check_in.unaccustomed != "no" else 7.0
            known.append(at_h)
            found.append(Bout(at_h=at_h, hardness=HARD_UNKNOWN, days_since=days))
    return tuple(found)


def handed_over(alarm: Alarm | None) -> Handed:
    """What a course says to the check: nothing while it may still be soreness."""
    if alarm is None:
        return Handed(trend="", rule="", words="")
    trend = alarm.trend if alarm.trend in ("worsening", "second_worsening") else "unchanged"
    return Handed(trend=trend, rule=alarm.rule, words=alarm.reason)


def assessed_with_course(
    check_in: CheckIn, course: Course | None, *, country: str = ""
) -> tuple[Assessment, Handed]:
    """The assessment of a check-in beside the course, which can only raise it.

    The check-in is assessed as it stands, and again with the trend that the course shows where
    that is worse than what was said; the higher of the two is the answer.
    """
    own = assess(check_in, country=country)
    alarm = None if course is None else course.alarm
    handed = handed_over(alarm)
    told = as_followed(check_in, alarm)
    if told == check_in:
        return own, handed
    raised = assess(told, country=country)
    return (raised if raised.level > own.level else own), handed


def as_followed(check_in: CheckIn, alarm: Alarm | None) -> CheckIn:
    """The check-in with the trend that the course shows, where that is worse than what was said."""
    if alarm is None:
        return check_in
    return check_in.with_(**_raised(check_in, alarm, handed_over(alarm)))


def _raised(check_in: CheckIn, alarm: Alarm, handed: Handed) -> dict[str, object]:
    found: dict[str, object] = {}
    if check_in.trend not in TRENDS or WORSE.index(check_in.trend) < WORSE.index(handed.trend):
        found["trend"] = handed.trend
    if check_in.hours_since_lift is None and 0 <= alarm.since_h <= 17_520:
        found["hours_since_lift"] = alarm.since_h
    return found
