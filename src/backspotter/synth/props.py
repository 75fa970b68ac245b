"""What else stands in the gym: a rack's posts, plates that lean on the wall, another person."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats
from backspotter.synth.body import Shape, shape
from backspotter.synth.clothes import CLOTHING, HEADS, LEGS, Outfit
from backspotter.synth.meshes import Mesh, box, joined, turned
from backspotter.synth.posing import SIDES
from backspotter.synth.rotations import about_x, about_y, about_z, unit

NEARER: Final = 0.3
"""How often the other person stands between camera and lifter."""

BETWEEN: Final = 0.35
"""Where somebody stands who is to be between lifter and camera, as a share of the way."""

POST_M: Final = 0.035
"""Half the width of a post."""


def posts(rng: np.random.Generator, ahead_m: float = 0.0) -> Mesh:
    """A rack round the lifter: two pairs of posts inside the plates, and beams between them; so
    much further ``ahead_m`` than thrown."""
    aside, high = rng.uniform(0.545, 0.585), rng.uniform(2.2, 2.6)
    ahead, behind = -rng.uniform(0.55, 1.0) - ahead_m, rng.uniform(0.2, 0.75) - ahead_m
    parts = []
    for x in (-aside, aside):
        for y in (ahead, behind):
            at, half = np.array([x, y, 0.0]), np.array([POST_M, POST_M, 0.0])
            post = box(at - half, at + half + [0, 0, high], "post")
            parts.append(replace(post, own=post.vertices - at))
        low = np.array([x - POST_M, ahead + POST_M, high - 0.12])
        parts.append(box(low, np.array([x + POST_M, behind - POST_M, high - 0.05]), "post"))
    low = np.array([-aside + POST_M, ahead - POST_M, high - 0.12])
    parts.append(box(low, np.array([aside - POST_M, ahead + POST_M, high - 0.05]), "post"))
    return joined(*parts)


def leaning(rng: np.random.Generator, wall_x_m: float, count: int) -> Mesh:
    """Plates that stand on the floor against the wall beside."""
    parts = []
    for _ in range(count):
        r = rng.uniform(0.14, 0.225)
        lines = [(0.03, 0.02), (0.03, 0.06), (0.02, 0.07), (0.02, 0.8 * r), (0.03, 0.86 * r),
                 (0.03, r), (0.0, r), (0.0, 0.02)]  # fmt: skip
        disc = turned(tuple((x, out, "thing") for x, out in lines))
        tilt = about_y(float(rng.uniform(8, 16)))
        at = np.array([wall_x_m - 0.10 - 0.12 * r, rng.uniform(-2.2, 2.2), 0.99 * r])
        flipped = disc.vertices * [-1, 1, 1]
        parts.append(Mesh(flipped @ tilt.T + at, disc.faces[:, ::-1], disc.material))
    return joined(*parts)


def other_person(
    rng: np.random.Generator, eye: Floats, wall_x_m: float, aside_m: float | None = None
) -> tuple[Shape, Outfit, Floats, Floats]:
    """Somebody standing by: body, clothes, and the bones' turns and shifts.

    Mostly behind the lifter as seen by the camera's ``eye`` (3,), sometimes nearer and beside;
    with ``aside_m`` between the two, so far off their line to the side that the lifter faces [m].
    """
    sex = ("male", "female")[int(rng.integers(2))]
    build = {key: float(rng.uniform(0.3, 0.75)) for key in ("muscle", "weight", "height")}
    body = shape(sex, build)
    outfit = Outfit(
        clothing=CLOTHING[int(rng.integers(len(CLOTHING)))],
        legs=LEGS[int(rng.integers(2))],
        head=HEADS[int(rng.integers(len(HEADS)))],
    )
    place = np.array([rng.uniform(1.35, max(1.4, wall_x_m - 0.35)), rng.uniform(-1.3, 1.3), 0.0])
    if rng.random() < NEARER:
        place = _beside_the_view(rng, eye * [1, 1, 0])
    if aside_m is not None:
        place = BETWEEN * eye * [1, 1, 0] + aside_m * _across(eye)
    turns, shifts = _standing(body, rng)
    spin = about_z(float(rng.uniform(-180, 180)))
    return body, outfit, spin @ turns, shifts @ spin.T + place


def _beside_the_view(rng: np.random.Generator, eye: Floats) -> Floats:
    """A place on the floor between camera and lifter, to one side of what the camera films."""
    share, sign = rng.uniform(0.45, 0.75), rng.choice([-1.0, 1.0])
    return np.asarray(eye * (1 - share) + sign * (0.45 + 0.6 * share) * _across(eye))


def _across(eye: Floats) -> Floats:
    """Level, square to the line from the lifter to the camera, to where the lifter faces."""
    return unit(np.array([-eye[1], eye[0], 0.0]))


def _standing(body: Shape, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Upright with hanging or bent arms, soles on the floor."""
    local = {
        "head": about_z(float(rng.uniform(-30, 30))) @ about_x(float(rng.uniform(-5, 20))),
        "spine03": about_x(float(rng.uniform(-3, 8))),
    }
    for name, sign in SIDES.items():
        down = about_y(sign * float(rng.uniform(24, 36)))
        bent = float(rng.choice([12.0, 25.0, 95.0]))
        local[f"upperarm01.{name}"] = about_x(float(rng.uniform(-12, 12))) @ down
        local[f"lowerarm01.{name}"] = about_x(-bent)
    sole = float(body.vertices[body.data.faces[: body.data.skin_faces]][..., 2].min())
    return body.bones(local, np.array([0.0, 0.0, -sole]), {})
