"""The JSON Schemas of what the spine commands read and print."""

from __future__ import annotations

from typing import Any, Final

from backspotter.app.schemas import DIALECT, TEXT, TEXTS, object_of
from backspotter.app.spine_in import LIFTER, LIFTER_SHAPE, MAX_SETS, POSTURE, REST_S, RPE
from backspotter.spine.body import AGE_Y, HEIGHT_M, MASS_KG, PROPORTION, SEXES, STRENGTH_N_M
from backspotter.spine.chain import LUMBAR
from backspotter.spine.dose import MOST_REPS
from backspotter.spine.posture import AHEAD_M, LIMITS, LOAD_KG
from backspotter.spine.rep import LIMITS as REP_LIMITS
from backspotter.spine.rep import styles

Schema = dict[str, Any]

NUMBER: Final[Schema] = {"type": ["number", "null"]}
SERIES: Final[Schema] = {"type": "array", "items": NUMBER}
ONE_OR_SERIES: Final[Schema] = {"anyOf": [NUMBER, SERIES]}
SPANS: Final = {
    "mass_kg": MASS_KG,
    "height_m": HEIGHT_M,
    "age_y": AGE_Y,
    "max_extension_N_m": STRENGTH_N_M,
    **dict.fromkeys(LIFTER_SHAPE, PROPORTION),
}


def task_schema() -> Schema:
    """What ``spine --from`` reads."""
    return {
        "$schema": DIALECT,
        "title": "Task for the spine",
        "description": "A posture, or a series of them, and what the hands hold. Angles are from "
        "the vertical, positive where the upper end is ahead of the lower end; lumbar flexion is "
        "zero in upright standing. trunk_deg is 0 in upright standing and 90 where the line from "
        "L5/S1 to the shoulder is level; hip_to_shoulder_deg may stand in its place, as a film "
        "shows it. What is left out is inferred and reported.",
        "type": "object",
        "additionalProperties": False,
        "required": ["load_kg"],
        "properties": {
            "lifter": _lifter(),
            "posture": {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: _given(*LIMITS[name]) for name in POSTURE},
            },
            "load_kg": _given(*LOAD_KG),
            "load_ahead_of_l5s1_m": _given(*AHEAD_M),
            "t_s": {"type": "array", "items": {"type": "number"}, "minItems": 2},
        },
    }


def sets_schema() -> Schema:
    """What ``spine --sets`` reads."""
    row = {
        "style": {"enum": [*styles(), None]},
        "load_kg": {"type": "number", "minimum": LOAD_KG[0], "maximum": LOAD_KG[1]},
        "reps": {"type": "integer", "minimum": 1, "maximum": MOST_REPS},
        "rpe": _maybe(*RPE),
        "rest_s": _maybe(*REST_S),
        **{name: _maybe(*REP_LIMITS[name][:2]) for name in ("lumbar_deg", "rounding_deg")},
    }
    sets = {
        "type": "array",
        "minItems": 1,
        "maxItems": MAX_SETS,
        "items": {**object_of(row), "required": ["load_kg", "reps"]},
    }
    past = {"type": ["array", "null"], "items": sets, "description": "earlier sessions"}
    return {
        "$schema": DIALECT,
        "title": "Logged sets",
        "description": "A session, with the lifter and earlier sessions where they are known.",
        **object_of({"lifter": _lifter(), "sets": sets, "past": past}),
        "required": ["sets"],
    }


def spine_schema() -> Schema:
    """What ``spine --json`` prints: a posture or series, a rep, a comparison, or a session."""
    return {
        "$schema": DIALECT,
        "title": "What the lower back carries",
        "description": "Numbers with a band have value, low and high; the band holds nine times "
        "in ten by the model's own reckoning. None of them is a limit or a risk.",
        "anyOf": [_loads(), _rep(), _changes(), _session()],
    }


def validation_schema() -> Schema:
    """What ``validate --json`` prints."""
    row = {
        **dict.fromkeys(("id", "quantity", "condition", "unit"), TEXT),
        "published": {"type": "number"},
        "spread": TEXT,
        **dict.fromkeys(("predicted", "low", "high", "error_pct", "loo_error_pct"), NUMBER),
        "within_band": {"type": ["boolean", "null"]},
        "used_for_fit": {"type": "boolean"},
        "verified": TEXT,
        "source": TEXT,
        "not_modelled": {"type": ["string", "null"]},
    }
    return {
        "$schema": DIALECT,
        "title": "Predicted against published",
        **object_of({"rows": _rows(row)}),
    }


def _maybe(low: float, high: float) -> Schema:
    return {"type": ["number", "null"], "minimum": low, "maximum": high}


def _given(low: float, high: float) -> Schema:
    number = {"type": ["number", "null"], "minimum": low, "maximum": high}
    return {"anyOf": [number, {"type": "array", "items": number, "minItems": 1}]}


def _lifter() -> Schema:
    names = (name for name in (*LIFTER, *LIFTER_SHAPE) if name != "sex")
    numbers = {
        name: {"type": ["number", "null"], "minimum": SPANS[name][0], "maximum": SPANS[name][1]}
        for name in names
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {"sex": {"enum": [*SEXES, None]}, **numbers},
    }


def _banded(number: Schema) -> Schema:
    return object_of({"value": number, "low": number, "high": number})


def _levels(number: Schema) -> Schema:
    quantities = ("moment_N_m", "extensor_force_N", "compression_N", "shear_N")
    level = object_of({name: _banded(number) for name in quantities})
    return object_of(dict.fromkeys(LUMBAR, level))


def _loads() -> Schema:
    muscle = object_of({"group": TEXT, "name": TEXT, "force_N": ONE_OR_SERIES})
    joints = ("hip", "knee", "ankle")
    fields: Schema = {
        "lifter": object_of({"mass_kg": NUMBER, "height_m": NUMBER, "sex": {"enum": list(SEXES)}}),
        "levels": _levels(ONE_OR_SERIES),
        "muscles": {"type": "array", "items": muscle},
        "passive_share": _banded(ONE_OR_SERIES),
        "pressure_share": ONE_OR_SERIES,
        "joints": object_of(dict.fromkeys(joints, object_of({"moment_N_m": ONE_OR_SERIES}))),
        "power_W": {
            "anyOf": [
                {"type": "null"},
                object_of(dict.fromkeys(("lumbar", *joints, "shoulder"), SERIES)),
            ]
        },
        "single_equivalent_N": ONE_OR_SERIES,
        "strength": object_of(
            {
                "needed_of_average": ONE_OR_SERIES,
                "is_feasible": {"type": "boolean"},
                "deficit_N_m": ONE_OR_SERIES,
            }
        ),
        "assumed": TEXTS,
        "notes": TEXTS,
    }
    whole = object_of(fields)
    return {**whole, "properties": {**whole["properties"], "t_s": SERIES}}


def _rep() -> Schema:
    joints = ("lumbar", "hip", "knee", "ankle", "shoulder")
    return object_of(
        {
            "style": {"enum": list(styles())},
            "load_kg": {"type": "number"},
            "peaks": _levels(NUMBER),
            "work_J": object_of(dict.fromkeys(joints, NUMBER)),
            "phase": TEXTS,
            "bar_height_m": SERIES,
            "loads": _loads(),
        }
    )


def _changes() -> Schema:
    difference = object_of(
        {"value": NUMBER, "low": NUMBER, "high": NUMBER, "measurable": {"type": "boolean"}}
    )
    quantities = ("moment_N_m", "compression_N", "shear_N")
    change = {"id": TEXT, "change": TEXT, **dict.fromkeys(quantities, difference)}
    return object_of(
        {
            "style": {"enum": list(styles())},
            "load_kg": {"type": "number"},
            "at": TEXT,
            "changes": _rows(change),
            "notes": TEXTS,
        }
    )


def _session() -> Schema:
    sums = (
        *("peak_compression_N", "peak_moment_N_m", "compression_N_s", "moment_N_m_s"),
        *("sum_kN", "sum_kN2", "relative_kN2"),
    )
    dose = object_of({"reps": {"type": "integer"}, **dict.fromkeys(sums, NUMBER)})
    tired = (
        *("tired", "left", "mean_share_of_strength", "under_tension_s"),
        "recovered_after_s",
    )
    done = {
        "style": {"enum": list(styles())},
        "load_kg": {"type": "number"},
        "reps": {"type": "integer"},
        "compression_N": _banded(NUMBER),
        "dose": dose,
        "fatigue": object_of(dict.fromkeys(tired, NUMBER)),
    }
    past = object_of({"to_usual": NUMBER, "to_highest": NUMBER, "sessions": {"type": "integer"}})
    return object_of(
        {
            "sets": _rows(done),
            "total": dose,
            "against_past": {"anyOf": [{"type": "null"}, past]},
            "assumed": TEXTS,
            "notes": TEXTS,
        }
    )


def _rows(fields: Schema) -> Schema:
    return {"type": "array", "items": object_of(fields)}
