"""Trunk, hip and knee from all landmarks together, by a small network of our own.

The network that finds landmarks moves a hip, a shoulder or a knee that a plate hides, and bends its
habits with the posture: the line from hip to shoulder comes out 11 degrees too far ahead at the top
of rendered pulls and right in standing. Wrists tell where the plate is, the other joints how the
body stands, and the whole repetition how long this lifter's bones are and how landmarks lie at its
two ends. Trained on rendered pulls whose angles are known (training/flexion/train_angles.py);
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
PLACES: Final = ("near_hip", *POINTS, *ANKLES)
BONES: Final = (
    *(("near_shoulder", "near_hip"), ("near_knee", "near_hip"), ("near_knee", "near_ankle")),
    *(("far_hip", "far_knee"), ("far_knee", "far_ankle")),
    *(("near_shoulder", "near_elbow"), ("near_elbow", "near_wrist")),
)
"""Whose length is read where it looks longest: turning and a plate mostly shorten it."""

LONGEST: Final = 90
ENDS: Final = (8, 92)
"""Percentiles over the frames of lifting: of a bone's length, and of how far one folds."""

AT_AN_END: Final = 0.15
"""Share of those frames, the most and the least folded, that show how landmarks lie at an end."""

FEWEST: Final = 6
"""Frames without which they say nothing of the whole: as many as a pull to learn from has."""

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


def together(
    tracks: Landmarks, bar: BarTrack | None = None, lifting: Flags | None = None
) -> Together:
    """What all landmarks say of the angles.

    Parameters
    ----------
    tracks : the lifter's landmarks [px]
    bar : the near plate, behind which an ankle is guessed, in the same pixels
    lifting : (n,) frames from set-up to top, which show the whole; all of them where they are few
    """
    net = network()
    inputs = inputs_of(tracks, standing_ankles(tracks, bar))
    inputs = with_whole(inputs, whole_of(inputs[_used(inputs, lifting)]))
    known = np.asarray(np.isfinite(inputs).all(axis=1))
    known[known] = net.distance(inputs[known]) <= net.farthest
    answers = net(np.where(known[:, None], inputs, np.nan))
    return Together(
        trunk=answers[:, TRUNK],
        hip=answers[:, HIP],
        knee=answers[:, KNEE],
        hip_and_back=answers[:, HIP_AND_BACK],
    )


def _used(inputs: Floats, lifting: Flags | None) -> Flags:
    """The frames of lifting that can be read, all that can where those are too few."""
    read = np.asarray(np.isfinite(inputs).all(axis=1))
    used = read if lifting is None else read & lifting
    return used if used.sum() >= FEWEST else read


def with_whole(inputs: Floats, whole: Floats) -> Floats:
    """Each frame's inputs (n, 50) and what the whole says (89,), side by side (n, 139)."""
    return np.concatenate([inputs, np.broadcast_to(whole, (len(inputs), len(whole)))], axis=1)


def whole_of(inputs: Floats) -> Floats:
    """What some frames (n, 50) of lifting say together (89,): how long each bone looks, how
    far the body folds and comes up, and where all landmarks lie at either end. NaN where they are
    too few.

    A joint that the network always puts too far to one side makes a bone too long, and a body that
    is straight at the top look bent there: what is the same through a film tells those habits.
    """
    if len(inputs) < FEWEST:
        return np.full(len(BONES) + 2 * 5 + 4 * len(PLACES[1:]), np.nan)
    at = _by_name(inputs)
    lengths = np.stack([np.hypot(*(at[one] - at[other]).T) for one, other in BONES], axis=1)
    folds = _folds(at)
    by_fold = np.argsort(folds[:, 0], kind="stable")
    count = max(round(AT_AN_END * len(inputs)), 1)
    places = inputs[:, : 2 * len(PLACES[1:])]
    return np.concatenate(
        [
            np.percentile(lengths, LONGEST, axis=0),
            *np.percentile(folds, ENDS, axis=0),
            places[by_fold[:count]].mean(axis=0),
            places[by_fold[-count:]].mean(axis=0),
        ]
    )


def _by_name(inputs: Floats) -> dict[str, Floats]:
    """Every place (n, 2) from the near hip, by its name."""
    places = inputs[:, : 2 * len(PLACES[1:])].reshape(len(inputs), -1, 2)
    named = dict(zip(PLACES[1:], np.moveaxis(places, 1, 0), strict=True))
    return {"near_hip": np.zeros((len(inputs), 2)), **named}


def _folds(at: dict[str, Floats]) -> Floats:
    """(n, 5) fold of trunk on thigh, lean of the trunk, bend of the knee [rad], height of the knee
    and of the hip over the ankle [trunks]."""
    ankle = at["near_ankle"]
    trunk, thigh, shank = (
        np.arctan2(bone[:, 0], bone[:, 1])
        for bone in (at["near_shoulder"], -at["near_knee"], at["near_knee"] - ankle)
    )
    heights = at["near_knee"][:, 1] - ankle[:, 1], -ankle[:, 1]
    return np.stack([trunk - thigh, trunk, shank - thigh, *heights], axis=1)


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
    """What the network reads of each frame (n, 50): places ahead of and above the near hip in
    lengths of the trunk, and how trunk, thigh and shank lean. NaN where a landmark is missing or of
    nobody.

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
