"""The summary for a clinician as a PDF: laid out by typst, offline, with the fonts it brings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

from backspotter.errors import InputError

LAYOUT: Final = "clinic.typ"
INSTALL: Final = "pip install 'backspotter[clinic]'"


def clinic_pdf(document: Mapping[str, Any], *, plot: str = "", made: datetime) -> bytes:
    """The pages as a PDF/UA file, the same bytes for the same texts, picture and time.

    Parameters
    ----------
    document : the texts, as ``app.clinic_page`` gives them
    plot : the course as SVG; none where it is empty
    made : when, with its zone

    Raises
    ------
    InputError : typst is not installed
    """
    try:
        import typst
    except ModuleNotFoundError:
        raise InputError("export pdf", given="no typst", expected=INSTALL) from None
    layout = (files("backspotter.exports") / LAYOUT).read_bytes()
    inputs = {"data": json.dumps(document, ensure_ascii=False), "plot": plot}
    pages = typst.compile(
        layout,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards="ua-1",
        timestamp=int(made.timestamp()),
    )
    assert isinstance(pages, bytes)
    return pages
