"""How far a film reader is off: errors group by group, and shares with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from backspotter.exports.axes import Axis, tick_words
from backspotter.exports.look import (
    INK,
    MIST,
    QUIET,
    RULE,
    TEAL,
    WARM,
    fitted,
    heading,
    note,
)
from backspotter.exports.numbers import percent, percents, shown
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

if TYPE_CHECKING:
    from backspotter.scoring.figures import Aim, Figure, Found
    from backspotter.scoring.score import Score

WIDTH: Final = 960.0
LABELS, LABELS_WIDE, LEFT, RIGHT, NUMBERS = 40.0, 400.0, 460.0, 760.0, 784.0
TOP, ROW, HEADED, BELOW = 128.0, 28.0, 40.0, 66.0
MARK: Final = 6.0
TICKS: Final = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the picture: words at its left and right, a mark, its ends, whether the aim is met,
    and where the aim lies if each line has its own."""

    label: str
    numbers: str
    value: float | None
    low: float | None
    high: float | None
    is_met: bool | None
    aims: tuple[float, ...] = ()


def error_picture(score: Score, figure_id: str) -> str:
    """An SVG picture of a mean error and the largest one, group by group.

    Parameters
    ----------
    figure_id : of an error, as ``figures.toml`` has it
    """
    figure, parts = _grouped(score, figure_id)
    title = f"{figure.say[:1].upper()}{figure.say[1:]}: how far off"
    below = "mean of absolute errors"
    if figure.aim is not None:
        below += f"; the aim: {_aim(figure, figure.aim)}"
    key = "line: to the largest error; dashed: the aim; in brackets: cases"
    most = max([_most(figure), *(row.high or 0.0 for _, rows in parts for row in rows)])
    across = Axis(0.0, 1.05 * most, LEFT, RIGHT)
    return _picture((title, below, key), parts, across, figure)


def share_picture(found: Sequence[Found], *, below: str) -> str:
    """An SVG picture of every share with its 95 % Wilson interval.

    Parameters
    ----------
    below : a line under the title
    """
    rows = [_share_row(each) for each in found if each.figure.is_share and each.n]
    parts = [("", rows)]
    key = "line: 95 % interval; ticks: the aim; diamond: not met; in brackets: cases"
    words = ("Found, held and declined", below, key)
    return _picture(words, parts, Axis(0.0, 1.0, LEFT, RIGHT), None)


def _grouped(score: Score, figure_id: str) -> tuple[Figure, list[tuple[str, list[Row]]]]:
    whole = next(each for each in score.of() if each.figure.id == figure_id)
    parts = [("", [_error_row("all films", whole)])]
    for way in score.ways:
        rows = [
            _error_row(name, each)
            for name, _, found in score.grouped(way)
            for each in found
            if each.figure.id == figure_id and each.n
        ]
        parts.append((f"by {way}", rows))
    return whole.figure, parts


def _error_row(name: str, found: Found) -> Row:
    ends = f"{_number(found.value or 0.0)}, to {_number(found.max or 0.0)}"
    numbers = "" if found.value is None else f"{ends} ({found.n})"
    aim = found.figure.aim
    is_met = None
    if aim is not None and aim.of == "value" and found.value is not None:
        is_met = aim.is_met(found.value)
    label = name.replace("_", "-")
    return Row(label, numbers, found.value, found.value, found.max, is_met)


def _share_row(found: Found) -> Row:
    ends = percents(found.low or 0.0, found.high or 0.0)
    numbers = f"{percent(found.value or 0.0)} % [{ends}] ({found.n})"
    aim = found.figure.aim
    aims = (aim.at_least, aim.at_most) if aim else ()
    return Row(
        label=found.figure.say,
        numbers=numbers,
        value=found.value,
        low=found.low,
        high=found.high,
        is_met=found.is_met,
        aims=tuple(end for end in aims if end is not None),
    )


def _picture(
    words: tuple[str, str, str],
    parts: Sequence[tuple[str, Sequence[Row]]],
    across: Axis,
    figure: Figure | None,
) -> str:
    """``words``: the title, a line below it and the key."""
    title, below, key = words
    shown_parts = [(head, rows) for head, rows in parts if rows]
    high = sum((HEADED if head else 0.0) + ROW * len(rows) for head, rows in shown_parts)
    drawing = page(WIDTH, TOP + high + BELOW, title=title, about=_about(below, shown_parts))
    heading(drawing, title, below, room=WIDTH - 80)
    _axis(drawing, across, TOP + high, figure)
    y = TOP
    for head, rows in shown_parts:
        if head:
            y += HEADED
            text(drawing, (LABELS, y - 10), head, size=15, fill=QUIET, font_weight="600")
        for place, row in enumerate(rows):
            _row(drawing, row, across, y + (place + 0.5) * ROW, striped=place % 2 == 0)
        y += ROW * len(rows)
    note(drawing, (LABELS, y + 46), key, size=13)
    return written(drawing)


def _axis(on: Element, across: Axis, bottom: float, figure: Figure | None) -> None:
    for tick in across.ticks(TICKS):
        x = across.at(tick)
        line(on, (x, TOP - 10), (x, bottom), stroke=RULE)
        words = tick_words(tick) if figure else percent(tick)
        note(on, (x, bottom + 22), words, text_anchor="middle")
    unit = f"[{figure.unit}]" if figure else "[%]"
    note(on, (across.end + 24, bottom + 22), unit)
    if figure and figure.aim and figure.aim.at_most is not None:
        x = across.at(figure.aim.at_most)
        look: dict[str, Look] = {"stroke": INK, "stroke_width": 1.5, "stroke_dasharray": "5 4"}
        line(on, (x, TOP - 10), (x, bottom), **look)


def _row(on: Element, row: Row, across: Axis, y: float, *, striped: bool) -> None:
    found = group(on, class_="scored")
    if striped:
        wide = LEFT - LABELS - 6
        box(found, (LABELS - 14, y - ROW / 2), wide, ROW, rx=6, fill=MIST)
    words, size = fitted(row.label, 15, LABELS_WIDE - 20)
    text(found, (LABELS, y + 5), words, size=size, fill=INK)
    words, size = fitted(row.numbers, 14, WIDTH - NUMBERS - 16)
    note(found, (NUMBERS, y + 5), words, size=size)
    if row.value is None or row.low is None or row.high is None:
        return
    colour = WARM if row.is_met is False else TEAL
    line(found, (across.at(row.low), y), (across.at(row.high), y), stroke=colour, stroke_width=2)
    _mark(found, (across.at(row.value), y), colour, is_met=row.is_met)
    for aim in row.aims:
        x = across.at(aim)
        line(found, (x, y - 10), (x, y + 10), stroke=INK, stroke_width=1.5)


def _mark(on: Element, at: Point, colour: str, *, is_met: bool | None) -> None:
    """A circle, or a diamond where an aim is missed."""
    if is_met is not False:
        dot(on, at, MARK, fill=colour)
        return
    x, y = at
    far = 1.3 * MARK
    polygon(on, [(x, y - far), (x + far, y), (x, y + far), (x - far, y)], fill=colour)


def _number(value: float) -> str:
    return shown(value, 0.001 if value < 1 else 0.01 if value < 10 else 0.1)


def _most(figure: Figure) -> float:
    """What the axis reaches at least."""
    return (figure.aim.at_most or 0.0) * 1.2 if figure.aim else 1e-6


def _aim(figure: Figure, aim: Aim) -> str:
    every = "each " if aim.of == "max" else ""
    return f"{every}{aim.at_most:g}{_unit(figure)} at most"


def _unit(figure: Figure) -> str:
    return "°" if figure.unit == "deg" else f" {figure.unit}"


def _about(below: str, parts: Sequence[tuple[str, Sequence[Row]]]) -> str:
    said = "; ".join(f"{row.label} {row.numbers}" for _, rows in parts for row in rows)
    return f"{below}. {said}."
