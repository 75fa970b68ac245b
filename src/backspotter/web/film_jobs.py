"""How far the reading of a film is; the page can be closed and opened again."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from backspotter.app.film_desk import again, called_off, gather
from backspotter.jobs import Job
from backspotter.web.film_common import desk_of, job_here, work_of
from backspotter.web.pages import is_partial, page

router = APIRouter(include_in_schema=False)


@router.get("/film/jobs/{id}")
def progress(request: Request, id: str) -> Response:
    """What is being done and how far it is; the film, once it is done."""
    job, clip = job_here(request, id)
    if job.status == "done":
        gather(desk_of(request), request.app.state.settings.now())
        return _to(request, f"/film/{clip.id}")
    if not job.is_over:
        work_of(request).needed()
    part = "film_job_part.html" if is_partial(request) else "film_job.html"
    return page(request, part, job=job, clip=clip, can_retry=_can_retry(job, clip.film.is_file()))


def _can_retry(job: Job, there: bool) -> bool:
    return there and job.status in ("set_aside", "cancelled")


def _to(request: Request, address: str) -> Response:
    if is_partial(request):
        return Response(headers={"hx-redirect": address})
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


@router.post("/film/jobs/{id}/cancel")
def cancelled(request: Request, id: str) -> Response:
    """The work stops. A film of which nothing is known yet goes with it."""
    job, clip = job_here(request, id)
    stopped = called_off(desk_of(request), job, clip)
    if clip.run is not None:
        return RedirectResponse(f"/film/{clip.id}", HTTPStatus.SEE_OTHER)
    to = "/film" if stopped.status == "cancelled" else f"/film/jobs/{job.id}"
    return RedirectResponse(to, HTTPStatus.SEE_OTHER)


@router.post("/film/jobs/{id}/again")
def tried_again(request: Request, id: str) -> Response:
    """The same work once more."""
    job, clip = job_here(request, id)
    if not job.is_over:
        return RedirectResponse(f"/film/jobs/{job.id}", HTTPStatus.SEE_OTHER)
    new = again(desk_of(request), job, clip)
    work_of(request).needed()
    return RedirectResponse(f"/film/jobs/{new.id}", HTTPStatus.SEE_OTHER)
