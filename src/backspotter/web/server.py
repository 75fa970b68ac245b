"""The application: its routes, what stands before them, and what starts and stops with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware

from backspotter import __version__
from backspotter.web import back, course, giving, log, log_import, plan, rules, today, you
from backspotter.web.guard import Guard
from backspotter.web.people import HeldJournal, WithJournal
from backspotter.web.settings import Settings
from backspotter.web.static_files import KeptFiles
from backspotter.web.troubles import add_troubles

ROUTERS: tuple[APIRouter, ...] = (
    back.router,
    course.router,
    giving.router,
    log_import.router,
    log.router,
    plan.router,
    rules.router,
    today.router,
    you.router,
)
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
    held = HeldJournal(settings.journal)
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
            Middleware(Guard, names=settings.names, secure=settings.secure),
            Middleware(WithJournal, held=held),
        ],
    )
    app.state.settings, app.state.held = settings, held
    add_troubles(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", KeptFiles())
    app.add_api_route("/healthz", health, include_in_schema=False)
    return app


def health() -> JSONResponse:
    """Whether the server answers."""
    return JSONResponse({"status": "ok", "version": __version__})
