"""The JSON Schema of a film's truth."""

from __future__ import annotations

from typing import Any, Final

from backspotter.app.schemas import DIALECT, object_of
from backspotter.synth.meshes import PLATE_RADIUS_M
from backspotter.synth.task import SEXES, STYLES
from backspotter.synth.truth import JOINTS, VERSION

Schema = dict[str, Any]


def _number(words: str) -> Schema:
    return {"type": "number", "description": words}


COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
SWITCH: Final[Schema] = {"type": "boolean"}
PIXEL: Final[Schema] = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 2,
    "maxItems": 2,
    "description": "x to the right, y down, from the upper left corner [px]",
}
PLACE: Final[Schema] = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 3,
    "maxItems": 3,
    "description": "lifter's left, to the rear, up; the ankles at 0, the floor at 0 [m]",
}


def film_truth_schema() -> Schema:
    """What ``synth film`` writes beside a film."""
    return {
        "$schema": DIALECT,
        "title": "Truth of a film",
        "description": "Known exactly, as the film was drawn from it. Angles are from standing at "
        "rest, positive in flexion; lumbar flexion is the sum over spine04/05, 03/04 and 02/03.",
        **object_of(
            {
                "version": {"const": VERSION},
                "film": _film(),
                "lifter": _lifter(),
                "camera": _camera(),
                "style": {"enum": [style.replace("_", "-") for style in STYLES]},
                "load_kg": _number("on the bar, with the bar [kg]"),
                "plate_radius_m": {"const": PLATE_RADIUS_M},
                "scale": object_of(
                    {
                        "lifter_px_per_m": _number("in the plane of the bar's middle [px/m]"),
                        "near_plate_px_per_m": _number("at the near plate's outer face [px/m]"),
                    }
                ),
                "reps": {"type": "array", "items": _rep()},
                "decline_back": _decline(),
                "frames": {"type": "array", "items": _frame()},
            }
        ),
    }


def _film() -> Schema:
    times = {"type": "array", "items": {"type": "number"}}
    size = {"width": COUNT, "height": COUNT, "fps": _number("frames a second")}
    return object_of({**size, "frames": COUNT, "times_s": times, "seed": COUNT})


def _lifter() -> Schema:
    return object_of(
        {
            "sex": {"enum": list(SEXES)},
            "height_asked_m": _number("stature asked for [m]"),
            "height_m": _number("stature of the body drawn [m]"),
            "mass_asked_kg": _number("body mass asked for [kg]"),
            "mass_kg": _number("its volume at 980 kg/m³ [kg]"),
        }
    )


def _camera() -> Schema:
    return object_of(
        {
            "position_m": PLACE,
            "target_m": PLACE,
            "fov_deg": _number("across the picture [deg]"),
            "yaw_deg": _number("from the side toward the front [deg]"),
            "side": {"enum": ["right", "left"], "description": "of the lifter"},
        }
    )


def _rep() -> Schema:
    return object_of(
        {
            "index": COUNT,
            "lift_off_s": _number("the bar begins to rise [s]"),
            "knee_pass_s": {
                "type": ["number", "null"],
                "description": "the bar passes the knee joints on the way up [s]",
            },
            "lockout_s": _number("the bar is at the top [s]"),
            "lowering_s": _number("the bar begins to sink [s]"),
            "end_s": _number("[s]"),
            "rom_m": _number("the bar's way up [m]"),
            "mean_concentric_velocity_m_s": _number("from lift-off to lockout [m/s]"),
        }
    )


def _decline() -> Schema:
    reason = {"type": ["string", "null"]}
    return object_of({"decline": SWITCH, "either_way": SWITCH, "reason": reason})


def _frame() -> Schema:
    phases = ["still", "taking up", "lifting", "lockout", "lowering"]
    return object_of(
        {
            "t_s": _number("[s]"),
            "rep": {"type": ["integer", "null"], "minimum": 1},
            "phase": {"enum": phases},
            "trunk_deg": _number("lean of the line from hips to shoulders from the vertical"),
            "hip_deg": _number("thigh on pelvis"),
            "knee_deg": _number("in space, 0 is straight"),
            "lumbar_flexion_deg": _number("sum of the three levels"),
            "lumbar_levels_deg": {
                "type": "array",
                "items": {"type": "number"},
                "minItems": 3,
                "maxItems": 3,
                "description": "at spine04/05, 03/04 and 02/03",
            },
            "thoracic_flexion_deg": _number("at spine01/02"),
            "bar_x_m": _number("middle of the bar ahead of the ankles [m]"),
            "bar_y_m": _number("middle of the bar above the floor [m]"),
            "bar_px": PIXEL,
            "joints_px": object_of(dict.fromkeys(JOINTS, PIXEL)),
        }
    )
