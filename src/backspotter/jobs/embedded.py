"""The embedded queue: huey moves tickets in a SQLite file or on PostgreSQL; no other service."""

from __future__ import annotations

from collections.abc import Callable

from backspotter.jobs.errors import JobsError
from backspotter.jobs.huey_place import Address, plain_failures, tickets
from backspotter.jobs.job import Job
from backspotter.jobs.kinds import Kinds
from backspotter.jobs.queue import TableQueue
from backspotter.jobs.sql_store import SqlStore


def _not_here() -> None:
    """Who only hands work over takes no ticket."""


class Embedded(TableQueue):
    """Jobs in a database, done by ``Workers`` or ``ClusterWorkers``.

    ``run`` : what is done for a ticket, by who takes some out
    """

    def __init__(
        self, address: Address, kinds: Kinds, run: Callable[[], object] = _not_here
    ) -> None:
        store = SqlStore(address)
        super().__init__(store, kinds)
        self.huey = store.huey
        self._put_ticket = tickets(self.huey, run)

    def announce(self, job: Job) -> Job:
        """The job. One whose ticket is lost is found all the same, a second later."""
        try:
            with plain_failures():
                self._put_ticket()
        except JobsError:
            """The job is kept, and that counts."""
        return job

    def put_missing(self) -> None:
        """A ticket for each job that is due and has none: after a pause, or since one was lost.

        Raises
        ------
        JobsError : the list of jobs cannot be read
        """
        with plain_failures():
            for _ in range(self.table.count_due() - self.huey.storage.queue_size()):
                self._put_ticket()
