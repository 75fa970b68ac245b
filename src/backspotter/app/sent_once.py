"""Keeps what a page sent exactly once, whatever use case keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from backspotter.app.journal_choice import HELD, journal

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal


def kept_once(key: str, *, kind: str, now: datetime, keep: Callable[[], int]) -> int:
    """The number of the entry that came under this key; it is kept now where none did before.

    Parameters
    ----------
    key : a device's own, new for each form that it shows
    kind : of entry, such as ``soreness``
    keep : a use case that keeps the entry and gives its number; all that it writes is kept
        together with the key, or not at all

    Raises
    ------
    InputError : a key that is none, or one that another kind of entry came under
    JournalError : it cannot be written; nothing was
    """
    from backspotter.journal.sent import once

    def kept(joined: Journal) -> int:
        token = HELD.set(lambda: joined)
        try:
            return keep()
        finally:
            HELD.reset(token)

    with journal() as opened:
        return once(opened, key, kind=kind, now=now, keep=kept)


def new_key() -> str:
    """A key for one form."""
    return str(uuid4())
