"""Smooth lines, discs and panels drawn straight into a picture (height, width, 3) of bytes.

Places are pixels, x right, y down, pixel centres at .5. What lies outside the picture is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np

Pixels: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]
Floats: TypeAlias = np.ndarray[Any, np.dtype[np.floating[Any]]]
Colour: TypeAlias = tuple[int, int, int]

FAR: Final = np.float32(1e6)
"""A distance beyond every line."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of a picture from its upper left corner, and how far each pixel is from a shape."""

    left: int
    top: int
    away: Floats


def patch_around(points: Floats, reach: float, shape: tuple[int, ...]) -> Patch | None:
    """The part of a picture of this shape within reach of the points (n, 2); none if outside."""
    height, width = shape[:2]
    low = np.maximum(np.floor(points.min(axis=0) - reach), 0).astype(int)
    high = np.minimum(np.ceil(points.max(axis=0) + reach), (width, height)).astype(int)
    if (high <= low).any():
        return None
    away = np.full((high[1] - low[1], high[0] - low[0]), FAR, np.float32)
    return Patch(int(low[0]), int(low[1]), away)


def add_segment(patch: Patch, start: Floats, end: Floats, reach: float) -> None:
    """Lowers the patch's distances to those from this straight piece, within reach of it."""
    height, width = patch.away.shape
    x0, x1 = _span(start[0], end[0], reach, patch.left, width)
    y0, y1 = _span(start[1], end[1], reach, patch.top, height)
    if x1 <= x0 or y1 <= y0:
        return
    x = np.arange(x0, x1, dtype=np.float32) + np.float32(patch.left + 0.5 - start[0])
    y = (np.arange(y0, y1, dtype=np.float32) + np.float32(patch.top + 0.5 - start[1]))[:, None]
    along = np.float32(end[0] - start[0]), np.float32(end[1] - start[1])
    square = max(float(along[0] ** 2 + along[1] ** 2), 1e-6)
    share = np.clip((x * along[0] + y * along[1]) / np.float32(square), 0, 1)
    away = np.sqrt((x - share * along[0]) ** 2 + (y - share * along[1]) ** 2)
    part = patch.away[y0:y1, x0:x1]
    np.minimum(part, away, out=part)


def _span(start: float, end: float, reach: float, corner: int, size: int) -> tuple[int, int]:
    low, high = min(start, end) - reach - corner, max(start, end) + reach - corner
    return max(int(np.floor(low)), 0), min(int(np.ceil(high)), size)


def ink(picture: Pixels, patch: Patch, width: float, colour: Colour, opacity: float = 1.0) -> None:
    """Colours what is nearer to the shape than half the width, with a smooth edge."""
    cover = np.clip(np.float32(width / 2 + 0.5) - patch.away, 0, np.float32(1))
    blend(picture, (patch.left, patch.top), cover, colour, opacity)


def blend(
    picture: Pixels, corner: tuple[int, int], cover: Floats, colour: Colour, opacity: float = 1.0
) -> None:
    """Lays a colour over a part of the picture, as far as ``cover`` (h, w) says, 0 to 1."""
    (left, top), (height, width) = corner, cover.shape
    x0, y0 = max(-left, 0), max(-top, 0)
    x1, y1 = min(width, picture.shape[1] - left), min(height, picture.shape[0] - top)
    if x1 <= x0 or y1 <= y0:
        return
    part = picture[top + y0 : top + y1, left + x0 : left + x1]
    weight = np.rint(cover[y0:y1, x0:x1, None] * (256 * opacity)).astype(np.int16)
    change = np.asarray(colour, np.int16) - part.astype(np.int16)
    part += ((change.astype(np.int32) * weight + 128) >> 8).astype(np.uint8)


def line(
    picture: Pixels,
    points: Floats,
    *,
    width: float,
    colour: Colour,
    edge: Colour | None = None,
    opacity: float = 1.0,
) -> None:
    """A line through points (n, 2), broken where one is NaN, with an edge that sets it off."""
    border = width + max(2.0, 0.7 * width)
    reach = border / 2 + 1
    for run in _seen_runs(points):
        patch = patch_around(run, reach, picture.shape)
        if patch is None:
            continue
        for start, end in pairwise(run):
            add_segment(patch, start, end, reach)
        if edge is not None:
            ink(picture, patch, border, edge, 0.55 * opacity)
        ink(picture, patch, width, colour, opacity)


def _seen_runs(points: Floats) -> Iterator[Floats]:
    """The stretches of at least two points between gaps."""
    seen = np.isfinite(points).all(axis=1)
    breaks = np.flatnonzero(np.diff(np.r_[False, seen, False].astype(int)))
    for first, last in zip(breaks[::2], breaks[1::2], strict=True):
        if last - first > 1:
            yield points[first:last]


def dashed(
    picture: Pixels, points: Floats, *, width: float, colour: Colour, edge: Colour | None = None
) -> None:
    """A line through points of which every third piece is left out."""
    broken = np.repeat(points, 2, axis=0)[1:-1].copy()
    broken[4::6] = np.nan
    broken[5::6] = np.nan
    line(picture, broken, width=width, colour=colour, edge=edge)


def dot(
    picture: Pixels, at: Floats, radius: float, colour: Colour, edge: Colour | None = None
) -> None:
    """A disc."""
    if np.isfinite(at).all():
        line(picture, np.array([at, at]), width=2 * radius, colour=colour, edge=edge)


def ring(
    picture: Pixels, at: Floats, radius: float, *, width: float, colour: Colour, edge: Colour
) -> None:
    """A circle's line."""
    if np.isfinite(at).all() and np.isfinite(radius):
        turn = np.linspace(0, 2 * np.pi, 49)
        circle = at + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        line(picture, circle, width=width, colour=colour, edge=edge)


def panel(
    picture: Pixels, corner: tuple[int, int], size: tuple[int, int], colour: Colour, opacity: float
) -> None:
    """A rectangle that lets the picture shine through."""
    blend(picture, corner, np.ones((size[1], size[0]), np.float32), colour, opacity)
