"""Where bar and joints are in metres, in the lifter's own plane of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.app.film_moved import MOST_TURNED_DEG, Moved
from backspotter.lift.arrays import Floats
from backspotter.lift.leg_chain import Chain
from backspotter.lift.reps import Rep
from backspotter.spine.rep import ANKLE_HEIGHT

NEAR_FLOOR_M: Final = 0.18
"""A bar whose lowest place is no further from its plate's radius above the feet lies on the
floor: assumption."""

USUAL_HEIGHT_M: Final = 1.70
MIDFOOT: Final = 0.049
"""From ankle to mid-foot as a share of stature, of rendered bodies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """n frames. ``bar_x_m`` ahead of the ankle, ``bar_y_m`` above the floor; ``ahead_m`` of
    mid-foot; joints' ``hip``, ``knee``, ``shoulder`` (n, 2) ahead of and above the ankle [m]. NaN
    where not known. ``leg_m`` thigh and shank together, as they are seen from the side."""

    bar_x_m: Floats
    bar_y_m: Floats
    ahead_m: Floats
    hip: Floats
    knee: Floats
    shoulder: Floats
    leg_m: float


def places(moved: Moved, height_m: float | None) -> Places:
    """Bar and joints in metres.

    How far ahead the bar is, is counted from where it begins to rise, which is taken to be over
    mid-foot: where mid-foot is, a plate hides.
    """
    chain = moved.angles.chain
    joints, shape = chain.joints, chain.joints.hip.shape
    size = height_m or USUAL_HEIGHT_M
    midfoot = MIDFOOT * size
    ahead = _ahead(moved)
    scale = moved.scale.lifter.value if moved.scale else np.nan
    from_ankle = {
        name: (getattr(joints, name) - joints.ankle) / scale for name in ("hip", "knee", "shoulder")
    }
    return Places(
        bar_x_m=ahead + midfoot,
        bar_y_m=_above_floor(moved, size),
        ahead_m=ahead,
        leg_m=float((chain.thigh + chain.shank) / scale),
        **{name: np.asarray(place).reshape(shape) for name, place in from_ankle.items()},
    )


def in_picture(chain: Chain, name: str, facing: int, yaw_deg: float) -> Floats:
    """A joint of the chain (n, 2) in pixels of the displayed picture."""
    turned = np.clip(yaw_deg, -MOST_TURNED_DEG, MOST_TURNED_DEG) if np.isfinite(yaw_deg) else 0.0
    wide = np.array([facing / np.cos(np.deg2rad(turned)), -1.0])
    return np.asarray(getattr(chain.joints, name) / wide)


def _ahead(moved: Moved) -> Floats:
    """The bar ahead of mid-foot, (n,) [m]."""
    bar = moved.bar
    if bar is None or not moved.counted:
        return np.full(len(moved.times_s), np.nan)
    turned = np.clip(moved.yaw[0], -MOST_TURNED_DEG, MOST_TURNED_DEG)
    wide = np.cos(np.deg2rad(turned if np.isfinite(turned) else 0.0))
    x_m = bar.ahead_m / wide
    starts = [_start(moved, rep, x_m) for rep in moved.counted]
    known = [(rep.begin_s, start) for rep, start in zip(moved.counted, starts, strict=True)]
    known = [(begin, start) for begin, start in known if np.isfinite(start)]
    if not known:
        return np.full(len(x_m), np.nan)
    begins, over = np.array(known).T
    which = np.clip(np.searchsorted(begins, moved.times_s, side="right") - 1, 0, len(over) - 1)
    return np.asarray(x_m - over[which])


def _start(moved: Moved, rep: Rep, x_m: Floats) -> float:
    """Where the bar is as it begins to rise [m]: on the floor, or hanging at its lowest."""
    times = moved.times_s
    begin = rep.lift_off.value if rep.lift_off else float(times[rep.low])
    near = (times > begin - 0.4) & (times <= begin + 0.05) & np.isfinite(x_m)
    return float(np.median(x_m[near])) if near.any() else float("nan")


def _above_floor(moved: Moved, height_m: float) -> Floats:
    """The bar's middle above the floor, (n,) [m]."""
    bar, track = moved.bar, moved.read.bar
    if bar is None or track is None or moved.scale is None:
        return np.full(len(moved.times_s), np.nan)
    radius = track.radius_px / moved.scale.near.value
    feet = _above_feet(moved, height_m)
    lowest = float(np.nanmin(feet)) if np.isfinite(feet).any() else radius
    if not abs(lowest - radius) > NEAR_FLOOR_M and not _hangs(moved):
        return bar.height_m + radius
    return bar.height_m + max(lowest, radius)


def _hangs(moved: Moved) -> bool:
    return bool(moved.counted) and all(rep.from_the_top for rep in moved.counted)


def _above_feet(moved: Moved, height_m: float) -> Floats:
    """The bar above the floor, the ankle being as high as it is in most (n,) [m]."""
    track, tracks, scale = moved.read.bar, moved.read.tracks, moved.scale
    assert track is not None
    assert scale is not None
    middle = tracks.size_px[1] / 2
    bar_m = (middle - track.y_px) / scale.near.value
    ankle_m = (middle + moved.angles.chain.joints.ankle[:, 1]) / scale.lifter.value
    return np.asarray(bar_m - ankle_m + ANKLE_HEIGHT * height_m)
