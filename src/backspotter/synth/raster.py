"""Which triangle is seen at every pixel: a z-buffer, exact at pixel centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.compiled import compiled, inlined

BOTH_SIDES: Final = 1
"""Flag of a face that is seen from behind too."""

TRIMMED: Final = 2
"""Flag of a face that ends where its ``cut`` falls below zero."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """``face`` (n,) at each pixel, -1 for none, and ``nearness`` (n,): 1 over depth."""

    face: Ints
    nearness: Floats


@dataclass(frozen=True, slots=True)
class Points:
    """Where vertices are: ``x``, ``y`` [px] and ``nearness``, each (V,) of float32."""

    x: Floats
    y: Floats
    nearness: Floats

    @classmethod
    def of(cls, places: Floats, nearness: Floats) -> Points:
        """From places (V, 2) [px] and 1 over depth (V,)."""
        x, y = places[:, 0].astype(np.float32), places[:, 1].astype(np.float32)
        return cls(x, y, nearness.astype(np.float32))


def drawn(points: Points, faces: Ints, width: int, height: int, *, both_sides: bool) -> Drawn:
    """What is seen in a picture of this size; a face turned away is seen only if asked."""
    flags = np.full(len(faces), BOTH_SIDES if both_sides else 0, np.uint8)
    whole = np.ones(len(points.x), np.float32)
    face, nearness = empty(width, height)
    fill(points.x, points.y, points.nearness, faces.astype(np.int32), flags, whole, face, nearness)
    return Drawn(face.ravel(), nearness.ravel())


def empty(width: int, height: int) -> tuple[Ints, Floats]:
    """Faces and nearness (height, width) before anything is drawn."""
    return np.full((height, width), -1, np.int32), np.zeros((height, width), np.float32)


@compiled
def fill(
    x: Floats,
    y: Floats,
    near: Floats,
    faces: Ints,
    flags: Ints,
    cut: Floats,
    face: Ints,
    nearness: Floats,
) -> None:
    """Draws faces (F, 3) into ``face`` and ``nearness`` (H, W), keeping what is nearest."""
    for f in range(len(faces)):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        if near[a] <= 0 or near[b] <= 0 or near[c] <= 0:
            continue
        ax, ay, bx, by = x[b] - x[a], y[b] - y[a], x[c] - x[a], y[c] - y[a]
        area = float(ax) * by - float(ay) * bx
        if area > -1e-9 and (flags[f] & 1 == 0 or area < 1e-9):
            continue
        low_x, high_x = min(x[a], x[b], x[c]), max(x[a], x[b], x[c])
        low_y, high_y = min(y[a], y[b], y[c]), max(y[a], y[b], y[c])
        left, right = max(int(low_x + 0.5), 0), min(int(high_x + 0.5) - 1, face.shape[1] - 1)
        top, bottom = max(int(low_y + 0.5), 0), min(int(high_y + 0.5) - 1, face.shape[0] - 1)
        if right < left or bottom < top or high_x < 0 or high_y < 0:
            continue
        over = 1 / area
        edges = (float(by) * over, -float(bx) * over, -float(ay) * over, float(ax) * over)
        deep = _slopes(near, a, b, c)
        trim = _slopes(cut, a, b, c) if flags[f] & 2 else (1.0, 0.0, 0.0)
        corner = (float(x[a]), float(y[a]))
        _fill_box(corner, (left, right, top, bottom), edges, deep, trim, f, face, nearness)


@inlined
def _slopes(values: Floats, a: int, b: int, c: int) -> tuple[float, float, float]:
    """A value at the first corner, and how it grows toward the others."""
    first = float(values[a])
    return first, float(values[b]) - first, float(values[c]) - first


@inlined
def _fill_box(
    corner: tuple[float, float],
    box: tuple[int, int, int, int],
    edges: tuple[float, float, float, float],
    deep: tuple[float, float, float],
    trim: tuple[float, float, float],
    f: int,
    face: Ints,
    nearness: Floats,
) -> None:
    """One triangle, over the pixels of its box: first and last column, first and last row."""
    first, last, top, bottom = box
    slack = -1e-7
    for row in range(top, bottom + 1):
        down, across = row + 0.5 - corner[1], first + 0.5 - corner[0]
        u = across * edges[0] + down * edges[1]
        v = across * edges[2] + down * edges[3]
        for column in range(first, last + 1):
            if u >= slack and v >= slack and u + v <= 1 - slack:
                depth = np.float32(deep[0] + u * deep[1] + v * deep[2])
                if depth > nearness[row, column] and trim[0] + u * trim[1] + v * trim[2] >= 0:
                    nearness[row, column] = depth
                    face[row, column] = f
            u += edges[0]
            v += edges[2]
