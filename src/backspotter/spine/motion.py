"""Derivatives of measured motion: smoothed, with a stated cut-off, never across a gap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array, Mask

CUT_OFF_HZ: Final = 6.0
"""Of an acceleration at this frequency half is kept, of a slower one more; that is from 60 frames
a second on. A film of 30 keeps a third of it, as there is less to fit to."""

WIDTH_S: Final = 0.1874 / CUT_OFF_HZ
"""Width of the bell [s] that sets this cut-off for a local parabola (tested)."""

REACH: Final = 3.5
"""Frames further away than this many widths are left out."""

FEWEST: Final = 6
"""Frames in a run of motion below which no acceleration is given."""


def check_times(times: Array) -> None:
    """Raise on times that are not a series.

    Raises
    ------
    InputError : not finite, not rising
    """
    if times.ndim != 1 or len(times) < 2:
        raise InputError("t_s", given=f"{times.size} times", expected="two or more, in seconds")
    if not np.all(np.isfinite(times)):
        raise InputError("t_s", given="a time that is no number", expected="seconds, all finite")
    back = np.flatnonzero(np.diff(times) <= 0)
    if len(back):
        first = int(back[0])
        given = f"{times[first + 1]:g} after {times[first]:g}"
        raise InputError(
            "t_s", given=given, expected="times that rise", do="sort the frames by time"
        )


def derivatives(times: Array, values: Array) -> tuple[Array, Array, Array]:
    """Smoothed value, velocity and acceleration of a series.

    At each frame a parabola is fitted to the frames around it, with weights that fall off like a
    bell. Uneven times are fine. A gap (NaN) stays a gap and nothing is fitted across it.

    Parameters
    ----------
    times : (n,) rising [s]
    values : (n, …) any unit

    Returns
    -------
    three arrays like ``values``: in its unit, per s, per s²; NaN in gaps and in runs of fewer
    than six frames

    Raises
    ------
    InputError : times that do not rise
    """
    check_times(times)
    flat = values.reshape(len(times), -1)
    found = np.full((3, *flat.shape), np.nan)
    for run in runs(np.asarray(np.isfinite(flat).all(axis=1))):
        if run.stop - run.start >= FEWEST:
            found[:, run] = _of_run(times[run], flat[run])
    smooth, velocity, acceleration = found.reshape(3, *values.shape)
    return smooth, velocity, acceleration


def runs(good: Mask) -> Iterator[slice]:
    """The unbroken stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(int), [0]])))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield slice(int(start), int(stop))


def _of_run(times: Array, values: Array) -> Array:
    found = np.empty((3, *values.shape))
    step = float(np.median(np.diff(times)))
    width = max(WIDTH_S, 1.2 * step)
    firsts = np.searchsorted(times, times - REACH * width)
    lasts = np.searchsorted(times, times + REACH * width, side="right")
    for frame, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        first, last = _at_least(first, last, len(times))
        apart = (times[first:last] - times[frame]) / width
        found[:, frame] = _parabola(apart, values[first:last], width)
    return found


def _at_least(first: int, last: int, count: int) -> tuple[int, int]:
    """Enough frames for a parabola, also at the ends of a run."""
    while last - first < FEWEST:
        first, last = max(first - 1, 0), min(last + 1, count)
    return first, last


def _parabola(apart: Array, values: Array, width: float) -> Array:
    weight = np.exp(-(apart**2) / 4)
    terms = np.stack([np.ones_like(apart), apart, apart**2], axis=1) * weight[:, None]
    fitted, *_ = np.linalg.lstsq(terms, values * weight[:, None], rcond=None)
    return np.stack([fitted[0], fitted[1] / width, 2 * fitted[2] / width**2])
