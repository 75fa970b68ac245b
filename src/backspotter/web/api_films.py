"""The HTTP API of films that are read in the background: ask for it, look at it, stop it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from backspotter.app.film_desk import Desk, called_off, gather, job_and_film
from backspotter.app.film_form import order_from
from backspotter.app.film_jobs import TEXTS_OF_FORM, asked_in_form, job_document, jobs_document
from backspotter.app.film_upload import MOST_BYTES
from backspotter.errors import InputError
from backspotter.web.api_documents import TROUBLES, UNKNOWN, Trouble, examples, gives
from backspotter.web.film_common import desk_of, handed_over, job_here
from backspotter.web.films import MOST_FIELDS, OF_THE_FORM

router = APIRouter(prefix="/api/v1/film-jobs", tags=["films"], responses=TROUBLES)

TOO_LARGE: Final[dict[int | str, dict[str, Any]]] = {
    413: {"model": Trouble, "description": "A larger film than is read here."},
}
FORM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["film", "load_kg"],
    "additionalProperties": False,
    "properties": {
        "film": {"type": "string", "format": "binary", "description": "MP4, MOV, MKV or WebM"},
        **{name: {"type": "string", "description": words} for name, words in TEXTS_OF_FORM.items()},
    },
}
FILMED: Final = examples(plain={"film": "(the film)", "load_kg": "140", "style": "conventional"})
BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"multipart/form-data": {"schema": FORM, "examples": FILMED}},
    }
}
JobId = Path(max_length=64, description="as it was given out")


@router.get("", responses=gives("FilmJobs", "The last job of each film, the newest first."))
def listed(request: Request) -> Response:
    """Films that wait, are being read, or were."""
    return JSONResponse(jobs_document(_desk(request)))


@router.post(
    "",
    status_code=201,
    max_body_size=MOST_BYTES + OF_THE_FORM,
    openapi_extra=BODY,
    responses=gives("FilmJob", "It is read in the background.", 201) | TOO_LARGE,
)
async def add(request: Request) -> Response:
    """Hand a film over, with what was on the bar. The body is that of the profile.

    The same film with the same facts is the same job, and is not read twice.
    """
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        return await run_in_threadpool(_added, request, form)


def _added(request: Request, form: FormData) -> Response:
    film, now = form.get("film"), request.app.state.settings.now()
    typed = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    if not isinstance(film, UploadFile) or not film.size:
        raise InputError("film", given="nothing", expected="a film of one set, as a file")
    order = order_from(asked_in_form(typed), now)
    job = handed_over(request, film, order)
    document = job_document(*job_and_film(desk_of(request), job.id))
    return JSONResponse(document, status_code=HTTPStatus.CREATED)


@router.get("/{id}", responses=gives("FilmJob", "How far it is, or how it ended.") | UNKNOWN)
def one(request: Request, id: str = JobId) -> Response:
    """One job. Once it is done, ``film`` is the number to ask /films for."""
    _desk(request)
    return JSONResponse(job_document(*job_here(request, id)))


@router.post(
    "/{id}/cancel", responses=gives("FilmJob", "It is stopped, or was over before.") | UNKNOWN
)
def cancel(request: Request, id: str = JobId) -> Response:
    """Stop a job. A film of which nothing was found yet goes with it; what was found stays."""
    job, clip = job_here(request, id)
    return JSONResponse(job_document(called_off(desk_of(request), job, clip), clip))


def _desk(request: Request) -> Desk:
    """The films of who asks, with what jobs found since kept in the journal."""
    desk = desk_of(request)
    gather(desk, request.app.state.settings.now())
    return desk
