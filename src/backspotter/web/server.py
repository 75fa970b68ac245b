"""The application: its routes, what stands before them, and what starts and stops with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from backspotter import __version__
from backspotter.app.passkeys import Challenges
from backspotter.app.people import Throttle
from backspotter.errors import BackspotterError
from backspotter.journal.people import is_shared
from backspotter.web import (
    account,
    api,
    athlete_films,
    athletes,
    back,
    check_answer,
    check_later,
    check_so_far,
    check_start,
    check_steps,
    check_words,
    course,
    devices,
    film_jobs,
    film_result,
    film_uploads,
    films,
    for_clinic,
    giving,
    log,
    log_import,
    metrics,
    passkeys,
    plan,
    rules,
    shell,
    sign_in,
    today,
    tokens,
    you,
)
from backspotter.web.bearer import Tokens
from backspotter.web.compressed import Compressed
from backspotter.web.film_work import FilmWork
from backspotter.web.gate import Gated
from backspotter.web.guard import MOST_BYTES, Guard
from backspotter.web.logged import Logged
from backspotter.web.metrics import Counting, Counts
from backspotter.web.people import THREADS, HeldJournal, WithJournal
from backspotter.web.settings import Settings
from backspotter.web.static_files import KeptFiles
from backspotter.web.troubles import add_troubles

ROUTERS: tuple[APIRouter, ...] = (
    api.router,
    back.router,
    check_answer.router,
    check_later.router,
    check_start.router,
    check_so_far.router,
    check_steps.router,
    check_words.router,
    course.router,
    devices.router,
    film_jobs.router,
    film_uploads.router,
    films.router,
    film_result.router,  # after those whose paths also begin with /film/
    for_clinic.router,
    giving.router,
    log_import.router,  # before /log/{id}
    log.router,
    metrics.router,
    plan.router,
    rules.router,
    shell.router,
    today.router,
    tokens.router,
    you.router,
)
OF_ACCOUNTS: tuple[APIRouter, ...] = (
    account.router,
    athletes.router,
    athlete_films.router,
    passkeys.router,
    sign_in.router,
)
"""Those that are there only where several people share the journal."""

NO_TELEMETRY = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
ABOUT = "Soreness or injury after deadlifting, and what to do now. Not a diagnosis."


class Application(FastAPI):
    """FastAPI with the guard before everything, also before what answers our own faults."""

    def __init__(self, settings: Settings, **more: Any) -> None:
        super().__init__(**more)
        self.state.settings = settings

    def build_middleware_stack(self) -> ASGIApp:
        """What a request goes through."""
        settings: Settings = self.state.settings
        inner = super().build_middleware_stack()
        return Logged(Guard(inner, settings=settings))


def create_app(settings: Settings) -> FastAPI:
    """The application of one server.

    Raises
    ------
    InputError, JournalError : the journal cannot be opened
    """
    held, counts = HeldJournal(settings.journal), Counts()
    held.current()
    films_work = FilmWork(settings, held)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        films_work.start()
        yield
        await run_in_threadpool(films_work.close)
        held.close()

    app = Application(
        settings,
        title="Backspotter",
        description=ABOUT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=api.DOCUMENT,
        telemetry=NO_TELEMETRY,
        max_body_size=MOST_BYTES,
        lifespan=lifespan,
        middleware=[
            Middleware(Counting, counts=counts),
            Middleware(Compressed),
            Middleware(Tokens, held=held, settings=settings),
            *_gated(settings),
            Middleware(WithJournal, held=held, settings=settings),
        ],
    )
    app.state.held, app.state.films = held, films_work
    add_troubles(app)
    app.state.throttle, app.state.counts = Throttle(), counts
    app.state.challenges = Challenges()
    for router in (*ROUTERS, *(OF_ACCOUNTS if settings.accounts else ())):
        app.include_router(router)
    api.add_document(app, is_open=not settings.accounts and settings.gate is None)
    app.mount("/static", KeptFiles())
    app.add_api_route("/healthz", health, include_in_schema=False)
    app.add_api_route("/readyz", ready, include_in_schema=False)
    return app


def _gated(settings: Settings) -> list[Middleware]:
    if settings.gate is None:
        return []
    return [Middleware(Gated, gate=settings.gate, now=settings.now)]


def health() -> JSONResponse:
    """Whether the server answers."""
    return JSONResponse({"status": "ok", "version": __version__})


def ready(request: Request) -> JSONResponse:
    """Whether the server can do what it is asked: 503 while its database is away."""
    held: HeldJournal = request.app.state.held
    try:
        is_shared(held.current())
    except BackspotterError:
        return JSONResponse({"status": "the database is away"}, HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"status": "ready"})
