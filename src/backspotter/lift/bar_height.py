"""How high the bar is over time, in metres, from its track and a scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.bar import BarTrack
from backspotter.lift.rates import Smooth, smoothed

LEAST_SD_M: Final = 0.0004
"""Of a height in one frame: no camera sees less."""


UNSURE: Final = 0.9
"""Confidence of a frame below which its place may be that of something else."""

STRAY, LEAST_STRAY_M = 5.0, 0.008
"""How many times as far off the smoothed way as usual such a height is, to be none of the bar's,
and at least [m]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarHeight:
    """The bar's way over time, n frames.

    ``times_s`` (n,) [s]; ``height_m`` (n,) above its lowest resting place, as seen; ``ahead_m``
    (n,) before where it rested; ``smooth`` height, speed [m/s] and acceleration [m/s2], upward;
    ``sd_m`` of one frame's height. NaN where not seen.
    """

    times_s: Floats
    height_m: Floats
    ahead_m: Floats
    smooth: Smooth
    sd_m: float


def bar_height(track: BarTrack, px_per_m: float, facing: int = 1) -> BarHeight:
    """The bar's height and speed.

    Parameters
    ----------
    track : places in pixels
    px_per_m : at the near plate
    facing : 1 where the lifter faces the picture's right, -1 its left
    """
    height = (lowest(track.y_px) - track.y_px) / px_per_m
    stray = strays_of(track.times_s, height, track.confidence)
    height, x = (_bridged(track.times_s, each, stray) for each in (height, track.x_px))
    low = np.nanmedian(x[height < 0.05]) if np.any(height < 0.05) else np.nan
    spread = float(np.nanmedian(track.spread_px)) / px_per_m if track.seen.any() else np.nan
    return BarHeight(
        times_s=track.times_s,
        height_m=height,
        ahead_m=(x - low) * facing / px_per_m,
        smooth=smoothed(track.times_s, height),
        sd_m=max(spread, LEAST_SD_M) if np.isfinite(spread) else LEAST_SD_M,
    )


def strays_of(times_s: Floats, height_m: Floats, confidence: Floats) -> Flags:
    """(n,) frames that are in doubt of themselves and whose height lies far off their neighbours'.

    Parameters
    ----------
    times_s, height_m : (n,) [s] [m], NaN where not seen
    confidence : (n,) 0 to 1
    """
    off = np.abs(height_m - smoothed(times_s, height_m).value)
    if not np.isfinite(off).any():
        return np.zeros(len(off), bool)
    least = max(STRAY * 1.48 * float(np.nanmedian(off)), LEAST_STRAY_M)
    return np.asarray((np.nan_to_num(off) > least) & (confidence < UNSURE))


def _bridged(times_s: Floats, values: Floats, stray: Flags) -> Floats:
    """Values (n,) with those of stray frames on the line between their neighbours'."""
    kept = np.isfinite(values) & ~stray
    if not stray.any() or not kept.any():
        return values
    return np.where(stray, np.interp(times_s, times_s[kept], values[kept]), values)


def lowest(y_px: Floats) -> float:
    """The picture's row at which the bar lies at its lowest, single frames aside [px]."""
    seen = y_px[np.isfinite(y_px)]
    return float(np.percentile(seen, 98)) if len(seen) else float("nan")
