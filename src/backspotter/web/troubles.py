"""Whatever goes wrong, as a page or as JSON: one clear line, and nothing of the inside."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from backspotter.errors import BackspotterError, InputError, shown
from backspotter.web.page_words import told, told_again
from backspotter.web.pages import page

LOG = logging.getLogger("backspotter.web")
IN_JSON = (
    *("/api/", "/check/offline", "/film/uploads"),
    *("/account/passkeys", "/sign-in/passkey"),
)
"""Addresses that programs call, and scripts of ours that nobody watches."""

FOR_PROGRAMS = ("/api/", "/check/offline")
"""Those of them whose words keep the names that programs know; the others are shown on a page."""

OUR_FAULT = "Our fault, not yours. Nothing you entered before is lost. Try again, or start anew."
NOT_THERE = "There is nothing at this address."


def add_troubles(app: FastAPI) -> None:
    """Make an application answer errors in our way."""

    @app.exception_handler(BackspotterError)
    def of_ours(request: Request, error: BackspotterError) -> Response:
        usable = isinstance(error, InputError)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if usable else HTTPStatus.SERVICE_UNAVAILABLE
        is_for_programs = request.url.path.startswith(FOR_PROGRAMS)
        return trouble(request, status, str(error) if is_for_programs else told(error))

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> Response:
        words = in_one_line(error)
        is_for_programs = request.url.path.startswith(FOR_PROGRAMS)
        words = words if is_for_programs else told_again(words)
        return trouble(request, HTTPStatus.UNPROCESSABLE_ENTITY, words)

    @app.exception_handler(HTTPException)
    def of_http(request: Request, error: HTTPException) -> Response:
        words = NOT_THERE if error.status_code == HTTPStatus.NOT_FOUND else str(error.detail)
        told = trouble(request, error.status_code, words)
        told.headers.update(error.headers or {})
        return told

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> Response:
        # what a person entered may be in the words of an error, so only its kind is logged
        LOG.error("%s %s failed: %s", request.method, _route(request), type(error).__name__)
        return trouble(request, HTTPStatus.INTERNAL_SERVER_ERROR, OUR_FAULT)


def trouble(request: Request, status: int, words: str) -> Response:
    """One line that says what is wrong, as JSON for programs and as a page for people."""
    if request.url.path.startswith(IN_JSON):
        return JSONResponse({"error": words}, status_code=status)
    return page(request, "trouble.html", status=status, words=words)


def in_one_line(error: RequestValidationError) -> str:
    """What a form or a document lacks, in our words: field, given, expected."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:]) or "request"
    given = "nothing" if first["type"] == "missing" else shown(str(first.get("input", "")))
    return f"{field}: got {given}, expected {_expected(first['type'], str(first['msg']))}"


def _expected(kind: str, said: str) -> str:
    if kind == "missing":
        return "something"
    return said.removeprefix("Input should be ").removeprefix("Value error, ").lower()


def _route(request: Request) -> str:
    """The path with its places for ids, not with the ids."""
    route = request.scope.get("route")
    return str(getattr(route, "path", "an unknown path"))
