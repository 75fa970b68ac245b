"""Where every part of the body is, given its angles: a sagittal chain with both sides together.

Axes: ahead and up, in metres, from the hip. Angles are from the vertical, in radians, positive
where the upper end is ahead of the lower end; lumbar flexion is zero in upright standing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.body import REFERENCE_HEIGHT_M, Body, Segment
from backspotter.spine.geometry import disc_centres, hip_to_l5s1, rotations, spine_steps, turned
from backspotter.spine.parameters import value

LUMBAR: Final = ("L5/S1", "L4/L5", "L3/L4", "L2/L3", "L1/L2", "T12/L1")
JOINTS: Final = (*LUMBAR, "hip", "knee", "ankle", "shoulder")
PARTS: Final = (
    *("pelvis", "L5", "L4", "L3", "L2", "L1", "thorax", "head"),
    *("upper_arm", "forearm", "hand", "thigh", "shank"),
)
CARRIED: Final[Mapping[str, tuple[str, ...]]] = {
    **{joint: PARTS[place + 1 : 11] for place, joint in enumerate(LUMBAR)},
    "hip": PARTS[:11],
    "knee": PARTS[:12],
    "ankle": PARTS,
    "shoulder": ("upper_arm", "forearm", "hand"),
}
"""What each joint carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Angles:
    """A posture or a series of them: every angle (n,) [rad].

    ``thigh_seen`` and ``shank_seen`` are the shares of their lengths that are seen from the side:
    less than one where the knees point outward.
    """

    trunk: Array
    lumbar: Array
    thigh: Array
    shank: Array
    upper_arm: Array
    forearm: Array
    thigh_seen: Array
    shank_seen: Array

    def __len__(self) -> int:
        return len(self.trunk)


@dataclass(frozen=True, slots=True)
class Part:
    """A rigid part: mass [kg], inertia about its centre of mass [kg m²], both sides together."""

    mass_kg: float
    inertia: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A posed body: ``centres`` (parts, n, 2) and ``joints`` (joints, n, 2) [m]; ``turns``
    (parts, n) forward rotation of each part [rad]; ``pelvis`` (n,) that of the pelvis."""

    centres: Array
    joints: Array
    turns: Array
    pelvis: Array
    shoulder: Array
    elbow: Array
    grip: Array


@cache
def carries() -> Array:
    """1 where a joint (row) carries a part (column)."""
    return np.array([[float(part in CARRIED[joint]) for part in PARTS] for joint in JOINTS])


def parts_of(body: Body) -> dict[str, Part]:
    """Mass and inertia of every part; trunk slices are cut at the disc centres."""
    slices = _slices(body)
    found = {name: Part(mass, _inertia(mass, height)) for name, mass, height in slices}
    for name in ("head", "upper_arm", "forearm", "hand", "thigh", "shank"):
        segment = body.segments[name]
        found[name] = Part(segment.mass_kg, segment.mass_kg * segment.gyration_m**2)
    return {name: found[name] for name in PARTS}


def place(body: Body, angles: Angles, *, trunk_ahead_m: Array | float | None = None) -> Placed:
    """The body in these postures.

    Parameters
    ----------
    body : the lifter's segments
    angles : (n,) each [rad]
    trunk_ahead_m : how far ahead of L5/S1 the trunk's mass lies in standing, (n,) or one [m]
    """
    ahead = value("trunk_mass_ahead") * body.size if trunk_ahead_m is None else trunk_ahead_m
    turns = rotations(angles.lumbar)
    discs = _discs_from_hip(body, angles.lumbar)
    shoulder = discs[:, 5] + _rider(_shoulder_above(body), turns[:, 5])
    pelvis = angles.trunk - np.arctan2(shoulder[:, 0], shoulder[:, 1])
    spine = [_rider((0.0, 0.36 * hip_to_l5s1()[1] * body.size), 0 * pelvis)]
    for place_, offset in enumerate(_trunk_offsets(body, ahead)):
        vertebra = min(place_, 5)
        spine.append(discs[:, vertebra] + _rider(offset, turns[:, vertebra]))
    upright = [*spine, shoulder, *(discs[:, j] for j in range(6))]
    turned_ = [np.stack(turned(p[:, 0], p[:, 1], pelvis), axis=-1) for p in upright]
    trunk, shoulder_now, joints = turned_[:8], turned_[8], turned_[9:]
    limbs = _limbs(body, angles, shoulder_now)
    rotation = [pelvis, *(pelvis + turns[:, v] for v in (0, 1, 2, 3, 4, 5, 5))]
    return Placed(
        centres=np.stack([*trunk, *limbs.centres]),
        joints=np.stack([*joints, np.zeros_like(shoulder), limbs.knee, limbs.ankle, shoulder_now]),
        turns=np.stack(
            [
                *rotation,
                angles.upper_arm,
                angles.forearm,
                angles.forearm,
                angles.thigh,
                angles.shank,
            ]
        ),
        pelvis=pelvis,
        shoulder=shoulder_now,
        elbow=limbs.elbow,
        grip=limbs.grip,
    )


def trunk_length(body: Body, lumbar: Array) -> Array:
    """Hip to shoulder with this much lumbar flexion, (n,) [m]."""
    discs = _discs_from_hip(body, lumbar)
    shoulder = discs[:, 5] + _rider(_shoulder_above(body), rotations(lumbar)[:, 5])
    return np.asarray(np.linalg.norm(shoulder, axis=1))


def pelvis_to_trunk(body: Body, pelvis: Array, lumbar: Array) -> Array:
    """The trunk's inclination that goes with a forward turn of the pelvis, (n,) [rad]."""
    return np.asarray(pelvis + _lines_to_shoulder(body, lumbar)[1])


def hip_to_shoulder(body: Body, trunk: Array, lumbar: Array) -> Array:
    """Inclination of the line from hip to shoulder at this inclination of the trunk, (n,) [rad].

    The trunk is what L5/S1 carries: its inclination is 0 in upright standing, and a right angle
    where the line from L5/S1 to the shoulder is level. The hip lies ahead of that line once the
    back is bent, so that the line from the hip is level earlier.
    """
    upright = _lines_to_shoulder(body, np.zeros(1))
    from_sacrum, from_hip = _lines_to_shoulder(body, lumbar)
    standing = upright[0] - upright[1]
    level = np.pi / 2
    return np.asarray(standing + trunk * (level - standing) / level - from_sacrum + from_hip)


def _lines_to_shoulder(body: Body, lumbar: Array) -> tuple[Array, Array]:
    """Inclination of the lines from L5/S1 and from the hip to the shoulder, as if the pelvis were
    upright, (n,) each [rad]."""
    discs = _discs_from_hip(body, lumbar)
    shoulder = discs[:, 5] + _rider(_shoulder_above(body), rotations(lumbar)[:, 5])
    line = shoulder - discs[:, 0]
    return np.arctan2(line[:, 0], line[:, 1]), np.arctan2(shoulder[:, 0], shoulder[:, 1])


@dataclass(frozen=True, slots=True)
class _Limbs:
    centres: list[Array]
    elbow: Array
    grip: Array
    knee: Array
    ankle: Array


def _limbs(body: Body, angles: Angles, shoulder: Array) -> _Limbs:
    upper, fore, hand = (
        _pointing(angle) for angle in (angles.upper_arm, angles.forearm, angles.forearm)
    )
    thigh = _pointing(angles.thigh) * angles.thigh_seen[:, None]
    shank = _pointing(angles.shank) * angles.shank_seen[:, None]
    part = body.segments
    elbow = shoulder - part["upper_arm"].length_m * upper
    wrist = elbow - part["forearm"].length_m * fore
    knee = -part["thigh"].length_m * thigh
    centres = [
        shoulder - part["upper_arm"].com_m * upper,
        elbow - part["forearm"].com_m * fore,
        wrist - part["hand"].com_m * hand,
        -part["thigh"].com_m * thigh,
        knee - part["shank"].com_m * shank,
    ]
    return _Limbs(
        centres,
        elbow=elbow,
        grip=wrist - part["hand"].length_m * hand,
        knee=knee,
        ankle=knee - part["shank"].length_m * shank,
    )


def _pointing(angle: Array) -> Array:
    """From the lower to the upper end of a segment, (n, 2), of length one."""
    return np.stack([np.sin(angle), np.cos(angle)], axis=-1)


def _rider(offset: tuple[Array | float, float], turn: Array) -> Array:
    return np.stack(turned(offset[0], offset[1], turn), axis=-1)


def _scale(body: Body) -> float:
    return body.size * body.lifter.trunk_length


def _discs_from_hip(body: Body, lumbar: Array) -> Array:
    return np.asarray(_scale(body) * (disc_centres(lumbar) + np.array(hip_to_l5s1())))


def _standing_discs(body: Body) -> Array:
    steps = np.concatenate([np.zeros((1, 2)), np.cumsum(spine_steps(), axis=0)])
    return np.asarray(_scale(body) * (steps + np.array(hip_to_l5s1())))


def _shoulder_above(body: Body) -> tuple[float, float]:
    """From T12/L1 to mid-shoulder in standing, where the shoulder is above the hip [m]."""
    ahead, up = _standing_discs(body)[5]
    return -float(ahead), body.segments["shoulder"].length_m * body.lifter.trunk_length - float(up)


def _trunk_offsets(body: Body, ahead: Array | float) -> list[tuple[Array | float, float]]:
    """Centre of mass of L5 … L1, thorax and head from the disc centre each rides on [m]."""
    discs = _standing_discs(body)
    line = discs[0, 0] + ahead
    heights = [(low + high) / 2 for low, high in zip(discs[:5, 1], discs[1:, 1], strict=True)]
    heights += [_thorax(body)[1], _neck(body) + body.segments["head"].com_m]
    return [
        (line - discs[min(place_, 5), 0], float(height - discs[min(place_, 5), 1]))
        for place_, height in enumerate(heights)
    ]


def _neck(body: Body) -> float:
    """Height of the seventh cervical vertebra above the hip [m]."""
    names = ("lower_trunk", "middle_trunk", "neck_base")
    return sum(body.segments[name].length_m for name in names)


def _thorax(body: Body) -> tuple[float, float]:
    """Mass above T12/L1 but for head and arms [kg], and its height above the hip [m]."""
    middle, upper = body.segments["middle_trunk"], body.segments["upper_trunk"]
    xiphion = body.segments["lower_trunk"].length_m + middle.length_m
    lowest = float(_standing_discs(body)[5, 1])
    rest = _mass_between(body, lowest, xiphion)
    moment = rest * (lowest + xiphion) / 2 + upper.mass_kg * (xiphion + upper.com_m)
    return rest + upper.mass_kg, moment / (rest + upper.mass_kg)


def _slices(body: Body) -> list[tuple[str, float, float]]:
    """Name, mass [kg] and height [m] of the trunk's parts."""
    heights = _standing_discs(body)[:, 1]
    found = [("pelvis", _mass_between(body, 0.0, float(heights[0])), float(heights[0]))]
    pairs = zip(PARTS[1:6], heights, heights[1:], strict=False)
    found += [(name, _mass_between(body, low, high), high - low) for name, low, high in pairs]
    above = body.segments["upper_trunk"].length_m + body.segments["middle_trunk"].length_m / 2
    return [*found, ("thorax", _thorax(body)[0], above)]


def _mass_between(body: Body, low: float, high: float) -> float:
    """Trunk mass between two heights above the hip [kg]."""
    lower, middle = body.segments["lower_trunk"], body.segments["middle_trunk"]
    start = lower.length_m
    return _within(lower, low, high) + _within(middle, low - start, high - start)


def _within(segment: Segment, low: float, high: float) -> float:
    """Mass between two heights of a segment whose mass per length changes evenly [kg]."""
    lean = 12 * (segment.com_m / segment.length_m - 0.5)
    first, last = (min(max(h / segment.length_m, 0.0), 1.0) for h in (low, high))

    def below(u: float) -> float:
        return u + lean * (u * u - u) / 2

    return segment.mass_kg * (below(last) - below(first))


def _inertia(mass: float, height: float) -> float:
    """Of a slice as a block whose depth is an eighth of the reference height [kg m²]."""
    depth = REFERENCE_HEIGHT_M / 8
    return mass * (height**2 + depth**2) / 12
