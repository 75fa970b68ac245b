"""Does a film slow itself down? QuickTime and MP4 files may play stretches at another speed.

A phone's slow motion is kept as an edit list over film that was taken at full speed. For speeds
and forces the time of taking is wanted, not that of showing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

HOLDERS: Final = frozenset({b"moov", b"trak", b"edts"})
"""Boxes that lead to an edit list."""

MOST_BOXES: Final = 10_000
"""Looked at before giving up: no phone writes as many."""

MOST_EDITS: Final = 1000


def plays_at_another_speed(film: Path) -> bool:
    """Whether an edit list asks for another speed than that of taking; never raises."""
    try:
        with film.open("rb") as file:
            size = film.stat().st_size
            return any(speed not in (0.0, 1.0) for speed in _speeds(file, size))
    except (OSError, struct.error):
        return False


def _speeds(file: BinaryIO, size: int) -> Iterator[float]:
    waiting = [(0, size)]
    for _ in range(MOST_BOXES):
        if not waiting:
            return
        at, end = waiting.pop()
        if end - at < 8:
            continue
        kind, inside, after = _box(file, at, end)
        waiting.append((after, end))
        if kind in HOLDERS:
            waiting.append((inside, after))
        elif kind == b"elst":
            yield from _edits(file, inside, after)


def _box(file: BinaryIO, at: int, end: int) -> tuple[bytes, int, int]:
    """A box's kind, where its content begins, and where the next box begins."""
    file.seek(at)
    size, kind = struct.unpack(">I4s", file.read(8))
    inside = at + 8
    if size == 1:
        (size,) = struct.unpack(">Q", file.read(8))
        inside = at + 16
    after = end if size == 0 else at + size
    return kind, inside, min(max(after, inside), end)


def _edits(file: BinaryIO, inside: int, after: int) -> Iterator[float]:
    """The speed of each edit."""
    file.seek(inside)
    version, number = struct.unpack(">B3xI", file.read(8))
    step = 20 if version == 1 else 12
    for _ in range(min(number, MOST_EDITS, (after - inside - 8) // step)):
        whole, part = struct.unpack(">hH", file.read(step)[-4:])
        yield whole + part / 65536
