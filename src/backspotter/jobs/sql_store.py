"""Rows in the database that huey keeps its tickets in, over huey's own connection."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from typing import Any, Final

from backspotter.jobs.huey_place import Address, huey_at, on_server, patiently, plain_failures
from backspotter.jobs.job import Status
from backspotter.jobs.rows import Row
from backspotter.jobs.store import Session

COLUMNS: Final = tuple(field.name for field in fields(Row))
NAMES: Final = ", ".join(COLUMNS)
ASKED_AGAIN: Final = "status IN ('failed', 'cancelled')"
TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS backspotter_job (
        seq {serial},
        id text NOT NULL UNIQUE,
        kind text NOT NULL,
        key text NOT NULL,
        payload text NOT NULL,
        most_attempts integer NOT NULL,
        back_off_s double precision NOT NULL,
        made double precision NOT NULL,
        due double precision NOT NULL,
        status text NOT NULL CHECK (
            status IN ('queued', 'running', 'done', 'failed', 'cancelled', 'set_aside')),
        progress double precision NOT NULL,
        doing text NOT NULL,
        attempts integer NOT NULL,
        message text NOT NULL,
        result text NOT NULL,
        began double precision,
        ended double precision,
        token text NOT NULL,
        lease double precision NOT NULL
    )""",
    f"""
    CREATE UNIQUE INDEX IF NOT EXISTS backspotter_job_once
        ON backspotter_job (kind, key) WHERE NOT ({ASKED_AGAIN})""",
    """
    CREATE INDEX IF NOT EXISTS backspotter_job_held
        ON backspotter_job (kind, key) WHERE token <> ''""",
    """
    CREATE INDEX IF NOT EXISTS backspotter_job_due ON backspotter_job (status, due, seq)""",
    """
    CREATE TABLE IF NOT EXISTS backspotter_note (
        name text NOT NULL PRIMARY KEY, value text NOT NULL)""",
)
SERIAL: Final = {
    True: "bigserial PRIMARY KEY",
    False: "integer NOT NULL PRIMARY KEY AUTOINCREMENT",
}
LEFT: Final = "status = 'running' AND lease <= ?"
DUE: Final = """status = 'queued' AND due <= ? AND NOT EXISTS (
    SELECT 1 FROM backspotter_job same WHERE same.kind = job.kind AND same.key = job.key
        AND same.token <> '' AND same.id <> job.id AND same.lease > ?)"""
SERVERS_CLOCK: Final = "SELECT extract(epoch FROM clock_timestamp())"
MOST_COUNTED: Final = 1000


class SqlStore:
    """Rows in a SQLite file or on PostgreSQL.

    ``clock`` : seconds since 1970; without, that of this machine for a file, and the server's own
    for a server, since its workers are on several machines [s]
    """

    def __init__(self, address: Address, clock: Callable[[], float] | None = None) -> None:
        self.huey = huey_at(address)
        self._server = on_server(address)
        self._clock = clock or (None if self._server else time.time)
        patiently(self._make)

    def _make(self) -> None:
        with self.huey.storage.db(commit=True) as cursor:
            for table in TABLES:
                cursor.execute(table.format(serial=SERIAL[self._server]))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The rows, to look at.

        Raises
        ------
        JobsError : they cannot be read
        """
        with plain_failures(), self.huey.storage.db() as cursor:
            yield SqlSession(cursor, self._clock, server=self._server, locks=False)

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """The rows, to change: everything or nothing.

        Raises
        ------
        JobsError : they cannot be written; what was there before still is
        """
        with plain_failures(), self.huey.storage.db(commit=True) as cursor:
            yield SqlSession(cursor, self._clock, server=self._server, locks=True)

    def close(self) -> None:
        """Lets go of the connection."""
        self.huey.storage.close()


class SqlSession:
    """Rows through one cursor. On a server, a row that is looked at to be changed is locked."""

    def __init__(
        self, cursor: Any, clock: Callable[[], float] | None, *, server: bool, locks: bool
    ) -> None:
        self._cursor, self._clock, self._server = cursor, clock, server
        self._wait = " FOR UPDATE" if server and locks else ""
        self._skip = " FOR UPDATE OF job SKIP LOCKED" if server and locks else ""

    def now(self) -> float:
        """Seconds since 1970 by the place's own clock [s]."""
        if self._clock is not None:
            return self._clock()
        self._do(SERVERS_CLOCK)
        return float(self._cursor.fetchone()[0])

    def row(self, job_id: str) -> Row | None:
        """The row of a job."""
        return self._one(f"WHERE id = ?{self._wait}", job_id)

    def standing(self, kind: str, key: str) -> Row | None:
        """The row that keeps the same work from being asked for anew."""
        return self._one(f"WHERE kind = ? AND key = ? AND NOT ({ASKED_AGAIN})", kind, key)

    def insert(self, row: Row) -> bool:
        """Whether it went in."""
        marks = ", ".join("?" for _ in COLUMNS)
        self._do(
            f"INSERT INTO backspotter_job ({NAMES}) VALUES ({marks}) "
            f"ON CONFLICT (kind, key) WHERE NOT ({ASKED_AGAIN}) DO NOTHING",
            *asdict(row).values(),
        )
        return int(self._cursor.rowcount) == 1

    def save(self, row: Row) -> None:
        """Puts a row in the place of the one with its id."""
        marks = ", ".join(f"{name} = ?" for name in COLUMNS)
        self._do(f"UPDATE backspotter_job SET {marks} WHERE id = ?", *asdict(row).values(), row.id)

    def delete(self, job_id: str) -> None:
        """Takes a row out."""
        self._do("DELETE FROM backspotter_job WHERE id = ?", job_id)

    def left_behind(self, now: float, only: str | None = None) -> Row | None:
        """A row that runs, but whose worker was not heard of in time."""
        this, given = _this(only)
        return self._one(f"WHERE {LEFT}{this} LIMIT 1{self._skip}", now, *given)

    def due(self, now: float, only: str | None = None) -> Row | None:
        """The row that has been due for longest."""
        this, given = _this(only)
        order = f"ORDER BY due, seq LIMIT 1{self._skip}"
        return self._one(f"WHERE {DUE}{this} {order}", now, now, *given)

    def rows(self, kind: str | None, status: Status | None, most: int) -> list[Row]:
        """Rows, newest first."""
        asked = {"kind": kind, "status": status}
        given = {name: value for name, value in asked.items() if value is not None}
        where = " AND ".join(f"{name} = ?" for name in given) or "1 = 1"
        return self._all(f"WHERE {where} ORDER BY seq DESC LIMIT ?", *given.values(), most)

    def count_due(self, now: float) -> int:
        """How many rows are due or left behind; more than a thousand are not counted."""
        found = f"SELECT 1 FROM backspotter_job job WHERE ({LEFT}) OR ({DUE}) LIMIT {MOST_COUNTED}"
        self._do(f"SELECT count(*) FROM ({found}) AS found", now, now, now)
        return int(self._cursor.fetchone()[0])

    def counts(self) -> Mapping[Status, int]:
        """How many rows are in each state that some are in."""
        self._do("SELECT status, count(*) FROM backspotter_job GROUP BY status")
        return {status: int(count) for status, count in self._cursor.fetchall()}

    def note(self, name: str, value: str) -> None:
        """Keeps a word under a name."""
        self._do(
            "INSERT INTO backspotter_note (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            *(name, value),
        )

    def noted(self, name: str) -> str:
        """The word under a name."""
        self._do("SELECT value FROM backspotter_note WHERE name = ?", name)
        found = self._cursor.fetchone()
        return str(found[0]) if found else ""

    def _one(self, where: str, *given: object) -> Row | None:
        found = self._all(where, *given)
        return found[0] if found else None

    def _all(self, where: str, *given: object) -> list[Row]:
        self._do(f"SELECT {NAMES} FROM backspotter_job job {where}", *given)
        return [Row(**dict(zip(COLUMNS, each, strict=True))) for each in self._cursor.fetchall()]

    def _do(self, words: str, *given: object) -> None:
        self._cursor.execute(words.replace("?", "%s") if self._server else words, given)


def _this(only: str | None) -> tuple[str, tuple[str, ...]]:
    """The words and values that leave one job only."""
    return ("", ()) if only is None else (" AND id = ?", (only,))
