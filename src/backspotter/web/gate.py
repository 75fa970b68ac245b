"""Who comes in over the local network: a code of the console, used once, for a cookie."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backspotter.app.devices import AT_MOST, Device, Devices
from backspotter.web.guard import is_for_programs, refusal

COOKIE: Final = "__Host-backspotter"
CODE_BYTES: Final = 18
FREE: Final = frozenset(("/enter", "/trust", "/healthz", "/readyz", "/manifest.webmanifest"))
FREE_UNDER: Final = ("/static/", "/trust/")
"""What is open to whom nobody let in: no page of a person's is among it."""
NOT_IN: Final = "This device was not let in yet: open the address that the console shows."


@dataclass
class Gate:
    """The code that lets one device in, and the devices that are in.

    ``shown`` : is given each new code, to show it where only who runs the server can see it.
    """

    devices: Devices
    shown: Callable[[str], None] = field(repr=False)
    fingerprint: str = ""
    authority: bytes = field(default=b"", repr=False)
    _code: str = field(default="", repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def open_once(self) -> str:
        """A new code, in the place of the one before."""
        with self._lock:
            self._code = secrets.token_urlsafe(CODE_BYTES)
            code = self._code
        self.shown(code)
        return code

    def enter(self, code: str, name: str, *, now: datetime) -> str | None:
        """The secret of a device that shows the code; None where it is another one, or used.

        Raises
        ------
        InputError : too many devices are in
        OSError : it cannot be kept
        """
        with self._lock:
            given = code.encode("utf-8", "surrogateescape")
            if not self._code or not hmac.compare_digest(given, self._code.encode()):
                return None
            self._code = ""
        secret = self.devices.let_in(name, now=now)
        self.open_once()
        return secret


class Gated:
    """Refuses everything but what is free to a device that was not let in."""

    def __init__(self, app: ASGIApp, *, gate: Gate, now: Callable[[], datetime]) -> None:
        self.app = app
        self.gate = gate
        self.now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "http" and not _is_free(scope["path"]) and not _has_token(scope):
            request = Request(scope)
            device = self.gate.devices.of(request.cookies.get(COOKIE, ""), now=self.now())
            if device is None:
                await _refused(request)(scope, receive, send)
                return
            scope.setdefault("state", {})["device"] = device
        await self.app(scope, receive, send)


def _has_token(scope: Scope) -> bool:
    """Whether a program showed a token that counts; that is looked at before the gate."""
    return "scopes" in scope.get("state", {})


def _is_free(path: str) -> bool:
    return path in FREE or path.startswith(FREE_UNDER)


def device_of(request: Request) -> Device | None:
    """The device that a request comes from; None where nothing is gated."""
    found = getattr(request.state, "device", None)
    return found if isinstance(found, Device) else None


def let_in(response: Response, secret: str) -> None:
    """Give a device its cookie."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(AT_MOST.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="strict",
    )


def let_out(response: Response) -> None:
    """Take a device's cookie away, and what it has of ours."""
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")
    MutableHeaders(raw=response.raw_headers)["clear-site-data"] = '"cache", "storage"'


def _refused(request: Request) -> Response:
    if is_for_programs(request.scope):
        return refusal(request.scope, HTTPStatus.UNAUTHORIZED, NOT_IN)
    from backspotter.web.pages import page

    return page(request, "enter.html", status=HTTPStatus.UNAUTHORIZED, code="", words=NOT_IN)
