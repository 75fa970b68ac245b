"""Check-ins at a steady rate against a real server on 127.0.0.1: how long each waits, none lost.

    python -m benchmarks.page_load [--rate 50] [--seconds 20] [--late] [--busy | --film FILE]

Each request is an assessment that is kept, under a key of its own; one in ten is sent a second time
under the same key, as a phone does that did not hear the answer. A person's usual entries are there
before; no two check-ins in a row say the same. Times are from when a request was due, so a server
that falls behind is not flattered. ``--late`` has them told days after the lift, where a course has
to be fitted. ``--film FILE`` hands the server a film before, which its own worker reads meanwhile;
``--busy`` keeps another process working at a low priority instead.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

PATIENCE_S: Final = 30.0
LOOKS_EVERY_S: Final = 0.1
AGAIN: Final = 10
"""One request in so many is sent twice."""

LATE_H: Final = 80
ENTRIES: Final = 6
TOLD: Final = {
    "onset": "next_day",
    "hours_since_lift": 30,
    "quality": ["dull", "sore"],
    "regions": ["paraspinal"],
    "movement_effect": "eases",
    "saddle_numb": "no",
    "urine_cannot_pass": "no",
}
QUALITIES: Final = (["dull"], ["sore"], ["dull", "sore"], ["tight"], ["dull", "tight"])
BUSY: Final = """
import os, numpy as np
os.nice(10)
a = np.random.default_rng(1).random((600, 600))
while True: a = a @ a; a /= abs(a).max()
"""


@dataclass(frozen=True)
class Server:
    """``backspotter serve``: where it answers, and its process."""

    address: str
    pid: int

    def cpu_s(self) -> float | None:
        """Processor time that it took itself so far [s]; None where the system does not say."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return None
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[Server]:
    """``backspotter serve`` over a journal of its own in the folder, or with these ``words``, and
    its films there."""
    words = words or ("--journal", str(folder / "j.db"), "serve")
    command = [sys.executable, "-m", "backspotter", *words, "--port", "0"]
    kept = {**os.environ, "XDG_DATA_HOME": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=kept) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split(" at ")[1].split(" ")[0].rstrip("/")
            yield Server(address, server.pid)
        finally:
            server.terminate()


@contextmanager
def busy(wanted: bool) -> Iterator[None]:
    """Something else that works meanwhile, at the lower priority that films have."""
    if not wanted:
        yield
        return
    with subprocess.Popen([sys.executable, "-c", BUSY], start_new_session=True) as other:
        try:
            yield
        finally:
            other.kill()


def entered_before(client: httpx.Client, told: Mapping[str, Any]) -> None:
    """What a person has in their journal: a session, and entries and checks since."""
    hours = told["hours_since_lift"]
    sets = {"words": "conventional 3x5 @ 140 kg rpe 8", "at": _ago(hours)}
    _kept_as(client.post("/api/v1/sets", json=sets))
    for n in range(1, ENTRIES + 1):
        since = hours * n / (ENTRIES + 1)
        at = _ago(hours - since)
        said = {**told, "hours_since_lift": since, "pain_now": 4}
        _kept_as(client.post("/api/v1/track", json={"pain": 4, "at": at}))
        _kept_as(client.post("/api/v1/check-ins", json={"check_in": said, "at": at}))


def _ago(hours: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="minutes")


def _kept_as(told: httpx.Response) -> None:
    assert told.status_code == 201, told.text


def handed_over(client: httpx.Client, film: Path) -> str:
    """The address of a film's job, once the server's worker has begun to read it."""
    with film.open("rb") as stream:
        sent = client.post("/api/v1/film-jobs", data={"load_kg": "140"}, files={"film": stream})
    assert sent.status_code == 201, sent.text
    job, ends = f"/api/v1/film-jobs/{sent.json()['id']}", time.monotonic() + PATIENCE_S
    while _state(client, job) == "queued":
        assert time.monotonic() < ends, "no worker took the film in hand"
        time.sleep(LOOKS_EVERY_S)
    return job


def _state(client: httpx.Client, job: str) -> str:
    return str(client.get(job).json()["status"])


class Connection:
    """One connection that stays, with as little of our own as can be: this process shares the
    machine with the server."""

    def __init__(self, address: str) -> None:
        self._host, self._port = urlsplit(address).hostname, urlsplit(address).port
        self._reader: asyncio.StreamReader | None = None

    async def post(self, path: str, body: bytes, key: str) -> tuple[int, Any]:
        """The status and the document of an answer.

        Raises
        ------
        OSError, asyncio.IncompleteReadError : the connection broke
        """
        if self._reader is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Content-Type: application/json\r\nIdempotency-Key: {key}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        told = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(told.partition("content-length:")[2].partition("\r")[0])
        return int(told.split(" ")[1]), json.loads(await self._reader.readexactly(length))

    def drop(self) -> None:
        """Begin anew with the next request."""
        if self._reader is not None:
            self._writer.close()
        self._reader = None


async def load(
    address: str, rate: float, seconds: float, told: Mapping[str, Any]
) -> tuple[list[float], list[int]]:
    """How long each request waited [s], and the number that it was told."""
    free: list[Connection] = []
    begin = time.perf_counter() + 0.5

    async def one(place: int) -> tuple[float, int]:
        due = begin + place / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        at = free.pop() if free else Connection(address)
        body, key = json.dumps({"check_in": _said(told, place)}).encode(), str(uuid.uuid4())
        status, document = await _sent(at, body, key)
        waited = time.perf_counter() - due
        assert status in (200, 201), document
        if place % AGAIN == 0:
            again = await _sent(at, body, key)
            assert again[1]["id"] == document["id"], "the same key gave another entry"
        free.append(at)
        return waited, int(document["id"])

    found = await asyncio.gather(*(one(place) for place in range(int(rate * seconds))))
    for each in free:
        each.drop()
    return [waited for waited, _ in found], [id for _, id in found]


def _said(told: Mapping[str, Any], place: int) -> dict[str, Any]:
    """What the check-in at a place says: no two in a row the same."""
    hours = told["hours_since_lift"] + place % 7
    quality = QUALITIES[place % len(QUALITIES)]
    return {**told, "pain_now": place % 8, "hours_since_lift": hours, "quality": quality}


async def _sent(at: Connection, body: bytes, key: str) -> tuple[int, Any]:
    """The answer; sent anew where the connection broke, which the key makes harmless."""
    while True:
        try:
            return await at.post("/api/v1/check-ins", body, key)
        except (OSError, asyncio.IncompleteReadError):
            at.drop()
            await asyncio.sleep(0.1)


def measured(given: argparse.Namespace) -> None:
    """Run it once and print what came of it."""
    told = {**TOLD, "hours_since_lift": LATE_H} if given.late else TOLD
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as server:
        folder = Path(name)
        with httpx.Client(base_url=server.address, timeout=PATIENCE_S) as client:
            entered_before(client, told)
            job = handed_over(client, given.film) if given.film else ""
            before, cpu_before = _kept(folder), server.cpu_s()
            with busy(given.busy):
                waited, ids = asyncio.run(load(server.address, given.rate, given.seconds, told))
            cpu, kept = server.cpu_s(), _kept(folder) - before
            state = _state(client, job) if job else ""
    beside = "a busy process" if given.busy else f"a film, {state} at the end" if job else "nothing"
    print(f"{len(ids)} check-ins at {given.rate:g} a second, beside {beside}")
    print(f"  p50 {part(waited, 0.5):.0f} ms, p99 {part(waited, 0.99):.0f} ms")
    if cpu is not None and cpu_before is not None:
        each_ms = 1000 * (cpu - cpu_before) / (len(ids) * (1 + 1 / AGAIN))
        print(f"  {each_ms:.1f} ms of the server's processor time for each request")
    lost, doubled = len(set(ids) - kept), len(kept) - len(set(ids))
    print(f"  accepted {len(ids)}, kept {len(kept)}: {lost} lost, {doubled} doubled")
    assert lost == doubled == 0
    assert len(set(ids)) == len(ids), "two check-ins were told the same number"


def _kept(folder: Path) -> set[int]:
    """The numbers of all check-ins in the journal, read beside the server."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "j.db")) as connection:
        return {int(id) for (id,) in connection.execute("SELECT id FROM check_in")}


def part(waited: list[float], share: float) -> float:
    """A percentile [ms]."""
    return sorted(waited)[min(int(len(waited) * share), len(waited) - 1)] * 1000


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rate", type=float, default=50)
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--late", action="store_true")
    beside = asked.add_mutually_exclusive_group()
    beside.add_argument("--busy", action="store_true")
    beside.add_argument("--film", type=Path)
    given = asked.parse_args()
    print(f"{os.cpu_count()} cores, load of this machine before: {os.getloadavg()[0]:.1f}")
    measured(given)


if __name__ == "__main__":
    main()
