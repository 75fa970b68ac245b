"""Programs: the tokens that a person makes for them and takes back."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from backspotter.app.journal_choice import journal
from backspotter.app.tokens import LASTS, SCOPES, made_token
from backspotter.errors import InputError
from backspotter.journal.tokens import take_back, tokens
from backspotter.web.page_words import told
from backspotter.web.pages import page
from backspotter.web.posted import now_of

router = APIRouter(include_in_schema=False)

USUAL: Final = "90"
"""How long a token lasts unless something else is chosen [days]."""

Typed = Annotated[str, Form(max_length=1000)]


@router.get("/you/tokens")
def programs(request: Request) -> Response:
    """The tokens there are, and a form for another."""
    return _shown(request)


@router.post("/you/tokens")
def make(
    request: Request,
    name: Typed = "",
    scopes: Annotated[list[str] | None, Form()] = None,
    lasts: Typed = "",
) -> Response:
    """Make a token, and show it this once."""
    typed = {"name": name, "scopes": scopes or [], "lasts": lasts}
    try:
        with journal() as opened:
            token = made_token(
                opened, name=name, scopes=scopes or [], lasts=lasts, now=now_of(request)
            )
    except InputError as error:
        return _shown(request, status=422, trouble=told(error), **typed)
    return _shown(request, token=token)


@router.post("/you/tokens/{key}/back")
def back(key: str) -> Response:
    """Take a token back."""
    with journal() as opened:
        if not take_back(opened, key):
            raise HTTPException(404)
    return RedirectResponse("/you/tokens", status_code=303)


def _shown(request: Request, *, status: int = 200, **more: object) -> Response:
    with journal() as opened:
        there = tokens(opened, now=now_of(request))
    shown = {"trouble": "", "token": "", "name": "", "scopes": [], "lasts": USUAL, **more}
    return page(
        request,
        "tokens.html",
        status=status,
        tokens=there,
        may=SCOPES,
        lasting=tuple(LASTS.items()),
        address=str(request.base_url).rstrip("/"),
        **shown,
    )
