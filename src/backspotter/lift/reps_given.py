"""Repetitions of which a person said where they begin and end: measured, and nothing looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.arrays import Floats
from backspotter.lift.bar_height import BarHeight
from backspotter.lift.reps import InFilm, Rep, rep_of
from backspotter.lift.turns import Rise, bridged

MOST_SPANS: Final = 50
LEAST_FRAMES: Final = 6
"""Frames of a repetition in which the bar must have been seen."""

HANGS: Final = 0.5
"""A span that begins and ends this share of its rise above its lowest place starts from the top:
assumption."""

NO_WAY_UP: Final = "at least 0.2 s in which the bar is seen on its way up"
Span = tuple[float, float]
"""Where a repetition begins and ends [s]."""


def checked_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in the order of time.

    Raises
    ------
    InputError : too many, one that ends before it begins, or two that overlap
    """
    found = tuple(sorted((float(begin), float(end)) for begin, end in spans))
    if len(found) > MOST_SPANS:
        raise InputError("reps", given=len(found), expected=f"at most {MOST_SPANS}")
    last = -np.inf
    for begin, end in found:
        if not (np.isfinite([begin, end]).all() and 0 <= begin < end):
            expected = "a beginning before its end, in seconds of the film"
            raise InputError("reps", given=f"{begin:g} to {end:g} s", expected=expected)
        if begin < last:
            expected = "repetitions that do not overlap"
            raise InputError("reps", given=f"one that begins at {begin:g} s", expected=expected)
        last = end
    return found


def reps_between(bar: BarHeight, spans: Sequence[Span], size_share: float = 0.03) -> list[Rep]:
    """One repetition for each span; each counts.

    Parameters
    ----------
    bar : its height over time
    spans : in the order of time, as ``checked_spans`` gives them
    size_share : half-width of the scale's band as a share of it

    Raises
    ------
    InputError : a span in which the bar does not go up
    """
    height = bridged(bar.times_s, bar.smooth.value)
    found = [_rise(bar.times_s, height, span) for span in spans]
    usual = float(np.median([height[rise.high] - height[rise.low] for rise, _ in found] or [1.0]))
    result = []
    for place, ((rise, hangs), span) in enumerate(zip(found, spans, strict=True)):
        before = found[place - 1][0] if place else None
        one = rep_of(InFilm(bar, height, rise, before, hangs), usual, size_share)
        result.append(replace(one, index=place + 1, begin_s=span[0], end_s=span[1]))
    return result


def _rise(times_s: Floats, height: Floats, span: Span) -> tuple[Rise, bool]:
    """From the last low before the highest place within a span, to the low after it; and whether
    it starts and ends at the top, with the way down first."""
    inside = np.flatnonzero((times_s >= span[0]) & (times_s <= span[1]) & np.isfinite(height))
    if len(inside) < LEAST_FRAMES:
        raise _none(span)
    part = height[inside]
    hangs = bool(min(part[0], part[-1]) - part.min() > HANGS * np.ptp(part))
    lowest = int(np.argmin(part)) if hangs else 0
    high = lowest + int(np.argmax(part[lowest:]))
    low = lowest if hangs else _last_low(part[: high + 1])
    if high - low < LEAST_FRAMES:
        raise _none(span)
    after = high + int(np.argmin(part[high:]))
    return Rise(low=int(inside[low]), high=int(inside[high]), after=int(inside[after])), hangs


def _last_low(height: Floats) -> int:
    """The last place that is as low as any."""
    return len(height) - 1 - int(np.argmin(height[::-1]))


def _none(span: Span) -> InputError:
    return InputError("reps", given=f"{span[0]:.2f} to {span[1]:.2f} s", expected=NO_WAY_UP)
