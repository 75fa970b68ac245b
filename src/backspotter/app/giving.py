"""Gives everything away, or back: a backup, tables for spreadsheets, restoring, deleting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from backspotter.app import draft
from backspotter.app.arrivals import remove_mine
from backspotter.app.counted import entered
from backspotter.app.journal_choice import HELD, journal, place
from backspotter.app.one_entry import kind_called
from backspotter.errors import BackspotterError, InputError

if TYPE_CHECKING:
    from backspotter.journal.codec import Kind
    from backspotter.journal.journal import Journal
    from backspotter.journal.moving import Moved
    from backspotter.journal.restore import Manifest


NOT_IN_A_BACKUP: Final = (
    "What was found in films is in a backup. The films themselves are not, nor the player and the "
    "pictures."
)
"""For every place that gives a backup or takes one."""


def back_up(out: str | None, *, now: datetime) -> tuple[Path, dict[str, int]]:
    """Write a backup, and give where it is and how many rows of each table it holds.

    Raises
    ------
    InputError : no such folder, or a file that cannot be written
    JournalError : the journal cannot be read
    """
    from backspotter import __version__
    from backspotter.journal.backup import back_up as write

    file = out_file(out, f"backspotter-backup-{now:%Y-%m-%d-%H%M%S}.zip")
    with journal() as opened:
        packed = write(opened, file, made=now, program=__version__)
    return file, {name: each.rows for name, each in packed.items()}


def tables(out: str | None, *, now: datetime) -> tuple[Path, dict[str, int]]:
    """Write every table as CSV into one zip file, and give where it is and rows by table.

    Raises
    ------
    InputError : no such folder, or a file that cannot be written
    JournalError : the journal cannot be read
    """
    from backspotter.journal.sheets import export_csv

    file = out_file(out, f"backspotter-tables-{now:%Y-%m-%d-%H%M%S}.zip")
    with journal() as opened:
        return file, export_csv(opened, file)


def seen_backup(path: str) -> Manifest:
    """What a backup holds, from its manifest alone.

    Raises
    ------
    InputError : no backup of ours, a damaged one, or one of a newer version
    """
    from backspotter.journal.restore import manifest_of

    return manifest_of(Path(path))


def restore(path: str) -> Manifest:
    """Put what a backup holds in the place of all that the journal holds.

    Raises
    ------
    InputError : no backup of ours, a damaged one, or one of a newer version
    JournalError : it cannot be written; the journal is as it was
    """
    from backspotter.journal.restore import restore as put_back

    with journal() as opened:
        return put_back(opened, Path(path))


def entries_there() -> int:
    """How many entries the journal holds, counted as in a backup; none where there is no journal.

    Those that were corrected count, and so do warning signs and film results: whatever is given
    away, put back or deleted is told by this one count.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.backup import rows_of

    if not place().is_there:
        return 0
    with journal() as opened:
        return entered(rows_of(opened))


def entries_in(backup: Manifest) -> int:
    """How many entries a backup holds, counted the same way."""
    return entered({name: each.rows for name, each in backup.tables.items()})


def moved_to(named: str) -> tuple[list[Moved], str]:
    """Copy the journal to another place; rows by table, and where it is now.

    Raises
    ------
    InputError : no such place, or one that holds something
    JournalError : it cannot be read or written; the new place is left empty
    """
    from backspotter.journal.moving import move
    from backspotter.journal.place import place_to_move_to

    target = place_to_move_to(named)
    return move(place(), target), str(target)


def folders_of_films(named: str) -> tuple[str, str]:
    """Where the films of this journal are, and where one at another place looks for its own.

    Raises
    ------
    InputError : no such place
    """
    from backspotter.journal.place import films_folder, place_to_move_to

    return str(films_folder(place())), str(films_folder(place_to_move_to(named)))


def delete_everything() -> int:
    """Delete the journal with all that belongs to it, what waits, and a check left half way.

    Returns how many entries there were, as ``entries_there`` counts them; none where the file was
    too damaged to count.

    Raises
    ------
    JournalError : something cannot be removed; it says what
    """
    try:
        there = entries_there()
    except BackspotterError:
        there = 0
    _delete_everything()
    return there


def _delete_everything() -> None:
    from backspotter.journal.erase import erase_everything, erase_person
    from backspotter.journal.people import is_shared

    held = HELD.get()
    if held is not None and is_shared(held()):
        remove_mine()
        with _without_jobs(held()):
            erase_person(held())
        return
    file = draft.draft_file()
    for each in (file, file.with_name(draft.DAMAGED)):
        draft.delete(each)
    if place().file is not None:
        if place().is_there:
            erase_everything(place())
        return
    remove_mine()
    with journal() as opened, nullcontext() if is_shared(opened) else _without_jobs(opened):
        erase_everything(place())


@contextmanager
def _without_jobs(opened: Journal) -> Iterator[None]:
    """Ends and forgets the jobs of a person whose films go: before, and what ended meanwhile."""
    from backspotter.app.film_desk import forget_jobs

    forget_jobs(opened)
    try:
        yield
    finally:
        forget_jobs(opened)


def delete_one(word: str, id: int) -> int:
    """Delete one entry with its history, and every snapshot; how many rows there were.

    Raises
    ------
    InputError : no such kind, or no such entry
    JournalError : it cannot be written
    """
    from backspotter.journal.erase import delete_entry

    kind = _kind(word)
    with journal() as opened:
        return delete_entry(opened, kind, id)


def _kind(word: str) -> Kind[Any]:
    from backspotter.journal.codec import KINDS

    found = kind_called(word)
    if found is None:
        words = ", ".join(kind.word for kind in KINDS)
        raise InputError("delete", given=word, expected=f"everything, or one of {words}")
    return found


def out_file(out: str | None, name: str) -> Path:
    """Where to write: the file that was named, in a folder under our name, or here.

    Raises
    ------
    InputError : no such folder
    """
    given = Path(out) if out else Path(name)
    if given.is_dir():
        return given / name
    if not given.parent.is_dir():
        raise InputError("out", given=str(given), expected="a folder that is there")
    return given


def write_for_one(file: Path, content: bytes) -> None:
    """Write a file that only this person can read, whole or not at all.

    Raises
    ------
    InputError : it cannot be written
    """
    from backspotter.journal.whole import written_whole

    try:
        with written_whole(file) as stream:
            stream.write(content)
    except OSError as error:
        given = f"{file} ({error.strerror})"
        raise InputError("out", given=given, expected="a file that can be written") from None
