"""The answer so far: open at any time of a check, with the way back to the next question."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from backspotter.app.answer_so_far import SoFar, so_far, with_open_lines
from backspotter.app.check_again import again_after
from backspotter.app.check_under_way import UnderWay, under_way
from backspotter.levels import Level
from backspotter.triage.assess import reported_in_words
from backspotter.web.answer_view import view_of
from backspotter.web.check_answer import value_of
from backspotter.web.check_start import SEE_OTHER, START, instead, place_of
from backspotter.web.check_steps import end
from backspotter.web.forms import Form
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)
SO_FAR = "/check/so-far"
STOPS_FROM = Level.urgent_care
"""From here on a check may end before all is asked: nothing waits for the rest."""


@router.get(SO_FAR)
def answer_so_far(request: Request) -> Response:
    """How the answer stands; nothing is kept."""
    check = _agreed(under_way(now=request.app.state.settings.now()))
    if isinstance(check, Response):
        return check
    now = request.app.state.settings.now()
    found = so_far(check, now=now)
    assessment = found.stands.answer.assessment
    level, value = assessment.level, value_of(request, found.stands)
    return page(
        request,
        "check_so_far.html",
        check=check,
        found=found,
        level=level,
        view=view_of(value),
        again=again_after(value, now=now),
        untold=level < STOPS_FROM and not assessment.check_in.knows("onset"),
        asked=_how_far(found),
        may_stop=level >= STOPS_FROM,
        goes_on=_goes_on(check),
    )


@router.post(SO_FAR)
def stop_here(request: Request, form: Form) -> Response:
    """End the check with what is known, where that cannot wait."""
    check = under_way(now=request.app.state.settings.now())
    elsewhere = instead(form, check)
    if elsewhere is not None or check is None:
        return elsewhere or RedirectResponse(START, SEE_OTHER)
    agreed = _agreed(check)
    if isinstance(agreed, Response):
        return agreed
    found = so_far(agreed, now=request.app.state.settings.now())
    if found.stands.answer.assessment.level < STOPS_FROM:
        return RedirectResponse(SO_FAR, SEE_OTHER)
    return end(request, with_open_lines(agreed))


def _agreed(check: UnderWay | None) -> UnderWay | Response:
    """The check, where it has come to its questions; or where to go instead."""
    if check is None or not check.draft.agreed:
        return RedirectResponse(START if check is None else place_of(check), SEE_OTHER)
    return check


def _goes_on(check: UnderWay) -> str:
    """The address of what is asked next: of a line that was ticked, which signs of it."""
    if check.ticks is not None and check.ticks.several:
        return f"/check/step/{check.ticked_at}/which"
    return place_of(check)


def _how_far(found: SoFar) -> str:
    """What was asked of the signs of an emergency, in a sentence."""
    if not found.all_asked:
        return "Not every sign of an emergency was asked yet. Go on to be sure."
    if found.passed_over:
        left = reported_in_words(found.passed_over[:3])
        more = len(found.passed_over) - 3
        return f"Skipped, and not known: {left}{f'; and {more} more' if more > 0 else ''}."
    return "Every sign that alone means an emergency was asked."
