"""Where words go so that they meet neither each other nor what is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from backspotter.exports.svg import Point

AWAY: Final = (10.0, 24.0, 44.0, 70.0, 100.0)
"""Distances at which a label is tried beside its arrow."""

PER_STEP: Final = 26.0
"""How much overlap [px²] a label accepts rather than go one place further down its list."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, and how bad it is to cover it."""

    left: float
    top: float
    right: float
    bottom: float
    weight: float = 1.0

    def shared(self, other: Box) -> float:
        """Area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0)

    def nearest(self, point: Point) -> Point:
        """Where it comes nearest to a point."""
        x = min(max(point[0], self.left), self.right)
        return x, min(max(point[1], self.top), self.bottom)

    @property
    def area(self) -> float:
        """Its own area."""
        return (self.right - self.left) * (self.bottom - self.top)


def around(point: Point, half: float, weight: float = 1.0) -> Box:
    """The square about a point."""
    return Box(point[0] - half, point[1] - half, point[0] + half, point[1] + half, weight)


def beside(start: Point, end: Point, width: float, height: float) -> list[Box]:
    """Places for a label next to an arrow, the best first: beyond its tip, along it, further."""
    length = math.dist(start, end) or 1.0
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    found = []
    for away in AWAY:
        for share, ways in _tries(along):
            for way in ways:
                at = (
                    start[0] + share * (end[0] - start[0]) + away * way[0],
                    start[1] + share * (end[1] - start[1]) + away * way[1],
                )
                found.append(_leaning(at, way, width, height))
    return found


def _tries(along: Point) -> list[tuple[float, list[Point]]]:
    left, right = (along[1], -along[0]), (-along[1], along[0])
    sides = [left, right]
    back = (-along[0], -along[1])
    return [(1.0, [along, *sides]), (0.6, sides), (0.3, sides), (0.0, [*sides, back])]


def _leaning(at: Point, way: Point, width: float, height: float) -> Box:
    """The box that touches a point from the side that ``way`` points to."""
    left = at[0] + (way[0] - 1) / 2 * width
    top = at[1] + (way[1] - 1) / 2 * height
    return Box(left, top, left + width, top + height)


def clearest(places: Sequence[Box], taken: Iterable[Box], inside: Box) -> Box:
    """The first place that covers least of what is taken and of what lies outside."""
    full = list(taken)

    def cost(rank: int) -> float:
        place = places[rank]
        outside = place.area - place.shared(inside)
        return (
            4 * outside
            + sum(other.weight * place.shared(other) for other in full)
            + PER_STEP * rank
        )

    return places[min(range(len(places)), key=cost)]
