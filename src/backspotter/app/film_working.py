"""``backspotter worker``: reads the films of a list of jobs, on this host or another one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from backspotter.app.film_job import NAMED, SEEN_AT
from backspotter.app.film_place import is_here, is_said
from backspotter.errors import InputError
from backspotter.jobs import JobsError, kinds_named, queue_at
from backspotter.jobs.workers import MOST_WORKERS

if TYPE_CHECKING:
    from backspotter.jobs import Queue

LOOKS_EVERY_S: Final = 1.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """Where the jobs are listed, where their films are seen from here, and how many at a time; or
    the address of a Dask scheduler, whose workers see the films there and read them."""

    address: Path | str
    films: Path
    count: int = 1
    scheduler: str | None = None


def work_of(jobs: str | None, films: str | None, count: int, scheduler: str | None = None) -> Work:
    """What a worker is to do.

    Parameters
    ----------
    jobs : a file or an address; that of this command's journal without it
    films : the folder that films are in, as this host sees it; where it usually is without it
    scheduler : of a Dask cluster that is running, whose workers do it in place of this process

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
    return Work(address, folder.expanduser().absolute(), count, scheduler)


def work_on(work: Work, say: Say) -> None:
    """Reads films until a signal ends it; what is read then is given back, and begun anew later.

    To be called from a program's main thread.

    Parameters
    ----------
    say : is told a line about how it goes

    Raises
    ------
    InputError : the films of these jobs are not in the folder
    JobsError : the list of jobs cannot be opened, here or by a cluster's workers
    """
    from backspotter.jobs.consuming import quiet, stop_on_signals

    quiet()
    stop = threading.Event()
    stop_on_signals(stop)
    if _wait_for_server(work, stop, say):
        (_read_here if work.scheduler is None else _read_on_cluster)(work, stop, say)


def _read_here(work: Work, stop: threading.Event, say: Say) -> None:
    from backspotter.jobs.consuming import consume

    os.environ[SEEN_AT] = str(work.films)  # for the process of each job
    here = _Here(work.films, say)
    ready = f"reading films in {work.films}, {work.count} at a time (SIGTERM stops it)"
    consume(work.address, kinds_named(NAMED), work.count, stop, lambda: say(ready), here)


def _read_on_cluster(work: Work, stop: threading.Event, say: Say) -> None:
    """Raises InputError where there is no cluster, or none of its workers sees the films."""
    from backspotter.jobs.cluster import ClusterWorkers

    workers = ClusterWorkers(
        work.address,
        kinds=NAMED,
        scheduler=work.scheduler,
        may=partial(refuse_elsewhere, work.films),
        environment={SEEN_AT: str(work.films)},
        say=say,
    )
    refused = workers.refusals()
    if refused and all(refused):
        workers.stop()
        elsewhere = not_here(work.films)
        raise elsewhere if str(elsewhere) in refused else JobsError(refused[0])
    with workers:
        say(f"having films read by {work.scheduler}, in {work.films} (SIGTERM stops it)")
        stop.wait()


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
        if work.scheduler is None:
            refuse_elsewhere(work.films, queue)
    finally:
        queue.close()
    return True


def refuse_elsewhere(films: Path, queue: Queue) -> None:
    """Raise where a folder, as it is seen from here, is not the one of these jobs' films.

    Raises
    ------
    InputError : it is not
    JobsError : the list of jobs cannot be read
    """
    if not is_here(films, queue):
        raise not_here(films)


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
