"""JSON and text from outside, refused in one clear line when it cannot be used."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from backspotter.errors import InputError
from backspotter.reading.model import MOST_CHARACTERS

MAX_TEXT_CHARS = MOST_CHARACTERS
"""One report: about ten pages. Longer is several reports, or no report."""

MAX_DOCUMENT_BYTES = 1_000_000
"""One check-in document; all its fields together take a few thousand."""

MAX_LINE_BYTES = 1_000_000
"""One line of a JSONL file."""

MOST_DIGITS = 300
"""A whole number with more of them is beyond what a float can hold, and none that is meant."""

STANDARD_INPUT = "-"
UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def json_from(given: bytes, *, what: str) -> Any:
    """The JSON value in some bytes.

    Parameters
    ----------
    given : UTF-8, with or without a byte order mark
    what : how an error calls it

    Raises
    ------
    InputError : not UTF-8, not JSON, NaN or Infinity, a name given twice, nested too deeply
    """
    text = text_from(given, what=what)
    if not text.strip():
        raise InputError(what, given="nothing", expected="JSON")
    with plain_errors(what):
        return json.loads(
            text, parse_constant=_no_constant, object_pairs_hook=_no_twice, parse_int=_no_endless
        )


def text_from(given: bytes, *, what: str) -> str:
    """The text in some bytes.

    Raises
    ------
    InputError : not UTF-8
    """
    refuse_wide_encodings(given, what=what)
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"a byte 0x{given[error.start]:02x} at position {error.start}"
        raise InputError(what, given=where, expected="UTF-8 text", do="save it as UTF-8") from None


def refuse_wide_encodings(given: bytes, *, what: str) -> None:
    """Raise where the first bytes say UTF-16 or UTF-32."""
    if given.startswith(UTF_16_OR_32):
        raise InputError(what, given="UTF-16 or UTF-32", expected="UTF-8", do="save it as UTF-8")


@contextmanager
def plain_errors(what: str) -> Iterator[None]:
    """Whatever a hostile document makes of Python's JSON and repr, as one clear line."""
    try:
        yield
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(what, given=f"{error.msg.lower()} at {where}", expected="JSON") from None
    except RecursionError:
        raise InputError(
            what, given="values nested too deeply", expected="an object of plain values"
        ) from None
    except _JsonError as error:
        raise InputError(what, given=str(error), expected=error.expected) from None
    except ValueError:
        raise InputError(what, given="a number too long to read", expected="JSON") from None


class _JsonError(ValueError):
    def __init__(self, given: str, expected: str) -> None:
        super().__init__(given)
        self.expected = expected


def _no_constant(name: str) -> NoReturn:
    raise _JsonError(name, "a finite number, or leave the field out")


def _no_endless(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError
    return int(digits)


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _JsonError(f"{twice[:40]} given twice", "each name once")
    return found


@contextmanager
def opened(path: str, *, what: str) -> Iterator[BinaryIO]:
    """A file to read bytes from, or standard input for ``-``.

    Raises
    ------
    InputError : it is not there, is a folder, or may not be read
    """
    with ExitStack() as stack:
        if path == STANDARD_INPUT:
            stream = _standard_input(what)
        else:
            try:
                stream = stack.enter_context(Path(path).open("rb"))
            except (OSError, ValueError) as error:
                raise _cannot_open(what, path, error) from None
        yield stream


def _standard_input(what: str) -> BinaryIO:
    if sys.stdin is None:
        raise InputError(what, given="-", expected="a file to read", do="nothing is piped in")
    return sys.stdin.buffer


def _cannot_open(what: str, path: str, error: Exception) -> InputError:
    expected = "a file to read"
    if isinstance(error, FileNotFoundError):
        return InputError(what, given=path, expected=expected, do="there is no such file")
    if isinstance(error, IsADirectoryError):
        return InputError(what, given=path, expected=expected, do="this is a folder")
    if isinstance(error, PermissionError):
        return InputError(what, given=path, expected=expected, do="you may not read this one")
    return InputError(what, given=path, expected=expected, do="it cannot be opened")


def read_all(path: str, *, what: str, most: int) -> bytes:
    """All bytes of a file or of standard input; no more than ``most`` are ever held.

    Raises
    ------
    InputError : it cannot be opened or read, or is longer than ``most``
    """
    with opened(path, what=what) as stream:
        try:
            given = stream.read(most + 1)
        except OSError as error:
            raise _cannot_open(what, path, error) from None
    if len(given) > most:
        raise InputError(what, given=f"more than {most:,} bytes", expected=f"at most {most:,}")
    return given


def read_text(path: str, *, what: str) -> str:
    """One report from a file or from standard input.

    Raises
    ------
    InputError : it cannot be read, is not UTF-8, or is too long
    """
    longest_character = 4
    try:
        given = read_all(path, what=what, most=MAX_TEXT_CHARS * longest_character)
    except InputError as error:
        if error.given.startswith("more than"):
            raise too_long(what) from None
        raise
    return text_from(given, what=what)


def refuse_unusable_text(text: str, *, what: str = "text") -> None:
    """Raise on a text that is too long for one report, or that is no text.

    Raises
    ------
    InputError : longer than ``MAX_TEXT_CHARS``, or with half characters in it
    """
    if len(text) > MAX_TEXT_CHARS:
        raise too_long(what, given=f"{len(text):,} characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(what, given="broken characters", expected="UTF-8 text") from None


def too_long(what: str, *, given: str = "") -> InputError:
    """The error for a report that is too long."""
    return InputError(
        what,
        given=given or f"more than {MAX_TEXT_CHARS:,} characters",
        expected=f"at most {MAX_TEXT_CHARS:,}",
        do="write what happened and what you feel, nothing else",
    )
