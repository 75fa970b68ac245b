"""Log: sets by day, typed in a line or in fields, corrected, deleted; nights."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backspotter.app.arrivals import waiting
from backspotter.app.doses import doses_in_journal
from backspotter.app.giving import delete_one
from backspotter.app.log_days import by_days, line_of, one_line, set_in_words, weight_in_words
from backspotter.app.log_entry import add_night, add_sets, logged, units_in_use
from backspotter.app.log_words import Written, from_fields, written_sets
from backspotter.app.one_entry import standing_entry
from backspotter.app.sent_once import kept_once, new_key
from backspotter.app.when import chosen_time, day_from
from backspotter.errors import InputError
from backspotter.spine.rep import styles
from backspotter.training.formats.plain import COLUMNS_SAID, EXAMPLE
from backspotter.training.units import Unit, from_kg
from backspotter.web.log_import import LARGEST, NOTHING_NEW
from backspotter.web.one_file import size_in_words
from backspotter.web.page_words import beside
from backspotter.web.pages import page
from backspotter.web.posted import Posted, PostedForm, now_of, wrong_in

router = APIRouter(include_in_schema=False)

SEE_OTHER: Final = 303
UNUSABLE: Final = 422
SHOWN: Final = 60
MOST_SHOWN: Final = 5_000
BY_THE_FIELD: Final = (
    *("log", "exercise", "sets", "reps", "load", "rpe", "at", "note", "sleep_h", "in_bed_h"),
    "woke",
)
OF_A_LINE: Final = {"sets": "Sets", "reps": "Repetitions", "load": "Weight", "rpe": "RPE"}
"""What a line holds that has a field of its own too."""


@router.get("/log")
def log(
    request: Request,
    last: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = SHOWN,
    brought: Annotated[int | None, Query()] = None,
) -> HTMLResponse:
    """The last sets, nights and imports."""
    return _log(request, last=last, brought=brought)


def _log(
    request: Request,
    *,
    last: int = SHOWN,
    brought: int | None = None,
    values: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
) -> HTMLResponse:
    found, units = logged(last), units_in_use()
    batches = {each.id: each for each in found.imports}
    return page(
        request,
        "log.html",
        status=UNUSABLE if wrong else 200,
        key=new_key(),
        night_key=new_key(),
        values={"when": "now", "unit": units, **(values or {})},
        wrong=wrong or {},
        shown=BY_THE_FIELD,
        days=by_days(found.sets),
        more=len(found.sets) == last,
        this_year=now_of(request).year,
        last=last,
        found=found,
        brought=batches.get(brought) if brought is not None else None,
        nothing_new=brought == NOTHING_NEW,
        units=units,
        set_in_words=lambda one: set_in_words(one, units),
        weight=lambda kg: weight_in_words(kg, units),
        waits=waiting("import"),
        columns=COLUMNS_SAID,
        example=EXAMPLE,
        largest=size_in_words(LARGEST),
        lifts=[each.say for each in styles().values()],
    )


@router.post("/log/sets")
def add(request: Request, form: PostedForm) -> Response:
    """Keep sets, once for each form that was shown."""
    now = now_of(request)
    try:
        written, at = _written(form), _at(form, now)
        warm_up, note = form.ticked("warm_up"), form.text("note")

        def keep() -> int:
            return add_sets(written, at=at, now=now, warm_up=warm_up, note=note)[0]

        kept_once(form.text("key"), kind="logged_set", now=now, keep=keep)
    except InputError as error:
        return _log(request, values=dict(form.values), wrong=_wrong_in(form, error))
    return RedirectResponse("/log#sets", SEE_OTHER)


@router.get("/log/set/{number}")
def one_set(request: Request, number: int) -> HTMLResponse:
    """One set, to correct or to delete."""
    stands = _found("set", number)
    return _set_form(request, stands, _as_typed(stands.value, units_in_use()))


@router.post("/log/set/{number}")
def correct(request: Request, number: int, form: PostedForm) -> Response:
    """Keep a set in the place of another one, which stays in the history."""
    stands, now = _found("set", number), now_of(request)
    try:
        add_sets(
            _written(form),
            at=_at(form, now, before=stands.value.at),
            now=now,
            warm_up=form.ticked("warm_up"),
            note=form.text("note"),
            corrects=stands.id,
        )
    except InputError as error:
        return _set_form(request, stands, dict(form.values), wrong=wrong_in(error))
    return RedirectResponse("/log#sets", SEE_OTHER)


@router.get("/log/{word}/{number}/delete")
def before_deleting(request: Request, word: str, number: int) -> HTMLResponse:
    """What would go: a night or a body mass."""
    if word not in ("night", "body-mass"):
        raise HTTPException(404)
    what = one_line(_found(word, number).value, units_in_use())
    return page(request, "log_delete.html", word=word, what=what)


@router.post("/log/{word}/{number}/delete")
def delete(word: str, number: int) -> Response:
    """Delete one entry of the log with its history."""
    if word not in ("set", "night", "body-mass"):
        raise HTTPException(404)
    delete_one(word, _found(word, number).id)
    return RedirectResponse("/log", SEE_OTHER)


@router.post("/log/night")
def night(request: Request, form: PostedForm) -> Response:
    """Keep how long a night's sleep was."""
    now = now_of(request)
    try:
        asleep, in_bed = form.needed("sleep_h", "hours, such as 7.5"), form.number("in_bed_h")
        typed = form.text("woke")
        woke = day_from(typed, now=now, field="woke") if typed else now.date()

        def keep() -> int:
            return add_night(asleep, woke=woke, now=now, in_bed_h=in_bed)

        kept_once(form.text("key"), kind="night", now=now, keep=keep)
    except InputError as error:
        return _log(request, values=dict(form.values), wrong=wrong_in(error))
    return RedirectResponse("/log#nights", SEE_OTHER)


@router.get("/log/loads")
def loads(request: Request) -> HTMLResponse:
    """What sets, sessions and the week loaded on the back, against this person's own past."""
    units = units_in_use()
    found = doses_in_journal(now_of(request))
    return page(
        request,
        "log_loads.html",
        doses=found,
        sessions=found.sessions[::-1][:20],
        days=by_days(logged(SHOWN).sets),
        set_in_words=lambda one: set_in_words(one, units),
    )


def _found(word: str, number: int) -> Any:
    found = standing_entry(word, number)
    if found is None:
        raise HTTPException(404)
    return found


def _written(form: Posted) -> Written:
    """Sets from the line that was typed, or from the fields."""
    units = units_in_use()
    line, exercise = form.text("line"), form.text("exercise")
    if line and exercise:
        raise InputError("log", given="a line and fields", expected="one of them")
    if line or not exercise:
        return written_sets(line, units=units)
    unit: Unit = "lb" if form.text("unit") == "lb" else "kg"
    sets = form.whole("sets")
    return from_fields(
        exercise,
        1 if sets is None else sets,
        form.whole("reps"),
        form.number("load"),
        unit,
        form.number("rpe"),
    )


def _wrong_in(form: Posted, error: InputError) -> dict[str, str]:
    """What is wrong, beside the line where that was typed, else beside its field."""
    if form.text("line") and error.field in OF_A_LINE:
        return {"log": f"{OF_A_LINE[error.field]}: {beside(error)}"}
    return wrong_in(error)


def _at(form: Posted, now: datetime, *, before: datetime | None = None) -> datetime:
    return chosen_time(form.text("when"), form.text("at"), now=now, before=before)


def _as_typed(one: Any, units: Unit) -> dict[str, str]:
    load = "" if one.load_kg is None else f"{from_kg(one.load_kg, units):.4g}"
    return {
        "when": "same",
        "exercise": one.exercise,
        "sets": "1",
        "reps": "" if one.reps is None else str(one.reps),
        "load": load,
        "unit": units,
        "rpe": "" if one.rpe is None else f"{one.rpe:g}",
        "warm_up": "yes" if one.warm_up else "",
        "note": one.note,
    }


def _set_form(
    request: Request, stands: Any, values: dict[str, str], *, wrong: dict[str, str] | None = None
) -> HTMLResponse:
    return page(
        request,
        "log_set.html",
        status=UNUSABLE if wrong else 200,
        stands=stands,
        line=line_of(stands.value, units_in_use()),
        values=values,
        wrong=wrong or {},
        shown=BY_THE_FIELD,
        lifts=[each.say for each in styles().values()],
    )
