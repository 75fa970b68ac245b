"""A job's own process, from outside: started, listened to, and killed when it has to go."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, Final

from backspotter.jobs.kinds import Kind

MODULE: Final = "backspotter.jobs.limited"
CHUNK: Final = 1 << 16
MOST_LINE: Final = 1 << 20
ONE_CORE: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
DEBUG: Final = "BACKSPOTTER_DEBUG"
GRACE_S: Final = 5.0


class Process:
    """The process of one job. What it says is in ``progress``, ``doing`` and ``ended``.

    ``until`` : the moment at which it ends itself, unless it is told to go on; of the clock
    ``time.monotonic``, which all processes of a machine share [s]
    ``environment`` : what it gets beside this process's own
    """

    def __init__(
        self,
        kind: Kind,
        payload: Mapping[str, Any],
        until: float,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.kind = kind
        self.progress, self.doing = 0.0, ""
        self.ended: tuple[str, str] | None = None
        self._rest = b""
        self._began = time.monotonic()
        self._process = subprocess.Popen(  # a fixed command; what to do goes in as JSON
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get(DEBUG) == "1" else subprocess.DEVNULL,
            env={**os.environ, **environment, **ONE_CORE},
            bufsize=0,
            start_new_session=True,
        )
        order = {
            "work": kind.work,
            "payload": dict(payload),
            "limits": asdict(kind.limits),
            "starter": os.getpid(),
            "until": until,
        }
        self._send(json.dumps(order).encode() + b"\n")
        self._heard = selectors.DefaultSelector()
        assert self._process.stdout is not None
        self._heard.register(self._process.stdout, selectors.EVENT_READ)

    def listen(self, wait_s: float) -> bool:
        """Hears what it says, for so long at most; whether it is still running [s]."""
        if not self._heard.select(wait_s):
            return True
        assert self._process.stdout is not None
        said = os.read(self._process.stdout.fileno(), CHUNK)
        lines = (self._rest + said).split(b"\n")
        self._rest = lines.pop()[-MOST_LINE:]
        for line in lines:
            self._hear(line)
        return bool(said)

    def _hear(self, line: bytes) -> None:
        with suppress(ValueError, TypeError, AttributeError):
            for name, value in json.loads(line).items():
                if name == "progress":
                    self.progress = float(value)
                elif name == "doing":
                    self.doing = str(value)
                else:
                    self.ended = name, str(value)

    def go_on(self, until: float) -> None:
        """Lets it go on until a later moment [s]."""
        self._send(f"{until}\n".encode())

    @property
    def took_too_long(self) -> bool:
        """Whether its wall time is over."""
        return time.monotonic() - self._began > self.kind.limits.wall_s

    def kill(self) -> None:
        """Ends it, and what it started."""
        if self._process.returncode is None:
            self._kill()
            self.gone()

    def _kill(self) -> None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def gone(self) -> tuple[str, str]:
        """How it ended, once it has: done, failed, limit or broken, and with what words."""
        self._heard.close()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        try:
            code = self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:  # it said its last word, and stays
            self._kill()
            code = self._process.wait()
        return self.ended or _unsaid(code, self.kind)

    def _send(self, words: bytes) -> None:
        with suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.write(words)


def _unsaid(code: int, kind: Kind) -> tuple[str, str]:
    """How a process ended that did not say so itself."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return "limit", f"it took more than {kind.limits.cpu_s} s of processor time"
    if code == -getattr(signal, "SIGKILL", 9):
        return "broken", "it was killed from outside, or wanted more memory than there is"
    if code == -getattr(signal, "SIGALRM", 0):
        return "broken", "nothing was heard of it for too long; is this machine too busy?"
    if code < 0:
        return "broken", f"it crashed ({signal.Signals(-code).name})"
    return "broken", f"its process ended with {code}"
