"""Plan: what to do now, the next session with every guard that held, and a calendar file."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backspotter.app.journal_history import for_a_plan
from backspotter.app.plan import plan as plan_of
from backspotter.app.plan_calendar import due_since
from backspotter.app.plan_values import Plan
from backspotter.app.plan_words import (
    HEADLINES,
    course_in_words,
    has_course,
    load_in_words,
    lowering,
    only_held,
    plates_in_words,
    work_in_words,
)
from backspotter.levels import Level
from backspotter.training.steps import steps
from backspotter.web.call_now import call_now
from backspotter.web.pages import page
from backspotter.web.posted import now_of

router = APIRouter(include_in_schema=False)

CALENDAR = "text/calendar; charset=utf-8"
NAMED = {"content-disposition": 'attachment; filename="backspotter.ics"'}


@router.get("/plan")
def plan(request: Request) -> HTMLResponse:
    """The plan of today, made anew from all that was entered."""
    now = now_of(request)
    past = for_a_plan(now)
    if past.is_empty:
        return page(request, "plan.html", found=None, now=None)
    found = plan_of(past, today=now)
    shown = _shown(found, past.profile.rack.unit)
    return page(request, "plan.html", found=found, now=call_now(), **shown)


@router.get("/plan/calendar.ics")
def calendar_file(request: Request) -> Response:
    """The session and the re-checks for a calendar; a newer file replaces an older one."""
    from backspotter.exports.calendar import calendar

    now = now_of(request)
    found = plan_of(for_a_plan(now), today=now)
    return Response(
        calendar(due_since(found, now=now), written=now), media_type=CALENDAR, headers=NAMED
    )


def _shown(found: Plan, unit: str) -> dict[str, Any]:
    """What the page says, in words where there are some."""
    session, course = found.session, found.course
    load = session.load if session is not None else None
    is_worth_it = course is not None and has_course(found)
    return {
        "title": HEADLINES[found.state],
        "weight": load_in_words(load) if load is not None else "",
        "plates": plates_in_words(load) if load is not None else "",
        "leading": [
            f"{load_in_words(each.load)} × {each.reps}"
            for each in (session.leading if session is not None else ())
        ],
        "lowering": lowering(found),
        "only_held": only_held(found),
        "without": work_in_words(found.limits.original, "lb" if unit == "lb" else "kg"),
        "course": course_in_words(course, found.level) if course and is_worth_it else "",
        "steps": steps(),
        "is_high": found.level is not None and found.level >= Level.urgent_care,
    }
