"""Derivatives of measured motion: smoothed, with a stated cut-off, never across a gap."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array, Mask, Places

CUT_OFF_HZ: Final = 6.0
"""Of an acceleration at this frequency half is kept, of a slower one more; that is from 60 frames
a second on. A film of 30 keeps a third of it, as there is less to fit to."""

WIDTH_S: Final = 0.1874 / CUT_OFF_HZ
"""Width of the bell [s] that sets this cut-off for a local parabola (tested)."""

REACH: Final = 3.5
"""Frames further away than this many widths are left out."""

LARGEST_PART: Final = 2_000_000
"""Numbers that are looked at at once, which bounds the memory of a long series."""

EPSILON: Final = float(np.finfo(np.float64).eps)
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
    step = median(np.diff(times).tolist())  # numpy's own brings in more than it takes
    width = max(WIDTH_S, 1.2 * step)
    firsts, lasts = _around(times, REACH * width)
    longest = int((lasts - firsts).max())
    at_once = max(LARGEST_PART // (longest * (3 + values.shape[1])), 1)
    for start in range(0, len(times), at_once):
        part = slice(start, start + at_once)
        places = firsts[part, None] + np.arange(longest)
        counts = places < lasts[part, None]
        places = np.minimum(places, len(times) - 1)
        apart = (times[places] - times[part, None]) / width
        found[:, part] = _parabolas(apart, counts, values[places], width)
    return found


def _around(times: Array, reach: float) -> tuple[Places, Places]:
    """First and last frame (the one after) around each, enough for a parabola also at the ends."""
    firsts = np.searchsorted(times, times - reach)
    lasts = np.searchsorted(times, times + reach, side="right")
    while np.any(few := lasts - firsts < FEWEST):
        firsts = np.where(few, np.maximum(firsts - 1, 0), firsts)
        lasts = np.where(few, np.minimum(lasts + 1, len(times)), lasts)
    return firsts, lasts


def _parabolas(apart: Array, counts: Mask, values: Array, width: float) -> Array:
    """Value, velocity and acceleration (3, frames, columns), each from the frames around it.

    Parameters
    ----------
    apart : (frames, n) times from the frame, in widths
    counts : (frames, n) whether a place holds a frame that counts
    values : (frames, n, columns)
    """
    weight = np.exp(-(apart**2) / 4) * counts
    terms = np.stack([np.ones_like(apart), apart, apart**2], axis=2) * weight[:, :, None]
    fitted = np.linalg.pinv(terms, rcond=EPSILON * terms.shape[1]) @ (values * weight[:, :, None])
    return np.stack([fitted[:, 0], fitted[:, 1] / width, 2 * fitted[:, 2] / width**2])
