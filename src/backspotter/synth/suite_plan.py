"""Which films a suite holds: plain specifications, decided by set, number and seed alone.

Every choice and range comes as often as ``suite.toml`` says, to within one film; how they come
together is a Latin hypercube, the evenest of a few.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Floats
from backspotter.synth.bodies import body

SETS: Final = ("train", "tuning", "test")
SEEDS_EACH: Final = 2**30
"""How many seeds a set has for its films: no film of one set can be drawn again in another."""

BODIES_EACH: Final = 1_000_000
"""How many bodies a set has to itself."""

MOST: Final = 20_000
TRIED: Final = 12
TRIED_UP_TO: Final = 400
"""For longer suites the first hypercube is taken: with many films any is even."""

DIGITS: Final = 4
FAST_FPS: Final = 100.0
FAST_PICTURE: Final = {True: "480x854", False: "854x480"}
MOST_BENT_DEG: Final = 70.0
OF_A_ROMANIAN: Final = MappingProxyType(
    {
        "hips_at_start": "as_usual",
        "hips_first_deg": 0.0,
        "between_reps": "dead_stop",
        "approach": "at_the_bar",
        "bends": 0,
        "leaves": False,
    }
)
"""It begins and ends standing with the bar, and its hips are high by nature."""

SPECIAL: Final = MappingProxyType({"no": False, "yes": True})
Spec = dict[str, Any]


def plan(set_: str, count: int, seed: int) -> list[Spec]:
    """The films of a suite, one specification each.

    Raises
    ------
    InputError : no such set, or a number that no suite has
    """
    _check(set_, count, seed)
    rng = np.random.default_rng([SETS.index(set_), count, seed])
    columns = _columns()
    places = hypercube(count, len(columns), rng)
    first = _number(f"{set_} {seed} bodies", BODIES_EACH)
    return [
        _film(set_, seed, number, first + number, _values(columns, row))
        for number, row in enumerate(places)
    ]


def bodies_of(set_: str) -> range:
    """The numbers of the bodies that belong to a set."""
    first = SETS.index(set_) * BODIES_EACH
    return range(first, first + BODIES_EACH)


def seeds_of(set_: str) -> range:
    """The seeds that belong to a set."""
    first = SETS.index(set_) * SEEDS_EACH
    return range(first, first + SEEDS_EACH)


def hypercube(count: int, dimensions: int, rng: np.random.Generator) -> Floats:
    """Points (count, dimensions) from 0 to 1; each column has one in every count-th part."""
    tries = TRIED if count <= TRIED_UP_TO else 1
    found = [_hypercube(count, dimensions, rng) for _ in range(tries)]
    return min(found, key=unevenness) if tries > 1 else found[0]


def _hypercube(count: int, dimensions: int, rng: np.random.Generator) -> Floats:
    ranks = np.argsort(rng.uniform(size=(count, dimensions)), axis=0)
    return np.asarray((ranks + rng.uniform(size=ranks.shape)) / count)


def unevenness(points: Floats) -> float:
    """Largest correlation between two columns, of their sizes: 0 where none go together."""
    if len(points) < 3:
        return 0.0
    together = np.atleast_2d(np.corrcoef(points, rowvar=False))
    return float(np.abs(together - np.eye(len(together))).max())


@cache
def _columns() -> tuple[tuple[str, str, tuple[tuple[Any, Any, float], ...]], ...]:
    """Group, name and pieces (low, high, share) of everything drawn; a choice is its own ends."""
    text = files("backspotter.synth").joinpath("suite.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    chosen = [
        (group, name, tuple((_read(value), None, float(share)) for value, share in row.items()))
        for group, rows in table["choice"].items()
        for name, row in rows.items()
    ]
    ranged = [
        (group, name, tuple(tuple(piece) for piece in pieces))
        for group, rows in table["range"].items()
        for name, pieces in rows.items()
    ]
    return (*chosen, *ranged)


def _read(word: str) -> object:
    """A key of the table as what it stands for."""
    if word in SPECIAL:
        return SPECIAL[word]
    try:
        number = float(word)
    except ValueError:
        return word
    return int(number) if number.is_integer() else number


def _values(columns: Sequence[Any], row: Floats) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {"task": {}, "scene": {}, "file": {}}
    for (group, name, pieces), share in zip(columns, row, strict=True):
        found[group][name] = _value(pieces, float(share))
    return found


def _value(pieces: Sequence[tuple[Any, Any, float]], share: float) -> Any:
    """What lies at this share of the pieces laid end to end."""
    ends = np.cumsum([piece[2] for piece in pieces])
    place = min(int(np.searchsorted(ends, share * ends[-1], side="right")), len(pieces) - 1)
    low, high, size = pieces[place]
    if high is None:
        return low
    within = (share * ends[-1] - (ends[place] - size)) / size
    return round(float(low + within * (high - low)), DIGITS)


def _film(set_: str, seed: int, number: int, body_number: int, values: dict[str, Any]) -> Spec:
    number_of_body = bodies_of(set_)[body_number % BODIES_EACH]
    name = f"{set_}-{seed}-{number:04d}"
    return {
        "name": name,
        "set": set_,
        "seed": seeds_of(set_)[_number(name, SEEDS_EACH)],
        "body": number_of_body,
        "task": _task(values["task"], body(number_of_body), values["file"]["fps"]),
        "scene": values["scene"],
        "file": _file(values["file"]),
    }


def _task(drawn: Mapping[str, Any], body_: Mapping[str, Any], fps: float) -> dict[str, Any]:
    """What goes together: no bend without the bar where the film begins at it, and so on."""
    task = {**drawn, **body_}
    task["load_kg"] = round(2 * task.pop("load_of_mass") * body_["mass_kg"] / 5) * 2.5
    task["rounding_deg"] = min(task["rounding_deg"], round(MOST_BENT_DEG - task["lumbar_deg"], 2))
    if fps >= FAST_FPS:
        task["reps"] = 1
    if task["style"] == "romanian":
        task |= OF_A_ROMANIAN
    elif task["style"] == "stiff_leg":
        task |= {"hips_at_start": "as_usual", "hips_first_deg": 0.0}
    elif task["hips_at_start"] == "high":
        task["hips_first_deg"] = 0.0
    if task["approach"] == "at_the_bar":
        task["bends"] = 0
    return task


def _file(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Fast films are small ones; a phone held upright stores its picture lying down."""
    file = dict(drawn)
    width, height = map(int, file.pop("picture").split("x"))
    if file["fps"] >= FAST_FPS:
        width, height = map(int, FAST_PICTURE[height > width].split("x"))
        file["variable"] = False
    turned = file.pop("turned")
    file["rotation"] = (90 if height > width else 180) if turned else 0
    at, skip = file.pop("cut_at"), file.pop("cut_skip")
    file["cuts"] = [{"at": at, "skip": skip}] if file.pop("cut") else []
    return {"width": width, "height": height, **file}


def _number(words: str, below: int) -> int:
    """A number that only these words give."""
    return int.from_bytes(sha256(words.encode()).digest()[:8], "big") % below


def _check(set_: str, count: int, seed: int) -> None:
    if set_ not in SETS:
        raise InputError("set", given=set_, expected=f"one of {', '.join(SETS)}")
    if not 1 <= count <= MOST:
        raise InputError("n", given=count, expected=f"1 to {MOST} films")
    if not 0 <= seed < 2**32:
        raise InputError("seed", given=seed, expected="a whole number from 0 to below 2³²")
