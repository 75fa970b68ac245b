"""One rep as a picture: four moments of the way up, and below them what the back carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from backspotter.exports.axes import Axis, stretches
from backspotter.exports.curves import Curve, Plot, draw_plot
from backspotter.exports.look import INK, MIST, QUIET, RULE, STEEL, TEAL, badge, heading, note
from backspotter.exports.moments import Moment, draw_moments, moments_of
from backspotter.exports.numbers import shown, span, step_of
from backspotter.exports.svg import Element, Look, box, group, line, page, text, written
from backspotter.spine.results import Banded, RepLoads, SpineLoads

WIDTH: Final = 960.0
LEFT, RIGHT = 92.0, 928.0
FIGURES_TOP, FIGURES_HIGH = 92.0, 268.0
ZONES_TOP: Final = 438.0
PLOTS_TOP, BETWEEN = 502.0, 52.0
BELOW: Final = 66.0
FINE_PRINT: Final = "shaded: 90 % band, none for power; not a limit, not a risk"
SAID: Final = {"taking up": "slack out", "lifting": "up", "lockout": "top", "lowering": "down"}
LETTER_ROOM: Final = 9.0


def rep_picture(one: RepLoads, *, title: str) -> str:
    """An SVG picture of a rep and what it loads over time.

    Parameters
    ----------
    one : what ``rep_loads`` gave
    title : above the picture, in any words
    """
    plots = list(_plots(one.loads))
    bottom = PLOTS_TOP - BETWEEN + sum(plot.high + BETWEEN for plot in plots)
    times = one.rep.times
    across = Axis(float(times[0]), float(times[-1]), LEFT, RIGHT)
    moments = moments_of(one)
    drawing = page(WIDTH, bottom + BELOW, title=title, about=_about(one))
    heading(drawing, title, _below(one), room=WIDTH - 80)
    draw_moments(drawing, one, moments, top=FIGURES_TOP, high=FIGURES_HIGH)
    _zones(drawing, one, across, bottom)
    top = PLOTS_TOP
    for plot in plots:
        _marks(drawing, across, moments, top, top + plot.high)
        draw_plot(drawing, plot, times, across, top, top + plot.high)
        top += plot.high + BETWEEN
    for moment in moments:
        badge(drawing, (across.at(moment.time), ZONES_TOP - 12), str(moment.number))
    _seconds(drawing, across, bottom)
    return written(drawing)


def _plots(loads: SpineLoads) -> Iterator[Plot]:
    low, next_up = loads.levels["L5/S1"], loads.levels["L4/L5"]
    yield Plot("Moment, L5/S1", "N·m", (_banded(low.moment, "L5/S1"),), least=20.0)
    both = (_banded(low.compression, "L5/S1"), _banded(next_up.compression, "L4/L5", other=True))
    yield Plot("Compression", "N", both, least=200.0)
    yield Plot("Shear, L5/S1", "N", (_banded(low.shear, "L5/S1"),), least=200.0)
    share = loads.passive_share
    hundred = Banded(100 * share.value, 100 * share.low, 100 * share.high, "%")
    yield Plot(
        "Passive share of the moment, L5/S1", "%", (_banded(hundred, ""),), most=100.0, high=76.0
    )
    if loads.power is not None:
        yield Plot("Power", "W", tuple(_powers(loads)), least=50.0, says_peak=False)


def _banded(number: Banded, name: str, *, other: bool = False) -> Curve:
    stroke, dash = (STEEL, "7 4") if other else (TEAL, None)
    return Curve(name, number.value, stroke, dash, number.low, number.high)


def _powers(loads: SpineLoads) -> Iterator[Curve]:
    looks = {"hip": (INK, None), "knee": (STEEL, "2 4"), "lumbar": (TEAL, "8 4")}
    says = {"hip": "hips", "knee": "knees", "lumbar": "lower back"}
    for name, (stroke, dash) in looks.items():
        if loads.power is not None and name in loads.power:
            yield Curve(says[name], loads.power[name], stroke, dash)


def _zones(on: Element, one: RepLoads, across: Axis, bottom: float) -> None:
    """Each phase as a light stripe with its name on top."""
    zones = group(on, class_="phases")
    for place, (phase, start, end) in enumerate(stretches(one.rep.phase)):
        left, right = (across.at(float(_edge(one, frame))) for frame in (start, end))
        if place % 2:
            box(zones, (left, ZONES_TOP), right - left, bottom - ZONES_TOP, fill=MIST)
        line(zones, (left, ZONES_TOP), (left, bottom), stroke=RULE, stroke_width=1)
        words = SAID.get(phase, phase)
        if right - left > LETTER_ROOM * len(words):
            at = ((left + right) / 2, ZONES_TOP + 18)
            note(zones, at, words, size=15, text_anchor="middle")


def _edge(one: RepLoads, frame: int) -> float:
    return float(one.rep.times[min(frame, len(one.rep.times) - 1)])


def _marks(on: Element, across: Axis, moments: Sequence[Moment], top: float, bottom: float) -> None:
    """Where in time each of the figures is."""
    for moment in moments:
        x = across.at(moment.time)
        dashed: dict[str, Look] = {"stroke": QUIET, "stroke_width": 1.2, "stroke_dasharray": "2 4"}
        line(on, (x, top), (x, bottom), **dashed)


def _seconds(on: Element, across: Axis, bottom: float) -> None:
    line(on, (across.start, bottom), (across.end, bottom), stroke=INK, stroke_width=1.4)
    for tick in across.ticks(8):
        x = across.at(tick)
        line(on, (x, bottom), (x, bottom + 5), stroke=INK, stroke_width=1.4)
        note(on, (x, bottom + 22), f"{tick:g}", text_anchor="middle")
    text(on, (across.end, bottom + 44), "time [s]", size=15, fill=QUIET, text_anchor="end")
    note(on, (LEFT, bottom + 44), FINE_PRINT)


def _below(one: RepLoads) -> str:
    body = one.loads.body
    load = f"{shown(one.load_kg)} kg" if one.load_kg > 0 else "no load"
    return f"{one.lift.how.say} · {load} · body {shown(body.mass_kg)} kg, {body.height_m:.2f} m"


def _about(one: RepLoads) -> str:
    level = one.loads.levels["L5/S1"]
    peaks = "; ".join(
        f"{name} {_peak(each)}"
        for name, each in (
            ("moment", level.moment),
            ("compression", level.compression),
            ("shear", level.shear),
        )
    )
    return f"{_below(one)}. Highest at L5/S1: {peaks}. Not a limit and not a risk."


def _peak(number: Banded) -> str:
    if not np.isfinite(number.value).any():
        return "not seen"
    frame = int(np.nanargmax(number.value))
    low, high = float(number.low[frame]), float(number.high[frame])
    step = step_of(low, high)
    peak = shown(float(number.value[frame]), step)
    return f"{peak} {number.unit}, 90 % band {span(low, high, step)}"
