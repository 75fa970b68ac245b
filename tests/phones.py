"""People who enter something all the time, and our commands as processes, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import httpx

import backspotter
from tests.job_queues import until

PATIENCE_S = 150
ENTRIES = 4
"""That each of them gets accepted before something else happens."""


@contextmanager
def program(*words, home="/nowhere", port=0):
    """A command of ours as a process of its own; ``address`` : of a server's page."""
    source = str(Path(backspotter.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": source, "XDG_DATA_HOME": str(home)}
    command = [sys.executable, "-m", "backspotter", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as made:
        try:
            if words[0] == "serve":
                made.address = made.stdout.readline().split(" at ")[1].split(" ")[0]
            yield made
        finally:
            made.send_signal(signal.SIGKILL)


class Phone(threading.Thread):
    """Enters something, again under its key until it is accepted, and then the next thing."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server = server
        self.sent, self.accepted, self.strange = set(), {}, []
        self.stop = threading.Event()

    def run(self):
        while not self.stop.is_set():
            key = str(uuid.uuid4())
            self.sent.add(key)
            while not self.stop.is_set() and not self._is_accepted(key):
                time.sleep(0.05)

    def _is_accepted(self, key):
        said = {"pain": float(len(self.sent) % 10), "note": key}
        try:
            told = httpx.post(
                f"{self.server['address']}api/v1/track",
                json=said,
                headers={"Idempotency-Key": key},
                timeout=30,
            )
        except httpx.TransportError:
            return False
        if told.status_code in (200, 201):
            self.accepted[key] = told.json()["added"]
            return True
        if told.status_code != 503:
            self.strange.append(told.status_code)
        return False


def go_on(phones):
    """Until each phone got some more accepted."""
    before = [len(phone.accepted) for phone in phones]
    until(
        lambda: all(
            len(phone.accepted) >= had + ENTRIES for phone, had in zip(phones, before, strict=True)
        ),
        PATIENCE_S,
    )
