"""Trunk, hip and knee from all landmarks together, by a small network of our own.

The network that finds landmarks moves a hip, a shoulder or a knee that a plate hides, and bends its
habits with the posture: the line from hip to shoulder comes out 11 degrees too far ahead at the top
of rendered pulls and right in standing. Wrists tell where the plate is, the other joints how the
body stands. Trained on rendered pulls whose angles are known (training/flexion/train_angles.py);
landmarks unlike those are not answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.bar import BarTrack
from backspotter.lift.leg_chain import BEHIND_KNEE, LEAST_FRAMES, Plate
from backspotter.lift.quantiles import QuantileNetwork, load
from backspotter.lift.torso import longest_px
from backspotter.lift.tracks import Landmarks

FILE: Final = "angles_network.npz"
TRUNK, HIP, KNEE, HIP_AND_BACK = range(4)
"""The answers; the last is the hip's flexion and ``LUMBAR_SHARE`` of the lower back's."""

POINTS: Final = (
    *("near_shoulder", "far_shoulder", "near_elbow", "far_elbow", "near_wrist", "far_wrist"),
    *("far_hip", "near_knee", "far_knee", "near_heel", "far_heel"),
    *("near_foot_index", "far_foot_index", "near_ear", "far_ear", "nose"),
)
"""What is read in each frame, seen from the near hip; and of both ankles where they stand."""

ANKLES: Final = ("near_ankle", "far_ankle")
OFF_THE_BODY: Final = 5.0
"""Lengths of the trunk beyond which a landmark is not of this body."""

TURN_DEG: Final = 50.0
"""What angles are divided by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Over n frames ``trunk``, ``hip``, ``knee`` and ``hip_and_back`` (n, 3) low, value, high
    [deg]; NaN where the landmarks are unlike those that were learned from."""

    trunk: Floats
    hip: Floats
    knee: Floats
    hip_and_back: Floats


def together(tracks: Landmarks, bar: BarTrack | None = None) -> Together:
    """What all landmarks say of the angles.

    Parameters
    ----------
    tracks : the lifter's landmarks [px]
    bar : the near plate, behind which an ankle is guessed, in the same pixels
    """
    net = network()
    inputs = inputs_of(tracks, standing_ankles(tracks, bar))
    known = np.asarray(np.isfinite(inputs).all(axis=1))
    known[known] = net.distance(inputs[known]) <= net.farthest
    answers = net(np.where(known[:, None], inputs, np.nan))
    return Together(
        trunk=answers[:, TRUNK],
        hip=answers[:, HIP],
        knee=answers[:, KNEE],
        hip_and_back=answers[:, HIP_AND_BACK],
    )


def standing_ankles(tracks: Landmarks, bar: BarTrack | None = None) -> Floats:
    """Where both ankles (2, 2) stand [px], from frames whose near one no plate hides."""
    near = tracks.at("near_ankle")
    used = np.isfinite(near).all(axis=1)
    if bar is not None and bar.seen.any():
        middle = np.stack([bar.x_px, bar.y_px], axis=1)
        plate = Plate(middle=middle, radius=bar.radius_px, aspect=bar.aspect)
        clear = used & ~plate.hides(near, BEHIND_KNEE)
        used = clear if clear.sum() >= LEAST_FRAMES else used
    if not used.any():
        return np.full((2, 2), np.nan)
    return np.stack([np.median(tracks.at(name)[used], axis=0) for name in ANKLES])


def inputs_of(tracks: Landmarks, ankles: Floats) -> Floats:
    """What the network reads (n, 50): places ahead of and above the near hip in lengths of the
    trunk, and how trunk, thigh and shank lean. NaN where a landmark is missing or of nobody.

    Parameters
    ----------
    ankles : (2, 2) where the near and the far one stand [px]
    """
    way = np.array([tracks.facing, -1.0])
    hip = tracks.at("near_hip")
    length = longest_px(hip, tracks.at("near_shoulder"))
    places = [tracks.at(name) for name in POINTS] + [np.broadcast_to(a, hip.shape) for a in ankles]
    from_hip = [(place - hip) * way / length for place in places]
    shoulder, knee, ankle = (
        from_hip[place]
        for place in (POINTS.index("near_shoulder"), POINTS.index("near_knee"), len(POINTS))
    )
    found = np.concatenate([*from_hip, _leans(shoulder, -knee, knee - ankle)], axis=1)
    near = _is_near(found[:, : 2 * len(places)])
    return np.where(near[:, None], found, np.nan)


def _is_near(places: Floats) -> Flags:
    return np.asarray(np.nan_to_num(np.abs(places), nan=np.inf).max(axis=1) < OFF_THE_BODY)


def _leans(trunk: Floats, thigh: Floats, shank: Floats) -> Floats:
    """(n, 14) of three bones (n, 2) that point up."""
    turns = [np.arctan2(bone[:, 0], bone[:, 1]) for bone in (trunk, thigh, shank)]
    a, b, c = (np.rad2deg(turn) / TURN_DEG for turn in turns)
    waves = [wave(turn) for turn in turns for wave in (np.sin, np.cos)]
    return np.stack([*waves, a, b, c, a * a, b * b, a * b, c * c, b * c], axis=1)


@cache
def network() -> QuantileNetwork:
    """The trained network that is part of the package."""
    with as_file(files("backspotter.lift").joinpath(FILE)) as path:
        return load(path)
