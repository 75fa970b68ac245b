"""A table in a text file: encoding and delimiter are found out, rows come one after another."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from backspotter.errors import InputError
from backspotter.training.formats.preview import Progress, silent

if TYPE_CHECKING:
    from _csv import Reader as _Csv

MOST_BYTES: Final = 256_000_000
MOST_ROWS: Final = 2_000_000
LONGEST_LINE: Final = 1_000_000
MOST_COLUMNS: Final = 1_000
LONGEST_CELL: Final = 100_000
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TOLD_EVERY: Final = 2_000
"""Rows between two words of progress."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it ends, and its cells by name; several columns may share one."""

    line: int
    cells: tuple[str, ...]
    places: dict[str, int]

    def __getitem__(self, name: str) -> str:
        """The cell under the first column of this name; empty where there is none."""
        place = self.places.get(name)
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    @property
    def text(self) -> str:
        """The row as it stands, shortened."""
        return " | ".join(self.cells)[:160]


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose first row names its columns, trimmed and in small letters."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    def rows(self, progress: Progress = silent) -> Iterator[Row]:
        """Every row but the first and empty ones.

        Raises
        ------
        InputError : longer or wider than such a file can be, or not text after all
        """
        places: dict[str, int] = {}
        for place, name in enumerate(self.header):
            places.setdefault(name, place)
        size = self.path.stat().st_size
        with self.path.open("rb") as raw:
            stream = io.TextIOWrapper(raw, encoding=self.encoding, newline="")
            reader = _reader(stream, self.delimiter)
            next(reader, None)
            for count, cells in enumerate(_guarded(reader, self.path), start=1):
                if count > MOST_ROWS:
                    raise _refused(self.path, f"more than {MOST_ROWS:,} rows")
                if count % TOLD_EVERY == 0:
                    progress(raw.tell(), size)
                if any(cell.strip() for cell in cells):
                    yield Row(reader.line_num, tuple(cells), places)
        progress(size, size)


def opened(path: Path) -> Table:
    """The table in a file.

    Raises
    ------
    InputError : too large, no text, or no row of names
    """
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path, f"{path.stat().st_size:,} bytes", f"at most {MOST_BYTES:,}")
    with path.open("rb") as stream:
        start = stream.read(LONGEST_LINE)
    encoding = next((name for mark, name in MARKS if start.startswith(mark)), "utf-8")
    line = _first_line(path, start, encoding)
    delimiter = max(",;\t", key=line.count)
    header = next(_guarded(_reader(io.StringIO(line), delimiter), path), [])
    return Table(path, encoding, delimiter, tuple(name.strip().lower() for name in header))


def _first_line(path: Path, start: bytes, encoding: str) -> str:
    if b"\x00" in start and encoding != "utf-16":
        raise _refused(path, "bytes that are no text")
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeError:
        raise _refused(path, "text that is not UTF-8", do="export it again as UTF-8") from None
    line = text.splitlines(keepends=True)[0] if text.strip() else ""
    if not line.strip():
        raise _refused(path, "an empty file")
    if len(line) >= LONGEST_LINE // 2:
        raise _refused(path, "a first line without an end")
    return line


def _reader(stream: io.TextIOBase, delimiter: str) -> _Csv:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(_short_lines(stream), delimiter=delimiter)


def _short_lines(stream: io.TextIOBase) -> Iterator[str]:
    """Lines, none longer than a row can be."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise csv.Error("a line without an end")
        yield line


def _guarded(reader: _Csv, path: Path) -> Iterator[list[str]]:
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise _refused(path, f"{len(cells):,} columns", f"at most {MOST_COLUMNS:,}")
            yield cells
    except UnicodeError:
        line = reader.line_num + 1
        raise _refused(path, f"text that is not UTF-8 near line {line}") from None
    except csv.Error as error:
        raise _refused(path, f"{error} near line {reader.line_num + 1}") from None


def _refused(
    path: Path, given: str, expected: str = "a table of a training app", do: str = ""
) -> InputError:
    return InputError(path.name, given=given, expected=expected, do=do)
