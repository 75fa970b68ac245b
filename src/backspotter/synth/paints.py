"""Materials: their colours, patterns, gloss and folds, and what each is labelled as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats
from backspotter.synth.patterns import DOTS, HOLES, LETTERS, PLAIN, SOLE, Paints

LABELS: Final = (
    *("background", "skin", "cloth", "hair", "shoe", "bar", "near_plate", "far_plate"),
    *("post", "bystander", "thing"),
)
"""What a pixel may show; a label is a place in this list."""

LABEL: Final = {name: place for place, name in enumerate(LABELS)}
BODY: Final = tuple(LABEL[name] for name in ("skin", "cloth", "hair", "shoe"))
"""The labels of the lifter."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a surface is: label, gloss and how often it is squared, depth of folds."""

    label: str
    shine: float = 0.04
    doublings: int = 4
    folds: float = 0.0


MATERIALS: Final[dict[str, Material]] = {
    "skin": Material("skin", 0.06, 4),
    "eye": Material("skin", 0.3, 5),
    "shirt": Material("cloth", 0.02, 3, 0.10),
    "shorts": Material("cloth", 0.03, 3, 0.07),
    "leggings": Material("cloth", 0.035, 3, 0.02),
    "belt": Material("cloth", 0.12, 4),
    "sock": Material("cloth", 0.02, 3),
    "hair": Material("hair", 0.10, 4, 0.05),
    "cap": Material("hair", 0.03, 3),
    "shoe": Material("shoe", 0.06, 4),
    "sole": Material("shoe", 0.03, 3),
    "steel": Material("bar", 0.7, 5),
    "sleeve": Material("bar", 0.7, 5),
    "plate": Material("near_plate", 0.06, 4),
    "plate_2": Material("near_plate", 0.06, 4),
    "plate_3": Material("near_plate", 0.06, 4),
    "hub": Material("near_plate", 0.5, 5),
    "post": Material("post", 0.10, 4),
    "thing": Material("thing", 0.05, 4),
}
PLACE: Final = {name: place for place, name in enumerate(MATERIALS)}

SKINS: Final = (
    *((0.86, 0.66, 0.55), (0.80, 0.56, 0.44), (0.70, 0.48, 0.35)),
    *((0.58, 0.38, 0.27), (0.42, 0.27, 0.19), (0.27, 0.17, 0.12)),
)
HAIRS: Final = ((0.06, 0.045, 0.04), (0.16, 0.10, 0.06), (0.30, 0.24, 0.14), (0.5, 0.48, 0.45))
CLOTHS: Final = (
    *((0.12, 0.20, 0.36), (0.45, 0.12, 0.12), (0.16, 0.32, 0.20), (0.60, 0.60, 0.58)),
    *((0.06, 0.06, 0.07), (0.30, 0.30, 0.32), (0.78, 0.77, 0.74), (0.10, 0.34, 0.42)),
    *((0.62, 0.36, 0.12), (0.40, 0.22, 0.42), (0.70, 0.52, 0.55), (0.33, 0.38, 0.26)),
)
TROUSERS: Final = ((0.07, 0.07, 0.08), (0.10, 0.12, 0.20), (0.22, 0.22, 0.23), (0.3, 0.16, 0.2))
SHOES: Final = ((0.13, 0.13, 0.15), (0.7, 0.7, 0.7), (0.4, 0.08, 0.08), (0.1, 0.18, 0.4))
BUMPERS: Final = (
    *((0.62, 0.05, 0.05), (0.06, 0.16, 0.50), (0.70, 0.55, 0.08), (0.08, 0.36, 0.14)),
    (0.055, 0.055, 0.06),
)
POSTS: Final = ((0.05, 0.05, 0.055), (0.5, 0.06, 0.05), (0.55, 0.55, 0.52), (0.12, 0.2, 0.42))
GAMMA: Final = 1.6


def one_of(
    rng: np.random.Generator, colours: tuple[tuple[float, float, float], ...]
) -> tuple[float, float, float]:
    """A colour thrown from a list."""
    return colours[int(rng.integers(len(colours)))]


def plates(kind: str, rng: np.random.Generator) -> dict[str, tuple[float, float, float]]:
    """Colours of the plates of a kind, the innermost first."""
    names = ("plate", "plate_2", "plate_3")
    if kind == "bumper":
        return {name: one_of(rng, BUMPERS) for name in names}
    grey = 0.035 if kind == "dark" else rng.uniform(0.10, 0.28)
    return dict.fromkeys(names, (grey, grey, grey * 1.04))


def pattern_of(kind: str) -> dict[str, int]:
    """Patterns of what is of a plate's kind."""
    mark = {"bumper": LETTERS, "iron": HOLES, "dark": PLAIN}[kind]
    return {"post": DOTS, "shoe": SOLE} | dict.fromkeys(("plate", "plate_2", "plate_3"), mark)


def dyed(rng: np.random.Generator, skin: int) -> dict[str, tuple[float, float, float]]:
    """Colours of a figure and what it wears."""
    cap = one_of(rng, CLOTHS)
    return {
        "skin": SKINS[skin],
        "eye": (0.35, 0.32, 0.3),
        "shirt": one_of(rng, CLOTHS),
        "shorts": one_of(rng, TROUSERS),
        "leggings": one_of(rng, TROUSERS),
        "belt": (0.10, 0.07, 0.05),
        "sock": one_of(rng, ((0.85, 0.85, 0.85), (0.07, 0.07, 0.07))),
        "hair": one_of(rng, HAIRS),
        "cap": cap,
        "shoe": one_of(rng, SHOES),
        "sole": one_of(rng, ((0.85, 0.84, 0.80), (0.3, 0.2, 0.12), (0.05, 0.05, 0.05))),
        "steel": (0.55, 0.56, 0.58),
        "sleeve": (0.6, 0.61, 0.62),
        "hub": (0.50, 0.50, 0.52),
        "post": one_of(rng, POSTS),
        "thing": one_of(rng, BUMPERS),
    }


def table(*colours: dict[str, tuple[float, float, float]], patterns: dict[int, int]) -> Paints:
    """Paints for several sets of all materials, one after the other.

    Parameters
    ----------
    patterns : by place in the table
    """
    rgb = np.array([c.get(name, (0.5, 0.5, 0.5)) for c in colours for name in MATERIALS])
    colour = np.asarray(rgb**GAMMA, np.float32)
    kinds = list(MATERIALS.values()) * len(colours)
    pattern = np.zeros(len(rgb), np.int32)
    for place, kind in patterns.items():
        pattern[place] = kind
    second = _second(colour)
    second[(pattern == HOLES) | (pattern == DOTS)] = 0.004
    second[pattern == LETTERS] = 0.6
    shoes = np.flatnonzero(pattern == SOLE)
    second[shoes] = colour[shoes + PLACE["sole"] - PLACE["shoe"]]
    return Paints(
        colour=colour,
        second=second,
        pattern=pattern,
        shine=np.array([kind.shine for kind in kinds], np.float32),
        doublings=np.array([kind.doublings for kind in kinds], np.int32),
        folds=np.array([kind.folds for kind in kinds], np.float32),
    )


def _second(colour: Floats) -> Floats:
    """Lighter than a dark colour, darker than a light one (m, 3)."""
    bright = colour.mean(axis=1, keepdims=True) > 0.25
    return np.asarray(np.where(bright, colour * 0.35, colour * 0.5 + 0.35), np.float32)
