"""Predicted over published, row by row, on a ratio scale with each row's band."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from backspotter.exports.look import INK, MIST, QUIET, RULE, TEAL, WARM, fitted, heading, note
from backspotter.exports.numbers import NARROW, exactly, shown
from backspotter.exports.svg import (
    Element,
    Look,
    Point,
    box,
    dot,
    group,
    line,
    page,
    polygon,
    text,
    written,
)
from backspotter.spine.validation import Checked

WIDTH: Final = 960.0
LABELS, LABELS_WIDE, LEFT, RIGHT, NUMBERS = 40.0, 246.0, 300.0, 716.0, 740.0
TOP, ROW, BELOW = 168.0, 30.0, 98.0
TICKS: Final = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 5.0, 10.0)
NARROWEST, WIDEST = 1.6, 12.0
"""How far an axis goes to either side of equal, as a factor."""

STRIPE: Final = WIDTH - 2 * LABELS + 28
TITLE: Final = "Predicted against published"
SHAPE: Final = 6.5


@dataclass(frozen=True, slots=True)
class Ratio:
    """A row with what the model says over what was published; ``low`` may reach nothing."""

    row: Checked
    value: float
    low: float
    high: float

    @property
    def is_within(self) -> bool:
        """Whether the published number lies in the model's band."""
        return self.row.is_within is True


@dataclass(frozen=True, slots=True)
class Scale:
    """Ratios on a log axis from one over ``most`` to ``most``."""

    most: float

    def at(self, ratio: float) -> float:
        """Where a ratio lies on the page; what is off the scale lies at its end."""
        kept = min(max(ratio, 1 / self.most), self.most)
        share = math.log(kept) / math.log(self.most)
        return (LEFT + RIGHT) / 2 + share * (RIGHT - LEFT) / 2

    def holds(self, ratio: float) -> bool:
        """Whether a ratio is on the scale."""
        return 1 / self.most <= ratio <= self.most


def validation_picture(rows: Sequence[Checked]) -> str:
    """An SVG picture of every row that the model covers: predicted over published, 1 is equal.

    Parameters
    ----------
    rows : what ``validate`` gave; rows that are not modelled are left out
    """
    found = [ratio for row in rows if (ratio := _ratio(row)) is not None]
    scale = _scale(found)
    bottom = TOP + ROW * max(len(found), 1)
    below = _below(found, len(rows))
    drawing = page(WIDTH, bottom + BELOW, title=TITLE, about=_about(found, below))
    heading(drawing, TITLE, below, room=WIDTH - 80)
    _key(drawing)
    for place in range(0, len(found), 2):
        box(drawing, (LABELS - 14, TOP + place * ROW), STRIPE, ROW, rx=6, fill=MIST)
    _axis(drawing, scale, bottom)
    for place, ratio in enumerate(found):
        _row(drawing, ratio, scale, TOP + (place + 0.5) * ROW)
    note(drawing, (LABELS, bottom + 76), "line: the model's own 90 % band; an arrow: it goes on")
    return written(drawing)


def _ratio(row: Checked) -> Ratio | None:
    if row.predicted is None or row.low is None or row.high is None or row.row.published <= 0:
        return None
    value, low, high = (
        float(each) / row.row.published for each in (row.predicted, row.low, row.high)
    )
    return Ratio(row, value, low, high) if math.isfinite(value + low + high) else None


def _scale(found: Sequence[Ratio]) -> Scale:
    far = [max(r, 1 / r) for each in found for r in (each.value, each.low, each.high) if r > 0]
    return Scale(min(max([NARROWEST, *(1.08 * each for each in far)]), WIDEST))


def _key(on: Element) -> None:
    y, x = TOP - 52, LABELS + SHAPE
    _mark(on, (x, y), is_fitted=False, is_within=True)
    note(on, (x + 16, y + 5), "published lies in the band", fill=INK)
    _mark(on, (x + 252, y), is_fitted=False, is_within=False)
    note(on, (x + 268, y + 5), "outside the band", fill=INK)
    _mark(on, (x + 432, y), is_fitted=True, is_within=True)
    note(on, (x + 448, y + 5), "hollow: the model was fitted to it", fill=INK)


def _axis(on: Element, scale: Scale, bottom: float) -> None:
    middle = (LEFT + RIGHT) / 2
    for tick in (each for each in TICKS if scale.holds(each)):
        x = scale.at(tick)
        look = {"stroke": INK, "stroke_width": 1.8} if tick == 1 else {"stroke": RULE}
        line(on, (x, TOP), (x, bottom), **look)
        note(on, (x, bottom + 22), f"{tick:g}", text_anchor="middle")
    text(
        on,
        (middle, bottom + 46),
        "predicted over published (1: equal)",
        size=15,
        fill=QUIET,
        text_anchor="middle",
    )
    note(on, (LEFT, TOP - 14), "← model says less")
    note(on, (RIGHT, TOP - 14), "model says more →", text_anchor="end")
    note(on, (NUMBERS, TOP - 14), "published → predicted")


def _row(on: Element, ratio: Ratio, scale: Scale, y: float) -> None:
    found, row = group(on, class_="checked"), ratio.row.row
    words, size = fitted(row.id, 15, LABELS_WIDE)
    text(found, (LABELS, y + 5), words, size=size, fill=INK)
    colour = TEAL if ratio.is_within else WARM
    for end, other in ((ratio.low, ratio.high), (ratio.high, ratio.low)):
        _end(found, end, other, scale, y, colour)
    line(found, (scale.at(ratio.low), y), (scale.at(ratio.high), y), stroke=colour, stroke_width=2)
    _mark(found, (scale.at(ratio.value), y), is_fitted=row.fitted, is_within=ratio.is_within)
    both = f"{exactly(row.published)} → {shown(ratio.row.predicted or 0.0)}{_unit(row.unit)}"
    words, size = fitted(both, 14, WIDTH - NUMBERS - 24)
    note(found, (NUMBERS, y + 5), words, size=size)


def _unit(unit: str) -> str:
    return "°" if unit == "deg" else f"{NARROW}{unit}"


def _end(on: Element, end: float, other: float, scale: Scale, y: float, colour: str) -> None:
    """A tick where a band ends, an arrow where it goes on beyond the scale."""
    x = scale.at(end)
    if scale.holds(end):
        line(on, (x, y - 5), (x, y + 5), stroke=colour, stroke_width=2)
        return
    out = -8 if end < other else 8
    polygon(on, [(x, y - 5), (x + out, y), (x, y + 5)], fill=colour)


def _mark(on: Element, at: Point, *, is_fitted: bool, is_within: bool) -> None:
    """A circle within the band, a diamond outside; hollow where the model was fitted."""
    colour = TEAL if is_within else WARM
    look: dict[str, Look] = {
        "fill": "#ffffff" if is_fitted else colour,
        "stroke": colour,
        "stroke_width": 2.4,
    }
    if is_within:
        dot(on, at, SHAPE, **look)
        return
    x, y = at
    far = 1.35 * SHAPE
    polygon(on, [(x, y - far), (x + far, y), (x, y + far), (x - far, y)], **look)


def _below(found: Sequence[Ratio], count: int) -> str:
    free = [ratio for ratio in found if not ratio.row.row.fitted]
    inside = sum(ratio.is_within for ratio in free)
    left_out = count - len(found)
    more = f"; {left_out} rows not modelled are left out" if left_out else ""
    return f"{inside} of {len(free)} rows that were not fitted lie in the model's 90 % band{more}"


def _about(found: Sequence[Ratio], below: str) -> str:
    said = "; ".join(
        f"{each.row.row.id} {shown(each.value)}{'' if each.is_within else ', outside its band'}"
        for each in found
    )
    return f"{below}. Predicted over published: {said}."
