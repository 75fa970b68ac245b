"""The summary for a clinician as a PDF: laid out by typst, offline, with the fonts it brings.

A character that those lack is looked for in the fonts of the machine. What none of them has gets a
plain stand-in, and the foot of the first page says so: no text keeps a clinician from the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from importlib.resources import files
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.exports.printable import (
    BOX,
    SURELY_PRINTED,
    characters_in,
    each_text,
    never_printed,
    stand_in,
    with_stand_ins,
    without_turns,
)

LAYOUT: Final = "clinic.typ"
INSTALL: Final = "pip install 'backspotter[clinic]'"
STANDARD: Final = "ua-1"
"""PDF/UA, for screen readers. typst refuses to write it with a character that no font has."""

UNPRINTED: Final = (
    "Some characters that were typed cannot be printed here: "
    f"a box {BOX} or a name in [brackets] stands for each."
)
NO_GLYPH: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
MOST_ROUNDS: Final = 6
"""Once is the rule; what is left out may bring out what hung on it."""


def clinic_pdf(document: Mapping[str, Any], *, plot: str = "", made: datetime) -> bytes:
    """The pages as a PDF/UA file, whatever characters are in the texts.

    The same texts, picture and time give the same bytes: on every machine where typst's own fonts
    have every character, and else on machines with the same fonts.

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

    def laid_out(texts: Any, *, fonts_of_typst: bool, is_marked: bool = True) -> bytes:
        pages = typst.compile(
            layout,
            format="pdf",
            ignore_system_fonts=fonts_of_typst,
            sys_inputs={"data": json.dumps(texts, ensure_ascii=False), "plot": plot},
            pdf_standards=STANDARD if is_marked else None,
            timestamp=int(made.timestamp()),
        )
        assert isinstance(pages, bytes)
        return pages

    return _printed(each_text(document, without_turns), laid_out, refused=typst.TypstError)


def _printed(texts: Any, laid_out: Callable[..., bytes], *, refused: type[Exception]) -> bytes:
    """The pages with as few stand-ins as the fonts allow."""
    every = characters_in(texts)
    missing = never_printed(every)
    for round in range(MOST_ROUNDS):
        shown = _without(texts, missing)
        try:
            return laid_out(shown, fonts_of_typst=round == 0)
        except refused as error:
            found = _without_glyph(error)
        if not found:
            # Letters are there, but how they were joined cannot be told to a screen reader.
            return laid_out(shown, fonts_of_typst=False, is_marked=False)
        missing |= (found - SURELY_PRINTED) if round else frozenset()
    return laid_out(_without(texts, every - SURELY_PRINTED), fonts_of_typst=True)


def _without(texts: Any, missing: Collection[str]) -> Any:
    """The texts with stand-ins, and with the line that says so where one of them is seen."""
    told = UNPRINTED if any(stand_in(each).strip() for each in missing) else ""
    return {**each_text(texts, partial(with_stand_ins, missing=missing)), "unprinted": told}


def _without_glyph(error: Exception) -> frozenset[str]:
    """The characters that typst says no font has."""
    said = NO_GLYPH.findall(getattr(error, "diagnostic", ""))
    return frozenset("".join(ESCAPE.sub(_unescaped, each) for each in said))


def _unescaped(found: re.Match[str]) -> str:
    code, plain = found.groups()
    return chr(int(code, 16)) if code else ESCAPED.get(plain, plain)
