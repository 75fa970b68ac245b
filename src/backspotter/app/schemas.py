"""The JSON Schemas of what goes in and what comes out, made from the fields themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backspotter.levels import Level
from backspotter.reading.model import (
    EMPTY,
    IRRELEVANT,
    NOT_ENGLISH,
    PERHAPS_NOT_ENGLISH,
    READABLE,
)
from backspotter.triage.advice import TOPICS
from backspotter.triage.check_in import FIELDS, UNKNOWN
from backspotter.triage.floors import BASES
from backspotter.triage.questions import words_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LEVELS = [level.name for level in Level]
TEXT: dict[str, Any] = {"type": "string"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
SHARE: dict[str, Any] = {"type": ["number", "null"], "minimum": 0, "maximum": 1}


def check_in_schema() -> dict[str, Any]:
    """The schema of a check-in document: every field with its values, all of them optional."""
    return {
        "$schema": DIALECT,
        "title": "Check-in",
        "description": "What a person told us about their back. A field that is left out, null "
        "or unknown was not answered; it is never read as no.",
        **_check_in(),
    }


def answer_schema() -> dict[str, Any]:
    """The schema of an answer."""
    return {
        "$schema": DIALECT,
        "title": "Answer",
        "description": "The answer to one check-in. It is not a diagnosis.",
        **object_of(_answer_fields()),
    }


def _check_in() -> dict[str, Any]:
    fields = {name: _field(name, metadata) for name, metadata in FIELDS.items()}
    return {"type": "object", "additionalProperties": False, "properties": fields}


def _field(name: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    words = {"description": words_of(name)}
    kind = metadata["kind"]
    if kind == "number":
        limits = {"minimum": metadata["low"], "maximum": metadata["high"]}
        unit = f"{words['description']} [{metadata['unit']}]"
        number = "integer" if metadata["whole"] else "number"
        return {"description": unit, "type": [number, "null"], **limits}
    if kind == "any_of":
        values = {"enum": list(metadata["values"])}
        return {**words, "type": ["array", "null"], "items": values, "uniqueItems": True}
    return {**words, "enum": [*metadata["values"], None], "default": UNKNOWN}


def object_of(fields: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object that has all of these fields and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(fields),
        "properties": fields,
    }


def _list(fields: dict[str, Any], words: str) -> dict[str, Any]:
    return {"type": "array", "description": words, "items": object_of(fields)}


def _answer_fields() -> dict[str, Any]:
    """The fields of an answer, in the order in which they are written."""
    return {
        "id": {"type": ["string", "integer", "null"], "description": "given back as it came"},
        "first": {**TEXT, "description": "to be said before all else; mostly empty"},
        "level": {
            "enum": [*LEVELS, None],
            "description": "null: the report could not be read, see problem",
        },
        "so_far": {
            "type": "boolean",
            "description": "whether an unasked sign could still raise the level",
        },
        "could_rise_to": {"enum": LEVELS},
        "most_like": {**TEXT, "description": "the likeliest cause, in words"},
        "mechanisms": _list(_likely(), "what it could be, likeliest first; rough"),
        "reasons": _list(_reason(), "why the level is what it is"),
        "read": _list(_read(), "what was read from free text"),
        "unclear": _list(_unclear(), "what could be meant either way"),
        "not_asked": _list(_open(), "what is not known and could still change the level"),
        "next_question": {"oneOf": [object_of(_question()), {"type": "null"}]},
        "would_change": _list(_change(), "what would raise or lower the level"),
        "do_now": _list(_advice(), "what to do, the action first"),
        "recheck_h": {
            "type": "array",
            "description": "when to check again, in hours from now [h]",
            "items": {"type": "number", "exclusiveMinimum": 0},
        },
        "check_in": {"description": "the answered fields", **_check_in()},
        "problem": {
            "enum": [READABLE, EMPTY, IRRELEVANT, NOT_ENGLISH, PERHAPS_NOT_ENGLISH],
            "description": "why a text could not be read; empty when it could. With "
            "perhaps_not_english a level rests on the part that was read alone",
        },
        "card": {
            "description": "the signs that mean go now, in the likeliest language of a text that "
            "could not be read or only in part",
            "oneOf": [object_of(_card()), {"type": "null"}],
        },
    }


def _likely() -> dict[str, Any]:
    return {
        "name": TEXT,
        "words": TEXT,
        "probability": SHARE,
        "low": SHARE,
        "high": SHARE,
        "withheld": {**TEXT, "description": "why there is no figure; empty when there is"},
    }


def _reason() -> dict[str, Any]:
    return {
        "rule": TEXT,
        "words": TEXT,
        "source": {**TEXTS, "minItems": 1, "description": "ids for `backspotter evidence ID`"},
        "basis": {"enum": list(BASES)},
        "level": {"enum": [*LEVELS, None]},
        "speaks": {"enum": ["for", "against", "note"]},
    }


def _read() -> dict[str, Any]:
    value = {"type": ["string", "number", "array"], "items": TEXT}
    return {"field": {"enum": list(FIELDS)}, "value": value, "words": TEXT}


def _unclear() -> dict[str, Any]:
    taken_as = {"description": "what it counts as until someone says"}
    return {"field": {"enum": list(FIELDS)}, "words": TEXT, "why": TEXT, "taken_as": taken_as}


def _open() -> dict[str, Any]:
    return {"field": {"enum": list(FIELDS)}, "words": TEXT}


def _question() -> dict[str, Any]:
    items = _list({"ask": TEXT, "fields": _fields()}, "its lines")
    return {"id": TEXT, "title": TEXT, "items": {**items, "minItems": 1}}


def _card() -> dict[str, Any]:
    words = {"code": TEXT, "language": TEXT, "title": TEXT, "signs": TEXTS, "call": TEXT}
    return {**words, "status": {**TEXT, "description": "who checked the wording"}}


def _change() -> dict[str, Any]:
    return {"level": {"enum": LEVELS}, "words": TEXT, "fields": _fields()}


def _advice() -> dict[str, Any]:
    return {"topic": {"enum": list(TOPICS)}, "words": TEXT, "claims": TEXTS}


def _fields() -> dict[str, Any]:
    return {"type": "array", "items": {"enum": list(FIELDS)}}
