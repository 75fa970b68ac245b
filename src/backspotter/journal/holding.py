"""All that a journal holds, as it goes to another one: by identity, without a number of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from backspotter.journal.codec import KINDS, Kind
from backspotter.journal.coming import Coming, ComingEntry, ComingFilm, ComingFlag
from backspotter.journal.identity import OF_THIS_JOURNAL, identity_of
from backspotter.journal.tables import CHECK_IN, FILM, FLAG, FLAG_END
from backspotter.journal.times import time_of

OF_THE_ROW: Final = OF_THIS_JOURNAL | {"entered_utc", "check_in_id", "flag_id", "set_id"}
FLAG_END_CELLS: Final = tuple(column.name for column in FLAG_END.c if column.name != "flag_id")


def held(
    connection: Connection, person: int, *, name: str = "", source: str = "", sha256: str = ""
) -> Coming:
    """Every entry, flag and film of a person.

    Parameters
    ----------
    name, source, sha256 : of the file that the journal came in, where it came in one
    """
    entries: list[ComingEntry] = []
    ids: dict[str, dict[int, str]] = {}
    for kind in KINDS:
        found, ids[kind.name] = _entries(connection, person, kind)
        entries += found
    return Coming(
        name=name,
        source=source,
        sha256=sha256,
        entries=entries,
        flags=_flags(connection, person, ids[CHECK_IN.name]),
        films=_films(connection, person, ids["logged_set"]),
    )


def _entries(
    connection: Connection, person: int, kind: Kind[Any]
) -> tuple[list[ComingEntry], dict[int, str]]:
    seen: Counter[str] = Counter()
    query = select(kind.table).where(kind.table.c.person_id == person).order_by(kind.table.c.id)
    rows = connection.execute(query).mappings().all()
    ids = {int(row["id"]): identity_of(kind, row, seen) for row in rows}
    found = [
        ComingEntry(
            kind=kind,
            identity=ids[row["id"]],
            cells=_cells(row),
            entered=time_of(row["entered_utc"], row["entered_offset_s"]),
            replaces=(ids[row["replaces_id"]],) if row["replaces_id"] in ids else (),
        )
        for row in rows
    ]
    return found, ids


def _cells(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): cell for name, cell in row.items() if name not in OF_THE_ROW}


def _flags(connection: Connection, person: int, checks: Mapping[int, str]) -> list[ComingFlag]:
    flags = select(FLAG).where(FLAG.c.person_id == person).order_by(FLAG.c.id)
    mine = select(FLAG.c.id).where(FLAG.c.person_id == person)
    ends = select(FLAG_END).where(FLAG_END.c.flag_id.in_(mine))
    ended = {row["flag_id"]: row for row in connection.execute(ends).mappings()}
    return [
        ComingFlag(
            check_in=checks[row["check_in_id"]],
            cells=_cells(row),
            end={name: ended[row["id"]][name] for name in FLAG_END_CELLS}
            if row["id"] in ended
            else None,
        )
        for row in connection.execute(flags).mappings()
    ]


def _films(connection: Connection, person: int, sets: Mapping[int, str]) -> list[ComingFilm]:
    films = select(FILM).where(FILM.c.person_id == person).order_by(FILM.c.id)
    return [
        ComingFilm(cells=_cells(row), of_set=sets.get(row["set_id"]))
        for row in connection.execute(films).mappings()
    ]
