"""What was found in films: the same film, version and parameters are never worked out twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select

from backspotter.errors import InputError
from backspotter.journal.codec import checked_text
from backspotter.journal.journal import Journal
from backspotter.journal.records import FilmKept
from backspotter.journal.tables import FILM, LOGGED_SET
from backspotter.journal.times import kept_time, time_of


def keep_film(journal: Journal, film: FilmKept) -> int:
    """Keep what was found, and give its id; the one that was kept before where it is the same.

    Raises
    ------
    InputError : a set that is not there
    JournalError : it cannot be written
    """
    utc, offset_s = kept_time("made", film.made)
    row = {
        "person_id": journal.person,
        "set_id": film.set_id,
        "made_utc": utc,
        "made_offset_s": offset_s,
        "sha256": checked_text("sha256", film.sha256),
        "engine": checked_text("engine", film.engine),
        "parameters": _canonical(film.parameters),
        "summary": _canonical(film.summary),
    }
    with journal.writing() as connection:
        if film.set_id is not None:
            _check_set(connection, journal, film.set_id)
        same = ("person_id", "sha256", "engine", "parameters")
        known = select(FILM.c.id).where(*(FILM.c[name] == row[name] for name in same))
        found = connection.execute(known).scalar()
        if found is not None:
            if film.set_id is not None:
                attach = FILM.update().where(FILM.c.id == found)
                connection.execute(attach.values(set_id=film.set_id))
            return int(found)
        done = connection.execute(FILM.insert().values(row))
        assert done.inserted_primary_key is not None
        return int(done.inserted_primary_key[0])


def check_set(journal: Journal, set_id: int) -> None:
    """Raises where a film cannot be attached to that set.

    Raises
    ------
    InputError : a set that is not there
    JournalError : it cannot be read
    """
    with journal.reading() as connection:
        _check_set(connection, journal, set_id)


def _check_set(connection: Connection, journal: Journal, set_id: int) -> None:
    query = select(LOGGED_SET.c.id).where(
        LOGGED_SET.c.id == set_id, LOGGED_SET.c.person_id == journal.person
    )
    if connection.execute(query).first() is None:
        raise InputError("set", given=set_id, expected="the number of a set in the log")


def drop_film(journal: Journal, id: int) -> bool:
    """Delete what was found in a film; whether it was there.

    Raises
    ------
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        mine = FILM.c.id == id, FILM.c.person_id == journal.person
        return connection.execute(delete(FILM).where(*mine)).rowcount > 0


def films(journal: Journal, *, set_id: int | None = None) -> list[FilmKept]:
    """What was found in films, oldest first, each with its set as that stands now.

    Parameters
    ----------
    set_id : only those that were kept with this set, by the number it had then

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(FILM).where(FILM.c.person_id == journal.person)
    if set_id is not None:
        query = query.where(FILM.c.set_id == set_id)
    with journal.reading() as connection:
        rows = connection.execute(query.order_by(FILM.c.made_utc, FILM.c.id)).mappings().all()
        later = _corrections(connection, journal.person) if rows else {}
    return [_film(row, later) for row in rows]


def _corrections(connection: Connection, person: int) -> dict[int, int]:
    """What took the place of each set that was corrected."""
    before = LOGGED_SET.c.replaces_id
    query = select(before, LOGGED_SET.c.id).where(
        LOGGED_SET.c.person_id == person, before.is_not(None)
    )
    return {int(old): int(new) for old, new in connection.execute(query)}


def numbered_films(journal: Journal, *, id: int | None = None) -> list[tuple[int, FilmKept]]:
    """The same with their numbers; only the one of this number where it is named.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(FILM).where(FILM.c.person_id == journal.person)
    if id is not None:
        query = query.where(FILM.c.id == id)
    with journal.reading() as connection:
        rows = connection.execute(query.order_by(FILM.c.made_utc, FILM.c.id)).mappings()
        return [(int(row["id"]), _film(row)) for row in rows]


def film_of(
    journal: Journal, sha256: str, engine: str, parameters: Mapping[str, Any]
) -> FilmKept | None:
    """What this version found in this film with these parameters, if it ever looked.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(FILM).where(
        FILM.c.person_id == journal.person,
        FILM.c.sha256 == sha256,
        FILM.c.engine == engine,
        FILM.c.parameters == _canonical(parameters),
    )
    with journal.reading() as connection:
        row = connection.execute(query).mappings().first()
    return _film(row) if row else None


def _canonical(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True)


def _film(row: RowMapping, later: Mapping[int, int] = MappingProxyType({})) -> FilmKept:
    """A film with the set that it shows, as that stands after corrections."""
    set_id = row["set_id"]
    while set_id in later:
        set_id = later[set_id]
    return FilmKept(
        sha256=row["sha256"],
        engine=row["engine"],
        parameters=json.loads(row["parameters"]),
        summary=json.loads(row["summary"]),
        made=time_of(row["made_utc"], row["made_offset_s"]),
        set_id=set_id,
    )
