"""Garmin FIT: the sets of a strength activity, from the messages a watch writes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.training.formats.cells import HEAVIEST_KG
from backspotter.training.formats.preview import Entry, Found, Skipped, key
from backspotter.training.log import LoggedSet

SAY: Final = "Garmin FIT"
MAGIC: Final = b".FIT"
MOST_BYTES: Final = 64_000_000
MISSING: Final = 65535
SET: Final = "set"
ACTIVE: Final = (1, "active")
DEADLIFT: Final = (8, "deadlift")
LIFTS: Final = {
    0: "Barbell deadlift",
    1: "Barbell straight-leg deadlift",
    2: "Dumbbell deadlift",
    4: "Dumbbell straight-leg deadlift",
    7: "Rack pull",
    15: "Sumo deadlift",
    16: "Sumo deadlift high pull",
    17: "Trap bar deadlift",
    18: "Wide grip deadlift",
    20: "Kettlebell deadlift",
    21: "Kettlebell sumo deadlift",
    23: "Romanian deadlift",
    25: "Straight-leg deadlift",
}
"""Names of the kinds of deadlift by their number in Garmin's profile 21.218."""


def is_one(start: bytes) -> bool:
    """Whether a file that begins so is one."""
    return len(start) >= 12 and start[8:12] == MAGIC


def entries(path: Path) -> Iterator[Entry]:
    """Every active set.

    Raises
    ------
    InputError : a broken or far too large file
    """
    import fitdecode  # type: ignore[import-untyped]

    if path.stat().st_size > MOST_BYTES:
        raise _refused(path, f"{path.stat().st_size:,} bytes")
    order = 0
    try:
        with warnings.catch_warnings(), fitdecode.FitReader(str(path)) as reader:
            warnings.simplefilter("ignore")
            for frame in reader:
                if isinstance(frame, fitdecode.FitDataMessage) and frame.name == SET:
                    order += 1
                    yield _set(frame, order)
    except (fitdecode.FitError, ValueError, IndexError, KeyError, TypeError, OSError) as error:
        raise _refused(path, f"broken after {order} sets: {error}") from None
    if not order:
        raise _refused(path, "an activity without sets")


def _set(frame: Any, order: int) -> Entry:
    kind, reps = _value(frame, "set_type"), _value(frame, "repetitions")
    at, kg = _value(frame, "start_time") or _value(frame, "timestamp"), _value(frame, "weight")
    if kind not in ACTIVE:
        return Skipped(line=order, why="a rest")
    if not isinstance(at, datetime):
        return Skipped(line=order, why="the time cannot be read")
    began = at if at.tzinfo else at.replace(tzinfo=UTC)
    load, doubts = _load(kg)
    name = _name(frame)
    value = LoggedSet(
        at=began,
        exercise=name,
        load_kg=load,
        reps=int(reps) if isinstance(reps, int) and 0 < reps < MISSING else None,
        seconds=float(held)
        if isinstance(held := _value(frame, "duration"), (int, float))
        else None,
        order=order,
    )
    missing = () if value.reps else ("reps: none given",)
    return Found(
        value=value, key=key(SAY, began, order, name), line=order, doubts=(*doubts, *missing)
    )


def _load(kg: object) -> tuple[float | None, tuple[str, ...]]:
    if not isinstance(kg, (int, float)) or kg >= MISSING / 16:
        return None, ()
    if not 0 <= kg <= HEAVIEST_KG:
        return None, (f"weight: {kg:g} kg cannot be, left out",)
    return float(kg), ()


def _name(frame: Any) -> str:
    category, subtype = _first(_value(frame, "category")), _first(_raw(frame, "category_subtype"))
    if category in DEADLIFT:
        return LIFTS.get(subtype if isinstance(subtype, int) else -1, "Deadlift")
    if isinstance(category, str):
        return category.replace("_", " ").capitalize()
    return "unknown exercise"


def _first(given: object) -> object:
    """The first of several values that is there."""
    if isinstance(given, (tuple, list)):
        return next((one for one in given if one not in (None, MISSING)), None)
    return given


def _value(frame: Any, name: str) -> object:
    return frame.get_value(name) if frame.has_field(name) else None


def _raw(frame: Any, name: str) -> object:
    return frame.get_raw_value(name) if frame.has_field(name) else None


def _refused(path: Path, given: str) -> InputError:
    expected = "a strength activity of a Garmin watch"
    return InputError(path.name, given=given, expected=expected)
