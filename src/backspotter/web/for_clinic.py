"""What a clinician is given: the summary as a PDF, and every entry as a FHIR bundle."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from backspotter.app.arrivals import own_folder
from backspotter.app.clinic_bundle import write_fhir
from backspotter.app.clinic_out import write_pdf
from backspotter.errors import InputError
from backspotter.web.page_words import told
from backspotter.web.pages import page
from backspotter.web.posted import now_of

router = APIRouter(include_in_schema=False)

PDF, FHIR = "application/pdf", "application/fhir+json"
NOTHING: Final = (
    "Nothing is entered yet that a clinician could be told. "
    "Make a check or add to your course first; then come back for the file."
)


@router.get("/you/summary.pdf")
def summary(request: Request) -> Response:
    """The last episode on one page, and the detail behind it."""
    return _given(request, write_pdf, PDF)


@router.get("/you/entries.fhir.json")
def bundle(request: Request) -> Response:
    """Every entry that stands, for a clinic's programs."""
    return _given(request, write_fhir, FHIR)


def _given(
    request: Request, write: Callable[..., tuple[Path, dict[str, int]]], media_type: str
) -> Response:
    """A file made in a folder of its own, which goes when it is sent; or why there is none."""
    folder = own_folder("export")
    try:
        file, _ = write(str(folder), name="", now=now_of(request))
    except InputError as error:
        shutil.rmtree(folder, ignore_errors=True)
        words = NOTHING if error.field == "export" else told(error)
        return page(request, "trouble.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, words=words)
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    away = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(file, media_type=media_type, filename=file.name, background=away)
