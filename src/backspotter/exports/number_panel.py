"""The numbers of one frame with their bands, as a panel beside the figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from backspotter.exports.look import INK, MIST, PALE_TEAL, RULE, TEAL, note
from backspotter.exports.numbers import percent, percents, shown, span, step_of
from backspotter.exports.svg import Element, Point, box, dot, group, line, text
from backspotter.spine.results import NOT_ENOUGH_N_M, Banded, SpineLoads

LEFT, TOP, WIDE, HIGH = 632.0, 104.0, 300.0, 572.0
INSET: Final = 20.0
LEVELS: Final = ("L5/S1", "L4/L5")
COLUMN: Final = (WIDE - INSET) / len(LEVELS)
ROWS: Final = (("moment", "Moment"), ("compression", "Compression"), ("shear", "Shear"))
FIRST_ROW, ROW_STEP = 58.0, 122.0
FINE_PRINT: Final = "90 % band; not a limit, not a risk"


def draw_numbers(on: Element, found: SpineLoads, frame: int) -> None:
    """Moment, compression and shear at the two lowest levels, and the passive share."""
    panel = group(on, class_="numbers")
    box(panel, (LEFT, TOP), WIDE, HIGH, rx=14, fill=MIST)
    for place, name in enumerate(LEVELS):
        at = (LEFT + INSET + place * COLUMN, TOP + 36)
        text(panel, at, name, size=18, font_weight="700", fill=TEAL)
    for row, (field, say) in enumerate(ROWS):
        both = [getattr(found.levels[level], field) for level in LEVELS]
        _row(panel, TOP + FIRST_ROW + row * ROW_STEP, say, both, frame)
    _share(panel, TOP + FIRST_ROW + len(ROWS) * ROW_STEP, found, frame)
    note(panel, (LEFT + INSET, TOP + HIGH - 18), FINE_PRINT)


def _row(on: Element, top: float, say: str, both: Sequence[Banded], frame: int) -> None:
    line(on, (LEFT + INSET, top), (LEFT + WIDE - INSET, top), stroke=RULE)
    note(on, (LEFT + INSET, top + 23), f"{say} [{both[0].unit}]", size=15)
    low = min(0.0, *(float(each.low[frame]) for each in both))
    high = max(float(each.high[frame]) for each in both)
    for place, each in enumerate(both):
        at = (LEFT + INSET + place * COLUMN, top + 53)
        value, least, most = (float(a[frame]) for a in (each.value, each.low, each.high))
        step = step_of(least, most)
        text(on, at, shown(value, step), size=27, font_weight="700", fill=INK)
        _track(on, (at[0], at[1] + 14), (low, high), (value, least, most))
        note(on, (at[0], at[1] + 38), span(least, most, step))


def _share(on: Element, top: float, found: SpineLoads, frame: int) -> None:
    share = found.passive_share
    value, low, high = (float(a[frame]) for a in (share.value, share.low, share.high))
    line(on, (LEFT + INSET, top), (LEFT + WIDE - INSET, top), stroke=RULE)
    note(on, (LEFT + INSET, top + 23), "Passive share, L5/S1 [%]", size=15)
    text(on, (LEFT + INSET, top + 53), percent(value), size=27, font_weight="700", fill=INK)
    at = (LEFT + INSET + COLUMN, top + 38)
    _track(on, at, (0.0, 1.0), (value, low, high))
    note(on, (at[0], at[1] + 22), percents(low, high))
    short = float(found.deficit[frame])
    if short > NOT_ENOUGH_N_M:
        words = f"{shown(short)} N·m more than the strength given"
        note(on, (LEFT + INSET, top + 88), words, fill=INK, font_weight="600")


def _track(
    on: Element, at: Point, ends: tuple[float, float], number: tuple[float, float, float]
) -> None:
    """A thin line from low to high end, on it the band, and a dot for the value."""
    room, (low, high) = COLUMN - INSET, ends

    def along(value: float) -> float:
        return at[0] + room * (value - low) / ((high - low) or 1.0)

    value, least, most = number
    line(on, at, (at[0] + room, at[1]), stroke=RULE, stroke_width=2, stroke_linecap="round")
    wide = max(along(most) - along(least), 2.0)
    box(on, (along(least), at[1] - 4), wide, 8, rx=4, fill=PALE_TEAL)
    dot(on, (along(value), at[1]), 5, fill=TEAL, stroke="#ffffff", stroke_width=1.5)
