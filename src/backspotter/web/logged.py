"""What the server writes down of its work: one line of JSON for each answer, and nothing of anyone.

A line has the time, the level, what happened, the route with places for its ids, the status, how
long it took, and a random number of the request that its answer has too. It never has an address
as it was typed, a query, a body, a header, a name, a token or the id of a person; of an error it
has the kind and not the words, which may hold what was entered.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from datetime import UTC, datetime
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backspotter.web.metrics import method_of, route_of
from backspotter.web.settings import Format

REQUESTS: Final = "backspotter.requests"
OURS: Final = "backspotter."
LOG: Final = logging.getLogger(REQUESTS)
HEADER: Final = "x-request-id"
NUMBER_BYTES: Final = 8


class Logged:
    """Gives each request a number and, where that is asked for, writes a line when it is over."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, status, begun = secrets.token_hex(NUMBER_BYTES), 500, time.perf_counter()

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        try:
            await self.app(scope, receive, numbered)
        finally:
            took_ms = 1000 * (time.perf_counter() - begun)
            LOG.info("request", extra={"told": _told(scope, number, status, took_ms)})


def _told(scope: Scope, number: str, status: int, took_ms: float) -> dict[str, Any]:
    return {
        "method": method_of(scope),
        "route": route_of(scope),
        "status": status,
        "ms": round(took_ms, 1),
        "request": number,
    }


class AsJson(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        ours = record.name.startswith(OURS)
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "event": record.name if record.name != REQUESTS else record.getMessage(),
        }
        line |= getattr(record, "told", {}) if ours else {}
        if ours and record.name != REQUESTS:
            line["said"] = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            line["kind"] = record.exc_info[0].__name__
        return json.dumps(line)


class AsText(logging.Formatter):
    """A record as a plain line; of an error only its kind."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the library's name
        """The kind."""
        return str(ei[0].__name__)


def config(how: Format) -> dict[str, Any]:
    """How logging is set up; plain, there is no line for a request."""
    made = {
        "plain": {"()": AsText, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": AsJson},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {how: made[how]},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": how}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {REQUESTS: {"level": "INFO" if how == "json" else "WARNING"}},
    }


def _time(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
