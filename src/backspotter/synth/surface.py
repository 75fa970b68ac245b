"""Skin carried by bones, directions across a surface, and a surface drawn taut: compiled loops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.compiled import compiled

STEEP: Final = 0.7
"""Sine of the least slope of a neighbour above or below."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Which bones carry each of V points, and how much: row n has ``start`` n to n + 1."""

    start: Ints
    bone: Ints
    share: Floats

    @classmethod
    def of(cls, weights: Floats) -> Bound:
        """From a table (V, B)."""
        point, bone = np.nonzero(weights)
        start = np.searchsorted(point, np.arange(len(weights) + 1))
        return cls(
            start.astype(np.int32), bone.astype(np.int32), weights[point, bone].astype(np.float32)
        )

    def carried(self, rest: Floats, turns: Floats, shifts: Floats) -> Floats:
        """Points at rest (V, 3) where the bones carry them (V, 3) [m]."""
        moves = np.concatenate([turns, shifts[:, :, None]], axis=2).astype(np.float32)
        out = np.empty((len(rest), 3), np.float32)
        _carry(rest.astype(np.float32), self.start, self.bone, self.share, moves, out)
        return out


@compiled
def _carry(
    rest: Floats, start: Ints, bone: Ints, share: Floats, moves: Floats, out: Floats
) -> None:
    for n in range(len(rest)):
        for i in range(3):
            total = np.float32(0)
            for k in range(start[n], start[n + 1]):
                move = moves[bone[k], i]
                at = move[0] * rest[n, 0] + move[1] * rest[n, 1] + move[2] * rest[n, 2] + move[3]
                total += share[k] * at
            out[n, i] = total


def normals(vertices: Floats, faces: Ints) -> Floats:
    """Outward directions (V, 3) of a surface, of length one."""
    out = np.zeros((len(vertices), 3), np.float32)
    _normals(vertices.astype(np.float32), faces.astype(np.int32), out)
    return out


@compiled
def _normals(vertices: Floats, faces: Ints, out: Floats) -> None:
    for f in range(len(faces)):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        p, q, r = vertices[a], vertices[b], vertices[c]
        ax, ay, az = q[0] - p[0], q[1] - p[1], q[2] - p[2]
        bx, by, bz = r[0] - p[0], r[1] - p[1], r[2] - p[2]
        x, y, z = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
        for corner in (a, b, c):
            out[corner, 0] += x
            out[corner, 1] += y
            out[corner, 2] += z
    for n in range(len(out)):
        size = np.sqrt(out[n, 0] ** 2 + out[n, 1] ** 2 + out[n, 2] ** 2)
        for k in range(3):
            out[n, k] /= max(size, np.float32(1e-12))


@dataclass(frozen=True, slots=True)
class Ties:
    """The neighbours of each vertex of a mesh: row n has ``start`` n to n + 1."""

    start: Ints
    other: Ints

    @classmethod
    def of(cls, faces: Ints, count: int) -> Ties:
        """From triangles (F, 3) over ``count`` vertices."""
        pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        pairs = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
        start = np.searchsorted(pairs[:, 0], np.arange(count + 1))
        return cls(start.astype(np.int32), pairs[:, 1].astype(np.int32))

    def upright(self, rest: Floats) -> Ties:
        """Only the steepest neighbour above and below, for points at ``rest`` (V, 3); where one is
        missing, all neighbours. Cloth hangs by these; round the waist it has slack."""
        rows = []
        for n in range(len(self.start) - 1):
            near = self.other[self.start[n] : self.start[n + 1]]
            way = rest[near] - rest[n]
            rise = way[:, 2] / np.maximum(np.linalg.norm(way, axis=1), 1e-9)
            steep = len(near) > 0 and rise.max() > STEEP and rise.min() < -STEEP
            rows.append(near[[rise.argmax(), rise.argmin()]] if steep else near)
        start = np.cumsum([0, *map(len, rows)])
        return Ties(start.astype(np.int32), np.concatenate(rows).astype(np.int32))


def taut(points: Floats, out_ward: Floats, ties: Ties, loose: Floats, sweeps: int) -> Floats:
    """The points (V, 3) drawn toward their neighbours as far as they are ``loose`` (V,), never
    behind where they began: what lies over a body and bridges its hollows."""
    drawn = points.astype(np.float32).copy()
    _tighten(drawn, points.astype(np.float32), out_ward, ties.start, ties.other, loose, sweeps)
    return drawn


@compiled
def _tighten(
    at: Floats,
    least: Floats,
    out_ward: Floats,
    start: Ints,
    other: Ints,
    loose: Floats,
    sweeps: int,
) -> None:
    """Sweeps forth and back, so that neither end of the list goes first."""
    count = len(at)
    for sweep in range(sweeps):
        for step in range(count):
            n = step if sweep % 2 == 0 else count - 1 - step
            degree = start[n + 1] - start[n]
            if degree == 0 or loose[n] <= 0:
                continue
            x, y, z = np.float32(0), np.float32(0), np.float32(0)
            for k in range(start[n], start[n + 1]):
                x += at[other[k], 0]
                y += at[other[k], 1]
                z += at[other[k], 2]
            share = loose[n]
            at[n, 0] += share * (x / degree - at[n, 0])
            at[n, 1] += share * (y / degree - at[n, 1])
            at[n, 2] += share * (z / degree - at[n, 2])
            behind = np.float32(0)
            for k in range(3):
                behind += (at[n, k] - least[n, k]) * out_ward[n, k]
            if behind < 0:
                for k in range(3):
                    at[n, k] -= behind * out_ward[n, k]
