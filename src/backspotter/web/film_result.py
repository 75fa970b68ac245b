"""One film: how good it is, the player with its curves, what was found, corrections, deletion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from backspotter.app.body_size import height_in_words, mass_in_words
from backspotter.app.film_archive import read_archive
from backspotter.app.film_desk import corrected, delete, is_drawn, judged_anew
from backspotter.app.film_form import (
    KINDS_OF_LIFT,
    body_to_correct,
    correction_from,
    units_of,
)
from backspotter.app.film_job import SUMMARY
from backspotter.app.film_list import came_of
from backspotter.app.film_order import Order, order_of
from backspotter.app.film_shelf import THUMB, Clip, read_document
from backspotter.app.profile import known
from backspotter.errors import InputError
from backspotter.exports.film_frames import frames_document
from backspotter.lift.analysis import LiftAnalysis
from backspotter.training.units import Unit
from backspotter.web.film_common import clip_here, desk_of, work_of
from backspotter.web.film_shown import shown_film
from backspotter.web.page_words import told
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)
PICTURE: Final = re.compile(r"rep-\d{1,3}-[A-Za-z0-9-]{1,80}\.jpg")
JPEG: Final = "image/jpeg"
HELD: Final = 4
"""Analyses held in memory: pages ask for the same one several times."""

MOST_FIELDS: Final = 200


@router.get("/film/{id}")
def result(request: Request, id: str) -> Response:
    """What was found in a film."""
    clip = clip_here(id)
    if clip.run is None:
        if clip.job:
            return RedirectResponse(f"/film/jobs/{clip.job}", HTTPStatus.SEE_OTHER)
        raise HTTPException(HTTPStatus.NOT_FOUND)
    try:
        _analysis(clip.run, clip.run.stat().st_mtime_ns)
    except InputError:
        job = judged_anew(desk_of(request), clip)
        if job is None:
            raise
        work_of(request).needed()
        return RedirectResponse(f"/film/jobs/{job.id}", HTTPStatus.SEE_OTHER)
    return result_page(request, clip, clip.run)


def result_page(
    request: Request,
    clip: Clip,
    run: Path,
    *,
    wrong: str = "",
    typed: dict[str, str] | None = None,
    theirs: Theirs | None = None,
) -> Response:
    """The same, with what was wrong with a correction where something was.

    ``theirs`` : whose film it is, where somebody else looks at it: then there is nothing to change
    """
    analysis = _analysis(run, run.stat().st_mtime_ns)
    profile = known()
    units = units_of(profile)
    return page(
        request,
        "film_result.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        clip=clip,
        theirs=theirs,
        base=f"{theirs.address}/films/{clip.id}" if theirs else f"/film/{clip.id}",
        run=run.name,
        units=units,
        came=came_of(clip),
        film_is_kept=clip.film.is_file(),
        drawn=is_drawn(clip),
        styles=KINDS_OF_LIFT,
        wrong=wrong,
        typed=typed or {},
        body=body_to_correct(analysis.given, profile, drawn=is_drawn(clip)),
        body_before=_body_before(analysis, units),
        **shown_film(analysis, read_document(run / SUMMARY), units),
    )


def _body_before(analysis: LiftAnalysis, units: Unit) -> str:
    """The body that a film was worked out with, in words."""
    given = analysis.given
    said = (
        height_in_words(given.height_m, units) or "an average height",
        mass_in_words(given.mass_kg, units) or "an average mass",
        "sex not said" if given.sex == "unknown" else given.sex,
    )
    return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Theirs:
    """Somebody who shares their films, and the address of their page."""

    name: str
    address: str


@lru_cache(maxsize=HELD)
def _analysis(run: Path, _changed: int) -> LiftAnalysis:
    return read_archive(run, LiftAnalysis)


@router.get("/film/{id}/frames.json")
def frames(id: str) -> Response:
    """Every frame as numbers, for the player."""
    return frames_of(clip_here(id))


@router.get("/film/{id}/film.mp4")
def film(id: str) -> Response:
    """The small copy, in parts as the player asks for them."""
    return small_of(clip_here(id))


@router.get("/film/{id}/thumb.jpg")
def thumb(id: str) -> Response:
    """A small picture of the set."""
    return _file(clip_here(id).folder / THUMB, JPEG)


@router.get("/film/{id}/picture/{name}")
def picture(id: str, name: str) -> Response:
    """The picture of a fault."""
    return picture_of(clip_here(id), name)


def frames_of(clip: Clip) -> Response:
    """Every frame of a film as numbers."""
    run = run_of(clip)
    return JSONResponse(frames_document(_analysis(run, run.stat().st_mtime_ns)))


def small_of(clip: Clip) -> Response:
    """The small copy of a film."""
    return _file(clip.small, "video/mp4")


def picture_of(clip: Clip, name: str) -> Response:
    """The picture of a fault in a film; 404 for any other name."""
    run = run_of(clip)
    if not PICTURE.fullmatch(name):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return _file(run / name, JPEG)


def run_of(clip: Clip) -> Path:
    """The folder of what was found; 404 where nothing was yet."""
    if clip.run is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return clip.run


def _file(path: Path, kind: str) -> Response:
    if not path.is_file() or path.is_symlink():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(path, media_type=kind)


@router.post("/film/{id}/correct")
async def correct(request: Request, id: str) -> Response:
    """The film judged anew with what the person corrected."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_corrected, request, id, typed)


def _corrected(request: Request, id: str, typed: dict[str, str]) -> Response:
    clip = clip_here(id)
    run = run_of(clip)
    before = order_of(clip, run.name)
    try:
        asked = correction_from(typed, before.asked)
        job = corrected(desk_of(request), clip, Order(asked=asked))
    except InputError as error:
        return result_page(request, clip, run, wrong=told(error), typed=typed)
    work_of(request).needed()
    return RedirectResponse(f"/film/jobs/{job.id}", HTTPStatus.SEE_OTHER)


@router.get("/film/{id}/delete")
def asked_to_delete(request: Request, id: str) -> Response:
    """Whether it is meant."""
    clip = clip_here(id)
    return page(request, "film_delete.html", clip=clip, judged=clip.run is not None)


@router.post("/film/{id}/delete")
def deleted(request: Request, id: str) -> Any:
    """The film and all that was made of it go."""
    delete(desk_of(request), clip_here(id))
    return RedirectResponse("/film", HTTPStatus.SEE_OTHER)
