"""The door: signing in, the first account, and coming in by invitation."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from backspotter.app.passkeys import site_at
from backspotter.app.people import digest_of, first_owner, joined, new_token, signed_in
from backspotter.errors import BackspotterError
from backspotter.journal.journal import Journal
from backspotter.journal.people import Account, begin_session, end_session, has_owner, invited_as
from backspotter.web.page_words import told
from backspotter.web.pages import page
from backspotter.web.people import HeldJournal, cookie_name
from backspotter.web.settings import Settings, caller_of

router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Form(max_length=1000)]


@router.get("/sign-in")
def door(request: Request) -> Response:
    """Asks for name and password; without any account it says how the first is made."""
    if request.state.who is not None:
        return RedirectResponse("/", status_code=303)
    is_new = not has_owner(held_in(request))
    return _asked(request, trouble="", name="", is_new=is_new)


@router.post("/sign-in")
def come_in(request: Request, name: Typed = "", password: Typed = "") -> Response:
    """Lets somebody in whose name and password go together."""
    settings: Settings = request.app.state.settings
    caller = caller_of(request, settings)
    try:
        account = signed_in(
            held_in(request),
            name,
            password,
            throttle=request.app.state.throttle,
            caller=caller,
            now=settings.now(),
        )
    except BackspotterError as error:
        return _asked(request, status=403, trouble=told(error), name=name, is_new=False)
    return with_session(request, account)


@router.post("/sign-out")
def go_out(request: Request) -> Response:
    """Ends this session."""
    settings: Settings = request.app.state.settings
    token = request.cookies.get(cookie_name(settings), "")
    end_session(held_in(request), digest_of(token))
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(cookie_name(settings), secure=settings.secure, httponly=True)
    return answer


@router.get("/first")
def first(request: Request, token: str = "") -> HTMLResponse:
    """Asks for the owner's name and password, with the token that the console showed."""
    _refuse_second_owner(request)
    return page(request, "first.html", trouble="", token=token, name="")


@router.post("/first")
def make_first(
    request: Request, token: Typed = "", name: Typed = "", password: Typed = ""
) -> Response:
    """Makes the owner's account."""
    _refuse_second_owner(request)
    settings: Settings = request.app.state.settings
    try:
        if not settings.first_token or not secrets.compare_digest(
            token.encode(), settings.first_token.encode()
        ):
            raise HTTPException(403, "That is not the token that the console shows.")
        account = first_owner(held_in(request), name, password, now=settings.now())
    except BackspotterError as error:
        shown = {"trouble": told(error), "token": token, "name": name}
        return page(request, "first.html", status=422, **shown)
    return with_session(request, account)


@router.get("/join/{token}")
def invited(request: Request, token: str) -> HTMLResponse:
    """Asks somebody who was invited for a name and a password."""
    role = invited_as(held_in(request), digest_of(token), now=request.app.state.settings.now())
    if role is None:
        raise HTTPException(404)
    return page(request, "join.html", trouble="", token=token, name="", role=role)


@router.post("/join/{token}")
def join(request: Request, token: str, name: Typed = "", password: Typed = "") -> Response:
    """Makes the account of somebody who was invited."""
    settings: Settings = request.app.state.settings
    role = invited_as(held_in(request), digest_of(token), now=settings.now())
    if role is None:
        raise HTTPException(404)
    try:
        account = joined(held_in(request), token, name, password, now=settings.now())
    except BackspotterError as error:
        shown = {"trouble": told(error), "token": token, "name": name, "role": role}
        return page(request, "join.html", status=422, **shown)
    return with_session(request, account)


def with_session(request: Request, account: Account, answer: Response | None = None) -> Response:
    """The way to today, or another answer, with a new session; the one before, if any, ends."""
    settings: Settings = request.app.state.settings
    held = held_in(request)
    before = request.cookies.get(cookie_name(settings))
    if before:
        end_session(held, digest_of(before))
    token, digest = new_token()
    begin_session(held, account, digest, now=settings.now())
    answer = answer or RedirectResponse("/", status_code=303)
    answer.set_cookie(
        cookie_name(settings),
        token,
        httponly=True,
        secure=settings.secure,
        samesite="strict",
        path="/",
    )
    return answer


def _asked(request: Request, *, status: int = 200, **shown: Any) -> Response:
    """Asks for name and password, or for a passkey where one can be shown at this address."""
    takes = site_at(str(request.url)) is not None
    return page(request, "sign_in.html", status=status, takes_passkeys=takes, **shown)


def _refuse_second_owner(request: Request) -> None:
    if has_owner(held_in(request)):
        raise HTTPException(404)


def held_in(request: Request) -> Journal:
    """The journal, before anybody has signed in."""
    held: HeldJournal = request.app.state.held
    return held.current()
