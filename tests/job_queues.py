"""Queues of every make for the tests, each with workers, and how to wait for what they do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from backspotter.jobs import INLINE, Job, Queue, queue_at
from tests.e2e.postgres import INSTALL, server
from tests.job_kinds import KINDS, NAMED
from tests.journals import fast_folder

PATIENCE_S = 40
NEEDS_HUEY = pytest.mark.needs("huey", install="pip install 'backspotter[web]'")
NEEDS_SERVER = (
    NEEDS_HUEY,
    pytest.mark.needs("postgres", install=INSTALL),
    pytest.mark.needs("psycopg", install=INSTALL),
)
NEEDS_DASK = pytest.mark.needs("distributed", install="pip install 'backspotter[cluster]'")
SQLITE = pytest.param("sqlite", marks=NEEDS_HUEY)
POSTGRES = pytest.param("postgres", marks=NEEDS_SERVER)
CLUSTER = pytest.param("cluster", marks=(NEEDS_HUEY, NEEDS_DASK))
DATABASES = [SQLITE, POSTGRES]
ADAPTERS = ["inline", SQLITE, POSTGRES, CLUSTER]


@dataclass
class Rig:
    """A queue that is worked on, and a folder for traces."""

    make: str
    queue: Queue
    folder: Path

    @property
    def is_inline(self) -> bool:
        return self.make == "inline"


@contextmanager
def address_of(make: str) -> Iterator[Path | str]:
    """A new place for a queue."""
    if make == "postgres":
        with server() as address:
            yield address
    else:
        with fast_folder() as folder:
            yield folder / "q.db"


@contextmanager
def rig_of(make: str) -> Iterator[Rig]:
    """A queue of this make, with two workers."""
    with ExitStack() as held:
        folder = held.enter_context(fast_folder())
        if make == "inline":
            yield Rig(make, queue_at(INLINE, KINDS), folder)
            return
        address = held.enter_context(address_of(make))
        queue = queue_at(address, KINDS)
        held.callback(queue.close)
        held.enter_context(workers_of(make, address, 2))
        yield Rig(make, queue, folder)


def workers_of(make, address, count):
    """Workers of this make."""
    if make == "cluster":
        from backspotter.jobs.cluster import ClusterWorkers

        return ClusterWorkers(address, kinds=NAMED, count=count)
    from backspotter.jobs.workers import Workers

    return Workers(address, kinds=NAMED, count=count)


@contextmanager
def cluster_of(count: int) -> Iterator[str]:
    """The address of a Dask scheduler that runs, with workers of its own."""
    import distributed

    with distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as local:
        yield local.scheduler_address


def until(true: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Waits for it to come true."""
    end = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def over(queue: Queue, job: Job, patience_s: float = PATIENCE_S) -> Job:
    """The job at its end."""
    until(lambda: queue.get(job.id).is_over, patience_s)
    return queue.get(job.id)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


def parent_of(pid: int) -> int:
    """The process that started this one."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
