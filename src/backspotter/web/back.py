"""Back: what the lower back carries, for this lifter, with sliders for how it is lifted.

What was asked last is kept in the journal and not in the address, which a browser remembers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from backspotter.app.back_asked import SLIDERS as ENDS
from backspotter.app.back_asked import as_typed, asked_from, keep_asked, kept_asked
from backspotter.app.back_carried import Carried, carried, changed, lifter_known, told
from backspotter.app.log_days import weight_in_words
from backspotter.app.log_entry import units_in_use
from backspotter.app.spine_out import NOTES, work_up
from backspotter.app.spine_pictures import of_changes, of_rep
from backspotter.app.spine_words import change, rep_in_words
from backspotter.errors import InputError
from backspotter.spine.body import Lifter
from backspotter.spine.rep import styles
from backspotter.web.pages import is_partial, page
from backspotter.web.posted import PostedForm, now_of, wrong_in

router = APIRouter(include_in_schema=False)

SEE_OTHER: Final = 303
UNUSABLE: Final = 422
SVG: Final = "image/svg+xml"
SLIDERS: Final = (
    ("lumbar", "Roundness of the lower back at the lowest point", "°", *ENDS["lumbar"]),
    ("rounding", "How much more it gives way after lift-off", "°", *ENDS["rounding"]),
    ("bar", "Bar further from the body than over mid-foot", " cm", *ENDS["bar"]),
    ("hips", "Hips higher at the start than usual", " cm", *ENDS["hips"]),
)
BY_THE_FIELD: Final = ("load", "reps", *(name for name, *_ in SLIDERS))
"""What is wrong with these is said beside them."""


@router.get("/back")
def back(request: Request) -> HTMLResponse:
    """The lift that was asked for last, or the last one of the log."""
    return _back(request, kept_asked())


@router.post("/back")
def ask(request: Request, form: PostedForm) -> Response:
    """Another lift: a part of the page for the script, else the page anew."""
    typed = dict(form.values)
    try:
        asked = asked_from(form.values, units=units_in_use())
        found = carried(asked, lifter_known(now_of(request)))
    except InputError as error:
        if is_partial(request):
            return page(request, "back_carried.html", **_none(error))
        return _back(request, typed, wrong=wrong_in(error))
    keep_asked(as_typed(asked, units_in_use()), now=now_of(request))
    if is_partial(request):
        return page(request, "back_carried.html", **_shown(found))
    return RedirectResponse("/back#carried", SEE_OTHER)


def _back(
    request: Request, typed: dict[str, str], *, wrong: dict[str, str] | None = None
) -> HTMLResponse:
    shown: dict[str, Any] = {}
    try:
        lifter = lifter_known(now_of(request))
        asked = asked_from(kept_asked() if wrong else typed, units=units_in_use())
        shown = _shown(carried(asked, lifter))
    except InputError as error:
        lifter, shown = Lifter(), _none(error)
    return page(
        request,
        "back.html",
        status=UNUSABLE if wrong else 200,
        values=typed,
        wrong=wrong or {},
        by_the_field=BY_THE_FIELD,
        sliders=SLIDERS,
        styles=styles(),
        lifter=lifter,
        **shown,
    )


@router.get("/back/rep.svg")
def whole_rep(request: Request) -> Response:
    """The whole rep as curves, for what was asked last."""
    return Response(of_rep(_last(request).rep), media_type=SVG)


@router.get("/back/changes")
def changes(request: Request) -> HTMLResponse:
    """What one change would add or save, for what was asked last."""
    asked = asked_from(kept_asked(), units=units_in_use())
    rows = changed(asked, lifter_known(now_of(request)))
    told_rows = [(row.say, change(row.moment), change(row.compression)) for row in rows]
    weight = weight_in_words(asked.load_kg, units_in_use())
    return page(
        request,
        "back_changes.html",
        asked=asked,
        weight=weight,
        rows=told_rows,
        notes=NOTES[1:],
    )


@router.get("/back/changes.svg")
def changes_picture(request: Request) -> Response:
    """The same as a picture."""
    asked = asked_from(kept_asked(), units=units_in_use())
    rows = changed(asked, lifter_known(now_of(request)))
    return Response(of_changes(rows, asked.lift, asked.load_kg), media_type=SVG)


@router.get("/back/explained")
def explained(request: Request) -> HTMLResponse:
    """What the lower back does in a deadlift, told with this lifter's numbers."""
    asked = asked_from(kept_asked(), units=units_in_use())
    sections = told(lifter_known(now_of(request)), asked.load_kg)
    return page(request, "back_explained.html", sections=sections)


def _last(request: Request) -> Carried:
    asked = asked_from(kept_asked(), units=units_in_use())
    return carried(asked, lifter_known(now_of(request)))


def _shown(found: Carried) -> dict[str, Any]:
    usual = found.usual
    return {
        "trouble": None,
        "found": found,
        "figure": Markup(found.picture),
        "rows": found.table,
        "passive": _percents(found.passive),
        "lines": list(rep_in_words(found.rep, work_up(found.rep))),
        "against": None if usual is None else (change(usual.moment), change(usual.compression)),
        "notes": NOTES,
    }


def _percents(share: Mapping[str, float]) -> str:
    value, low, high = (f"{share[name]:.0f}" for name in ("value", "low", "high"))
    return f"{value} ({low} to {high})"


def _none(error: InputError) -> dict[str, Any]:
    return {"trouble": error, "found": None}
