"""The application: its routes, what stands before them, and what starts and stops with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware

from backspotter import __version__
from backspotter.app.people import Throttle
from backspotter.web import (
    account,
    athletes,
    back,
    check_answer,
    check_later,
    check_start,
    check_steps,
    check_words,
    course,
    giving,
    log,
    log_import,
    metrics,
    plan,
    rules,
    sign_in,
    today,
    you,
)
from backspotter.web.guard import Guard
from backspotter.web.metrics import Counting, Counts
from backspotter.web.people import HeldJournal, WithJournal
from backspotter.web.settings import Settings
from backspotter.web.static_files import KeptFiles
from backspotter.web.troubles import add_troubles

ROUTERS: tuple[APIRouter, ...] = (
    back.router,
    check_answer.router,
    check_later.router,
    check_start.router,
    check_steps.router,
    check_words.router,
    course.router,
    giving.router,
    log_import.router,  # before /log/{id}
    log.router,
    metrics.router,
    plan.router,
    rules.router,
    today.router,
    you.router,
)
OF_ACCOUNTS: tuple[APIRouter, ...] = (account.router, athletes.router, sign_in.router)
"""Those that are there only where several people share the journal."""

MOST_BYTES = 1_000_000
"""How large a form or a document may be; what takes files says its own limit."""

NO_TELEMETRY = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
ABOUT = "Soreness or injury after deadlifting, and what to do now. Not a diagnosis."


def create_app(settings: Settings) -> FastAPI:
    """The application of one server.

    Raises
    ------
    InputError, JournalError : the journal cannot be opened
    """
    held, counts = HeldJournal(settings.journal), Counts()
    held.current()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        held.close()

    app = FastAPI(
        title="Backspotter",
        description=ABOUT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        telemetry=NO_TELEMETRY,  # type: ignore[arg-type]
        max_body_size=MOST_BYTES,
        lifespan=lifespan,
        middleware=[
            Middleware(Counting, counts=counts),
            Middleware(Guard, names=settings.names, secure=settings.secure),
            Middleware(WithJournal, held=held, settings=settings),
        ],
    )
    app.state.settings, app.state.held = settings, held
    add_troubles(app)
    app.state.throttle, app.state.counts = Throttle(), counts
    for router in (*ROUTERS, *(OF_ACCOUNTS if settings.accounts else ())):
        app.include_router(router)
    app.mount("/static", KeptFiles())
    app.add_api_route("/healthz", health, include_in_schema=False)
    return app


def health() -> JSONResponse:
    """Whether the server answers."""
    return JSONResponse({"status": "ok", "version": __version__})
