"""Keeps what a film showed in the journal, and finds earlier films to set a new one beside."""

from __future__ import annotations

from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from backspotter.app.film_asked import Asked
from backspotter.app.film_batch import asked_document
from backspotter.app.film_compared import Earlier, earlier_of
from backspotter.app.journal_choice import journal

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal

MOST_EARLIER: Final = 5
"""Films that a new one is set beside, the latest."""


def keep(
    film: Path, document: dict[str, Any], asked: Asked, *, set_id: int | None, now: datetime
) -> int:
    """Keep a film's summary, and give its number; the film itself is not copied.

    Parameters
    ----------
    document : the summary
    set_id : the set in the log that the film shows
    now : with its zone

    Raises
    ------
    InputError : no such set
    JournalError : it cannot be written
    """
    from backspotter import __version__
    from backspotter.journal.films import keep_film
    from backspotter.journal.records import FilmKept

    kept = FilmKept(
        sha256=content_of(film),
        engine=__version__,
        parameters=asked_document(asked),
        summary=document,
        made=now,
        set_id=set_id,
    )
    with journal() as opened:
        return keep_film(opened, kept)


def check_set(set_id: int) -> None:
    """Raises where a film cannot be attached to that set of the log, before it is read.

    Raises
    ------
    InputError : no such set
    JournalError : it cannot be read
    """
    from backspotter.journal import films

    with journal() as opened:
        films.check_set(opened, set_id)


def earlier_films(film: Path) -> list[Earlier]:
    """What the journal holds of this lifter's other films, the latest first.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal() as opened:
        return earlier_than(opened, content_of(film))


def earlier_than(opened: Journal, own: str) -> list[Earlier]:
    """The same, by what is in the film.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.films import films

    others = [each for each in films(opened) if each.sha256 != own]
    return [
        earlier_of(each.summary, f"film of {each.made:%Y-%m-%d}")
        for each in reversed(others[-MOST_EARLIER:])
    ]


def content_of(film: Path) -> str:
    """A name for what is in a file."""
    with film.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
