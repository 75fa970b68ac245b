"""A job: what is to be done, how far it is, how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias, get_args

from backspotter.errors import InputError

Status: TypeAlias = Literal["queued", "running", "done", "failed", "cancelled", "set_aside"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
WAITS_OR_RUNS: Final[tuple[Status, ...]] = ("queued", "running")
MAY_BE_ASKED_AGAIN: Final[tuple[Status, ...]] = ("failed", "cancelled")
"""A job that ended so does not keep the same work from being asked for anew."""

MOST_KEY: Final = 200
MOST_PAYLOAD: Final = 10_000
"""Ids and paths fit many times; a film does not. [characters]"""

MOST_DOING: Final = 60
MOST_MESSAGE: Final = 300
MOST_RESULT: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of long work.

    ``key`` : of all that makes its result, so that the same work is never asked for twice
    ``payload`` : ids and paths
    ``progress``, ``doing`` : how much is done, 0 to 1, and of what
    ``attempts`` : how often it was begun
    ``message`` : why there is no result, or why it is tried again
    ``result`` : the path or id of what it made
    """

    id: str
    kind: str
    key: str
    payload: Mapping[str, Any]
    status: Status
    made: datetime
    progress: float = 0.0
    doing: str = ""
    attempts: int = 0
    message: str = ""
    result: str = ""
    began: datetime | None = None
    ended: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it by itself."""
        return self.status not in WAITS_OR_RUNS


def payload_text(payload: Mapping[str, Any]) -> str:
    """The payload as JSON.

    Raises
    ------
    InputError : it is more than ids, paths and numbers
    """
    try:
        text = json.dumps(dict(payload), allow_nan=False, sort_keys=True)
    except (TypeError, ValueError, RecursionError):
        raise _bad_payload("something that is not JSON") from None
    if len(text) > MOST_PAYLOAD:
        raise _bad_payload(f"{len(text)} characters")
    return text


def checked_key(key: str) -> str:
    """The key, if it can be one.

    Raises
    ------
    InputError : empty, too long or unprintable
    """
    if not 0 < len(key) <= MOST_KEY or not key.isprintable():
        raise InputError("key", given=key, expected=f"1 to {MOST_KEY} printable characters")
    return key


def one_line(text: str, most: int) -> str:
    """Printable text of one line, cut where it is too long."""
    plain = "".join(c if c.isprintable() else " " for c in text).strip()
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _bad_payload(given: str) -> InputError:
    expected = f"ids and paths as JSON, at most {MOST_PAYLOAD} characters"
    return InputError("payload", given=given, expected=expected)
