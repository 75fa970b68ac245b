"""What is known of a film: every frame's angles and places, events, scale, and whether an honest
reader should decline the back. Angles are read off the posed bones, not off what was asked."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from backspotter.synth.arrays import Floats
from backspotter.synth.body import Posed
from backspotter.synth.meshes import PLATE_RADIUS_M
from backspotter.synth.motion import STILL_S, Moment
from backspotter.synth.posing import LUMBAR_BONES, Lifter
from backspotter.synth.stage import Stage

VERSION: Final = 1
JOINTS: Final = {
    "skull": "head",
    "neck": "neck01",
    **{bone: bone for bone in ("spine01", "spine02", "spine03", "spine04", "spine05")},
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

DECLINE_YAW_DEG: Final = 30.0
EITHER_WAY_YAW_DEG: Final = 20.0
LEAST_TORSO_PX: Final = 100.0
MOST_HIDDEN: Final = 0.25
"""Share of the pull in which the lower back's outline may be hidden."""

PIXEL_DIGITS: Final = 2
ANGLE_DIGITS: Final = 3
METRE_DIGITS: Final = 5


def sagittal_deg(posed: Posed, lifter: Lifter, lower: str, upper: str) -> float:
    """Forward turn of the upper bone on the lower, from standing at rest [deg]."""
    one, two = (posed.turns[lifter.shape.index(bone)] for bone in (lower, upper))
    turn = one.T @ two
    return float(np.rad2deg(np.arctan2(turn[2, 1], turn[1, 1])))


def lumbar_levels_deg(posed: Posed, lifter: Lifter) -> list[float]:
    """Flexion at spine04/05, 03/04 and 02/03 [deg]."""
    below = ("spine05", *LUMBAR_BONES[:-1])
    return [
        sagittal_deg(posed, lifter, lower, upper)
        for lower, upper in zip(below, LUMBAR_BONES, strict=True)
    ]


def frame_truth(stage: Stage, moment: Moment, posed: Posed) -> dict[str, Any]:
    """One frame of the truth."""
    lifter, camera = stage.lifter, stage.camera
    levels = lumbar_levels_deg(posed, lifter)
    bar = moment.posture.bar
    places, _ = camera.project(joint_places(lifter, posed))
    at_bar, _ = camera.project(np.array([[0.0, *bar]]))
    return {
        "t_s": round(moment.t_s, 6),
        "rep": moment.rep,
        "phase": moment.phase,
        "trunk_deg": round(_trunk_deg(lifter, posed), ANGLE_DIGITS),
        "hip_deg": round(_hip_deg(lifter, posed), ANGLE_DIGITS),
        "knee_deg": round(_knee_deg(lifter, posed), ANGLE_DIGITS),
        "lumbar_flexion_deg": round(sum(levels), ANGLE_DIGITS),
        "lumbar_levels_deg": [round(level, ANGLE_DIGITS) for level in levels],
        "thoracic_flexion_deg": round(
            sagittal_deg(posed, lifter, "spine02", "spine01"), ANGLE_DIGITS
        ),
        "bar_x_m": round(-bar[0], METRE_DIGITS),
        "bar_y_m": round(bar[1], METRE_DIGITS),
        "bar_px": _pixels(at_bar[0]),
        "joints_px": {name: _pixels(at) for name, at in zip(JOINTS, places, strict=True)},
    }


def joint_places(lifter: Lifter, posed: Posed) -> Floats:
    """Joint centres (j, 3) in the order of ``JOINTS`` [m]."""
    return np.asarray(posed.heads[[lifter.shape.index(bone) for bone in JOINTS.values()]])


def film_truth(stage: Stage, frames: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole document."""
    task, camera, start = stage.task, stage.camera, stage.motion.way.postures[0].bar
    return {
        "version": VERSION,
        "film": {
            "width": camera.width,
            "height": camera.height,
            "fps": task.fps,
            "frames": len(frames),
            "times_s": [frame["t_s"] for frame in frames],
            "seed": int(task.seed),
        },
        "lifter": _lifter(stage),
        "camera": {
            "position_m": _metres(camera.position),
            "target_m": _metres(camera.target),
            "fov_deg": round(camera.fov_deg, METRE_DIGITS),
            "yaw_deg": task.yaw_deg,
            "side": "right" if camera.side == 1 else "left",
        },
        "style": task.lift.style.replace("_", "-"),
        "load_kg": task.load_kg,
        "plate_radius_m": PLATE_RADIUS_M,
        "scale": {
            "lifter_px_per_m": round(camera.px_per_m(np.array([0.0, *start])), PIXEL_DIGITS),
            "near_plate_px_per_m": round(camera.px_per_m(stage.plate(start)), PIXEL_DIGITS),
        },
        "reps": [_rep(stage, frames, number) for number in range(1, int(task.reps) + 1)],
        "decline_back": decline(stage, frames),
        "frames": frames,
    }


def decline(stage: Stage, frames: list[dict[str, Any]]) -> dict[str, Any]:
    """Whether an honest reader should decline the back, and why; oblique ones go either way."""
    yaw, reason = stage.task.yaw_deg, None
    if yaw >= DECLINE_YAW_DEG:
        reason = f"camera {yaw:g} degrees off the side"
    elif torso_px(frames) < LEAST_TORSO_PX:
        reason = f"torso {torso_px(frames):.0f} px long"
    elif hidden_share(stage, frames) > MOST_HIDDEN:
        reason = f"lower back hidden in {hidden_share(stage, frames):.0%} of the pull"
    either = reason is None and yaw >= EITHER_WAY_YAW_DEG
    return {"decline": reason is not None, "either_way": either, "reason": reason}


def torso_px(frames: list[dict[str, Any]]) -> float:
    """Longest distance from hip to shoulder in the picture [px]."""
    joints = [frame["joints_px"] for frame in frames]
    sides = ("left", "right")
    return max(
        float(np.hypot(*np.subtract(at[f"shoulder_{side}"], at[f"hip_{side}"])))
        for at in joints
        for side in sides
    )


def hidden_share(stage: Stage, frames: list[dict[str, Any]]) -> float:
    """Share of the pull in which the near plate covers a joint of the lower back."""
    pulled = [frame for frame in frames if frame["phase"] == "lifting"]
    hidden = [_behind_plate(stage, frame) for frame in pulled]
    return float(np.mean(hidden)) if hidden else 0.0


def _behind_plate(stage: Stage, frame: dict[str, Any]) -> bool:
    middle = stage.plate((-frame["bar_x_m"], frame["bar_y_m"]))
    at, _ = stage.camera.project(middle[None])
    high = PLATE_RADIUS_M * stage.camera.px_per_m(middle)
    wide = high * float(np.cos(np.deg2rad(stage.task.yaw_deg)))
    back = [frame["joints_px"][bone] for bone in ("spine05", *LUMBAR_BONES)]
    away = (np.array(back) - at[0]) / [wide, high]
    return bool(np.any(np.hypot(away[:, 0], away[:, 1]) < 1))


def _lifter(stage: Stage) -> dict[str, Any]:
    task, shape = stage.task, stage.lifter.shape
    return {
        "sex": task.sex,
        "height_asked_m": task.height_m,
        "height_m": round(shape.stature_m, METRE_DIGITS),
        "mass_asked_kg": task.mass_kg,
        "mass_kg": round(shape.mass_kg, ANGLE_DIGITS),
    }


def _rep(stage: Stage, frames: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """Events of a rep [s], the bar's way [m] and its mean speed on the way up [m/s]."""
    one, motion = stage.motion.one, stage.motion
    begin = STILL_S + (number - 1) * motion.rep_s
    lifting = one.times[one.during("lifting")]
    up, top = begin + float(lifting[0]), begin + float(lifting[-1])
    way = float(motion.way.height[-1] - motion.way.height[0])
    return {
        "index": number,
        "lift_off_s": round(up, METRE_DIGITS),
        "knee_pass_s": _knee_pass(stage, up, top),
        "lockout_s": round(top, METRE_DIGITS),
        "lowering_s": round(begin + float(one.times[one.during("lowering")][0]), METRE_DIGITS),
        "end_s": round(begin + motion.rep_s, METRE_DIGITS),
        "rom_m": round(way, METRE_DIGITS),
        "mean_concentric_velocity_m_s": round(way / (top - up), METRE_DIGITS),
    }


def _knee_pass(stage: Stage, up: float, top: float) -> float | None:
    """When the bar passes the knee joints on the way up [s]."""
    knee = stage.lifter.shape.index("lowerleg01.L")
    times = np.linspace(up, top, 60)
    above = []
    for time in times:
        posture = stage.motion.moment(float(time)).posture
        above.append(posture.bar[1] - stage.lifter.posed(posture).heads[knee, 2])
    after = np.flatnonzero((np.array(above[1:]) >= 0) & (np.array(above[:-1]) < 0))
    if not len(after):
        return None
    first = int(after[0])
    passed = np.interp(0.0, above[first : first + 2], times[first : first + 2])
    return round(float(passed), METRE_DIGITS)


def _at(lifter: Lifter, posed: Posed, bone: str) -> Floats:
    return np.asarray(posed.heads[lifter.shape.index(bone)])


def _middle(lifter: Lifter, posed: Posed, bone: str) -> Floats:
    return (_at(lifter, posed, f"{bone}.L") + _at(lifter, posed, f"{bone}.R")) / 2


def _trunk_deg(lifter: Lifter, posed: Posed) -> float:
    """Lean of the line from hips to shoulders [deg]."""
    line = _middle(lifter, posed, "upperarm01") - _middle(lifter, posed, "upperleg01")
    return float(np.rad2deg(np.arctan2(-line[1], line[2])))


def _hip_deg(lifter: Lifter, posed: Posed) -> float:
    """Flexion of the left thigh on the pelvis from rest, seen from the pelvis' side [deg]."""
    pelvis = posed.turns[lifter.shape.index("root")]
    thigh = _at(lifter, posed, "lowerleg01.L") - _at(lifter, posed, "upperleg01.L")
    rest = lifter.shape.head("lowerleg01.L") - lifter.shape.head("upperleg01.L")
    now, then = (np.arctan2(-v[1], -v[2]) for v in (pelvis.T @ thigh, rest))
    return float(np.rad2deg(now - then))


def _knee_deg(lifter: Lifter, posed: Posed) -> float:
    """Bend of the left knee in space, 0 straight [deg]."""
    hip, knee, ankle = (
        _at(lifter, posed, f"{bone}.L") for bone in ("upperleg01", "lowerleg01", "foot")
    )
    upper, lower = knee - hip, ankle - knee
    cosine = upper @ lower / (np.linalg.norm(upper) * np.linalg.norm(lower))
    return float(np.rad2deg(np.arccos(np.clip(cosine, -1, 1))))


def _pixels(at: Floats) -> list[float]:
    return [round(float(value), PIXEL_DIGITS) for value in at]


def _metres(at: Floats) -> list[float]:
    return [round(float(value), METRE_DIGITS) for value in at]
