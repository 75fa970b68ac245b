"""A score as a JSON document, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from backspotter.app.schemas import DIALECT, TEXT, TEXTS, object_of
from backspotter.scoring.faults import FaultScore
from backspotter.scoring.figures import SCOPES, Found
from backspotter.scoring.score import Score
from backspotter.scoring.truth import DECLINE, EITHER_WAY, USABLE

VERSION: Final = 1
DIGITS: Final = 5
Schema = dict[str, Any]
NUMBER: Final[Schema] = {"type": ["number", "null"]}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
SHARE: Final[Schema] = {"type": ["number", "null"], "minimum": 0, "maximum": 1}


def document(score: Score) -> dict[str, Any]:
    """All of it."""
    return {
        "version": VERSION,
        "films": score.counts,
        "scopes": [
            {
                "name": name,
                "figures": [_figure(each, name) for each in score.scope(name)],
                "faults": [_fault(fault) for fault in score.faults(name)],
            }
            for name in SCOPES
        ],
        "groups": [
            {"by": way, "name": name, "films": count, "figures": _seen(found)}
            for way in score.ways
            for name, count, found in score.grouped(way)
        ],
        "notes": list(score.notes),
    }


def _seen(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Those with a case; aims are not stated for groups."""
    return [_figure(each) for each in found if each.n or each.withheld]


def _figure(found: Found, scope: str = "") -> dict[str, Any]:
    numbers = {name: getattr(found, name) for name in ("value", "low", "high", "max", "within")}
    return {
        "id": found.figure.id,
        "say": found.figure.say,
        "kind": found.figure.kind,
        "unit": found.figure.unit,
        "n": found.n,
        "films": found.films,
        "withheld": found.withheld,
        **{name: _short(number) for name, number in numbers.items()},
        "is_met": found.is_met if scope == found.figure.over else None,
    }


def _fault(fault: FaultScore) -> dict[str, Any]:
    shares = {"precision": fault.precision, "recall": fault.recall}
    return {
        "key": fault.key or "all",
        "right": fault.right,
        "false": fault.false,
        "missed": fault.missed,
        "f1": _short(fault.f1),
        **{name: _interval(share) for name, share in shares.items()},
        "size_off": _short(fault.size_off),
        "unit": fault.unit,
        "moment_off_s": _short(fault.moment_off_s),
    }


def _interval(share: tuple[float, float, float] | None) -> dict[str, float | None] | None:
    if share is None:
        return None
    return {n: _short(v) for n, v in zip(("value", "low", "high"), share, strict=True)}


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, DIGITS)


def score_schema() -> Schema:
    """What ``synth score --json`` prints."""
    films = ("films", "answered", USABLE, EITHER_WAY, DECLINE)
    scope = {"name": {"enum": list(SCOPES)}, "figures": _rows(_figure_fields())}
    group = {"by": TEXT, "name": TEXT, "films": COUNT, "figures": _rows(_figure_fields())}
    return {
        "$schema": DIALECT,
        "title": "Score of film results",
        "description": "An error is a mean of absolute errors, each rep counting once; a share "
        "has its 95 % Wilson interval. What was withheld is counted and is no error.",
        **object_of(
            {
                "version": {"const": VERSION},
                "films": object_of(dict.fromkeys(films, COUNT)),
                "scopes": _rows({**scope, "faults": _rows(_fault_fields())}),
                "groups": _rows(group),
                "notes": TEXTS,
            }
        ),
    }


def _figure_fields() -> Schema:
    return {
        **dict.fromkeys(("id", "say"), TEXT),
        "kind": {"enum": ["error", "share"]},
        "unit": TEXT,
        **dict.fromkeys(("n", "films", "withheld"), COUNT),
        "value": NUMBER,
        **dict.fromkeys(("low", "high"), SHARE),
        "max": NUMBER,
        "within": SHARE,
        "is_met": {
            "type": ["boolean", "null"],
            "description": "null: no aim for these films, or no case",
        },
    }


def _fault_fields() -> Schema:
    interval = object_of(dict.fromkeys(("value", "low", "high"), SHARE))
    share = {"anyOf": [interval, {"type": "null"}]}
    return {
        "key": TEXT,
        **dict.fromkeys(("right", "false", "missed"), COUNT),
        "f1": SHARE,
        **dict.fromkeys(("precision", "recall"), share),
        "size_off": NUMBER,
        "unit": TEXT,
        "moment_off_s": NUMBER,
    }


def _rows(fields: Schema) -> Schema:
    return {"type": "array", "items": object_of(fields)}
