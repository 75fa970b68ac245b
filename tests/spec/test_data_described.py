"""``tests/data/README.md`` lists every file of texts and arrays there, with its true number of
rows."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

DATA = Path(__file__).parents[1] / "data"
ROW = re.compile(r"^\| `([^`]+)` \| ([\d,]+) \|", re.MULTILINE)


def described() -> list[tuple[str, int]]:
    """File and number of rows, as the table says."""
    found = ROW.findall((DATA / "README.md").read_text(encoding="utf-8"))
    return [(name, int(count.replace(",", ""))) for name, count in found]


def test_every_file_is_described_once() -> None:
    there = sorted(path.name for path in DATA.iterdir() if path.suffix not in {".md", ""})
    assert sorted(name for name, _ in described()) == there


@pytest.mark.parametrize(("name", "count"), described())
def test_it_has_so_many_rows(name: str, count: int) -> None:
    assert rows_of(DATA / name) == count


def rows_of(path: Path) -> int:
    """Lines of texts, texts of a table or the fields it names, cases, moments of arrays."""
    if path.suffix == ".jsonl":
        return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    if path.suffix == ".toml":
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
        return len(whole["fields"]) if "fields" in whole else texts_in(whole)
    if path.suffix == ".npz":
        with np.load(path) as kept:
            return len(kept[kept.files[0]])
    return len(json.loads(path.read_text(encoding="utf-8")))


def texts_in(value: Any) -> int:
    """Of nested tables and lists."""
    if isinstance(value, str):
        return 1
    return sum(texts_in(each) for each in (value.values() if isinstance(value, dict) else value))
