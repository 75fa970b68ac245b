"""A film piece by piece, for our own script: it can break off anywhere and go on from there."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect

from backspotter.app.film_desk import hand_over
from backspotter.app.film_form import order_from
from backspotter.app.film_order import order_of, write_order
from backspotter.app.film_shelf import NoSuchFilm
from backspotter.app.film_upload import (
    MOST_BYTES,
    PIECE,
    Elsewhere,
    Upload,
    begin,
    ended,
    receiving,
    upload_of,
    whole,
)
from backspotter.errors import InputError
from backspotter.web.film_common import desk_of, refused, shelf_here, work_of
from backspotter.web.page_words import told

router = APIRouter(include_in_schema=False)
RANGE: Final = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
GONE: Final = "It is not here any more. Choose the film again."
MOST_FIELDS: Final = 40
NOT_A_NUMBER: Final = "film: got no size, expected how many bytes it has"


@router.post("/film/uploads")
async def begun(request: Request) -> Response:
    """A place for a film, with what is asked of it; that of before where it broke off."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return await run_in_threadpool(_begun, request, form)


def _begun(request: Request, form: FormData) -> Response:
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    size, now = typed.get("size", ""), request.app.state.settings.now()
    if not size.isdecimal() or len(size) > 15:
        return refused(NOT_A_NUMBER, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        order = order_from(typed, now)
        key = typed.get("key", "")
        upload = begin(shelf_here(), size=int(size), key=key, now=now)
    except InputError as error:
        return refused(told(error), HTTPStatus.UNPROCESSABLE_ENTITY, field=error.field)
    write_order(upload.clip, order, "asked")
    return JSONResponse({**_said(upload), "piece": PIECE}, status_code=HTTPStatus.CREATED)


def _said(upload: Upload) -> dict[str, object]:
    return {"id": upload.clip.id, "have": upload.have, "size": upload.size}


@router.api_route("/film/uploads/{id}", methods=["GET", "HEAD"])
def how_far(request: Request, id: str) -> Response:
    """How much of it is here."""
    try:
        upload = upload_of(shelf_here(), id)
    except NoSuchFilm:
        return refused(GONE, HTTPStatus.NOT_FOUND)
    return JSONResponse(_said(upload), headers={"upload-offset": str(upload.have)})


@router.put("/film/uploads/{id}", max_body_size=MOST_BYTES)
async def piece(request: Request, id: str) -> Response:
    """Some of it, which follows on what is here."""
    found = RANGE.fullmatch(request.headers.get("content-range", ""))
    if found is None:
        words = "piece: got no Content-Range, expected bytes FIRST-LAST/SIZE"
        return refused(words, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        upload = await run_in_threadpool(upload_of, shelf_here(), id)
        if int(found[3]) != upload.size:
            given, expected = f"one of {found[3]} bytes", f"one of {upload.size} bytes"
            raise InputError("film", given=given, expected=expected, do="choose the same film")
        have = await _received(request, upload, int(found[1]))
    except NoSuchFilm:
        return refused(GONE, HTTPStatus.NOT_FOUND)
    except Elsewhere as error:
        return refused(str(error), HTTPStatus.CONFLICT, have=error.have)
    except InputError as error:
        return refused(told(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return JSONResponse({**_said(upload), "have": have})


async def _received(request: Request, upload: Upload, offset: int) -> int:
    """How much is here once the sender stops, of its own or not [bytes]."""
    with receiving(upload, offset) as receiver:
        try:
            async for part in request.stream():
                await run_in_threadpool(receiver.take, part)
        except ClientDisconnect:
            """What came is kept; the sender asks how much that is."""
        return receiver.have


@router.post("/film/uploads/{id}/done")
def done(request: Request, id: str) -> Response:
    """All of it was sent: the work begins. May be said again."""
    desk, now = desk_of(request), request.app.state.settings.now()
    try:
        clip = desk.shelf.clip(id)
        if clip.job and not clip.upload():
            return JSONResponse({"to": f"/film/jobs/{clip.job}"})
        order = order_of(clip, "asked")
        job = hand_over(desk, whole(clip), order, now)
    except NoSuchFilm:
        return refused(GONE, HTTPStatus.NOT_FOUND)
    except InputError as error:
        return refused(told(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    ended(clip)
    work_of(request).needed()
    return JSONResponse({"to": f"/film/jobs/{job.id}"}, status_code=HTTPStatus.CREATED)


@router.post("/film/uploads/{id}/drop")
def dropped(request: Request, id: str) -> Response:
    """What came of it is removed."""
    try:
        upload_of(shelf_here(), id).clip.remove()
    except NoSuchFilm:
        """It has gone already."""
    return RedirectResponse("/film", HTTPStatus.SEE_OTHER)
