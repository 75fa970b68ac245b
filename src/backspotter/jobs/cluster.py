"""Workers on a Dask cluster: on this machine, or on many that are running already.

Who starts them takes tickets out of the queue and hands each to Dask; the Dask worker that gets
one takes the job that is due out of the list. So Dask brings workers, and the list stays the one
truth: its workers must reach the queue's database, and the paths that jobs name.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from types import MappingProxyType, TracebackType
from typing import Any, Final, NamedTuple, Self
from uuid import uuid4

from backspotter.errors import BackspotterError, InputError
from backspotter.jobs.dask_client import client_of, dask
from backspotter.jobs.embedded import Embedded
from backspotter.jobs.huey_place import Address, plain_failures
from backspotter.jobs.kinds import kinds_named
from backspotter.jobs.queue import Queue, TableQueue
from backspotter.jobs.sql_store import SqlStore
from backspotter.jobs.working import Worker

LOOK_S: Final = 0.05
"""How often it is looked for tickets while there is nothing to do [s]."""

MISSING_S: Final = 0.5
PATIENCE_S: Final = 20
May = Callable[[Queue], object]
"""Whether a Dask worker may take a job; goes to it pickled, and may raise why not."""


def anyone(queue: Queue) -> None:
    """Every Dask worker may."""


class Order(NamedTuple):
    """What a Dask worker has to know: the database's address and the kinds' name, a token of who
    hands tickets on, whether it may, and what its jobs' processes get into their environment."""

    address: str
    kinds: str
    token: str
    may: May
    environment: Mapping[str, str]


class ClusterWorkers:
    """A Dask cluster that does jobs of a queue, until it is stopped.

    Parameters
    ----------
    address : of the queue's database, as its workers reach it
    kinds : name of the kinds, such as ``backspotter.app.film_job:KINDS``
    count : workers of a cluster that is started on this machine
    scheduler : address of one that is running, such as tcp://host:8786, in place of that
    may : asked on the Dask worker before each job, with the list; it raises an error of
        ``backspotter.errors`` where that worker cannot do jobs, and is pickled by its name
    environment : of the process of each job, beside the Dask worker's own
    say : is told a line when a worker cannot do jobs, or the cluster is away, once each time

    Raises
    ------
    InputError : Dask is not installed, or there is no cluster at that address
    """

    def __init__(
        self,
        address: Address,
        *,
        kinds: str,
        count: int = 1,
        scheduler: str | None = None,
        may: May = anyone,
        environment: Mapping[str, str] = MappingProxyType({}),
        say: Callable[[str], None] = lambda words: None,
    ) -> None:
        self._order = Order(str(address), kinds, uuid4().hex, may, dict(environment))
        self._queue = Embedded(address, kinds_named(kinds))
        self._where = count, scheduler
        self._client, self._close = client_of(count, scheduler)
        self._running: list[Any] = []
        self._say, self._said = say, ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._hand_on, daemon=True)

    def refusals(self) -> list[str]:
        """What each worker of the cluster that is there now says against doing jobs; empty words
        where it says nothing."""
        return [str(each) for each in self._client.run(refusal, self._order).values()]

    def start(self) -> None:
        """Starts handing tickets on."""
        self._thread.start()

    def stop(self) -> None:
        """Stops it; jobs that run are given back and begin anew later."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)
        with suppress(Exception):  # a cluster that is gone has stopped
            self._client.run(_stop, self._order.token)
            dask().wait(self._running, PATIENCE_S)
        self._close()
        self._queue.close()

    def _hand_on(self) -> None:
        looked = time.monotonic()
        while not self._stop.is_set():
            wait_s = LOOK_S
            try:
                self._hear_of_those_over()
                wait_s *= not self._handed_on()
                if time.monotonic() - looked > MISSING_S:
                    looked = time.monotonic()
                    self._queue.put_missing()
            except Exception:  # whatever is away now may be there again; a lost ticket comes back
                wait_s = MISSING_S
                self._reach_again()
            self._stop.wait(wait_s)

    def _hear_of_those_over(self) -> None:
        for each in [each for each in self._running if each.done()]:
            self._running.remove(each)
            if each.status == "finished":
                self._tell(str(each.result()))

    def _tell(self, words: str) -> None:
        if words and words != self._said:
            self._say(words)
        self._said = words

    def _reach_again(self) -> None:
        """A client gives up half a minute after its scheduler went away; then another is made."""
        if self._client.status in ("running", "connecting") or self._where[1] is None:
            return
        with suppress(Exception):
            self._close()
        try:
            self._client, self._close = client_of(*self._where)
        except InputError as error:
            self._tell(str(error))

    def _handed_on(self) -> int:
        """How many tickets went to workers that had nothing to do."""
        free = int(sum(self._client.nthreads().values())) - len(self._running)
        with plain_failures():
            for taken in range(free):
                if self._queue.huey.dequeue() is None:
                    return taken
                self._running.append(self._client.submit(one_job, self._order, pure=False))
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


def one_job(order: Order) -> str:
    """What a Dask worker does for a ticket: the job that is due, if there still is one. Gives
    why it did not, or nothing."""
    refused = refusal(order)
    if not refused:
        try:
            queue = _queue(order.address, order.kinds)
            Worker(queue.table, _stops(order.token), order.environment).do_next()
        except BackspotterError as error:  # its lease ends, and it is done again
            return str(error)
    return refused


def refusal(order: Order) -> str:
    """Why this Dask worker cannot do jobs, in a line; nothing where it can."""
    try:
        order.may(_queue(order.address, order.kinds))
    except BackspotterError as error:
        return str(error)
    return ""


def _stop(token: str) -> None:
    _stops(token).set()


@cache
def _queue(address: str, kinds: str) -> TableQueue:
    return TableQueue(SqlStore(address), kinds_named(kinds))


def _stops(token: str) -> threading.Event:
    """Set, on a Dask worker, when who handed tickets on wants their jobs back."""
    return _STOPS.setdefault(token, threading.Event())  # one step: never two for one token


_STOPS: Final[dict[str, threading.Event]] = {}
