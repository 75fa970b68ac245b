"""Where a lifter's parts are in one frame, in metres from the floor under the ankle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.exports.svg import Point
from backspotter.spine.arrays import Array
from backspotter.spine.body import REFERENCE_HEIGHT_M
from backspotter.spine.chain import JOINTS, LUMBAR, PARTS
from backspotter.spine.geometry import disc_slopes
from backspotter.spine.rep import ANKLE_HEIGHT
from backspotter.spine.results import SpineLoads

THORAX: Final = PARTS.index("thorax")
PLATE_M: Final = 0.225
"""Radius of a full-sized plate."""

NEARLY_M: Final = 0.025
"""A plate that is less than this in the floor stands on it: hands are drawn in their middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """One frame: joints and discs [m], turns and disc slopes [rad], forward positive."""

    height_m: float
    hip: Point
    knee: Point
    ankle: Point
    shoulder: Point
    elbow: Point
    grip: Point
    head: Point
    discs: tuple[Point, ...]
    slopes: tuple[float, ...]
    pelvis: float
    lumbar: tuple[float, ...]
    thorax: float

    @property
    def size(self) -> float:
        """Height over the reference height, for which outlines are drawn."""
        return self.height_m / REFERENCE_HEIGHT_M

    def on_pelvis(self, ahead: float, up: float) -> Point:
        """A point of the pelvis, given from the hip of a body of reference height [m]."""
        return self._riding(self.hip, self.pelvis, ahead, up)

    def on_vertebra(self, which: int, ahead: float, up: float) -> Point:
        """The same for a vertebra, from the disc under it; 0 is L5."""
        return self._riding(self.discs[which], self.lumbar[which], ahead, up)

    def on_thorax(self, ahead: float, up: float) -> Point:
        """The same for the thorax, from T12/L1."""
        return self._riding(self.discs[-1], self.thorax, ahead, up)

    def _riding(self, origin: Point, turn: float, ahead: float, up: float) -> Point:
        moved = shifted((0.0, 0.0), turn, ahead, up)
        return origin[0] + self.size * moved[0], origin[1] + self.size * moved[1]


def shifted(origin: Point, turn: float, ahead: float, up: float) -> Point:
    """A point this far ahead and up in axes that are turned forward [rad]."""
    cos, sin = math.cos(turn), math.sin(turn)
    return origin[0] + ahead * cos + up * sin, origin[1] + up * cos - ahead * sin


def pose_of(found: SpineLoads, frame: int) -> Pose:
    """The body in this frame.

    Raises
    ------
    InputError : no such frame, or one with a gap
    """
    _check(found, frame)
    at = found.placed
    joints = at.joints[:, frame]
    ankle = joints[JOINTS.index("ankle")]
    ground = (float(ankle[0]), float(ankle[1]) - ANKLE_HEIGHT * found.body.height_m)

    def place(point: Array) -> Point:
        return float(point[0]) - ground[0], float(point[1]) - ground[1]

    joint = {name: place(joints[row]) for row, name in enumerate(JOINTS)}
    turns = at.turns[:, frame]
    flexion = np.array([turns[THORAX] - turns[0]])
    slopes = disc_slopes(flexion)[0] + at.pelvis[frame]
    return Pose(
        height_m=float(found.body.height_m),
        hip=joint["hip"],
        knee=joint["knee"],
        ankle=joint["ankle"],
        shoulder=joint["shoulder"],
        elbow=place(at.elbow[frame]),
        grip=place(at.grip[frame]),
        head=place(at.centres[PARTS.index("head"), frame]),
        discs=tuple(joint[level] for level in LUMBAR),
        slopes=tuple(float(slope) for slope in slopes),
        pelvis=float(at.pelvis[frame]),
        lumbar=tuple(float(turn) for turn in turns[1:THORAX]),
        thorax=float(turns[THORAX]),
    )


def is_whole(found: SpineLoads, frame: int) -> bool:
    """Whether this frame has no gap."""
    at = found.placed
    arrays = (at.joints[:, frame], at.grip[frame], at.elbow[frame], at.centres[:, frame])
    return all(bool(np.isfinite(array).all()) for array in arrays)


def _check(found: SpineLoads, frame: int) -> None:
    count = len(found)
    if not 0 <= frame < count:
        raise InputError("frame", given=frame, expected=f"0 to {count - 1}")
    if not is_whole(found, frame):
        raise InputError("frame", given=f"{frame}, which has a gap", expected="a whole frame")


def bar_of(pose: Pose) -> Point:
    """The middle of the bar [m]: where the hands hold it, on the floor if nearly there."""
    ahead, up = pose.grip
    return (ahead, PLATE_M) if abs(up - PLATE_M) < NEARLY_M else (ahead, up)
