"""The JSON Schema of a film's truth."""

from __future__ import annotations

from typing import Any, Final

from backspotter.app.schemas import DIALECT, object_of
from backspotter.evidence.faults import fault_rules
from backspotter.synth.angles import JOINTS, SPINE
from backspotter.synth.bar import PLATES
from backspotter.synth.clothes import CLOTHING, HEADS
from backspotter.synth.outline import POINTS
from backspotter.synth.recording import CODECS
from backspotter.synth.shown import SETS
from backspotter.synth.task import SEXES, STYLES
from backspotter.synth.truth import VERSION

Schema = dict[str, Any]


def _number(words: str) -> Schema:
    return {"type": "number", "description": words}


def _time(words: str) -> Schema:
    """A moment; none where a cut took it out of the film, or it never came."""
    return {"type": ["number", "null"], "description": f"{words} [s]"}


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
        "description": "Known exactly, as the film was drawn from it; docs/film-truth.md explains "
        "every field. Angles are from standing at rest, positive in flexion; lumbar flexion is the "
        "sum over spine04/05, 03/04 and 02/03.",
        **object_of(
            {
                "version": {"const": VERSION},
                "film": _film(),
                "lifter": _lifter(),
                "camera": _camera(),
                "scene": _scene(),
                "style": {"enum": [style.replace("_", "-") for style in STYLES]},
                "load_kg": _number("on the bar, with the bar [kg]"),
                "plate_radius_m": _number("of the biggest plates [m]"),
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
    return object_of(
        {
            "width": COUNT,
            "height": COUNT,
            "fps": _number("frames a second, nominal"),
            "frames": COUNT,
            "times_s": times | {"description": "of every frame, the first at 0 [s]"},
            "seed": COUNT,
            "name": {"type": "string"},
            "set": {"enum": list(SETS)},
            "variable": SWITCH | {"description": "frames are not evenly spaced"},
            "rotation": {"enum": [0, 90, 180, 270], "description": "in the file's metadata [deg]"},
            "codec": {"enum": list(CODECS)},
            "bits": {"enum": [8, 10]},
            "captions": SWITCH,
            "motion_blur": SWITCH,
            "cuts_s": times | {"description": "where the picture jumps [s]"},
        }
    )


def _lifter() -> Schema:
    build = ("muscle", "weight", "proportions", "legs", "arms", "trunk", "shoulders")
    return object_of(
        {
            "sex": {"enum": list(SEXES)},
            "height_asked_m": _number("stature asked for [m]"),
            "height_m": _number("stature of the body drawn [m]"),
            "mass_asked_kg": _number("body mass asked for [kg]"),
            "mass_kg": _number("its volume at 980 kg/m³ [kg]"),
            "midfoot_ahead_m": _number("mid-foot ahead of the ankles [m]"),
            "build": object_of({name: _number(BUILD_WORDS.get(name, "0 to 1")) for name in build}),
            "clothing": {"enum": list(CLOTHING)},
            "head": {"enum": list(HEADS)},
            "skin": COUNT,
        }
    )


BUILD_WORDS: Final = dict.fromkeys(
    ("legs", "arms", "trunk", "shoulders"), "1 is the body model's average"
)


def _camera() -> Schema:
    return object_of(
        {
            "position_m": PLACE,
            "target_m": PLACE,
            "fov_deg": _number("across the picture [deg]"),
            "yaw_deg": _number("from the side toward the front [deg]"),
            "pitch_deg": _number("down is positive [deg]"),
            "roll_deg": _number("the picture's right edge up is positive [deg]"),
            "side": {"enum": ["right", "left"], "description": "of the lifter"},
            "shake_px": _number("how far a hand moves the picture [px]"),
            "distortion": _number("first radial term of the lens"),
        }
    )


def _scene() -> Schema:
    switches = dict.fromkeys(("posts", "mirror", "bystander", "decoys"), SWITCH)
    words = {name: {"type": "string"} for name in ("wall", "lamps")}
    return object_of({"plate": {"enum": list(PLATES)}, **switches, **words})


def _rep() -> Schema:
    return object_of(
        {
            "index": {"type": "integer", "minimum": 1},
            "begin_s": _time("the lifter begins to take up the weight, or the rep before ends"),
            "lift_off_s": _time("the bar begins to rise"),
            "knee_pass_s": _time("the bar passes the knee joints going up"),
            "lockout_s": _time("the bar is at the top of this rep's way"),
            "lowering_s": _time("the bar begins to sink, or is let go"),
            "floor_s": _time("the plates touch the floor; lowest point"),
            "end_s": _time("the rep is over, the bar at rest"),
            "rom_m": _number("the bar's way up [m]"),
            "mean_concentric_velocity_m_s": _number("from lift-off to lockout [m/s]"),
            "peak_velocity_m_s": _number("highest on the way up [m/s]"),
            "touch_and_go": SWITCH | {"description": "begun from the touch of the rep before"},
            "dropped": SWITCH | {"description": "let go at the top"},
            "completed": SWITCH | {"description": "the bar got to lockout"},
            "lumbar_flexion_deg": object_of(
                {
                    "from_upright_at_lift_off": _number("[deg]"),
                    "change_from_set_up": _number(
                        "most between lift-off and lockout, less that at lift-off, never negative"
                    ),
                }
            ),
            "faults": {"type": "array", "items": _fault()},
        }
    )


def _fault() -> Schema:
    rules = fault_rules()
    return object_of(
        {
            "code": {"enum": sorted({rule.code for rule in rules})},
            "onset": {"enum": sorted({rule.onset for rule in rules})},
            "at_s": _time("the definition is first met"),
            "peak_s": _time("it is greatest"),
            "size": _number("the largest value of the measure"),
            "unit": {"enum": sorted({rule.unit for rule in rules})},
        }
    )


def _decline() -> Schema:
    reason = {"type": ["string", "null"]}
    return object_of({"decline": SWITCH, "either_way": SWITCH, "reason": reason})


PHASES: Final = ("still", "walking", "taking up", "lifting", "lockout", "lowering", "down")


def _frame() -> Schema:
    return object_of(
        {
            "t_s": _number("[s]"),
            "rep": {"type": ["integer", "null"], "minimum": 1},
            "phase": {"enum": list(PHASES)},
            "trunk_deg": _number("lean of the line from hips to shoulders from the vertical"),
            "hip_deg": _number("thigh on pelvis"),
            "knee_deg": _number("in space, 0 is straight"),
            "pelvis_deg": _number("forward turn of the pelvis from standing"),
            "lumbar_flexion_deg": _number("sum of the three levels"),
            "lumbar_levels_deg": {
                "type": "array",
                "items": {"type": "number"},
                "minItems": 3,
                "maxItems": 3,
                "description": "at spine04/05, 03/04 and 02/03",
            },
            "spine_joints_deg": object_of(
                {bone: _number(f"{bone} on what is below it") for bone in SPINE}
            ),
            "thoracic_flexion_deg": _number("at spine01/02"),
            "bar_x_m": _number("middle of the bar ahead of the ankles [m]"),
            "bar_y_m": _number("middle of the bar above the floor [m]"),
            "bar_px": PIXEL,
            "near_plate_px": PIXEL,
            "near_plate_radius_px": _number("longest, of its outer face [px]"),
            "joints_px": object_of(dict.fromkeys(JOINTS, PIXEL)),
            "joints_hidden": {
                "type": "array",
                "items": {"enum": list(JOINTS)},
                "description": "behind the near plate or a thing, or off the picture",
            },
            "back_outline_px": _outline(),
        }
    )


def _outline() -> Schema:
    point = {
        "type": "array",
        "items": {"type": ["number", "null"]},
        "minItems": 2,
        "maxItems": 2,
    }
    return {
        "type": ["array", "null"],
        "items": point,
        "minItems": POINTS,
        "maxItems": POINTS,
        "description": "dorsal outline at even steps from hip to shoulder level; a point that is "
        "hidden is [null, null], and all is null where nothing is seen [px]",
    }
