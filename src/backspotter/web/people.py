"""Whose journal a request is about, and the journal held open between requests."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from backspotter.app.journal_choice import HELD, NAMED

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal

FREE = ("/static/", "/healthz")
"""What needs no journal."""


@dataclass
class HeldJournal:
    """One journal for all requests; opened again where its file has gone or was replaced."""

    named: str | None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stack: ExitStack = field(default_factory=ExitStack)
    _journal: Journal | None = None
    _inode: int | None = None

    def current(self) -> Journal:
        """The journal.

        Raises
        ------
        InputError, JournalError : it cannot be opened
        """
        with self._lock:
            if self._journal is None or self._inode != self._inode_now():
                self._open()
            assert self._journal is not None
            return self._journal

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            self._stack.close()
            self._journal = None

    def _open(self) -> None:
        from backspotter.journal.journal import opened
        from backspotter.journal.place import place_of

        self._stack.close()
        self._stack = ExitStack()
        self._journal = self._stack.enter_context(opened(place_of(self.named)))
        if self._journal.place.file is not None:
            # without one that stays, each request's connection is the last one, and closing it
            # moves SQLite's log into the file and waits for the disk
            self._stack.enter_context(self._journal.engine.connect())
        self._inode = self._inode_now()

    def _inode_now(self) -> int | None:
        from backspotter.journal.place import place_of

        file = place_of(self.named).file
        try:
            return None if file is None else file.stat().st_ino
        except OSError:
            return -1


class WithJournal:
    """Puts the journal where the use cases look for it, for the length of one request."""

    def __init__(self, app: ASGIApp, *, held: HeldJournal) -> None:
        self.app = app
        self.held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(FREE):
            await self.app(scope, receive, send)
            return
        named = NAMED.set(self.held.named)
        held = HELD.set(self.held.current)
        try:
            await self.app(scope, receive, send)
        finally:
            HELD.reset(held)
            NAMED.reset(named)
