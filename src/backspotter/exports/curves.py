"""One plot over time: title and key above, few ticks, curves with their bands, the peak marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.exports.axes import Axis, draw_band, draw_curve, range_of, tick_words
from backspotter.exports.look import INK, QUIET, RULE, TEAL, note, text_end
from backspotter.exports.numbers import shown, span, step_of
from backspotter.exports.svg import Element, Look, dot, group, line, text
from backspotter.spine.arrays import Array

PER_TICK: Final = 21.0
"""Room on the page for each tick of the upright axis."""
SWATCH: Final = 30.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A line over time, with its band if it has one."""

    name: str
    values: Array
    stroke: str = TEAL
    dash: str | None = None
    low: Array | None = None
    high: Array | None = None

    @property
    def look(self) -> dict[str, Look]:
        """How its line is drawn."""
        return {"stroke": self.stroke, "stroke_width": 2.4, "stroke_dasharray": self.dash}

    @property
    def series(self) -> list[Array]:
        """Everything that is drawn of it."""
        return [each for each in (self.values, self.low, self.high) if each is not None]


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn together; the axis spans ``least`` at least, or ends at ``most``."""

    title: str
    unit: str
    curves: tuple[Curve, ...]
    least: float = 1.0
    most: float | None = None
    says_peak: bool = True
    high: float = 104.0


def draw_plot(
    on: Element, plot: Plot, times: Array, across: Axis, top: float, bottom: float
) -> None:
    """The plot between these heights on the page."""
    found = group(on, class_="plot")
    up = _up(plot, top, bottom)
    _grid(found, plot, up, across)
    for curve in plot.curves:
        if curve.low is not None and curve.high is not None:
            look: dict[str, Look] = {
                "fill": curve.stroke,
                "fill_opacity": 0.16 if curve.dash is None else 0.10,
            }
            draw_band(found, across, up, times, (curve.low, curve.high), **look)
    for curve in plot.curves:
        draw_curve(found, across, up, times, curve.values, **curve.look)
    end = text_end((across.start, top - 12), f"{plot.title} [{plot.unit}]", 16)
    text(
        found,
        (across.start, top - 12),
        f"{plot.title} [{plot.unit}]",
        size=16,
        fill=INK,
        font_weight="600",
    )
    if len(plot.curves) > 1:
        _key(found, plot.curves, end + 18, top - 12)
    if plot.says_peak:
        _peak(found, plot, times, across, up, top)


def _up(plot: Plot, top: float, bottom: float) -> Axis:
    if plot.most is not None:
        return Axis(0.0, plot.most, bottom, top)
    series = [each for curve in plot.curves for each in curve.series]
    low, high = range_of(series, least=plot.least)
    return Axis(low, high, bottom, top)


def _grid(on: Element, plot: Plot, up: Axis, across: Axis) -> None:
    for tick in up.ticks(round(plot.high / PER_TICK)):
        y = up.at(tick)
        stroke = QUIET if tick == 0 else RULE
        line(on, (across.start, y), (across.end, y), stroke=stroke, stroke_width=1)
        note(on, (across.start - 10, y + 5), tick_words(tick), text_anchor="end")


def _key(on: Element, curves: Sequence[Curve], x: float, y: float) -> None:
    for curve in curves:
        line(on, (x, y - 5), (x + SWATCH, y - 5), **curve.look)
        note(on, (x + SWATCH + 7, y), curve.name, fill=INK)
        x = text_end((x + SWATCH + 7, y), curve.name, 14) + 18


def _peak(on: Element, plot: Plot, times: Array, across: Axis, up: Axis, top: float) -> None:
    curve = plot.curves[0]
    if not np.isfinite(curve.values).any():
        return
    frame = int(np.nanargmax(curve.values))
    value = float(curve.values[frame])
    at = (across.at(float(times[frame])), up.at(value))
    dot(on, at, 5, fill=curve.stroke, stroke="#ffffff", stroke_width=1.5)
    words = f"peak {shown(value)}"
    if curve.low is not None and curve.high is not None:
        low, high = float(curve.low[frame]), float(curve.high[frame])
        step = step_of(low, high)
        words = f"peak {shown(value, step)} ({span(low, high, step)})"
    note(on, (across.end, top - 12), words, text_anchor="end", fill=curve.stroke, font_weight="600")
