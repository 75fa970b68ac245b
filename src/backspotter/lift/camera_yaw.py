"""How far off the side the camera stands, from the lifter and from the plate.

The network guesses the line between the shoulders in space, and where left and right joints lie
apart in the picture: near and far feet stand apart by more, the further round the camera is. A
small network of our own reads that, with where all landmarks lie about the hips. The plate's rim is
narrower than it is high, but it is nearer than the lifter, so that it is seen from further round.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.band import NINE_TENTHS
from backspotter.lift.outline import axis_of
from backspotter.lift.quantiles import QuantileNetwork, load
from backspotter.lift.tracks import LANDMARKS, PLACE, Side, Tracks

FILE: Final = "camera_yaw_network.npz"

BAND_DEG, SHOULDERS_BAND_DEG = 6.0, 8.0
"""Half width of the band: by the joints, and where the shoulders have a say."""

JOINTS_ALONE_UNTIL_DEG: Final = 30.0
JOINTS_TELL_UNTIL_DEG: Final = 45.0
"""By the shoulders. The joints' places were learned up to 30 degrees off the side: of one further
round they say about 30, and further up the shoulders say it alone. Assumption."""

JOINTS_SHARE: Final = 0.65
"""How much the joints' places count between the two, beside the shoulders' line, of 1."""

PLATE_RATIO_SD: Final = 0.02
"""Of the short axis of a plate's ellipse over its long one."""

LEAST_PLATE_DOUBT_DEG: Final = 8.0
LIFTER_OF_PLATE: Final = 0.8
"""Scale at the lifter over scale at the near plate, as usual."""

PLATE_TELLS_UNTIL_DEG: Final = 25.0
"""Yaw by the lifter up to which the plate has a say: further round, its rim and its face are taken
for one circle, and it would talk an oblique view into a side view."""

HINGED: Final = 0.4
"""Sine of the trunk's lean from which a frame's joints are looked at."""

LEAST_HINGED: Final = 3
JOINTS: Final = (
    *("shoulder", "hip", "knee", "ankle", "elbow", "wrist", "ear", "heel", "foot_index"),
)


def yaw_deg(
    tracks: Tracks, part: Flags, plate_ratio: float | None = None
) -> tuple[float, float, float]:
    """From the side to the camera: positive toward the lifter's front, negative to the rear [deg].

    (value, low, high), NaN where the shoulders were not seen.

    Parameters
    ----------
    part : (n,) the frames that are looked at
    plate_ratio : short over long axis of the near plate's ellipse, if it was measured
    """
    looked = tracks.measured & part
    value, half = _by_shoulders(tracks, looked), SHOULDERS_BAND_DEG
    if not np.isfinite(value):
        return float("nan"), float("nan"), float("nan")
    joints = by_joints(places(tracks.raw_px[looked], tracks.facing, tracks.near_side))
    if joints is not None and abs(value) < JOINTS_ALONE_UNTIL_DEG:
        value, half = joints, BAND_DEG
    elif joints is not None and abs(value) < JOINTS_TELL_UNTIL_DEG:
        value = (1 - JOINTS_SHARE) * value + JOINTS_SHARE * joints
    if plate_ratio is not None and 0 < plate_ratio <= 1 and abs(value) < PLATE_TELLS_UNTIL_DEG:
        value, half = _weighed(value, half, plate_ratio)
    return value, value - half, value + half


def _by_shoulders(tracks: Tracks, looked: Flags) -> float:
    other: Side = "left" if tracks.near_side == "right" else "right"
    near, far = PLACE[f"{tracks.near_side}_shoulder"], PLACE[f"{other}_shoulder"]
    line = (tracks.world_m[:, far] - tracks.world_m[:, near])[looked]
    angles = np.degrees(np.arctan2(tracks.facing * line[:, 0], line[:, 2]))
    known = angles[np.isfinite(angles)]
    return float(np.median(known)) if len(known) else float("nan")


def places(landmarks: Floats, facing: int, near: Side) -> Floats | None:
    """What the network of joints reads (161,), in torso lengths: the middle of the frames that show
    the lifter hinged; none without enough.

    How far ahead, down and deep each far joint lies from the near one (27), and mid shoulder from
    mid hip ahead and down (2); then every landmark from mid hip, near ones first where they are in
    pairs (99), and how visible the network calls it (33).

    Parameters
    ----------
    landmarks : (n, 33, 4) as the network gave them [px]
    """
    far: Side = "left" if near == "right" else "right"
    hip, shoulder = axis_of(landmarks)
    axis = shoulder - hip
    length = np.hypot(*axis.T)
    hinged = np.abs(axis[:, 0]) > HINGED * length
    if hinged.sum() < LEAST_HINGED:
        return None
    size = float(np.percentile(length[hinged], 90))
    seen = landmarks[hinged]
    apart = [seen[:, PLACE[f"{far}_{name}"]] - seen[:, PLACE[f"{near}_{name}"]] for name in JOINTS]
    ahead = np.array([facing, 1.0, 1.0])
    rows = [each[:, :3] * ahead / size for each in apart]
    trunk = axis[hinged] * [facing, 1.0] / size
    seen = seen[:, _near_first(near)]
    from_hip = seen[..., :3] - np.pad(hip[hinged], ((0, 0), (0, 1)))[:, None]
    about = (from_hip * ahead / size).reshape(len(seen), -1)
    return np.asarray(np.median(np.concatenate([*rows, trunk, about, seen[..., 3]], 1), axis=0))


def _near_first(near: Side) -> list[int]:
    """Landmarks in their order, sides changed so that the right is the near one."""
    if near == "right":
        return list(range(len(LANDMARKS)))
    other = {"left": "right", "right": "left"}
    words = (name.split("_") for name in LANDMARKS)
    return [PLACE["_".join(other.get(word, word) for word in each)] for each in words]


def by_joints(found: Floats | None) -> float | None:
    """The camera's direction as the joints' places have it [deg]; none where they are not known, or
    unlike all that was learned from."""
    if found is None or not np.isfinite(found).all():
        return None
    net = network()
    if net.distance(found[None])[0] > net.farthest:
        return None
    return float(net(found[None])[0, 0, 1])


@cache
def network() -> QuantileNetwork:
    """The trained network that is part of the package."""
    with as_file(files("backspotter.lift").joinpath(FILE)) as path:
        return load(path)


def _weighed(value: float, half: float, plate_ratio: float) -> tuple[float, float]:
    """The plate gives no sign, and little near 0, where its ratio hardly changes."""
    seen = np.arccos(plate_ratio)
    turned = float(np.degrees(np.arctan(np.tan(seen) * LIFTER_OF_PLATE)))
    slope = max(float(np.sin(seen)), float(np.sqrt(PLATE_RATIO_SD)))
    doubt = max(NINE_TENTHS * float(np.degrees(PLATE_RATIO_SD / slope)), LEAST_PLATE_DOUBT_DEG)
    ours, theirs = 1 / half**2, 1 / doubt**2
    both = (abs(value) * ours + turned * theirs) / (ours + theirs)
    return float(np.copysign(both, value)), float((ours + theirs) ** -0.5)
