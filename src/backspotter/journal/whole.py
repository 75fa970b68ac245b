"""Files that are there whole or not at all, and for this person alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from backspotter.errors import InputError
from backspotter.journal.place import OWN_FILE


def refuse_endless(field: str, file: Path) -> None:
    """Raise where there is something that is neither a file nor a folder, such as a pipe.

    Reading it may never end. ``field`` : what it was given for.

    Raises
    ------
    InputError : a pipe, a socket or a device
    OSError : it cannot be looked at
    """
    if file.exists() and not (file.is_file() or file.is_dir()):
        given = f"{file.name}, a pipe or a device"
        raise InputError(field, given=given, expected="a file on a disk")


def own_file(file: Path) -> None:
    """Make a new, empty file that only this person can read.

    Raises
    ------
    OSError : it is there already, or cannot be made
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(file, flags, OWN_FILE))


@contextmanager
def written_whole(file: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file at the end; until then the file is as it was.

    Raises
    ------
    OSError : it cannot be written; nothing is left of it
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
        fsync_folder(file.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def fsync_folder(folder: Path) -> None:
    """Have the names in a folder written to disk, where the platform can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
