"""The JSON Schemas of a film's specification and of a suite's manifest."""

from __future__ import annotations

from typing import Any, Final

from backspotter.app.schemas import DIALECT, TEXT, object_of
from backspotter.synth.spec import ABOUT, GROUPS, USUAL
from backspotter.synth.suite import VERSION
from backspotter.synth.suite_plan import SETS

Schema = dict[str, Any]

COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
SHARE: Final[Schema] = {"type": "number", "minimum": 0, "exclusiveMaximum": 1}
KINDS: Final[dict[type, Schema]] = {
    bool: {"type": "boolean"},
    str: TEXT,
    int: {"type": "number"},
    float: {"type": "number"},
    type(None): {"type": ["number", "null"]},
    list: {"type": "array", "items": object_of({"at": SHARE, "skip": SHARE})},
}


def suite_schema() -> Schema:
    """What ``synth suite --json`` prints, and manifest.json holds."""
    film = {
        "spec": spec_schema(),
        "film": TEXT,
        "truth": TEXT,
        "frames": COUNT,
        "seconds": {"type": "number"},
        "bytes": COUNT,
        "took_s": {
            "type": ["number", "null"],
            "description": "of the processor, to draw and store it; none from before this was kept",
        },
    }
    failed = object_of({"name": TEXT, "why": TEXT})
    return {
        "$schema": DIALECT,
        "title": "Suite of films",
        "description": "The films that are whole, and why others are not there.",
        **object_of(
            {
                "version": {"const": VERSION},
                "set": {"enum": list(SETS)},
                "n": COUNT,
                "seed": COUNT,
                "films": {"type": "array", "items": object_of(film)},
                "failed": {"type": "array", "items": failed},
            }
        ),
    }


def spec_schema() -> Schema:
    """A film's specification: what is left out is as usual."""
    about = {"name": TEXT, "set": {"enum": [*SETS, "free"]}, "seed": COUNT}
    body: Schema = {"type": ["integer", "null"], "description": "number of the body"}
    groups = {group: _group(group) for group in GROUPS}
    return _optional({**about, "body": body, **groups}, ABOUT)


def _group(name: str) -> Schema:
    usual = USUAL[name]
    return _optional({each: KINDS[type(value)] for each, value in usual.items()}, usual)


def _optional(fields: Schema, usual: Any) -> Schema:
    """An object of which every field may be left out."""
    told = {
        name: {**kind, "default": usual[name]} if name in usual else kind
        for name, kind in fields.items()
    }
    return {"type": "object", "additionalProperties": False, "properties": told}
