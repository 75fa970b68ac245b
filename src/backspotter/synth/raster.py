"""Which triangle is seen at every pixel: a z-buffer in NumPy, exact at pixel centres.

Triangles are sorted by the size of their box and tested together; fragments are then written from
far to near, so that the nearest is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints

STEPS: Final = np.array(
    [*range(1, 7), 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024, 4096]
)
AT_ONCE: Final = 2_000_000
"""Fragments tested together."""


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
        x, y = places[:, 0].astype(np.float32), places[:, 1].astype(np.float32)
        return cls(x, y, nearness.astype(np.float32))


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Triangles whose box holds a pixel centre: the two inner coordinates of a point are
    ``u`` = start + right * dx + down * dy, and likewise ``v``."""

    face: Ints
    left: Ints
    top: Ints
    columns: Ints
    rows: Ints
    u: Floats
    v: Floats
    nearness: Floats

    def __len__(self) -> int:
        return len(self.face)


def drawn(points: Points, faces: Ints, width: int, height: int, *, both_sides: bool) -> Drawn:
    """What is seen in a picture of this size; a face turned away is seen only if asked."""
    boxes = _boxes(points, faces, width, height, both_sides)
    face, nearness = np.full(width * height, -1, np.int32), np.zeros(width * height, np.float32)
    parts = list(_fragments(boxes, width, height))
    if parts:
        pixel, depth, which = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(depth)
        pixel = pixel[order]
        face[pixel], nearness[pixel] = which[order], depth[order]
    return Drawn(face, nearness)


def inside(points: Points, corners: Ints, pixels: Ints, width: int) -> Floats:
    """Shares (n, 3) of the three corners (n, 3) at pixels (n,), in perspective."""
    x, y = points.x[corners], points.y[corners]
    across = (pixels % width + 0.5).astype(np.float32) - x[:, 0]
    down = (pixels // width + 0.5).astype(np.float32) - y[:, 0]
    ax, ay, bx, by = x[:, 1] - x[:, 0], y[:, 1] - y[:, 0], x[:, 2] - x[:, 0], y[:, 2] - y[:, 0]
    over = 1 / (ax * by - ay * bx)
    u, v = (across * by - down * bx) * over, (down * ax - across * ay) * over
    shares = np.stack([1 - u - v, u, v], axis=1) * points.nearness[corners]
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _boxes(points: Points, faces: Ints, width: int, height: int, both_sides: bool) -> _Boxes:
    x, y, near = points.x[faces], points.y[faces], points.nearness[faces]
    ax, ay, bx, by = x[:, 1] - x[:, 0], y[:, 1] - y[:, 0], x[:, 2] - x[:, 0], y[:, 2] - y[:, 0]
    area = ax * by - ay * bx
    left, right = _between(x, width)
    top, bottom = _between(y, height)
    seen = np.abs(area) > 1e-9 if both_sides else area < 0
    f = np.flatnonzero(seen & (right >= left) & (bottom >= top) & (near.min(axis=1) > 0))
    over, across = 1 / area[f], left[f] + np.float32(0.5) - x[f, 0]
    down = top[f] + np.float32(0.5) - y[f, 0]
    ax, ay, bx, by = ax[f], ay[f], bx[f], by[f]
    return _Boxes(
        face=f.astype(np.int32),
        left=left[f].astype(np.int32),
        top=top[f].astype(np.int32),
        columns=STEPS[np.searchsorted(STEPS, right[f] - left[f] + 1)],
        rows=STEPS[np.searchsorted(STEPS, bottom[f] - top[f] + 1)],
        u=np.stack([across * by - down * bx, by, -bx]) * over,
        v=np.stack([down * ax - across * ay, -ay, ax]) * over,
        nearness=near[f].T,
    )


def _between(corner: Floats, size: int) -> tuple[Floats, Floats]:
    """First and last pixel whose centre a triangle's box holds."""
    first = np.ceil(np.clip(corner.min(axis=1) - 0.5, 0, size))
    last = np.floor(np.clip(corner.max(axis=1) - 0.5, -1, size - 1))
    return first, last


def _fragments(boxes: _Boxes, width: int, height: int) -> Iterator[tuple[Ints, Floats, Ints]]:
    size = boxes.columns.astype(np.int64) * 8192 + boxes.rows
    order = np.argsort(size, kind="stable")
    for alike in np.split(order, np.flatnonzero(np.diff(size[order])) + 1):
        if len(alike):
            columns, rows = int(boxes.columns[alike[0]]), int(boxes.rows[alike[0]])
            step = max(1, AT_ONCE // (columns * rows))
            for start in range(0, len(alike), step):
                chosen = alike[start : start + step]
                yield _tested(boxes, chosen, columns, rows, (width, height))


def _tested(
    boxes: _Boxes, chosen: Ints, columns: int, rows: int, size: tuple[int, int]
) -> tuple[Ints, Floats, Ints]:
    """Pixels inside the chosen triangles, how near, and which face."""
    u, v = (_over_box(part[:, chosen], columns, rows) for part in (boxes.u, boxes.v))
    hit = np.flatnonzero((u >= 0) & (v >= 0) & (u + v <= 1))
    triangle, place = np.divmod(hit, columns * rows)
    which = chosen[triangle]
    down, across = np.divmod(place, columns)
    x, y = boxes.left[which] + across, boxes.top[which] + down
    u, v, near = u.ravel()[hit], v.ravel()[hit], boxes.nearness[:, which]
    depth = near[0] + u * (near[1] - near[0]) + v * (near[2] - near[0])
    kept = (x < size[0]) & (y < size[1])
    return (y * size[0] + x)[kept], depth[kept], boxes.face[which][kept]


def _over_box(slope: Floats, columns: int, rows: int) -> Floats:
    across, down = np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32)
    start, right, below = slope
    by_row = start[:, None] + below[:, None] * down
    return np.asarray(by_row[:, :, None] + (right[:, None] * across)[:, None, :])
