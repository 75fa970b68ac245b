"""The facts of one day, for the guards, out of a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Final

from backspotter.app.as_of import AsOf, hours
from backspotter.app.course import MOST_SINCE_H, assessed_with_course, lifted_h, with_hours
from backspotter.app.history import CheckedIn, FilmNote, History
from backspotter.app.plan_flags import (
    Flag,
    is_bone,
    is_nerve,
    is_swollen,
    level_with,
    open_flags,
    settled,
    with_flags,
)
from backspotter.levels import Level
from backspotter.soreness.values import Course
from backspotter.training.log import Night
from backspotter.training.sessions import PullSession
from backspotter.training.situation import PAIN_H, Situation
from backspotter.triage.assess import Assessment
from backspotter.triage.check_in import CheckIn

EPISODE_H: Final = 14 * 24.0
"""A number of pain or a check longer ago than this is another episode: assumption."""

FILM_DAYS: Final = 60
NIGHTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands: the last check, and its level with every open flag."""

    check_in: CheckIn
    checked: CheckedIn | None
    level: Level | None
    assessment: Assessment | None
    flags: tuple[Flag, ...]
    numbers: tuple[tuple[float, float], ...]
    """Hours ago and pain, the newest first."""


def standing(seen: AsOf, course: Course | None) -> Standing:
    """The last check with every open flag, and raised where the course is worse than it says.

    A later number alone lowers nothing: for that a check has to be made.
    """
    history, flags = seen.history, open_flags(seen.history)
    numbers = _numbers(seen)
    last = max(history.check_ins, key=lambda each: each.at, default=None)
    if last is None:
        level, found = _without_check(course, history, flags)
        return Standing(
            check_in=CheckIn(),
            checked=None,
            level=level,
            assessment=found,
            flags=flags,
            numbers=numbers,
        )
    told, country = settled(history, last.check_in), history.profile.country
    level, found = level_with(told, flags, country)
    raised, _ = assessed_with_course(with_flags(told, flags), course, country=country)
    if raised.level > level:
        level, found = raised.level, raised
    return Standing(
        check_in=told, checked=last, level=level, assessment=found, flags=flags, numbers=numbers
    )


def _without_check(
    course: Course | None, history: History, flags: Sequence[Flag]
) -> tuple[Level | None, Assessment | None]:
    """Without any check-in only open flags and a course that is no soreness say something."""
    country = history.profile.country
    found, handed = assessed_with_course(with_flags(CheckIn(), flags), course, country=country)
    if not flags:
        return (found.level, found) if handed.trend else (None, None)
    return max([found.level, *(flag.level for flag in flags)]), found


def _numbers(seen: AsOf) -> tuple[tuple[float, float], ...]:
    now, history = hours(seen.now), seen.history
    own = [(now - hours(each.at), each.pain_now) for each in history.soreness]
    told = [
        (now - hours(each.at), float(each.check_in.pain_now))
        for each in history.check_ins
        if each.check_in.pain_now is not None
    ]
    return tuple(sorted([*own, *told]))


def hours_later(standing: Standing, seen: AsOf) -> CheckIn:
    """The check-in with the hours since the lift by now, for advice that goes by hours: those it
    said and what has passed since, else by the log."""
    told, checked = standing.check_in, standing.checked
    if checked is None or told.hours_since_lift is None:
        return with_hours(told, lifted_h(seen, by=seen.now), at=seen.now)
    passed = hours(seen.now) - hours(checked.at)
    return told.with_(hours_since_lift=min(told.hours_since_lift + passed, MOST_SINCE_H))


def in_episode(standing: Standing) -> bool:
    """Whether the back is in an episode: a flag is open, or it was not well within two weeks."""
    if standing.flags:
        return True
    recent = [pain for ago, pain in standing.numbers if ago <= EPISODE_H]
    if recent:
        return recent[0] >= 1
    level = standing.level
    return standing.checked is not None and level is not None and level >= Level.see_clinician


def situation(
    seen: AsOf,
    standing: Standing,
    course: Course | None,
    *,
    style: str,
    day: date,
    sessions: Sequence[PullSession],
    week_ratio: float | None,
    weeks_known: int | None,
) -> Situation:
    """Every fact that a guard may ask for, as far as it is known."""
    pulls = [session for session in sessions if session.sets]
    last = pulls[-1] if pulls else None
    last_night, three = _sleep(seen.history.nights, seen.today)
    assessment = standing.assessment
    return Situation(
        level=standing.level,
        nerve_sign=is_nerve(standing.flags),
        bone=assessment is not None and is_bone(assessment),
        swelling=is_swollen(with_flags(standing.check_in, standing.flags)),
        in_episode=in_episode(standing),
        hours_since_check=_since_check(seen, standing),
        pain=_pain(standing.numbers),
        pain_last=standing.numbers[0][1] if standing.numbers else None,
        pain_unsaid=_pain_unsaid(seen, standing),
        painkiller=_under_painkiller(seen),
        pain_last_pull=_pain_in(seen.history, last),
        course=course.verdict if course is not None else "",
        before_peak=_before_peak(course),
        week_ratio=week_ratio,
        weeks_known=weeks_known,
        days_since_pull=None if last is None else float((day - last.day).days),
        faults=faults_of(seen.history.films, style, seen.today),
        sleep_last_h=last_night,
        sleep_three_h=three,
    )


def _before_peak(course: Course | None) -> bool:
    """Whether the worst is still to come, where that may be forecast."""
    if course is None or not course.can_forecast:
        return False
    return 0 < course.since_h < course.peak_h.value


def _since_check(seen: AsOf, standing: Standing) -> float | None:
    """Hours since the last check; a number alone counts once there was a check in this episode."""
    if standing.checked is None:
        return None
    since = hours(seen.now) - hours(standing.checked.at)
    numbers = [ago for ago, _ in standing.numbers]
    return min([since, *numbers]) if since <= EPISODE_H else since


def _pain(numbers: Sequence[tuple[float, float]]) -> float | None:
    if not numbers or numbers[0][0] > EPISODE_H:
        return None
    return max(pain for ago, pain in numbers if ago <= max(PAIN_H, numbers[0][0]))


def _pain_unsaid(seen: AsOf, standing: Standing) -> bool:
    """Whether the last check of these two weeks leaves open how sore the back is still."""
    checked = standing.checked
    if checked is None or checked.check_in.pain_now is not None:
        return False
    since = hours(seen.now) - hours(checked.at)
    told_later = any(ago <= since for ago, _ in standing.numbers)
    return since <= EPISODE_H and checked.check_in.trend != "gone" and not told_later


def _under_painkiller(seen: AsOf) -> bool:
    last_number = max(seen.history.soreness, key=lambda each: each.at, default=None)
    last_check = max(seen.history.check_ins, key=lambda each: each.at, default=None)
    if last_number and (last_check is None or last_number.at >= last_check.at):
        return last_number.under_painkiller
    return last_check is not None and last_check.check_in.painkiller_relief_only == "yes"


def _pain_in(history: History, session: PullSession | None) -> float | None:
    if session is None:
        return None
    hurt = [note.pain_during for note in history.sessions if note.day == session.day]
    return max(hurt, default=None)


def faults_of(films: Sequence[FilmNote], style: str, today: date) -> frozenset[str]:
    """What the last film of this style showed, if it is not too old."""
    first = today - timedelta(days=FILM_DAYS)
    own = [film for film in films if film.style == style and film.at.date() >= first]
    return max(own, key=lambda film: film.at).faults if own else frozenset()


def _sleep(nights: Sequence[Night], today: date) -> tuple[float | None, float | None]:
    """Hours asleep last night, and on average over three nights; time in bed where it is all."""
    asleep: dict[date, float] = {}
    for night in nights:
        known = night.asleep_h if night.asleep_h is not None else night.in_bed_h
        if known is not None and 0 <= (today - night.woke).days < NIGHTS:
            asleep[night.woke] = max(known, asleep.get(night.woke, 0.0))
    three = fmean(asleep.values()) if len(asleep) == NIGHTS else None
    return asleep.get(today), three
