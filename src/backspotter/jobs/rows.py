"""What is kept of a job, and how it goes from one state to the next.

Pure: the time is an argument. Every place where jobs are kept goes by these rules.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from backspotter.jobs.job import (
    MOST_DOING,
    MOST_MESSAGE,
    MOST_RESULT,
    Job,
    Status,
    one_line,
)

MOST_BACK_OFF_S: Final = 600.0
FREE: Final = ""
"""The token of a row that nobody holds."""

WORKER_LOST: Final = "its worker stopped in the middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A job as it is kept; times are seconds since 1970 in UTC [s].

    ``due`` : not begun before this
    ``token``, ``lease`` : who works on it, and until when that holds
    """

    id: str
    kind: str
    key: str
    payload: str
    most_attempts: int
    back_off_s: float
    made: float
    due: float
    status: Status = "queued"
    progress: float = 0.0
    doing: str = ""
    attempts: int = 0
    message: str = ""
    result: str = ""
    began: float | None = None
    ended: float | None = None
    token: str = FREE
    lease: float = 0.0

    def job(self) -> Job:
        """The job, as others see it."""
        return Job(
            id=self.id,
            kind=self.kind,
            key=self.key,
            payload=json.loads(self.payload),
            status=self.status,
            made=_moment(self.made),
            progress=self.progress,
            doing=self.doing,
            attempts=self.attempts,
            message=self.message,
            result=self.result,
            began=None if self.began is None else _moment(self.began),
            ended=None if self.ended is None else _moment(self.ended),
        )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def taken(row: Row, now: float, *, token: str, lease_s: float) -> Row:
    """The job in a worker's hands; or set aside, where it took too many workers with it."""
    if row.status == "running" and row.attempts >= row.most_attempts:
        return over(row, now, "set_aside", message=_often(row.attempts, WORKER_LOST))
    return replace(
        row,
        status="running",
        attempts=row.attempts + 1,
        progress=0.0,
        doing="",
        began=now,
        token=token,
        lease=now + lease_s,
    )


def heard_of(row: Row, now: float, *, progress: float, doing: str, lease_s: float) -> Row:
    """The job, still in the same hands."""
    return replace(
        row,
        progress=min(1.0, max(0.0, progress)),
        doing=one_line(doing, MOST_DOING),
        lease=now + lease_s,
    )


def done(row: Row, now: float, result: str) -> Row:
    """The job with its result."""
    return replace(
        over(row, now, "done"), progress=1.0, doing="", result=one_line(result, MOST_RESULT)
    )


def over(row: Row, now: float, status: Status, *, message: str = "") -> Row:
    """The job at its end, in nobody's hands."""
    said = one_line(message, MOST_MESSAGE)
    return replace(row, status=status, message=said, ended=now, token=FREE, lease=0.0)


def broken(row: Row, now: float, why: str) -> Row:
    """The job after an attempt that broke: waiting for the next one, or set aside."""
    if row.attempts >= row.most_attempts:
        return over(row, now, "set_aside", message=_often(row.attempts, why))
    due = now + back_off(row.back_off_s, row.attempts)
    return replace(given_back(row, due), attempts=row.attempts, message=one_line(why, MOST_MESSAGE))


def back_off(first_s: float, attempts: int) -> float:
    """The pause after so many attempts [s]."""
    return min(MOST_BACK_OFF_S, first_s * 2.0 ** (attempts - 1))


def given_back(row: Row, due: float) -> Row:
    """The job as it was before a worker took it: that attempt does not count."""
    return replace(
        row,
        status="queued",
        attempts=row.attempts - 1,
        progress=0.0,
        doing="",
        due=due,
        token=FREE,
        lease=0.0,
    )


def called_off(row: Row, now: float) -> Row:
    """The job cancelled. Who works on it keeps hold until its process is gone, so that the same
    work is not begun meanwhile."""
    if row.status not in ("queued", "running"):
        return row
    kept = over(row, now, "cancelled")
    return replace(kept, token=row.token, lease=row.lease)


def let_go(row: Row) -> Row:
    """A job that is over, now in nobody's hands."""
    return replace(row, token=FREE, lease=0.0)


def _often(attempts: int, why: str) -> str:
    times = "once" if attempts == 1 else f"{attempts} times"
    return f"set aside after it was tried {times}: {why}"
