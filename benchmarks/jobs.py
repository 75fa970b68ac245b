"""``python -m benchmarks.jobs [--json] [--write]``: the queues side by side.

How many jobs a second each takes in, hands out and ends in its list, and does to the end with two
workers, each job in a process of its own that does nothing. The databases write through to the
disk, as they do in use.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Final

from backspotter.jobs import INLINE, Job, queue_at
from backspotter.jobs.cluster import ClusterWorkers
from backspotter.jobs.queue import TableQueue
from backspotter.jobs.store import MemoryStore
from backspotter.jobs.workers import Workers
from benchmarks.machine import machine
from benchmarks.no_work import KINDS, NAMED
from benchmarks.section import write_section
from benchmarks.tables import table
from tests.e2e.postgres import CONNECTIONS, server

ASKED: Final = 200
DONE: Final = 20
WORKERS: Final = 2
MAKES: Final = ("inline", "SQLite", "PostgreSQL", "Dask on SQLite", "Dask on PostgreSQL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Jobs a second: asked for; taken, heard of and ended in the list; done by workers."""

    queue: str
    asked: float
    listed: float
    done: float


def main() -> int:
    """Measure and show it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.jobs", description=__doc__)
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options.add_argument("--write", action="store_true", help="write docs/team-load.md too")
    chosen = options.parse_args()
    paces = [pace(make) for make in MAKES]
    if chosen.write:
        write_section("queues", shown(paces))
    print(json.dumps([asdict(each) for each in paces], indent=2) if chosen.json else shown(paces))
    return 0


def pace(make: str) -> Pace:
    """How many jobs a second this make of queue does."""
    with place(make) as address:
        queue = TableQueue(MemoryStore(), KINDS) if address is None else queue_at(address, KINDS)
        assert isinstance(queue, TableQueue)
        asked = asking(queue)
        listed = listing(queue)
        done = doing(make, address, queue)
        queue.close()
    return Pace(queue=make, asked=asked, listed=listed, done=done)


@contextmanager
def place(make: str, connections: int = CONNECTIONS) -> Iterator[Path | str | None]:
    """A new place for a queue; inline has none."""
    if make == "inline":
        yield None
    elif "PostgreSQL" in make:
        with server(connections=connections, fsync=True) as address:
            yield address
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder) / "q.db"


def asking(queue: TableQueue) -> float:
    """Jobs asked for a second."""
    began = perf_counter()
    for n in range(ASKED):
        queue.submit("nothing", key=str(n), payload={"film": "9f2c", "n": n})
    return ASKED / (perf_counter() - began)


def listing(queue: TableQueue) -> float:
    """Jobs taken, heard of once and ended a second, without doing them."""
    began = perf_counter()
    for _ in range(ASKED):
        held = queue.table.take()
        assert held is not None
        queue.table.heard_of(held, 0.5, "half way")
        queue.table.done(held, "nothing")
    return ASKED / (perf_counter() - began)


def doing(make: str, address: Path | str | None, queue: TableQueue) -> float:
    """Jobs done a second, from asking for the first to the end of the last."""
    with ExitStack() as held:
        if address is None:
            queue = queue_at(INLINE, KINDS)  # type: ignore[assignment]
        elif make.startswith("Dask"):
            held.enter_context(ClusterWorkers(address, kinds=NAMED, count=WORKERS))
        else:
            held.enter_context(Workers(address, kinds=NAMED, count=WORKERS))
        _all_over(queue, [queue.submit("nothing", key="first", payload={})])
        began = perf_counter()
        jobs = [queue.submit("nothing", key=f"d{n}", payload={}) for n in range(DONE)]
        _all_over(queue, jobs)
        return DONE / (perf_counter() - began)


def _all_over(queue: TableQueue, jobs: list[Job]) -> None:
    left = [job.id for job in jobs]
    while left:
        left = [job_id for job_id in left if not queue.get(job_id).is_over]
        sleep(0.01)


def shown(paces: list[Pace]) -> str:
    """The numbers side by side, and the machine."""
    rows = [
        (each.queue, f"{each.asked:.0f}", f"{each.listed:.0f}", f"{each.done:.1f}")
        for each in paces
    ]
    head = ("queue", "asked for /s", "through the list /s", "done /s, two workers")
    return f"{table(head, rows)}\n\n{machine()}; load when it ended: {os.getloadavg()[0]:.0f}"


if __name__ == "__main__":
    sys.exit(main())
