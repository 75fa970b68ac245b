"""The flags of the journal: read, and ended by what alone ends them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from backspotter.app.journal_choice import journal
from backspotter.app.when import time_from
from backspotter.levels import Level

if TYPE_CHECKING:
    from backspotter.journal.records import Flag


def every_flag() -> list[Flag]:
    """Every flag, oldest first.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.flags import flags

    with journal() as opened:
        return flags(opened)


def cannot_wait() -> list[Flag]:
    """The open flags of urgent care or emergency, the most urgent first; a new check lowers none.

    Raises
    ------
    JournalError : it cannot be read
    """
    found = [each for each in every_flag() if each.is_open and each.level >= Level.urgent_care]
    return most_urgent_first(found)


def open_flags() -> list[Flag]:
    """The flags that are open, the most urgent first.

    Raises
    ------
    JournalError : it cannot be read
    """
    return most_urgent_first(each for each in every_flag() if each.is_open)


def most_urgent_first(flags: Iterable[Flag]) -> list[Flag]:
    """Flags as they are read out: what cannot wait before what can, then the oldest."""
    return sorted(flags, key=lambda each: (-each.level, each.opened, each.id))


def ended(
    id: int,
    *,
    how: str,
    now: datetime,
    by: str = "",
    at: str | None = None,
    note: str = "",
) -> Flag:
    """The flag, after it was examined or seen to be a mistake.

    Parameters
    ----------
    how : ``examined`` or ``mistake``
    at : when, as it was typed; now without it

    Raises
    ------
    InputError : no open flag, nobody who examined it, a time that cannot be
    JournalError : it cannot be kept
    """
    from backspotter.journal.flags import end_flag

    when = time_from(at, now=now) if at else now
    with journal() as opened:
        return end_flag(opened, id, how=how, at=when, entered=now, by=by, note=note)
