"""One answer as a JSON document: the same fields from the terminal, from Python and from files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backspotter.app.card import Card, cards_for
from backspotter.levels import Level
from backspotter.reading.model import READABLE, UNREADABLE, Reading
from backspotter.triage.assess import Assessment, Change, Likely, Reason, assess
from backspotter.triage.check_in import FIELDS, SIGNS, CheckIn, as_document
from backspotter.triage.questions import Item

IN_ORDER = {name: position for position, name in enumerate(FIELDS)}
"""Where each field stands in the check-in, so that lists of fields always come out the same."""


def answer_document(
    assessment: Assessment,
    *,
    reading: Reading | None = None,
    id: str | int | None = None,
    first: str = "",
) -> dict[str, Any]:
    """The answer with every field that ``answer_schema`` names, ready for ``json.dumps``.

    Parameters
    ----------
    assessment : the assessment of the check-in that counted
    reading : what was read, where the report was free text
    id : given back as it came
    first : what is said before all else
    """
    judged = can_be_judged(reading)
    return {
        "id": id,
        "first": first,
        "level": assessment.level.name if judged else None,
        "so_far": assessment.so_far or not judged or _may_hide_more(assessment, reading),
        "could_rise_to": _could_rise_to(assessment, reading).name,
        "most_like": assessment.most_like if judged else "",
        "mechanisms": [_likely(each) for each in assessment.mechanisms if judged],
        "reasons": [_reason(each) for each in assessment.reasons if judged],
        **_what_was_read(reading),
        "not_asked": _not_asked(assessment),
        "next_question": _next_question(assessment),
        "would_change": [_change(each) for each in assessment.would_change if judged],
        "do_now": _do_now(assessment) if judged else [],
        "recheck_h": list(assessment.recheck_h) if judged else [],
        "check_in": as_document(assessment.check_in),
        "problem": reading.problem if reading else READABLE,
        "card": _card(cards_for(reading.text)[0]) if reading and is_unreadable(reading) else None,
    }


def can_be_judged(reading: Reading | None) -> bool:
    """Whether an answer can be given: a sign that was read counts, whatever else was not.

    Where part of a text is in another language it has to be one that is urgent: what was not read
    could be worse than any other.
    """
    if reading is None or reading.problem == READABLE:
        return True
    if is_unreadable(reading):
        return assess(reading.check_in).level >= Level.urgent_care
    return carries_signs(reading.check_in)


def is_unreadable(reading: Reading) -> bool:
    """Whether the text is in a language that cannot be read, or may be so in part."""
    return reading.problem in UNREADABLE


def carries_signs(check_in: CheckIn) -> bool:
    """Whether any sign is present."""
    return any(getattr(check_in, name) == "yes" for name in SIGNS)


def in_order(names: Iterable[str]) -> list[str]:
    """Fields in the order of the check-in."""
    return sorted(names, key=IN_ORDER.__getitem__)


def json_value(value: object) -> object:
    """A value of the check-in as JSON has it."""
    return sorted(value) if isinstance(value, frozenset | set) else value


def fields_of(item: Item) -> list[str]:
    """The fields that a line of a screen answers: its signs as they are listed, or in order."""
    return list(item.signs) or in_order(item.fields)


def _may_hide_more(assessment: Assessment, reading: Reading | None) -> bool:
    """Whether what was not read could raise the level."""
    unread = reading is not None and is_unreadable(reading)
    return unread and assessment.level < Level.emergency


def _could_rise_to(assessment: Assessment, reading: Reading | None) -> Level:
    return Level.emergency if _may_hide_more(assessment, reading) else assessment.could_rise_to


def _card(card: Card) -> dict[str, Any]:
    return {
        "code": card.code,
        "language": card.language,
        "title": card.title,
        "signs": list(card.signs),
        "call": card.call,
        "status": card.status,
    }


def _likely(likely: Likely) -> dict[str, Any]:
    return {
        "name": likely.name,
        "words": likely.words,
        "probability": likely.probability,
        "low": likely.low,
        "high": likely.high,
        "withheld": likely.withheld,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "words": reason.words,
        "source": list(reason.sources),
        "basis": reason.basis,
        "level": reason.level.name if reason.level is not None else None,
        "speaks": reason.speaks,
    }


def _what_was_read(reading: Reading | None) -> dict[str, Any]:
    if reading is None:
        return {"read": [], "unclear": []}
    heard = [
        {"field": each.field, "value": json_value(each.value), "words": each.words}
        for each in reading.heard
    ]
    unclear = [
        {
            "field": each.field,
            "words": each.words,
            "why": each.why,
            "taken_as": json_value(each.taken_as),
        }
        for each in reading.unclear
    ]
    return {"read": heard, "unclear": unclear}


def _not_asked(assessment: Assessment) -> list[dict[str, str]]:
    words = {each.field: each.words for each in assessment.not_asked}
    return [{"field": name, "words": words[name]} for name in in_order(words)]


def _next_question(assessment: Assessment) -> dict[str, Any] | None:
    screen = assessment.next_question
    if screen is None:
        return None
    told = assessment.check_in
    items = [
        {"ask": item.ask, "fields": [name for name in fields_of(item) if not told.knows(name)]}
        for item in screen.open_items(told, assessment.relevant)
    ]
    return {"id": screen.id, "title": screen.title, "items": items}


def _change(change: Change) -> dict[str, Any]:
    return {"level": change.level.name, "words": change.words, "fields": list(change.fields)}


def _do_now(assessment: Assessment) -> list[dict[str, Any]]:
    return [
        {"topic": each.topic, "words": each.words, "claims": list(each.claims)}
        for each in assessment.do_now
    ]
