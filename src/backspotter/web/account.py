"""An account: its password and sessions, what it shares with whom, and who looked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from backspotter.app.journal_choice import journal
from backspotter.app.passkeys import site_at
from backspotter.app.people import name_from, new_password, new_token
from backspotter.errors import BackspotterError, InputError
from backspotter.journal.passkeys import passkeys
from backspotter.journal.people import Account, account_named, accounts, end_sessions, invite
from backspotter.journal.shares import KINDS, comments, looks, share, shared_by
from backspotter.web.page_words import told
from backspotter.web.pages import page
from backspotter.web.sign_in import Typed, with_session

router = APIRouter(include_in_schema=False)
LARGEST: Final = 2**31 - 1
"""The largest number of a row that every database takes."""


@router.get("/account")
def account(
    request: Request, before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None
) -> Response:
    """The account of who is signed in; ``before`` pages back through who looked."""
    return _shown(request, before=before)


@router.post("/account/share")
def let_see(
    request: Request,
    name: Annotated[str, Form(alias="with", max_length=1000)] = "",
    kinds: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Lets somebody see data of some kinds, and takes back the others."""

    def do() -> None:
        with journal() as opened:
            found = account_named(opened, name_from(name))
            if found is None or found[0].role == "lifter":
                expected = "the name of a coach, a clinician or the owner"
                raise InputError("with", given=name, expected=expected)
            share(opened, found[0], kinds or (), now=request.app.state.settings.now())

    return _done(request, do)


@router.post("/account/password")
def change_password(request: Request, old: Typed = "", new: Typed = "") -> Response:
    """Changes the password; every other session ends."""
    state, who = request.app.state, account_of(request)

    def do() -> None:
        with journal() as opened:
            now = state.settings.now()
            new_password(opened, who, old, new, throttle=state.throttle, now=now)

    refused = _refused(request, do)
    return refused or with_session(request, who)


@router.post("/account/sign-out-everywhere")
def out_everywhere(request: Request) -> Response:
    """Ends every session of this account."""
    with journal() as opened:
        end_sessions(opened, account_of(request))
    return RedirectResponse("/sign-in", status_code=303)


@router.post("/account/invite")
def ask_in(request: Request, role: Typed = "lifter") -> Response:
    """Makes a link that lets one person in."""
    token, digest = new_token()

    def do() -> None:
        with journal() as opened:
            invite(
                opened,
                digest,
                role=role,
                by=account_of(request),
                now=request.app.state.settings.now(),
            )

    refused = _refused(request, do)
    return refused or _shown(request, link=str(request.url_for("invited", token=token)))


def _done(request: Request, do: Callable[[], None]) -> Response:
    return _refused(request, do) or RedirectResponse("/account", status_code=303)


def _refused(request: Request, do: Callable[[], None]) -> Response | None:
    try:
        do()
    except BackspotterError as error:
        return _shown(request, trouble=told(error), status=422)
    return None


def _shown(
    request: Request,
    *,
    trouble: str = "",
    link: str = "",
    status: int = 200,
    before: int | None = None,
) -> Response:
    who = account_of(request)
    with journal() as opened:
        found = looks(opened, before=before)
        has_more = bool(found and looks(opened, before=found[-1].id))
        others = [each for each in accounts(opened) if each.role != "lifter" and each.id != who.id]
        shown = {
            "others": others,
            "everybody": accounts(opened) if who.is_owner else [],
            "shared": shared_by(opened),
            "looks": found,
            "earlier": found[-1].id if has_more else None,
            "is_first": before is None,
            "comments": comments(opened, who.person),
            "passkeys": passkeys(opened, who),
            "takes_passkeys": site_at(str(request.url)) is not None,
        }
    return page(
        request, "account.html", status=status, trouble=trouble, link=link, kinds=KINDS, **shown
    )


def account_of(request: Request) -> Account:
    """The account of who asks, if there is one; else 404."""
    who = request.state.who
    if not isinstance(who, Account):
        raise HTTPException(404)
    return who
