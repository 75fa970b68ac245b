"""Other hosts: namespaces of network, name and processes, each at a cable of its own.

They see the files of this one, as hosts do that share a folder.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

INSTALL = "apt-get install iproute2, and run the tests as root"
NETWORK = "10.213"


@dataclass(frozen=True)
class Host:
    """``name`` : its own; ``here`` : this host's address as that one sees it."""

    name: str
    space: str
    cable: str
    here: str

    @property
    def doing(self) -> tuple[str, ...]:
        """What stands before a command so that it runs there; it is killed with what started it."""
        own = ("unshare", "--uts", "--pid", "--mount-proc", "--fork", "--kill-child")
        return ("ip", "netns", "exec", self.space, *own, "bash", "-c", self._named, "there")

    @property
    def _named(self) -> str:
        return f'hostname {self.name} && exec "$@"'

    def cut(self) -> None:
        """Nothing comes or goes."""
        ip("link", "set", self.cable, "down")

    def joined(self) -> None:
        """The cable is in again."""
        ip("link", "set", self.cable, "up")


@contextmanager
def hosts(*names: str) -> Iterator[list[Host]]:
    """So many hosts; gone afterwards, with all that ran there."""
    made = [_host(name, number) for number, name in enumerate(names, 1)]
    try:
        for each in made:
            _plug_in(each)
        yield made
    finally:
        for each in made:
            ip("link", "del", each.cable, may_fail=True)
            ip("netns", "del", each.space, may_fail=True)


def _host(name: str, number: int) -> Host:
    mark = f"{os.getpid() % 100_000}-{number}"
    return Host(name, f"bs-{mark}", f"bs{mark}", f"{NETWORK}.{number}.1")


def _plug_in(host: Host) -> None:
    there = host.here.removesuffix("1") + "2"
    ip("netns", "add", host.space)
    ip("link", "add", host.cable, "type", "veth", "peer", "eth0", "netns", host.space)
    ip("addr", "add", f"{host.here}/24", "dev", host.cable)
    ip("link", "set", host.cable, "up")
    ip("-n", host.space, "addr", "add", f"{there}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        ip("-n", host.space, "link", "set", device, "up")


def ip(*words: str, may_fail: bool = False) -> None:
    """As the program of that name."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    assert may_fail or done.returncode == 0, done.stderr
