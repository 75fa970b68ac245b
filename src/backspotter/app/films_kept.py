"""What was found in films, read back out of the journal as documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backspotter.app.film_schemas import film_summary_schema
from backspotter.app.journal_choice import journal
from backspotter.app.journal_documents import TIME, WHOLE, WHOLE_OR_NULL
from backspotter.app.schemas import TEXT, object_of

if TYPE_CHECKING:
    from backspotter.journal.records import FilmKept


def films_document() -> dict[str, Any]:
    """Every film that was kept, oldest first, without its summary.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.films import numbered_films

    with journal() as opened:
        return {"films": [_short(id, film) for id, film in numbered_films(opened)]}


def film_document(id: int) -> dict[str, Any] | None:
    """One film with what was found in it; None where this person has none of this number.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.films import numbered_films

    with journal() as opened:
        found = next(iter(numbered_films(opened, id=id)), None)
    return None if found is None else {**_short(*found), "summary": found[1].summary}


def film_schema() -> dict[str, Any]:
    """The schema of ``film_document``."""
    summary = {name: each for name, each in film_summary_schema().items() if name != "$schema"}
    return object_of({**_fields(), "summary": summary})


def films_schema() -> dict[str, Any]:
    """The schema of ``films_document``."""
    return object_of({"films": {"type": "array", "items": object_of(_fields())}})


def _short(id: int, film: FilmKept) -> dict[str, Any]:
    return {
        "id": id,
        "made": film.made.isoformat(),
        "set": film.set_id,
        "sha256": film.sha256,
        "engine": film.engine,
        "parameters": film.parameters,
    }


def _fields() -> dict[str, Any]:
    return {
        "id": WHOLE,
        "made": TIME,
        "set": WHOLE_OR_NULL,
        "sha256": TEXT,
        "engine": TEXT,
        "parameters": {"type": "object"},
    }
