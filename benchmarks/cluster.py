"""``python -m benchmarks.cluster [--jobs 1000] [--json]``: where the coordinator is the limit.

A hundred workers that sleep instead of reading films, for as long as films were measured to take
(film_durations.csv), over a real coordinator: Dask's scheduler, or the list of jobs on SQLite or
PostgreSQL with its tickets, its leases and what a worker says every second. Time runs faster: when
everything takes a tenth of its time, a hundred workers ask as much of it as a thousand would.

How well the workers are used is the time that the same jobs would take if handing out took none,
over the time that they took. Everything runs on one machine, the workers' own part too, so the
limit is a lower bound.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeAlias

import numpy as np

from backspotter.jobs.embedded import Embedded
from backspotter.jobs.errors import JobsError
from backspotter.jobs.huey_place import plain_failures
from benchmarks.film_durations import TABLE
from benchmarks.jobs import place
from benchmarks.machine import machine
from benchmarks.no_work import KINDS
from benchmarks.section import write_section
from benchmarks.tables import table

WORKERS: Final = 100
JOBS: Final = 1000
SEED: Final = 1
FASTER: Final = (5, 20, 80, 320, 1280)
MAKES: Final = ("Dask", "PostgreSQL", "SQLite")
BEAT_S: Final = 1.0
"""How often a worker says that it is still there [s]."""

WELL_USED: Final = 0.9
"""Below this the coordinator is the limit: our choice."""

PATIENCE_S: Final = 300
"""How long all workers may take to start [s]."""

UNWATCHED: Final = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "60s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.tick.interval": "1s",
}
"""Workers do not watch themselves here: a hundred in one process would do little else."""

AGAIN_S: Final = 0.05
Took: TypeAlias = Callable[[Sequence[float], float], float]
MORE_CONNECTIONS: Final = 3 * WORKERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Jobs of one run: how many times faster than films, how long they took and could have [s]."""

    make: str
    workers: int
    faster: int
    jobs: int
    ideal_s: float
    took_s: float

    @property
    def used(self) -> float:
        """How well the workers were used, of 1."""
        return self.ideal_s / self.took_s

    @property
    def stands_for(self) -> int:
        """How many workers at the pace of films ask as much of a coordinator."""
        return self.workers * self.faster

    @property
    def jobs_per_s(self) -> float:
        """Jobs handed out and ended a second."""
        return self.jobs / self.took_s


def measured_s(file: Path = TABLE) -> tuple[float, ...]:
    """How long films were measured to take on one core [s]."""
    with file.open(encoding="utf-8", newline="") as stream:
        return tuple(float(row["processor_s"]) for row in csv.DictReader(stream))


def drawn_s(count: int, *, seed: int = SEED) -> list[float]:
    """So many of the measured durations, at random [s]."""
    found = np.random.default_rng(seed).choice(measured_s(), size=count)
    return [float(each) for each in found]


def ideal_s(durations: Sequence[float], workers: int) -> float:
    """How long these jobs take in order, each given to the worker that is free first [s]."""
    free = [0.0] * workers
    for each in durations:
        heapq.heapreplace(free, free[0] + each)
    return max(free)


def runs(
    make: str, durations: Sequence[float], paces: Sequence[int], workers: int = WORKERS
) -> Iterator[Run]:
    """A run at each pace, until the workers are used so badly that more would only take longer."""
    with measuring(make, workers) as took_s:
        for faster in paces:
            short = [each / faster for each in durations]
            took, ideal = took_s(short, BEAT_S / faster), ideal_s(short, workers)
            done = Run(
                make=make,
                workers=workers,
                faster=faster,
                jobs=len(short),
                ideal_s=ideal,
                took_s=took,
            )
            yield done
            if done.used < WELL_USED / 2:
                return


@contextmanager
def measuring(make: str, workers: int) -> Iterator[Took]:
    """What runs jobs of these durations, with a beat so often, and says how long they took [s]."""
    if make == "Dask":
        with dask_client(workers) as client:
            yield lambda durations, beat_s: dask_s(client, durations)
        return

    def took_s(durations: Sequence[float], beat_s: float) -> float:
        with place(make, MORE_CONNECTIONS) as address:
            assert address is not None
            return list_s(address, durations, workers, beat_s=beat_s)

    yield took_s


@contextmanager
def dask_client(workers: int) -> Iterator[Any]:
    """Dask's scheduler with workers in this process that speak to it over sockets."""
    import dask
    from distributed import Client, LocalCluster, wait

    dask.config.set(UNWATCHED)
    made = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        dashboard_address=None,
        silence_logs=50,
    )
    with made, Client(made, timeout=PATIENCE_S) as client:
        client.wait_for_workers(workers, timeout=PATIENCE_S)
        wait(client.map(time.sleep, [0.0] * workers, pure=False))
        yield client


def dask_s(client: Any, durations: Sequence[float]) -> float:
    """How long Dask's workers take that sleep [s]."""
    from distributed import wait

    began = perf_counter()
    wait(client.map(time.sleep, list(durations), pure=False))
    return perf_counter() - began


def list_s(
    address: Path | str, durations: Sequence[float], workers: int, *, beat_s: float
) -> float:
    """How long the list takes with workers that sleep, each with a connection of its own [s].

    Raises
    ------
    AssertionError : a job was not done, or was done twice
    """
    queue = Embedded(address, KINDS)
    for number, each in enumerate(durations):
        queue.submit("nothing", key=str(number), payload={"s": each})
    ready = threading.Barrier(workers + 1, timeout=PATIENCE_S)  # no worker waits for a lost one
    with ThreadPoolExecutor(workers) as pool:
        work = partial(_worker, address, ready, beat_s)
        working = [pool.submit(work) for _ in range(workers)]
        ready.wait()
        began = perf_counter()
        done = [key for each in working for key in each.result()]
    took = perf_counter() - began
    queue.close()
    assert sorted(done, key=int) == [str(number) for number in range(len(durations))]
    return took


def _worker(address: Path | str, ready: threading.Barrier, beat_s: float) -> list[str]:
    """The keys of the jobs that one worker did, until no ticket is left."""
    own: Embedded = _patiently(lambda: Embedded(address, KINDS))
    _patiently(own.table.count_due)  # connects
    ready.wait()
    done = []
    while _patiently(own.huey.dequeue) is not None:
        held = _patiently(own.table.take)
        if held is None:
            continue
        beat = partial(own.table.heard_of, held, 0.5, "")
        _sleep(float(held.job.payload["s"]), beat_s, partial(_patiently, beat))
        assert _patiently(partial(own.table.done, held, "nothing"))
        done.append(held.job.key)
    own.close()
    return done


def _patiently(act: Callable[[], Any]) -> Any:
    """What an act gives, tried again while the list is held by others, as workers do."""
    while True:
        try:
            with plain_failures():
                return act()
        except JobsError:
            time.sleep(AGAIN_S)


def _sleep(seconds: float, beat_s: float, beat: Callable[[], object]) -> None:
    """As long as the work takes, and what is said meanwhile."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, beat_s))
        if left > beat_s:
            beat()


def limit(runs: Sequence[Run]) -> int | None:
    """How many workers one make kept busy, of those that were tried; none where it was too few."""
    kept = [each.stands_for for each in runs if each.used >= WELL_USED]
    return max(kept, default=None)


def shown(runs: Sequence[Run]) -> str:
    """The numbers side by side, and the machine."""
    head = ("coordinator", "stands for workers", "jobs/s", "workers used")
    rows = [
        (each.make, each.stands_for, f"{each.jobs_per_s:.0f}", f"{100 * each.used:.0f} %")
        for each in runs
    ]
    said = [table(head, rows), _of_films()]
    for make in dict.fromkeys(each.make for each in runs):
        own = [each for each in runs if each.make == make]
        said.append(f"{make}: {_limit_in_words(own)}")
    load = f"{machine()}; load when it ended: {os.getloadavg()[0]:.0f}"
    return "\n\n".join([*said, load])


def _limit_in_words(own: Sequence[Run]) -> str:
    most, kept = max(each.jobs_per_s for each in own), limit(own)
    enough = f"keeps {kept} workers busy" if kept else f"does not keep {own[0].stands_for} busy"
    many = most * float(np.mean(measured_s()))
    return (
        f"{enough}, of those tried; the most were {most:.0f} jobs a second, "
        f"which {many:.0f} workers ask for whose jobs are as long as these films in the mean."
    )


def _of_films() -> str:
    found = measured_s()
    low, middle, high = (float(each) for each in np.quantile(found, (0, 0.5, 1)))
    span = f"{low:.1f} to {high:.1f} s of one core, middle {middle:.1f} s"
    return f"Durations: {len(found)} films, {span}."


def main() -> int:
    """Measure and show it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.cluster")
    options.add_argument("--jobs", type=int, default=JOBS)
    options.add_argument("--makes", nargs="*", default=MAKES, choices=MAKES)
    options.add_argument("--faster", nargs="*", type=int, default=FASTER)
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options.add_argument("--write", action="store_true", help="write docs/team-load.md too")
    chosen = options.parse_args()
    durations = drawn_s(chosen.jobs)
    found = []
    for make in chosen.makes:
        for each in runs(make, durations, chosen.faster):
            found.append(each)
            said = f"{make} × {each.faster}: {each.took_s:.1f} s, ideal {each.ideal_s:.1f} s"
            print(said, file=sys.stderr, flush=True)
    if chosen.write:
        write_section("cluster", shown(found))
    print(json.dumps([asdict(each) for each in found], indent=2) if chosen.json else shown(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
