"""A plan and a course as JSON documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from backspotter.app.plan_flags import Flag
from backspotter.app.plan_values import NextSession, Plan
from backspotter.app.scored import ScoreStep
from backspotter.exports.course_picture import VERDICT
from backspotter.soreness.values import Band, Course, Span
from backspotter.training.limits import Prescription, Reason
from backspotter.training.plates import Loaded
from backspotter.training.steps import StepDue

PLACES: Final = 2


def plan_document(given: Plan) -> dict[str, Any]:
    """The plan with every field that ``plan_schema`` names, ready for ``json.dumps``."""
    limits, asked = given.limits, given.state == "ask"
    most = limits.most_limiting
    return {
        "today": given.today.isoformat(),
        "state": given.state,
        "why": given.why,
        "session": _session(given.session),
        "proposed": None if asked else _work(limits.original),
        "proposed_why": "" if asked else given.proposed.why,
        "most_limiting": None if most is None else most.id,
        "guards": [_reason(reason, limits.original) for reason in limits.reasons],
        "would_lift": list(given.would_lift),
        "step": _step(given.step),
        "level": None if given.level is None else given.level.name,
        "open_flags": [_flag(flag) for flag in given.flags],
        "course": None if given.course is None else course_summary(given.course),
        "week": _week(given),
        "strength_kg": _strength(given),
        "do_now": _do_now(given),
        "recheck": [at.isoformat(timespec="seconds") for at in given.recheck],
    }


def course_document(course: Course, steps: Sequence[ScoreStep] = ()) -> dict[str, Any]:
    """The course with its bands, and the steps of scores, ready for ``json.dumps``."""
    last = course.bouts[-1].at_h
    fitted, so_far = _band(course.fitted, last), _round(course.now_h - last)
    return {
        **course_summary(course),
        "entries": [
            {
                "hours": _round(entry.at_h - last),
                "pain": entry.sore,
                "under_painkiller": entry.under_painkiller,
            }
            for entry in course.entries
        ],
        "expected": _band(course.expected, last),
        "fitted": [row for row in fitted if course.can_forecast or row["hours"] <= so_far],
        "scores": [_score(step) for step in steps],
    }


def _score(step: ScoreStep) -> dict[str, Any]:
    return {
        "score": step.score.id,
        "first": step.first,
        "last": step.last,
        "said": step.said,
        "threshold": step.score.change,
        "threshold_verified": step.verified,
    }


def course_summary(course: Course) -> dict[str, Any]:
    """What a course is called, why, and when it is worst and gone, in hours after the session."""
    return {
        "verdict": course.verdict,
        "words": VERDICT[course.verdict],
        "rule": course.rule,
        "reason": course.reason,
        "trend": course.trend,
        "hours_since": _round(course.since_h),
        "peak_h": _span(course.peak_h),
        "peak": _span(course.peak),
        "gone_h": _span(course.end_h) if course.can_forecast else None,
        "usually_gone_by_h": _round(course.usual_end_h.high),
        "no_forecast": course.no_forecast,
    }


def _round(number: float) -> float:
    return round(number, PLACES)


def _span(span: Span) -> dict[str, float]:
    return {"value": _round(span.value), "low": _round(span.low), "high": _round(span.high)}


def _band(band: Band, last: float) -> list[dict[str, float]]:
    rows = zip(band.hours, band.middle, band.low, band.high, strict=True)
    return [
        {"hours": _round(h - last), "value": _round(m), "low": _round(lo), "high": _round(hi)}
        for h, m, lo, hi in rows
    ]


def _work(work: Prescription) -> dict[str, Any]:
    return {"kg": _round(work.kg), "sets": work.sets, "reps": work.reps, "rpe": work.rpe}


def _load(load: Loaded | None) -> dict[str, Any] | None:
    if load is None:
        return None
    return {
        "kg": _round(load.kg),
        "shown": load.shown,
        "unit": load.unit,
        "each_side": list(load.side),
    }


def _session(session: NextSession | None) -> dict[str, Any] | None:
    if session is None:
        return None
    return {
        "day": session.day.isoformat(),
        "exercise": session.exercise,
        "style": session.style,
        **_work(session.work),
        "load": _load(session.load),
        "note": session.note,
        "warm_up": [
            {
                "id": row.id,
                "part": row.part,
                "name": row.name,
                "how": row.how,
                "minutes": row.minutes,
                "why": row.why,
                "chosen_for": list(row.chosen_for),
                "claims": list(row.claims),
                "basis": row.basis,
            }
            for row in session.warm_up
        ],
        "leading_sets": [{"load": _load(s.load), "reps": s.reps} for s in session.leading],
    }


def _reason(reason: Reason, original: Prescription) -> dict[str, Any]:
    return {
        "id": reason.id,
        "words": reason.words,
        "lowers": reason.asks or reason.lowers(original),
        "would_lift": reason.would_lift,
        "claims": list(reason.claims),
        "basis": reason.basis,
    }


def _step(due: StepDue | None) -> dict[str, Any] | None:
    if due is None:
        return None
    step = due.step
    return {
        "id": step.id,
        "place": due.place,
        "of": due.of,
        "name": step.name,
        "words": step.say,
        "range": step.range,
        "exit": step.exit,
        "passed": due.passed,
        "sessions": step.sessions,
    }


def _flag(flag: Flag) -> dict[str, str]:
    since = flag.since.isoformat(timespec="seconds")
    return {"field": flag.field, "words": flag.words, "since": since, "level": flag.level.name}


def _week(given: Plan) -> dict[str, float] | None:
    room, ratio = given.room, given.situation.week_ratio
    if room is None or ratio is None:
        return None
    return {
        "usual_kn2": _round(room.usual_kn2),
        "last_six_days_kn2": _round(room.six_days_kn2),
        "ratio_as_proposed": _round(ratio),
    }


def _strength(given: Plan) -> dict[str, float] | None:
    one = given.strength
    if one is None:
        return None
    return {"value": _round(one.kg), "low": _round(one.low), "high": _round(one.high)}


def _do_now(given: Plan) -> list[dict[str, Any]]:
    rows: Iterable[Any] = (*given.do_now, *given.recovery)
    return [
        {"id": r.id, "topic": r.topic, "words": r.words, "claims": list(r.claims)} for r in rows
    ]
