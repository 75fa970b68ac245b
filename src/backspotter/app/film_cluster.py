"""Films read on a Dask cluster: one of this machine, or one that is running already.

Its workers need this program, and the folders of films and results under the same paths. Each film
is still read in a limited process of its own, so that none takes a worker with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from backspotter.app.film_batch import Ended, Job, Runs, one_film
from backspotter.jobs.dask_client import client_of
from backspotter.jobs.dask_client import dask as package


def dask(workers: int, scheduler: str | None = None) -> Runs:
    """A cluster that reads so many films at a time.

    Parameters
    ----------
    workers : of a cluster on this machine, each with one core
    scheduler : address of one that is running, such as tcp://host:8786; ``workers`` is its own
        matter then

    Raises
    ------
    InputError : Dask is not installed, or there is no cluster at that address
    """
    package()

    def run(work: list[Job], asked: Mapping[str, Any]) -> Iterator[Ended]:
        as_completed = package().as_completed
        with _client(workers, scheduler) as client:
            running = {
                client.submit(one_film, job, dict(asked), n, pure=False, retries=1): job
                for n, job in enumerate(work)
            }
            for future in as_completed(list(running)):
                yield _ended(future, running[future])

    return run


def _ended(future: Any, job: Job) -> Ended:
    """A worker that is lost, again and again, loses one film and not the batch."""
    if future.status == "finished":
        found: Ended = future.result()
        return found
    why = f"its worker was lost ({future.exception()})"[:200]
    return Ended(name=job.name, key=job.key, outcome="failed", why=why)


@contextmanager
def _client(workers: int, scheduler: str | None) -> Iterator[Any]:
    client, close = client_of(workers, scheduler)
    try:
        yield client
    finally:
        close()
