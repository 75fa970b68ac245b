"""A worker: takes a job, has it done in a process of its own, and keeps hold of it meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Event
from types import MappingProxyType
from typing import Final

from backspotter.errors import InputError
from backspotter.jobs.errors import JobsError
from backspotter.jobs.process import Process
from backspotter.jobs.table import Held, Table

BEATS: Final = 6
"""So many times in a lease a worker says that it is still there."""

MOST_BEAT_S: Final = 1.0
"""How long a cancelled job may go on [s]."""

TICK_S: Final = 0.1


class Worker:
    """Does jobs of a table, one at a time, until it is told to stop.

    ``environment`` : of the process of each job, beside that of this one
    """

    def __init__(
        self,
        table: Table,
        stop: Event | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.table = table
        self.stop = stop or Event()
        self._environment = environment
        self._lease_s = table.kinds.lease_s
        self._beat_s = min(MOST_BEAT_S, self._lease_s / BEATS)
        self._ends: dict[str, Callable[..., bool]] = {
            "done": table.done,
            "failed": table.failed,
            "limit": table.set_aside,
        }

    def do_next(self, only: str | None = None) -> bool:
        """Does the job that is due, to its end; whether there was one.

        ``only`` : the id of the one job that may be done

        Raises
        ------
        JobsError : the list of jobs cannot be read
        """
        if self.stop.is_set():
            return False
        asked = time.monotonic()
        held = self.table.take(only)
        if held is None:
            return False
        self._do(held, self._until(asked))
        return True

    def _until(self, asked: float) -> float:
        """When a job's process must be gone, unless more is heard of its worker: well before the
        lease that was asked for at that moment is over."""
        return asked + self._lease_s * (1 - 1 / BEATS)

    def _do(self, held: Held, until: float) -> None:
        try:
            kind = self.table.kinds[held.job.kind]
            process = Process(kind, held.job.payload, until, self._environment)
        except (InputError, OSError) as error:
            return self._say(held, self.table.broken, _not_begun(error))
        try:
            self._see_through(held, process)
        finally:
            process.kill()

    def _see_through(self, held: Held, process: Process) -> None:
        heard = time.monotonic()
        while process.listen(min(TICK_S, self._beat_s)):
            if self.stop.is_set():
                process.kill()
                return self._say(held, self.table.give_back)
            if process.took_too_long:
                process.kill()
                return self._say(held, self.table.set_aside, _too_long(process))
            if time.monotonic() - heard >= self._beat_s:
                heard = time.monotonic()
                if not self._goes_on(held, process):
                    process.kill()
                    return self._say(held, lambda held: False)
        how, words = process.gone()
        return self._say(held, self._ends.get(how, self.table.broken), words)

    def _goes_on(self, held: Held, process: Process) -> bool:
        """Whether the job is still ours. Where the list cannot be reached, the process ends
        itself in time."""
        asked = time.monotonic()
        try:
            ours = self.table.heard_of(held, process.progress, process.doing)
        except JobsError:
            return True
        if ours:
            process.go_on(self._until(asked))
        return ours

    def _say(self, held: Held, end: Callable[..., bool], *words: str) -> None:
        """Says how a job ended, for as long as the lease lasts; after that it is done again. One
        that is not ours any more is let go of."""
        until = time.monotonic() + self._lease_s
        while True:
            try:
                if not end(held, *words):
                    self.table.let_go(held)
            except JobsError:
                if time.monotonic() > until:
                    raise
                time.sleep(self._beat_s)
            else:
                return


def _not_begun(error: Exception) -> str:
    """A worker of another version, or a machine that is full."""
    if isinstance(error, InputError):
        return "its worker does not know this kind of job"
    return f"its process could not be started ({type(error).__name__})"


def _too_long(process: Process) -> str:
    return f"it took more than {process.kind.limits.wall_s:g} s"
