"""How the server does, for Prometheus: requests by route and how long they took. No health data.

A route stands with the places for its ids, never with the ids; nothing says who called.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backspotter.errors import BackspotterError
from backspotter.jobs.job import Status
from backspotter.web.film_work import FilmWork
from backspotter.web.settings import comes_from_outside, is_loopback

router = APIRouter(include_in_schema=False)

LIMITS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper edges of the classes of durations [s]."""

SHOWN: Final[tuple[Status, ...]] = ("queued", "running", "set_aside")
UNKNOWN: Final = "unknown"
FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class Counts:
    """What was counted since the server started."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    slower: Counter[tuple[str, int]] = field(default_factory=Counter)
    total_s: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self.requests[method, route, status] += 1
            self.slower[route, bisect_left(LIMITS_S, seconds)] += 1
            self.total_s[route] += seconds  # type: ignore[assignment]

    def text(self) -> str:
        """All of it in the words of Prometheus."""
        with self._lock:
            return "\n".join([*self._requests(), *self._durations(), ""])

    def _requests(self) -> list[str]:
        name = "backspotter_requests_total"
        lines = [f"# HELP {name} Answers by route.", f"# TYPE {name} counter"]
        for (method, route, status), count in sorted(self.requests.items()):
            lines.append(f'{name}{{method="{method}",route="{route}",status="{status}"}} {count}')
        return lines

    def _durations(self) -> list[str]:
        name = "backspotter_request_seconds"
        lines = [f"# HELP {name} How long an answer took.", f"# TYPE {name} histogram"]
        for route in sorted(self.total_s):
            below = 0
            for place, limit in enumerate((*LIMITS_S, "+Inf")):
                below += self.slower[route, place]
                lines.append(f'{name}_bucket{{route="{route}",le="{limit}"}} {below}')
            lines.append(f'{name}_sum{{route="{route}"}} {self.total_s[route]:.6f}')
            lines.append(f'{name}_count{{route="{route}"}} {below}')
        return lines


class Counting:
    """Counts every answer of the application inside it."""

    def __init__(self, app: ASGIApp, *, counts: Counts) -> None:
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and count it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            took = time.perf_counter() - begun
            self.counts.add(method_of(scope), route_of(scope), status, took)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The counts, for programs on this machine."""
    asks = request.client
    if asks is None or not is_loopback(asks.host) or comes_from_outside(request):
        raise HTTPException(404)
    counts: Counts = request.app.state.counts
    jobs = jobs_in_words(request.app.state.films)
    return PlainTextResponse(counts.text() + jobs, media_type=FORMAT)


def jobs_in_words(films: FilmWork) -> str:
    """How many jobs wait, run and were set aside; nothing where the list cannot be read now."""
    try:
        found = films.counts()
    except BackspotterError:
        return ""
    name = "backspotter_jobs"
    lines = [f"# HELP {name} Films on the list of jobs, by state.", f"# TYPE {name} gauge"]
    lines += [f'{name}{{state="{each}"}} {found.get(each, 0)}' for each in SHOWN]
    return "\n".join([*lines, ""])


def method_of(scope: Scope) -> str:
    """The method of a request, if it is one of the usual."""
    method = str(scope["method"])
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "OTHER"


def route_of(scope: Scope) -> str:
    """The route that answered a request, with places for its ids."""
    path = getattr(scope.get("route"), "path", None)
    return str(path) if path else UNKNOWN
