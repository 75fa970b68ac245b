"""Whose past, and the day it is seen from: the same two options wherever both are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

if TYPE_CHECKING:
    from datetime import date, datetime

    from backspotter.app.history import History

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class PastOptions:
    """Whose past, and from which day.

    Parameters
    ----------
    history
        instead of the journal: a file with what was logged and entered, as
        docs/history.schema.json has it; - for standard input
    today
        the day it is for, such as 2026-03-16; today without it
    """

    history: Annotated[str | None, WRITTEN] = None
    today: Annotated[str | None, WRITTEN] = None

    @property
    def in_journal(self) -> bool:
        """Whether it is the journal's."""
        return self.history is None

    def read(self) -> tuple[History, date | datetime]:
        """The history, and the day or moment that it is seen from.

        Raises
        ------
        InputError : no day, or a file that cannot be read or is no history
        JournalError : the journal cannot be read
        """
        day = _day_in(self.today, exactly=self.in_journal)
        return _the_history(self.history, day), day


def _the_history(path: str | None, day: date | datetime) -> History:
    from datetime import datetime, time

    from backspotter.app.journal_history import for_a_plan

    if path is not None:
        return history_in(path)
    at = day if isinstance(day, datetime) else datetime.combine(day, time()).astimezone()
    return for_a_plan(at)


def history_in(path: str) -> History:
    """The history in a file.

    Raises
    ------
    InputError : it cannot be read, or is no history
    """
    from backspotter.app.documents import json_from, plain_errors, read_all
    from backspotter.app.history_in import MAX_BYTES, history_from

    document = json_from(read_all(path, what="history", most=MAX_BYTES), what="history")
    with plain_errors("history"):
        return history_from(document)


def _day_in(typed: str | None, *, exactly: bool) -> date | datetime:
    """The day that was typed, or today; or this very moment."""
    from backspotter.app.given_as import a_day
    from backspotter.cli.asking import clock

    if typed is not None:
        return a_day("today", typed)
    return clock() if exactly else clock().date()
