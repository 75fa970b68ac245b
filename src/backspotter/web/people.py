"""Whose journal a request is about, and the journal held open between requests."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backspotter.app.journal_choice import HELD, NAMED
from backspotter.errors import BackspotterError
from backspotter.web.settings import Settings
from backspotter.web.troubles import IN_JSON

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal
    from backspotter.journal.people import Account

FREE = (
    *("/static/", "/healthz", "/readyz", "/metrics", "/offline", "/shell.js"),
    *("/manifest.webmanifest", "/enter", "/trust"),
)
"""What needs no journal."""

THREADS = 8
"""Requests worked on at the same time; more would only make each of them slower."""

OPEN = ("/sign-in", "/first", "/join/", "/you/deleted")
"""What somebody sees who has not signed in, where people do."""


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
        # connections stay: to make one costs more than what most requests ask of it, and SQLite
        # moves its log into the file and waits for the disk when the last one is closed
        self._journal = self._stack.enter_context(opened(place_of(self.named), keeps=THREADS))
        self._inode = self._inode_now()

    def _inode_now(self) -> int | None:
        from backspotter.journal.place import place_of

        file = place_of(self.named).file
        try:
            return None if file is None else file.stat().st_ino
        except OSError:
            return -1


class WithJournal:
    """Puts the journal where the use cases look for it, for the length of one request.

    Where people sign in it is the journal of who did; who did not gets no further than the door.
    """

    def __init__(self, app: ASGIApp, *, held: HeldJournal, settings: Settings) -> None:
        self.app = app
        self.held = held
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith(FREE):
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        person: int | None = state.get("person")  # of a token that a program shows
        try:
            who: Account | None = state["who"] if person else await self._who(scope)
        except BackspotterError as error:  # the journal is away, and so is who may see it
            await _away(scope["path"], error)(scope, receive, send)
            return
        state["who"] = who
        if self.settings.accounts and who is None and not scope["path"].startswith(OPEN):
            await _at_the_door(scope["path"])(scope, receive, send)
            return
        named = NAMED.set(self.held.named)
        whose = person if who is None else who.person
        held = HELD.set(lambda: _of(self.held.current(), whose))
        try:
            await self.app(scope, receive, send)
        finally:
            HELD.reset(held)
            NAMED.reset(named)

    async def _who(self, scope: Scope) -> Account | None:
        token = HTTPConnection(scope).cookies.get(cookie_name(self.settings))
        if not self.settings.accounts or not token:
            return None
        return await run_in_threadpool(self._signed_in, token)

    def _signed_in(self, token: str) -> Account | None:
        from backspotter.app.people import digest_of
        from backspotter.journal.people import signed_in

        return signed_in(self.held.current(), digest_of(token), now=self.settings.now())


def cookie_name(settings: Settings) -> str:
    """The name of the session's cookie; over TLS a browser holds it to this host alone."""
    return "__Host-session" if settings.secure else "session"


def _of(journal: Journal, person: int | None) -> Journal:
    return journal if person is None else replace(journal, person=person)


def _away(path: str, error: BackspotterError) -> Response:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if path.startswith(IN_JSON):
        return JSONResponse({"error": str(error)}, status_code=status)
    return PlainTextResponse(f"{error}; nothing that was kept is lost, try again\n", status)


def _at_the_door(path: str) -> Response:
    if path.startswith(IN_JSON):
        return JSONResponse({"error": "sign in first"}, status_code=401)
    return RedirectResponse("/sign-in", status_code=303)
