"""Many reports, one a line: read one at a time, so that a file may be of any length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any, BinaryIO

from backspotter.app.check import Answer, check_document, check_text
from backspotter.app.documents import MAX_LINE_BYTES, json_from, refuse_wide_encodings
from backspotter.errors import InputError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
EXPECTED_LINE = '{"id": …, "text": …} or {"id": …, "check_in": …}'


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line with its number, from 1; no text where it is too long to be read."""

    number: int
    text: bytes | None


def check_lines(stream: BinaryIO, country: str = "") -> Iterator[dict[str, Any]]:
    """One document for each line that is not blank, in order: an answer, or what is wrong.

    Parameters
    ----------
    stream : lines of ``{"id", "text"}`` or ``{"id", "check_in"}``; other names are left alone
    country : two-letter code for all of them

    Yields
    ------
    the answer with the id of its line, or ``{"id", "line", "error"}`` for a line that cannot
    be used; the lines after it go on

    Raises
    ------
    InputError : the whole stream is in UTF-16 or UTF-32
    """
    return (answer_to(line, country) for line in numbered_lines(stream))


def numbered_lines(stream: BinaryIO) -> Iterator[NumberedLine]:
    """The lines that are not blank, read one at a time.

    Raises
    ------
    InputError : the whole stream is in UTF-16 or UTF-32
    """
    for number in count(1):
        line = stream.readline(MAX_LINE_BYTES + 1)
        if not line:
            return
        if number == 1:
            refuse_wide_encodings(line, what="jsonl")
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            _skip_rest_of_line(stream)
            yield NumberedLine(number, None)
        elif line.removeprefix(BYTE_ORDER_MARK).strip():
            yield NumberedLine(number, line)


def answer_to(line: NumberedLine, country: str = "") -> dict[str, Any]:
    """The answer to one line, or what is wrong with it."""
    if line.text is None:
        return _failed(None, line.number, f"line: longer than {MAX_LINE_BYTES:,} bytes")
    return _checked(line.text, line.number, country)


def _skip_rest_of_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
        pass


def _checked(line: bytes, number: int, country: str) -> dict[str, Any]:
    given = None
    try:
        row = json_from(line, what="line")
        if not isinstance(row, dict):
            raise InputError("line", given=type_of(row), expected=EXPECTED_LINE)
        given = _id_of(row)
        return _answer(row, given, country).document()
    except InputError as error:
        return _failed(given, number, str(error))


def _id_of(row: dict[str, Any]) -> str | int | None:
    given = row.get("id")
    if given is None or (isinstance(given, str | int) and not isinstance(given, bool)):
        return given
    raise InputError("id", given=type_of(given), expected="text or a whole number")


def _answer(row: dict[str, Any], given: str | int | None, country: str) -> Answer:
    if ("text" in row) == ("check_in" in row):
        both = "both text and check_in" if "text" in row else "neither text nor check_in"
        raise InputError("line", given=both, expected="one of the two")
    if "check_in" in row:
        return check_document(row["check_in"], country, id=given)
    if not isinstance(row["text"], str):
        raise InputError("text", given=type_of(row["text"]), expected="text in quotes")
    return check_text(row["text"], country, id=given)


def type_of(value: object) -> str:
    """What kind of JSON value this is, in words."""
    if isinstance(value, bool):
        return "true or false"
    kinds = {dict: "an object", list: "a list", str: "text", type(None): "null"}
    return kinds.get(type(value), "a number")


def _failed(given: str | int | None, number: int, error: str) -> dict[str, Any]:
    return {"id": given, "line": number, "error": error}
