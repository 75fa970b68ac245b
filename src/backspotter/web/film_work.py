"""What works on films beside a server: the list of jobs, and one worker once there is one to do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from backspotter.app.film_desk import Desk
    from backspotter.jobs import Queue, Status, Workers
    from backspotter.journal.journal import Journal
    from backspotter.web.people import HeldJournal
    from backspotter.web.settings import Settings

LOG = logging.getLogger("backspotter.web")
LOOKS_EVERY_S: Final = 1.0
WAITS_S: Final = 10.0
"""After the workers could not be started."""


@dataclass
class FilmWork:
    """Opens the list of jobs when it is first needed, has a worker for as long as there is one to
    do, fetches what it found.

    Both begin anew where the list was deleted or replaced.
    """

    settings: Settings
    held: HeldJournal
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _wake: threading.Event = field(default_factory=threading.Event)
    _end: threading.Event = field(default_factory=threading.Event)
    _queue: Queue | None = None
    _inode: int | None = None
    _workers: Workers | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Takes up what was left by an earlier server; nothing is started where nothing was."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._end.clear()
        self._thread = threading.Thread(target=self._watch, name="films", daemon=True)
        self._thread.start()
        if self._file_is_there():
            self._wake.set()

    def close(self) -> None:
        """Stops the worker; what it was doing is done later."""
        self._end.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            self._let_go()

    def desk(self, journal: Journal) -> Desk:
        """The films of the person whose journal it is, and the jobs.

        Raises
        ------
        InputError, JobsError : the list of jobs cannot be opened
        """
        from backspotter.app.film_desk import Desk

        return Desk(journal, self.queue())

    def queue(self) -> Queue:
        """The list of jobs.

        Raises
        ------
        InputError, JobsError : it cannot be opened
        """
        from backspotter.app.film_job import KINDS
        from backspotter.jobs import queue_at

        with self._lock:
            if self._queue is None or self._inode != self._inode_now():
                self._let_go()
                self._queue = queue_at(self._address(), KINDS)
                self._inode = self._inode_now()
            return self._queue

    def counts(self) -> Mapping[Status, int]:
        """How many jobs are in each state; none where there is no list yet.

        Raises
        ------
        InputError, JobsError : it cannot be opened or read
        """
        return self.queue().counts() if self._file_is_there() else {}

    def needed(self) -> None:
        """There is work: the worker starts if it does not run yet."""
        self._wake.set()

    def _watch(self) -> None:
        while not self._end.is_set():
            self._wake.wait()
            self._wake.clear()
            self._see_through()

    def _see_through(self) -> None:
        """Until no job is left: the worker runs, and what it found is fetched."""
        while not self._end.is_set():
            try:
                if not self._go_on():
                    return
            # its kind alone is logged: words may hold what was entered. Whatever it was, films that
            # come later are still read
            except Exception as error:
                LOG.error("films: %s", type(error).__name__)
                self._end.wait(WAITS_S)
            self._end.wait(LOOKS_EVERY_S)

    def _go_on(self) -> bool:
        from backspotter.app.film_desk import everybodys, gather

        if not self._file_is_there():  # everything was deleted
            with self._lock:
                self._let_go()
            return False
        queue = self.queue()
        self._mark(queue)
        left = bool(queue.listed(status="queued", most=1) or queue.listed(status="running", most=1))
        if left and self.settings.works_on_films:
            self._start_workers()
        for desk in everybodys(self.desk(self.held.current())):
            gather(desk, self.settings.now())
        if not left:
            with self._lock:
                self._stop_workers()
        return left

    def _mark(self, queue: Queue) -> None:
        """Say which folder the films are in, for workers that are not ours."""
        from backspotter.app.film_place import marked
        from backspotter.journal.place import films_folder, place_of

        marked(films_folder(place_of(self.held.named)), queue)

    def _start_workers(self) -> None:
        from backspotter.app.film_job import NAMED
        from backspotter.jobs import Workers

        with self._lock:
            if self._workers is None:
                workers = Workers(self._address(), kinds=NAMED, count=1)
                workers.start()
                self._workers = workers

    def _stop_workers(self) -> None:
        """Nothing runs, and nothing is held in memory, where there is nothing to do."""
        if self._workers is not None:
            self._workers.stop()
        self._workers = None

    def _let_go(self) -> None:
        self._stop_workers()
        if self._queue is not None:
            self._queue.close()
        self._queue = None

    def _address(self) -> Path | str:
        from backspotter.journal.place import jobs_address, place_of

        return jobs_address(place_of(self.held.named))

    def _file_is_there(self) -> bool:
        address = self._address()
        return not isinstance(address, Path) or address.is_file()

    def _inode_now(self) -> int | None:
        address = self._address()
        try:
            return address.stat().st_ino if isinstance(address, Path) else None
        except OSError:
            return -1
