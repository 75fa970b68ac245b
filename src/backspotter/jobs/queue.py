"""The port: what a face or a use case asks of jobs, and the queues that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from backspotter.errors import InputError
from backspotter.jobs.job import Job, Status
from backspotter.jobs.kinds import Kinds
from backspotter.jobs.store import MemoryStore, Store
from backspotter.jobs.table import MOST_LISTED, Table
from backspotter.jobs.working import Worker

INLINE: Final = "inline"
"""In place of an address: jobs are done at once, and kept in this process only."""


class Queue(Protocol):
    """Where long work is handed over."""

    def submit(self, kind: str, *, key: str, payload: Mapping[str, Any]) -> Job:
        """The job that does this work.

        The same key gives the same job, unless that one failed or was cancelled.

        Parameters
        ----------
        kind : a kind that is known
        key : of all that makes the result: film, program version, parameters
        payload : ids and paths

        Raises
        ------
        InputError : a kind, key or payload that cannot be
        JobsError : it could not be kept
        """

    def get(self, job_id: str) -> Job:
        """The job of this id.

        Raises
        ------
        NoSuchJob : there is none
        """

    def listed(
        self, kind: str | None = None, status: Status | None = None, most: int = MOST_LISTED
    ) -> tuple[Job, ...]:
        """Jobs, newest first."""

    def counts(self) -> Mapping[Status, int]:
        """How many jobs are in each state that some are in."""

    def cancel(self, job_id: str) -> Job:
        """The job, cancelled unless it was over; its process is killed within about a second.

        Raises
        ------
        NoSuchJob : there is none
        """

    def forget(self, job_id: str) -> bool:
        """Cancels a job and takes it out of the list; False while its process is being stopped."""

    def note(self, name: str, value: str) -> None:
        """Keeps a word beside the list of jobs, for who works on it.

        Raises
        ------
        JobsError : it could not be kept
        """

    def noted(self, name: str) -> str:
        """The word that was kept under a name; empty where there is none."""

    def close(self) -> None:
        """Lets go of what is held open; jobs go on."""


class TableQueue:
    """Jobs of a table, done by workers elsewhere."""

    def __init__(self, store: Store, kinds: Kinds) -> None:
        self.table = Table(store, kinds)

    def submit(self, kind: str, *, key: str, payload: Mapping[str, Any]) -> Job:
        """The job that does this work."""
        job, is_new = self.table.add(kind, key=key, payload=payload)
        return self.announce(job) if is_new else job

    def announce(self, job: Job) -> Job:
        """Tells workers that there is work; the job, as it then is."""
        return job

    def get(self, job_id: str) -> Job:
        """The job of this id."""
        return self.table.get(job_id)

    def listed(
        self, kind: str | None = None, status: Status | None = None, most: int = MOST_LISTED
    ) -> tuple[Job, ...]:
        """Jobs, newest first."""
        return self.table.listed(kind, status, most)

    def counts(self) -> Mapping[Status, int]:
        """How many jobs are in each state that some are in."""
        return self.table.counts()

    def cancel(self, job_id: str) -> Job:
        """The job, cancelled unless it was over."""
        return self.table.cancel(job_id)

    def forget(self, job_id: str) -> bool:
        """Cancels a job and takes it out of the list."""
        return self.table.forget(job_id)

    def note(self, name: str, value: str) -> None:
        """Keeps a word beside the list of jobs."""
        with self.table.store.changing() as session:
            session.note(name, value)

    def noted(self, name: str) -> str:
        """The word that was kept under a name."""
        with self.table.store.reading() as session:
            return session.noted(name)

    def close(self) -> None:
        """Lets go of what is held open."""
        self.table.store.close()


class Inline(TableQueue):
    """Jobs done at once, by who asks: ``submit`` comes back when the job is over."""

    def __init__(self, kinds: Kinds) -> None:
        super().__init__(MemoryStore(), kinds)

    def announce(self, job: Job) -> Job:
        """The job at its end."""
        worker = Worker(self.table)
        while not (found := self.get(job.id)).is_over:
            if not worker.do_next(job.id):
                worker.stop.wait(PAUSE_S)
        return found


PAUSE_S: Final = 0.02


def queue_at(address: Path | str, kinds: Kinds) -> Queue:
    """The queue at an address: ``inline``, a SQLite file, or ``postgresql://…``.

    Raises
    ------
    InputError : an address that makes no sense, or a package that is not installed
    JobsError : the place cannot be opened
    """
    if address == INLINE:
        return Inline(kinds)
    try:
        from backspotter.jobs.embedded import Embedded
    except ModuleNotFoundError:
        do = "pip install 'backspotter[web]'"
        given = "a database"
        raise InputError("queue", given=given, expected="huey installed", do=do) from None
    return Embedded(address, kinds)
