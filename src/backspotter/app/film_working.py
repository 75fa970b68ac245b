"""``backspotter worker``: reads the films of a list of jobs, on this host or another one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from backspotter.app.film_job import NAMED, SEEN_AT
from backspotter.app.film_place import is_here, is_said
from backspotter.errors import InputError
from backspotter.jobs import kinds_named, queue_at
from backspotter.jobs.workers import MOST_WORKERS

if TYPE_CHECKING:
    from backspotter.jobs import Queue

LOOKS_EVERY_S: Final = 1.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """Where the jobs are listed, where their films are seen from here, and how many at a time."""

    address: Path | str
    films: Path
    count: int = 1


def work_of(jobs: str | None, films: str | None, count: int) -> Work:
    """What a worker is to do.

    Parameters
    ----------
    jobs : a file or an address; that of this command's journal without it
    films : the folder that films are in, as this host sees it; where it usually is without it

    Raises
    ------
    InputError : an address that makes no sense, no folder to be known, or a count that cannot be
    JournalError : a user without a home
    """
    from backspotter.app.journal_choice import place
    from backspotter.journal.place import films_folder, jobs_address, of_jobs

    if not 1 <= count <= MOST_WORKERS:
        raise InputError("count", given=count, expected=f"1 to {MOST_WORKERS}")
    journal = place() if jobs is None else of_jobs(jobs)
    if journal is None and films is None:
        expected = "a list named after its journal, as in journal.db.jobs"
        raise InputError("jobs", given=str(jobs), expected=expected, do="or name --films too")
    folder = films_folder(journal) if films is None and journal else Path(str(films))
    address = jobs_address(journal) if journal else Path(str(jobs)).expanduser().absolute()
    return Work(address, folder.expanduser().absolute(), count)


def work_on(work: Work, say: Say) -> None:
    """Reads films until a signal ends it; what is read then is given back, and begun anew later.

    To be called from a program's main thread.

    Parameters
    ----------
    say : is told a line about how it goes

    Raises
    ------
    InputError : the films of these jobs are not in the folder
    JobsError : the list of jobs cannot be opened
    """
    from backspotter.jobs.consuming import consume, quiet, stop_on_signals

    quiet()
    stop = threading.Event()
    stop_on_signals(stop)
    if not _wait_for_server(work, stop, say):
        return
    os.environ[SEEN_AT] = str(work.films)  # for the process of each job
    here = _Here(work.films, say)
    ready = f"reading films in {work.films}, {work.count} at a time (SIGTERM stops it)"
    consume(work.address, kinds_named(NAMED), work.count, stop, lambda: say(ready), here)


def _wait_for_server(work: Work, stop: threading.Event, say: Say) -> bool:
    """Whether there is something to work on; False where it was stopped before.

    Raises
    ------
    InputError : the films are not here
    JobsError : the list of jobs cannot be opened
    """
    file = work.address if isinstance(work.address, Path) else None
    if file is not None and not file.parent.is_dir():
        raise InputError("jobs", given=str(file), expected="a list in a folder that is there")
    if file is not None and not file.exists():
        say("waiting for a server to begin a list of jobs there")
        while not file.exists():
            if stop.wait(LOOKS_EVERY_S):
                return False
    queue = queue_at(work.address, kinds_named(NAMED))
    try:
        if not is_said(queue):
            say("waiting for a server to say where its films are")
        while not is_said(queue):
            if stop.wait(LOOKS_EVERY_S):
                return False
        if not is_here(work.films, queue):
            raise not_here(work.films)
    finally:
        queue.close()
    return True


def not_here(films: Path) -> InputError:
    """What is said where the films of the jobs are not in a folder."""
    expected = "the folder in which the server of these jobs keeps its films"
    do = "share that folder with this host, and name it with --films"
    return InputError("films", given=f"{films}", expected=expected, do=do)


class _Here:
    """Asked before each job: a share may come and go. It says so when that changes."""

    def __init__(self, films: Path, say: Say) -> None:
        self.films, self.say = films, say
        self._was = True
        self._lock = threading.Lock()

    def __call__(self, queue: Queue) -> bool:
        found = is_here(self.films, queue)
        with self._lock:
            if found != self._was:
                self.say("the films are here again" if found else str(not_here(self.films)))
            self._was = found
        return found
