"""Tasks for the spine from outside: JSON documents read strictly, with the unit in every name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array
from backspotter.spine.body import Lifter, Sex
from backspotter.spine.fatigue import REST_DEFAULT_S, RPE_DEFAULT
from backspotter.spine.posture import LOAD_KG, Degrees, Posture, check_span
from backspotter.spine.rep import Lift

MAX_BYTES: Final = 20_000_000
"""A task document: an hour of posture at 30 frames a second takes about ten."""

MAX_FRAMES: Final = 200_000
MAX_SETS: Final = 1_000
TASK: Final = ("lifter", "posture", "load_kg", "load_ahead_of_l5s1_m", "t_s")
LIFTER: Final = ("mass_kg", "height_m", "sex", "age_y", "max_extension_N_m")
LIFTER_SHAPE: Final = ("arm_length", "leg_length", "trunk_length")
POSTURE: Final = (
    *("trunk_deg", "hip_to_shoulder_deg", "lumbar_flexion_deg", "thigh_deg", "shank_deg"),
    *("upper_arm_deg", "forearm_deg"),
)
SETS: Final = ("lifter", "sets", "past")
SET: Final = ("style", "load_kg", "reps", "rpe", "rest_s", "lumbar_deg", "rounding_deg")
REST_S: Final = (0.0, 24 * 3600.0)
RPE: Final = (1.0, 10.0)

SEX_WORDS: Final[Mapping[Sex, tuple[str, ...]]] = MappingProxyType(
    {
        "male": ("male", "m", "man"),
        "female": ("female", "f", "woman", "w"),
        "unknown": ("unknown", "", "other"),
    }
)
UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "height_cm": "height_m, in metres",
        "height": "height_m, in metres",
        "mass": "mass_kg",
        "mass_lb": "mass_kg: 1 lb is 0.4536 kg",
        "weight": "mass_kg",
        "weight_kg": "mass_kg",
        "age": "age_y, in years",
        "load": "load_kg",
        "load_lb": "load_kg: 1 lb is 0.4536 kg",
        "load_ahead_of_l5s1_cm": "load_ahead_of_l5s1_m, in metres",
        "trunk_rad": "trunk_deg, in degrees",
        "lumbar_deg": "lumbar_flexion_deg",
        "t": "t_s, in seconds",
        "t_ms": "t_s, in seconds",
    }
)
"""Names that people write, and the name with the unit that is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGiven:
    """A posture or a series, as the document has it."""

    lifter: Lifter
    posture: Posture
    load_kg: Array | float
    load_ahead_m: Degrees
    times: Array | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGiven:
    """One logged set."""

    lift: Lift
    load_kg: float
    reps: int
    rpe: float
    rest_s: float
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetsGiven:
    """A session, with the lifter and earlier sessions where they are known."""

    lifter: Lifter
    sets: tuple[SetGiven, ...]
    past: tuple[tuple[SetGiven, ...], ...] = field(default=())


def task_from(document: object) -> TaskGiven:
    """The task in a document.

    Raises
    ------
    InputError : not an object, an unknown name, a value that is no number or cannot be
    """
    given = _object("task", document, TASK)
    if "load_kg" not in given:
        raise InputError("load_kg", given="nothing", expected="the load in kg", do="0 for none")
    posture = _object("posture", given.get("posture", {}), POSTURE)
    times = given.get("t_s")
    return TaskGiven(
        lifter=lifter_from(given.get("lifter", {})),
        posture=Posture(**{name: _numbers(name, posture[name]) for name in posture}),
        load_kg=_needed("load_kg", given["load_kg"]),
        load_ahead_m=_numbers("load_ahead_of_l5s1_m", given.get("load_ahead_of_l5s1_m")),
        times=None if times is None else np.atleast_1d(_needed("t_s", times)),
    )


def lifter_from(document: object) -> Lifter:
    """The lifter in a document; what is null or left out is unknown.

    Raises
    ------
    InputError : as ``task_from``
    """
    given = _object("lifter", document, (*LIFTER, *LIFTER_SHAPE))
    known = {name: value for name, value in given.items() if value is not None}
    sex = sex_from(known.pop("sex", "unknown"))
    return Lifter(sex=sex, **{name: _one(name, value) for name, value in known.items()})


def sex_from(given: object) -> Sex:
    """The sex as people write it: m, Female, man.

    Raises
    ------
    InputError : anything else
    """
    word = given.strip().lower() if isinstance(given, str) else given
    found = next((sex for sex, words in SEX_WORDS.items() if word in words), None)
    if found is None:
        raise InputError("sex", given=given, expected="male, female or unknown")
    return found


def sets_from(document: object, lifter: Lifter | None = None) -> SetsGiven:
    """The session in a document: a list of sets, or an object with ``sets`` and more.

    Raises
    ------
    InputError : as ``task_from``, naming the set
    """
    whole = {"sets": document} if isinstance(document, list) else document
    given = _object("sets", whole, SETS)
    own = lifter_from(given["lifter"]) if given.get("lifter") is not None else lifter or Lifter()
    past = _list("past", given.get("past") or [])
    return SetsGiven(
        lifter=own,
        sets=_sets("sets", given.get("sets")),
        past=tuple(_sets(f"past[{place}]", each) for place, each in enumerate(past)),
    )


def _sets(name: str, given: object) -> tuple[SetGiven, ...]:
    rows = _list(name, given)
    if not rows:
        raise InputError(name, given="no set", expected="at least one")
    return tuple(_set(f"{name}[{place}]", row) for place, row in enumerate(rows))


def _set(name: str, row: object) -> SetGiven:
    given = _object(name, row, SET)
    for wanted in ("load_kg", "reps"):
        if given.get(wanted) is None:
            raise InputError(f"{name}.{wanted}", given="nothing", expected="a number")
    reps = given["reps"]
    if isinstance(reps, bool) or not isinstance(reps, int):
        raise InputError(f"{name}.reps", given=reps, expected="a whole number")
    load = _one(f"{name}.load_kg", given["load_kg"])
    check_span(f"{name}.load_kg", load, LOAD_KG, "kg")
    assumed = [f"{what} for a set without it" for what in _missing(given)]
    return SetGiven(
        lift=_lift(name, given),
        load_kg=load,
        reps=reps,
        rpe=_one_of(name, given, "rpe", RPE_DEFAULT, RPE),
        rest_s=_one_of(name, given, "rest_s", REST_DEFAULT_S, REST_S),
        assumed=tuple(assumed),
    )


def _missing(given: Mapping[str, Any]) -> Iterable[str]:
    if given.get("rpe") is None:
        yield f"RPE {RPE_DEFAULT:g}"
    if given.get("rest_s") is None:
        yield f"{REST_DEFAULT_S:g} s of rest"


def _lift(name: str, given: Mapping[str, Any]) -> Lift:
    style = given.get("style") or "conventional"
    if not isinstance(style, str):
        raise InputError(f"{name}.style", given=style, expected="the name of a style")
    degrees = {
        each: _one(f"{name}.{each}", given[each])
        for each in ("lumbar_deg", "rounding_deg")
        if given.get(each) is not None
    }
    return Lift(style=style.replace("-", "_"), **degrees)


def _one_of(
    name: str, given: Mapping[str, Any], key: str, default: float, span: tuple[float, float]
) -> float:
    if given.get(key) is None:
        return default
    number = _one(f"{name}.{key}", given[key])
    check_span(f"{name}.{key}", number, span, "")
    return number


def _object(what: str, given: object, names: Iterable[str]) -> dict[str, Any]:
    known = tuple(names)
    if not isinstance(given, dict):
        kind = "a list" if isinstance(given, list) else repr(given)
        raise InputError(what, given=kind, expected=f"an object with {', '.join(known)}")
    for name in given:
        if name not in known:
            raise InputError(
                what, given=str(name), expected=f"one of {', '.join(known)}", do=_meant(name, known)
            )
    return given


def _meant(name: object, known: tuple[str, ...]) -> str:
    if str(name) in UNITS:
        return f"write {UNITS[str(name)]}"
    near = get_close_matches(str(name)[:80], known, n=1)
    return f"did you mean {near[0]}?" if near else ""


def _list(name: str, given: object) -> list[Any]:
    if not isinstance(given, list):
        raise InputError(name, given=given, expected="a list")
    if len(given) > MAX_SETS:
        raise InputError(name, given=f"{len(given)} rows", expected=f"at most {MAX_SETS}")
    return given


def _one(name: str, given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise InputError(name, given=given, expected="a number")
    return float(given)


def _needed(name: str, given: object) -> Array | float:
    numbers = _numbers(name, given)
    if numbers is None:
        raise InputError(name, given="nothing", expected="a number, or one for each frame")
    return numbers


def _numbers(name: str, given: object) -> Array | float | None:
    """A number, or one for each frame with null for a gap."""
    if given is None or (isinstance(given, int | float) and not isinstance(given, bool)):
        return None if given is None else float(given)
    expected = "a number, or a list of numbers with null for a gap"
    if not isinstance(given, list) or not given or not all(map(_is_number_or_gap, given)):
        raise InputError(name, given=given, expected=expected)
    if len(given) > MAX_FRAMES:
        raise InputError(name, given=f"{len(given):,} frames", expected=f"at most {MAX_FRAMES:,}")
    return np.array([np.nan if each is None else float(each) for each in given])


def _is_number_or_gap(each: object) -> bool:
    return each is None or (isinstance(each, int | float) and not isinstance(each, bool))
