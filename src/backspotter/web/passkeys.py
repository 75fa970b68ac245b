"""Passkeys: made and removed by who has an account, and a way in beside the password."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from backspotter.app import passkeys
from backspotter.app.journal_choice import journal
from backspotter.app.passkeys import Door, site_at
from backspotter.app.people import SignInError
from backspotter.errors import BackspotterError
from backspotter.journal.passkeys import remove_passkey
from backspotter.web.account import account_of
from backspotter.web.page_words import told
from backspotter.web.settings import caller_of
from backspotter.web.sign_in import Typed, held_in, with_session
from backspotter.web.troubles import trouble

router = APIRouter(include_in_schema=False)
Answer = Annotated[dict[str, Any], Body()]


@router.post("/account/passkeys/begin")
def begin(request: Request, password: Typed = "") -> Response:
    """What the browser is asked to make a passkey, for who knows the password."""
    who = account_of(request)
    try:
        with journal() as opened:
            return JSONResponse(passkeys.asked_to_make(opened, who, password, door=_door(request)))
    except SignInError as error:
        return trouble(request, HTTPStatus.FORBIDDEN, told(error))


@router.post("/account/passkeys")
def make(request: Request, answer: Answer) -> Response:
    """Keeps the passkey that the browser made."""
    who = account_of(request)
    name, credential = answer.get("name"), answer.get("credential")
    called = name if isinstance(name, str) else ""
    try:
        with journal() as opened:
            passkeys.made(opened, who, called, _document(credential), door=_door(request))
    except BackspotterError as error:
        return trouble(request, HTTPStatus.UNPROCESSABLE_ENTITY, told(error))
    return JSONResponse({"to": "/account"}, status_code=HTTPStatus.CREATED)


@router.post("/account/passkey/{id}/remove")
def remove(request: Request, id: int) -> Response:
    """Removes a passkey; the password stays."""
    with journal() as opened:
        if not remove_passkey(opened, account_of(request), id):
            raise HTTPException(HTTPStatus.NOT_FOUND)
    return RedirectResponse("/account", status_code=HTTPStatus.SEE_OTHER)


@router.post("/sign-in/passkey/begin")
def knock(request: Request) -> Response:
    """What the browser is asked for, the same for everybody."""
    return JSONResponse(passkeys.asked_to_sign_in(_door(request)))


@router.post("/sign-in/passkey")
def come_in(request: Request, answer: Answer) -> Response:
    """Lets somebody in who has a passkey of an account here."""
    credential = _document(answer.get("credential"))
    try:
        account = passkeys.signed_in(held_in(request), credential, door=_door(request))
    except SignInError as error:
        return trouble(request, HTTPStatus.FORBIDDEN, told(error))
    return with_session(request, account, JSONResponse({"to": "/"}))


def _door(request: Request) -> Door:
    site = site_at(str(request.url))
    if site is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    state = request.app.state
    return Door(
        site=site,
        challenges=state.challenges,
        throttle=state.throttle,
        caller=caller_of(request, state.settings),
        now=state.settings.now(),
    )


def _document(given: object) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}
