"""``backspotter serve``: the web app, on this machine alone unless it is asked to do more."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backspotter.app.journal_choice import NAMED
from backspotter.errors import InputError

if TYPE_CHECKING:
    from socket import socket

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
    open_
        open it in a browser too
    """
    if not 0 <= port <= HIGHEST_PORT:
        raise InputError("port", given=str(port), expected=f"a number from 0 to {HIGHEST_PORT}")
    refuse_without_packages()
    from backspotter.web.serving import listening
    from backspotter.web.settings import is_loopback

    at = host or ("0.0.0.0" if lan else "127.0.0.1")
    if not lan and not is_loopback(at):
        do = "for the devices of your network: --lan"
        raise InputError("host", given=at, expected="127.0.0.1 or ::1", do=do)
    with listening(at, port) as on:
        _serve(on, at, lan=lan, opens=open_)
    return 0


def _serve(on: socket, host: str, *, lan: bool, opens: bool) -> None:
    from backspotter.web.serving import run
    from backspotter.web.settings import LOOPBACK_NAMES, Settings, host_name

    names = LOOPBACK_NAMES | {host_name(host)}
    port = on.getsockname()[1]
    settings = Settings(journal=NAMED.get(), host=host, port=port, names=names)
    files = None
    if lan:
        from backspotter.web.lan import for_the_network

        local = for_the_network(settings, say=_say)
        settings, files = local.settings, local.files
    print(f"Backspotter is at {settings.address} (Ctrl-C stops it)", flush=True)
    if settings.gate is not None:
        print(TRUST.format(settings.address, settings.gate.fingerprint), flush=True)
        settings.gate.open_once()
    if opens:
        _show(settings.address)
    run(settings, on, files)


def _say(words: str) -> None:
    print(words, flush=True)


def refuse_without_packages() -> None:
    """Raise where the packages of the web app are not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("fastapi", "uvicorn", "jinja2") if find_spec(name) is None]
    if missing:
        do = "pip install 'backspotter[web]'"
        given = f"no {', no '.join(missing)}"
        raise InputError("serve", given=given, expected="the web app's packages", do=do)


def _show(address: str) -> None:
    """Open a browser where there is one; the address was printed in any case."""
    import webbrowser

    try:
        webbrowser.open(address)
    except webbrowser.Error as error:
        print(f"backspotter: no browser was opened: {error}", file=sys.stderr)
