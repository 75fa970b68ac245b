"""A program that shows a token: whose it is and what it is good for, before anything else looks.

It reaches the API only, for that one person and with what the token is good for, whatever cookies
come with it. Who shows none is asked as before.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backspotter.app.people import Throttle
from backspotter.app.tokens import TooManyTries, Tries, WrongToken, owner_of
from backspotter.errors import BackspotterError
from backspotter.web.guard import is_for_programs, token_in
from backspotter.web.people import HeldJournal
from backspotter.web.settings import Settings, caller_of

if TYPE_CHECKING:
    from backspotter.journal.people import Account
    from backspotter.journal.tokens import Token


class Tokens:
    """Puts whose token a call shows where the journal is chosen; refuses one that does not count.

    It sets ``scopes``, ``person`` and ``who`` of the request's state.
    """

    def __init__(self, app: ASGIApp, *, held: HeldJournal, settings: Settings) -> None:
        self.app = app
        self.held = held
        self.settings = settings
        self.tries = Tries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "http" and is_for_programs(scope):
            shown = token_in(Headers(scope=scope))
            if shown is not None:
                refused = await self._refused(scope, shown)
                if refused is not None:
                    await refused(scope, receive, send)
                    return
        await self.app(scope, receive, send)

    async def _refused(self, scope: Scope, shown: str) -> Response | None:
        caller = caller_of(HTTPConnection(scope), self.settings)
        try:
            found = await run_in_threadpool(self._owner, shown, caller)
        except WrongToken as error:
            return _refusal(error)
        except BackspotterError as error:
            return _said(HTTPStatus.SERVICE_UNAVAILABLE, error)
        token, who = found
        state = scope.setdefault("state", {})
        state.update(scopes=token.scopes, person=token.person, who=who)
        return None

    def _owner(self, shown: str, caller: str) -> tuple[Token, Account | None]:
        from backspotter.journal.people import account_of

        journal, now = self.held.current(), self.settings.now()
        token = owner_of(journal, shown, tries=self.tries, caller=caller, now=now)
        return token, account_of(journal, token.person) if self.settings.accounts else None


def _refusal(error: WrongToken) -> Response:
    if isinstance(error, TooManyTries):
        told = _said(HTTPStatus.TOO_MANY_REQUESTS, error)
        told.headers["retry-after"] = str(int(Throttle.span.total_seconds()))
        return told
    told = _said(HTTPStatus.UNAUTHORIZED, error)
    told.headers["www-authenticate"] = 'Bearer error="invalid_token"'
    return told


def _said(status: HTTPStatus, error: BackspotterError) -> Response:
    return JSONResponse({"error": str(error)}, status_code=status)
