"""What a server is started with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = frozenset({"localhost", LOOPBACK, "[::1]"})
PORT = 8321


def clock() -> datetime:
    """Now, with the zone of this machine."""
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a server runs.

    Parameters
    ----------
    journal : a file or an address, as ``--journal`` takes it; none for the default one
    host, port : where it listens
    names : names by which it may be called in the Host header, without the port
    token : what a device shows once before it may come in; empty where this machine alone can call
    secure : whether it speaks TLS
    accounts : whether several people share the journal, so that everybody signs in
    first_token : what makes the first account, the owner's; empty where there is one
    works_on_films : whether this process starts what works on films
    now : the clock
    """

    journal: str | None = None
    host: str = LOOPBACK
    port: int = PORT
    names: frozenset[str] = LOOPBACK_NAMES
    token: str = ""
    secure: bool = False
    accounts: bool = False
    first_token: str = ""
    works_on_films: bool = True
    now: Callable[[], datetime] = field(default=clock, repr=False)

    @property
    def address(self) -> str:
        """What a person on this machine types into a browser."""
        return f"{'https' if self.secure else 'http'}://{_in_url(self.host)}:{self.port}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host's address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
