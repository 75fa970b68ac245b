"""The list of jobs: asked for, taken, heard of, ended. The one truth about what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from backspotter.jobs import rows
from backspotter.jobs.errors import NoSuchJob
from backspotter.jobs.job import Job, Status, checked_key, payload_text
from backspotter.jobs.kinds import Kinds
from backspotter.jobs.rows import Row
from backspotter.jobs.store import Session, Store

MOST_LISTED: Final = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """A job in a worker's hands, and the token that proves it."""

    job: Job
    token: str


class Table:
    """Jobs of some kinds, in a store."""

    def __init__(self, store: Store, kinds: Kinds) -> None:
        self.store = store
        self.kinds = kinds

    def add(self, kind: str, *, key: str, payload: Mapping[str, Any]) -> tuple[Job, bool]:
        """The job of this key, and whether it is new.

        Raises
        ------
        InputError : a kind that is not known, or a key or payload that cannot be
        """
        known, text = self.kinds[kind], payload_text(payload)
        with self.store.changing() as session:
            now = session.now()
            row = Row(
                id=uuid4().hex,
                kind=kind,
                key=checked_key(key),
                payload=text,
                most_attempts=known.attempts,
                back_off_s=known.back_off_s,
                made=now,
                due=now,
            )
            while not session.insert(row):
                standing = session.standing(kind, key)
                if standing is not None:  # else it failed or was cancelled just now
                    return standing.job(), False
            return row.job(), True

    def get(self, job_id: str) -> Job:
        """The job of this id.

        Raises
        ------
        NoSuchJob : there is none
        """
        with self.store.reading() as session:
            return _there(session, job_id).job()

    def listed(
        self, kind: str | None = None, status: Status | None = None, most: int = MOST_LISTED
    ) -> tuple[Job, ...]:
        """Jobs, newest first."""
        with self.store.reading() as session:
            return tuple(row.job() for row in session.rows(kind, status, most))

    def counts(self) -> Mapping[Status, int]:
        """How many jobs are in each state that some are in."""
        with self.store.reading() as session:
            return session.counts()

    def cancel(self, job_id: str) -> Job:
        """The job, cancelled unless it was over already.

        Raises
        ------
        NoSuchJob : there is none
        """
        with self.store.changing() as session:
            row = rows.called_off(_there(session, job_id), session.now())
            session.save(row)
            return row.job()

    def forget(self, job_id: str) -> bool:
        """Cancels a job and takes it out of the list; whether it is out.

        It is not yet while its process is being stopped; asked again a moment later, it is.
        """
        with self.store.changing() as session:
            row, now = session.row(job_id), session.now()
            if row is None:
                return True
            row = rows.called_off(row, now)
            if row.token != rows.FREE and row.lease > now:
                session.save(row)
                return False
            session.delete(job_id)
            return True

    def count_due(self) -> int:
        """How many jobs could be begun now."""
        with self.store.reading() as session:
            return session.count_due(session.now())

    def take(self, only: str | None = None) -> Held | None:
        """The job to work on next, or nothing; only that of an id, if one is asked for."""
        with self.store.changing() as session:
            now = session.now()
            while row := session.left_behind(now, only) or session.due(now, only):
                token = uuid4().hex
                row = rows.taken(row, now, token=token, lease_s=self.kinds.lease_s)
                session.save(row)
                if row.status == "running":
                    return Held(row.job(), token)
        return None

    def heard_of(self, held: Held, progress: float, doing: str) -> bool:
        """Whether the worker may go on: the job was not cancelled, and not given to another."""

        def change(row: Row, now: float) -> Row:
            lease_s = self.kinds.lease_s
            return rows.heard_of(row, now, progress=progress, doing=doing, lease_s=lease_s)

        return self._in_hand(held, change)

    def done(self, held: Held, result: str) -> bool:
        """Whether the result was taken; it is not from a worker that lost the job."""
        return self._in_hand(held, lambda row, now: rows.done(row, now, result))

    def failed(self, held: Held, why: str) -> bool:
        """Ends a job that cannot be done."""
        return self._in_hand(held, lambda row, now: rows.over(row, now, "failed", message=why))

    def set_aside(self, held: Held, why: str) -> bool:
        """Ends a job that would break again."""
        return self._in_hand(held, lambda row, now: rows.over(row, now, "set_aside", message=why))

    def broken(self, held: Held, why: str) -> bool:
        """Ends an attempt; the job is tried again later, or set aside."""
        return self._in_hand(held, lambda row, now: rows.broken(row, now, why))

    def give_back(self, held: Held) -> bool:
        """Ends an attempt that does not count, because the worker stops."""
        return self._in_hand(held, rows.given_back)

    def let_go(self, held: Held) -> None:
        """A cancelled job's process is gone: the same work may begin anew."""
        with self.store.changing() as session:
            row = session.row(held.job.id)
            if row is not None and row.token == held.token and row.status == "cancelled":
                session.save(rows.let_go(row))

    def _in_hand(self, held: Held, change: Callable[[Row, float], Row]) -> bool:
        with self.store.changing() as session:
            row = session.row(held.job.id)
            if row is None or row.token != held.token or row.status != "running":
                return False
            session.save(change(row, session.now()))
            return True


def _there(session: Session, job_id: str) -> Row:
    row = session.row(job_id)
    if row is None:
        raise NoSuchJob(f"job: got {job_id[:40]!r}, expected the id of a job that is there")
    return row
