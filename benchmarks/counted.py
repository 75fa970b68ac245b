"""``python -m benchmarks.counted FILE …``: how files of labelled texts are read, by counts alone.

A file has the rows of the phrasing matrices or of the reports in ``tests/data`` (its README has
the fields). Nothing of the texts is shown, so that what is kept for counting stays unread.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accuracy import Accuracy, accuracy
from benchmarks.page import FIGURES
from benchmarks.tables import table
from tests.labelled import judged, reports, rows
from tests.phrasing import by_form, read_rows


def main() -> int:
    """Count each file and show its table."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.counted", description="Count how labelled texts are read."
    )
    options.add_argument("files", nargs="+", type=Path, metavar="FILE", help="rows as JSON lines")
    for file in options.parse_args().files:
        print(_counts(str(file.resolve())), end="\n\n")
    return 0


def _counts(name: str) -> str:
    """The table of one file: by form where its rows name a sign, else the figures of reports."""
    title = Path(name).name
    if "item" in next(rows(name), {}):
        return table((title, "rows", "wrong", "raised"), _forms(name))
    found = accuracy("Backspotter", title, list(judged(reports(name))))
    return table((title, "Backspotter"), _figures(found))


def _forms(name: str) -> Iterator[tuple[object, ...]]:
    for form, total, raised, wrong in by_form(read_rows(name)):
        yield form, total, wrong, raised


def _figures(found: Accuracy) -> Iterator[tuple[str, str]]:
    for words, figure in FIGURES.items():
        yield words, getattr(found, figure).words()


if __name__ == "__main__":
    sys.exit(main())
