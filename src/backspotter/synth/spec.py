"""A film's specification as a plain document, and the film that it asks for.

What a specification leaves out is as in ``usual.json``. ``film_of`` is the one place that knows
which field of the lifter, the lift, the scene and the file each entry becomes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.spine.rep import Lift
from backspotter.synth.film import Film
from backspotter.synth.recording import Recording
from backspotter.synth.task import FilmTask

GROUPS: Final = ("task", "scene", "file")
ABOUT: Final = MappingProxyType({"name": "", "set": "free", "seed": 0, "body": None})
USUAL: Final[Mapping[str, Mapping[str, Any]]] = json.loads(
    files("backspotter.synth").joinpath("usual.json").read_text(encoding="utf-8")
)
DRAWN: Final = frozenset(
    (
        *("style", "reps", "sex", "height_m", "mass_kg", "lumbar_deg", "rounding_deg"),
        *("load_kg", "up_s", "down_s", "yaw_deg", "side", *USUAL["file"]),
    )
)
"""What this renderer draws; other entries change nothing yet."""

SECOND_CAMERA_DEG: Final = 12.0
"""How far the camera turns at a cut."""

FASTEST_TASK: Final = 60.0
"""The recording knows the film's own rate; the task's is for its count of frames only."""

LARGEST_BYTES: Final = 1_000_000


def film_of(given: Mapping[str, Any]) -> Film:
    """The film that a specification asks for.

    Raises
    ------
    InputError : an entry that is not known, or that cannot be filmed
    """
    spec = filled(given)
    task, scene, file = (spec[group] for group in GROUPS)
    cuts = file.pop("cuts")
    lift = ("style", "lumbar_deg", "rounding_deg", "up_s", "down_s")
    first = FilmTask(
        lift=Lift(**{name: task[name] for name in lift}),
        **{name: task[name] for name in ("sex", "height_m", "mass_kg", "reps", "load_kg")},
        yaw_deg=scene["yaw_deg"],
        fps=min(file["fps"], FASTEST_TASK),
        seed=spec["seed"],
        width=file["width"],
        height=file["height"],
        mirrored=scene["side"] == "left",
    )
    return Film(
        takes=(first, *(_next_take(first, number) for number in range(1, len(cuts) + 1))),
        recording=Recording(**file),
        cuts=tuple(_cut(each) for each in cuts),
        about={"name": spec["name"], "set": spec["set"]},
    )


def not_drawn(given: Mapping[str, Any]) -> list[str]:
    """Entries of a specification that this renderer does not draw as asked."""
    spec = filled(given)
    return sorted(
        name
        for group in GROUPS
        for name, value in spec[group].items()
        if name not in DRAWN and value != USUAL[group][name]
    )


def filled(given: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with all entries there are, checked for name and kind."""
    _check_names("spec", given, (*ABOUT, *GROUPS))
    found: dict[str, Any] = {name: given.get(name, usual) for name, usual in ABOUT.items()}
    for group in GROUPS:
        asked = given.get(group, {})
        if not isinstance(asked, Mapping):
            raise InputError(group, given=asked, expected="an object")
        _check_names(group, asked, tuple(USUAL[group]))
        for name, value in asked.items():
            _check_kind(f"{group}: {name}", value, USUAL[group][name])
        found[group] = {**USUAL[group], **asked}
    return found


def read_spec(path: Path) -> dict[str, Any]:
    """A specification from a file of JSON.

    Raises
    ------
    InputError : not there, not JSON, or no object
    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
        document = json.loads(text) if len(text) <= LARGEST_BYTES else None
    except OSError as error:
        given = f"{path} ({error.strerror or error})"
        raise InputError("spec", given=given, expected="a file that can be read") from None
    except (ValueError, RecursionError):
        raise InputError("spec", given=str(path), expected="a file of JSON") from None
    if not isinstance(document, dict):
        raise InputError("spec", given=str(path), expected="one JSON object")
    return document


def _next_take(first: FilmTask, number: int) -> FilmTask:
    """The same set after a cut, from elsewhere."""
    away = SECOND_CAMERA_DEG * number
    yaw = first.yaw_deg + (away if first.yaw_deg + away <= 45 else -away)
    return replace(first, yaw_deg=max(yaw, 0.0))


def _cut(given: object) -> tuple[float, float]:
    """Where a cut lies, and how much of the set it leaves out, as shares."""
    if not isinstance(given, Mapping) or set(given) != {"at", "skip"}:
        raise InputError("file: cuts", given=given, expected="objects with at and skip")
    found = []
    for name in ("at", "skip"):
        share = given[name]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share < 1:
            raise InputError(f"cuts: {name}", given=share, expected="a share, 0 to below 1")
        found.append(float(share))
    return found[0], found[1]


def _check_names(where: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise InputError(where, given=name, expected=f"one of {', '.join(known)}")


def _check_kind(name: str, value: object, usual: object) -> None:
    kinds = {bool: "true or false", str: "a word", list: "a list"}
    expected = kinds.get(type(usual), "a number")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_right = isinstance(value, type(usual)) if type(usual) in kinds else is_number
    if not is_right and not (value is None and usual is None):
        raise InputError(name, given=value, expected=expected)
