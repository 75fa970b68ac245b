"""``serve --lan``: the same server for the devices at home, over TLS, one code for each device."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import segno

from backspotter.app.devices import Devices
from backspotter.errors import InputError
from backspotter.journal.place import default_folder, make_own_folder
from backspotter.web.certificates import Certified, certified
from backspotter.web.gate import Gate
from backspotter.web.settings import LOOPBACK, Settings, host_name

EVERYWHERE: Final = ("0.0.0.0", "::")
TOWARDS: Final = ("192.168.255.254", "10.255.255.254", "172.31.255.254", "192.0.2.1")
"""Where a packet would leave by which of our addresses; none is sent."""

Shown = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Local:
    """A server for the local network: how it runs, and the files that TLS wants."""

    settings: Settings
    files: Certified

    @property
    def address(self) -> str:
        """What a device of this network opens."""
        return self.settings.address


def for_the_network(settings: Settings, *, say: Shown, folder: Path | None = None) -> Local:
    """Settings for the devices of this network, with a certificate made where there is none.

    Parameters
    ----------
    settings : with the address and the port it listens on
    say : shows a line on the console
    folder : where the keys and the list of devices are; that of this person without it

    Raises
    ------
    InputError : the folder is another person's, or cannot be written
    """
    own = folder or _folder()
    names = names_of(settings.host)
    try:
        make_own_folder(own)
        files = certified(own, names, now=settings.now())
        fingerprint, authority = files.fingerprint, files.authority_der
    except OSError as error:
        given = f"{own} ({error.strerror or error})"
        raise InputError("lan", given=given, expected="a folder that can be written") from None
    host = next((each for each in names if _is_reached(each, settings.host)), names[0])
    address = replace(settings, host=host, secure=True).address

    def show(code: str) -> None:
        say(_as_told(f"{address}enter?code={code}"))

    gate = Gate(Devices(own), show, fingerprint, authority)
    called = frozenset(host_name(each) for each in names)
    made = replace(settings, host=host, names=called, secure=True, gate=gate)
    return Local(made, files)


def names_of(host: str) -> list[str]:
    """What this machine may be called by its network, its own addresses first."""
    own = list(addresses()) if host in EVERYWHERE else [host]
    name = socket.gethostname().partition(".")[0].lower()
    called = [name, f"{name}.local"] if _is_name(name) else []
    return list(dict.fromkeys([*own, *called, "localhost", LOOPBACK]))


def addresses() -> Iterator[str]:
    """This machine's addresses in its networks, as far as its routes tell."""
    for each in TOWARDS:
        with suppress(OSError), closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as asking:
            asking.connect((each, 9))  # a datagram socket sends nothing by connecting
            found = str(asking.getsockname()[0])
            if ip_address(found).is_private and found not in EVERYWHERE:
                yield found


def _folder() -> Path:
    home = default_folder()
    with suppress(OSError):
        home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_own_folder(home)
    return home / "lan"


def _as_told(address: str) -> str:
    """An address as a line and as a code to scan."""
    import io

    drawn = io.StringIO()
    segno.make(address, micro=False, error="l").terminal(drawn, compact=True, border=2)
    return f"{drawn.getvalue()}\nOpen this on one device, once:\n  {address}\n"


def _is_reached(name: str, host: str) -> bool:
    return name == host or (host in EVERYWHERE and name != LOOPBACK)


def _is_name(name: str) -> bool:
    return bool(name) and name != "localhost" and all(c.isalnum() or c == "-" for c in name)
