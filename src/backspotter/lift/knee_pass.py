"""When the bar passes the knees, and where the bar is in the lifter's own plane of the picture.

The plate that is lifted hides the knee just then. How high knees are is known far better from the
lifter's height, and how high the bar is from the floor it left.

Where the floor or the height is not known, the knee that is reckoned from the leg has to do.
The near plate is nearer to the camera than the bar's middle, so in the picture it lies further from
the horizon than the bar does. The horizon is taken to be half way up the picture: a phone held
level. How much nearer it is, the two scales tell.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.band import Band
from backspotter.lift.bar import BarTrack
from backspotter.lift.scale import Scale

KNEE_SD_M: Final = 0.03
"""How well a knee's height is known: assumption."""


KNEE_OF_HEIGHT: Final = 0.296
"""Height of the bar as it passes the knees over that of the lifter: 0.296, spread 0.005, in 68
rendered films of 24 bodies; knee joints of people are at 0.285 (Drillis, Contini 1966) and a sole
higher."""

KNEE_OF_HEIGHT_BAND: Final = 0.02
"""Half-width of the band of that between people: assumption."""

FLOOR_M: Final = 0.01
"""And of how high above the floor the bar is seen to be [m]: assumption."""


def knee_pass_by_height(
    times_s: Floats, bar_m: Floats, height_m: float, first: int, last: int
) -> Band | None:
    """When the bar passes the knees on its way up from frame ``first`` to ``last`` [s]; none where
    it is above from the start, or does not get there.

    Parameters
    ----------
    times_s, bar_m : (n,) [s]; the bar's middle above the floor [m], NaN where not seen
    height_m : of the lifter
    """
    part = slice(first, last + 1)
    known = np.isfinite(bar_m[part])
    times, way = times_s[part][known], bar_m[part][known]
    knee, half = KNEE_OF_HEIGHT * height_m, np.hypot(KNEE_OF_HEIGHT_BAND * height_m, FLOOR_M)
    at = _upward(times, way - knee)
    if at is None:
        return None
    earlier, later = _upward(times, way - knee + half), _upward(times, way - knee - half)
    low = times[0] if earlier is None else earlier
    high = times[-1] if later is None else later
    return Band(value=at, low=float(min(low, at)), high=float(max(high, at)))


def bar_beside_body(track: BarTrack, further: float, height_px: float) -> Floats:
    """The picture's row (n,) of the bar's middle [px].

    Parameters
    ----------
    further : scale at the lifter over scale at the near plate, below 1
    height_px : of the picture
    """
    level = height_px / 2
    return np.asarray(level + (track.y_px - level) * further)


def knee_pass(
    track: BarTrack, knee_y_px: Floats, scale: Scale, height_px: float, first: int, last: int
) -> Band | None:
    """When the bar passes the knee on its way up from frame ``first`` to ``last`` [s]; none where
    it is above from the start, or is not seen to pass.

    Parameters
    ----------
    knee_y_px : (n,) row of the near knee [px]
    """
    shares = [each / scale.near.value for each in (scale.lifter.low, scale.lifter.value)]
    shares.append(scale.lifter.high / scale.near.value)
    knee = KNEE_SD_M * scale.lifter.value
    passed = [
        _crossed(track, knee_y_px + shift, share, height_px, first, last)
        for share, shift in ((shares[1], 0.0), *((s, d) for s in shares for d in (-knee, knee)))
    ]
    if passed[0] is None:
        return None
    ends = [each for each in passed if each is not None]
    return Band(value=passed[0], low=min(ends), high=max(ends))


def _crossed(
    track: BarTrack, knee_y: Floats, share: float, height_px: float, first: int, last: int
) -> float | None:
    part = slice(first, last + 1)
    above = (knee_y - bar_beside_body(track, share, height_px))[part]
    times = track.times_s[part]
    known = np.isfinite(above)
    above, times = above[known], times[known]
    return _upward(times, above)


def _upward(times: Floats, above: Floats) -> float | None:
    """When a height (n,) first comes from below to nought or above it."""
    crossing = np.flatnonzero((above[1:] >= 0) & (above[:-1] < 0))
    if not len(crossing):
        return None
    at = int(crossing[0])
    return float(np.interp(0.0, above[at : at + 2], times[at : at + 2]))
