"""The JSON Schemas of a history, a plan and a course, made from the fields themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from backspotter.app.given_as import SPANS
from backspotter.app.history_in import FAULTS
from backspotter.app.schemas import DIALECT, LEVELS, TEXT, TEXTS, check_in_schema, object_of
from backspotter.app.scored import IN_WORDS
from backspotter.exports.course_picture import VERDICT
from backspotter.soreness.scores import scores
from backspotter.training.proposal import WAYS
from backspotter.training.recovery import MEANS
from backspotter.training.units import UNITS
from backspotter.training.variants import STYLES
from backspotter.training.warm_up import STIFF
from backspotter.triage.check_in import FIELDS
from backspotter.triage.flag_signs import signs_of_rules

Schema = dict[str, Any]

MOMENT: Final[Schema] = {
    "type": "string",
    "format": "date-time",
    "description": "with its zone, such as 2026-03-01T18:30:00+01:00",
}
DAY: Final[Schema] = {"type": "string", "format": "date"}
SWITCH: Final[Schema] = {"type": ["boolean", "null"]}
NUMBER: Final[Schema] = {"type": "number"}
WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}
SPAN: Final[Schema] = object_of({"value": NUMBER, "low": NUMBER, "high": NUMBER})
MAYBE: Final[Schema] = {"type": ["string", "null"]}
WHOLE_NAMES: Final = frozenset(("reps", "order", "sets", "reps_low", "reps_high"))


def history_schema() -> Schema:
    """What ``plan --history`` and ``course --history`` read."""
    return {
        "$schema": DIALECT,
        "title": "History",
        "description": "What one person logged and entered, in any order; every part may be left "
        "out. Numbers have their unit in their name. What is null or left out is not known.",
        **_rows_of(
            {
                "profile": _profile(),
                "sets": _list(_set(), ("at",)),
                "nights": _list(
                    {"woke": DAY, **_numbers("asleep_h", "in_bed_h"), **_texts("source")}, ("woke",)
                ),
                "body_mass": _list(
                    {"at": _moment_or_day(), **_numbers("mass_kg"), **_texts("source")},
                    ("at", "mass_kg"),
                ),
                "check_ins": _list({"at": MOMENT, "check_in": _check_in()}, ("at", "check_in")),
                "soreness": _list(
                    {"at": MOMENT, **_numbers("pain", "function"), "under_painkiller": SWITCH},
                    ("at", "pain"),
                ),
                "sessions": _list({"day": DAY, **_numbers("pain_during")}, ("day", "pain_during")),
                "films": _list(
                    {"at": MOMENT, "style": _one_of(STYLES), "faults": _faults()}, ("at",)
                ),
                "examined": _list(
                    {
                        "at": MOMENT,
                        "by": TEXT,
                        "signs": _some_of(FIELDS),
                        "rules": _some_of(signs_of_rules()),
                    },
                    ("at",),
                ),
                "corrected": _list({"at": MOMENT, "sign": _one_of(FIELDS)}, ("at", "sign")),
                "scores": _list(
                    {"at": MOMENT, "score": _one_of(scores()), "value": NUMBER},
                    ("at", "score", "value"),
                ),
            },
            (),
        ),
    }


def plan_schema() -> Schema:
    """What ``plan --json`` prints."""
    return {
        "$schema": DIALECT,
        "title": "Plan",
        "description": "What to do now and next session, from a history as it stood on a day. "
        "Loads are in kg, `shown` in the person's unit; guards only hold or lower.",
        **object_of(
            {
                "today": DAY,
                "state": {"enum": ["go", "unloaded", "ask", "stop"]},
                "why": TEXT,
                "session": _or_null(_session()),
                "proposed": _or_null(object_of(_work())),
                "proposed_why": TEXT,
                "most_limiting": MAYBE,
                "guards": {"type": "array", "items": object_of(_guard())},
                "would_lift": TEXTS,
                "step": _or_null(_step()),
                "level": {"enum": [*LEVELS, None]},
                "open_flags": {"type": "array", "items": object_of(_flag())},
                "course": _or_null(object_of(_course())),
                "week": _or_null(_week()),
                "strength_kg": _or_null(SPAN),
                "do_now": {"type": "array", "items": object_of(_advice())},
                "recheck": {"type": "array", "items": MOMENT},
            }
        ),
    }


def course_schema() -> Schema:
    """What ``course --json`` prints."""
    band = {"type": "array", "items": object_of({"hours": NUMBER, **SPAN["properties"]})}
    score = {
        "score": _one_of(scores()),
        "first": NUMBER,
        "last": NUMBER,
        "said": _one_of(IN_WORDS),
        "threshold": {"type": ["number", "null"]},
        "threshold_verified": TEXT,
    }
    entry = {"hours": NUMBER, "pain": NUMBER, "under_painkiller": {"type": "boolean"}}
    return {
        "$schema": DIALECT,
        "title": "Course of soreness",
        "description": "Hours are after the last session; bands hold nine reports in ten.",
        **object_of(
            {
                **_course(),
                "entries": {"type": "array", "items": object_of(entry)},
                "expected": band,
                "fitted": band,
                "scores": {"type": "array", "items": object_of(score)},
            }
        ),
    }


def _rows_of(properties: Schema, required: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def _list(properties: Schema, required: Iterable[str]) -> Schema:
    return {"type": ["array", "null"], "items": _rows_of(properties, required)}


def _or_null(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


def _moment_or_day() -> Schema:
    return {"anyOf": [MOMENT, DAY]}


def _numbers(*names: str) -> Schema:
    return {name: _number(name) for name in names}


def _number(name: str) -> Schema:
    low, high = SPANS[name]
    kind = "integer" if name in WHOLE_NAMES else "number"
    return {"type": [kind, "null"], "minimum": low, "maximum": high}


def _texts(*names: str) -> Schema:
    return dict.fromkeys(names, MAYBE)


def _one_of(values: Iterable[str]) -> Schema:
    return {"enum": list(values)}


def _some_of(values: Iterable[str]) -> Schema:
    return {"type": ["array", "null"], "items": _one_of(values)}


def _check_in() -> Schema:
    return {k: v for k, v in check_in_schema().items() if k != "$schema"}


def _profile() -> Schema:
    scheme = {"way": _one_of(WAYS), **_numbers("sets", "reps_low", "reps_high", "rpe")}
    plates = {"type": ["array", "null"], "items": NUMBER, "description": "for one side"}
    fields = {
        "unit": _one_of(UNITS),
        "bar": {"type": ["number", "null"], "description": "in the unit"},
        "plates": plates,
        "style": {"enum": [*STYLES, None]},
        "scheme": _rows_of(scheme, ()),
        **_numbers("mass_kg", "height_m"),
        "sex": TEXT,
        "country": TEXT,
        "stiff": _some_of(STIFF),
        "helped": _some_of(MEANS),
        "made_worse": _some_of(MEANS),
    }
    return _rows_of(fields, ())


def _set() -> Schema:
    return {
        "at": _moment_or_day(),
        "exercise": TEXT,
        "style": {"enum": [*STYLES, None]},
        **_numbers("load_kg", "load_lb", "reps", "rpe", "rest_s", "seconds", "order"),
        **dict.fromkeys(("warm_up", "failed", "exact"), SWITCH),
        **_texts("workout", "note"),
    }


def _faults() -> Schema:
    of_film = {"type": "object", "required": ["code"], "properties": {"code": TEXT, "onset": TEXT}}
    return {"type": ["array", "null"], "items": {"anyOf": [_one_of(FAULTS), of_film]}}


def _work() -> Schema:
    return {"kg": NUMBER, "sets": WHOLE, "reps": WHOLE, "rpe": NUMBER}


def _load() -> Schema:
    plates = {"type": "array", "items": NUMBER}
    return object_of({"kg": NUMBER, "shown": NUMBER, "unit": _one_of(UNITS), "each_side": plates})


def _session() -> Schema:
    row = {
        **dict.fromkeys(("id", "part", "name", "how"), TEXT),
        "minutes": NUMBER,
        "why": TEXT,
        **dict.fromkeys(("chosen_for", "claims"), TEXTS),
        "basis": TEXT,
    }
    leading = {"load": _load(), "reps": WHOLE}
    return object_of(
        {
            "day": DAY,
            "exercise": TEXT,
            "style": _one_of(STYLES),
            **_work(),
            "load": _or_null(_load()),
            "note": TEXT,
            "warm_up": {"type": "array", "items": object_of(row)},
            "leading_sets": {"type": "array", "items": object_of(leading)},
        }
    )


def _guard() -> Schema:
    return {
        "id": TEXT,
        "words": TEXT,
        "lowers": {"type": "boolean"},
        "would_lift": TEXT,
        "claims": TEXTS,
        "basis": TEXT,
    }


def _step() -> Schema:
    texts = dict.fromkeys(("name", "words", "range", "exit"), TEXT)
    return object_of(
        {"id": TEXT, "place": WHOLE, "of": WHOLE, **texts, "passed": WHOLE, "sessions": WHOLE}
    )


def _flag() -> Schema:
    return {"field": _one_of(FIELDS), "words": TEXT, "since": MOMENT, "level": _one_of(LEVELS)}


def _course() -> Schema:
    return {
        "verdict": _one_of(VERDICT),
        **dict.fromkeys(("words", "rule", "reason", "trend"), TEXT),
        "hours_since": NUMBER,
        **dict.fromkeys(("peak_h", "peak"), SPAN),
        "gone_h": _or_null(SPAN),
        "usually_gone_by_h": NUMBER,
        "no_forecast": TEXT,
    }


def _week() -> Schema:
    return object_of(dict.fromkeys(("usual_kn2", "last_six_days_kn2", "ratio_as_proposed"), NUMBER))


def _advice() -> Schema:
    return {"id": TEXT, "topic": TEXT, "words": TEXT, "claims": TEXTS}
