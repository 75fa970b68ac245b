"""Workers on a Dask cluster: on this machine, or on many that are running already.

Who starts them takes tickets out of the queue and hands each to Dask; the Dask worker that gets
one takes the job that is due out of the list. So Dask brings workers, and the list stays the one
truth: its workers must reach the queue's database, and the paths that jobs name.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from types import TracebackType
from typing import Any, Final, Self
from uuid import uuid4

from backspotter.errors import InputError
from backspotter.jobs.embedded import Embedded
from backspotter.jobs.errors import JobsError
from backspotter.jobs.huey_place import Address, plain_failures
from backspotter.jobs.kinds import kinds_named
from backspotter.jobs.sql_store import SqlStore
from backspotter.jobs.table import Table
from backspotter.jobs.working import Worker

LOOK_S: Final = 0.05
"""How often it is looked for tickets while there is nothing to do [s]."""

MISSING_S: Final = 0.5
CONNECT_S: Final = 10
PATIENCE_S: Final = 20


class ClusterWorkers:
    """A Dask cluster that does jobs of a queue, until it is stopped.

    Parameters
    ----------
    address : of the queue's database, as its workers reach it
    kinds : name of the kinds, such as ``backspotter.app.film_job:KINDS``
    count : workers of a cluster that is started on this machine
    scheduler : address of one that is running, such as tcp://host:8786, in place of that

    Raises
    ------
    InputError : Dask is not installed, or there is no cluster at that address
    """

    def __init__(
        self, address: Address, *, kinds: str, count: int = 1, scheduler: str | None = None
    ) -> None:
        self._given = str(address), kinds, uuid4().hex
        self._queue = Embedded(address, kinds_named(kinds))
        self._client, self._close = _client(count, scheduler)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._hand_on, daemon=True)

    def start(self) -> None:
        """Starts handing tickets on."""
        self._thread.start()

    def stop(self) -> None:
        """Stops it; jobs that run are given back and begin anew later."""
        self._stop.set()
        self._thread.join(PATIENCE_S)
        with suppress(Exception):  # a cluster that is gone has stopped
            self._client.run(_stop, self._given[2])
        self._close()
        self._queue.close()

    def _hand_on(self) -> None:
        running: list[Any] = []
        looked = time.monotonic()
        while not self._stop.is_set():
            wait_s = LOOK_S
            try:
                running = [each for each in running if not each.done()]
                wait_s *= not self._handed_on(running)
                if time.monotonic() - looked > MISSING_S:
                    looked = time.monotonic()
                    self._queue.put_missing()
            except Exception:  # whatever is away now may be there again; a lost ticket comes back
                wait_s = MISSING_S
            self._stop.wait(wait_s)

    def _handed_on(self, running: list[Any]) -> int:
        """How many tickets went to workers that had nothing to do."""
        free = int(sum(self._client.nthreads().values())) - len(running)
        with plain_failures():
            for taken in range(free):
                if self._queue.huey.dequeue() is None:
                    return taken
                running.append(self._client.submit(one_job, *self._given, pure=False))
        return max(0, free)

    def __enter__(self) -> Self:
        """Started."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stopped."""
        self.stop()


def one_job(address: str, kinds: str, token: str) -> None:
    """What a Dask worker does for a ticket: the job that is due, if there still is one."""
    with suppress(JobsError):  # its lease ends, and it is done again
        Worker(_table(address, kinds), _stops(token)).do_next()


def _stop(token: str) -> None:
    _stops(token).set()


@cache
def _table(address: str, kinds: str) -> Table:
    return Table(SqlStore(address), kinds_named(kinds))


def _stops(token: str) -> threading.Event:
    """Set, on a Dask worker, when who handed tickets on wants their jobs back."""
    return _STOPS.setdefault(token, threading.Event())  # one step: never two for one token


_STOPS: Final[dict[str, threading.Event]] = {}


def _client(count: int, scheduler: str | None) -> tuple[Any, Callable[[], None]]:
    """A client, and what closes it."""
    distributed = _distributed()
    if scheduler is not None:
        try:
            client = distributed.Client(scheduler, timeout=CONNECT_S)
        except (OSError, ValueError) as error:
            given = f"{scheduler} ({type(error).__name__})"
            expected = "a running Dask scheduler"
            raise InputError("scheduler", given=given, expected=expected) from None
        return client, client.close
    local = distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None
    )
    client = distributed.Client(local)

    def close() -> None:
        client.close()
        local.close()

    return client, close


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        expected, do = "the package distributed", "install it: pip install 'backspotter[cluster]'"
        raise InputError("workers", given="dask", expected=expected, do=do) from None
