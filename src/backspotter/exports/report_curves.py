"""Curves of a report: drawn as SVG of the page, and as numbers for the page's script."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import numpy as np

from backspotter.exports.film_overlay import bar_speed
from backspotter.exports.numbers import shown
from backspotter.lift.analysis import FramesSeen, LiftAnalysis
from backspotter.lift.arrays import Floats

WIDE, HIGH = 1000, 100
"""Of a drawing, before the page stretches it."""

MOST: Final = 2400
"""Places that a curve is drawn at."""

NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its name, numbers (n,), and a band where it has one."""

    name: str
    values: Floats
    low: Floats | None = None
    high: Floats | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves that share a scale. ``least`` is what the scale spans at least."""

    id: str
    title: str
    unit: str
    lines: tuple[Line, ...]
    least: float
    digits: int

    @property
    def is_empty(self) -> bool:
        return not any(np.isfinite(line.values).any() for line in self.lines)


def charts_of(frames: FramesSeen) -> tuple[Chart, ...]:
    """What is shown of every frame."""
    back, trunk, hip, knee = frames.lumbar, frames.trunk, frames.hip, frames.knee
    lower = (Line("lower back", back[:, 0], back[:, 1], back[:, 2]),)
    joints = (Line("trunk", trunk[:, 0]), Line("hip", hip[:, 0]), Line("knee", knee[:, 0]))
    height = (Line("bar", frames.bar_y_m),)
    speed = (Line("bar", bar_speed(frames)),)
    return (
        Chart("back", "Bend of the lower back, from upright", "°", lower, 30.0, 0),
        Chart("joints", "Trunk lean, hip and knee bend", "°", joints, 60.0, 0),
        Chart("height", "Height of the bar above the floor", "m", height, 0.4, 2),
        Chart("speed", "Speed of the bar, up is above 0", "m/s", speed, 0.4, 2),
    )


def scale_of(chart: Chart) -> tuple[list[float], int]:
    """Evenly spaced ticks that span every value, and how many decimals they need."""
    rows = [row for line in chart.lines for row in (line.values, line.low, line.high)]
    known = np.concatenate([row[np.isfinite(row)] for row in rows if row is not None])
    low, high = float(min(known.min(), 0.0)), float(max(known.max(), 0.0))
    high = max(high, low + chart.least)
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in NICE if nice * power >= rough - 1e-9)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(-math.floor(math.log10(step) + 1e-9), 0) + (step / power == 2.5)
    return [step * n for n in range(first, last + 1)], decimals


def figure(chart: Chart, times: Floats, marks: str) -> str:
    """One chart as a figure that can be pointed at and stepped through."""
    heading = f"{escape(chart.title)} <span class=unit>[{escape(chart.unit)}]</span>"
    if chart.is_empty:
        return (
            f"<figure class=chart><figcaption>{heading}</figcaption>"
            "<p class=quiet>Not judged in this clip.</p></figure>"
        )
    ticks, decimals = scale_of(chart)
    names = "".join(f"<li>{shown(t, 10.0**-decimals)}</li>" for t in reversed(ticks))
    label = escape(f"{chart.title} [{chart.unit}]: moment of the film", quote=True)
    last = f"{times[-1]:.3f}"
    return (
        f"<figure class=chart id=chart-{chart.id}><figcaption>{heading}{_key(chart)}"
        f'<output class=now data-chart="{chart.id}"></output></figcaption><div class=plot>'
        f"<ul class=ticks aria-hidden=true>{names}</ul><div class=area role=slider tabindex=0"
        f' aria-label="{label}" aria-valuemin=0 aria-valuemax={last} aria-valuenow=0'
        f' data-chart="{chart.id}">{_drawing(chart, times, ticks, marks)}</div>'
        f"{_across(float(times[-1]))}</div></figure>"
    )


def _across(last: float) -> str:
    """The time axis: its beginning, middle and end."""
    places = "".join(f"<li>{last * share:.1f}</li>" for share in (0, 0.25, 0.5, 0.75))
    return f"<ul class=across aria-hidden=true>{places}<li>{last:.1f} s</li></ul>"


def _key(chart: Chart) -> str:
    if len(chart.lines) < 2:
        return ""
    items = (
        f'<span class="key line{n}">{escape(line.name)}</span>'
        for n, line in enumerate(chart.lines)
    )
    return f"<span class=keys>{''.join(items)}</span>"


def _drawing(chart: Chart, times: Floats, ticks: list[float], marks: str) -> str:
    low, high = ticks[0], ticks[-1]
    grid = "".join(
        f'<line class="{"zero" if abs(t) < 1e-9 else "grid"}" x1="0" x2="{WIDE}"'
        f' y1="{_up(t, low, high):.2f}" y2="{_up(t, low, high):.2f}"/>'
        for t in ticks
    )
    pick = np.unique(np.linspace(0, len(times) - 1, min(len(times), MOST)).round().astype(int))
    x = WIDE * times[pick] / max(float(times[-1]), 1e-9)
    drawn = ""
    for number, line in enumerate(chart.lines):
        if line.low is not None and line.high is not None:
            edges = _up(line.low[pick], low, high), _up(line.high[pick], low, high)
            drawn += f'<path class="spread" d="{_between(x, *edges)}"/>'
        path = _path(x, _up(line.values[pick], low, high))
        drawn += f'<path class="curve line{number}" d="{path}"/>'
    cursor = f'<line class="cursor" x1="0" x2="0" y1="0" y2="{HIGH}"/>'
    return (
        f'<svg viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none" aria-hidden="true"'
        f' focusable="false">{marks}{grid}{drawn}{cursor}</svg>'
    )


def _up(value: Any, low: float, high: float) -> Any:
    return HIGH * (1 - (value - low) / (high - low))


def _path(x: Floats, y: Floats) -> str:
    parts, down = [], False
    for across, up in zip(x, y, strict=True):
        if math.isfinite(up):
            parts.append(f"{'L' if down else 'M'}{across:.1f} {up:.1f}")
        down = math.isfinite(up)
    return "".join(parts)


def _between(x: Floats, low: Floats, high: Floats) -> str:
    """A closed shape for every stretch in which both edges are known."""
    known = np.isfinite(low) & np.isfinite(high)
    breaks = np.flatnonzero(np.diff(np.r_[False, known, False].astype(int)))
    shapes = []
    for first, last in zip(breaks[::2], breaks[1::2], strict=True):
        part = slice(first, last)
        shapes.append(
            _path(np.r_[x[part], x[part][::-1]], np.r_[low[part], high[part][::-1]]) + "Z"
        )
    return "".join(shapes)


def marks_of(analysis: LiftAnalysis) -> str:
    """Shades for the way up of every rep, and a line at every fault."""
    times = analysis.frames.times_s
    whole = max(float(times[-1]), 1e-9)
    found = []
    phases = np.array(analysis.frames.phase)
    for rep in analysis.reps:
        rising = times[(analysis.frames.rep == rep.index) & (phases == "lifting")]
        if len(rising):
            x, wide = WIDE * rising[0] / whole, WIDE * (rising[-1] - rising[0]) / whole
            found.append(
                f'<rect class="pull" x="{x:.1f}" y="0" width="{wide:.1f}" height="{HIGH}"/>'
            )
        for fault in rep.faults:
            x = WIDE * fault.peak_s / whole
            found.append(f'<line class="fault" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{HIGH}"/>')
    return "".join(found)


def numbers_of(analysis: LiftAnalysis) -> str:
    """The frames as JSON for the script; nothing in it can end the element it stands in."""
    frames = analysis.frames
    charts = {
        chart.id: numbers_of_chart(chart) for chart in charts_of(frames) if not chart.is_empty
    }
    data = {
        "times": [round(float(t), 4) for t in frames.times_s],
        "rep": [int(n) for n in frames.rep],
        "phase": list(frames.phase),
        "charts": charts,
    }
    words = json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=True)
    return words.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def numbers_of_chart(chart: Chart) -> dict[str, Any]:
    """A chart's unit, decimals and lines, as plain values."""
    return {
        "unit": chart.unit,
        "digits": chart.digits,
        "lines": [_numbers(line, chart.digits) for line in chart.lines],
    }


def _numbers(line: Line, digits: int) -> dict[str, Any]:
    found: dict[str, Any] = {"name": line.name, "values": _listed(line.values, digits)}
    if line.low is not None and line.high is not None:
        found["low"], found["high"] = _listed(line.low, digits), _listed(line.high, digits)
    return found


def _listed(values: Floats, digits: int) -> list[float | None]:
    return [round(float(v), digits) if math.isfinite(v) else None for v in values]
