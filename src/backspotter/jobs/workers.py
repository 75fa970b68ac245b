"""Workers of an embedded queue beside a server: started with it, stopped with it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from backspotter.errors import InputError
from backspotter.jobs.errors import JobsError
from backspotter.jobs.huey_place import Address

MODULE: Final = "backspotter.jobs.consuming"
MOST_WORKERS: Final = 64
PATIENCE_S: Final = 25.0
LOOK_S: Final = 0.5
MOST_PAUSE_S: Final = 30.0


class Workers:
    """A process that does jobs, so many at a time, for as long as this one lives.

    ``with Workers(address, kinds="backspotter.app.film_job:KINDS", count=1): serve()``

    It ends when it is stopped, and also when this process is killed. What it was doing is given
    back, or is found again once its lease is over. Where it dies, it is started again.
    """

    def __init__(self, address: Address, *, kinds: str, count: int = 1) -> None:
        if not 1 <= count <= MOST_WORKERS:
            raise InputError("workers", given=count, expected=f"1 to {MOST_WORKERS}")
        # not on the command line, which everybody can read: the address may hold a password
        order = {"address": str(address), "kinds": kinds, "workers": count}
        self._order = json.dumps(order).encode() + b"\n"
        self._process: subprocess.Popen[bytes] | None = None
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._start_again, daemon=True)

    def start(self) -> None:
        """Starts it; comes back when it is ready.

        Raises
        ------
        JobsError : it does not start; why is on the standard error output
        """
        self._begin()
        self._watch.start()

    @property
    def pid(self) -> int | None:
        """The id of the process that does jobs, if one does."""
        process = self._process
        return None if process is None or process.poll() is not None else process.pid

    def stop(self) -> None:
        """Stops it; jobs that run are given back and begin anew later."""
        self._stop.set()
        if self._watch.is_alive():
            self._watch.join()
        self._end()

    def _begin(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.write(self._order)
        if not self._process.stdout.readline():
            self._end()
            raise JobsError("jobs: the workers did not start")

    def _start_again(self) -> None:
        pause_s = LOOK_S
        while not self._stop.wait(pause_s):
            pause_s = LOOK_S
            if self._died():
                self._end()
                try:
                    self._begin()
                except JobsError:
                    pause_s = MOST_PAUSE_S

    def _died(self) -> bool:
        """Whether it ended otherwise than by being told to, as by Ctrl-C at a terminal."""
        return self._process is None or self._process.poll() not in (None, 0)

    def _end(self) -> None:
        if self._process is None:
            return
        with suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

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
