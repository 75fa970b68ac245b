"""What one change adds or saves, as bars with bands to the left and right of no change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from backspotter.exports.axes import Axis, tick_words
from backspotter.exports.look import (
    INK,
    MIST,
    PALE_TEAL,
    QUIET,
    RULE,
    STEEL,
    TEAL,
    haloed,
    heading,
    label,
    note,
)
from backspotter.exports.numbers import shown, signed, span, step_of
from backspotter.exports.svg import PAPER, Element, Look, box, group, line, page, text, written
from backspotter.spine.differences import NOTHING, Compared, Difference

WIDTH: Final = 960.0
LABELS, LABELS_WIDE = 40.0, 262.0
COLUMNS: Final = ((322.0, 614.0), (638.0, 930.0))
FIELDS: Final = (("compression", "Compression, L5/S1"), ("moment", "Moment, L5/S1"))
TOP, ROW, BELOW = 168.0, 56.0, 84.0
THICK: Final = 20.0
KILO_FROM: Final = 1000.0
EDGE: Final = 1.06
"""How far an axis goes beyond the furthest band."""

LEAST: Final = {"compression": 100.0, "moment": 10.0}
FINE_PRINT: Final = "line: 90 % band of the difference at the peak; not a limit, not a risk"


@dataclass(frozen=True, slots=True)
class Column:
    """One quantity: its axis in ``unit``, which is ``per_unit`` of the rows' own."""

    field: str
    say: str
    unit: str
    per_unit: float
    axis: Axis

    def of(self, row: Compared) -> Difference:
        """The difference in the column's unit."""
        own: Difference = getattr(row, self.field)
        value, low, high = (each / self.per_unit for each in (own.value, own.low, own.high))
        return Difference(value, low, high, self.unit)


def compare_picture(rows: Sequence[Compared], *, load_kg: float, title: str) -> str:
    """An SVG picture of what each change adds or saves, most relief in compression first.

    Parameters
    ----------
    rows : what ``compare`` gave
    load_kg : on the bar [kg]
    title : above the picture, in any words
    """
    found = sorted(rows, key=lambda row: (row.compression.value, row.id))
    columns = [_column(found, place) for place in range(len(FIELDS))]
    bottom = TOP + ROW * max(len(found), 1)
    drawing = page(WIDTH, bottom + BELOW, title=title, about=_about(found, load_kg))
    below = f"{shown(load_kg)} kg, one thing changed at a time"
    heading(drawing, title, below, room=WIDTH - 80)
    for place in range(0, len(found), 2):
        corner = (LABELS - 14, TOP + place * ROW)
        box(drawing, corner, WIDTH - 2 * LABELS + 28, ROW, rx=8, fill=MIST)
    for column in columns:
        _axis(drawing, column, bottom)
    for place, row in enumerate(found):
        _row(drawing, row, TOP + place * ROW, columns, paper=PAPER if place % 2 else MIST)
    if not found:
        note(drawing, (LABELS, TOP + 34), "No change was compared.", size=16)
    note(drawing, (LABELS, bottom + 64), FINE_PRINT)
    return written(drawing)


def _column(rows: Sequence[Compared], place: int) -> Column:
    field, say = FIELDS[place]
    every: list[Difference] = [getattr(row, field) for row in rows]
    unit = every[0].unit if every else {"compression": "N", "moment": "N·m"}[field]
    ends = [abs(end) for each in every for end in (each.value, each.low, each.high)]
    furthest = max([LEAST[field], *ends])
    kilo = KILO_FROM if unit == "N" and furthest >= KILO_FROM else 1.0
    most = EDGE * furthest / kilo
    axis = Axis(-most, most, *COLUMNS[place])
    return Column(field, say, f"k{unit}" if kilo > 1 else unit, kilo, axis)


def _row(on: Element, row: Compared, top: float, columns: Sequence[Column], *, paper: str) -> None:
    found = group(on, class_="change")
    label(found, (LABELS, top + ROW / 2), row.say, size=16, room=LABELS_WIDE)
    for column in columns:
        _bar(found, column.of(row), column.axis, top, paper)


def _bar(on: Element, change: Difference, axis: Axis, top: float, paper: str) -> None:
    """A solid bar where there is a difference, a pale hollow one where none can be measured."""
    zero, end = axis.at(0.0), axis.at(change.value)
    sure = change.is_measurable
    middle = top + (ROW / 2 if sure else ROW / 2 - 9)
    look = {"fill": TEAL} if sure else {"fill": "#ffffff", "stroke": PALE_TEAL, "stroke_width": 2}
    thick = THICK if sure else 0.6 * THICK
    corner = (min(zero, end), middle - thick / 2)
    box(on, corner, max(abs(end - zero), 1.0), thick, rx=2, **look)
    _whisker(on, axis.at(change.low), axis.at(change.high), middle, INK if sure else STEEL)
    if sure:
        _number(on, change, zero, middle)
    else:
        look = {"fill": QUIET, "stroke": paper, "text_anchor": "middle"}
        haloed(on, (zero, top + ROW - 10), NOTHING, size=14, **look)


def _whisker(on: Element, left: float, right: float, y: float, stroke: str) -> None:
    line(on, (left, y), (right, y), stroke=stroke, stroke_width=1.8)
    for x in (left, right):
        line(on, (x, y - 5), (x, y + 5), stroke=stroke, stroke_width=1.8)


def _number(on: Element, change: Difference, zero: float, middle: float) -> None:
    """The number on the side of zero that the bar leaves free."""
    less = change.value < 0
    step = _step(change)
    at = (zero + (10 if less else -10), middle)
    anchor = "start" if less else "end"
    words = f"{signed(shown(change.value, step))} {change.unit}"
    text(on, at, words, size=16, fill=TEAL, font_weight="700", text_anchor=anchor)
    band = span(change.low, change.high, step)
    note(on, (at[0], middle + 17), band, text_anchor=anchor)


def _step(change: Difference) -> float:
    """Fine enough that the end of the band nearest to zero is not shown as zero."""
    nearest = max(min(abs(change.low), abs(change.high)), 1e-3)
    return min(step_of(change.low, change.high), 10.0 ** math.floor(math.log10(nearest)))


def _axis(on: Element, column: Column, bottom: float) -> None:
    axis = column.axis
    zero, middle = axis.at(0.0), (axis.start + axis.end) / 2
    words = f"{column.say} [{column.unit}]"
    look: dict[str, Look] = {"fill": INK, "font_weight": "600", "text_anchor": "middle"}
    text(on, (middle, TOP - 42), words, size=16, **look)
    note(on, (axis.start + 4, TOP - 14), "← less", fill=QUIET)
    note(on, (axis.end - 4, TOP - 14), "more →", fill=QUIET, text_anchor="end")
    line(on, (zero, TOP - 8), (zero, bottom), stroke=INK, stroke_width=1.6)
    line(on, (axis.start, bottom), (axis.end, bottom), stroke=RULE, stroke_width=1.4)
    for tick in axis.ticks(5):
        x = axis.at(tick)
        line(on, (x, bottom), (x, bottom + 5), stroke=STEEL, stroke_width=1.4)
        note(on, (x, bottom + 22), tick_words(tick), text_anchor="middle")


def _about(rows: Sequence[Compared], load_kg: float) -> str:
    said = "; ".join(f"{row.say}: {_said(row.compression)}" for row in rows)
    return f"Change in the highest compression at L5/S1 with {shown(load_kg)} kg. {said}."


def _said(change: Difference) -> str:
    if not change.is_measurable:
        return NOTHING
    step = _step(change)
    band = span(change.low, change.high, step)
    return f"{signed(shown(change.value, step))} {change.unit}, 90 % band {band}"
