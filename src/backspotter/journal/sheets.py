"""Every table as CSV, for spreadsheets: what a cell says is never taken for a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, select

from backspotter.errors import InputError
from backspotter.journal.backup import AT_ONCE
from backspotter.journal.codec import SETS
from backspotter.journal.entries import standing
from backspotter.journal.journal import Journal
from backspotter.journal.tables import LOGGED_SET, TABLES, of_person
from backspotter.journal.whole import written_whole
from backspotter.training.formats.plain import COLUMNS, hidden, row_of
from backspotter.training.log import LoggedSet

LOG = "sets"
"""The sets as they stand, as a table that ``log import`` reads back as it was."""


def export_csv(journal: Journal, file: Path) -> dict[str, int]:
    """Write a zip file with one CSV for each table, whole or not at all; rows by table.

    Raises
    ------
    InputError : the file cannot be written
    JournalError : the journal cannot be read
    """
    try:
        with (
            written_whole(file) as stream,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
            journal.reading() as connection,
        ):
            person = journal.person
            found = {
                name: _sheet(archive, name, _columns(table), _rows(connection, table, person))
                for name, table in TABLES.items()
            }
            sets = map(row_of, _sets(connection, person))
            return {**found, LOG: _sheet(archive, LOG, COLUMNS, sets)}
    except OSError as error:
        given = f"{file} ({error.strerror})"
        raise InputError("out", given=given, expected="a file that can be written") from None


def _sheet(
    archive: zipfile.ZipFile, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    count = 0
    with (
        archive.open(f"{name}.csv", "w", force_zip64=True) as binary,
        io.TextIOWrapper(binary, encoding="utf-8", newline="") as stream,
    ):
        writer = csv.writer(stream)
        writer.writerow(columns)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _sets(connection: Connection, person: int) -> Iterator[LoggedSet]:
    """The sets that stand, oldest first."""
    query = standing(SETS, person).order_by(LOGGED_SET.c.at_utc, LOGGED_SET.c.id)
    result = connection.execution_options(yield_per=AT_ONCE).execute(query)
    yield from (SETS.from_cells(row) for row in result.mappings())


def _columns(table: Table[Any]) -> list[str]:
    """All but originals of imports, which are no text."""
    return [column.name for column in table.c if not isinstance(column.type, LargeBinary)]


def _rows(connection: Connection, table: Table[Any], person: int) -> Iterator[Any]:
    query = select(*(table.c[name] for name in _columns(table)))
    query = query.where(of_person(table, person)).order_by(*table.primary_key)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
        yield [hidden(cell) if isinstance(cell, str) else cell for cell in row]
