"""Everything out, back in after a look, or away for good."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from backspotter.app.arrivals import Waiting, forget, own_folder, waiting
from backspotter.app.counted import entered, in_words
from backspotter.app.giving import (
    NOT_IN_A_BACKUP,
    back_up,
    delete_everything,
    entries_there,
    restore,
    seen_backup,
    tables,
)
from backspotter.app.merging import is_bundle, keep_other, read_other
from backspotter.errors import InputError
from backspotter.web.log_import import NOTHING_NEW
from backspotter.web.one_file import arrive
from backspotter.web.pages import page
from backspotter.web.posted import PostedForm, now_of, wrong_in

router = APIRouter(include_in_schema=False)

SEE_OTHER: Final = 303
UNUSABLE: Final = 422
LARGEST_BACKUP: Final = 1_000_000_000
FORM_AROUND: Final = 100_000
KIND: Final = "restore"
WORD: Final = "delete"
NOTHING_CHANGED: Final = "nothing was changed"
ZIP: Final = "application/zip"


@router.get("/you/backup.zip")
def backup(request: Request) -> Response:
    """Every entry in one file."""
    return _given(request, back_up, "backup")


@router.get("/you/tables.zip")
def sheets(request: Request) -> Response:
    """Every table as CSV in one zip file."""
    return _given(request, tables, "tables")


def _given(
    request: Request, write: Callable[..., tuple[Path, dict[str, int]]], word: str
) -> FileResponse:
    """A file that is made in a folder of its own, which goes when it is sent."""
    now: datetime = now_of(request)
    folder = own_folder("export")
    try:
        file, _ = write(str(folder), now=now)
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    away = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    name = f"backspotter-{word}-{now:%Y-%m-%d}.zip"
    return FileResponse(file, media_type=ZIP, filename=name, background=away)


@router.post("/you/restore", max_body_size=LARGEST_BACKUP + FORM_AROUND)
async def send(request: Request) -> Response:
    """Take a backup in, to be looked at first."""
    try:
        await arrive(request, KIND, most=LARGEST_BACKUP)
    except InputError as error:
        return _refused(request, error)
    return RedirectResponse("/you/restore", SEE_OTHER)


@router.get("/you/restore")
def look(request: Request) -> Response:
    """What the backup that waits holds, beside what is here."""
    waits = waiting(KIND)
    if waits is None:
        return RedirectResponse("/you#restore", SEE_OTHER)
    try:
        path = str(waits.file)
        seen = None if _is_shared(request) or is_bundle(path) else seen_backup(path)
        other = read_other(str(waits.file), name=waits.name)
    except InputError as error:
        return _refused(request, error)
    held = {name: each.rows for name, each in seen.tables.items()} if seen else {}
    return page(
        request,
        "restore.html",
        seen=seen,
        rows=in_words(held),
        holds=entered(held),
        new=other.kinds,
        other=other,
        there=entries_there(),
        name=waits.name,
        not_in_it="" if is_bundle(path) else NOT_IN_A_BACKUP,
    )


@router.post("/you/restore/merge")
def merge(request: Request) -> Response:
    """Bring in what of the backup is not here yet, into this person's journal alone."""
    found = _waiting()
    try:
        brought = keep_other(read_other(str(found.file), name=found.name), now=now_of(request))
    except InputError as error:
        return _refused(request, error)
    forget(KIND)
    number = NOTHING_NEW if brought.batch is None else brought.batch
    return RedirectResponse(f"/log?brought={number}#brought", SEE_OTHER)


@router.post("/you/restore/keep")
def put_back(request: Request) -> Response:
    """Put the backup in the place of all that is here, after a snapshot."""
    found = _waiting()
    try:
        restore(str(found.file))
    except InputError as error:
        return _refused(request, error)
    request.app.state.held.close()  # the person of the backup is another row
    forget(KIND)
    return RedirectResponse("/you?restored=1#kept", SEE_OTHER)


@router.post("/you/restore/drop")
def drop() -> Response:
    """Forget the backup that was sent; nothing was changed."""
    forget(KIND)
    return RedirectResponse("/you#restore", SEE_OTHER)


@router.get("/you/delete")
def before_deleting(request: Request) -> HTMLResponse:
    """What would go, and that it cannot be undone."""
    return page(
        request, "delete.html", there=entries_there(), wrong={}, typed="", not_in_it=NOT_IN_A_BACKUP
    )


@router.post("/you/delete")
def delete(request: Request, form: PostedForm) -> Response:
    """Delete everything, where the word was typed."""
    typed = form.text("word")
    if typed.casefold() != WORD:
        error = InputError("word", given=typed or "nothing", expected=f"the word “{WORD}”")
        return page(
            request,
            "delete.html",
            status=UNUSABLE,
            there=entries_there(),
            not_in_it=NOT_IN_A_BACKUP,
            wrong=wrong_in(error),
            typed=typed,
        )
    request.app.state.held.close()
    delete_everything()
    request.app.state.held.close()
    return RedirectResponse("/you/deleted", SEE_OTHER)


@router.get("/you/deleted")
def deleted(request: Request) -> HTMLResponse:
    """That all is gone; this page opens no journal, so that none is made anew for it."""
    return page(request, "deleted.html")


def _refused(request: Request, error: InputError) -> HTMLResponse:
    forget(KIND)
    says_so = NOTHING_CHANGED in error.do
    return page(request, "restore.html", status=UNUSABLE, other=None, error=error, says_so=says_so)


def _is_shared(request: Request) -> bool:
    """Whether others keep their journals here too, so that nothing takes the place of all."""
    return bool(request.app.state.settings.accounts)


def _waiting() -> Waiting:
    found = waiting(KIND)
    if found is None:
        raise HTTPException(404)
    return found
