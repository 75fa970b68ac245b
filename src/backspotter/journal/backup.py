"""A backup: one zip file with every row as a line of JSON, and a manifest with their hashes."""

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, Select, Table, func, select

from backspotter.errors import InputError
from backspotter.journal.journal import Journal
from backspotter.journal.migrate import HEAD
from backspotter.journal.tables import TABLES, of_person
from backspotter.journal.whole import written_whole

FORMAT = "backspotter-backup"
VERSION = 1
MANIFEST = "manifest.json"
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Packed:
    """One table in a backup: how many rows, and the hash of its lines."""

    rows: int
    sha256: str


def member(table: str) -> str:
    """Where a table lies in the file."""
    return f"tables/{table}.jsonl"


def back_up(journal: Journal, file: Path, *, made: datetime, program: str) -> dict[str, Packed]:
    """Write all that the journal holds into one file, which is there whole or not at all.

    Parameters
    ----------
    made : now, with its zone
    program : our version

    Raises
    ------
    InputError : the file cannot be written
    JournalError : the journal cannot be read
    """
    try:
        with written_whole(file) as stream, journal.reading() as connection:
            return _write(connection, journal.person, stream, made, program)
    except OSError as error:
        given = f"{file} ({error.strerror})"
        raise InputError("out", given=given, expected="a file that can be written") from None


def rows_of(journal: Journal) -> dict[str, int]:
    """How many rows of each table a backup of the journal as it is would hold.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    with journal.reading() as connection:
        return {
            name: int(connection.execute(_counting(table, journal.person)).scalar_one())
            for name, table in TABLES.items()
        }


def _counting(table: Table[Any], person: int) -> Select[Any]:
    return select(func.count()).select_from(table).where(of_person(table, person))


def _write(
    connection: Connection, person: int, stream: BinaryIO, made: datetime, program: str
) -> dict[str, Packed]:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        packed = {name: _pack(archive, connection, table, person) for name, table in TABLES.items()}
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "revision": HEAD,
            "made": made.isoformat(),
            "program": program,
            "tables": {
                name: {"rows": each.rows, "sha256": each.sha256} for name, each in packed.items()
            },
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
    return packed


def _pack(
    archive: zipfile.ZipFile, connection: Connection, table: Table[Any], person: int
) -> Packed:
    rows, digest = 0, sha256()
    with archive.open(member(table.name), "w", force_zip64=True) as stream:
        for line in lines_of(connection, table, person):
            digest.update(line)
            stream.write(line)
            rows += 1
    return Packed(rows, digest.hexdigest())


def lines_of(connection: Connection, table: Table[Any], person: int) -> Iterator[bytes]:
    """The rows of a person as lines of JSON, in the order of their keys."""
    query = select(table).where(of_person(table, person)).order_by(*table.primary_key)
    result = connection.execution_options(yield_per=AT_ONCE).execute(query)
    names = list(result.keys())
    for row in result:
        yield json.dumps(dict(zip(names, map(_json_cell, row), strict=True))).encode() + b"\n"


def _json_cell(cell: object) -> object:
    return b64encode(bytes(cell)).decode() if isinstance(cell, bytes | memoryview) else cell
