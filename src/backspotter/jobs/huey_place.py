"""huey on a SQLite file or on PostgreSQL, and the tickets that it moves.

A *ticket* says that there is work, not which. Which is decided by the rows beside it, so that a
ticket that is lost or comes twice does no harm. A ticket holds nothing but its own id and is read
as JSON: nothing is ever unpickled.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

from huey import PostgresHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import SqliteStorage

from backspotter.errors import InputError
from backspotter.jobs.errors import JobsError

Address: TypeAlias = Path | str
"""A SQLite file, or ``postgresql://…``."""

SERVERS: Final = ("postgresql://", "postgresql+psycopg://", "postgres://")
NAME: Final = "backspotter"
DRIVERS: Final = ("sqlite3", "psycopg")
BUSY_S: Final = 15
"""How long a writer waits for another one, and how long for a server [s]."""

CUT_OFF: Final = {
    "keepalives_idle": BUSY_S,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 2000 * BUSY_S,
}
"""How soon a server on another host counts as away though nobody hung up: half a minute in place of
a quarter of an hour [s, the last ms]. As the journal has it."""

OWN_FILE: Final = 0o600
TRIES: Final = 5
PAUSE_S: Final = 0.1
Tickets: TypeAlias = Callable[[], object]


class Plain(Serializer):  # type: ignore[misc]
    """Tickets as JSON."""

    def _serialize(self, message: Any) -> bytes:
        return json.dumps({"id": message.id, "name": message.name}).encode()

    def _deserialize(self, data: bytes) -> Any:
        found = json.loads(bytes(data))
        return Message(id=str(found["id"]), name=str(found["name"]), retries=0, args=(), kwargs={})


class OwnFile(SqliteStorage):  # type: ignore[misc]
    """A file for this person's eyes only, in which what was deleted is overwritten."""

    def _create_connection(self) -> Any:
        connection = super()._create_connection()
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection


def on_server(address: Address) -> bool:
    """Whether this is the address of a PostgreSQL server."""
    return isinstance(address, str) and address.startswith(SERVERS)


def huey_at(address: Address) -> Any:
    """huey at a place, its tables made where they are missing.

    Raises
    ------
    InputError : an address that makes no sense
    JobsError : the place cannot be opened
    """
    if on_server(address):
        return patiently(lambda: _server(str(address)))
    if "://" in str(address):
        kind = str(address).partition("://")[0]
        raise InputError("queue", given=f"{kind}://…", expected="a file, or postgresql://…")
    return patiently(lambda: _file(Path(address)))


def _server(address: str) -> Any:
    try:
        return PostgresHuey(
            NAME,
            results=False,
            serializer=Plain(),
            dsn="postgresql://" + address.partition("://")[2],
            table_prefix=NAME,
            connect_timeout=BUSY_S,
            **CUT_OFF,
        )
    except ConfigurationError:
        do = "pip install 'backspotter[postgres]'"
        given = "a server"
        raise InputError("queue", given=given, expected="psycopg installed", do=do) from None


def _file(file: Path) -> Any:
    try:
        _make_own(file)
    except OSError as error:
        expected = "a file that can be written"
        raise InputError(
            "queue", given=str(file), expected=expected, do=str(error.strerror)
        ) from None
    return SqliteHuey(
        NAME,
        results=False,
        serializer=Plain(),
        storage_class=OwnFile,
        filename=str(file),
        fsync=True,
        timeout=BUSY_S,
    )


def _make_own(file: Path) -> None:
    """A new file for this person alone. One that is there is not opened: to close it again would
    take away the locks that another connection of this process has on it."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWN_FILE))
    if file.is_symlink() or not file.is_file():
        raise InputError("queue", given=str(file), expected="a file, and no link or folder")
    if os.name == "posix":
        file.chmod(OWN_FILE)


def tickets(huey: Any, run: Callable[[], object]) -> Tickets:
    """Puts a ticket into the queue each time it is called; ``run`` is what a worker does for it."""

    def ticket() -> None:
        run()

    put: Tickets = huey.task(name="ticket")(ticket)
    return put


def patiently(act: Callable[[], Any]) -> Any:
    """What an act gives, tried again where two programs make the same tables at once.

    Raises
    ------
    JobsError : it fails each time
    """
    for _ in range(TRIES - 1):
        try:
            with plain_failures():
                return act()
        except JobsError:
            time.sleep(PAUSE_S)
    with plain_failures():
        return act()


@contextmanager
def plain_failures() -> Iterator[None]:
    """Whatever the database says, as one line that holds nothing of a job.

    Raises
    ------
    JobsError : in place of the database's own error
    """
    try:
        yield
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in DRIVERS:
            raise
        busy = "locked" in str(error)
        words = "another program is writing to it" if busy else type(error).__name__
        raise JobsError(f"jobs: the queue cannot be read or written now ({words})") from None
