"""The next question as JSON has it, for a program that asks in our place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backspotter.app.documents import plain_errors
from backspotter.app.interview import Interview, Page, assessment_of, lines, next_page
from backspotter.app.schemas import LEVELS, TEXT, object_of
from backspotter.errors import InputError
from backspotter.triage.advice import country_code
from backspotter.triage.check_in import FIELDS, check_in_from
from backspotter.triage.questions import Choice

KINDS = ("signs", "choice", "several", "number")


def next_question_document(
    check_in: object, *, country: str = "", skipped: Sequence[str] = ()
) -> dict[str, Any]:
    """Where an interview stands, and what to ask next; no question where none could matter.

    Parameters
    ----------
    check_in : the answers so far
    skipped : fields that were asked and left unknown; they are not asked again

    Raises
    ------
    InputError : an unknown field, an impossible value, or a country that is no code
    """
    strange = next((name for name in skipped if name not in FIELDS), None)
    if strange is not None:
        raise InputError("skipped", given=strange, expected="the name of a field")
    country = country_code(country)
    with plain_errors("check_in"):
        told = check_in_from(check_in)
    interview = Interview(told, country, frozenset(skipped))
    assessment = assessment_of(interview)
    page = next_page(interview)
    return {
        "level": assessment.level.name,
        "so_far": assessment.so_far,
        "could_rise_to": assessment.could_rise_to.name,
        "question": None if page is None else _question(interview, page),
    }


def next_question_schema() -> dict[str, Any]:
    """The schema of ``next_question_document``."""
    fields = {"type": "array", "items": {"enum": list(FIELDS)}}
    line = object_of({"ask": TEXT, "fields": fields})
    choice = object_of({"words": TEXT, "sets": {"type": "object"}})
    number = {"field": {"enum": list(FIELDS)}, "unit": TEXT, "low": {"type": "number"}}
    question = {
        "id": TEXT,
        "title": TEXT,
        "kind": {"enum": list(KINDS)},
        "place": {"type": "integer", "minimum": 1},
        "to_go": {"type": "integer", "minimum": 0},
        "lines": {"type": "array", "items": line},
        "choices": {"type": "array", "items": choice},
        "number": {"anyOf": [object_of({**number, "high": number["low"]}), {"type": "null"}]},
    }
    return object_of(
        {
            "level": {"enum": LEVELS},
            "so_far": {"type": "boolean"},
            "could_rise_to": {"enum": LEVELS},
            "question": {"anyOf": [object_of(question), {"type": "null"}]},
        }
    )


def _question(interview: Interview, page: Page) -> dict[str, Any]:
    return {
        "id": page.screen.id,
        "title": page.screen.title,
        "kind": page.kind,
        "place": page.number,
        "to_go": page.to_go,
        "lines": _lines(interview, page),
        "choices": [_choice(each) for each in page.items[0].choices],
        "number": _number(page.items[0].number),
    }


def _lines(interview: Interview, page: Page) -> list[dict[str, Any]]:
    if page.kind == "signs":
        return [{"ask": each.ask, "fields": list(each.signs)} for each in lines(interview, page)]
    item = page.items[0]
    return [{"ask": item.ask, "fields": list(item.in_order)}]


def _choice(choice: Choice) -> dict[str, Any]:
    return {"words": choice.words, "sets": dict(choice.sets)}


def _number(field: str) -> dict[str, Any] | None:
    if not field:
        return None
    kind = FIELDS[field]
    return {"field": field, **{name: kind[name] for name in ("unit", "low", "high")}}
