"""The connection: how SQLite and PostgreSQL are spoken to, and what their failures are called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, StatementError
from sqlalchemy.pool import NullPool

from backspotter.errors import InputError
from backspotter.journal.errors import Busy, Damaged, JournalError
from backspotter.journal.place import Place

BUSY_S = 15
"""How long a writer waits for another one [s]."""

TO_SERVER = {
    "connect_timeout": BUSY_S,
    "client_encoding": "utf8",
    "keepalives_idle": BUSY_S,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 2000 * BUSY_S,
}
"""How PostgreSQL is spoken to. On another host it counts as away though nobody hung up after half a
minute in place of a quarter of an hour [s, the last ms]. As the list of jobs has it."""

WRITERS_LOCK = 0x6261636B
"""The number under which PostgreSQL lets one writer of a journal in at a time."""

SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
)
SAYINGS = {
    "locked": (Busy, "another program is writing to it; try again in a moment"),
    "disk is full": (JournalError, "the disk is full; nothing was changed"),
    "disk i/o error": (JournalError, "the disk failed; nothing was changed"),
    "readonly": (JournalError, "it may not be written"),
    "unable to open": (JournalError, "it cannot be opened"),
    "malformed": (Damaged, "it is damaged; restore a snapshot or a backup"),
    "not a database": (Damaged, "this file is no journal"),
    "could not connect": (JournalError, "the server does not answer"),
    "connection failed": (JournalError, "the server does not answer"),
    "connection is bad": (JournalError, "the server does not answer"),
}


_TURNS: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def engine_of(place: Place, *, keeps: int = 0) -> Engine:
    """The engine for a place; nothing is opened yet.

    Parameters
    ----------
    keeps : how many connections stay open for the next use; a server's, who lets go of the engine
        at its end

    Raises
    ------
    InputError : an address that makes no sense, or a server whose driver is not installed
    """
    if place.file is not None:
        url = URL.create("sqlite", database=str(place.file))
        engine = _engine(url, {"timeout": BUSY_S}, keeps)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return _server_engine(place, keeps)


def _server_engine(place: Place, keeps: int) -> Engine:
    try:
        url = make_url(place.address).set(drivername="postgresql+psycopg")
        return _engine(url, TO_SERVER, keeps)
    except (ArgumentError, ValueError):
        raise InputError("journal", given=str(place), expected="postgresql://…") from None
    except ModuleNotFoundError:
        do = "pip install 'backspotter[postgres]'"
        raise InputError("journal", given=str(place), expected="psycopg installed", do=do) from None


def _engine(url: URL, connect_args: dict[str, Any], keeps: int) -> Engine:
    # hide_parameters: what a person entered must not end up in the words of an error
    pool: dict[str, Any] = {"poolclass": NullPool}
    if keeps:  # more than are kept may be open for a while; one that its server dropped is not used
        is_file = url.get_backend_name() == "sqlite"
        pool = {"pool_size": keeps, "max_overflow": -1, "pool_pre_ping": not is_file}
    return create_engine(url, hide_parameters=True, connect_args=connect_args, **pool)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say when a transaction begins
    for setting in SETTINGS:
        connection.execute(setting)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the journal.

    Raises
    ------
    JournalError : it cannot be read
    """
    with plain_failures(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":  # which else shows each question another state
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection that writes everything or nothing, and alone.

    Raises
    ------
    JournalError : it cannot be written; what was there before still is
    """
    with _alone(engine), plain_failures(), engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
            yield connection


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """One writer of this process at a time, in turn.

    SQLite lets a writer in that happens to ask at the right moment; the others sleep, ever longer.

    Raises
    ------
    Busy : the one before takes too long
    """
    turn = _TURNS.setdefault(engine, Lock())
    if not turn.acquire(timeout=BUSY_S):
        raise Busy(f"journal: {SAYINGS['locked'][1]}")
    try:
        yield
    finally:
        turn.release()


@contextmanager
def plain_failures() -> Iterator[None]:
    """Whatever the database says, as one line without a word of what was entered.

    Raises
    ------
    JournalError : in place of the database's own error
    """
    try:
        yield
    except StatementError as error:
        raise failure(error) from None


def failure(error: StatementError) -> JournalError:
    """The error of ours that says what went wrong."""
    said = str(error.orig).lower()
    for part, (kind, words) in SAYINGS.items():
        if part in said:
            return kind(f"journal: {words}")
    if isinstance(error, IntegrityError | DataError) or not isinstance(error, DBAPIError):
        return JournalError("journal: an entry that does not fit was refused")
    return JournalError(f"journal: the database failed ({type(error).__name__})")
