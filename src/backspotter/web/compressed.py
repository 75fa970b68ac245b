"""Compresses what is nobody's: files of ours, the rule book, the page without the server.

A compressed page could give away by its length what else is in it, so no page of a person's is.
"""

from __future__ import annotations

from typing import Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

NOBODYS: Final = ("/static/", "/rules", "/offline", "/api/openapi.json", "/api/v1/rules")
SMALL: Final = 600
"""Bytes below which compressing gains nothing."""
HARD: Final = 6


class Compressed:
    """Compresses answers at addresses that show the same to everybody."""

    def __init__(self, app: ASGIApp) -> None:
        self.plain = app
        self.compressed = GZipMiddleware(app, minimum_size=SMALL, compresslevel=HARD)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_nobodys = scope["type"] == "http" and scope["path"].startswith(NOBODYS)
        await (self.compressed if is_nobodys else self.plain)(scope, receive, send)
