"""Back: what the lower back carries, for this lifter, with sliders for how it is lifted.

What was asked last is kept in the journal and not in the address, which a browser remembers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from backspotter.app.back_asked import SLIDERS as ENDS
from backspotter.app.back_asked import as_typed, asked_from, keep_asked, kept_asked
from backspotter.app.back_carried import Asked, Carried, carried, changed, lifter_known, told
from backspotter.app.back_possible import deepest, within_bend
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
        asked, lifter = _asked(request, form.values)
        found = carried(asked, lifter)
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
    shown = {"trouble": None, "found": None}
    lifter = Lifter()
    try:
        lifter = lifter_known(now_of(request))
        if not wrong:
            asked, _ = _asked(request, typed)
            typed = as_typed(asked, units_in_use())
            shown = _shown(carried(asked, lifter))
    except InputError as error:
        shown = _none(error)
    return page(
        request,
        "back.html",
        status=UNUSABLE if wrong else 200,
        values=typed,
        wrong=wrong or {},
        by_the_field=BY_THE_FIELD,
        sliders=SLIDERS,
        deepest=deepest(lifter),
        more=_most_more(typed, lifter),
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
    asked, lifter = _asked(request, kept_asked())
    rows = changed(asked, lifter)
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
    asked, lifter = _asked(request, kept_asked())
    rows = changed(asked, lifter)
    return Response(of_changes(rows, asked.lift, asked.load_kg), media_type=SVG)


@router.get("/back/explained")
def explained(request: Request) -> HTMLResponse:
    """What the lower back does in a deadlift, told with this lifter's numbers."""
    asked, lifter = _asked(request, kept_asked())
    sections = told(lifter, asked.load_kg)
    return page(request, "back_explained.html", sections=sections)


def _last(request: Request) -> Carried:
    return carried(*_asked(request, kept_asked()))


def _asked(request: Request, typed: Mapping[str, str]) -> tuple[Asked, Lifter]:
    """The lift that was asked for, bent no further than this lifter's back can be."""
    asked, lifter = asked_from(typed, units=units_in_use()), lifter_known(now_of(request))
    return replace(asked, lift=within_bend(asked.lift, lifter)), lifter


def _most_more(typed: Mapping[str, str], lifter: Lifter) -> int:
    """How far the second slider goes, beside what the first one says [whole degrees]."""
    low, high = ENDS["rounding"]
    try:
        bent = float(typed.get("lumbar") or 0)
    except ValueError:
        bent = 0.0
    left = math.floor(deepest(lifter) - bent) if math.isfinite(bent) else high
    return min(max(left, low), high)


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
