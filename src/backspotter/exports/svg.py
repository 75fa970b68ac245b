"""A tiny writer of SVG: shapes, arrows, words and paths, every coordinate with two decimals.

The pictures hold no script, no style sheet, no font and no link, so that they can be shown
anywhere. Text is escaped by ElementTree, and characters that XML forbids are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias
from xml.etree import ElementTree as ET

Element: TypeAlias = ET.Element
Point: TypeAlias = tuple[float, float]
Look: TypeAlias = str | float | None

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
PAPER: Final = "#ffffff"
HEAD_LENGTH, HEAD_WIDTH = 2.6, 2.6
"""Of an arrow, as multiples of its shaft's width."""


@dataclass(frozen=True, slots=True)
class View:
    """Metres, ahead and up, to places on the page: ``left``, ``floor`` is where (0, 0) lies."""

    left: float
    floor: float
    scale: float

    def at(self, point: Point) -> Point:
        """Where a point in metres lies on the page."""
        return self.left + self.scale * point[0], self.floor - self.scale * point[1]


def page(width: float, height: float, *, title: str, about: str) -> Element:
    """A white page with what a screen reader says about it."""
    found = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "role": "img",
            "font-family": FONT,
        },
    )
    ET.SubElement(found, "title").text = legal(title)
    ET.SubElement(found, "desc").text = legal(about)
    add(found, "rect", width=width, height=height, fill=PAPER)
    return found


def written(drawing: Element) -> str:
    """The drawing as text."""
    ET.indent(drawing, space=" ")
    return ET.tostring(drawing, encoding="unicode") + "\n"


def number(value: float) -> str:
    """A coordinate, with two decimals at most.

    Raises
    ------
    ValueError : not a finite number, which no drawing may hold
    """
    if not math.isfinite(value):
        raise ValueError("a place on the page has to be a finite number")
    short = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def legal(words: str) -> str:
    """Text without the characters that XML forbids."""
    return "".join(letter for letter in words if _is_legal(ord(letter)))


def _is_legal(code: int) -> bool:
    plain = code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF
    return plain or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def add(on: Element, tag: str, **look: Look) -> Element:
    """One element on another; ``stroke_width`` is written ``stroke-width``."""
    found = {name.rstrip("_").replace("_", "-"): given for name, given in look.items()}
    return ET.SubElement(on, tag, {name: _said(g) for name, g in found.items() if g is not None})


def _said(given: str | float) -> str:
    return legal(given) if isinstance(given, str) else number(given)


def group(on: Element, **look: Look) -> Element:
    """An empty group."""
    return add(on, "g", **look)


def line(on: Element, start: Point, end: Point, **look: Look) -> Element:
    """A straight line."""
    return add(on, "line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], **look)


def dot(on: Element, at: Point, radius: float, **look: Look) -> Element:
    """A circle."""
    return add(on, "circle", cx=at[0], cy=at[1], r=radius, **look)


def box(on: Element, corner: Point, width: float, height: float, **look: Look) -> Element:
    """A rectangle from its upper left corner."""
    return add(on, "rect", x=corner[0], y=corner[1], width=width, height=height, **look)


def text(on: Element, at: Point, words: str, *, size: float = 15, **look: Look) -> Element:
    """A line of text on its baseline."""
    found = add(on, "text", x=at[0], y=at[1], font_size=size, **look)
    found.text = legal(words)
    return found


def polygon(on: Element, points: Sequence[Point], **look: Look) -> Element:
    """A closed shape with straight sides: an arrow, a band."""
    return add(on, "path", d=f"{_moved(points)}Z", **look)


def polyline(on: Element, points: Sequence[Point], **look: Look) -> Element:
    """An open line through these points."""
    return add(on, "path", d=_moved(points), **{"fill": "none", "stroke_linejoin": "round", **look})


def smooth(on: Element, points: Sequence[Point], **look: Look) -> Element:
    """A closed soft shape through these points."""
    return add(on, "path", d=_soft(points), **look)


def _moved(points: Iterable[Point]) -> str:
    return "M" + "L".join(_pair(point) for point in points)


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _soft(points: Sequence[Point]) -> str:
    """A closed Catmull-Rom spline as Bézier curves."""
    ring = [points[-1], *points, points[0], points[1]]
    parts = [f"M{_pair(points[0])}"]
    for before, start, end, after in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append(f"C{_pair(first)} {_pair(second)} {_pair(end)}")
    return "".join(parts) + "Z"


def limb(
    on: Element,
    start: Point,
    end: Point,
    ahead: Sequence[float],
    behind: Sequence[float],
    **look: Look,
) -> Element:
    """A soft limb: half widths on its left and right side, evenly spaced from start to end."""
    length = math.dist(start, end) or 1.0
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)

    def beside(share: float, width: float) -> Point:
        there = share * length
        return (
            start[0] + along[0] * there + along[1] * width,
            start[1] + along[1] * there - along[0] * width,
        )

    def cap(share: float, outward: float, widths: Point) -> list[Point]:
        reach = outward * sum(widths) / 2 / length
        corner, middle = share + 0.72 * reach, share + reach
        first, last = widths
        return [beside(corner, 0.7 * first), beside(middle, 0.0), beside(corner, -0.7 * last)]

    steps = len(ahead) - 1
    one_side = [beside(place / steps, width) for place, width in enumerate(ahead)]
    other_side = [beside(place / steps, -width) for place, width in enumerate(behind)]
    tip, root = cap(1.0, 1.0, (ahead[-1], behind[-1])), cap(0.0, -1.0, (ahead[0], behind[0]))
    return smooth(on, [*one_side, *tip, *reversed(other_side), *reversed(root)], **look)


def capsule(
    on: Element, start: Point, end: Point, first: float, last: float, **look: Look
) -> Element:
    """A soft limb that tapers evenly from one half width to the other."""
    return limb(
        on, start, end, (first, (first + last) / 2, last), (first, (first + last) / 2, last), **look
    )


def arrow(on: Element, tail: Point, tip: Point, *, width: float, **look: Look) -> Element:
    """An arrow exactly from tail to tip; on a short one the head shrinks with it."""
    length = math.dist(tail, tip)
    if length < 0.5:
        return dot(on, tail, width / 2, **look)
    along = ((tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length)
    head = min(HEAD_LENGTH * width, 0.6 * length)
    half, wing = width / 2, HEAD_WIDTH * width / 2

    def beside(there: float, aside: float) -> Point:
        return (
            tail[0] + along[0] * there - along[1] * aside,
            tail[1] + along[1] * there + along[0] * aside,
        )

    neck = length - head
    left = [beside(0, half), beside(neck, half), beside(neck, wing)]
    right = [beside(neck, -wing), beside(neck, -half), beside(0, -half)]
    return polygon(on, [*left, tip, *right], **look)


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The stretches between gaps."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def thinned(points: Sequence[Point], within: float = 0.15) -> list[Point]:
    """Fewer points, none of the others further than this from the line through them."""
    kept, open_ = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_:
        start, end = open_.pop()
        off = [_aside(point, points[start], points[end]) for point in points[start + 1 : end]]
        if off and max(off) > within:
            split = start + 1 + off.index(max(off))
            kept.add(split)
            open_ += [(start, split), (split, end)]
    return [points[place] for place in sorted(kept)]


def _aside(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    (x, y), (x0, y0), (x1, y1) = point, start, end
    return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length


def walked(points: Sequence[Point], step: float) -> list[Point]:
    """Points along a line, no further apart than this."""
    found = [points[0]]
    for start, end in pairwise(points):
        count = max(math.ceil(math.dist(start, end) / step), 1)
        for place in range(1, count + 1):
            share = place / count
            found.append(
                (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
            )
    return found
