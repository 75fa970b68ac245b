"""You: body size, units, plates, country; and the signs that are open until examined."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backspotter.app.arrivals import waiting
from backspotter.app.body_size import height_from, height_in_words, mass_from, mass_in_words
from backspotter.app.flags import ended, every_flag, open_flags
from backspotter.app.giving import NOT_IN_A_BACKUP
from backspotter.app.log_entry import units_in_use
from backspotter.app.profile import NONE, known, written_anew
from backspotter.app.when import day_from
from backspotter.errors import InputError
from backspotter.training.units import Unit
from backspotter.triage.advice import countries
from backspotter.web.call_now import call_now
from backspotter.web.giving import LARGEST_BACKUP
from backspotter.web.one_file import size_in_words
from backspotter.web.pages import page
from backspotter.web.posted import Posted, PostedForm, now_of, wrong_in

router = APIRouter(include_in_schema=False)

SEE_OTHER: Final = 303
UNUSABLE: Final = 422
OTHER: Final = "other"
EXAMINED, MISTAKE = "examined", "mistake"
BODY: Final = ("height", "mass", "birth_year", "bar", "plates", "country", "units", "sex")


@router.get("/you")
def you(
    request: Request,
    kept: Annotated[bool, Query()] = False,
    restored: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """All that is known of the person, and what can be done with it."""
    return _you(request, kept=kept or restored, restored=restored)


def _by_name(country: tuple[str, str]) -> str:
    return country[1]


def _you(
    request: Request,
    *,
    values: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    about: int = 0,
    kept: bool = False,
    restored: bool = False,
) -> HTMLResponse:
    return page(
        request,
        "you.html",
        status=UNUSABLE if wrong else 200,
        values=_as_typed() if values is None or about else values,
        said=values or {},
        wrong={} if about else wrong or {},
        flag_wrong=(wrong or {}) if about else {},
        about=about,
        kept=kept,
        restored=restored,
        not_in_it=NOT_IN_A_BACKUP,
        now=call_now() if kept else None,
        shown=BODY,
        open_flags=open_flags(),
        ended_flags=[each for each in every_flag() if not each.is_open][::-1],
        today=now_of(request).date().isoformat(),
        countries=sorted(((each.code, each.name) for each in countries().values()), key=_by_name),
        largest=size_in_words(LARGEST_BACKUP),
        waits=waiting("restore"),
    )


@router.post("/you/body")
def body(request: Request, form: PostedForm) -> Response:
    """Keep the whole form: what was left empty is not known any more."""
    units: Unit = "lb" if form.text("units") == "lb" else "kg"
    before, shown = known(), _as_typed()
    height, mass = form.text("height"), form.text("mass")
    try:
        written_anew(
            now=now_of(request),
            height_m=before.height_m if height == shown["height"] else height_from(height),
            mass_kg=before.mass_kg if mass == shown["mass"] else mass_from(mass, units),
            sex=form.text("sex"),
            birth_year=form.whole("birth_year"),
            units=form.text("units"),
            plates=form.text("plates"),
            bar=form.number("bar"),
            rack_units=form.text("rack_units"),
            country=form.text("other_country" if form.text("country") == OTHER else "country"),
        )
    except InputError as error:
        return _you(request, values=dict(form.values), wrong=wrong_in(error))
    return RedirectResponse("/you?kept=1#kept", SEE_OTHER)


@router.post("/you/flags/{number}/examined")
def examined(request: Request, number: int, form: PostedForm) -> Response:
    """Record that somebody examined a sign: it ends, until a check raises it again."""
    _refuse_foreign(number)
    try:
        at = _day_examined(request, form)
        ended(
            number,
            how=EXAMINED,
            by=form.text("by"),
            at=at,
            note=form.text("note"),
            now=now_of(request),
        )
    except InputError as error:
        return _you(request, values=dict(form.values), wrong=wrong_in(error), about=number)
    return RedirectResponse("/you#flags", SEE_OTHER)


@router.post("/you/flags/{number}/mistake")
def mistake(request: Request, number: int, form: PostedForm) -> Response:
    """Record that a sign was never there."""
    _refuse_foreign(number)
    try:
        if not form.ticked("never"):
            expected = "a tick: the sign was never there"
            raise InputError("never", given="no tick", expected=expected)
        ended(number, how=MISTAKE, note=form.text("note"), now=now_of(request))
    except InputError as error:
        return _you(request, values=dict(form.values), wrong=wrong_in(error), about=number)
    return RedirectResponse("/you#flags", SEE_OTHER)


def _day_examined(request: Request, form: Posted) -> str | None:
    """The day that was chosen, as it is typed; now where it is today or was left empty."""
    now, typed = now_of(request), form.text("at")
    if not typed or day_from(typed, now=now, field="at") == now.date():
        return None
    return f"{typed} 12:00"


def _refuse_foreign(number: int) -> None:
    if number not in {each.id for each in every_flag()}:
        raise HTTPException(404)


def _as_typed() -> dict[str, str]:
    """The profile as it would be typed into the form."""
    found, units = known(), units_in_use()
    return {
        "height": height_in_words(found.height_m, units),
        "mass": mass_in_words(found.mass_kg, units),
        "sex": found.sex,
        "birth_year": "" if found.birth_year is None else str(found.birth_year),
        "units": found.units or "kg",
        "plates": _plates_typed(found.plates),
        "bar": "" if found.bar is None else f"{found.bar:g}",
        "rack_units": found.rack_units or found.units or "kg",
        "country": found.country,
    }


def _plates_typed(plates: tuple[float, ...] | None) -> str:
    if plates is None:
        return ""
    return ", ".join(f"{each:g}" for each in plates) or NONE
