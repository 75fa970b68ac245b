"""The questions of a check-in as a Questionnaire, and what was answered as its responses.

A field that was not answered has no answer: unknown is never written as no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from backspotter import __version__
from backspotter.exports.fhir.parts import (
    LOINC,
    LOINC_PAIN,
    QUESTIONNAIRE,
    Resource,
    identifier,
    legal,
    own_id,
    reference,
)
from backspotter.triage.check_in import FIELDS, UNKNOWN
from backspotter.triage.questions import screens, words_of
from backspotter.triage.wording import value_words

OWN_WORDS: Final = "own_words"
MORE: Final = ("more", "Not on a screen of its own")


def questionnaire() -> Resource:
    """Every field of the check-in, by the screens on which they are asked."""
    items = [_group(id, title, fields) for id, (title, fields) in groups().items()]
    words = {"linkId": OWN_WORDS, "text": "In your own words", "type": "text"}
    return {
        "resourceType": "Questionnaire",
        "id": QUESTIONNAIRE.removeprefix("urn:uuid:"),
        "url": QUESTIONNAIRE,
        "version": __version__,
        "title": "Check-in of a lower back after deadlifting",
        "status": "active",
        "subjectType": ["Patient"],
        "description": "What is not answered is unknown; it is never read as no.",
        "item": [*items, words],
    }


@cache
def groups() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Every screen with its title and the fields that are asked there first; then the rest."""
    left = list(FIELDS)
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for screen in screens():
        mine = tuple(name for name in screen.in_order if name in left)
        left = [name for name in left if name not in mine]
        if mine:
            found[f"screen.{screen.id}"] = (screen.title, mine)
    return {**found, f"screen.{MORE[0]}": (MORE[1], tuple(left))} if left else found


def _group(id: str, title: str, fields: Iterable[str]) -> dict[str, Any]:
    return {"linkId": id, "text": title, "type": "group", "item": [_item(each) for each in fields]}


def _item(name: str) -> dict[str, Any]:
    metadata = FIELDS[name]
    found: dict[str, Any] = {"linkId": name, "text": words_of(name), "type": _type(name)}
    if metadata["kind"] == "number":
        found["text"] += f" [{metadata['unit']}]" if metadata["unit"] != "0-10" else ""
    if found["type"] == "choice":
        options = [each for each in metadata["values"] if each != UNKNOWN]
        found["answerOption"] = [{"valueCoding": option(each)} for each in options]
        found["repeats"] = metadata["kind"] == "any_of"
    if name == "pain_now":
        found["code"] = [{"system": LOINC, "code": LOINC_PAIN}]
    return found


def _type(name: str) -> str:
    kind = FIELDS[name]["kind"]
    if kind == "number":
        return "integer" if FIELDS[name]["whole"] else "decimal"
    return "boolean" if kind == "sign" else "choice"


def option(given: str) -> dict[str, str]:
    """One value on offer: in words, without a code; its own name is the element's id."""
    return {"id": given, "display": value_words(given)}


def response(
    person: str,
    identity: str,
    *,
    at: str,
    answers: Mapping[str, Any],
    text: str,
    part: str = "",
    status: str = "completed",
) -> Resource:
    """One check-in; a field that was not answered is left out."""
    patient = reference(own_id(person, "patient"))
    found: Resource = {
        "resourceType": "QuestionnaireResponse",
        "id": own_id(person, identity, part),
        "identifier": identifier(identity, part),
        "questionnaire": f"{QUESTIONNAIRE}|{__version__}",
        "status": status,
        "subject": patient,
        "authored": at,
        "source": patient,
    }
    items = [group for id in groups() if (group := _answered(id, answers))["item"]]
    if text:
        items.append({"linkId": OWN_WORDS, "answer": [{"valueString": legal(text)}]})
    return found | ({"item": items} if items else {})


def _answered(id: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    fields = groups()[id][1]
    said = [(name, _answers(name, answers.get(name))) for name in fields]
    return {"linkId": id, "item": [{"linkId": n, "answer": a} for n, a in said if a]}


def _answers(name: str, given: Any) -> list[dict[str, Any]]:
    if given in (None, UNKNOWN, []):
        return []
    kind = _type(name)
    if kind == "boolean":
        return [{"valueBoolean": given == "yes"}]
    if kind == "choice":
        values = given if isinstance(given, list) else [given]
        return [{"valueCoding": option(each)} for each in values]
    return [{"valueInteger" if kind == "integer" else "valueDecimal": given}]


def answers_in(found: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The answers of a response by field, and the person's words; inverse of ``response``."""
    said: dict[str, Any] = {}
    text = ""
    for item in found.get("item", ()):
        if item["linkId"] == OWN_WORDS:
            text = str(item["answer"][0]["valueString"])
        for each in item.get("item", ()):
            said[str(each["linkId"])] = _field_in(str(each["linkId"]), each["answer"])
    return {name: said[name] for name in FIELDS if name in said}, text


def _field_in(name: str, answers: list[Mapping[str, Any]]) -> Any:
    kind = _type(name)
    if kind == "boolean":
        return "yes" if answers[0]["valueBoolean"] else "no"
    if kind == "choice":
        values = sorted(str(each["valueCoding"]["id"]) for each in answers)
        return values if FIELDS[name]["kind"] == "any_of" else values[0]
    return answers[0]["valueInteger" if kind == "integer" else "valueDecimal"]
