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
ENTRIES = 3
"""That each of them gets accepted before something else happens."""


@contextmanager
def program(*words, home):
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
        self.sent, self.accepted, self.strange = {}, {}, []
        self.stop = threading.Event()

    def run(self):
        while not self.stop.is_set():
            key = str(uuid.uuid4())
            self.sent[key] = {"pain": float(len(self.sent) % 10), "note": key}
            while not self.stop.is_set() and not self._is_accepted(key):
                time.sleep(0.05)

    def again(self):
        """The numbers that what was accepted has now, sent anew, where they are others."""
        told = {key: self._told(key).json()["added"] for key in self.accepted}
        return {key: added for key, added in told.items() if added != self.accepted[key]}

    def _told(self, key):
        return httpx.post(
            f"{self.server['address']}api/v1/track",
            json=self.sent[key],
            headers={"Idempotency-Key": key},
            timeout=30,
        )

    def _is_accepted(self, key):
        try:
            told = self._told(key)
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
