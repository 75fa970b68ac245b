"""From whatever version a journal has to ours, in one transaction; refuses what is newer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from backspotter.errors import InputError

if TYPE_CHECKING:
    from alembic.config import Config

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every version there was, oldest first; the steps between are under ``migrations/``."""

HEAD = REVISIONS[-1]
VERSION_TABLE = "alembic_version"
OF_JOBS = "backspotter_"
"""How the tables of a list of jobs begin: on PostgreSQL a worker may make them before there is a
journal beside them."""


def revision_of(connection: Connection) -> str | None:
    """The version of a journal; nothing for a database with no table in it, or only those of jobs.

    Raises
    ------
    InputError : a database of something else, or of a newer version
    """
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if not all(table.startswith(OF_JOBS) for table in tables):
            raise InputError("journal", given="a database of something else", expected="a journal")
        return None
    rows = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()
    found = rows[0] if len(rows) == 1 else "?"
    refuse_newer(found, "journal")
    return found


def refuse_newer(revision: str, what: str) -> None:
    """Raise where something was made by a version that we do not know.

    Raises
    ------
    InputError : it was
    """
    if revision not in REVISIONS:
        raise InputError(
            what,
            given=f"version {revision}",
            expected=f"at most {HEAD}",
            do="it was made by a newer Backspotter; update this one",
        )


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Bring the database to a version, in the transaction that is open."""
    from alembic import command

    command.upgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "backspotter.journal:migrations")
    config.attributes["connection"] = connection
    return config
