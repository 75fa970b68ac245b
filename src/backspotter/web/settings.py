"""What a server is started with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, Literal

from backspotter.errors import InputError
from backspotter.journal.place import place_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from backspotter.web.gate import Gate

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = frozenset({"localhost", LOOPBACK, "[::1]"})
PORT = 8321
BEHIND: Final = re.compile(r"https://(?P<name>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?")


def clock() -> datetime:
    """Now, with the zone of this machine."""
    return datetime.now(UTC).astimezone()


Format = Literal["plain", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a server runs.

    Parameters
    ----------
    journal : a file or an address, as ``--journal`` takes it; none for the default one
    host, port : where it listens
    names : names by which it may be called in the Host header, without the port
    token : what a device shows once before it may come in; empty where this machine alone can call
    secure : whether browsers speak TLS, with it or with what stands before it
    behind : the one address by which others open it, through a program that speaks TLS before it;
        such as https://team.example; empty where nothing stands before it
    accounts : whether several people share the journal, so that everybody signs in
    first_token : what makes the first account, the owner's; empty where there is one
    works_on_films : whether this process starts what works on films
    log_format : plain, which has no line for a request, or json, which has
    gate : who comes in over the local network; none where this machine alone can call
    now : the clock
    """

    journal: str | None = None
    host: str = LOOPBACK
    port: int = PORT
    names: frozenset[str] = LOOPBACK_NAMES
    token: str = ""
    secure: bool = False
    behind: str = ""
    accounts: bool = False
    first_token: str = ""
    works_on_films: bool = True
    log_format: Format = "plain"
    gate: Gate | None = None
    now: Callable[[], datetime] = field(default=clock, repr=False)

    @property
    def address(self) -> str:
        """What a person types into a browser: on this machine, or wherever it is opened."""
        if self.behind:
            return f"{self.behind}/"
        return f"{'https' if self.secure else 'http'}://{host_name(self.host)}:{self.port}/"

    @property
    def kept_on(self) -> str:
        """Where what a person enters is, in words that hold in whichever browser they are read."""
        if place_of(self.journal).file is None:
            return "the machines that run Backspotter"
        is_open = self.gate is not None or self.behind or self.accounts
        is_own = is_loopback(self.host) and not is_open
        return "this machine" if is_own else "the machine that runs Backspotter"

    @property
    def works_offline(self) -> bool:
        """Whether a browser lets pages work without the server: over TLS, or on this machine.

        Browsers give service workers to nobody else.
        """
        return self.secure or is_loopback(self.host)


def address_behind(given: str) -> str:
    """An address such as https://team.example, as browsers write it in ``Origin``.

    Raises
    ------
    InputError : something else, or a name of this machine itself
    """
    said = given.strip().lower().removesuffix("/")
    found = BEHIND.fullmatch(said)
    if found is None or found["name"] in LOOPBACK_NAMES:
        expected = "the address that others open, such as https://team.example"
        raise InputError("behind", given=given, expected=expected)
    return said.removesuffix(":443")


def caller_of(request: HTTPConnection, settings: Settings) -> str:
    """The address that asks; empty where it is that of what stands before this server.

    Nothing that such a program says of who asked is believed.
    """
    if settings.behind:
        return ""
    return request.client.host if request.client else "?"


def comes_from_outside(request: HTTPConnection) -> bool:
    """Whether it was asked for by the address of what stands before this server."""
    settings: Settings = request.app.state.settings
    return settings.behind == f"https://{request.url.netloc}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host's address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """A host as an address and a Host header write it."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
