"""Lean of the trunk, flexion of hip and knee over time, with bands.

The network's landmarks are not joint centres: where it habitually puts them is taken off first.
Those habits were measured on seven rendered films of two bodies; on people they are an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.bar import BarTrack
from backspotter.lift.leg_chain import Chain, Joints, Plate, chain
from backspotter.lift.tracks import Landmarks

SHOULDER_HABIT: Final = (-0.015, 0.073)
"""Where the network puts a shoulder: ahead of and along the trunk [torso lengths]."""

HIP_HABIT: Final = (0.07, 0.0)
"""And a hip: ahead and up in the picture [torso lengths]."""

ANKLE_HABIT: Final = (0.0, 0.11)
LUMBAR_SHARE: Final = 0.68
"""How much of the lower back's flexion leans the line from hip to shoulder beyond the pelvis."""

PELVIS_DEG: Final = 9.5
"""How much further that line leans than the pelvis, standing upright; of rendered bodies."""

USUAL_LUMBAR: Final = 0.36
"""Flexion of the lower back for each degree the trunk leans, where it is not known."""

ABDUCTED: Final = 0.78
"""A thigh that looks shorter than this share of the shank points outward (sumo)."""

THIGH_OF_SHANK: Final = 0.92
"""Their true lengths, of rendered bodies; people: about 1 (Drillis and Contini)."""

BANDS_DEG: Final = {
    "in sight": {"trunk": 7.0, "hip": 7.0, "knee": 9.0},
    "knee hidden": {"trunk": 5.0, "hip": 13.0, "knee": 20.0},
    "hip hidden": {"trunk": 12.0, "hip": 22.0, "knee": 27.0},
}
"""Half-widths by what the plate hides: as wide as nine in ten errors on seven rendered films."""

OUTWARD_WIDER: Final = 1.8
"""How much wider the bands of hidden joints are where the knees point outward: assumption."""

LUMBAR_GUESSED_DEG: Final = 18.0
"""Added to the hip's band where the lower back's flexion is not known."""

PIXEL_SD: Final = 1.5
"""Of a landmark at best [px]; matters for small lifters only."""


class TimedLandmarks(Landmarks, Protocol):
    """The same, and when they were seen."""

    @property
    def times_s(self) -> Floats: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Angle:
    """``value``, ``low``, ``high`` (n,) [deg], NaN where the lifter was lost."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class JointAngles:
    """Over n frames: ``trunk`` from upright, forward positive; ``hip`` flexion of the thigh on the
    pelvis; ``knee`` flexion, 0 straight. ``hip_hidden``, ``knee_hidden`` (n,): the plate covers the
    joint, what is given leans on lengths and neighbours. ``chain``: the joints behind them [px].
    ``together`` (n,): trunk and knee are what all landmarks together say (angles_together.py)."""

    times_s: Floats
    trunk: Angle
    hip: Angle
    knee: Angle
    hip_hidden: Flags
    knee_hidden: Flags
    chain: Chain
    together: Flags


def joint_angles(
    tracks: TimedLandmarks,
    bar: BarTrack | None = None,
    *,
    yaw_deg: float = 0.0,
    lumbar_deg: Floats | None = None,
    lumbar_half_deg: Floats | None = None,
    outward: bool | None = None,
) -> JointAngles:
    """Angles at every frame.

    Parameters
    ----------
    tracks : the lifter's landmarks [px]
    bar : the near plate, which hides joints, in the same pixels and at the same times
    yaw_deg : from square to the side to the camera; foreshortening across the picture is undone
    lumbar_deg : (n,) flexion of the lower back, NaN where not known; taken as usual if left out
    lumbar_half_deg : (n,) half-width of its band, which widens the hip's; nought if left out
    outward : whether the knees point outward, as in sumo; told from the bones if left out
    """
    wide = np.array([tracks.facing / np.cos(np.deg2rad(yaw_deg)), -1.0])
    found = chain(_joints(tracks, wide), _plate(bar, wide))
    at = found.joints
    trunk, thigh, shank = (
        _lean(at.shoulder, at.hip),
        _lean(at.hip, at.knee),
        _lean(at.knee, at.ankle),
    )
    guessed = USUAL_LUMBAR * np.clip(trunk, 0.0, 90.0)
    known = np.full(len(trunk), False) if lumbar_deg is None else np.isfinite(lumbar_deg)
    lumbar = guessed if lumbar_deg is None else np.where(known, lumbar_deg, guessed)
    hip = trunk - thigh - LUMBAR_SHARE * lumbar - PELVIS_DEG
    apart = found.thigh < ABDUCTED * found.shank if outward is None else outward
    angles = {"trunk": trunk, "hip": hip, "knee": _knee(found, shank - thigh, apart)}
    half = np.zeros(len(trunk)) if lumbar_half_deg is None else lumbar_half_deg
    more = {"hip": np.where(known, LUMBAR_SHARE * half, LUMBAR_GUESSED_DEG)}
    banded = {
        name: _banded(value, name, found, more.get(name, np.zeros(len(value))), apart)
        for name, value in angles.items()
    }
    return JointAngles(
        times_s=tracks.times_s,
        hip_hidden=found.hip_hidden,
        knee_hidden=found.knee_hidden,
        chain=found,
        together=np.zeros(len(trunk), bool),
        **banded,
    )


def _joints(tracks: TimedLandmarks, wide: Floats) -> Joints:
    """Near joints without the network's habits, ahead and up positive."""
    shoulder, hip, knee, ankle = (
        tracks.at(f"near_{joint}") * wide for joint in ("shoulder", "hip", "knee", "ankle")
    )
    up = shoulder - hip
    length = np.hypot(*up.T)
    seen = length[np.isfinite(length)]
    torso = float(np.percentile(seen, 90)) if len(seen) else np.nan
    up = up / np.maximum(length, 1e-6)[:, None]
    ahead = np.stack([up[:, 1], -up[:, 0]], axis=1)
    return Joints(
        shoulder=shoulder - torso * (SHOULDER_HABIT[0] * ahead + SHOULDER_HABIT[1] * up),
        hip=hip - torso * np.array(HIP_HABIT),
        knee=knee,
        ankle=ankle - torso * np.array(ANKLE_HABIT),
    )


def _plate(bar: BarTrack | None, wide: Floats) -> Plate | None:
    if bar is None or not bar.seen.any():
        return None
    middle = np.stack([bar.x_px, bar.y_px], axis=1) * wide
    return Plate(middle=middle, radius=bar.radius_px, aspect=bar.aspect * abs(float(wide[0])))


def _lean(upper: Floats, lower: Floats) -> Floats:
    """Of the line between two points from upright, ahead positive (n,) [deg]."""
    line = upper - lower
    return np.asarray(np.rad2deg(np.arctan2(line[:, 0], line[:, 1])))


def _knee(found: Chain, seen_from_side: Floats, outward: bool) -> Floats:
    """Bend of the knee in space: a thigh that points outward looks short from the side."""
    if not outward:
        return seen_from_side
    at, true = found.joints, THIGH_OF_SHANK * found.shank**2
    along = ((at.hip - at.knee) * (at.knee - at.ankle)).sum(axis=1) / true
    return np.asarray(np.rad2deg(np.arccos(np.clip(along, -1.0, 1.0))))


def _banded(value: Floats, name: str, found: Chain, more: Floats, outward: bool) -> Angle:
    half = np.select(
        [found.hip_hidden, found.knee_hidden],
        [np.full(len(value), BANDS_DEG[key][name]) for key in ("hip hidden", "knee hidden")],
        BANDS_DEG["in sight"][name],
    )
    if outward and name != "trunk":
        half = half * np.where(found.hip_hidden | found.knee_hidden, OUTWARD_WIDER, 1.0)
    fine = np.rad2deg(PIXEL_SD * 2 / max(found.shank, 1.0))
    half = np.sqrt(half**2 + more**2 + fine**2)
    return Angle(value=value, low=value - half, high=value + half)


def upright_offset(angles: JointAngles, standing: Flags) -> JointAngles:
    """The hip's angle counted from this lifter's own standing, where frames of it are in sight."""
    used = standing & ~angles.hip_hidden & np.isfinite(angles.hip.value)
    if not used.any():
        return angles
    off = float(np.median(angles.hip.value[used]))
    hip = angles.hip
    return replace(angles, hip=Angle(value=hip.value - off, low=hip.low - off, high=hip.high - off))
