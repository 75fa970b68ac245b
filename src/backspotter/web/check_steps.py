"""The questions, one a screen: shown as they stood at a step, answered, and gone back to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from backspotter.app.amounts import amount
from backspotter.app.check_under_way import (
    UnderWay,
    asked_after_all,
    finished,
    keep,
    under_way,
)
from backspotter.app.emergency_signs import all_asked, is_all_emergency
from backspotter.app.interview import (
    Interview,
    Page,
    answered_anew,
    at_step,
    lines,
    with_choices,
    with_number,
    with_regions,
    with_several,
    with_signs,
    with_skip,
)
from backspotter.app.profile import country_now
from backspotter.app.ticks import Ticks, ticks_of, to_tell_apart, told_apart, with_ticks
from backspotter.errors import InputError
from backspotter.triage.questions import Item, sign_words
from backspotter.web.call_now import ToCall, to_call
from backspotter.web.check_answer import show_unkept
from backspotter.web.check_screen import (
    choice_name,
    next_screen,
    number_names,
    regions_page,
    screen_of,
)
from backspotter.web.check_start import SEE_OTHER, START, instead, place_of
from backspotter.web.forms import Form, Sent
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)
STEP = "/check/step/{number:int}"
NOTHING_TICKED = "Tick what applies, or tap “None of these”, or skip it."
NOTHING_CHOSEN = "Choose an answer, or skip it: then it counts as not known."
TWO_NUMBERS = "There are two answers: keep the one that is typed, or empty it and tap one."
UNANSWERED = "Not answered: {}. Answer it, or tap Skip: then it counts as not known."
ONE_WAS_TICKED = "One of these was ticked: say which, or “cannot tell” (then all count)."


@router.get(STEP)
def step(request: Request, number: int) -> Response:
    """One question as things stood at a step."""
    found = _at(request, number)
    return found if isinstance(found, Response) else _show(request, number, *found)


@router.post(STEP)
def answer(request: Request, number: int, form: Form) -> Response:
    """Take the answer to one question; what was said at later steps stays."""
    found = _at(request, number, form)
    if isinstance(found, Response):
        return found
    check, interview, asked = found
    if "ask" in form:
        return _ask_after_all(request, check, form.text("ask"))
    if asked is None:
        return end(request, check)
    try:
        after = _after(interview, asked, form)
    except InputError as error:
        return _show(request, number, *found, wrong=f"Please give {error.expected}.", form=form)
    except Unanswered as error:
        return _show(request, number, *found, wrong=str(error), form=form)
    if isinstance(after, Ticks):
        return _go_on_with_ticks(request, number, check, interview, asked, after)
    return _go_on(request, number, check, asked, after)


@router.get(STEP + "/which")
def which(request: Request, number: int) -> Response:
    """Which signs of a line that was ticked."""
    found = _at(request, number)
    if isinstance(found, Response):
        return found
    check, interview, asked = found
    line = _to_tell_apart(check, number, interview) if asked else None
    if line is None:
        return RedirectResponse(f"/check/step/{number}", SEE_OTHER)
    return _show_which(request, number, check, line)


@router.post(STEP + "/which")
def tell_apart(request: Request, number: int, form: Form) -> Response:
    """Take which signs of a line are present."""
    found = _at(request, number, form)
    if isinstance(found, Response):
        return found
    check, interview, asked = found
    line = _to_tell_apart(check, number, interview) if asked else None
    if line is None or asked is None or check.ticks is None or form.text("line") != line.ask:
        return RedirectResponse(f"/check/step/{number}", SEE_OTHER)
    chosen = [line.signs[place] for place in form.places("sign", len(line.signs))]
    if "all" in form:
        chosen = list(line.signs)
    elif not chosen and "none" not in form:
        return _show_which(request, number, check, line, wrong=ONE_WAS_TICKED)
    ticks = told_apart(check.ticks, chosen)
    return _go_on_with_ticks(request, number, check, interview, asked, ticks)


class _Names(NamedTuple):
    """What the fields of one question of several are called in its form."""

    choice: str
    tapped: str
    typed: str


class Unanswered(Exception):
    """A form without an answer, and what to do about it."""


def end(request: Request, check: UnderWay) -> Response:
    """Keep the answer, and go to it; one that cannot be kept is shown all the same."""
    done = finished(check, now=request.app.state.settings.now())
    if done.id is None:
        return show_unkept(request, done)
    return RedirectResponse(f"/check/answer/{done.id}", SEE_OTHER)


def _ask_after_all(request: Request, check: UnderWay, field: str) -> Response:
    """Ask for what was taken from profile or log, next."""
    asking = asked_after_all(check, field)
    keep(asking, now=request.app.state.settings.now())
    return RedirectResponse(place_of(asking), SEE_OTHER)


def _at(
    request: Request, number: int, form: Sent | None = None
) -> tuple[UnderWay, Interview, Page | None] | Response:
    """The check, how it stood at a step and what is asked there; or where to go instead."""
    check = under_way(now=request.app.state.settings.now())
    elsewhere = instead(form, check) if form is not None else None
    if elsewhere is not None or check is None:
        return elsewhere or RedirectResponse(START, SEE_OTHER)
    if number < 1:
        raise HTTPException(404)
    interview = at_step(check.draft.interview, number)
    if interview is None or not check.draft.agreed:
        return RedirectResponse(place_of(check), SEE_OTHER)
    return check, interview, next_screen(interview)


def _after(interview: Interview, asked: Page, form: Sent) -> Interview | Ticks:
    """How it stands after an answer; ticks where a line is still to be told apart.

    What is ticked or typed counts, whichever button sent it: skipping and none are for nothing.
    """
    if asked.kind == "signs":
        return _after_signs(interview, asked, form)
    if asked.kind == "together":
        return _after_several(interview, asked, form)
    if "skip" in form and not any(form.texts(name) for name in ("choice", "region", "number")):
        return with_skip(interview, asked)
    if asked.kind == "number":
        return with_number(interview, asked, amount(asked.items[0].number, form.text("number")))
    if regions_page(asked) and "region" in form:
        return with_regions(interview, asked, form.texts("region"))
    chosen = form.places("choice", len(asked.items[0].choices))
    if not chosen or (asked.kind == "choice" and len(chosen) > 1):
        raise Unanswered(NOTHING_CHOSEN)
    return with_choices(interview, asked, chosen)


def _after_signs(interview: Interview, asked: Page, form: Sent) -> Interview | Ticks:
    shown = lines(interview, asked)
    ticked = [shown[place] for place in form.places("line", len(shown))]
    if ticked:
        return ticks_of(ticked)
    if "skip" in form:
        return with_skip(interview, asked)
    if "none" in form:
        return with_signs(interview, asked, present=())
    raise Unanswered(NOTHING_TICKED)


def _after_several(interview: Interview, asked: Page, form: Sent) -> Interview:
    """What was answered counts; what was not is asked for, unless it is skipped."""
    answers = {place: _answer(item, place, form) for place, item in enumerate(asked.items)}
    given = {place: answer for place, answer in answers.items() if answer is not None}
    left = [asked.items[place].ask for place in answers if place not in given]
    if left and "skip" not in form:
        named = "; ".join(each.partition(" (")[0].rstrip("?") for each in left)
        raise Unanswered(UNANSWERED.format(named))
    return with_several(interview, asked, given)


def _answer(item: Item, place: int, form: Sent) -> float | list[int] | None:
    """What a form says to one question of several; None where it says nothing."""
    if not item.number:
        chosen = form.places(choice_name(place), len(item.choices))
        if len(chosen) > 1 and not item.several:
            raise Unanswered(NOTHING_CHOSEN)
        return chosen or None
    tapped, typed = (form.text(name) for name in number_names(place))
    if tapped and typed and tapped != typed:
        raise Unanswered(TWO_NUMBERS)
    if not (tapped or typed):
        return None
    try:
        return amount(item.number, typed or tapped)
    except InputError as error:
        raise Unanswered(f"{item.ask} Please give {error.expected}.") from None


def _go_on_with_ticks(
    request: Request,
    number: int,
    check: UnderWay,
    interview: Interview,
    asked: Page,
    ticks: Ticks,
) -> Response:
    if to_tell_apart(interview, ticks) is None:
        return _go_on(request, number, check, asked, with_ticks(interview, asked, ticks))
    keep(replace(check, ticks=ticks, ticked_at=number), now=request.app.state.settings.now())
    return RedirectResponse(f"/check/step/{number}/which", SEE_OTHER)


def _go_on(
    request: Request, number: int, check: UnderWay, asked: Page, after: Interview
) -> Response:
    whole = answered_anew(check.draft.interview, asked, after)
    going = replace(check.with_(interview=whole), ticks=None, ticked_at=0)
    if next_screen(whole) is None:
        return end(request, going)
    keep(going, now=request.app.state.settings.now())
    return RedirectResponse(f"/check/step/{_next(whole, number + 1)}", SEE_OTHER)


def _next(whole: Interview, number: int) -> int:
    """The first step from here on at which something is asked."""
    last = len(whole.earlier) + 1
    while number < last and next_screen(at_step(whole, number) or whole) is None:
        number += 1
    return number


def _to_tell_apart(check: UnderWay, number: int, interview: Interview) -> Any:
    if check.ticks is None or check.ticked_at != number:
        return None
    return to_tell_apart(interview, check.ticks)


def _show(
    request: Request,
    number: int,
    check: UnderWay,
    interview: Interview,
    asked: Page | None,
    *,
    wrong: str = "",
    form: Sent | None = None,
) -> Response:
    if asked is None:
        return page(request, "check_end.html", check=check, number=number, back=_back(number))
    return page(
        request,
        "check_step.html",
        status=422 if wrong else 200,
        check=check,
        number=number,
        screen=screen_of(interview, asked, check, number, form),
        back=_back(number, check),
        offers=all_asked(interview),
        names=[_Names(choice_name(n), *number_names(n)) for n in range(len(asked.items))],
        wrong=wrong,
    )


def _show_which(
    request: Request, number: int, check: UnderWay, line: Any, *, wrong: str = ""
) -> Response:
    return page(
        request,
        "check_which.html",
        status=422 if wrong else 200,
        check=check,
        number=number,
        line=line,
        signs=[sign_words()[sign] for sign in line.signs],
        now=_to_call(check) if is_all_emergency(line) else None,
        back=f"/check/step/{number}",
        wrong=wrong,
    )


def _to_call(check: UnderWay) -> ToCall:
    return to_call(country_now() or check.draft.interview.country)


def _back(number: int, check: UnderWay | None = None) -> str:
    if number > 1:
        return f"/check/step/{number - 1}"
    return "/check/read" if check is not None and check.draft.text else START
