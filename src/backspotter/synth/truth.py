"""What is known of a film: every frame's angles and places, events, faults, scale, and whether an
honest reader should decline the back. Angles are read off the posed bones, not off what was asked.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from backspotter.synth.angles import (
    JOINTS,
    hip_deg,
    joint_places,
    knee_deg,
    pelvis_deg,
    sagittal_deg,
    spine_joints_deg,
    trunk_deg,
)
from backspotter.synth.arrays import Floats, Mask
from backspotter.synth.body import Posed
from backspotter.synth.camera import Camera
from backspotter.synth.declining import decline
from backspotter.synth.motion import Moment
from backspotter.synth.outline import Covered, disc, dorsal_outline, inside_disc, off_the_picture
from backspotter.synth.posing import LUMBAR_BONES, Lifter
from backspotter.synth.reps import rep_truth
from backspotter.synth.shown import Shown
from backspotter.synth.stage import Stage

VERSION: Final = 2
PIXEL_DIGITS: Final = 1
ANGLE_DIGITS: Final = 2
METRE_DIGITS: Final = 5


def frame_truth(
    stage: Stage,
    moment: Moment,
    posed: Posed,
    *,
    camera: Camera | None = None,
    surface: Floats | None = None,
    covered: Covered | None = None,
) -> dict[str, Any]:
    """One frame of the truth.

    Parameters
    ----------
    camera : this frame's, where it is not the stage's (a shaken hand)
    surface : the body as it is drawn, cloth and all (V, 3) [m]; the skin when left out
    covered : tells which pixels something stands before that is neither lifter nor near plate
    """
    lifter, camera = stage.lifter, camera or stage.camera
    bar = moment.posture.bar
    places = camera.project(joint_places(lifter, posed))[0]
    at_bar = camera.project(np.array([[0.0, *bar]]))[0][0]
    plate = stage.plate(bar)
    at_plate = camera.project(plate[None])[0][0]
    ring = disc(camera, plate, stage.task.plate_radius_m)
    skin = camera.project(posed.vertices if surface is None else surface)[0]
    joints = dict(zip(JOINTS, places, strict=True))

    def hidden(points: Floats) -> Mask:
        found = inside_disc(ring, points) | off_the_picture(camera, points)
        return found if covered is None else found | covered(points)

    return {
        "t_s": round(moment.t_s, 6),
        "rep": moment.rep,
        "phase": moment.phase,
        **_angles(lifter, posed),
        "bar_x_m": round(-bar[0], METRE_DIGITS),
        "bar_y_m": round(bar[1], METRE_DIGITS),
        "bar_px": _pixels(at_bar),
        "near_plate_px": _pixels(at_plate),
        "near_plate_radius_px": round(
            float(np.hypot(*(ring - at_plate).T).max()), PIXEL_DIGITS + 1
        ),
        "joints_px": {name: _pixels(at) for name, at in joints.items()},
        "joints_hidden": [n for n, is_ in zip(joints, hidden(places), strict=True) if is_],
        "back_outline_px": _outline(stage, skin, joints, hidden),
    }


def _angles(lifter: Lifter, posed: Posed) -> dict[str, Any]:
    """Every angle of a frame [deg]."""
    spine = spine_joints_deg(posed, lifter)
    levels = [spine[bone] for bone in LUMBAR_BONES]
    return {
        "trunk_deg": _angle(trunk_deg(lifter, posed)),
        "hip_deg": _angle(hip_deg(lifter, posed)),
        "knee_deg": _angle(knee_deg(lifter, posed)),
        "pelvis_deg": _angle(pelvis_deg(posed, lifter)),
        "lumbar_flexion_deg": _angle(sum(levels)),
        "lumbar_levels_deg": [_angle(level) for level in levels],
        "spine_joints_deg": {bone: _angle(turn) for bone, turn in spine.items()},
        "thoracic_flexion_deg": _angle(sagittal_deg(posed, lifter, "spine02", "spine01")),
    }


def _outline(
    stage: Stage, skin: Floats, joints: dict[str, Floats], hidden: Covered
) -> list[list[float | None]] | None:
    """The outline with what is hidden left out; none at all where everything is."""
    hip, shoulder = (
        (joints[f"{name}_left"] + joints[f"{name}_right"]) / 2 for name in ("hip", "shoulder")
    )
    points = dorsal_outline(skin, stage.back_edges, hip, shoulder, stage.camera.side)
    away = hidden(points)
    if away.all():
        return None
    return [
        [None, None] if gone else [*_pixels(point)]
        for point, gone in zip(points, away, strict=True)
    ]


def film_truth(
    stage: Stage, frames: list[dict[str, Any]], shown: Shown | None = None
) -> dict[str, Any]:
    """The whole document.

    Parameters
    ----------
    frames : of ``frame_truth``, in the order of the film
    shown : what drawing and encoding add
    """
    task, camera, shown = stage.task, stage.camera, shown or Shown()
    start = stage.motion.way.bottom.bar
    reps = [rep_truth(stage.motion, number) for number in range(1, len(stage.motion.plans) + 1)]
    return {
        "version": VERSION,
        "film": {
            "width": camera.width,
            "height": camera.height,
            "fps": task.fps,
            "frames": len(frames),
            "times_s": [frame["t_s"] for frame in frames],
            "seed": int(task.seed),
            **shown.of_film,
        },
        "lifter": {**_lifter(stage), **shown.of_lifter},
        "camera": _camera(stage, shown),
        "scene": shown.of_scene,
        "style": task.lift.style.replace("_", "-"),
        "load_kg": task.load_kg,
        "plate_radius_m": task.plate_radius_m,
        "scale": {
            "lifter_px_per_m": round(camera.px_per_m(np.array([0.0, *start])), ANGLE_DIGITS),
            "near_plate_px_per_m": round(camera.px_per_m(stage.plate(start)), ANGLE_DIGITS),
        },
        "reps": reps,
        "decline_back": decline(frames, reps, task.yaw_deg, shown.cuts_s),
        "frames": frames,
    }


def _lifter(stage: Stage) -> dict[str, Any]:
    task, shape = stage.task, stage.lifter.shape
    build = task.build
    return {
        "sex": task.sex,
        "height_asked_m": task.height_m,
        "height_m": round(shape.stature_m, METRE_DIGITS),
        "mass_asked_kg": task.mass_kg,
        "mass_kg": round(shape.mass_kg, ANGLE_DIGITS),
        "midfoot_ahead_m": round(-stage.lifter.midfoot_y, METRE_DIGITS),
        "build": {
            "muscle": round(float(shape.phenotype["muscle"]), 4),
            "weight": round(float(shape.phenotype["weight"]), 4),
            "proportions": build.proportions,
            "legs": build.legs,
            "arms": build.arms,
            "trunk": build.trunk,
            "shoulders": build.shoulders,
        },
    }


def _camera(stage: Stage, shown: Shown) -> dict[str, Any]:
    camera = stage.camera
    right, _, forward = camera.axes
    return {
        "position_m": _metres(camera.position),
        "target_m": _metres(camera.target),
        "fov_deg": round(camera.fov_deg, METRE_DIGITS),
        "yaw_deg": stage.task.yaw_deg,
        "pitch_deg": _angle(np.rad2deg(np.arcsin(forward[2]))),
        "roll_deg": _angle(np.rad2deg(np.arcsin(np.clip(right[2], -1, 1)))),
        "side": "right" if camera.side == 1 else "left",
        "shake_px": shown.shake_px,
        "distortion": shown.distortion,
    }


def _angle(degrees: float) -> float:
    return round(float(degrees), ANGLE_DIGITS) + 0.0


def _pixels(at: Floats) -> list[float]:
    return [round(float(value), PIXEL_DIGITS) for value in at]


def _metres(at: Floats) -> list[float]:
    return [round(float(value), METRE_DIGITS) for value in at]
