"""What was read from a film and what was said of it, as two plain files and back: names and numbers
as JSON, arrays beside them. Nothing that is read back can run."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

from backspotter.app.film_reading import FilmRead
from backspotter.errors import InputError
from backspotter.lift import analysis, band, bar, camera_motion, film_facts, tracks

VALUES: Final = "values.json"
ARRAYS: Final = "arrays.npz"
MOST_BYTES: Final = 1 << 30

KNOWN: Final[Mapping[str, type]] = {
    each.__name__: each
    for each in (
        band.Band,
        film_facts.FilmFacts,
        bar.BarTrack,
        camera_motion.CameraMotion,
        tracks.Tracks,
        tracks.BackOutline,
        tracks.FrameQuality,
        FilmRead,
        analysis.CannotJudge,
        analysis.Withheld,
        analysis.FilmSeen,
        analysis.GradeReason,
        analysis.Quality,
        analysis.ScaleSeen,
        analysis.LiftGiven,
        analysis.StyleSeen,
        analysis.Drawn,
        analysis.FramesSeen,
        analysis.FlexionSeen,
        analysis.Borne,
        analysis.Cost,
        analysis.FaultSeen,
        analysis.LoadsSeen,
        analysis.RepSeen,
        analysis.Attempt,
        analysis.LiftAnalysis,
    )
}
"""Every kind of value that is written or read; others are refused."""

WHOLE: Final = frozenset({"times_s"})
"""Arrays that keep every digit; others are places and angles, for which single precision is more
than is known."""

Kept = TypeVar("Kept")


def write_archive(value: object, folder: Path) -> None:
    """Writes a value into a folder that is there.

    Raises
    ------
    TypeError : it holds something that is not of a known kind
    OSError : it cannot be written
    """
    arrays: dict[str, Any] = {}
    document = _plain(value, arrays, "value")
    _put(folder / ARRAYS, lambda part: _write_arrays(part, arrays))
    text = json.dumps(document, ensure_ascii=False)
    _put(folder / VALUES, lambda part: part.write_text(text, encoding="utf-8"))


def read_archive(folder: Path, kind: type[Kept]) -> Kept:
    """The value of this kind that was written there.

    Raises
    ------
    InputError : there is none that can be read
    """
    try:
        document = json.loads((folder / VALUES).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            found = _value(document, arrays)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile):
        raise _unreadable() from None
    if not isinstance(found, kind):
        raise _unreadable()
    return found


def _unreadable() -> InputError:
    given = "what was kept of it cannot be read"
    return InputError("film", given=given, expected="a whole result", do="upload the film again")


def _put(to: Path, write: Any) -> None:
    part = to.with_name(f".{to.name}.part")
    try:
        write(part)
        os.chmod(part, 0o600)  # noqa: PTH101  before it gets its name
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def _write_arrays(part: Path, arrays: dict[str, Any]) -> None:
    with part.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def _plain(value: Any, arrays: dict[str, Any], at: str) -> Any:
    """A value as JSON has it; arrays are put aside under the path to them."""
    if isinstance(value, np.ndarray):
        name = at.rpartition(".")[2]
        single = value.dtype.kind == "f" and name not in WHOLE
        arrays[at] = value.astype(np.float32) if single else value
        return {"array": at}
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value).__name__
        if KNOWN.get(kind) is not type(value):
            raise TypeError(f"{kind} is of no known kind")
        inside = {
            each.name: _plain(getattr(value, each.name), arrays, f"{at}.{each.name}")
            for each in fields(value)
        }
        return {"is": kind, **inside}
    if isinstance(value, tuple | list):
        return [_plain(each, arrays, f"{at}.{n}") for n, each in enumerate(value)]
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"{type(value).__name__} is of no known kind")


def _value(plain: Any, arrays: Mapping[str, Any]) -> Any:
    if isinstance(plain, list):
        return tuple(_value(each, arrays) for each in plain)
    if not isinstance(plain, dict):
        return plain
    if "array" in plain:
        found = arrays[plain["array"]]
        return found.astype(np.float64) if found.dtype == np.float32 else found
    inside = {name: _value(each, arrays) for name, each in plain.items() if name != "is"}
    return KNOWN[plain["is"]](**inside)
