"""For coaches and clinicians: a film of one who shares theirs, as its lifter sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from backspotter.app.film_shelf import Clip, NoSuchFilm, shelf_of
from backspotter.app.journal_choice import journal
from backspotter.errors import InputError
from backspotter.journal.shares import Shared, note_look
from backspotter.web.athletes import reader_of, shared_here
from backspotter.web.film_result import (
    Theirs,
    frames_of,
    picture_of,
    result_page,
    run_of,
    small_of,
)

router = APIRouter(include_in_schema=False)
ONE_LOOK: Final = timedelta(hours=1)
"""A page, its film and its pictures, asked for one by one, are one look for so long."""

OF_AN_EARLIER: Final = "This film was read by an earlier version: its lifter opens it once more."


@router.get("/athletes/{person}/films/{id}")
def result(request: Request, person: int, id: str) -> Response:
    """What was found in it; nothing can be changed here."""
    shared, clip = _seen(request, person, id)
    whose = Theirs(shared.name, f"/athletes/{person}")
    try:
        return result_page(request, clip, run_of(clip), theirs=whose)
    except InputError:
        raise HTTPException(HTTPStatus.CONFLICT, OF_AN_EARLIER) from None


@router.get("/athletes/{person}/films/{id}/frames.json")
def frames(request: Request, person: int, id: str) -> Response:
    """Every frame as numbers, for the player."""
    return frames_of(_seen(request, person, id)[1])


@router.get("/athletes/{person}/films/{id}/film.mp4")
def film(request: Request, person: int, id: str) -> Response:
    """The small copy, in parts as the player asks for them."""
    return small_of(_seen(request, person, id)[1])


@router.get("/athletes/{person}/films/{id}/picture/{name}")
def picture(request: Request, person: int, id: str, name: str) -> Response:
    """The picture of a fault."""
    return picture_of(_seen(request, person, id)[1], name)


def _seen(request: Request, person: int, id: str) -> tuple[Shared, Clip]:
    """Who shares it, and the film; that it was looked at is written down.

    404 where films are not shared, or there is none of this id.
    """
    shared = shared_here(request, person)
    if "films" not in shared.kinds:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    now = request.app.state.settings.now()
    with journal() as opened:
        try:
            clip = shelf_of(replace(opened, person=person)).clip(id)
        except NoSuchFilm:
            raise HTTPException(HTTPStatus.NOT_FOUND) from None
        who = reader_of(request)
        note_look(opened, person, by=who, kinds=("films",), now=now, unless_since=now - ONE_LOOK)
    return shared, clip
