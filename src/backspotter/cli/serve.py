"""``backspotter serve``: the web app, on this machine alone."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from backspotter.app.journal_choice import NAMED
from backspotter.errors import InputError

QUIET = Parameter(show_default=False, allow_leading_hyphen=True)
SWITCH = Parameter(negative="", show_default=False)
HIGHEST_PORT = 65535


def serve(
    *,
    host: Annotated[str, QUIET] = "127.0.0.1",
    port: Annotated[int, QUIET] = 8321,
    open_: Annotated[bool, SWITCH, Parameter(name="--open")] = False,
) -> int:
    """Serve the web app until Ctrl-C.

    It listens where only this machine can reach it: 127.0.0.1, port 8321.

    Parameters
    ----------
    host
        the address to listen on: 127.0.0.1 or ::1
    port
        0 takes any that is free
    open_
        open it in a browser too
    """
    if not 0 <= port <= HIGHEST_PORT:
        raise InputError("port", given=str(port), expected=f"a number from 0 to {HIGHEST_PORT}")
    refuse_without_packages()
    from backspotter.web.serving import listening, run
    from backspotter.web.settings import LOOPBACK_NAMES, Settings, is_loopback

    if not is_loopback(host):
        raise InputError("host", given=host, expected="127.0.0.1 or ::1")
    with listening(host, port) as on:
        port = on.getsockname()[1]
        names = LOOPBACK_NAMES | {host}
        settings = Settings(journal=NAMED.get(), host=host, port=port, names=names)
        print(f"Backspotter is at {settings.address} (Ctrl-C stops it)", flush=True)
        if open_:
            _show(settings.address)
        run(settings, on)
    return 0


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
