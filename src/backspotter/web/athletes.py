"""For coaches and clinicians: who needs a look today, and one page for each who shares."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from backspotter.app.course_curve import curve_document, table_rows
from backspotter.app.journal_choice import journal
from backspotter.app.morning import LOOKS_BACK, athlete, course_shared, morning, signs_shared
from backspotter.app.plan_words import course_in_words
from backspotter.app.track_course import Followed
from backspotter.app.two_weeks import two_weeks
from backspotter.errors import BackspotterError
from backspotter.journal.people import Account
from backspotter.journal.shares import Shared, comment, comments, note_look, shared_with
from backspotter.web.page_words import told
from backspotter.web.pages import page
from backspotter.web.sign_in import Typed

router = APIRouter(include_in_schema=False)


@router.get("/athletes")
def list_of_the_morning(request: Request) -> Response:
    """Who needs a look today and why, most urgent first."""
    who, now = reader_of(request), request.app.state.settings.now()
    with journal() as opened:
        shared = shared_with(opened, who)
        found = morning(opened, shared, now)
        for each in shared:
            note_look(opened, each.person, by=who, kinds=each.kinds, now=now)
    needing = [each for each in found if each.reasons]
    return page(
        request, "athletes.html", needing=needing, quiet=[a for a in found if not a.reasons]
    )


@router.get("/athletes/{person}")
def one(request: Request, person: int) -> Response:
    """The last fourteen days of one who shares, of the kinds they share."""
    return _shown(request, person)


@router.post("/athletes/{person}/comment")
def write(request: Request, person: int, words: Typed = "") -> Response:
    """Writes something to one who shares."""
    who = reader_of(request)
    try:
        with journal() as opened:
            shared_here(request, person)
            comment(opened, person, words, by=who, now=request.app.state.settings.now())
    except BackspotterError as error:
        return _shown(request, person, trouble=told(error), status=422)
    return RedirectResponse(f"/athletes/{person}", status_code=303)


def _shown(request: Request, person: int, *, trouble: str = "", status: int = 200) -> Response:
    who, now = reader_of(request), request.app.state.settings.now()
    shared = shared_here(request, person)
    with journal() as opened:
        note_look(opened, person, by=who, kinds=shared.kinds, now=now)
        theirs = replace(opened, person=person)
        shown = {
            "athlete": athlete(opened, shared, now),
            "days": two_weeks(theirs, shared.kinds, since=now - LOOKS_BACK, now=now),
            "comments": comments(opened, person, by=who),
        }
        found = course_shared(theirs, shared.kinds, now)
        shown["signs"] = signs_shared(theirs, shared.kinds, now)
    return page(request, "athlete.html", status=status, trouble=trouble, **shown, **_drawn(found))


def _drawn(found: Followed | None) -> dict[str, Any]:
    """The course of what is shared; it comes with the page, so that one look is written once."""
    from backspotter.exports.course_picture import course_picture

    course = found.course if found else None
    if found is None or course is None:
        return {"found": found}
    return {
        "found": found,
        "course_words": course_in_words(course, found.level),
        "curve": json.dumps(curve_document(found)),
        "table": table_rows(found),
        "picture": Markup(course_picture(course)),
    }


def shared_here(request: Request, person: int) -> Shared:
    """What this person shares with who is signed in; nothing is there where nothing is shared."""
    with journal() as opened:
        found = [each for each in shared_with(opened, reader_of(request)) if each.person == person]
    if not found:
        raise HTTPException(404)
    return found[0]


def reader_of(request: Request) -> Account:
    who = request.state.who
    if not isinstance(who, Account) or who.role == "lifter":
        raise HTTPException(404)
    return who
