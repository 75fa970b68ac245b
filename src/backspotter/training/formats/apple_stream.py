"""The elements of an Apple Health export one after another, in little memory, from hostile files.

Exports carry a document type that some versions write wrongly, and control characters that XML
forbids. Both are cut out before the parser sees them; entities are then unknown and refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import IO, Final
from xml.parsers import expat

from backspotter.errors import InputError
from backspotter.training.formats.preview import Progress

CHUNK: Final = 1 << 18
MOST_BYTES: Final = 8_000_000_000
"""Of XML; the largest exports that people report are about three."""

MOST_RATIO: Final = 200
"""Unpacked over packed; exports have about 20."""

MOST_MEMBERS: Final = 100_000
LONGEST_DOCTYPE: Final = 1_000_000
WANTED: Final = ("Record", "Workout")
FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOT_HERE: Final = ("workout-routes/", "electrocardiograms/")
EXPECTED: Final = "an export of Apple Health: export.zip, or the export.xml in it"


def elements(path: Path, progress: Progress) -> Iterator[tuple[str, dict[str, str]]]:
    """Tag and attributes of every record and workout.

    Raises
    ------
    InputError : no such export, or one that is broken or far larger than one can be
    """
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, given: found.append((tag, given))
    with ExitStack() as stack:
        stream, size = _xml(path, stack)
        try:
            for part in _without_doctype(_cleaned(stream, path, size, progress), path):
                parser.Parse(part, False)
                yield from (each for each in found if each[0] in WANTED)
                found.clear()
            parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise _refused(path, f"broken at some point: {error}") from None


def _xml(path: Path, stack: ExitStack) -> tuple[IO[bytes], int]:
    """The XML inside, and how many bytes it is said to have."""
    if not zipfile.is_zipfile(path):
        return stack.enter_context(path.open("rb")), path.stat().st_size
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
        member = _member(archive, path)
        return stack.enter_context(archive.open(member)), member.file_size
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise _refused(path, f"an archive that cannot be opened: {error}") from None


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The largest XML near the top that is no clinical document; its name is in any language."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _refused(path, f"an archive of {len(members):,} files")
    fit = [each for each in members if _may_be(each.filename)]
    if not fit:
        raise _refused(path, "an archive without export.xml")
    member = max(fit, key=lambda each: each.file_size)
    if member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise _refused(path, f"a file that unpacks to {member.file_size:,} bytes")
    return member


def _may_be(name: str) -> bool:
    place = PurePosixPath(name)
    return (
        place.suffix.lower() == ".xml"
        and len(place.parts) <= 2
        and "export_cda" not in place.name
        and not any(folder in name for folder in NOT_HERE)
    )


def _cleaned(stream: IO[bytes], path: Path, size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    while part := stream.read(CHUNK):
        done += len(part)
        if done > MOST_BYTES:
            raise _refused(path, f"more than {MOST_BYTES:,} bytes")
        progress(min(done, size), size)
        yield FORBIDDEN.sub(b"", part)


def _without_doctype(parts: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """The document without its document type, which may be broken."""
    head = io.BytesIO()
    for part in parts:
        head.write(part)
        start = head.getvalue()
        if b"<HealthData" not in start and head.tell() < LONGEST_DOCTYPE:
            continue
        yield _cut(start, path)
        yield from parts
        return
    yield _cut(head.getvalue(), path)


def _cut(start: bytes, path: Path) -> bytes:
    root = re.search(rb"<HealthData[\s>]", start)
    doctype = start.find(b"<!DOCTYPE")
    if root is None:
        raise _refused(path, "no health data in it")
    return start if doctype < 0 else start[:doctype] + start[root.start() :]


def _refused(path: Path, given: str) -> InputError:
    return InputError(path.name, given=given, expected=EXPECTED)
