"""The JSON Schema of a film's summary: what a film reader writes, and the score reads."""

from __future__ import annotations

from typing import Any, Final

from backspotter.app.schemas import DIALECT, TEXT, TEXTS, object_of

Schema = dict[str, Any]

GRADES: Final = ("good", "fair", "poor", "cannot_judge")
STYLES: Final = ("conventional", "sumo", "trap-bar", "romanian", "stiff-leg")
FAULTS: Final = (
    *("lumbar_rounding", "lockout_hyperextension", "hips_low_start", "hips_high_start"),
    *("hips_rise_first", "bar_drift"),
)
ONSETS: Final = ("at_setup", "after_lift_off", "at_lockout")
NUMBER: Final[Schema] = {"type": "number"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
BANDED: Final[Schema] = object_of({"value": NUMBER, "low": NUMBER, "high": NUMBER})
WITHHELD: Final[Schema] = object_of({"cannot_judge": {**TEXT, "description": "why"}})


def film_summary_schema() -> Schema:
    """What a film reader says about a film."""
    document = object_of(_parts())
    for later in ("compared", "style_source", "style_doubt"):  # not in summaries kept before
        document["required"].remove(later)
    return {
        "$schema": DIALECT,
        "title": "Summary of a film",
        "description": "A number with a band has value, low and high; the band is meant to hold "
        "nine times in ten. What is withheld is an object with cannot_judge in its place. Times "
        "are from the first frame [s]; flexion is zero in upright standing [deg].",
        **document,
    }


def _parts() -> Schema:
    quality = {
        "grade": {"enum": list(GRADES)},
        "reasons": TEXTS,
        "view_yaw_deg": _said("camera off the side [deg]"),
    }
    scale = {
        "px_per_m": _said("in the lifter's plane [px/m]"),
        "source": {**TEXT, "description": "what it was taken from"},
    }
    beside = {**TEXTS, "description": "this film beside earlier ones of the same lifter"}
    return {
        "film": _film(),
        "quality": object_of(quality),
        "scale": object_of(scale),
        "style": {"enum": list(STYLES)},
        "style_source": {"enum": ["asked", "guessed"]},
        "style_doubt": {
            "type": ["string", "null"],
            "description": "what a guess hangs on; null where the style was asked",
        },
        "reps": {"type": "array", "items": _rep()},
        "withheld": {"type": "array", "items": object_of({"what": TEXT, "why": TEXT})},
        "compared": beside,
    }


def _film() -> Schema:
    rotation = {"enum": [0, 90, 180, 270], "description": "clockwise, to show it upright [deg]"}
    return object_of(
        {
            "width": {**COUNT, "description": "of the displayed picture [px]"},
            "height": {**COUNT, "description": "of the displayed picture [px]"},
            "duration_s": NUMBER,
            "frame_rate": {**NUMBER, "description": "frames a second; the usual one if variable"},
            "variable": {"type": "boolean"},
            "rotation": rotation,
        }
    )


def _rep() -> Schema:
    times = {
        "start_s": "hands on the bar, or the bar held still [s]",
        "lift_off_s": "the bar begins to rise [s]",
        "knee_pass_s": "the bar passes the knee joints on the way up [s]",
        "lockout_s": "the bar is at the top [s]",
        "lowering_s": "the bar begins to sink [s]",
        "end_s": "the bar is down [s]",
    }
    sizes = {
        "rom_m": "the bar's way up [m]",
        "mean_concentric_velocity_m_s": "from lift-off to lockout [m/s]",
        "peak_velocity_m_s": "on the way up [m/s]",
    }
    flexion = {
        "from_upright_at_lift_off": _said("[deg]"),
        "change_from_set_up": _said("largest up to lockout, less that at lift-off [deg]"),
    }
    whole = object_of(
        {
            "index": {"type": "integer", "minimum": 1},
            **{name: _said(words) for name, words in {**times, **sizes}.items()},
            "lumbar_flexion_deg": {"anyOf": [object_of(flexion), WITHHELD]},
            "faults": {"type": "array", "items": _fault()},
            "loads": {"type": ["object", "null"], "description": "what the rep loaded"},
        }
    )
    words = "the bar got to the top, also where nothing is said; false: the rep failed"
    completed = {"completed": {"type": "boolean", "description": words}}
    return whole | {"properties": completed | whole["properties"]}


def _fault() -> Schema:
    return object_of(
        {
            "code": {"enum": list(FAULTS)},
            "onset": {"enum": list(ONSETS)},
            "at_s": {**NUMBER, "description": "[s]"},
            "size": _said("in the unit beside"),
            "unit": {"enum": ["deg", "m"]},
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "picture": {"type": ["string", "null"], "description": "a file beside the summary"},
            "cost": _cost(),
        }
    )


def _cost() -> Schema:
    """Open: other readers may say what a fault costs in another way, or not at all."""
    share = "of the moment that ligaments and resting tissue take, a share of one"
    loads = {
        "moment_N_m": _said("that the back holds [N m]"),
        "compression_N": _said("along the disc [N]"),
        "shear_N": _said("across the disc; the least certain [N]"),
        "extensor_force_N": _said("pull of the back's extensors [N]"),
        "passive_share": _said(share),
    }
    without = "what there is without the fault; with what it adds, what the film's curves show"
    return {
        "type": ["object", "null"],
        "description": "what the fault adds at L5/S1 in the film's posture where it is largest, "
        "next to that posture with the fault alone undone; or cannot_judge",
        "properties": {
            **loads,
            "measurable": {
                "type": "boolean",
                "description": "any of these but the extensors' pull differs beyond its band, and "
                "does not round to none: 0.1 kN, 1 N m, 0.01",
            },
            "say": {**TEXT, "description": "those that tell most, in words"},
            "when": {**TEXT, "description": "at what moment the comparison stands, in words"},
            "undone": {**TEXT, "description": "what would have been without the fault, in words"},
            "share_of_way_up": {
                "type": ["number", "null"],
                "description": "of the bar, at that moment; null in summaries of before",
            },
            "without": {
                "type": ["object", "null"],
                "description": without,
                "properties": loads,
            },
            "cannot_judge": {**TEXT, "description": "why"},
        },
    }


def _said(words: str) -> Schema:
    """A number, one with its band, or why there is none; null: it did not happen."""
    return {"description": words, "anyOf": [NUMBER, BANDED, WITHHELD, {"type": "null"}]}
