"""Which triangle is seen at every pixel: a z-buffer, exact at pixel centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.compiled import compiled

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
        edges = (float(by) / area, -float(bx) / area, -float(ay) / area, float(ax) / area)
        deep = (near[a], near[b] - near[a], near[c] - near[a])
        trim = (cut[a], cut[b] - cut[a], cut[c] - cut[a])
        if flags[f] & 2 == 0:
            trim = (np.float32(1.0), np.float32(0.0), np.float32(0.0))
        left = min(x[a], x[b], x[c])
        right = max(x[a], x[b], x[c])
        top = min(y[a], y[b], y[c])
        bottom = max(y[a], y[b], y[c])
        _fill_box(
            (float(x[a]), float(y[a])),
            (float(left), float(right), float(top), float(bottom)),
            edges,
            deep,
            trim,
            f,
            face,
            nearness,
        )


@compiled
def _fill_box(
    corner: tuple[float, float],
    box: tuple[float, float, float, float],
    edges: tuple[float, float, float, float],
    deep: tuple[float, float, float],
    trim: tuple[float, float, float],
    f: int,
    face: Ints,
    nearness: Floats,
) -> None:
    """One triangle, over the pixels whose centres its box holds."""
    height, width = face.shape
    first, last = int(max(np.ceil(box[0] - 0.5), 0)), int(min(np.floor(box[1] - 0.5), width - 1))
    top, bottom = int(max(np.ceil(box[2] - 0.5), 0)), int(min(np.floor(box[3] - 0.5), height - 1))
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
