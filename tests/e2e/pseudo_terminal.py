"""The real program in a pseudo-terminal, typed at as a person would."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

PATIENCE_S = 55.0
A_MOMENT_S = 0.3
PROMPT = re.compile(r"(?:^|\n)> $")
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _as_in_a_window() -> None:
    """The terminal controls it, and Ctrl-C reaches it even where these tests run detached."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Program:
    """``backspotter`` with some words after it, in a terminal of its own."""

    def __init__(self, *words: str, state: Path, columns: int = 80, **environment: str) -> None:
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        inherited = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        folders = {"XDG_STATE_HOME": str(state), "XDG_DATA_HOME": str(state / "data")}
        home = {**folders, "HOME": str(state), "TERM": "dumb"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "backspotter", *words],
            stdin=its,
            stdout=its,
            stderr=its,
            env={**inherited, **home, **environment},
            start_new_session=True,
            preexec_fn=_as_in_a_window,
        )
        os.close(its)
        self.terminal = ours
        self.raw = b""
        self.read_up_to = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.terminal)

    @property
    def text(self) -> str:
        """All it has printed, as it stands on the screen."""
        return ESCAPES.sub("", self.raw.decode("utf-8", "replace")).replace("\r", "")

    @property
    def unread(self) -> str:
        """What it has printed since the last line that was typed."""
        return self.text[self.read_up_to :]

    def answer(self, *lines: str) -> str:
        """Type each line when it is asked for; what was printed between, the last time."""
        shown = ""
        for line in lines:
            shown = self.wait_for_prompt()
            self._type(line.encode() + b"\n")
        return shown

    def wait_for_prompt(self) -> str:
        """What it prints up to the next prompt; fails where it ends instead."""
        assert self.comes_to_a_prompt(), f"it ended after:\n{self.text}"
        return self.unread

    def comes_to_a_prompt(self) -> bool:
        """Whether it asks for another line before it ends."""
        self._read_until(lambda: PROMPT.search(self.unread) is not None)
        return PROMPT.search(self.unread) is not None

    def press(self, key: bytes) -> None:
        """Press a key such as Ctrl-C when a line is asked for, no faster than a person: Python
        hears nothing that comes between its printing of a prompt and its waiting for a line."""
        self.wait_for_prompt()
        time.sleep(A_MOMENT_S)
        self._type(key)

    def end(self) -> int:
        """Its exit code, once it has ended by itself."""
        self._read_until(lambda: False)
        return self.process.wait(PATIENCE_S)

    def hang_up(self) -> None:
        """Close the window."""
        self.wait_for_prompt()
        self.process.send_signal(signal.SIGHUP)
        self.process.wait(PATIENCE_S)

    def _type(self, keys: bytes) -> None:
        self.read_up_to = len(self.text)
        os.write(self.terminal, keys)

    def _read_until(self, is_enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_enough():
            ready, _, _ = select.select([self.terminal], [], [], deadline - time.monotonic())
            if not ready:
                raise AssertionError(f"it went silent after:\n{self.text}")
            try:
                more = os.read(self.terminal, 65536)
            except OSError:  # how Linux says that the other side is closed
                more = b""
            if not more:
                return
            self.raw += more
