"""Every frame of a film, as the analysis has it."""

from __future__ import annotations

import numpy as np

from backspotter.app.film_loads import Loaded
from backspotter.app.film_measures import MOST_YAW_DEG
from backspotter.app.film_moved import Moved
from backspotter.app.film_places import Places, in_picture
from backspotter.lift.analysis import Drawn, FramesSeen
from backspotter.lift.angles import Angle, JointAngles
from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.flexion import Flexion


def frames_seen(moved: Moved, at: Places, flexion: Flexion, load: Loaded) -> FramesSeen:
    """All frames; angles only where the camera stands near enough to the side, those of hip and
    knee only while both are in sight: behind a plate they are reckoned from neighbours, well enough
    for loads, and not to be given out as seen."""
    angles = moved.angles
    told = np.full(len(moved.times_s), abs(moved.yaw[0]) <= MOST_YAW_DEG)
    in_sight = told & ~hidden_joints(angles)
    return FramesSeen(
        times_s=moved.times_s,
        rep=moved.rep,
        phase=moved.phase,
        trunk=_columns(angles.trunk, told),
        hip=_columns(angles.hip, in_sight),
        knee=_columns(angles.knee, in_sight),
        lumbar=flexion.lumbar,
        thoracic=flexion.thoracic,
        bar_x_m=at.bar_x_m,
        bar_y_m=at.bar_y_m,
        moment=load.moment,
        compression=load.compression,
        shear=load.shear,
        drawn=_drawn(moved),
    )


def hidden_joints(angles: JointAngles) -> Flags:
    """(n,) frames in which a plate hides the hip or the knee: the thigh lies between them."""
    return angles.hip_hidden | angles.knee_hidden


def _columns(angle: Angle, told: Flags) -> Floats:
    found = np.stack([angle.value, angle.low, angle.high], axis=1)
    return np.where(told[:, None], found, np.nan)


def _drawn(moved: Moved) -> Drawn:
    tracks, track, camera = moved.read.tracks, moved.read.bar, moved.read.steadied_by

    def shown(places: Floats) -> Floats:
        return places if camera is None else camera.shown(places)

    joints = {
        name: shown(in_picture(moved.angles.chain, name, tracks.facing, moved.yaw[0]))
        for name in ("shoulder", "hip", "knee", "ankle")
    }
    nothing = np.full((len(moved.times_s), 2), np.nan)
    return Drawn(
        **joints,
        landmarks=shown(tracks.landmarks_px[..., :2]),
        back=shown(tracks.back.points_px),
        bar=nothing if track is None else shown(np.stack([track.x_px, track.y_px], axis=1)),
        plate_radius=float("nan") if track is None else track.radius_px,
        plate_aspect=float("nan") if track is None else track.aspect,
        near_side=tracks.near_side,
        facing=tracks.facing,
    )
