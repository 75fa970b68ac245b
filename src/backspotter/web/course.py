"""Course: how the back felt, against what is usual, and an entry in two taps."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from backspotter.app.course_curve import curve_document, table_rows
from backspotter.app.course_words import NOT_SORENESS, alarm, days_in_words, is_high
from backspotter.app.giving import delete_one
from backspotter.app.journal_history import for_a_plan
from backspotter.app.one_entry import standing_entry
from backspotter.app.plan_words import course_in_words
from backspotter.app.profile import known
from backspotter.app.sent_once import kept_once, new_key
from backspotter.app.track_course import Followed, followed
from backspotter.app.tracking import add_soreness, so_far, soreness_from
from backspotter.app.when import chosen_time
from backspotter.errors import InputError
from backspotter.soreness.scores import scores
from backspotter.web.call_now import call_now
from backspotter.web.pages import page
from backspotter.web.posted import Posted, PostedForm, now_of, wrong_in

router = APIRouter(include_in_schema=False)

SEE_OTHER: Final = 303
UNUSABLE: Final = 422
SHOWN: Final = 60
SORENESS: Final = "soreness"
ACTIVITIES: Final = (1, 2, 3)
TOTALS: Final = tuple(id_ for id_, each in scores().items() if each.asks == "total")
BY_THE_FIELD: Final = ("pain", "at", "worst", "function", *TOTALS, "helped", "note")
"""What is wrong with these is said beside them."""

EXPECTED_PAIN: Final = "a number from 0 to 10"


@router.get("/course")
def course(request: Request, entry: Annotated[int | None, Query()] = None) -> HTMLResponse:
    """The course so far, what is to come, and the eleven buttons."""
    return _course(request, kept=None if entry is None else standing_entry(SORENESS, entry))


def _course(
    request: Request, *, status: int = 200, wrong: dict[str, str] | None = None, kept: Any = None
) -> HTMLResponse:
    sore, checks, flags = so_far(SHOWN)
    found = _followed(request) if sore or checks else None
    words = course_in_words(found.course, found.level) if found and found.course else ""
    return page(
        request,
        "course.html",
        status=status,
        key=new_key(),
        now=call_now(),
        wrong=wrong or {},
        kept=kept,
        sore=sore[::-1],
        checks=checks[::-1],
        flags=flags,
        found=found,
        words=words,
        days=days_in_words(found) if found else "",
        table=table_rows(found) if found else [],
        is_high=found is not None and is_high(found),
        alarm=alarm("make a check", known().country),
        not_soreness=NOT_SORENESS.format(check="most of it is one tap each"),
        score_names={id_: each.name for id_, each in scores().items()},
    )


@router.post("/course/pain")
def add_in_two_taps(request: Request, form: PostedForm) -> Response:
    """Keep how it is now, once for each form that was shown."""
    try:
        return _back_to_course(_keep(request, form))
    except InputError as error:
        return _course(request, status=UNUSABLE, wrong=wrong_in(error))


@router.get("/course/entry/new")
def new_entry(request: Request) -> HTMLResponse:
    """The whole form, for details or another time."""
    return _form(request, {"key": new_key(), "when": "now"})


@router.post("/course/entry/new")
def add_entry(request: Request, form: PostedForm) -> Response:
    """Keep an entry with its details."""
    try:
        return _back_to_course(_keep(request, form))
    except InputError as error:
        return _form(request, dict(form.values), wrong=wrong_in(error))


@router.get("/course/entry/{number}")
def entry(request: Request, number: int) -> HTMLResponse:
    """One entry, to correct or to delete."""
    stands = _found(number)
    return _form(request, _as_typed(stands), stands=stands)


@router.post("/course/entry/{number}")
def correct(request: Request, number: int, form: PostedForm) -> Response:
    """Keep an entry in the place of another one, which stays in the history."""
    stands = _found(number)
    now = now_of(request)
    try:
        value = _soreness(form, request, before=stands.value.at)
        return _back_to_course(add_soreness(value, now=now, corrects=stands.id))
    except InputError as error:
        return _form(request, dict(form.values), wrong=wrong_in(error), stands=stands)


@router.post("/course/entry/{number}/delete")
def delete(number: int) -> Response:
    """Delete an entry with its history."""
    delete_one(SORENESS, _found(number).id)
    return RedirectResponse("/course", SEE_OTHER)


@router.get("/course/curve.json")
def curve(request: Request) -> JSONResponse:
    """What the page's script draws."""
    return JSONResponse(curve_document(_followed(request)))


@router.get("/course/picture.svg")
def picture(request: Request) -> Response:
    """The same as a picture, where no script runs."""
    from backspotter.exports.course_picture import course_picture

    found = _followed(request).course
    if found is None:
        raise HTTPException(404)
    return Response(course_picture(found), media_type="image/svg+xml")


def _followed(request: Request) -> Followed:
    now = now_of(request)
    return followed(for_a_plan(now), now)


def _keep(request: Request, form: Posted) -> int:
    now, value = now_of(request), _soreness(form, request)
    return kept_once(
        form.text("key"), kind=SORENESS, now=now, keep=lambda: add_soreness(value, now=now)
    )


def _soreness(form: Posted, request: Request, *, before: datetime | None = None) -> Any:
    totals = [(name, form.text(name)) for name in TOTALS]
    return soreness_from(
        at=chosen_time(form.text("when"), form.text("at"), now=now_of(request), before=before),
        pain=form.needed("pain", EXPECTED_PAIN),
        worst=form.number("worst"),
        under_painkiller=form.ticked("painkiller"),
        function=[each for place in ACTIVITIES if (each := _activity(form, place))],
        totals=[f"{name}={typed}" for name, typed in totals if typed],
        helped=form.text("helped"),
        note=form.text("note"),
    )


def _activity(form: Posted, place: int) -> str:
    name, ability = form.text(f"activity{place}"), form.text(f"ability{place}")
    if not (name or ability):
        return ""
    if not (name and ability):
        given = f"“{name}” without a number" if name else f"{ability} without an activity"
        raise InputError("function", given=given, expected="both, or neither of them")
    return f"{name}={ability}"


def _found(number: int) -> Any:
    found = standing_entry(SORENESS, number)
    if found is None:
        raise HTTPException(404)
    return found


def _as_typed(stands: Any) -> dict[str, str]:
    value = stands.value
    typed = {
        "when": "same",
        "pain": f"{value.pain_now:g}",
        "worst": "" if value.pain_worst is None else f"{value.pain_worst:g}",
        "painkiller": "yes" if value.under_painkiller else "",
        "helped": ", ".join(value.helped),
        "note": value.note,
        **{name: f"{total:g}" for name, total in value.scores},
    }
    for place, (name, ability) in zip(ACTIVITIES, value.function, strict=False):
        typed[f"activity{place}"], typed[f"ability{place}"] = name, f"{ability:g}"
    return typed


def _form(
    request: Request,
    values: dict[str, str],
    *,
    wrong: dict[str, str] | None = None,
    stands: Any = None,
) -> HTMLResponse:
    others = [name for name in TOTALS[1:] if values.get(name)]
    return page(
        request,
        "course_entry.html",
        status=UNUSABLE if wrong else 200,
        values=values,
        wrong=wrong or {},
        number=None if stands is None else stands.id,
        before=None if stands is None else stands.value.at,
        others_given=bool(others) or bool(set(wrong or {}) & set(TOTALS[1:])),
        shown=BY_THE_FIELD,
        activities=ACTIVITIES,
        totals=[(id_, scores()[id_]) for id_ in TOTALS],
    )


def _back_to_course(kept: int) -> RedirectResponse:
    return RedirectResponse(f"/course?entry={kept}#kept", SEE_OTHER)
