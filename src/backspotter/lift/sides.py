"""Which way the lifter faces, and which of two alike joints is the left one.

Seen from the side the network often swaps left and right. The way the lifter faces settles which
side is near: the right one for who faces right. Near joints are nearer, and joints do not jump.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.outline import axis_of
from backspotter.lift.tracks import LANDMARKS, PLACE, Side

HINGED: Final = 0.5
"""Sine of the trunk's lean from which shoulder before hip says where the lifter faces."""

JUMP_COST: Final = 4.0
"""What a joint's jump of one torso length between two frames costs, against depth."""

GROUPS: Final = (
    ("eye_inner", "eye", "eye_outer", "ear", "mouth"),
    ("shoulder", "elbow", "wrist", "pinky", "index", "thumb"),
    ("hip", "knee", "ankle", "heel", "foot_index"),
)
"""Joints that are swapped together."""


def facing_of(landmarks: Floats) -> tuple[Literal[1, -1], float]:
    """+1 where the lifter faces right in the picture, -1 left, and how sure, 0 to 1.

    Hinged: the shoulder is before the hip. Upright: the nose is before the ears, toes before heels.
    """
    hip, shoulder = axis_of(landmarks)
    axis = shoulder - hip
    length = np.maximum(np.hypot(axis[:, 0], axis[:, 1]), 1e-9)
    lean = axis[:, 0] / length
    hinged = np.abs(lean) > HINGED
    votes = np.where(hinged, 3 * np.sign(lean), 0.0)
    for front, back in ((("nose",), ("ear",)), (("foot_index",), ("heel",))):
        ahead = (_middle_x(landmarks, *front) - _middle_x(landmarks, *back)) / length
        votes = votes + np.clip(ahead / 0.1, -1, 1)
    total = float(np.nansum(votes))
    weight = float(np.nansum(np.abs(votes)))
    return (1 if total >= 0 else -1), abs(total) / weight if weight else 0.0


def _middle_x(landmarks: Floats, name: str) -> Floats:
    which = [n for n in LANDMARKS if n == name or n in (f"left_{name}", f"right_{name}")]
    return np.asarray(landmarks[:, [PLACE[n] for n in which], 0].mean(axis=1))


def near_side(facing: int) -> Side:
    """The side toward the camera of one who faces right (+1) or left (-1)."""
    return "right" if facing > 0 else "left"


def put_right(landmarks: Floats, world: Floats, near: Side) -> tuple[Floats, Floats]:
    """Landmarks (n, 33, 4) and world (n, 33, 3) with left and right swapped back where needed."""
    places, metres = landmarks.copy(), world.copy()
    for group in GROUPS:
        pairs = _pairs(group)
        swapped = _swapped(landmarks[:, pairs], near)
        turned = np.ix_(np.flatnonzero(swapped), pairs[:, ::-1].ravel())
        straight = np.ix_(np.flatnonzero(swapped), pairs.ravel())
        places[straight] = landmarks[turned]
        metres[straight] = world[turned]
    return places, metres


def _pairs(group: tuple[str, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """(joints, 2) indices of left and right."""
    names = [
        (f"mouth_{s}" if joint == "mouth" else f"{s}_{joint}")
        for joint in group
        for s in ("left", "right")
    ]
    return np.array([PLACE[name] for name in names]).reshape(-1, 2)


def _swapped(pairs: Floats, near: Side) -> Flags:
    """(n,) whether each frame is better explained with left and right swapped.

    The cheapest way through all frames of two states, by depth and by how far joints would jump.
    """
    depth = pairs[..., 1, 2] - pairs[..., 0, 2]
    sign = 1 if near == "right" else -1
    size = np.maximum(np.abs(pairs[..., 2]).max(), 1e-9)
    keep = (sign * depth / size).mean(axis=1)
    own = np.stack([keep, -keep], axis=1)
    stay, change = _jumps(pairs[..., :2])
    return _cheapest(own, JUMP_COST * stay, JUMP_COST * change)


def _jumps(places: Floats) -> tuple[Floats, Floats]:
    """(n-1,) how far the joints move if kept as they are, and if swapped, in their own spread."""
    spread = np.maximum(np.ptp(places.reshape(-1, 2), axis=0).max(), 1e-9)
    before, after = places[:-1], places[1:]
    stay = np.linalg.norm(after - before, axis=-1).mean(axis=(1, 2)) / spread
    change = np.linalg.norm(after[:, :, ::-1] - before, axis=-1).mean(axis=(1, 2)) / spread
    return stay, change


def _cheapest(own: Floats, stay: Floats, change: Floats) -> Flags:
    """Dynamic programming over two states."""
    n = len(own)
    cost = own[0].copy()
    came = np.zeros((n, 2), dtype=np.int64)
    for i in range(1, n):
        steps = np.array([[stay[i - 1], change[i - 1]], [change[i - 1], stay[i - 1]]])
        through = cost[:, None] + steps
        came[i] = through.argmin(axis=0)
        cost = through.min(axis=0) + own[i]
    state = int(cost.argmin())
    states = np.zeros(n, dtype=bool)
    for i in range(n - 1, -1, -1):
        states[i] = bool(state)
        state = int(came[i, state])
    return states
