"""``backspotter serve``: the web app, on this machine alone."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backspotter.app.journal_choice import NAMED
from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.web.settings import Settings

QUIET = Parameter(show_default=False, allow_leading_hyphen=True)
SWITCH = Parameter(negative="", show_default=False)
HIGHEST_PORT = 65535


def serve(
    *,
    host: Annotated[str, QUIET] = "127.0.0.1",
    port: Annotated[int, QUIET] = 8321,
    database: Annotated[str | None, QUIET] = None,
    accounts: Annotated[bool, SWITCH] = False,
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
    database
        where entries are kept, as --journal names it: a file, or postgresql://…
    accounts
        several people share the journal, each with an account; the first is made with a link that
        is shown here
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
        settings = Settings(
            journal=_one_journal(database),
            host=host,
            port=port,
            names=names,
            accounts=accounts,
            first_token=secrets.token_urlsafe(16) if accounts else "",
        )
        print(f"Backspotter is at {settings.address} (Ctrl-C stops it)", flush=True)
        if accounts:
            _say_how_to_begin(settings)
        if open_:
            _show(settings.address)
        run(settings, on)
    return 0


def _one_journal(database: str | None) -> str | None:
    """The journal that was named, by one of the two options.

    Raises
    ------
    InputError : both named one
    """
    named = NAMED.get()
    if database is not None and named is not None:
        expected = "one of them"
        raise InputError("database", given="--database and --journal", expected=expected)
    return named if database is None else database


def _say_how_to_begin(settings: Settings) -> None:
    """Print the link that makes the owner's account, while there is none."""
    from backspotter.journal.journal import opened
    from backspotter.journal.people import is_shared
    from backspotter.journal.place import place_of

    with opened(place_of(settings.journal)) as journal:
        is_new = not is_shared(journal)
    if is_new:
        link = f"{settings.address}first?token={settings.first_token}"
        print(f"The owner's account is made at {link}", flush=True)


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
