"""Check-ins at a steady rate against a real server on 127.0.0.1: how long each waits, none lost.

    python -m benchmarks.page_load [--rate 50] [--seconds 20] [--busy]

Each request is an assessment that is kept, under a key of its own; one in ten is sent a second time
under the same key, as a phone does that did not hear the answer. A person's usual entries are there
before. Times are from when a request was due, so a server that falls behind is not flattered.
``--busy`` keeps a second process working as a film would: numbers, on every core it gets.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

PATIENCE_S: Final = 30.0
AGAIN: Final = 10
"""One request in so many is sent twice."""

TOLD: Final = {
    "onset": "next_day",
    "hours_since_lift": 30,
    "quality": ["dull", "sore"],
    "regions": ["paraspinal"],
    "movement_effect": "eases",
    "saddle_numb": "no",
    "urine_cannot_pass": "no",
}
BUSY: Final = """
import os, numpy as np
os.nice(10)
a = np.random.default_rng(1).random((600, 600))
while True: a = a @ a; a /= abs(a).max()
"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of ``backspotter serve`` over a journal of its own."""
    command = [sys.executable, "-m", "backspotter", "--journal", str(folder / "j.db"), "serve"]
    with subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split(" at ")[1].split(" ")[0].rstrip("/")
        finally:
            server.terminate()


@contextmanager
def busy(wanted: bool) -> Iterator[None]:
    """Something else that works meanwhile, at the lower priority that films have."""
    if not wanted:
        yield
        return
    with subprocess.Popen([sys.executable, "-c", BUSY]) as other:
        try:
            yield
        finally:
            other.kill()


def entered_before(client: httpx.Client) -> None:
    """What a person has in their journal: sets, entries, checks."""
    for _ in range(6):
        client.post("/api/v1/sets", json={"words": "conventional 3x5 @ 140 kg rpe 8"})
        client.post("/api/v1/track", json={"pain": 3})
        client.post("/api/v1/check-ins", json={"check_in": {**TOLD, "pain_now": 4}})


async def load(address: str, rate: float, seconds: float) -> tuple[list[float], list[Any]]:
    """How long each request waited [s], and what it was told."""
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    begin = time.perf_counter() + 0.5
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=PATIENCE_S) as client:
        count = int(rate * seconds)
        asked = [_one(client, place, begin + place / rate) for place in range(count)]
        told = await asyncio.gather(*asked)
    return [waited for waited, _ in told], [said for _, said in told]


async def _one(client: httpx.AsyncClient, place: int, due: float) -> tuple[float, Any]:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    body = {"check_in": {**TOLD, "pain_now": place % 8}}
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    said = await _sent(client, body, headers)
    waited = time.perf_counter() - due
    assert said.status_code == 201, said.text
    if place % AGAIN == 0:
        again = await _sent(client, body, headers)
        assert again.json()["id"] == said.json()["id"], "the same key gave another entry"
    return waited, (said.status_code, said.json().get("id"))


async def _sent(client: httpx.AsyncClient, body: Any, headers: dict[str, str]) -> httpx.Response:
    """The answer; sent anew where the connection broke, which the key makes harmless."""
    while True:
        try:
            return await client.post("/api/v1/check-ins", json=body, headers=headers)
        except httpx.TransportError:
            await asyncio.sleep(0.1)


def measured(rate: float, seconds: float, *, is_busy: bool) -> None:
    """Run it once and print what came of it."""
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as address:
        with httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
            entered_before(client)
        before = _kept(Path(name))
        with busy(is_busy):
            waited, told = asyncio.run(load(address, rate, seconds))
        kept = _kept(Path(name)) - before
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    accepted = {id for status, id in told if status == 201}
    print(f"{'busy' if is_busy else 'idle'}: {len(told)} check-ins at {rate:g} a second")
    print(f"  p50 {_part(waited, 0.5):.0f} ms, p99 {_part(waited, 0.99):.0f} ms")
    cpu = used.ru_utime + used.ru_stime
    print(f"  {cpu:.1f} s of processor time of everything started, its start with it")
    print(f"  accepted {len(accepted)}, kept {kept}")
    assert len(accepted) == len(told) == kept, "lost, refused or applied twice"


def _kept(folder: Path) -> int:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "j.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM check_in").fetchone()[0])


def _part(waited: list[float], share: float) -> float:
    """A percentile [ms]."""
    return sorted(waited)[min(int(len(waited) * share), len(waited) - 1)] * 1000


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rate", type=float, default=50)
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--busy", action="store_true")
    given = asked.parse_args()
    print(f"{os.cpu_count()} cores, load of this machine before: {os.getloadavg()[0]:.1f}")
    measured(given.rate, given.seconds, is_busy=given.busy)


if __name__ == "__main__":
    main()
