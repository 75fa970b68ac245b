"""A PostgreSQL server of the tests' own: in its own folder, on a socket only, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journals import FAST

INSTALL = "apt-get install postgresql, and pip install 'psycopg[binary]'"
PATIENCE_S = 50
CONNECTIONS = 20
ROOM = 2_000_000_000
"""What a run may come to [bytes]; small machines have less memory that looks like a disk."""


@dataclass(frozen=True)
class Running:
    """A server that can be killed, and started again over what it left."""

    address: str
    folder: Path
    control: tuple[str | Path, ...]
    options: str

    def start(self) -> None:
        """Starts it; after a kill its last processes may still be going."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                _run(*self.control, "-o", self.options, "-l", str(self.folder / "log"), "start")
            except AssertionError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
            else:
                return

    def kill(self) -> None:
        """Kills it, without a moment to put anything in order."""
        number = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(number, signal.SIGKILL)


@contextmanager
def server(*, connections: int = CONNECTIONS, fsync: bool = False) -> Iterator[str]:
    """The address of a database with nothing in it.

    ``fsync`` : whether it writes through to the disk, as it does in use
    """
    with running(connections=connections, fsync=fsync) as made:
        yield made.address


@contextmanager
def running(
    *, connections: int = CONNECTIONS, fsync: bool = False, listens: str = "", door: str = ""
) -> Iterator[Running]:
    """A server with a database with nothing in it.

    ``listens`` : addresses beside the socket; ``door`` : a line of who may come in by them
    """
    binaries = Path(str(shutil.which("postgres"))).resolve().parent
    with tempfile.TemporaryDirectory(prefix="pg-", dir=_disk(fsync)) as name:
        folder = Path(name)
        _ours_to_give(folder)
        data, socket = folder / "data", folder
        _run(
            binaries / "initdb",
            "--no-sync",
            "--encoding=UTF8",
            "--auth=trust",
            "--username=ann",
            "-D",
            str(data),
        )
        control = (binaries / "pg_ctl", "-D", str(data), "-w", "-t", str(PATIENCE_S))
        kept = f"-c fsync={'on' if fsync else 'off'} -c max_connections={connections}"
        options = f"{kept} -c listen_addresses={listens} -k {socket}"
        with (data / "pg_hba.conf").open("a", encoding="utf-8") as doors:
            doors.write(f"{door}\n")
        made = Running(f"postgresql://ann@/postgres?host={socket}", folder, control, options)
        made.start()
        try:
            yield made
        finally:
            _run(*control, "-m", "immediate", "stop")


def _disk(fsync: bool) -> Path:
    """A real disk where that is what a test is about, or where memory is short."""
    in_memory = not fsync and FAST.is_dir() and shutil.disk_usage(FAST).free > ROOM
    return FAST if in_memory else Path("/tmp")


def _ours_to_give(folder: Path) -> None:
    """The server refuses to run as root: another user gets the folder."""
    if os.geteuid() == 0:
        shutil.chown(folder, _user())


def _user() -> str | None:
    return "postgres" if os.geteuid() == 0 else None


def _run(*words: str | Path) -> None:
    # a file and no pipe: the server that was started would hold a pipe open
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(word) for word in words],
            user=_user(),
            group=_user(),
            extra_groups=[] if _user() else None,
            cwd="/tmp",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            timeout=PATIENCE_S,
            check=False,
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode()
