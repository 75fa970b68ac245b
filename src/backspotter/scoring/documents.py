"""JSON files of others, read with care: what is wrong with one is said in one line."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from backspotter.errors import InputError

LARGEST_BYTES: Final = 400_000_000
"""A truth of ten minutes at 240 frames a second stays below."""


class Part:
    """A part of a document, which knows where it lies in which file."""

    def __init__(self, found: object, file: str, where: str = "") -> None:
        self.found, self.file, self.where = found, file, where

    def wrong(self, expected: str) -> NoReturn:
        """Raises InputError: this is not what was expected here."""
        place = f"{self.file}: {self.where}" if self.where else self.file
        raise InputError(place, given=_named(self.found), expected=expected)

    def __contains__(self, name: str) -> bool:
        return isinstance(self.found, Mapping) and self.found.get(name) is not None

    def __getitem__(self, name: str) -> Part:
        return Part(self.object().get(name), self.file, f"{self.where} {name}".strip())

    def maybe(self, name: str) -> Part | None:
        """A part that may be left out or null."""
        return self[name] if name in self else None  # noqa: SIM401  no dict

    def object(self) -> Mapping[str, Any]:
        """It, an object.

        Raises
        ------
        InputError : it is none
        """
        if not isinstance(self.found, Mapping):
            self.wrong("an object")
        return self.found

    def list(self) -> list[Part]:
        """Its items.

        Raises
        ------
        InputError : it is no list
        """
        if not isinstance(self.found, list):
            self.wrong("a list")
        return [Part(item, self.file, f"{self.where} {n}") for n, item in enumerate(self.found, 1)]

    def number(self) -> float:
        """It, a finite number.

        Raises
        ------
        InputError : it is none
        """
        found = self.found
        if isinstance(found, bool) or not isinstance(found, int | float) or not _is_finite(found):
            self.wrong("a number")
        return float(found)

    def number_or_none(self) -> float | None:
        """It, a finite number or null."""
        return None if self.found is None else self.number()

    def words(self) -> str:
        """It, a string.

        Raises
        ------
        InputError : it is none
        """
        if not isinstance(self.found, str):
            self.wrong("text")
        return self.found

    def switch(self) -> bool:
        """It, true or false.

        Raises
        ------
        InputError : it is neither
        """
        if not isinstance(self.found, bool):
            self.wrong("true or false")
        return self.found


def read_document(path: Path, *, show: str) -> Part:
    """A JSON object from a file.

    Parameters
    ----------
    show : how the file is called in what is said about it

    Raises
    ------
    InputError : not there, too large, not JSON, or no object
    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        given = error.strerror or str(error)
        raise InputError(show, given=given, expected="a file that can be read") from None
    if len(text) > LARGEST_BYTES:
        expected = f"{LARGEST_BYTES // 1_000_000} MB at most"
        raise InputError(show, given=f"over {len(text) // 1_000_000} MB", expected=expected)
    try:
        found = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise InputError(show, given="brackets too deep", expected="JSON") from None
    except ValueError as error:
        raise InputError(show, given=str(error), expected="JSON") from None
    part = Part(found, show)
    part.object()
    return part


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word}, which is no number")


def _is_finite(number: int | float) -> bool:
    try:
        return math.isfinite(float(number))
    except OverflowError:
        return False


def _named(found: object) -> str:
    if found is None:
        return "nothing"
    return json.dumps(found, ensure_ascii=False)[:200]
