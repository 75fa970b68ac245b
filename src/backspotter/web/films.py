"""Films: those there are, and a new one, by a plain form or piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from backspotter.app.film_demo import demo_clip, try_demo
from backspotter.app.film_form import KINDS_OF_LIFT, order_from, sets_to_choose, typed_kg, units_of
from backspotter.app.film_list import Listed, films_of
from backspotter.app.film_upload import (
    MOST_BYTES,
    in_words,
    uploads,
)
from backspotter.app.profile import known
from backspotter.errors import InputError
from backspotter.jobs import NoSuchJob
from backspotter.lift.film_facts import MOST_SECONDS
from backspotter.web.film_common import desk_of, handed_over, journal_here, shelf_here, work_of
from backspotter.web.page_words import told
from backspotter.web.pages import page
from backspotter.web.troubles import trouble

router = APIRouter(include_in_schema=False)
OF_THE_FORM: Final = 100_000
"""What a form holds beside the film [bytes]."""

MOST_FIELDS: Final = 40
NO_FILM: Final = "Choose a film of one set from the camera roll."


@router.get("/film")
def films(request: Request) -> HTMLResponse:
    """The list, and the form for a new one."""
    return films_page(request)


def films_page(
    request: Request, *, wrong: str = "", typed: Mapping[str, str] | None = None
) -> HTMLResponse:
    """The same, with what was wrong and what was typed where something was."""
    journal = journal_here()
    listed = films_of(journal)
    profile = known()
    now = request.app.state.settings.now()
    return page(
        request,
        "film.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        films=listed,
        failed=_failed(request, listed),
        unfinished=uploads(shelf_here()),
        sets=sets_to_choose(journal, now),
        units=units_of(profile),
        body=_missing(profile),
        has_demo=demo_clip() is not None,
        wrong=wrong,
        typed=dict(typed or {}),
        most=MOST_BYTES,
        most_words=in_words(MOST_BYTES),
        minutes=round(MOST_SECONDS / 60),
        in_words=in_words,
        typed_kg=typed_kg,
        styles=KINDS_OF_LIFT,
    )


def _failed(request: Request, listed: list[Listed]) -> dict[str, str]:
    """Why films that were to be read were not, by the id of the job."""
    found = {}
    for each in listed:
        if each.state == "going":
            with suppress(NoSuchJob):
                job = desk_of(request).queue.get(each.job)
                if job.is_over and job.status != "done":
                    found[each.job] = job.message or "it was stopped"
    return found


def _missing(profile: Any) -> dict[str, bool]:
    """What of the body is not known."""
    return {
        "height_cm": profile.height_m is None,
        "mass": profile.mass_kg is None,
        "sex": not profile.sex,
    }


@router.post("/film/demo")
def demo(request: Request) -> Response:
    """Read the demo film, as one that was uploaded."""
    try:
        job = try_demo(desk_of(request), request.app.state.settings.now())
    except InputError as error:
        return films_page(request, wrong=told(error))
    work_of(request).needed()
    return RedirectResponse(f"/film/jobs/{job.id}", HTTPStatus.SEE_OTHER)


@router.post("/film", max_body_size=MOST_BYTES + OF_THE_FORM)
async def sent(request: Request) -> Response:
    """A film and its form at once, as a page without scripts sends them."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MOST_BYTES + OF_THE_FORM:
        words = f"The film needs at most {in_words(MOST_BYTES)}. Given: {in_words(int(length))}."
        return await run_in_threadpool(trouble, request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        return await run_in_threadpool(_taken, request, form)


def _taken(request: Request, form: FormData) -> Response:
    film = form.get("film")
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    now = request.app.state.settings.now()
    if not isinstance(film, UploadFile) or not film.size:
        return films_page(request, wrong=NO_FILM, typed=typed)
    try:
        job = handed_over(request, film, order_from(typed, now))
    except InputError as error:
        return films_page(request, wrong=told(error), typed=typed)
    return RedirectResponse(f"/film/jobs/{job.id}", HTTPStatus.SEE_OTHER)
