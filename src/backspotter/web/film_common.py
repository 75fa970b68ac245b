"""What all film screens share: whose films, which one, and the answers to a script."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from backspotter.app.film_desk import Desk, hand_over, job_and_film
from backspotter.app.film_order import Order
from backspotter.app.film_shelf import Clip, NoSuchFilm, Shelf, shelf_of
from backspotter.app.film_upload import ended, received
from backspotter.app.journal_choice import journal
from backspotter.jobs import Job
from backspotter.web.film_work import FilmWork

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal


def work_of(request: Request) -> FilmWork:
    """What works on films beside this server."""
    found: FilmWork = request.app.state.films
    return found


def journal_here() -> Journal:
    """The journal of the person who asks; the server holds it open."""
    with journal() as opened:
        return opened


def desk_of(request: Request) -> Desk:
    """The films of the person who asks, and the jobs."""
    return work_of(request).desk(journal_here())


def shelf_here() -> Shelf:
    """The films of the person who asks."""
    return shelf_of(journal_here())


def clip_here(id: str) -> Clip:
    """The film of this id, if it is of the person who asks; else 404."""
    try:
        return shelf_here().clip(id)
    except NoSuchFilm:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None


def job_here(request: Request, id: str) -> tuple[Job, Clip]:
    """The job of this id and its film, if they are of the person who asks; else 404."""
    try:
        return job_and_film(desk_of(request), id)
    except NoSuchFilm:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None


def handed_over(request: Request, film: UploadFile, order: Order) -> Job:
    """A film that came whole with a form, on its way to be read.

    Raises
    ------
    InputError : no film, or one that cannot be taken
    """
    now = request.app.state.settings.now()
    clip = received(shelf_here(), film.file, size=film.size or 0, order=order, now=now)
    job = hand_over(desk_of(request), clip, order, now)
    ended(clip)
    work_of(request).needed()
    return job


def refused(words: str, status: int, **more: Any) -> JSONResponse:
    """One line for a script to show."""
    return JSONResponse({"error": words, **more}, status_code=status)
