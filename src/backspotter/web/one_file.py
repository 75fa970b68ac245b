"""One file of a form, written to disk as it comes in and counted byte by byte.

A name that a browser says is only ever shown; what kind of file it is, its content tells.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import anyio.to_thread
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from backspotter.app.arrivals import Kind, arrived, drop_file, new_file
from backspotter.errors import InputError
from backspotter.web.posted import now_of

AT_ONCE: Final = 1 << 20
LONGEST_FIELD: Final = 2_000
MOST_PARTS: Final = 20
OWN_FILE: Final = 0o600
EXPECTED: Final = "one file, chosen in the form"


@dataclass(slots=True)
class _Incoming:
    """What the parser found so far."""

    stream: IO[bytes]
    most: int
    name: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    bytes_in: int = 0
    buffer: bytearray = field(default_factory=bytearray)
    header: bytearray = field(default_factory=bytearray)
    value: bytearray = field(default_factory=bytearray)
    of: str = ""
    is_file: bool = False
    small: bytearray = field(default_factory=bytearray)
    parts: int = 0

    def on_part_begin(self) -> None:
        self.parts += 1
        self.of, self.is_file = "", False
        self.small.clear()
        if self.parts > MOST_PARTS:
            raise InputError("upload", given="many parts", expected=EXPECTED)

    def on_header_begin(self) -> None:
        self.header.clear()
        self.value.clear()

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self.header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self.value += data[start:end]

    def on_header_end(self) -> None:
        if bytes(self.header).lower() != b"content-disposition":
            return
        _, said = parse_options_header(bytes(self.value))
        self.of = said.get(b"name", b"").decode("utf-8", "replace")
        self.is_file = b"filename" in said
        if self.is_file:
            if self.name is not None:
                raise InputError("upload", given="several files", expected="one at a time")
            self.name = said[b"filename"].decode("utf-8", "replace")

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self.is_file:
            self.bytes_in += end - start
            if self.bytes_in > self.most:
                raise too_large(self.most)
            self.buffer += data[start:end]
        elif len(self.small) + end - start <= LONGEST_FIELD:
            self.small += data[start:end]

    def on_part_end(self) -> None:
        if not self.is_file and self.of:
            self.fields[self.of] = self.small.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Received:
    """What came in: the file's name as its machine says it, its size [bytes], and other fields."""

    name: str
    size: int
    fields: dict[str, str]


async def arrive(request: Request, kind: Kind, *, most: int) -> None:
    """Take in the file of a form, so that it waits for a decision; nothing is left of a broken one.

    Raises
    ------
    InputError : no form with one file, a file that is too large, or no room for it
    """
    file = await run_in_threadpool(new_file, kind)
    try:
        found = await receive(request, file, most=most)
    except BaseException:
        drop_file(file)
        raise
    await run_in_threadpool(arrived, kind, file, found.name, now=now_of(request))


async def receive(request: Request, into: Path, *, most: int) -> Received:
    """Write the file of a form to ``into``, a new file for this person's eyes only.

    Parameters
    ----------
    most : how large it may be [bytes]

    Raises
    ------
    InputError : no form with one file, a file that is too large, or no room for it
    """
    boundary = _boundary(request)
    try:
        handle = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE)
        with os.fdopen(handle, "wb") as stream:
            found = _Incoming(stream, most)
            await _read(request, found, boundary)
    except OSError as error:
        given = f"no room ({error.strerror})"
        raise InputError("upload", given=given, expected="a disk with room") from None
    except FormParserError:
        raise InputError("upload", given="a form that breaks off", expected=EXPECTED) from None
    if not found.name:
        raise InputError("upload", given="no file", expected=EXPECTED)
    if not found.bytes_in:
        raise InputError("upload", given="an empty file", expected="one with something in it")
    return Received(found.name, found.bytes_in, found.fields)


async def _read(request: Request, found: _Incoming, boundary: bytes) -> None:
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": found.on_part_begin,
            "on_header_begin": found.on_header_begin,
            "on_header_field": found.on_header_field,
            "on_header_value": found.on_header_value,
            "on_header_end": found.on_header_end,
            "on_part_data": found.on_part_data,
            "on_part_end": found.on_part_end,
        },
    )
    async for part in request.stream():
        parser.write(part)
        if len(found.buffer) >= AT_ONCE:
            await _flush(found)
    parser.finalize()
    await _flush(found)


async def _flush(found: _Incoming) -> None:
    await anyio.to_thread.run_sync(found.stream.write, bytes(found.buffer))
    found.buffer.clear()


def _boundary(request: Request) -> bytes:
    kind, said = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not said.get(b"boundary"):
        raise InputError("upload", given="no form with a file", expected=EXPECTED)
    return said[b"boundary"]


def too_large(most: int) -> InputError:
    """The line for a file beyond the limit."""
    expected = f"at most {size_in_words(most)}"
    return InputError("upload", given="a larger file", expected=expected)


def size_in_words(size: int) -> str:
    """A size as people read it."""
    steps = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))
    return next((f"{size / each:.3g} {unit}" for each, unit in steps if size >= each), f"{size} B")
