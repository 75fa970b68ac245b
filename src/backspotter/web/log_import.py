"""The log of another program: sent, looked at, then kept or dropped; and taken back later."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backspotter.app.arrivals import Waiting, forget, said, waiting
from backspotter.app.log_days import set_in_words
from backspotter.app.log_entry import logged, units_in_use
from backspotter.app.log_import import JournalOfOurs, Read, keep_log, read_log, undo_import
from backspotter.app.when import zone_named
from backspotter.errors import InputError
from backspotter.training.formats import Asked
from backspotter.training.formats.preview import silent
from backspotter.training.log import LoggedSet
from backspotter.web.one_file import arrive
from backspotter.web.pages import page
from backspotter.web.posted import PostedForm, now_of

router = APIRouter(include_in_schema=False)

SEE_OTHER: Final = 303
UNUSABLE: Final = 422
LARGEST: Final = 2_000_000_000
"""Bytes of a file; years of a watch's minutes come to about half of that."""

FORM_AROUND: Final = 100_000
MOST_SETS: Final = 12
MOST_DOUBTS: Final = 50
ASKED: Final = ("unit", "zone", "lifter")
UNLIKELY: Final = "unlikely"
"""Whether days are wanted that are still to come, or before there were such logs."""

KIND: Final = "import"
NOTHING_NEW: Final = 0
"""Stands for the number of an import that brought nothing."""


@router.post("/log/import", max_body_size=LARGEST + FORM_AROUND)
async def send(request: Request) -> Response:
    """Take a file in, and show what it would bring."""
    try:
        await arrive(request, KIND, most=LARGEST)
    except InputError as error:
        return _refused(request, error)
    return RedirectResponse("/log/import", SEE_OTHER)


@router.get("/log/import")
def look(request: Request) -> Response:
    """What the file that waits would bring in, what is doubtful, and what stays out and why."""
    waits = waiting(KIND)
    if waits is None:
        return RedirectResponse("/log#import", SEE_OTHER)
    try:
        read = _read(request, waits)
    except InputError as error:
        if error.field in ASKED:
            return _asked_again(request, waits, error)
        forget(KIND)
        return _refused(request, error)
    return _preview(request, waits, read)


@router.post("/log/import/asked")
def ask_again(request: Request, form: PostedForm) -> Response:
    """Remember what a file does not say, and whether days that cannot be are wanted."""
    waits = _waiting()
    asked = {name: form.text(name)[:100] for name in (*ASKED, UNLIKELY)}
    said(KIND, waits, asked, now=now_of(request))
    return RedirectResponse("/log/import", SEE_OTHER)


@router.post("/log/import/keep")
def keep(request: Request) -> Response:
    """Bring it in, all of it or nothing."""
    waits = _waiting()
    try:
        read = _read(request, waits)
    except InputError:
        return RedirectResponse("/log/import", SEE_OTHER)
    brought = keep_log(read, now=now_of(request), progress=silent)
    forget(KIND)
    number = NOTHING_NEW if brought.batch is None else brought.batch
    return RedirectResponse(f"/log?brought={number}#brought", SEE_OTHER)


@router.post("/log/import/drop")
def drop() -> Response:
    """Forget the file; nothing of it was kept."""
    forget(KIND)
    return RedirectResponse("/log#import", SEE_OTHER)


@router.post("/log/import/{number}/undo")
def undo(number: int) -> Response:
    """Take an import back."""
    if number not in {each.id for each in logged(1).imports}:
        raise HTTPException(404)
    undo_import(number)
    return RedirectResponse("/log#import", SEE_OTHER)


def _asked_again(request: Request, waits: Waiting, error: InputError) -> HTMLResponse:
    """What the file does not say; it waits, and a form asks for it."""
    told = InputError(error.field, given=error.given, expected=error.expected, do="say it below")
    return page(request, "log_import.html", status=UNUSABLE, waits=waits, read=None, error=told)


def _refused(request: Request, error: InputError) -> HTMLResponse:
    """Why a file is of no use; nothing of it is left here."""
    if isinstance(error, JournalOfOurs):
        do = "bring it in under You, where a backup is restored"
        error = InputError(error.field, given=error.given, expected=error.expected, do=do)
    return page(request, "log_import.html", status=UNUSABLE, waits=None, error=error)


def _waiting() -> Waiting:
    found = waiting(KIND)
    if found is None:
        raise HTTPException(404)
    return found


def _read(request: Request, waits: Waiting) -> Read:
    unit = waits.asked.get("unit", "")
    asked = Asked(
        zone=zone_named(waits.asked.get("zone", "")),
        unit="lb" if unit == "lb" else "kg" if unit == "kg" else None,
        lifter=waits.asked.get("lifter") or None,
        now=now_of(request),
        unlikely=bool(waits.asked.get(UNLIKELY)),
    )
    return read_log(str(waits.file), asked, progress=silent, name=waits.name)


def _preview(request: Request, waits: Waiting, read: Read) -> HTMLResponse:
    units = units_in_use()
    sets: list[Any] = [each for each in read.preview.found if isinstance(each.value, LoggedSet)]
    return page(
        request,
        "log_import.html",
        waits=waits,
        error=None,
        read=read,
        doubtful=read.doubtful[:MOST_DOUBTS],
        left_out=read.preview.left_out[:MOST_DOUBTS],
        newest=sorted(sets, key=lambda each: each.value.at)[: -MOST_SETS - 1 : -1],
        set_in_words=lambda one: set_in_words(one, units),
    )
