"""What is known of a film: every frame's angles and places, events, faults, scale, and whether an
honest reader should decline the back. Angles are read off the posed bones, not off what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from backspotter.synth.arrays import Floats, Ints, Mask
from backspotter.synth.body import Posed
from backspotter.synth.camera import Camera
from backspotter.synth.declining import decline
from backspotter.synth.motion import Moment
from backspotter.synth.outline import Covered, disc, dorsal_outline, inside_disc, off_the_picture
from backspotter.synth.posing import LUMBAR_BONES, Lifter
from backspotter.synth.reps import rep_truth
from backspotter.synth.scene import camera_truth
from backspotter.synth.shown import of_lifter
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
    surface: tuple[Floats, Ints] | None = None,
    covered: Covered | None = None,
) -> dict[str, Any]:
    """One frame of the truth.

    Parameters
    ----------
    camera : this frame's, where it is not the stage's (a shaken hand)
    surface : the body as it is drawn, cloth and all (V, 3) [m], and edges (E, 2) of its trunk; the
        skin when left out
    covered : tells which pixels something stands before that is neither lifter nor near plate
    """
    lifter, camera = stage.lifter, camera or stage.camera
    bar = moment.posture.bar
    places = camera.project(joint_places(lifter, posed))[0]
    at_bar = camera.project(np.array([[0.0, *bar]]))[0][0]
    plate = stage.plate(bar)
    at_plate = camera.project(plate[None])[0][0]
    ring = disc(camera, plate, stage.task.plate_radius_m)
    vertices, edges = surface or (posed.vertices, stage.back_edges)
    outer = camera.project(vertices)[0]
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
        "back_outline_px": _outline((outer, edges), camera.side, joints, hidden),
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
    surface: tuple[Floats, Ints], side: int, joints: dict[str, Floats], hidden: Covered
) -> list[list[float | None]] | None:
    """The outline with what is hidden left out; none at all where everything is."""
    hip, shoulder = (
        (joints[f"{name}_left"] + joints[f"{name}_right"]) / 2 for name in ("hip", "shoulder")
    )
    points = dorsal_outline(*surface, hip, shoulder, side)
    away = hidden(points)
    if away.all():
        return None
    return [
        [None, None] if gone else [*_pixels(point)]
        for point, gone in zip(points, away, strict=True)
    ]


def film_truth(
    stage: Stage, frames: list[dict[str, Any]], film: Mapping[str, Any]
) -> dict[str, Any]:
    """The whole document, events in the time of the set.

    Parameters
    ----------
    frames : of ``frame_truth``, in the order of the film
    film : what ``of_film`` says of its file
    """
    task, camera = stage.task, stage.camera
    start = stage.motion.way.bottom.bar
    reps = [rep_truth(stage.motion, number) for number in range(1, len(stage.motion.plans) + 1)]
    return {
        "version": VERSION,
        "film": {
            "width": camera.width,
            "height": camera.height,
            "frames": len(frames),
            "times_s": [frame["t_s"] for frame in frames],
            "seed": int(task.seed),
            **film,
        },
        "lifter": {**_lifter(stage), **of_lifter(stage.scene)},
        "camera": camera_truth(stage.scene, camera),
        "scene": stage.scene.truth(),
        "style": task.lift.style.replace("_", "-"),
        "load_kg": task.load_kg,
        "plate_radius_m": task.plate_radius_m,
        "scale": {
            "lifter_px_per_m": round(camera.px_per_m(np.array([0.0, *start])), ANGLE_DIGITS),
            "near_plate_px_per_m": round(camera.px_per_m(stage.plate(start)), ANGLE_DIGITS),
        },
        "reps": reps,
        "decline_back": decline(frames, reps, task.yaw_deg, ()),
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


def _angle(degrees: float) -> float:
    return round(float(degrees), ANGLE_DIGITS) + 0.0


def _pixels(at: Floats) -> list[float]:
    return [round(float(value), PIXEL_DIGITS) for value in at]
