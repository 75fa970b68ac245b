"""Today: how is your back?"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backspotter.app.interview import PAGES_WHEN_SORE
from backspotter.app.plan_words import headline
from backspotter.app.today import today as day_of
from backspotter.web.call_now import call_now
from backspotter.web.check_start import ago
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def today(request: Request) -> HTMLResponse:
    """The first screen."""
    day = day_of(now=request.app.state.settings.now())
    return page(
        request,
        "today.html",
        day=day,
        now=call_now(),
        when_sore=PAGES_WHEN_SORE,
        left_ago=ago(day.left.age_h) if day.left else "",
        headline=headline(day.plan) if day.plan else "",
    )
