"""A body of stated sex, height and mass, and how its skin follows its bones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Floats, Mask
from backspotter.synth.body_data import BodyData, along, body_data, coefficients
from backspotter.synth.plan import Build

DENSITY_KG_M3: Final = 980.0
"""Of a living body with air in it: assumption."""

MUSCLE: Final = (0.75, 0.6, 0.9, 0.45, 0.3, 0.15, 1.0, 0.0)
"""Builds that are tried in turn until the mass can be reached: a lifter's first."""

MASS_WITHIN: Final = 0.15
"""Share by which the mass may miss what was asked; the truth names the mass that was reached."""

SEARCHED: Final = 18


@dataclass(frozen=True)
class Posed:
    """A posed body of this ``shape``: joint ``heads`` (B, 3) [m]; each bone turns a rest point x to
    ``turns`` (B, 3, 3) x + ``shifts`` (B, 3)."""

    shape: Shape
    heads: Floats
    turns: Floats
    shifts: Floats

    @cached_property
    def vertices(self) -> Floats:
        """The bare skin (V, 3) [m], made only once it is asked for."""
        return self.shape.skinned(self.turns, self.shifts)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Posed bones: joint ``heads`` (B, 3) [m], ``turns`` (B, 3, 3) and ``shifts`` (B, 3)."""

    heads: Floats
    turns: Floats
    shifts: Floats


@dataclass(frozen=True, slots=True)
class Shape:
    """A body at rest, upright, arms half lowered: ``vertices`` (V, 3), ``heads`` (B, 3) [m].

    ``phenotype`` is where it lies on every line of the model, from 0 to 1.
    """

    data: BodyData
    vertices: Floats
    heads: Floats
    phenotype: Mapping[str, float] = field(default_factory=dict)

    def index(self, bone: str) -> int:
        """The bone's place."""
        return self.data.bones.index(bone)

    def head(self, bone: str) -> Floats:
        """Joint centre at which the bone begins, at rest (3,) [m]."""
        return np.asarray(self.heads[self.index(bone)])

    @property
    def stature_m(self) -> float:
        """From sole to crown [m]."""
        skin = self.vertices[self.data.faces[: self.data.skin_faces], 2]
        return float(skin.max() - skin.min())

    @property
    def mass_kg(self) -> float:
        """Volume inside the skin times density [kg]."""
        corners = self.vertices[self.data.faces[: self.data.skin_faces]].astype(float)
        a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
        volume = abs(np.einsum("ij,ij->i", np.cross(a, b), c).sum()) / 6
        return float(volume * DENSITY_KG_M3)

    def bones(
        self, local: Mapping[str, Floats], shift: Floats, world: Mapping[str, Floats]
    ) -> tuple[Floats, Floats]:
        """Turns (B, 3, 3) and shifts (B, 3) of every bone.

        Parameters
        ----------
        local : rotations against the parent, in the world axes of the rest pose
        shift : how far the root's own joint moves (3,) [m]
        world : rotations from rest that hold whatever the parents do
        """
        turns, shifts = np.empty((len(self.heads), 3, 3)), np.empty((len(self.heads), 3))
        for place, bone in enumerate(self.data.bones):
            parent, head = self.data.parents[place], self.heads[place]
            base = np.eye(3) if parent < 0 else turns[parent]
            turn = world[bone] if bone in world else base @ local[bone] if bone in local else base
            at = head + shift if parent < 0 else base @ head + shifts[parent]
            turns[place], shifts[place] = turn, at - turn @ head
        return turns, shifts

    def skinned(self, turns: Floats, shifts: Floats, only: Mask | None = None) -> Floats:
        """The surface (V, 3), or ``only`` these vertices of it, as the bones carry it [m]."""
        weights = self.data.weights if only is None else self.data.weights[only]
        rest = (self.vertices if only is None else self.vertices[only]).astype(np.float32)
        moves = np.concatenate([turns, shifts[:, :, None]], axis=2).reshape(len(turns), 12)
        blended = (weights @ moves.astype(np.float32)).reshape(-1, 3, 4)
        return np.asarray(np.einsum("vij,vj->vi", blended[:, :, :3], rest) + blended[:, :, 3])

    def skeleton(
        self, local: Mapping[str, Floats], shift: Floats, world: Mapping[str, Floats]
    ) -> Skeleton:
        """The bones with their joints."""
        turns, shifts = self.bones(local, shift, world)
        heads = np.einsum("bij,bj->bi", turns, self.heads) + shifts
        return Skeleton(heads, turns, shifts)


def shape(sex: str, phenotype: dict[str, float]) -> Shape:
    """The body at rest for values from 0 to 1 on the model's lines, 0.5 where none is given."""
    data = body_data(sex)
    much = coefficients(data.keys, phenotype)
    used = np.flatnonzero(much)
    part = much[used]
    vertices = data.template + np.tensordot(part.astype(np.float32), data.shapes[used], 1)
    heads = data.heads + np.tensordot(part, data.head_shapes[used], 1)
    return Shape(data, vertices, heads, phenotype)


@lru_cache(maxsize=8)
def built(sex: str, height_m: float, mass_kg: float, build: Build | None = None) -> Shape:
    """A body of this sex, height [m] and, as near as the model has one, mass [kg].

    Raises
    ------
    InputError : no body of the model comes near
    """
    build = build or Build()
    muscles = MUSCLE if build.muscle is None else (build.muscle,)
    tried = [_nearest(sex, height_m, mass_kg, muscles[0], build)]
    for muscle in muscles[1:]:
        if _miss(tried[-1], mass_kg) < 0.005:
            break
        tried.append(_nearest(sex, height_m, mass_kg, muscle, build))
    best = min(tried, key=lambda body: _miss(body, mass_kg))
    if abs(best.stature_m - height_m) > 0.01:
        _refuse(f"{height_m * 100:.0f} cm", f"a height near {best.stature_m * 100:.0f} cm")
    if _miss(best, mass_kg) > MASS_WITHIN:
        given = f"{mass_kg:g} kg at {height_m * 100:.0f} cm"
        _refuse(given, f"a mass near {best.mass_kg:.0f} kg at that height")
    return best


def _nearest(sex: str, height_m: float, mass_kg: float, muscle: float, build: Build) -> Shape:
    """The body of this build that is nearest: height first, then weight, then height again."""
    lines = {"legs": build.legs, "arms": build.arms, "trunk": build.trunk}
    at = {name: along(name, length) for name, length in lines.items()}
    at |= {"muscle": muscle, "weight": 0.5, "height": 0.5, "proportions": build.proportions}
    at["shoulders"] = along("shoulders", build.shoulders)
    at["height"] = _solved(sex, at, "height", height_m)
    low, middle, high = (shape(sex, at | {"weight": w}).mass_kg for w in (0.0, 0.5, 1.0))
    if min(low, middle, high) < mass_kg < max(low, middle, high):
        at["weight"] = _solved_weight(sex, at, mass_kg, upper=mass_kg > middle)
    else:
        at["weight"] = 0.0 if mass_kg <= min(low, middle, high) else 1.0
    at["height"] = _solved(sex, at, "height", height_m)
    return shape(sex, at)


def _solved_weight(sex: str, build: dict[str, float], mass_kg: float, *, upper: bool) -> float:
    low, high = (0.5, 1.0) if upper else (0.0, 0.5)
    return _solved(sex, build, "weight", mass_kg, low, high)


def _solved(
    sex: str, build: dict[str, float], line: str, wanted: float, low: float = 0.0, high: float = 1.0
) -> float:
    """Where on a line the body is as tall [m] or heavy [kg] as wanted; both grow along it."""
    for _ in range(SEARCHED):
        middle = (low + high) / 2
        body = shape(sex, build | {line: middle})
        found = body.stature_m if line == "height" else body.mass_kg
        low, high = (low, middle) if found > wanted else (middle, high)
    return (low + high) / 2


def _miss(body: Shape, mass_kg: float) -> float:
    return abs(body.mass_kg - mass_kg) / mass_kg


def _refuse(given: str, expected: str) -> None:
    raise InputError("body", given=given, expected=expected, do="the body model has no other")
