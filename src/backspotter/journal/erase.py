"""Deletes: one entry with its whole history, or everything. What is deleted is nowhere any more."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, select

from backspotter.errors import InputError
from backspotter.journal.codec import CHECK_INS, Kind
from backspotter.journal.entries import chain
from backspotter.journal.episodes import drop_empty_episodes
from backspotter.journal.errors import Damaged, JournalError
from backspotter.journal.films import drop_film
from backspotter.journal.flags import EXAMINED, MISTAKE
from backspotter.journal.journal import Journal, is_sqlite, opened
from backspotter.journal.people import is_shared, remove_account
from backspotter.journal.place import (
    BESIDE,
    FILMS_MARK,
    FILMS_VARIABLE,
    LOCK,
    LOGS,
    Place,
    films_folder,
)
from backspotter.journal.snapshots import drop_snapshots
from backspotter.journal.tables import (
    BATCH,
    BATCH_ROW,
    FILM,
    FLAG,
    FLAG_END,
    TABLES,
    of_person,
)
from backspotter.journal.undoing import remove_rows

STILL_READ = (
    "journal: deleted, but another program still has it open and may see a trace; "
    "close it and delete anything again"
)


def delete_entry(journal: Journal, kind: Kind[Any], id: int) -> int:
    """Delete an entry with all that it corrected and all that corrected it, and every snapshot.

    Films of a deleted set go with it; the original of an import that it came from goes too.
    Returns how many rows there were.

    Raises
    ------
    InputError : no such entry, or a check-in with a flag that is open
    JournalError : it cannot be written; or another program kept it from being wiped
    """
    with journal.writing() as connection:
        ids = [row["id"] for row in chain(connection, journal.person, kind, id)]
        if kind is CHECK_INS:
            _delete_flags(connection, ids)
        if kind.name == "logged_set":
            connection.execute(delete(FILM).where(FILM.c.set_id.in_(ids)))
        _forget_imports(connection, kind, ids)
        remove_rows(connection, kind, ids)
        drop_empty_episodes(connection)
    drop_snapshots(journal.place)
    wipe(journal)
    return len(ids)


def delete_film(journal: Journal, id: int) -> None:
    """Delete what was found in a film, and every snapshot that may hold it.

    Raises
    ------
    JournalError : it cannot be written; or another program kept it from being wiped
    """
    drop_film(journal, id)
    drop_snapshots(journal.place)
    wipe(journal)


def erase_everything(place: Place) -> int | None:
    """Delete the journal: every row, the file, its logs, snapshots, films, all that is beside it.

    On a server the rows of this person go; the tables stay. Returns how many entries there were,
    none where the file was too damaged to count.

    Raises
    ------
    InputError : what is there is no journal of ours
    JournalError : something cannot be removed; it says what
    """
    gone: int | None = None
    person = 0
    try:
        with opened(place) as journal:
            person = journal.person
            if is_shared(journal):
                expected = "a journal of one person"
                do = "each deletes their own, signed in"
                raise InputError("delete", given="one of several", expected=expected, do=do)
            with journal.writing() as connection:
                gone = remove_person(connection, journal.person)
            drop_snapshots(place)
            wipe(journal)
    except Damaged:
        if not is_sqlite(place):
            raise
    if place.file is not None:
        _remove_files(place)
    elif gone is not None:
        _remove_films(place, person)
    return gone


def erase_person(journal: Journal) -> int:
    """Delete all that is of one person where several keep their journals in one place, films too.

    Every snapshot goes, as each holds everybody's. Returns how many entries there were.

    Raises
    ------
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        gone = remove_person(connection, journal.person)
    drop_snapshots(journal.place)
    wipe(journal)
    _remove_films(journal.place, journal.person)
    return gone


def wipe(journal: Journal) -> None:
    """Write the file anew without what was deleted, and empty its log.

    Raises
    ------
    JournalError : another program has the journal open
    """
    if journal.place.file is None:
        return
    raw = journal.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = (cursor.fetchone() or (0,))[0]
        cursor.close()
    except Exception as error:
        if "locked" in str(error):
            raise JournalError(STILL_READ) from None
        raise JournalError(f"journal: deleted, but not wiped ({type(error).__name__})") from None
    finally:
        raw.close()
    if busy:
        raise JournalError(STILL_READ)


def _delete_flags(connection: Connection, check_ins: Sequence[int]) -> None:
    """Delete the flags that these check-ins raised, unless one of them is in force."""
    flags = select(FLAG.c.id).where(FLAG.c.check_in_id.in_(check_ins))
    ended = select(FLAG_END.c.flag_id)
    open_ones = connection.execute(flags.where(FLAG.c.id.not_in(ended))).scalars().all()
    if open_ones:
        listed = ", ".join(str(id) for id in sorted(open_ones))
        raise InputError(
            "check-in",
            given=f"one with open flags ({listed})",
            expected="one whose flags have ended",
            do=f"say what became of them first: flags {EXAMINED}, or flags {MISTAKE}",
        )
    ids = connection.execute(flags).scalars().all()
    connection.execute(delete(FLAG_END).where(FLAG_END.c.flag_id.in_(ids)))
    connection.execute(delete(FLAG).where(FLAG.c.id.in_(ids)))


def _forget_imports(connection: Connection, kind: Kind[Any], ids: Sequence[int]) -> None:
    """Take the entry out of the imports that brought it, and drop the files that hold it."""
    mine = (BATCH_ROW.c.kind == kind.name, BATCH_ROW.c.row_id.in_(ids))
    holding = connection.execute(select(BATCH_ROW.c.batch_id).where(*mine)).scalars().all()
    connection.execute(BATCH.update().where(BATCH.c.id.in_(holding)).values(original=None))
    connection.execute(delete(BATCH_ROW).where(*mine))


def remove_person(connection: Connection, person: int) -> int:
    """Delete every row of a person, and the person; how many of them were entries."""
    entries = 0
    remove_account(connection, person)
    for table in reversed(TABLES.values()):
        mine = of_person(table, person)
        if "replaces_id" in table.c:
            count = select(func.count(table.c.id)).where(mine)
            entries += int(connection.execute(count).scalar_one())
            linked = table.update().where(mine, table.c.replaces_id.is_not(None))
            connection.execute(linked.values(replaces_id=None))
        connection.execute(delete(table).where(mine))
    return entries


def _remove_files(place: Place) -> None:
    failed: list[str] = []
    for ending in (*BESIDE, *LOGS, LOCK, ""):
        path = place.beside(ending)
        try:
            _remove(path)
        except OSError as error:
            failed.append(f"{path.name} ({error.strerror})")
    assert place.file is not None
    for part in place.file.parent.glob(f".{place.file.name}-*.part"):
        with suppress(OSError):
            part.unlink()
    if failed:
        raise JournalError(f"journal: emptied, but not removed: {', '.join(failed)}")
    if place.is_ours:
        with suppress(OSError):
            place.file.parent.rmdir()


def _remove_films(place: Place, person: int) -> None:
    folder = films_folder(place) / str(person)
    try:
        _remove(folder)
    except OSError as error:
        words = f"journal: emptied, but not removed: {folder} ({error.strerror})"
        raise JournalError(words) from None
    if place.file is not None or not os.environ.get(FILMS_VARIABLE):
        _remove_if_empty(folder.parent)


def _remove_if_empty(films: Path) -> None:
    """Our own folder of films, once nobody's are in it; one that somebody chose stays."""
    with suppress(OSError):
        if all(each.name == FILMS_MARK for each in films.iterdir()):
            _remove(films)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
