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

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import is_number
from backspotter.spine.rep import Lift
from backspotter.synth.asked import check_choice
from backspotter.synth.film import Film
from backspotter.synth.plan import BUILD_LIMITS, Build, RepPlan
from backspotter.synth.recording import Recording
from backspotter.synth.scene import Scene
from backspotter.synth.task import LIMITS, MOST_REPS, STYLES, FilmTask

GROUPS: Final = ("task", "scene", "file")
ABOUT: Final = MappingProxyType({"name": "", "set": "free", "seed": 0, "body": None})
USUAL: Final[Mapping[str, Mapping[str, Any]]] = json.loads(
    files("backspotter.synth").joinpath("usual.json").read_text(encoding="utf-8")
)
OF_EACH_REP: Final = (
    *("lumbar_deg", "thoracic_deg", "rounding_deg", "rounding_from", "hyperextension_deg"),
    *("hips_first_deg", "drift_m", "up_s", "down_s", "sticking", "reach", "stall_s"),
)
OF_THE_HIPS: Final = ("hips_below_knee_m", "knee_deg")
BUILT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "muscle": "muscle",
        "proportions": "proportions",
        "leg_length": "legs",
        "arm_length": "arms",
        "trunk_length": "trunk",
        "shoulder_width": "shoulders",
    }
)
"""What a specification calls the lines of a build, apart from the clothes on them."""

HIPS_AT_START: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {"as_usual": {}, "low": {"hips_below_knee_m": 0.025}, "high": {"knee_deg": 33.0}}
)
BETWEEN_REPS: Final = ("dead_stop", "touch_and_go", "dropped")
OF_THE_SCENE: Final = (
    *("camera_height_m", "roll_deg", "shake_px", "distortion", "plate", "floor", "wall", "lamps"),
    *("posts", "posts_ahead_m", "bystander", "bystander_aside_m", "decoys", "captions"),
)
WORN: Final = ("clothing", "legs", "belt", "head", "skin")
BLUR_SHARE: Final = 0.4
"""How long the shutter is open where motion blurs, of the time between frames."""

SECOND_CAMERA_DEG: Final = 12.0
"""How far the camera turns at a cut."""

LARGEST_BYTES: Final = 1_000_000


def film_of(given: Mapping[str, Any]) -> Film:
    """The film that a specification asks for.

    Raises
    ------
    InputError : an entry that is not known, or that cannot be filmed
    """
    spec = filled(given)
    file = dict(spec["file"])
    cuts = tuple(_cut(each) for each in file.pop("cuts"))
    task, scene = _task(spec), _scene(spec)
    away = [_turned(task.yaw_deg, number) for number in range(len(cuts) + 1)]
    return Film(
        takes=tuple(replace(task, yaw_deg=yaw) for yaw in away),
        scenes=tuple(scene.but(yaw_deg=yaw) for yaw in away),
        recording=Recording(**file),
        cuts=cuts,
        about={"name": spec["name"], "set": spec["set"]},
    )


def _task(spec: Mapping[str, Any]) -> FilmTask:
    """Who lifts what, and how."""
    task, scene, file = (spec[group] for group in GROUPS)
    check_choice("style", task["style"], STYLES)
    return FilmTask(
        lift=Lift(style=task["style"]),
        build=_build(task),
        reps=_reps(task, spec["seed"]),
        **{name: task[name] for name in ("sex", "height_m", "mass_kg", "load_kg")},
        **{name: task[name] for name in ("approach", "bends", "leaves", "plate_radius_m")},
        yaw_deg=scene["yaw_deg"],
        fps=file["fps"],
        seed=spec["seed"],
        width=file["width"],
        height=file["height"],
        mirrored=scene["side"] == "left",
    )


def _build(task: Mapping[str, Any]) -> Build:
    """The body's lines; what is out of them is said by the name that was asked."""
    for name, line in BUILT.items():
        low, high, unit = BUILD_LIMITS[line]
        value = task[name]
        if value is not None and not low <= value <= high:
            raise InputError(name, given=value, expected=f"{low:g} to {high:g} {unit}".strip())
    return Build(**{line: task[name] for name, line in BUILT.items()})


def _reps(task: Mapping[str, Any], seed: int) -> tuple[RepPlan, ...]:
    """Every rep, each a little different from the first."""
    for name, known in (("hips_at_start", HIPS_AT_START), ("between_reps", BETWEEN_REPS)):
        if task[name] not in known:
            raise InputError(name, given=task[name], expected=f"one of {', '.join(known)}")
    count, how = _count(task["reps"]), task["between_reps"]
    first = RepPlan(
        **{name: task[name] for name in OF_EACH_REP},
        **_hips(task),
        dropped=how == "dropped",
    )
    rng = np.random.default_rng(_seed(seed))
    plans = [first]
    for number in range(1, count):
        again = first.varied(rng, number / max(count - 1, 1))
        plans.append(replace(again, touch_and_go=how == "touch_and_go"))
    return tuple(plans)


def _hips(task: Mapping[str, Any]) -> dict[str, Any]:
    """Where the hips begin: as the word has it, a number in place of the word's own."""
    said = {name: task[name] for name in OF_THE_HIPS if task[name] is not None}
    return {**HIPS_AT_START[task["hips_at_start"]], **said}


def _seed(seed: Any) -> int:
    low, high, _ = LIMITS["seed"]
    if not is_number(seed) or not low <= seed <= high or seed != int(seed):
        raise InputError("seed", given=seed, expected=f"a whole number from {low} to {high}")
    return int(seed)


def _count(reps: Any) -> int:
    if reps != int(reps) or not 1 <= reps <= MOST_REPS:
        raise InputError("reps", given=reps, expected=f"1 to {MOST_REPS}")
    return int(reps)


def _scene(spec: Mapping[str, Any]) -> Scene:
    """How it looks."""
    task, scene = spec["task"], spec["scene"]
    return Scene(
        **{name: task[name] for name in WORN},
        **{name: scene[name] for name in OF_THE_SCENE},
        plate_radius_m=task["plate_radius_m"],
        yaw_deg=scene["yaw_deg"],
        camera_distance_m=scene["distance_m"],
        filled=scene["filled"],
        mirror="beside" if scene["mirror"] else "",
        blur_share=BLUR_SHARE if scene["motion_blur"] else 0.0,
        noise=scene["noise"],
        exposure=scene["exposure"],
        seed=spec["seed"],
    )


def _turned(yaw_deg: float, take: int) -> float:
    """The camera's yaw after so many cuts: away from the side, or back where that would go far."""
    away = SECOND_CAMERA_DEG * take
    return yaw_deg + away if abs(yaw_deg + away) <= 90 else yaw_deg - away


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
