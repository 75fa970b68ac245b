"""``backspotter serve``: the web app, on this machine alone unless it is asked to do more."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from cyclopts import Parameter

from backspotter.app.journal_choice import NAMED
from backspotter.errors import InputError

if TYPE_CHECKING:
    from socket import socket

    from backspotter.web.settings import Settings

QUIET = Parameter(show_default=False, allow_leading_hyphen=True)
SWITCH = Parameter(negative="", show_default=False)
HIGHEST_PORT = 65535
TRUST = """Its certificate was made here, so a browser warns at first. To trust it: {}trust
Compare there what is written here: {}
"""


def serve(
    *,
    host: Annotated[str | None, QUIET] = None,
    port: Annotated[int, QUIET] = 8321,
    lan: Annotated[bool, SWITCH] = False,
    behind: Annotated[str | None, QUIET] = None,
    database: Annotated[str | None, QUIET] = None,
    accounts: Annotated[bool, SWITCH] = False,
    films_elsewhere: Annotated[bool, SWITCH] = False,
    log_format: Annotated[Literal["plain", "json"], QUIET] = "plain",
    open_: Annotated[bool, SWITCH, Parameter(name="--open")] = False,
) -> int:
    """Serve the web app until Ctrl-C.

    It listens where only this machine can reach it: 127.0.0.1, port 8321.

    Parameters
    ----------
    host
        the address to listen on: 127.0.0.1 or ::1; with --lan one of this machine's
    port
        0 takes any that is free
    lan
        also for the devices of your network, such as your phone: over TLS, and each device is let
        in with a code that is shown here
    behind
        the address by which others open it, such as https://team.example, where something else on
        this machine speaks TLS and hands on what comes; with --accounts
    database
        where entries are kept, as --journal names it: a file, or postgresql://…
    accounts
        several people share the journal, each with an account; the first is made with a link that
        is shown here
    films_elsewhere
        start nothing that reads films: a worker does, see backspotter worker --help
    log_format
        json: on the standard error output a line for each answer, with its route, status and time,
        and nothing of anybody; plain: only what went wrong
    open_
        open it in a browser too
    """
    if not 0 <= port <= HIGHEST_PORT:
        raise InputError("port", given=str(port), expected=f"a number from 0 to {HIGHEST_PORT}")
    refuse_without_packages()
    from backspotter.web.serving import listening
    from backspotter.web.settings import LOOPBACK_NAMES, Settings, host_name, is_loopback

    at = host or ("0.0.0.0" if lan else "127.0.0.1")
    address = _behind(behind, lan=lan, accounts=accounts)
    if not (lan or is_loopback(at)):
        do = "for the devices of your network: --lan"
        raise InputError("host", given=at, expected="127.0.0.1 or ::1", do=do)
    named = frozenset({urlsplit(address).hostname or ""})
    where = _one_journal(database)
    token = secrets.token_urlsafe(16) if accounts else ""
    is_new = accounts and _wants_an_owner(where)
    with listening(at, port) as on:
        settings = Settings(
            journal=where,
            host=at,
            port=on.getsockname()[1],
            names=named if address else LOOPBACK_NAMES | {host_name(at)},
            secure=bool(address),
            behind=address,
            accounts=accounts,
            first_token=token,
            works_on_films=not films_elsewhere,
            log_format=log_format,
        )
        _serve(settings, on, lan=lan, opens=open_, is_new=is_new)
    return 0


def _behind(given: str | None, *, lan: bool, accounts: bool) -> str:
    """The address of what stands before the server; empty where nothing does.

    Raises
    ------
    InputError : no such address, or one that would open everything to everybody
    """
    from backspotter.web.settings import address_behind

    if given is None:
        return ""
    address = address_behind(given)
    if lan:
        expected = "one of them: --lan speaks TLS itself"
        raise InputError("behind", given="--behind and --lan", expected=expected)
    if not accounts:
        expected = "--accounts too, so that nobody comes in without a name and a password"
        raise InputError("behind", given="--behind alone", expected=expected)
    return address


def _serve(settings: Settings, on: socket, *, lan: bool, opens: bool, is_new: bool) -> None:
    from backspotter.web.serving import run
    from backspotter.web.settings import host_name

    files = None
    if lan:
        from backspotter.web.lan import for_the_network

        local = for_the_network(settings, say=_say)
        settings, files = local.settings, local.files
    print(f"Backspotter is at {settings.address} (Ctrl-C stops it)", flush=True)
    if settings.behind:
        here = f"http://{host_name(settings.host)}:{settings.port}"
        print(f"What speaks TLS for it hands on to {here}, with the name kept", flush=True)
    if settings.gate is not None:
        print(TRUST.format(settings.address, settings.gate.fingerprint), flush=True)
        settings.gate.open_once()
    if is_new:
        link = f"{settings.address}first?token={settings.first_token}"
        print(f"The owner's account is made at {link}", flush=True)
    if opens:
        _show(settings.address)
    run(settings, on, files)


def _say(words: str) -> None:
    print(words, flush=True)


def _one_journal(database: str | None) -> str | None:
    """The journal that was named, by one of the two options.

    Raises
    ------
    InputError : both named one, or what was named is no address of one
    """
    from backspotter.journal.place import place_of

    named = NAMED.get()
    if database is not None and named is not None:
        expected = "one of them"
        raise InputError("database", given="--database and --journal", expected=expected)
    chosen = named if database is None else database
    place_of(chosen)
    return chosen


def _wants_an_owner(where: str | None) -> bool:
    """Whether nobody has an account yet, so that the owner's is to be made.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.journal import opened
    from backspotter.journal.people import has_owner
    from backspotter.journal.place import place_of

    with opened(place_of(where)) as journal:
        return not has_owner(journal)


def refuse_without_packages() -> None:
    """Raise where the packages of the web app are not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("fastapi", "uvicorn", "jinja2") if find_spec(name) is None]
    if missing:
        do = "pip install 'backspotter[web]'"
        given = f"no {', no '.join(missing)}"
        raise InputError("serve", given=given, expected="the web app's packages", do=do)


def _show(address: str) -> None:
    """Open a browser where there is a screen for one; the address was printed in any case.

    The socket listens already, so that a browser that is quicker than the server waits. A browser
    in this terminal would keep the server from starting.
    """
    import webbrowser

    if not has_a_screen():
        return
    try:
        webbrowser.open(address)
    except webbrowser.Error as error:
        print(f"backspotter: no browser was opened: {error}", file=sys.stderr)


def has_a_screen(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a browser could show itself elsewhere than in this terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
