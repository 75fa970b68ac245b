"""The process that does the jobs of an embedded queue: huey's consumer, and who watches it.

``python -m backspotter.jobs.consuming``: the first line of its input says what to do, as JSON.
When that input ends, whoever started it is gone, and it stops.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from huey.consumer import Consumer

from backspotter.errors import BackspotterError
from backspotter.jobs.embedded import Embedded
from backspotter.jobs.errors import JobsError
from backspotter.jobs.huey_place import Address
from backspotter.jobs.kinds import Kinds, kinds_named
from backspotter.jobs.working import Worker

LOOK_S: Final = 0.5
"""How often it is looked whether a job waits without a ticket [s]."""

MOST_IDLE_S: Final = 0.5
PATIENCE_S: Final = 20
CHUNK: Final = 1024
STOP: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def consume(
    address: Address,
    kinds: Kinds,
    workers: int,
    stop: threading.Event,
    ready: Callable[[], None] = lambda: None,
    may: Callable[[Embedded], bool] = lambda queue: True,
) -> None:
    """Does jobs, so many at a time, until it is told to stop; what runs then is given back.

    To be called from a program's main thread; its signals to stop are taken as such.

    Parameters
    ----------
    ready : is called once it takes jobs
    may : whether a job may be taken now; where not, it is left to others, or for later

    Raises
    ------
    InputError : an address that makes no sense
    JobsError : the place cannot be opened
    """

    def run() -> None:
        with suppress(JobsError):  # the lease of its job ends, and it is done again
            if may(queue):
                worker.do_next()

    queue = Embedded(address, kinds, run)
    worker = Worker(queue.table, stop)
    consumer = Consumer(
        queue.huey,
        workers=workers,
        periodic=False,
        max_delay=MOST_IDLE_S,
        shutdown_timeout=PATIENCE_S,
    )
    consumer.start()
    stop_on_signals(stop)
    ready()
    while not stop.wait(LOOK_S):
        with suppress(JobsError):
            queue.put_missing()
        consumer.check_worker_health()
    consumer.stop(graceful=True)
    queue.close()


def stop_on_signals(stop: threading.Event) -> None:
    """Has the signals that end a program end it in its own time."""
    for name in STOP:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())


def main() -> int:
    """Does jobs until its input ends."""
    quiet()
    order = json.loads(_first_line())
    stop = threading.Event()
    threading.Thread(target=_stop_at_end, args=(stop,), daemon=True).start()
    try:
        kinds = kinds_named(order["kinds"])
        consume(order["address"], kinds, int(order["workers"]), stop, ready=_ready)
    except BackspotterError as error:
        print(f"backspotter: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code
    return 0


def _ready() -> None:
    print("ready", flush=True)  # noqa: T201  tells who started it


def _first_line() -> bytes:
    found = b""
    while not found.endswith(b"\n"):
        more = os.read(0, 1)
        if not more:
            sys.exit(0)
        found += more
    return found


def _stop_at_end(stop: threading.Event) -> None:
    while os.read(0, CHUNK):
        """Nothing more is said."""
    stop.set()


def quiet() -> None:
    """huey logs what went wrong with whatever it holds; we say it in our own words."""
    logging.getLogger("huey").addHandler(logging.NullHandler())
    logging.getLogger("huey").propagate = False


if __name__ == "__main__":
    sys.exit(main())
