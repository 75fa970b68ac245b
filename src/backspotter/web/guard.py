"""What stands before every route: who is called, who calls, and what a browser may do with it.

Requirements of ASVS 5 that are met here: 3.2.1, 3.3, 3.4, 3.5 (see docs/decisions).
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backspotter.web.settings import LOOPBACK_NAMES, Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITE = frozenset({"same-origin", "none"})

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TWO_YEARS = "max-age=63072000"
NOT_KEPT = "no-store"
MOST_BYTES = 1_000_000
"""How large a form or a document may be; what takes files says its own limit."""
TAKES_FILMS = "/api/v1/film-jobs"
LONGEST_LENGTH = 20
FOR_THIS_MACHINE = frozenset({"/healthz", "/readyz", "/metrics"})
"""What says how the server does, to programs beside it."""


class Guard:
    """Refuses a strange Host and a request that another site made; adds the headers.

    Where something that speaks TLS stands before the server, everything comes under that one
    address, whatever is said of it, but for what programs of this machine ask.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self.names = settings.names
        self.secure = settings.secure
        self.behind = urlsplit(settings.behind).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.behind and not self._is_of_this_machine(scope):
            self._as_sent(scope)
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        refused = self._refused(scope, Headers(scope=scope))
        await (refused or self.app)(scope, receive, self._with_headers(send, nonce))

    def _is_of_this_machine(self, scope: Scope) -> bool:
        name = _name_in(Headers(scope=scope).get("host", ""))
        return scope["path"] in FOR_THIS_MACHINE and name in LOOPBACK_NAMES

    def _as_sent(self, scope: Scope) -> None:
        """Make a request what the browser sent, before TLS was taken off.

        It stays the same scope: what is outside of here reads the route from it afterwards.
        """
        named = [
            (name, self.behind.encode() if name == b"host" and self._is_ours(value) else value)
            for name, value in scope["headers"]
        ]
        scope.update(scheme="https", headers=named)

    def _is_ours(self, host: bytes) -> bool:
        return _name_in(host.decode("latin-1")) in self.names

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        if self.behind and self._is_of_this_machine(scope):
            return None
        if _name_in(headers.get("host", "")) not in self.names:
            return refusal(scope, 421, "This server does not go by that name.")
        if (
            scope["method"] not in SAFE_METHODS
            and not is_from_here(headers, secure=self.secure)
            and not is_by_token_alone(scope, headers)
        ):
            return refusal(scope, 403, "Another site sent this; nothing was done.")
        takes_documents = is_for_programs(scope) and scope["path"] != TAKES_FILMS
        if takes_documents and _length(headers) > MOST_BYTES:
            return refusal(
                scope, 413, f"A document may have {MOST_BYTES:,} bytes; nothing was done."
            )
        return None

    def _with_headers(self, send: Send, nonce: str) -> Send:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(ALWAYS)
                headers["content-security-policy"] = POLICY.format(nonce=nonce)
                headers.setdefault("cache-control", NOT_KEPT)
                if self.secure:
                    headers["strict-transport-security"] = TWO_YEARS
            await send(message)

        return send_with


def is_from_here(headers: Headers, *, secure: bool) -> bool:
    """Whether a request that changes something comes from our own pages, or from no page at all.

    Every browser of the last years says where a page's request comes from; a program that is no
    browser says nothing, and carries no cookies of a person's either.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in OWN_SITE
    if origin is None:
        return True
    scheme = "https" if secure else "http"
    said = urlsplit(origin)
    return said.scheme == scheme and said.netloc == headers.get("host", "")


def is_by_token_alone(scope: Scope, headers: Headers) -> bool:
    """Whether a call to the API shows a token and nothing that a browser adds by itself.

    Another site cannot make a person's browser do that: it does not have the token, and a browser
    asks us before it sends one from elsewhere, which is not answered.
    """
    return is_for_programs(scope) and token_in(headers) is not None and "cookie" not in headers


def token_in(headers: Headers) -> str | None:
    """What a program shows after ``Authorization: Bearer``; None where it shows no token."""
    kind, _, shown = headers.get("authorization", "").partition(" ")
    return shown.strip() if kind.lower() == "bearer" else None


def is_for_programs(scope: Scope) -> bool:
    """Whether a request is to the API, where an error is a document."""
    return str(scope["path"]).startswith("/api/")


def refusal(scope: Scope, status: int, words: str) -> Response:
    """An answer that says why nothing was done."""
    if is_for_programs(scope):
        return JSONResponse({"error": words}, status_code=status)
    return PlainTextResponse(f"{words}\n", status_code=status)


def _length(headers: Headers) -> int:
    said = headers.get("content-length", "")
    return int(said) if said.isdecimal() and len(said) < LONGEST_LENGTH else 0


def _name_in(host: str) -> str:
    """A Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()
