"""The plan of a day: what to do now, before lifting, and next session. Made anew each time.

Nothing of it is kept: the same history gives the same plan, and a corrected entry corrects it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from backspotter.app.as_of import AsOf, as_of
from backspotter.app.check_again import check_again, is_well
from backspotter.app.course import course_of
from backspotter.app.history import History
from backspotter.app.plan_loads import load_on_back
from backspotter.app.plan_return import Return, returning
from backspotter.app.plan_situation import (
    Standing,
    faults_of,
    hours_later,
    situation,
    standing,
)
from backspotter.app.plan_values import NextSession, Plan, State
from backspotter.soreness.values import Course
from backspotter.spine.rep import styles
from backspotter.training.dose import LoadOnBack, WeekRoom, of_reps, week_room, weeks
from backspotter.training.guards import Measure, holding
from backspotter.training.limits import Limited, Prescription, Reason, limited
from backspotter.training.plates import Loaded, Rack, loaded_down
from backspotter.training.proposal import Proposal, propose
from backspotter.training.recovery import Recovery, recovery, speaks_of_hinges
from backspotter.training.sessions import (
    PullSession,
    best_strength,
    pull_sessions,
    usual_gap_days,
    usual_style,
)
from backspotter.training.situation import Situation
from backspotter.training.steps import days_between, step_reason
from backspotter.training.units import from_kg
from backspotter.training.warm_up import Found, leading_sets, warm_up
from backspotter.triage.advice import Advice, advise

STYLE: Final = "conventional"
TOO_LIGHT: Final = "Your bar alone is more: hinge without it, or hold a weight of {} at most."
GAP_DAYS: Final = 3.0
STRENGTH_FROM: Final = timedelta(days=90)
GAPS: Final = (2.0, 7.0)
"""Days between pulls where nothing else is known, and between which a usual gap is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """What the parts of a plan share."""

    seen: AsOf
    sessions: tuple[PullSession, ...]
    style: str
    load: LoadOnBack
    course: Course | None
    standing: Standing
    back: Return | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Advised:
    """What to do now, and when to check again."""

    do_now: tuple[Advice, ...] = ()
    recovery: tuple[Recovery, ...] = ()
    recheck: tuple[datetime, ...] = ()


def plan(history: History, *, today: date | datetime) -> Plan:
    """What to do now, before lifting and next session, from everything entered up to a day.

    Parameters
    ----------
    history : one person's past; what lies after ``today`` does not count
    today : a day, or a moment with its zone

    Returns
    -------
    Plan : the same for the same history and day, on any machine, in any zone
    """
    day = _day(as_of(history, today))
    proposed, room = _proposed(day)
    next_day = _next_day(day)
    reasons, facts = _reasons(day, proposed, room, next_day)
    limits = limited(proposed.prescription, reasons)
    state, load = _state(limits, history.profile.rack)
    advised = _now(day, state)
    return Plan(
        today=day.seen.today,
        now=day.seen.now,
        state=state,
        why=_why(state, limits, proposed),
        session=_session(day, state, limits.result, load, next_day),
        limits=limits,
        proposed=proposed,
        step=day.back.due if day.back else None,
        level=day.standing.level,
        flags=day.standing.flags,
        course=day.course,
        situation=facts,
        room=room,
        strength=best_strength(day.sessions, day.style, since=day.seen.today - STRENGTH_FROM),
        do_now=advised.do_now,
        recovery=advised.recovery,
        recheck=advised.recheck,
    )


def _day(seen: AsOf) -> _Day:
    profile = seen.history.profile
    sessions = pull_sessions(seen.history.sets, until=_end(seen))
    style = profile.style or usual_style(sessions) or STYLE
    masses = sorted(seen.history.body_mass, key=lambda each: each.at)
    load = load_on_back(profile, masses[-1].mass_kg if masses else None)
    course = course_of(seen, sessions, load)
    return _Day(
        seen=seen,
        sessions=sessions,
        style=style,
        load=load,
        course=course,
        standing=standing(seen, course),
        back=returning(seen, sessions, style),
    )


def _end(seen: AsOf) -> datetime:
    """Sets of the day count, also those that the log dates to its end."""
    return seen.now.replace(hour=23, minute=59, second=59, microsecond=999999)


def _proposed(day: _Day) -> tuple[Proposal, WeekRoom | None]:
    """What builds on the sessions before a stop, where there was one."""
    profile = day.seen.history.profile
    built_on = day.back.sessions if day.back else day.sessions
    found = propose(built_on, day.style, profile.rack, profile.scheme, today=day.seen.today)
    return found, week_room(day.sessions, _next_day(day), day.load, filmed=day.seen.history.filmed)


def _next_day(day: _Day) -> date:
    """The usual gap after the last pull, a short one on the way back; never in the past."""
    pulls = [session.day for session in day.sessions if session.sets]
    if not pulls:
        return day.seen.today
    if day.back:
        return max(day.sessions[-1].day + timedelta(days=days_between()), day.seen.today)
    gap = usual_gap_days(day.sessions) or GAP_DAYS
    due = pulls[-1] + timedelta(days=math.floor(min(max(gap, GAPS[0]), GAPS[1])))
    return max(due, day.seen.today)


def _reasons(
    day: _Day, proposed: Proposal, room: WeekRoom | None, next_day: date
) -> tuple[tuple[Reason, ...], Situation]:
    work = proposed.prescription
    step = (step_reason(day.back.due, day.back.usual_kg),) if day.back else ()
    reckoned = step[0].ceiling.on(work) if step else work

    def of_set(kg: float) -> float:
        return of_reps(day.style, kg, reckoned.reps, day.load).sum_kn2

    ratio = None if room is None else room.ratio(reckoned.sets * of_set(reckoned.kg))
    facts = situation(
        day.seen,
        day.standing,
        day.course,
        style=day.style,
        day=next_day,
        sessions=day.sessions,
        week_ratio=ratio,
        weeks_known=_weeks_known(day, proposed, room),
    )
    measure = Measure(
        last_kg=proposed.last_kg,
        kn2_per_set=of_set,
        week_kn2=None if room is None else room.usual_kn2,
        six_days_kn2=0.0 if room is None else room.six_days_kn2,
        week_kg=reckoned.kg,
        last_sets=proposed.last_sets,
        last_reps=proposed.last_reps,
    )
    return (*holding(facts, work, measure), *step), facts


def _weeks_known(day: _Day, proposed: Proposal, room: WeekRoom | None) -> int | None:
    if room is not None:
        return room.weeks
    if proposed.last_day is None:
        return None
    past = weeks(day.sessions, day.seen.today, day.load, filmed=day.seen.history.filmed)
    return sum(week.dose.sum_kn2 > 0 for week in past)


def _state(limits: Limited, rack: Rack) -> tuple[State, Loaded | None]:
    result = limits.result
    if not result.sets:
        return "stop", None
    if any(reason.asks for reason in limits.reasons):
        return "ask", None
    load = loaded_down(result.kg, rack) if result.kg > 0 else None
    return ("unloaded", None) if load is None else ("go", load)


def _why(state: State, limits: Limited, proposed: Proposal) -> str:
    """One line: the reason that decides, or the proposal's own."""
    asking = [reason for reason in limits.reasons if reason.asks]
    if state == "ask":
        return asking[0].words
    most = limits.most_limiting
    return most.words if most is not None else proposed.why


def _session(
    day: _Day, state: State, result: Prescription, load: Loaded | None, next_day: date
) -> NextSession | None:
    if state in ("ask", "stop"):
        return None
    history = day.seen.history
    kg = load.kg if load is not None else 0.0
    work = Prescription(kg=kg, sets=result.sets, reps=result.reps, rpe=result.rpe)
    found = Found(
        faults=faults_of(history.films, day.style, day.seen.today),
        stiff=history.profile.stiff,
        regions=day.standing.check_in.regions,
        pain=day.standing.numbers[0][1] if day.standing.numbers else None,
    )
    return NextSession(
        day=next_day if load is not None else max(day.seen.today, _day_after_pull(day)),
        style=day.style,
        exercise=_exercise(day),
        work=work,
        load=load,
        leading=leading_sets(work, history.profile.rack) if load else (),
        warm_up=warm_up(found, with_load=load is not None),
        note="" if load or result.kg == 0 else TOO_LIGHT.format(_shown(result.kg, history)),
    )


def _day_after_pull(day: _Day) -> date:
    """A hinge without a load needs no more than a night after the last pull."""
    pulls = [session.day for session in day.sessions if session.sets]
    return pulls[-1] + timedelta(days=1) if pulls else day.seen.today


def _shown(kg: float, history: History) -> str:
    unit = history.profile.rack.unit
    return f"{math.floor(from_kg(kg, unit))} {unit}"


def _exercise(day: _Day) -> str:
    """What the log calls it, the last time it was done."""
    names = [one.exercise for each in day.sessions for one in each.of_style(day.style)]
    return names[-1] if names else styles()[day.style].say


def _now(day: _Day, state: State) -> _Advised:
    """What to do now, from the check's own advice, the course and what helped before."""
    level, profile = day.standing.level, day.seen.history.profile
    again = check_again(day.standing, day.seen).open
    if level is None or is_well(day.standing):
        return _Advised(recheck=again)
    check_in = hours_later(day.standing, day.seen)
    more = recovery(
        level,
        course=day.course.verdict if day.course else "",
        helped=day.seen.history.helped,
        made_worse=day.seen.history.made_worse,
    )
    told = advise(check_in, level, country=profile.country)
    return _Advised(
        do_now=tuple(row for row in told if state != "stop" or not speaks_of_hinges(row.id)),
        recovery=more,
        recheck=again,
    )
