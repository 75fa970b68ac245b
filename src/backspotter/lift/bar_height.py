"""How high the bar is over time, in metres, from its track and a scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.bar import BarTrack
from backspotter.lift.rates import Smooth, smoothed

LEAST_SD_M: Final = 0.0004
"""Of a height in one frame: no camera sees less."""


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
    low = np.nanmedian(track.x_px[height < 0.05]) if np.any(height < 0.05) else np.nan
    spread = float(np.nanmedian(track.spread_px)) / px_per_m if track.seen.any() else np.nan
    return BarHeight(
        times_s=track.times_s,
        height_m=height,
        ahead_m=(track.x_px - low) * facing / px_per_m,
        smooth=smoothed(track.times_s, height),
        sd_m=max(spread, LEAST_SD_M) if np.isfinite(spread) else LEAST_SD_M,
    )


def lowest(y_px: Floats) -> float:
    """The picture's row at which the bar lies at its lowest, single frames aside [px]."""
    seen = y_px[np.isfinite(y_px)]
    return float(np.percentile(seen, 98)) if len(seen) else float("nan")
