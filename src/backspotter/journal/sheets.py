"""Every table as CSV, for spreadsheets: what a cell says is never taken for a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, select

from backspotter.errors import InputError
from backspotter.journal.backup import AT_ONCE
from backspotter.journal.journal import Journal
from backspotter.journal.tables import TABLES, of_person
from backspotter.journal.whole import written_whole

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide forms of the first, which some spreadsheets take for them."""
QUOTE = "'"


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
            return {
                name: _sheet(archive, connection, table, journal.person)
                for name, table in TABLES.items()
            }
    except OSError as error:
        given = f"{file} ({error.strerror})"
        raise InputError("out", given=given, expected="a file that can be written") from None


def safe_cell(cell: object) -> object:
    """A cell that a spreadsheet shows as it is: a text that would begin a formula gets a quote."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(BEGINS_A_FORMULA):
        return QUOTE + cell
    return cell


def _sheet(archive: zipfile.ZipFile, connection: Connection, table: Table[Any], person: int) -> int:
    count = 0
    with (
        archive.open(f"{table.name}.csv", "w", force_zip64=True) as binary,
        io.TextIOWrapper(binary, encoding="utf-8", newline="") as stream,
    ):
        writer = csv.writer(stream)
        writer.writerow(_columns(table))
        for row in _rows(connection, table, person):
            writer.writerow([safe_cell(cell) for cell in row])
            count += 1
    return count


def _columns(table: Table[Any]) -> list[str]:
    """All but originals of imports, which are no text."""
    return [column.name for column in table.c if not isinstance(column.type, LargeBinary)]


def _rows(connection: Connection, table: Table[Any], person: int) -> Iterator[Any]:
    query = select(*(table.c[name] for name in _columns(table)))
    query = query.where(of_person(table, person)).order_by(*table.primary_key)
    yield from connection.execution_options(yield_per=AT_ONCE).execute(query)
