"""Whatever a program or a device sends under a key of its own is kept once, however often it comes.

The use case runs inside one transaction with its key: a repeated request, two at the same time, or
a crash between the two never makes a second entry.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from backspotter.app.journal_choice import HELD, journal

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal


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
    keep : the use case; whatever it writes through ``journal()`` is kept together with the key

    Raises
    ------
    InputError : a key that is none or that carried something else, or what ``keep`` refuses
    JournalError : it cannot be written; nothing was
    """
    if key is None:
        return Sent(keep())
    from backspotter.journal.sent import once

    made: list[int] = []

    def keep_in(joined: Journal) -> int:
        held = HELD.set(lambda: joined)
        try:
            made.append(keep())
        finally:
            HELD.reset(held)
        return made[0]

    with journal() as opened:
        id = once(opened, key, kind=f"{kind}/{_digest(said)}", now=now, keep=keep_in)
    return Sent(id, bool(made))


def _digest(said: Any) -> str:
    whole = json.dumps(said, sort_keys=True, ensure_ascii=True)
    return sha256(whole.encode("ascii")).hexdigest()[:16]
