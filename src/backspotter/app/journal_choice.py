"""Which journal a command uses: the one that was named, that of the environment, or the default."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING

from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal
    from backspotter.journal.place import Place

OPTION = "--journal"
NAMED: ContextVar[str | None] = ContextVar("named_journal", default=None)
"""What ``--journal`` said."""

HELD: ContextVar[Callable[[], Journal] | None] = ContextVar("held_journal", default=None)
"""Gives the journal that a server holds open, for the length of one request."""


def without_journal(words: Sequence[str]) -> tuple[list[str], str | None]:
    """A command line without ``--journal FILE``, wherever it stood, and the file.

    Raises
    ------
    InputError : it was given without a file, or twice
    """
    rest: list[str] = []
    named: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            rest += [word, *left]
        elif word == OPTION:
            named.append(next(left, ""))
        elif word.startswith(f"{OPTION}="):
            named.append(word.partition("=")[2])
        else:
            rest.append(word)
    if len(named) > 1 or "" in named:
        given = "twice" if len(named) > 1 else "nothing"
        raise InputError("journal", given=given, expected=f"{OPTION} FILE, once")
    return rest, named[0] if named else None


def is_named() -> bool:
    """Whether somebody said which journal to use."""
    from backspotter.journal.place import VARIABLE

    return NAMED.get() is not None or VARIABLE in os.environ


def place() -> Place:
    """Where the journal of this command is.

    Raises
    ------
    InputError : a name that is none
    """
    from backspotter.journal.place import place_of

    return place_of(NAMED.get())


def journal() -> AbstractContextManager[Journal]:
    """The journal of this command, opened; made where it is missing. A server's is open already.

    Raises
    ------
    InputError : something else is there, or a newer version wrote it
    JournalError : it cannot be opened, or is damaged
    """
    held = HELD.get()
    if held is not None:
        return nullcontext(held())
    from backspotter.journal.journal import opened

    return opened(place())
