"""The folder of one film's results: whole, or not there at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from backspotter.app.film_summary import summary
from backspotter.app.film_tables import check_tables, write_frames, write_reps
from backspotter.errors import InputError
from backspotter.lift.analysis import LiftAnalysis

OURS: Final = "summary.json"
FILES: Final = (
    *(OURS, "frames.csv", "frames.parquet", "reps.csv", "key.txt"),
    *("report.html", "annotated.mp4", "*.jpg"),
)
"""What a folder of results may hold: one with anything else in it is not replaced."""

Adds = Callable[[LiftAnalysis, Path], LiftAnalysis]
"""Writes more into a folder, such as a report; gives the analysis with the pictures it made."""


def write_folder(
    found: LiftAnalysis,
    out: Path,
    *,
    adds: Sequence[Adds] = (),
    beside: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """All results of a film in a folder that is there at once; the summary it holds.

    Parameters
    ----------
    out : the folder; one that holds results is replaced
    adds : what else writes into it
    beside : further texts, by the name of the file

    Raises
    ------
    InputError : a folder that holds something else, or that cannot be written
    """
    check_out(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise _cannot_write(out, error) from None
    try:
        document = _fill(found, made, adds, beside or {})
        made.chmod(0o755)
        _put_in_place(made, out)
    except OSError as error:
        raise _cannot_write(out, error) from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return document


def check_out(out: Path, film: Path | None = None) -> None:
    """Raises where a folder of results cannot be put.

    Parameters
    ----------
    film : what the results are of; never in the folder that is replaced

    Raises
    ------
    InputError : a file, or a folder that holds something else; no means to write tables
    """
    check_tables()
    if not out.exists():
        return
    if film is not None and film.resolve().parent == out.resolve():
        expected = "a folder that does not hold the film itself"
        raise InputError("out", given=str(out), expected=expected, do="name another folder")
    if not out.is_dir():
        raise InputError("out", given=str(out), expected="a folder, not a file")
    held = list(out.iterdir())
    other = next((each.name for each in held if not _is_ours(each)), None)
    if other is None and held and not (out / OURS).is_file():
        other = held[0].name
    if other is not None:
        expected = "a new or empty folder, or one with earlier results and nothing else"
        raise InputError("out", given=f"{out.name}, which holds {other}", expected=expected)


def _is_ours(path: Path) -> bool:
    return path.is_file() and any(fnmatch(path.name, pattern) for pattern in FILES)


def _fill(
    found: LiftAnalysis, folder: Path, adds: Sequence[Adds], beside: Mapping[str, str]
) -> dict[str, Any]:
    for add in adds:
        found = add(found, folder)
    document = summary(found)
    write_frames(found, folder)
    write_reps(found, folder)
    for name, text in beside.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / OURS).write_text(as_text(document), encoding="utf-8")
    return document


def as_text(document: Any) -> str:
    """JSON as it is printed and written."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _put_in_place(made: Path, out: Path) -> None:
    if not out.exists():
        os.rename(made, out)  # noqa: PTH104  fails rather than moving into a folder
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    out.replace(old / "was")
    try:
        made.replace(out)
    except OSError:
        (old / "was").replace(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _cannot_write(out: Path, error: OSError) -> InputError:
    given = f"{out.name} ({error.strerror or error})"
    return InputError("out", given=given, expected="a folder that can be written")
