"""The course of one person, from their log and their entries; and what it says to the check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from backspotter.app.as_of import AsOf, hours
from backspotter.app.history import CheckedIn, History
from backspotter.errors import InputError
from backspotter.soreness.curve import HOLDS_STILL, MIX
from backspotter.soreness.follow import BACK_H, follow
from backspotter.soreness.values import Bout, Course, Entry
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
    """
    bouts = _bouts(seen, sessions, load_on_back)
    now = hours(seen.now)
    if not any(now - BACK_H <= bout.at_h <= now for bout in bouts):
        return None
    return follow(bouts, entries_of(seen.history), now_h=now)


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
    own = [
        Entry(at_h=hours(each.at), sore=each.pain_now, under_painkiller=each.under_painkiller)
        for each in history.soreness
    ]
    told = [_entry(each) for each in history.check_ins if each.check_in.pain_now is not None]
    return _each_once((*own, *told))


def _each_once(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries without the same number again within a minute: that is no second observation."""
    seen = {
        (round(each.at_h * MINUTES_PER_H), each.sore, each.under_painkiller): each
        for each in reversed(entries)
    }
    return tuple(reversed(seen.values()))


def _entry(checked: CheckedIn) -> Entry:
    return Entry(
        at_h=hours(checked.at),
        sore=float(checked.check_in.pain_now or 0),
        under_painkiller=checked.check_in.painkiller_relief_only == "yes",
    )


def _bouts(
    seen: AsOf, sessions: Sequence[PullSession], load_on_back: LoadOnBack
) -> tuple[Bout, ...]:
    filmed = seen.history.filmed
    pulled = [session for session in sessions if session.sets]
    first = hours(seen.now) - BACK_H
    recent = [place for place, each in enumerate(pulled) if hours(each.ended) >= first]
    doses = [of_sets(each.sets, load_on_back, filmed).sum_kn2 for each in pulled[-20:]]
    usual = median(doses) if len(doses) >= FEWEST_SESSIONS else None
    logged = []
    for place in recent:
        dose = of_sets(pulled[place].sets, load_on_back, filmed).sum_kn2
        logged.append(_bout(pulled, place, dose / usual if usual and dose else 1.0))
    return (*logged, *_told_bouts(seen.history, logged))


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


def _told_bouts(history: History, logged: Sequence[Bout]) -> tuple[Bout, ...]:
    """Sessions that only a check-in speaks of."""
    found: list[Bout] = []
    for checked in history.check_ins:
        since = checked.check_in.hours_since_lift
        if since is None:
            continue
        at_h = hours(checked.at) - since
        known = [bout.at_h for bout in (*logged, *found)]
        if all(abs(at_h - each) > DAY_H / TOLD_APART_H for each in known):
            days = None if checked.check_in.unaccustomed != "no" else 7.0
            found.append(Bout(at_h=at_h, hardness=HARD_UNKNOWN, days_since=days))
    return tuple(found)


def handed_over(course: Course | None) -> Handed:
    """What a course says to the check: nothing while it may still be soreness.

    Parameters
    ----------
    course : what ``follow`` gave, or None
    """
    if course is None or course.verdict != "not_like_soreness":
        return Handed(trend="", rule="", words="")
    trend = course.trend if course.trend in ("worsening", "second_worsening") else "unchanged"
    return Handed(trend=trend, rule=course.rule, words=course.reason)


def assessed_with_course(
    check_in: CheckIn, course: Course | None, *, country: str = ""
) -> tuple[Assessment, Handed]:
    """The assessment of a check-in beside the course, which can only raise it.

    The check-in is assessed as it stands, and again with the trend that the course shows where
    that is worse than what was said; the higher of the two is the answer.
    """
    own = assess(check_in, country=country)
    handed = handed_over(course)
    told = as_followed(check_in, course)
    if told == check_in:
        return own, handed
    raised = assess(told, country=country)
    return (raised if raised.level > own.level else own), handed


def as_followed(check_in: CheckIn, course: Course | None) -> CheckIn:
    """The check-in with the trend that the course shows, where that is worse than what was said."""
    handed = handed_over(course)
    if not handed.trend or course is None:
        return check_in
    return check_in.with_(**_raised(check_in, course, handed))


def _raised(check_in: CheckIn, course: Course, handed: Handed) -> dict[str, object]:
    found: dict[str, object] = {}
    if check_in.trend not in TRENDS or WORSE.index(check_in.trend) < WORSE.index(handed.trend):
        found["trend"] = handed.trend
    if check_in.hours_since_lift is None and 0 <= course.since_h <= 17_520:
        found["hours_since_lift"] = course.since_h
    return found
