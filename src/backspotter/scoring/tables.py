"""The table of frames beside a summary: frames.parquet where it can be read, else frames.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array

COLUMNS: Final = (
    *("trunk_deg", "hip_deg", "knee_deg", "bar_x_m", "bar_y_m", "thoracic_flexion_deg"),
    *("lumbar_flexion_deg", "lumbar_flexion_deg_low", "lumbar_flexion_deg_high"),
)
LARGEST_BYTES: Final = 400_000_000
EMPTY: Final = frozenset(("", "nan", "null", "none", "na"))
FURTHEST_S: Final = 0.1
"""Between two frames of a result that are further apart, nothing is read."""

TINY: Final = 1e-6
SAME_S: Final = 0.002
"""Frames no further apart are the same."""


@dataclass(frozen=True, slots=True)
class Table:
    """Times (n,) that rise [s], and values (n,) by name, NaN where withheld."""

    t_s: Array
    columns: dict[str, Array]

    def at(self, name: str, times: Array) -> Array:
        """Values at other times (m,), straight between neighbours; NaN where there are none."""
        values = self.columns.get(name)
        if values is None or not len(self.t_s):
            return np.full(len(times), np.nan)
        after = np.clip(np.searchsorted(self.t_s, times), 1, max(len(self.t_s) - 1, 1))
        before, after = after - 1, np.minimum(after, len(self.t_s) - 1)
        gap = self.t_s[after] - self.t_s[before]
        share = np.divide(times - self.t_s[before], gap, out=np.zeros_like(times), where=gap > 0)
        between = values[before] + share * (values[after] - values[before])
        is_near = (gap <= FURTHEST_S + TINY) & (share >= 0) & (share <= 1)
        found = np.where(is_near, between, np.nan)
        for end in (before, after):
            found = np.where(np.abs(times - self.t_s[end]) <= SAME_S, values[end], found)
        return np.asarray(found)


def read_table(folder: Path, stem: str) -> tuple[Table | None, str]:
    """The frames beside a summary, and what there is to say where there are none.

    Parameters
    ----------
    stem : what stands before ``frames.csv`` in the file's name

    Raises
    ------
    InputError : the table is there and cannot be used
    """
    parquet, plain = folder / f"{stem}frames.parquet", folder / f"{stem}frames.csv"
    if parquet.is_file() and (reader := _parquet_reader()):
        return _checked(_from_parquet(parquet, reader), parquet), ""
    if plain.is_file():
        return _checked(_from_csv(plain), plain), ""
    if parquet.is_file():
        return None, "frames.parquet needs pyarrow or polars to be read, and there is no frames.csv"
    return None, "no frames.parquet and no frames.csv"


def _parquet_reader() -> str:
    return next((name for name in ("pyarrow", "polars") if find_spec(name)), "")


def _from_parquet(path: Path, reader: str) -> dict[str, Array]:
    try:
        if reader == "pyarrow":
            table: Any = import_module("pyarrow.parquet").read_table(path)
            names = table.column_names
        else:
            table = import_module("polars").read_parquet(path)
            names = table.columns
        wanted = [name for name in ("t_s", *COLUMNS) if name in names]
        return {name: np.asarray(table[name].to_numpy(), dtype=float) for name in wanted}
    except Exception as error:
        given = f"{type(error).__name__}: {error}"
        raise InputError(_shown(path), given=given, expected="a table of numbers") from None


def _from_csv(path: Path) -> dict[str, Array]:
    if path.stat().st_size > LARGEST_BYTES:
        expected = f"{LARGEST_BYTES // 1_000_000} MB at most"
        raise InputError(_shown(path), given="a larger file", expected=expected)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            head = [name.strip() for name in next(rows, [])]
            return _columns(head, enumerate(rows, start=2), path)
    except OSError as error:
        given = error.strerror or str(error)
        raise InputError(_shown(path), given=given, expected="a file that can be read") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(_shown(path), given=str(error), expected="a table in UTF-8") from None


def _columns(
    head: list[str], rows: Iterable[tuple[int, list[str]]], path: Path
) -> dict[str, Array]:
    places = {name: head.index(name) for name in ("t_s", *COLUMNS) if name in head}
    found: dict[str, list[float]] = {name: [] for name in places}
    for line, row in rows:
        if not row:
            continue
        if len(row) != len(head):
            given = f"line {line} with {len(row)} fields"
            raise InputError(_shown(path), given=given, expected=f"{len(head)}, as in the first")
        for name, place in places.items():
            found[name].append(_number(row[place], name, line, path))
    return {name: np.array(values) for name, values in found.items()}


def _number(cell: str, name: str, line: int, path: Path) -> float:
    if cell.strip().lower() in EMPTY:
        return float("nan")
    try:
        return float(cell)
    except ValueError:
        given = f"{cell} ({name}, line {line})"
        raise InputError(_shown(path), given=given, expected="a number, or nothing") from None


def _checked(columns: dict[str, Array], path: Path) -> Table:
    if "t_s" not in columns:
        raise InputError(_shown(path), given="no column t_s", expected="a time for each frame")
    t_s = columns.pop("t_s")
    if not np.isfinite(t_s).all() or np.any(np.diff(t_s) <= 0):
        given = "times that are missing or do not rise"
        raise InputError(_shown(path), given=given, expected="t_s that rises from line to line")
    return Table(t_s, {n: np.where(np.isfinite(v), v, np.nan) for n, v in columns.items()})


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
