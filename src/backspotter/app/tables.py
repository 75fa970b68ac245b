"""Tidy tables of everything in a journal, for notebooks and as Parquet."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from backspotter.app.journal_choice import NAMED
from backspotter.errors import InputError
from backspotter.exports import tidy

if TYPE_CHECKING:
    import polars

    from backspotter.journal.journal import Journal

INSTALL: Final = "pip install 'backspotter[tables]'"


def tables(journal: str | Path | None = None) -> dict[str, polars.DataFrame]:
    """Every table by name, of what stands in a journal; one without rows is there too.

    Parameters
    ----------
    journal : a file or an address, as ``--journal`` has it; that of this command, or the default
        one, without it

    Raises
    ------
    InputError : no journal there, or polars is not installed
    JournalError : it cannot be read
    """
    from backspotter.journal.journal import opened
    from backspotter.journal.place import place_of

    where = place_of(str(journal) if journal is not None else NAMED.get())
    if not where.is_there:
        do = "backspotter check and track add make one"
        raise InputError("journal", given=str(where), expected="a journal", do=do)
    with opened(where) as found:
        rows = rows_of(found)
    return {name: _frame(name, rows[name]) for name in tidy.COLUMNS}


def rows_of(opened: Journal) -> dict[str, list[tidy.Row]]:
    """The rows of every table.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal import codec
    from backspotter.journal.entries import current
    from backspotter.journal.films import films
    from backspotter.journal.flags import flags
    from backspotter.journal.imports import batches

    checks, answers = tidy.checks(current(opened, codec.CHECK_INS))
    return {
        "checks": checks,
        "answers": answers,
        **tidy.soreness(current(opened, codec.SORENESSES)),
        "sets": tidy.plain("sets", current(opened, codec.SETS)),
        "nights": tidy.plain("nights", current(opened, codec.NIGHTS)),
        "body_masses": tidy.plain("body_masses", current(opened, codec.BODY_MASSES)),
        "waters": tidy.plain("waters", current(opened, codec.WATERS)),
        "profiles": tidy.plain("profiles", current(opened, codec.PROFILES)),
        "flags": tidy.flags(flags(opened)),
        **tidy.films(films(opened)),
        "imports": tidy.imports(batches(opened)),
    }


def write_parquet(out: str | None, *, now: datetime) -> tuple[Path, dict[str, int]]:
    """Write every table as one Parquet file into a folder; where it is, and rows by table.

    Raises
    ------
    InputError : no journal, a folder that cannot be made or holds such files of before, or no
        polars
    JournalError : the journal cannot be read
    """
    found = tables()
    folder = Path(out) if out else Path(f"backspotter-tables-{now:%Y-%m-%d-%H%M%S}")
    try:
        _make(folder)
        for name, frame in found.items():
            _write(frame, folder / f"{name}.parquet")
    except OSError as error:
        given = f"{folder} ({error.strerror})"
        raise InputError("out", given=given, expected="a folder that can be written") from None
    return folder, {name: frame.height for name, frame in found.items()}


def _make(folder: Path) -> None:
    from backspotter.journal.place import OWN_FOLDER

    if not folder.parent.is_dir():
        raise InputError("out", given=str(folder), expected="a folder in one that is there")
    folder.mkdir(mode=OWN_FOLDER, exist_ok=True)


def _write(frame: polars.DataFrame, file: Path) -> None:
    from backspotter.journal.whole import written_whole

    with written_whole(file) as stream:
        frame.write_parquet(stream)


def _frame(name: str, rows: list[tidy.Row]) -> polars.DataFrame:
    try:
        import polars
    except ModuleNotFoundError:
        raise InputError("tables", given="no polars", expected=INSTALL) from None
    kinds: dict[type, Any] = {
        str: polars.String,
        float: polars.Float64,
        int: polars.Int64,
        bool: polars.Boolean,
        date: polars.Date,
        datetime: polars.Datetime("us", "UTC"),
    }
    columns = tidy.COLUMNS[name]
    schema = {column: kinds[kind] for column, kind in columns.items()}
    listed = [[row.get(column) for column in columns] for row in rows]
    return polars.DataFrame(listed, schema=schema, orient="row")
