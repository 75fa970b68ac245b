"""Axes, curves and their bands: numbers on the page, round ticks, gaps left as gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from backspotter.exports.numbers import shown
from backspotter.exports.svg import (
    Element,
    Look,
    Point,
    dot,
    group,
    polygon,
    polyline,
    runs,
    thinned,
)
from backspotter.spine.arrays import Array

STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
ROOM_ABOVE: Final = 0.06
"""How much higher an axis reaches than what is drawn."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high`` in numbers is from ``start`` to ``end`` on the page."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a number lies."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.start + share * (self.end - self.start)

    def ticks(self, most: int) -> list[float]:
        """Few round numbers on it."""
        return ticks(self.low, self.high, most)


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most so many round numbers, evenly apart; zero is among them where it is in range."""
    ten = 10.0 ** math.floor(math.log10(max(high - low, 1e-9) / most))
    tried = (_multiples(low, high, each * ten) for each in (*STEPS, 100.0))
    return next(found for found in tried if len(found) <= most)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def tick_words(value: float) -> str:
    """A tick's number."""
    return shown(value)


def range_of(series: Sequence[Array], *, least: float) -> tuple[float, float]:
    """From the lowest to the highest number, zero included; no narrower than ``least``."""
    every = np.concatenate([np.asarray(each, dtype=float).ravel() for each in series])
    seen = every[np.isfinite(every)]
    low = float(min(seen.min(initial=0.0), 0.0))
    high = float(max(seen.max(initial=0.0), 0.0))
    high = max(high, low + least)
    room = ROOM_ABOVE * (high - low)
    return low - (room if low < 0 else 0.0), high + room


def placed(x: Axis, y: Axis, times: Array, values: Array) -> list[Point | None]:
    """Points on the page; none where there is no number."""
    return [
        (x.at(float(time)), y.at(float(value))) if math.isfinite(time + value) else None
        for time, value in zip(times, values, strict=True)
    ]


def draw_curve(on: Element, x: Axis, y: Axis, times: Array, values: Array, **look: Look) -> Element:
    """A line that stops at every gap; a lone number is a dot."""
    found = group(on, class_="curve")
    for run in runs(placed(x, y, times, values)):
        if len(run) == 1:
            dot(found, run[0], 1.8, fill=look.get("stroke"))
        else:
            polyline(found, thinned(run), **look)
    return found


def draw_band(
    on: Element, x: Axis, y: Axis, times: Array, ends: tuple[Array, Array], **look: Look
) -> Element:
    """The area between low and high, one shape for each stretch without a gap."""
    found = group(on, class_="band")
    both = ends[0] + ends[1]
    lows, highs = (
        runs(placed(x, y, times, np.where(np.isfinite(both), each, np.nan))) for each in ends
    )
    for low, high in zip(lows, highs, strict=True):
        polygon(found, [*thinned(low), *reversed(thinned(high))], **look)
    return found


def stretches(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Runs of equal words: the word, its first place, and the first place after it."""
    cuts = [0, *(i for i in range(1, len(words)) if words[i] != words[i - 1]), len(words)]
    return [(words[start], start, end) for start, end in pairwise(cuts) if start < end]
