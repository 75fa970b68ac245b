"""Restoring a backup: read with suspicion, tried out in a database of its own, then taken over."""

from __future__ import annotations

import json
import tempfile
import zipfile
import zlib
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, LargeBinary, MetaData, Table, func, insert, select, text

from backspotter.errors import InputError, shown
from backspotter.journal import database
from backspotter.journal.backup import AT_ONCE, FORMAT, MANIFEST, VERSION, Packed, member
from backspotter.journal.erase import remove_person
from backspotter.journal.errors import JournalError
from backspotter.journal.journal import Journal, check_whole
from backspotter.journal.migrate import VERSION_TABLE, refuse_newer, upgrade
from backspotter.journal.place import SNAPSHOTS, Place, make_own_folder
from backspotter.journal.snapshots import take_snapshot
from backspotter.journal.tables import AMONG_PEOPLE, PERSON, TABLES
from backspotter.journal.whole import own_file, refuse_endless

LARGEST_MANIFEST = 100_000
LONGEST_LINE = 40_000_000
"""Bytes of one row: the longest holds the original of an import."""

MOST_UNPACKED = 4_000_000_000
MOST_TIMES = 250
"""How many times larger a table may be than packed; a log of one set a thousand times is 60."""

SMALL = 1_000_000
"""Below so many bytes no ratio is looked at."""

MOST_MEMBERS = 100
NOT_IN_A_BACKUP = {VERSION_TABLE, *(table.name for table in AMONG_PEOPLE)}
"""Tables that are no one person's own: accounts, sessions, what is shared."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    revision: str
    made: datetime
    program: str
    tables: Mapping[str, Packed]


def manifest_of(file: Path) -> Manifest:
    """What a backup holds, from its manifest alone.

    Raises
    ------
    InputError : no backup of ours, a damaged one, or one of a newer version
    """
    with _opened(file) as archive:
        return _manifest(archive)


def restore(journal: Journal, file: Path) -> Manifest:
    """Put what a backup holds in the place of all that the journal holds, after a snapshot.

    Raises
    ------
    InputError : no backup of ours, a damaged one, one of a newer version, or a database in which
        other people keep their journals too
    JournalError : it cannot be written; the journal is as it was
    """
    with staged(journal.place, file) as (manifest, stage):
        take_snapshot(journal.place, why="before-restore")
        _take_over(journal, stage)
    return manifest


@contextmanager
def staged(place: Place, file: Path) -> Iterator[tuple[Manifest, Place]]:
    """A backup in a database of its own, of this version, gone afterwards.

    Parameters
    ----------
    place : the journal that the backup is for

    Raises
    ------
    InputError : no backup of ours, a damaged one, or one of a newer version
    """
    with _opened(file) as archive:
        manifest = _manifest(archive)
        _verify(archive, manifest)
        with _stage(place) as stage:
            _fill(stage, archive, manifest)
            yield manifest, stage


def _take_over(journal: Journal, stage: Place) -> None:
    source = database.engine_of(stage)
    try:
        with database.reading(source) as theirs, journal.writing() as ours:
            if int(ours.execute(select(func.count(PERSON.c.id))).scalar_one()) > 1:
                expected = "a journal that one person keeps"
                raise InputError("restore", given="a database of several people", expected=expected)
            remove_person(ours, journal.person)
            for table in TABLES.values():
                rows = theirs.execute(select(table).order_by(*table.primary_key)).mappings()
                for part in rows.partitions(AT_ONCE):
                    ours.execute(insert(table), [dict(row) for row in part])
                go_on_counting(ours, table)
    finally:
        source.dispose()


def go_on_counting(connection: Connection, table: Table[Any]) -> None:
    """Have PostgreSQL give ids above those that came in."""
    if connection.dialect.name == "postgresql" and "id" in table.c:
        highest = f'SELECT max(id) FROM "{table.name}"'
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        connection.execute(
            text(f"SELECT setval({sequence}, coalesce(({highest}), 1), ({highest}) IS NOT NULL)")
        )


@contextmanager
def _stage(place: Place) -> Iterator[Place]:
    """A new database for trying a backup out, gone afterwards."""
    if place.file is None:
        with tempfile.TemporaryDirectory() as elsewhere:
            yield _staged(Path(elsewhere))
        return
    folder = place.beside(SNAPSHOTS)
    try:
        make_own_folder(folder)
        with tempfile.TemporaryDirectory(dir=folder, suffix=".part") as inner:
            yield _staged(Path(inner))
    except OSError as error:
        raise JournalError(f"journal: {folder}: {error.strerror}") from None


def _staged(folder: Path) -> Place:
    file = folder / "stage.db"
    own_file(file)
    return Place(file)


def _fill(stage: Place, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Bring the rows of a backup into a new database of its version, then up to ours.

    Raises
    ------
    InputError : rows that do not belong together, or are not what the manifest says
    """
    engine = database.engine_of(stage)
    try:
        with database.writing(engine) as connection:
            upgrade(connection, manifest.revision)
            there = MetaData()
            there.reflect(connection)
            for table in there.sorted_tables:
                if table.name not in NOT_IN_A_BACKUP:
                    _fill_table(connection, table, archive, manifest)
            upgrade(connection)
            _one_person(connection)
    except JournalError as error:
        if "does not fit" in str(error) or "the database failed" in str(error):
            raise _damaged("rows that do not fit") from None
        raise
    finally:
        engine.dispose()
    assert stage.file is not None
    check_whole(stage.file)


def _one_person(connection: Connection) -> None:
    if int(connection.execute(select(func.count(PERSON.c.id))).scalar_one()) != 1:
        raise _damaged("not one person's journal")


def _fill_table(
    connection: Connection, table: Table[Any], archive: zipfile.ZipFile, manifest: Manifest
) -> None:
    if table.name not in manifest.tables:
        raise _damaged(f"no table {table.name}")
    columns = {column.name: isinstance(column.type, LargeBinary) for column in table.c}
    with closing(_lines(archive, table.name)) as lines:
        while part := [_row(line, columns) for line in islice(lines, AT_ONCE)]:
            connection.execute(insert(table), part)


def _verify(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every table through before any of it is believed.

    Raises
    ------
    InputError : a table that is missing, or not what the manifest says
    """
    for name, packed in manifest.tables.items():
        count, digest = 0, sha256()
        with closing(_lines(archive, name)) as lines:
            for line in lines:
                digest.update(line)
                count += 1
        if count != packed.rows or digest.hexdigest() != packed.sha256:
            raise _damaged(f"a table ({shown(name)}) is not what the manifest says")


def _lines(archive: zipfile.ZipFile, table: str) -> Generator[bytes, None, None]:
    with _reading(archive, member(table)) as stream:
        while line := stream.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise _damaged("a row too long")
            yield line


def _row(line: bytes, columns: Mapping[str, bool]) -> dict[str, Any]:
    found = _json(line)
    if not isinstance(found, dict) or found.keys() != columns.keys():
        raise _damaged("a row with other columns")
    return {name: _cell(found[name], is_bytes) for name, is_bytes in columns.items()}


def _cell(given: object, is_bytes: bool) -> object:
    if isinstance(given, bool) or not isinstance(given, str | int | float | None):
        raise _damaged("a cell that is no cell")
    if isinstance(given, int) and abs(given) >= 2**63:
        raise _damaged("a number too large")
    if is_bytes and given is not None:
        try:
            return b64decode(str(given), validate=True)
        except (BadBase64, ValueError):
            raise _damaged("bytes that are none") from None
    return given


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """A backup to read from; whatever a hostile one makes of it becomes one line.

    Raises
    ------
    InputError : it cannot be read, or is no zip file
    """
    try:
        refuse_endless("restore", file)
        with zipfile.ZipFile(file) as archive:
            _refuse_hostile(archive.infolist())
            yield archive
    except FileNotFoundError:
        do = "there is no such file"
        raise InputError("restore", given=str(file), expected="a backup", do=do) from None
    except IsADirectoryError:
        do = "this is a folder"
        raise InputError("restore", given=str(file), expected="a backup", do=do) from None
    except PermissionError:
        raise InputError("restore", given=str(file), expected="a file you may read") from None
    except OSError as error:
        given = f"{file.name} ({error.strerror})"
        raise InputError("restore", given=given, expected="a file to read") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise _damaged("no whole zip file") from None


def _refuse_hostile(members: Sequence[zipfile.ZipInfo]) -> None:
    names = [each.filename for each in members]
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names):
        raise _damaged("too many files in it, or one twice")
    for each in members:
        is_table = each.filename.startswith("tables/") and each.filename.endswith(".jsonl")
        if each.filename != MANIFEST and not is_table:
            raise _damaged("a file in it that is none of ours")
        if each.flag_bits & 1:
            raise _damaged("it is encrypted")
        if each.file_size > max(SMALL, MOST_TIMES * each.compress_size):
            raise _damaged("a file that grows too large when unpacked")
    if sum(each.file_size for each in members) > MOST_UNPACKED:
        raise _damaged("more than a backup can be")


@contextmanager
def _reading(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """One file of the archive; the library stops at the size that was declared and checked."""
    try:
        stream = archive.open(name)
    except KeyError:
        raise _damaged(f"{name} is missing") from None
    with stream:
        yield stream


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with _reading(archive, MANIFEST) as stream:
        given = stream.read(LARGEST_MANIFEST + 1)
    if len(given) > LARGEST_MANIFEST:
        raise _damaged("a manifest too long")
    found = _json(given)
    try:
        if found["format"] != FORMAT or not isinstance(found["version"], int):
            raise _damaged("another program made it")
        if found["version"] > VERSION:
            refuse_newer(f"{found['version']}", "restore")
        refuse_newer(str(found["revision"]), "restore")
        return Manifest(
            str(found["revision"]),
            datetime.fromisoformat(found["made"]),
            str(found["program"]),
            {
                str(name): Packed(int(each["rows"]), str(each["sha256"]))
                for name, each in found["tables"].items()
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _damaged("its manifest makes no sense") from None


def _json(given: bytes) -> Any:
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        raise _damaged("lines that are no JSON") from None


def _damaged(why: str) -> InputError:
    do = "it is damaged or no backup of ours; nothing was changed"
    return InputError("restore", given=why, expected="a backup", do=do)
