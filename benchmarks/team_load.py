"""Many people check in within a minute while films are read, on a server with accounts.

    python -m benchmarks.team_load [--people 200] [--seconds 60] [--films 4] [--cores 2]
                                   [--database SQLite PostgreSQL] [--sign-in] [--write]

``backspotter serve --accounts`` runs as it does in use, with its own worker, which reads real
films that one of the people uploaded just before. Everybody is signed in already (``--sign-in``:
with name and password, in the same minute), checks in once at a moment of their own and looks at
the page afterwards; one in ten sends the check-in twice, as a phone does that did not hear the
answer. Times are from when a request was due. In the end everybody must have one check-in and every
film must have been read once, or it ends with 1. Server, database, worker and the people all run on
these cores.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import numpy as np
from sqlalchemy import func, select

from backspotter.app.people import new_token
from backspotter.journal import people
from backspotter.journal.films import films
from backspotter.journal.journal import opened
from backspotter.journal.people import Account
from backspotter.journal.place import place_of
from backspotter.journal.tables import CHECK_IN
from benchmarks.machine import machine
from benchmarks.page_load import AGAIN, TOLD, part, serving
from benchmarks.section import write_section
from tests.e2e.postgres import server as postgres

ROOT: Final = Path(__file__).resolve().parents[1]
FILM: Final = ROOT / "tests/data/films/neutral.mp4"
FREE_BOX: Final = b"\x00\x00\x00\x10free"
"""Bytes of an MP4 that say nothing, 8 more after these: another file, the same film."""

FORM: Final = {"load": "100", "height_cm": "168", "mass": "64", "sex": "female"}
PASSWORD: Final = "four plain words here"
DATABASES: Final = ("SQLite", "PostgreSQL")
SEED: Final = 1
PATIENCE_S: Final = 60.0
FILM_PATIENCE_S: Final = 1200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account, and the cookie of a session."""

    account: Account
    cookie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of one run: times [s], and how many there are of what was sent."""

    database: str
    people: int
    refused: int
    checked_in: list[float]
    looked: list[float]
    each: Counter[int]
    films: int
    films_read: int
    reading_s: float

    @property
    def is_right(self) -> bool:
        """Nothing lost, nothing doubled."""
        once = len(self.each) == self.people and set(self.each.values()) == {1}
        return once and self.films == self.films_read and not self.refused


def run(database: str, count: int, seconds: float, film_count: int, *, sign_in: bool) -> Found:
    """One run on a new database."""
    with tempfile.TemporaryDirectory() as name, _place(database, Path(name)) as address:
        everybody = invited(address, count)
        words = ("serve", "--accounts", "--database", address)
        with serving(Path(name), *words) as server:
            at, began = server.address, time.perf_counter()
            upload(at, everybody[0], film_count)
            checked, looked, refused = asyncio.run(minute(at, everybody, seconds, sign_in=sign_in))
            _wait_for_films(address, everybody[0], film_count)
            reading_s = time.perf_counter() - began
        each, read = kept(address, everybody)
    return Found(
        database=database,
        people=count,
        refused=refused,
        checked_in=checked,
        looked=looked,
        each=each,
        films=film_count,
        films_read=read,
        reading_s=reading_s,
    )


@contextmanager
def _place(database: str, folder: Path) -> Iterator[str]:
    if database == "PostgreSQL":
        with postgres(connections=100, fsync=True) as address:
            yield address
    else:
        yield str(folder / "j.db")


def invited(address: str, count: int) -> list[Person]:
    """An owner and lifters with a session each; all have one password, hashed once."""
    from argon2 import PasswordHasher

    hashed, now = PasswordHasher().hash(PASSWORD), datetime.now(UTC)
    with opened(place_of(address)) as journal:
        owner = people.add_owner(journal, name="owner", password=hashed, now=now)
        found = []
        for number in range(count):
            token, digest = new_token()
            people.invite(journal, digest, role="lifter", by=owner, now=now)
            name = f"lifter {number}"
            account = people.join(journal, digest, name=name, password=hashed, now=now)
            token, digest = new_token()
            people.begin_session(journal, account, digest, now=now)
            found.append(Person(account=account, cookie=token))
    return found


def upload(at: str, person: Person, count: int) -> None:
    """Films of one person, each another file of the same set, for the worker to read."""
    with httpx.Client(base_url=at, cookies={"session": person.cookie}, timeout=PATIENCE_S) as web:
        for number in range(count):
            film = FILM.read_bytes() + FREE_BOX + f"{number:08}".encode()
            sent = web.post("/film", data=FORM, files={"film": ("a.mp4", film, "video/mp4")})
            assert sent.status_code == 303, sent.text


async def minute(
    at: str, everybody: Sequence[Person], seconds: float, *, sign_in: bool
) -> tuple[list[float], list[float], int]:
    """How long each waited for the check-in and for the page [s]; how many were refused."""
    moments = np.random.default_rng(SEED).uniform(0, seconds, len(everybody))
    begin = time.perf_counter() + 0.5
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=at, limits=limits, timeout=PATIENCE_S) as web:
        asked = [
            _one(web, place, person, begin + float(moments[place]), sign_in)
            for place, person in enumerate(everybody)
        ]
        found = [each for each in await asyncio.gather(*asked) if each is not None]
    checked, looked = ([pair[n] for pair in found] for n in (0, 1))
    return checked, looked, len(everybody) - len(found)


async def _one(
    web: httpx.AsyncClient, place: int, person: Person, due: float, sign_in: bool
) -> tuple[float, float] | None:
    """How long a person waited for the answer, and then for the page; none who was refused."""
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    cookie = f"session={person.cookie}"
    if sign_in:
        cookie = await _cookie(web, person.account.name)
    key = {"idempotency-key": str(uuid.uuid4()), "cookie": cookie}
    body = {"check_in": {**TOLD, "pain_now": place % 8}}
    said = await web.post("/api/v1/check-ins", json=body, headers=key)
    answered = time.perf_counter()
    if said.status_code != 201:
        return None
    if place % AGAIN == 0:
        again = await web.post("/api/v1/check-ins", json=body, headers=key)
        assert again.json()["id"] == said.json()["id"], "the same key gave another entry"
    looks = time.perf_counter()
    page = await web.get("/", headers={"cookie": cookie})
    if page.status_code != 200:
        return None
    return answered - due, time.perf_counter() - looks


async def _cookie(web: httpx.AsyncClient, name: str) -> str:
    said = await web.post("/sign-in", data={"name": name, "password": PASSWORD})
    web.cookies.clear()
    return said.headers["set-cookie"].partition(";")[0]


def _wait_for_films(address: str, person: Person, count: int) -> None:
    until = time.perf_counter() + FILM_PATIENCE_S
    while time.perf_counter() < until and kept(address, [person])[1] < count:
        time.sleep(1.0)


def kept(address: str, everybody: Sequence[Person]) -> tuple[Counter[int], int]:
    """How many check-ins each person has, and how many films were read in all."""
    with opened(place_of(address)) as journal:
        query = select(CHECK_IN.c.person_id, func.count()).group_by(CHECK_IN.c.person_id)
        with journal.reading() as connection:
            rows = connection.execute(query)
            each = Counter({int(person): int(count) for person, count in rows})
        read = sum(len(films(replace(journal, person=p.account.person))) for p in everybody)
    return each, read


def shown(found: Found, seconds: float) -> str:
    """What came of it, in words."""
    per_person = "one each" if found.is_right else str(sorted(Counter(found.each.values()).items()))
    waits = [
        f"{what}: p50 {part(waited, 0.5):.0f} ms, p99 {part(waited, 0.99):.0f} ms, "
        f"longest {max(waited) * 1000:.0f} ms"
        for what, waited in (("check-in", found.checked_in), ("page", found.looked))
        if waited
    ]
    return "\n- ".join(
        [
            f"{found.database}: {found.people} people within {seconds:g} s\n",
            *waits,
            f"refused {found.refused}; kept {sum(found.each.values())} check-ins, {per_person}",
            f"films: {found.films_read} of {found.films} read, in {found.reading_s:.0f} s with it",
        ]
    )


def use_cores(count: int) -> None:
    """Keeps this and everything it starts to so many cores, where the system can."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:count]))


def main() -> int:
    """Measure what was asked for; 1 where something was lost or doubled."""
    asked = argparse.ArgumentParser(description="Many people check in while films are read.")
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--films", type=int, default=4)
    asked.add_argument("--cores", type=int, default=2)
    asked.add_argument("--database", nargs="*", default=DATABASES, choices=DATABASES)
    asked.add_argument("--sign-in", action="store_true")
    asked.add_argument("--write", action="store_true", help="write docs/team-load.md too")
    given: Any = asked.parse_args()
    use_cores(given.cores)
    print(f"{machine()}; load before: {os.getloadavg()[0]:.1f}")
    right, said = True, [f"{machine()}; load before: {os.getloadavg()[0]:.1f}"]
    for each in given.database:
        found = run(each, given.people, given.seconds, given.films, sign_in=given.sign_in)
        said.append(shown(found, given.seconds))
        print(said[-1], flush=True)
        right &= found.is_right
    if given.write:
        write_section("team", "\n\n".join([*said[1:], said[0]]))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
