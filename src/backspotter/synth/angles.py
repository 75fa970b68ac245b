"""Angles and places read off posed bones, not off what was asked."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np

from backspotter.synth.arrays import Floats
from backspotter.synth.body import Posed, Skeleton
from backspotter.synth.posing import LUMBAR_BONES, Lifter

Bones: TypeAlias = Posed | Skeleton

SPINE: Final = ("spine05", "spine04", "spine03", "spine02", "spine01")
"""Bottom to top; spine05 is the sacrum."""

JOINTS: Final = {
    "skull": "head",
    "neck": "neck01",
    **{bone: bone for bone in reversed(SPINE)},
    **{
        f"{joint}_{name}": f"{bone}.{side}"
        for joint, bone in (
            *(("shoulder", "upperarm01"), ("elbow", "lowerarm01"), ("wrist", "wrist")),
            *(("hip", "upperleg01"), ("knee", "lowerleg01"), ("ankle", "foot")),
        )
        for name, side in (("left", "L"), ("right", "R"))
    },
}
"""Names in the truth, and the bone that begins at each joint."""


def joint_places(lifter: Lifter, posed: Bones) -> Floats:
    """Joint centres (j, 3) in the order of ``JOINTS`` [m]."""
    return np.asarray(posed.heads[[lifter.shape.index(bone) for bone in JOINTS.values()]])


def sagittal_deg(posed: Bones, lifter: Lifter, lower: str, upper: str) -> float:
    """Forward turn of the upper bone on the lower, from standing at rest [deg]."""
    one, two = (posed.turns[lifter.shape.index(bone)] for bone in (lower, upper))
    turn = one.T @ two
    return float(np.rad2deg(np.arctan2(turn[2, 1], turn[1, 1])))


def spine_joints_deg(posed: Bones, lifter: Lifter) -> dict[str, float]:
    """Forward turn at every joint of the spine, by the bone above it [deg]."""
    below = ("root", *SPINE[:-1])
    return {
        upper: sagittal_deg(posed, lifter, lower, upper)
        for lower, upper in zip(below, SPINE, strict=True)
    }


def lumbar_levels_deg(posed: Bones, lifter: Lifter) -> list[float]:
    """Flexion at spine04/05, 03/04 and 02/03 [deg]."""
    found = spine_joints_deg(posed, lifter)
    return [found[bone] for bone in LUMBAR_BONES]


def pelvis_deg(posed: Bones, lifter: Lifter) -> float:
    """Forward turn of the pelvis from upright standing [deg]."""
    turn = posed.turns[lifter.shape.index("root")]
    return float(np.rad2deg(np.arctan2(turn[2, 1], turn[1, 1])))


def at(lifter: Lifter, posed: Bones, bone: str) -> Floats:
    """Where a bone begins (3,) [m]."""
    return np.asarray(posed.heads[lifter.shape.index(bone)])


def middle(lifter: Lifter, posed: Bones, bone: str) -> Floats:
    """Half way between a joint of the left and that of the right (3,) [m]."""
    return (at(lifter, posed, f"{bone}.L") + at(lifter, posed, f"{bone}.R")) / 2


def trunk_deg(lifter: Lifter, posed: Bones) -> float:
    """Lean of the line from hips to shoulders from the vertical [deg]."""
    line = middle(lifter, posed, "upperarm01") - middle(lifter, posed, "upperleg01")
    return float(np.rad2deg(np.arctan2(-line[1], line[2])))


def hip_deg(lifter: Lifter, posed: Bones) -> float:
    """Flexion of the left thigh on the pelvis from rest, seen from the pelvis' side [deg]."""
    pelvis = posed.turns[lifter.shape.index("root")]
    thigh = at(lifter, posed, "lowerleg01.L") - at(lifter, posed, "upperleg01.L")
    rest = lifter.shape.head("lowerleg01.L") - lifter.shape.head("upperleg01.L")
    now, then = (np.arctan2(-v[1], -v[2]) for v in (pelvis.T @ thigh, rest))
    return float(np.rad2deg(now - then))


def knee_deg(lifter: Lifter, posed: Bones) -> float:
    """Bend of the left knee in space, 0 straight [deg]."""
    hip, knee, ankle = (
        at(lifter, posed, f"{bone}.L") for bone in ("upperleg01", "lowerleg01", "foot")
    )
    upper, lower = knee - hip, ankle - knee
    cosine = upper @ lower / (np.linalg.norm(upper) * np.linalg.norm(lower))
    return float(np.rad2deg(np.arccos(np.clip(cosine, -1, 1))))
