"""How the pictures look: one accent, one warm colour for the load, greys, and kinds of text."""

from __future__ import annotations

import textwrap
from typing import Final

from backspotter.exports.svg import Element, Look, Point, dot, legal, text

INK: Final = "#14252b"
QUIET: Final = "#4f6068"
RULE: Final = "#c3ced2"
MIST: Final = "#f1f5f6"
SKIN: Final = "#d3dfe3"
LIMB: Final = "#bccbd1"
ARM: Final = "#9fb4bc"
STEEL: Final = "#5d6f77"
MUSCLE: Final = "#34474f"
TEAL: Final = "#0a6a6c"
PALE_TEAL: Final = "#a9d0cf"
WARM: Final = "#bb4a10"

SMALLEST: Final = 13.0
"""Size of the smallest text."""

LETTER: Final = 0.6
"""Width of a letter as a share of its size, of the wider common fonts."""


def width_of(words: str, size: float) -> float:
    """How wide a line of text is, nearly."""
    return LETTER * size * len(words)


def fitted(words: str, size: float, room: float) -> tuple[str, float]:
    """A line of text and the size at which it fits: smaller, no less than 13, then shortened."""
    one_line = " ".join(legal(words).split())
    smaller = max(
        min(size, room / (LETTER * max(len(one_line), 1))), min(size * 2 / 3, 18.0), SMALLEST
    )
    most = int(room / (LETTER * smaller))
    return (one_line if len(one_line) <= most else one_line[: most - 1] + "…"), smaller


def label(on: Element, middle: Point, words: str, *, size: float, room: float) -> None:
    """Words in one line, or in two where one is too short, about this height."""
    short = textwrap.shorten(legal(words), 2 * int(room / (LETTER * size)), placeholder="…")
    lines = textwrap.wrap(short, int(room / (LETTER * size)))[:2]
    top = middle[1] + 0.36 * size - (len(lines) - 1) * 0.6 * size
    for place, each in enumerate(lines):
        text(on, (middle[0], top + place * 1.2 * size), each, size=size, fill=INK)


def heading(on: Element, title: str, below: str, *, room: float, at: Point = (40, 50)) -> None:
    """The picture's title with a quiet line under it."""
    words, size = fitted(title, 27, room)
    text(on, at, words, size=size, font_weight="700", fill=INK, class_="title")
    words, size = fitted(below, 16, room)
    text(on, (at[0], at[1] + 27), words, size=size, fill=QUIET)


def haloed(on: Element, at: Point, words: str, *, size: float, **look: Look) -> Element:
    """Text with a white edge, readable on whatever is under it."""
    edge: dict[str, Look] = {"stroke": "#ffffff", "stroke_width": 4, "stroke_linejoin": "round"}
    return text(on, at, words, size=size, paint_order="stroke", **{**edge, **look})


def note(on: Element, at: Point, words: str, *, size: float = 14, **look: Look) -> Element:
    """A small quiet line."""
    styled: dict[str, Look] = {"fill": QUIET, **look}
    return text(on, at, words, size=size, **styled)


def text_end(at: Point, words: str, size: float) -> float:
    """Where a line of text ends, nearly."""
    return at[0] + width_of(words, size)


def badge(on: Element, at: Point, words: str) -> None:
    """A number in a dark disc."""
    dot(on, at, 11, fill=INK)
    look: dict[str, Look] = {"fill": "#ffffff", "font_weight": "700", "text_anchor": "middle"}
    text(on, (at[0], at[1] + 5), words, size=14, **look)
