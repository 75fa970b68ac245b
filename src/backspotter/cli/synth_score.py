"""``backspotter synth score``: what a film reader's results are worth."""

from __future__ import annotations

import json as json_module
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backspotter.errors import InputError

if TYPE_CHECKING:
    from rich.table import Table

    from backspotter.scoring.score import Score

SWITCH = Parameter(negative="", show_default=False)


def score(
    results: str,
    truth: str,
    *,
    out: Annotated[str | None, Parameter(show_default=False)] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Results of a film reader against what is known of the films: one evaluation for every reader.

    Parameters
    ----------
    results
        a folder with NAME/summary.json or NAME.summary.json for each film, frames.parquet or
        frames.csv beside it; or one summary
    truth
        a folder with NAME.truth.json, as docs/film-truth.schema.json has it; or one truth
    out
        a folder for the pictures, the page score.md and score.json
    json
        as one JSON document, as docs/film-score.schema.json has it
    """
    from backspotter.scoring.document import document
    from backspotter.scoring.score import score as scored

    found = scored(Path(results), Path(truth))
    if out is not None:
        _write(found, Path(out))
    if json:
        print(json_module.dumps(document(found), indent=1, ensure_ascii=False))
        return 0
    _show(found)
    return 0


def _write(found: Score, folder: Path) -> None:
    from backspotter.scoring.page import files

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files(found).items():
            part = folder / f".{name}.part"
            part.write_text(text, encoding="utf-8")
            part.replace(folder / name)
    except OSError as error:
        given = f"{folder} ({error.strerror or error})"
        raise InputError("out", given=given, expected="a folder that can be written") from None


def _show(found: Score) -> None:
    from backspotter.cli.terminal import hanging, make_console
    from backspotter.scoring import words
    from backspotter.scoring.figures import SIDE_ON

    console = make_console()
    hanging(console, "", words.in_one_line(found), style="bold")
    console.print(_table(words.HEAD, words.rows(found)))
    if faults := words.fault_rows(found.faults(SIDE_ON)):
        console.print()
        console.print(_table(words.FAULT_HEAD, faults))
    hanging(console, "", words.READING, style="dim")
    for note in found.notes:
        hanging(console, "- ", note, style="dim")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column(head[0], overflow="fold")
    for name in head[1:]:
        table.add_column(name, justify="right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
