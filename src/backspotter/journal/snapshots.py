"""Copies of the whole journal, taken before what changes much of it; the last five are kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from backspotter.journal.errors import JournalError
from backspotter.journal.place import SNAPSHOTS, Place, make_own_folder
from backspotter.journal.whole import fsync_folder, own_file

MOST_KEPT = 5
BUSY_S = 15


def take_snapshot(place: Place, *, why: str) -> Path | None:
    """Copy the journal as it is now; nothing where a server keeps it, which has its own backups.

    Parameters
    ----------
    why : a few words for its name, joined by hyphens

    Raises
    ------
    JournalError : it cannot be written; no half a copy is left
    """
    if place.file is None:
        return None
    folder = place.beside(SNAPSHOTS)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    file = folder / f"{stamp}-{why}.db"
    part = file.with_suffix(".part")
    try:
        make_own_folder(folder)
        _copy(place.file, part)
        part.replace(file)
        fsync_folder(folder)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            part.unlink()
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise JournalError(f"journal: no snapshot could be taken ({said})") from None
    _drop_oldest(place)
    return file


def _copy(file: Path, to: Path) -> None:
    own_file(to)
    with (
        closing(sqlite3.connect(file, timeout=BUSY_S)) as source,
        closing(sqlite3.connect(to)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the copy is not whole")
    with to.open("rb+") as stream:
        os.fsync(stream.fileno())


def snapshots(place: Place) -> list[Path]:
    """The snapshots there are, oldest first."""
    return sorted(place.beside(SNAPSHOTS).glob("*.db")) if place.file else []


def drop_snapshots(place: Place) -> int:
    """Remove every snapshot, for what was deleted must not live on in one.

    Returns how many there were.

    Raises
    ------
    JournalError : one cannot be removed
    """
    if place.file is None:
        return 0
    folder = place.beside(SNAPSHOTS)
    found = [each for each in folder.glob("*") if each.is_file() or each.is_symlink()]
    try:
        for file in found:
            file.unlink()
    except OSError as error:
        raise JournalError(f"journal: a snapshot cannot be removed ({error.strerror})") from None
    return len(found)


def _drop_oldest(place: Place) -> None:
    for file in snapshots(place)[:-MOST_KEPT]:
        with suppress(OSError):
            file.unlink()
    for part in place.beside(SNAPSHOTS).glob("*.part*"):  # of a run that was killed
        with suppress(OSError):
            part.unlink()
