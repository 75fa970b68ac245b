"""A backup as what comes from another journal, to be merged instead of taking its place."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from backspotter.journal import database
from backspotter.journal.coming import Coming
from backspotter.journal.holding import held
from backspotter.journal.place import Place
from backspotter.journal.restore import staged
from backspotter.journal.tables import PERSON

SOURCE = "Backspotter backup"


def coming_from_backup(place: Place, file: Path, *, sha256: str) -> Coming:
    """All that a backup holds.

    Parameters
    ----------
    place : the journal that it is for
    sha256 : of the file

    Raises
    ------
    InputError : no backup of ours, a damaged one, or one of a newer version
    """
    with staged(place, file) as (_, stage):
        engine = database.engine_of(stage)
        try:
            with database.reading(engine) as connection:
                person = int(connection.execute(select(PERSON.c.id)).scalar_one())
                return held(connection, person, name=file.name, source=SOURCE, sha256=sha256)
        finally:
            engine.dispose()
