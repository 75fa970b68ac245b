"""An open journal: made where it is missing, checked after a crash, brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from backspotter.journal import database
from backspotter.journal.errors import Damaged, JournalError
from backspotter.journal.migrate import HEAD, VERSION_TABLE, revision_of, upgrade
from backspotter.journal.place import Place, make_safe
from backspotter.journal.snapshots import take_snapshot
from backspotter.journal.tables import PERSON
from backspotter.journal.times import kept_time

SQLITE_BEGINS_WITH = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal that was opened, and whose entries these are.

    ``joined`` : the connection that everything goes through while several steps are one.
    """

    place: Place
    engine: Engine
    person: int
    joined: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state.

        Raises
        ------
        JournalError : it cannot be read
        """
        if self.joined is not None:
            with database.plain_failures():
                yield self.joined
            return
        with database.reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that writes everything or nothing.

        Raises
        ------
        JournalError : it cannot be written
        """
        if self.joined is not None:
            with database.plain_failures():
                yield self.joined
            return
        with database.writing(self.engine) as connection:
            yield connection

    @contextmanager
    def at_once(self) -> Iterator[Journal]:
        """The same journal, where all that is written is kept together or not at all.

        Raises
        ------
        JournalError : it cannot be written
        """
        with self.writing() as connection:
            yield replace(self, joined=connection)

    @contextmanager
    def at_one_moment(self) -> Iterator[Journal]:
        """The same journal for reading only, where everything is read as it was at one moment.

        Raises
        ------
        JournalError : it cannot be read
        """
        with self.reading() as connection:
            yield replace(self, joined=connection)


@contextmanager
def opened(place: Place, *, keeps: int = 0) -> Iterator[Journal]:
    """The journal at a place, made there if it is missing.

    Parameters
    ----------
    keeps : how many connections stay open until the end; a server's

    Raises
    ------
    InputError : something else is there, or a newer version wrote it
    JournalError : it cannot be opened, or is damaged
    """
    after_crash = _has_leftovers(place)
    is_new = make_safe(place) if place.file is not None else False
    if not is_new and not is_sqlite(place):
        raise Damaged("journal: this file is no journal; name another with --journal")
    engine = database.engine_of(place, keeps=keeps)
    try:
        if after_crash and place.file is not None:
            check_whole(place.file)
        yield Journal(place, engine, _ready(place, engine))
    finally:
        engine.dispose()


def _ready(place: Place, engine: Engine) -> int:
    """Bring the journal up to date where it is not, and give the person in it."""
    with database.reading(engine) as connection:
        revision = revision_of(connection)
        found = _person(connection) if revision == HEAD else None
    if found is not None:
        return found
    if revision not in (None, HEAD):
        take_snapshot(place, why=f"before-version-{HEAD}")
    with database.writing(engine) as connection:
        if revision_of(connection) != HEAD:
            upgrade(connection)
        return _first_person(connection)


def _person(connection: Connection) -> int | None:
    return connection.execute(select(PERSON.c.id).order_by(PERSON.c.id).limit(1)).scalar()


def _first_person(connection: Connection) -> int:
    found = _person(connection)
    if found is not None:
        return found
    utc, offset_s = kept_time("made", datetime.now(UTC))
    added = connection.execute(
        PERSON.insert().values(name="", made_utc=utc, made_offset_s=offset_s)
    )
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def _has_leftovers(place: Place) -> bool:
    """Whether the last writer left its log behind: it crashed, or is still there."""
    if place.file is None:
        return False
    with suppress(OSError):
        return place.beside("-wal").stat().st_size > 0
    return False


def is_sqlite(place: Place) -> bool:
    """Whether the file begins as SQLite's do; true for a server too.

    Raises
    ------
    JournalError : it cannot be read
    """
    if place.file is None:
        return True
    try:
        with place.file.open("rb") as stream:
            return stream.read(len(SQLITE_BEGINS_WITH)) == SQLITE_BEGINS_WITH
    except OSError as error:
        raise JournalError(f"journal: {place.file}: {error.strerror}") from None


def is_journal(file: Path) -> bool:
    """Whether a file is a database with our tables in it, of whatever version; it is only read."""
    try:
        uri = f"{file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=database.BUSY_S)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {VERSION_TABLE, PERSON.name} <= {name for (name,) in rows}
    except sqlite3.DatabaseError:
        return False


def check_whole(file: Path) -> None:
    """Read a file through and through.

    Raises
    ------
    Damaged : a page, an index or a link in it is not whole
    """
    try:
        with closing(sqlite3.connect(file, timeout=database.BUSY_S)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
            dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError:
        found, dangling = ("unreadable",), None
    if found != ("ok",) or dangling is not None:
        raise Damaged(f"journal: {file.name} is damaged; restore a snapshot beside it, or a backup")
