"""``backspotter serve`` killed at random moments: what it accepted is there, and once."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from contextlib import closing, contextmanager

import httpx

from tests.journals import fast_folder, place_in, whole

ROUNDS = 3
WRITERS = 3
FIRST_S, LAST_S = 0.3, 1.2
"""When it is killed after the first entry was accepted [s]."""


@contextmanager
def serving(folder):
    command = [sys.executable, "-m", "backspotter", "--journal", str(folder / "j.db"), "serve"]
    with subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server, server.stdout.readline().split(" at ")[1].split(" ")[0]
        finally:
            server.kill()


class Phone(threading.Thread):
    """Sends entries and checks in turn, under keys of its own, until the server is gone."""

    def __init__(self, address, number):
        super().__init__(daemon=True)
        self.address, self.number = address, number
        self.sent, self.accepted = {}, {}
        self.began = threading.Event()

    def run(self):
        with httpx.Client(base_url=self.address, timeout=10) as client:
            try:
                while True:
                    key, pain = str(uuid.uuid4()), len(self.sent) % 10
                    is_check = len(self.sent) % 2 == 1
                    self.sent[key] = (
                        {"check_in": {"pain_now": pain, "leg_tingling": "yes"}}
                        if is_check
                        else {"pain": float(pain), "note": key}
                    )
                    self.accepted[key] = self._send(client, key)
                    self.began.set()
            except httpx.TransportError:
                return

    def _send(self, client, key):
        said = self.sent[key]
        where = "check-ins" if "check_in" in said else "track"
        told = client.post(f"/api/v1/{where}", json=said, headers={"Idempotency-Key": key})
        assert told.status_code in (200, 201), told.text
        return told.json()["added"] if where == "track" else told.json()["id"]


def send_again(address, phones):
    """What a phone does once the server is back: everything anew, under the same keys."""
    with httpx.Client(base_url=address, timeout=10) as client:
        for phone in phones:
            for key in list(phone.sent)[-5:]:
                again = phone._send(client, key)
                assert phone.accepted.setdefault(key, again) == again


def rows(folder, query):
    with closing(sqlite3.connect(folder / "j.db")) as connection:
        return connection.execute(query).fetchall()


def test_what_was_accepted_is_there_once_after_a_kill():
    dice = random.Random(20260302)
    phones = []
    with fast_folder() as folder:
        for _ in range(ROUNDS):
            with serving(folder) as (server, address):
                if phones:
                    send_again(address, phones[-WRITERS:])
                phones += [Phone(address, number) for number in range(WRITERS)]
                for phone in phones[-WRITERS:]:
                    phone.start()
                assert all(phone.began.wait(20) for phone in phones[-WRITERS:])
                time.sleep(dice.uniform(FIRST_S, LAST_S))
                server.send_signal(signal.SIGKILL)
                server.wait()
                for phone in phones[-WRITERS:]:
                    phone.join(20)
        with serving(folder) as (_, address):
            send_again(address, phones[-WRITERS:])
        notes = [note for (note,) in rows(folder, "SELECT note FROM soreness")]
        checks = dict(rows(folder, "SELECT key, row_id FROM sent WHERE kind = 'check_in'"))
        accepted = {key: told for phone in phones for key, told in phone.accepted.items()}
        of_checks = {key: told for key, told in accepted.items() if isinstance(told, int)}
        assert len(accepted) > ROUNDS * WRITERS
        assert len(of_checks) > ROUNDS
        assert len(notes) == len(set(notes))
        assert accepted.keys() - of_checks.keys() <= set(notes)
        assert of_checks.items() <= checks.items()
        assert sorted(checks.values()) == [id for (id,) in rows(folder, "SELECT id FROM check_in")]
        assert len(rows(folder, "SELECT rule FROM flag")) == 1, "the same sign, raised twice"
        assert whole(place_in(folder))
