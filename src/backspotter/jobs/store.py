"""Where rows are kept: what a place must offer, and the one that is plain memory."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from threading import RLock
from typing import Protocol

from backspotter.jobs.job import MAY_BE_ASKED_AGAIN, Status
from backspotter.jobs.rows import FREE, Row


class Session(Protocol):
    """The rows, for as long as nobody else changes those that are looked at."""

    def now(self) -> float:
        """Seconds since 1970 by the place's own clock [s]."""

    def row(self, job_id: str) -> Row | None:
        """The row of a job."""

    def standing(self, kind: str, key: str) -> Row | None:
        """The row that keeps the same work from being asked for anew."""

    def insert(self, row: Row) -> bool:
        """Whether it went in: no other row of the same work stands."""

    def save(self, row: Row) -> None:
        """Puts a row in the place of the one with its id."""

    def delete(self, job_id: str) -> None:
        """Takes a row out."""

    def left_behind(self, now: float, only: str | None = None) -> Row | None:
        """A row that runs, but whose worker was not heard of in time.

        ``only`` : the id of the one row that is asked for
        """

    def due(self, now: float, only: str | None = None) -> Row | None:
        """The row that has been due for longest, if nobody still holds the same work."""

    def rows(self, kind: str | None, status: Status | None, most: int) -> list[Row]:
        """Rows, newest first."""

    def count_due(self, now: float) -> int:
        """How many rows are due or left behind."""

    def counts(self) -> Mapping[Status, int]:
        """How many rows are in each state that some are in."""

    def note(self, name: str, value: str) -> None:
        """Keeps a word under a name, in the place of the one before."""

    def noted(self, name: str) -> str:
        """The word under a name; empty where there is none."""


class Store(Protocol):
    """A place for rows."""

    def reading(self) -> AbstractContextManager[Session]:
        """The rows, to look at."""

    def changing(self) -> AbstractContextManager[Session]:
        """The rows, to change: all of it is kept, or nothing."""

    def close(self) -> None:
        """Lets go of the place."""


class MemoryStore:
    """Rows in this process only."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._rows: dict[str, Row] = {}
        self._notes: dict[str, str] = {}
        self._clock = clock
        self._lock = RLock()

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Everything or nothing, and alone."""
        with self._lock:
            before = dict(self._rows)
            try:
                yield self
            except BaseException:
                self._rows = before
                raise

    reading = changing

    def close(self) -> None:
        """Nothing is held."""

    def now(self) -> float:
        """Seconds since 1970 [s]."""
        return self._clock()

    def row(self, job_id: str) -> Row | None:
        """The row of a job."""
        return self._rows.get(job_id)

    def standing(self, kind: str, key: str) -> Row | None:
        """The row that keeps the same work from being asked for anew."""
        return next((row for row in self._same(kind, key) if _stands(row)), None)

    def insert(self, row: Row) -> bool:
        """Whether it went in."""
        if self.standing(row.kind, row.key) is not None:
            return False
        self._rows[row.id] = row
        return True

    def save(self, row: Row) -> None:
        """Puts a row in the place of the one with its id."""
        self._rows[row.id] = row

    def delete(self, job_id: str) -> None:
        """Takes a row out."""
        self._rows.pop(job_id, None)

    def left_behind(self, now: float, only: str | None = None) -> Row | None:
        """A row that runs, but whose worker was not heard of in time.

        ``only`` : the id of the one row that is asked for
        """
        return next((row for row in self._some(only) if _is_left(row, now)), None)

    def due(self, now: float, only: str | None = None) -> Row | None:
        """The row that has been due for longest."""
        found = sorted(self._some(only), key=lambda row: row.due)
        return next((row for row in found if self._may_begin(row, now)), None)

    def rows(self, kind: str | None, status: Status | None, most: int) -> list[Row]:
        """Rows, newest first."""
        found = [
            row
            for row in reversed(self._rows.values())
            if kind in (None, row.kind) and status in (None, row.status)
        ]
        return found[:most]

    def count_due(self, now: float) -> int:
        """How many rows are due or left behind."""
        return sum(_is_left(row, now) or self._may_begin(row, now) for row in self._rows.values())

    def counts(self) -> Mapping[Status, int]:
        """How many rows are in each state that some are in."""
        return Counter(row.status for row in self._rows.values())

    def note(self, name: str, value: str) -> None:
        """Keeps a word under a name."""
        self._notes[name] = value

    def noted(self, name: str) -> str:
        """The word under a name."""
        return self._notes.get(name, "")

    def _some(self, only: str | None) -> list[Row]:
        return [row for row in self._rows.values() if only in (None, row.id)]

    def _same(self, kind: str, key: str) -> list[Row]:
        return [row for row in self._rows.values() if (row.kind, row.key) == (kind, key)]

    def _may_begin(self, row: Row, now: float) -> bool:
        if row.status != "queued" or row.due > now:
            return False
        held = any(
            each.id != row.id and each.token != FREE and each.lease > now
            for each in self._same(row.kind, row.key)
        )
        return not held


def _stands(row: Row) -> bool:
    return row.status not in MAY_BE_ASKED_AGAIN


def _is_left(row: Row, now: float) -> bool:
    return row.status == "running" and row.lease <= now
