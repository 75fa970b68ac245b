"""When the bar passes the knees, and where the bar is in the lifter's own plane of the picture.

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
    crossing = np.flatnonzero((above[1:] >= 0) & (above[:-1] < 0))
    if not len(crossing):
        return None
    at = int(crossing[0])
    return float(np.interp(0.0, above[at : at + 2], times[at : at + 2]))
