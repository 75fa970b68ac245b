"""Journals on every database there is: a file, and a PostgreSQL server that a whole run shares.

A journal is copied from one like it that was made before: bringing tables up to date, and hashing
passwords, takes most of a test's time.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from backspotter.journal.journal import Journal, opened
from backspotter.journal.place import Place
from tests.e2e.postgres import server
from tests.journals import FAST

Filler = Callable[[Journal], object]
NUMBERS = itertools.count()
COPIED = " STRATEGY FILE_COPY"
"""Twice as fast on a disk in memory; before version 15 there was no other."""


def nothing(_: Journal) -> None:
    """Leaves a journal as it is made."""


class Database:
    """Where journals of one kind are made."""

    def __init__(self) -> None:
        self._made: dict[str, Place] = {}

    @contextmanager
    def fresh(self, fill: Filler = nothing) -> Iterator[Place]:
        """A place with a journal of its own, filled; it is gone afterwards."""
        name = f"{fill.__module__}.{fill.__qualname__}"
        if name not in self._made:
            self._made[name] = self._filled(fill)
        with self._copied(self._made[name]) as place:
            yield place

    @contextmanager
    def bare(self) -> Iterator[Place]:
        """A place where no journal was made yet."""
        with self._copied(None) as place:
            yield place

    def _filled(self, fill: Filler) -> Place:
        place = self._empty()
        with opened(place) as journal:
            fill(journal)
        return place

    def _empty(self) -> Place:
        raise NotImplementedError

    def _copied(self, place: Place | None) -> AbstractContextManager[Place]:
        raise NotImplementedError


class Files(Database):
    """Each a file in a folder of its own, in memory where there is such a disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def _empty(self) -> Place:
        folder = self.folder / f"{next(NUMBERS)}"
        folder.mkdir()
        return Place(folder / "j.db")

    @contextmanager
    def _copied(self, place: Place | None) -> Iterator[Place]:
        copy = self._empty()
        if place is not None:
            shutil.copyfile(place.file, copy.file)
        yield copy
        shutil.rmtree(copy.file.parent, ignore_errors=True)


class Server(Database):
    """Each a database of one server; what is beside it is in a data folder of its own."""

    def __init__(self, address: str, folder: Path) -> None:
        super().__init__()
        self.address = address
        self.folder = folder

    def _empty(self) -> Place:
        return self._database("CREATE DATABASE {}")

    @contextmanager
    def _copied(self, place: Place | None) -> Iterator[Place]:
        like = f" TEMPLATE {_name(place)}" if place else ""
        copy = self._database("CREATE DATABASE {}" + like)
        home = self.folder / _name(copy)
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("XDG_DATA_HOME", str(home))
            yield copy
        self._do(f"DROP DATABASE {_name(copy)} WITH (FORCE)")
        shutil.rmtree(home, ignore_errors=True)

    def _database(self, make: str) -> Place:
        name = f"j{next(NUMBERS)}"
        self._do(make.format(name))
        return Place(address=self.address.replace("/postgres?", f"/{name}?"))

    def _do(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            is_known = connection.info.server_version >= 150_000
            connection.execute(
                statement + (COPIED if " TEMPLATE " in statement and is_known else "")
            )


def _name(place: Place) -> str:
    return place.address.partition("?")[0].rpartition("/")[2]


@contextmanager
def databases() -> Iterator[Callable[[str], Database]]:
    """Gives the one that is called sqlite or postgres; a server is started when it is asked for."""
    with ExitStack() as held:
        made: dict[str, Database] = {}

        def called(name: str) -> Database:
            if name not in made:
                where = FAST if FAST.is_dir() else None
                folder = Path(held.enter_context(tempfile.TemporaryDirectory(dir=where)))
                if name == "sqlite":
                    made[name] = Files(folder)
                else:
                    made[name] = Server(held.enter_context(server(connections=60)), folder)
            return made[name]

        yield called
