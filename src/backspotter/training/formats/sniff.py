"""Which program a file is from, told by what is in it, never by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backspotter.errors import InputError
from backspotter.training.formats import (
    apple_health,
    fitbod,
    fitnotes,
    garmin_fit,
    hevy,
    liftosaur,
    openpowerlifting,
    plain,
    strong,
    stronglifts,
)
from backspotter.training.formats.preview import (
    Asked,
    Entry,
    Preview,
    Progress,
    gathered,
    silent,
    with_likely_days,
)
from backspotter.training.formats.table import Row, Table, opened

Reader = Callable[[Table, Asked, Iterator[Row]], Iterator[Entry]]


@dataclass(frozen=True, slots=True)
class App:
    """A layout of a table: who writes it, the columns that tell it, and its reader."""

    say: str
    needs: frozenset[str]
    entries: Reader


APPS: Final = (
    App(hevy.SAY, hevy.NEEDS, hevy.entries),
    App(strong.SAY, strong.NEEDS, strong.entries),
    App(fitnotes.SAY, fitnotes.NEEDS, fitnotes.entries),
    App(fitbod.SAY, fitbod.NEEDS, fitbod.entries),
    App(liftosaur.SAY, liftosaur.NEEDS, liftosaur.entries),
    App(stronglifts.SAY, stronglifts.NEEDS, stronglifts.entries),
    App(stronglifts.SAY, stronglifts.NEEDS_OF_OLD, stronglifts.entries_of_old),
    App(openpowerlifting.SAY, openpowerlifting.NEEDS, openpowerlifting.entries),
    App(plain.SAY, plain.NEEDS, plain.entries),
)
"""The first whose columns are all there reads the file; a plain table comes last."""

START: Final = 4096


def preview(path: Path, asked: Asked, progress: Progress = silent) -> Preview:
    """What this file would bring in. Nothing is kept.

    Parameters
    ----------
    path : the file
    asked : zone, unit and lifter, for what the file does not say; now, for days that cannot be
    progress : is told how many bytes are read, and of how many

    Raises
    ------
    InputError : no file, none that is known, or one that cannot be read to its end
    """
    return with_likely_days(_read(path, asked, progress), asked)


def _read(path: Path, asked: Asked, progress: Progress) -> Preview:
    start = _start(path)
    if garmin_fit.is_one(start):
        return gathered(garmin_fit.SAY, garmin_fit.entries(path))
    if apple_health.is_one(start):
        return apple_health.preview(path, progress)
    table = opened(path)
    app = next((app for app in APPS if app.needs <= set(table.header)), None)
    if app is None and set(plain.by_our_names(table).header) >= plain.NEEDS:
        app, table = APPS[-1], plain.by_our_names(table)
    if app is None:
        known = ", ".join(sorted({app.say for app in APPS} | {apple_health.SAY, garmin_fit.SAY}))
        given = f"columns {', '.join(table.header)}"
        raise InputError(path.name, given=given, expected=f"a file from one of: {known}")
    return gathered(app.say, app.entries(table, asked, table.rows(progress)))


def _start(path: Path) -> bytes:
    if path.is_dir():
        raise InputError("file", given=f"{path.name}, a folder", expected="a file")
    try:
        with path.open("rb") as stream:
            return stream.read(START)
    except OSError as error:
        given = f"{path.name} ({error.strerror or error})"
        raise InputError("file", given=given, expected="a file that can be read") from None
