"""The outline of the back in the picture, from hip to shoulder level, and what hides it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask
from backspotter.synth.body import Shape
from backspotter.synth.camera import Camera

POINTS: Final = 21
LUMBAR: Final = slice(3, 14)
"""The points over the lumbar joints: a seventh to two thirds of the way to the shoulders."""

NOT_THE_BACK: Final = (
    *("upperarm", "lowerarm", "wrist", "finger", "metacarpal"),
    *("head", "neck02", "neck03", "lowerleg", "foot"),
)
AROUND: Final = 72

Covered: TypeAlias = Callable[[Floats], Mask]
"""Told points (n, 2) [px], says which of them something stands before, (n,) of bool."""


def back_edges(shape: Shape) -> Ints:
    """Edges (E, 2) of the skin that can be the outline of the back: trunk and buttocks."""
    bones = shape.data.bones
    other = [n for n, bone in enumerate(bones) if bone.startswith(NOT_THE_BACK)]
    back = shape.data.weights[:, other].sum(axis=1) < 0.5
    faces = shape.data.faces[: shape.data.skin_faces]
    faces = faces[back[faces].all(axis=1)]
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    return np.unique(np.sort(pairs, axis=1), axis=0)


def dorsal_outline(places: Floats, edges: Ints, hip: Floats, shoulder: Floats, side: int) -> Floats:
    """The points of the back that stand out furthest, at even steps from hip to shoulder level.

    Parameters
    ----------
    places : vertices in the picture (V, 2) [px]
    edges : of the trunk's surface (E, 2)
    hip, shoulder : ends of the trunk's axis (2,) [px]
    side : 1 where the lifter faces right in the picture, -1 where left

    Returns
    -------
    (21, 2) [px]; not a number where no edge is
    """
    axis = shoulder - hip
    long = float(np.hypot(*axis))
    along = axis / max(long, 1e-9)
    out = side * np.array([along[1], -along[0]])
    from_hip = places - hip
    level, depth = from_hip @ along / max(long, 1e-9), from_hip @ out
    one, two = level[edges[:, 0]], level[edges[:, 1]]
    near, far = depth[edges[:, 0]], depth[edges[:, 1]]
    points = np.full((POINTS, 2), np.nan)
    for n, station in enumerate(np.linspace(0.0, 1.0, POINTS)):
        crossed = (one <= station) != (two <= station)
        if not crossed.any():
            continue
        share = (station - one[crossed]) / (two[crossed] - one[crossed])
        furthest = float((near[crossed] + share * (far[crossed] - near[crossed])).max())
        points[n] = hip + along * station * long + out * furthest
    return points


def disc(camera: Camera, middle: Floats, radius: float) -> Floats:
    """A plate's face in the picture, corner by corner (n, 2) [px]."""
    turn = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)
    ring = np.stack([np.zeros(AROUND), np.cos(turn), np.sin(turn)], axis=1)
    return camera.project(middle + radius * ring)[0]


def inside_disc(corners: Floats, points: Floats) -> Mask:
    """Which points (n, 2) lie inside a convex ring of corners (m, 2)."""
    along = np.roll(corners, -1, axis=0) - corners
    to = points[:, None] - corners[None]
    turn = along[None, :, 0] * to[..., 1] - along[None, :, 1] * to[..., 0]
    return np.asarray((turn >= 0).all(axis=1) | (turn <= 0).all(axis=1))


def off_the_picture(camera: Camera, points: Floats) -> Mask:
    """Which points (n, 2) the picture does not hold."""
    size = np.array([camera.width, camera.height])
    return np.asarray(((points < 0) | (points > size)).any(axis=1) | np.isnan(points).any(axis=1))
