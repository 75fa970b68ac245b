"""What a program sends under a key is kept once, and the key stands for just what was sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from backspotter.app.sent_once import kept_once


@dataclass(frozen=True, slots=True)
class Sent:
    """The number of an entry, and whether it was kept just now or before."""

    id: int
    is_new: bool = True


def sent_once(
    key: str | None, *, kind: str, said: Any, now: datetime, keep: Callable[[], int]
) -> Sent:
    """Keep what was sent, once under a key; without a key each time.

    Parameters
    ----------
    kind : of entry, such as ``soreness``
    said : what was sent, as JSON has it: the same key may not carry anything else later
    keep : the use case, as ``kept_once`` takes it

    Raises
    ------
    InputError : a key that is none or that carried something else, or what ``keep`` refuses
    JournalError : it cannot be written; nothing was
    """
    if key is None:
        return Sent(keep())
    made: list[int] = []

    def noted() -> int:
        made.append(keep())
        return made[0]

    id = kept_once(key, kind=f"{kind}/{_digest(said)}", now=now, keep=noted)
    return Sent(id, bool(made))


def _digest(said: Any) -> str:
    whole = json.dumps(said, sort_keys=True, ensure_ascii=True)
    return sha256(whole.encode("ascii")).hexdigest()[:16]
