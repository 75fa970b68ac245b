"""Whether the folder of films that a worker sees is the one that the server keeps films in.

The server puts a mark into the folder and notes it beside the list of jobs. A worker on another
host, or one that was pointed elsewhere, does not find that mark, and takes no job: it would report
a film that it cannot see as deleted.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from backspotter.app.film_shelf import ID, write_text
from backspotter.journal.place import FILMS_MARK, make_own_folder

if TYPE_CHECKING:
    from backspotter.jobs import Queue

NOTE: Final = "films"


def mark_of(folder: Path) -> str:
    """The mark in a folder; empty where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        found = (folder / FILMS_MARK).read_text(encoding="utf-8").strip()
        return found if ID.fullmatch(found) else ""
    return ""


def marked(folder: Path, queue: Queue) -> None:
    """Mark the folder that films are in, and note it beside the list of jobs.

    Raises
    ------
    OSError, JournalError : it cannot be written
    JobsError : it cannot be noted
    """
    mark = mark_of(folder)
    if not mark:
        mark = uuid4().hex
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_own_folder(folder)
        write_text(folder / FILMS_MARK, mark)
    if queue.noted(NOTE) != mark:
        queue.note(NOTE, mark)


def is_said(queue: Queue) -> bool:
    """Whether a server has said where its films are.

    Raises
    ------
    JobsError : the list of jobs cannot be read
    """
    return bool(queue.noted(NOTE))


def is_here(folder: Path, queue: Queue) -> bool:
    """Whether this folder is the one.

    Raises
    ------
    JobsError : the list of jobs cannot be read
    """
    mark = mark_of(folder)
    return bool(mark) and queue.noted(NOTE) == mark
