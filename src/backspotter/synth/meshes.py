"""Surfaces as triangles: turned and drawn shapes, a box, a shoe."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.rotations import frame

PLATE_RADIUS_M: Final = 0.225
PLATE_X_M: Final = 0.735
"""Where a plate's outer face is, from the middle of the bar."""

AROUND: Final = 64
AROUND_THIN: Final = 20
THIN_M: Final = 0.052
FINEST_M: Final = 0.04
"""Thin things are turned in fewer steps; steps along a shape are no longer than this."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """``vertices`` (V, 3) [m], ``faces`` (F, 3), ``material`` (F,) by name; by what patterns go:
    ``own`` places (V, 3), the vertices where there are none."""

    vertices: Floats
    faces: Ints
    material: tuple[str, ...]
    own: Floats | None = None

    @property
    def pattern_places(self) -> Floats:
        """By what patterns go (V, 3)."""
        return self.vertices if self.own is None else self.own


def joined(*meshes: Mesh) -> Mesh:
    """Several as one."""
    start = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    return Mesh(
        np.concatenate([mesh.vertices for mesh in meshes]),
        np.concatenate([m.faces + at for m, at in zip(meshes, start, strict=False)]),
        tuple(name for mesh in meshes for name in mesh.material),
        np.concatenate([mesh.pattern_places for mesh in meshes]),
    )


def mirrored(mesh: Mesh) -> Mesh:
    """The other side."""
    twin = mesh.vertices * np.array([-1, 1, 1])
    return Mesh(twin, mesh.faces[:, ::-1], mesh.material, mesh.own)


def turned(profile: tuple[tuple[float, float, str], ...]) -> Mesh:
    """A surface of revolution about X."""
    pieces = []
    for (x0, r0, _), (x1, r1, name) in pairwise(profile):
        step = FINEST_M if max(r0, r1) > THIN_M else 4 * FINEST_M
        cuts = max(1, int(np.ceil(np.hypot(x1 - x0, r1 - r0) / step)))
        xs, rs = np.linspace(x0, x1, cuts + 1), np.linspace(r0, r1, cuts + 1)
        pieces += [_ring(xs[n : n + 2], rs[n : n + 2], name) for n in range(cuts)]
    return joined(*pieces)


def _ring(x: Floats, radius: Floats, material: str) -> Mesh:
    around = AROUND if radius.max() > THIN_M else AROUND_THIN
    turn = np.arange(around) / around * 2 * np.pi
    circle = np.stack([np.zeros(around), np.cos(turn), np.sin(turn)], axis=1)
    vertices = np.concatenate([circle * r + [at, 0, 0] for at, r in zip(x, radius, strict=True)])
    return Mesh(vertices, band(around)[:, ::-1], (material,) * (2 * around))


def band(around: int) -> Ints:
    """Triangles between one ring of vertices and the next."""
    here = np.arange(around)
    then = (here + 1) % around
    first = np.stack([here, then, around + then], axis=1)
    return np.concatenate([first, np.stack([here, around + then, around + here], axis=1)])


def tube(start: Floats, end: Floats, radius: float = 0.016) -> Mesh:
    """A straight pipe between two points."""
    axes = frame(end - start, np.array([0.0, 0.0, 1.0]))
    length = float(np.linalg.norm(end - start))
    pipe = turned(((length, radius, "steel"), (0.0, radius, "steel")))
    return Mesh(pipe.vertices @ axes.T + start, pipe.faces, pipe.material)


def box(low: Floats, high: Floats, material: str) -> Mesh:
    """A box between two corners (3,) [m], cut into pieces so that a lens may bend it."""
    sides = []
    for axis in range(3):
        for end in (0, 1):
            sides.append(_side(low, high, axis, end, material))
    return joined(*sides)


def _side(low: Floats, high: Floats, axis: int, end: int, material: str) -> Mesh:
    one, two = (axis + 1) % 3, (axis + 2) % 3
    cuts = [max(1, int(np.ceil((high[k] - low[k]) / 0.12))) for k in (one, two)]
    p, q = np.meshgrid(np.linspace(0, 1, cuts[0] + 1), np.linspace(0, 1, cuts[1] + 1))
    vertices = np.empty((p.size, 3))
    vertices[:, axis] = (low, high)[end][axis]
    vertices[:, one] = low[one] + p.ravel() * (high[one] - low[one])
    vertices[:, two] = low[two] + q.ravel() * (high[two] - low[two])
    at = (np.arange(cuts[1])[:, None] * (cuts[0] + 1) + np.arange(cuts[0])).ravel()
    step = cuts[0] + 1
    faces = np.concatenate(
        [
            np.stack([at, at + 1, at + step + 1], axis=1),
            np.stack([at, at + step + 1, at + step], axis=1),
        ]
    )
    faces = faces if end else faces[:, ::-1]
    return Mesh(vertices, faces, (material,) * len(faces))


def shoe(foot: Floats, sole_z: float) -> Mesh:
    """A closed shoe around the right foot's vertices (n, 3) [m]: slices from heel to toe."""
    rings = _slices(foot.astype(float), sole_z)
    for _ in range(2):
        rings[1:-1] = 0.25 * rings[:-2] + 0.5 * rings[1:-1] + 0.25 * rings[2:]
        rings = 0.25 * np.roll(rings, 1, 1) + 0.5 * rings + 0.25 * np.roll(rings, -1, 1)
    rings[..., 2] = np.where(rings[..., 2] < sole_z + 0.012, sole_z, rings[..., 2])
    count, around, _ = rings.shape
    vertices = np.concatenate([rings.reshape(-1, 3), rings[[0, -1]].mean(axis=1)])
    bands = [band(around) + slice_ * around for slice_ in range(count - 1)]
    here, last = np.arange(around), (count - 1) * around
    then = (here + 1) % around
    heel = np.stack([np.full(around, count * around), here, then], axis=1)
    toe = np.stack([np.full(around, count * around + 1), last + then, last + here], axis=1)
    faces = _outward(vertices, np.concatenate([*bands, heel, toe]))
    return Mesh(vertices, faces, ("shoe",) * len(faces))


def _slices(foot: Floats, sole_z: float, count: int = 22, around: int = 28) -> Floats:
    """Outlines (count, around, 3) of the foot across its length, a little outside the skin."""
    low = foot[foot[:, 2] < sole_z + 0.06]
    ahead = np.linalg.svd(low[:, :2] - low[:, :2].mean(axis=0), full_matrices=False)[2][0]
    ahead = ahead * -np.sign(ahead[1])
    aside = np.array([-ahead[1], ahead[0]])
    along, across, top = foot[:, :2] @ ahead, foot[:, :2] @ aside, sole_z + 0.085
    heel, toe = (low[:, :2] @ ahead).min() - 0.007, (low[:, :2] @ ahead).max() + 0.014
    turn = np.linspace(0, 2 * np.pi, around, endpoint=False)
    rays = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    rings = []
    for at in np.linspace(0, 1, count) ** 0.9 * (toe - heel) + heel:
        near = np.abs(along - np.clip(at, heel + 0.02, toe - 0.03)) < 0.022
        near &= foot[:, 2] < top
        cut = np.stack([across[near], np.minimum(foot[near, 2], top)], axis=1)
        middle = (cut[:, 0].min() + cut[:, 0].max()) / 2
        centre = np.array([middle, sole_z + 0.3 * (cut[:, 1].max() - sole_z)])
        out = ((cut - centre) @ rays.T).max(axis=0) + 0.007
        end = max((at - (toe - 0.045)) / 0.045, (heel + 0.03 - at) / 0.03, 0)
        ring = centre + rays * (out * np.sqrt(max(1 - end * end, 0.0016)))[:, None]
        level = np.outer(np.full(around, at), ahead) + np.outer(ring[:, 0], aside)
        rings.append(np.column_stack([level, np.maximum(ring[:, 1], sole_z)]))
    return np.stack(rings)


def _outward(vertices: Floats, faces: Ints) -> Ints:
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    out = (np.cross(b - a, c - a) * ((a + b + c) / 3 - vertices.mean(axis=0))).sum()
    return faces if out > 0 else faces[:, ::-1]
