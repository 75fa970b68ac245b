"""The small parts of FHIR resources: identifiers, references, times, texts and values.

Codes of others stand where they were checked and nowhere else (``LOINC_PAIN``); everything else is
said in words, without a code.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID, uuid5

from backspotter.journal.times import time_of

Resource: TypeAlias = dict[str, Any]

OURS: Final = UUID("5d9a2f3e-7c41-4b0a-9f68-1f2c1d0b8e57")
"""Ours alone: every other identifier that we make is derived from it."""

ENTRY: Final = f"urn:uuid:{uuid5(OURS, 'entry')}"
"""The system of identifiers of entries: the identity that an entry has in every journal."""

BUNDLE: Final = f"urn:uuid:{uuid5(OURS, 'bundle')}"
"""The system of identifiers of whole bundles: the hash of what they hold."""

QUESTIONNAIRE: Final = f"urn:uuid:{uuid5(OURS, 'check-in')}"
"""The canonical address of the questions of a check-in."""

LOINC: Final = "http://loinc.org"
LOINC_PAIN: Final = "72514-3"
"""Pain severity, 0 to 10, as it is said."""

PAIN_ANSWERS: Final = (
    *("LA6111-4", "LA6112-2", "LA6113-0", "LA6114-8", "LA6115-5", "LA10137-0"),
    *("LA10138-8", "LA10139-6", "LA10140-4", "LA10141-2", "LA13942-0"),
)
"""The answer codes of 0 to 10; LA6113-0 is called otherwise in other lists, so ours says ``2``."""

JSON_TYPE: Final = "application/json"
MOST_OFFSET_S: Final = 14 * 3600


def own_id(person: str, identity: str, part: str = "") -> str:
    """The id of a resource, the same in every export of the same entry."""
    return str(uuid5(OURS, f"{person}/{identity}/{part}"))


def reference(id: str) -> dict[str, str]:
    """A reference to another resource of the bundle."""
    return {"reference": f"urn:uuid:{id}"}


def identifier(identity: str, part: str = "") -> dict[str, str]:
    """What an entry, or one part of it, is known by."""
    return {"system": ENTRY, "value": f"{identity}#{part}" if part else identity}


def identity_in(given: Mapping[str, Any]) -> tuple[str, str]:
    """The identity and the part that an identifier of ours names; inverse of ``identifier``."""
    identity, _, part = str(given["value"]).partition("#")
    return identity, part


def pain_code() -> dict[str, Any]:
    """What pain of 0 to 10 is called."""
    return {"coding": [{"system": LOINC, "code": LOINC_PAIN}], "text": "Pain now, 0 to 10"}


def pain_value(pain: float) -> dict[str, Any]:
    """A number of pain: one of the eleven answers, or a quantity between two of them."""
    if pain != int(pain):
        return {"valueQuantity": {"value": pain, "unit": "of 10"}}
    coding = {"system": LOINC, "code": PAIN_ANSWERS[int(pain)], "display": f"{pain:.0f}"}
    return {"valueCodeableConcept": {"coding": [coding], "text": f"{pain:.0f}"}}


def pain_in(observation: Mapping[str, Any]) -> float:
    """The number again; inverse of ``pain_value``."""
    if "valueQuantity" in observation:
        return float(observation["valueQuantity"]["value"])
    code = observation["valueCodeableConcept"]["coding"][0]["code"]
    return float(PAIN_ANSWERS.index(code))


def legal(words: str) -> str:
    """Words without the control characters that FHIR forbids."""
    return "".join(c if c >= " " or c in "\t\n\r" else "\N{REPLACEMENT CHARACTER}" for c in words)


def when(utc: str, offset_s: int) -> str:
    """A time of the journal."""
    return instant(time_of(utc, offset_s))


def instant(at: datetime) -> str:
    """A moment in its zone; in UTC where its offset is one that FHIR cannot say."""
    offset_s = (at.utcoffset() or timedelta(0)).total_seconds()
    can_be_said = offset_s % 60 == 0 and abs(offset_s) <= MOST_OFFSET_S
    said = (at if can_be_said else at.astimezone(UTC)).isoformat()
    return said.replace("+00:00", "Z")


def value(given: bool | int | float | str, unit: str = "") -> dict[str, Any]:
    """A value of an observation or of a component."""
    if isinstance(given, bool):
        return {"valueBoolean": given}
    if isinstance(given, str):
        return {"valueString": legal(given)}
    if isinstance(given, int) and not unit:
        return {"valueInteger": given}
    return {"valueQuantity": {"value": given} | ({"unit": unit} if unit else {})}


def value_in(given: Mapping[str, Any]) -> Any:
    """The value again; inverse of ``value``."""
    for name in ("valueBoolean", "valueString", "valueInteger"):
        if name in given:
            return given[name]
    return given["valueQuantity"]["value"]


def component(
    key: str, words: str, given: bool | int | float | str, unit: str = ""
) -> dict[str, Any]:
    """One value among several; ``key`` is what it is found by again."""
    return {"id": key, "code": {"text": legal(words)}, **value(given, unit)}


def observation(
    person: str,
    identity: str,
    part: str,
    *,
    called: dict[str, Any] | str,
    at: str,
    entered: str,
    components: Sequence[dict[str, Any]] = (),
    note: str = "",
    **more: Any,
) -> Resource:
    """An observation of the person, with what is not there left out."""
    found: Resource = {
        "resourceType": "Observation",
        "id": own_id(person, identity, part),
        "identifier": [identifier(identity, part)],
        "status": "final",
        "code": {"text": called} if isinstance(called, str) else called,
        "subject": reference(own_id(person, "patient")),
        "effectiveDateTime": at,
        "issued": entered,
        **more,
    }
    if components:
        found["component"] = list(components)
    if note:
        found["note"] = [{"text": legal(note)}]
    return found


def note_in(given: Mapping[str, Any]) -> str:
    """The note of an observation."""
    return "".join(str(each["text"]) for each in given.get("note", ()))


def attached(document: Mapping[str, Any], title: str) -> dict[str, str]:
    """A document as an attachment."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return {
        "contentType": JSON_TYPE,
        "data": b64encode(text.encode()).decode(),
        "title": title,
    }


def document_in(attachment: Mapping[str, Any]) -> Any:
    """The document again; inverse of ``attached``."""
    return json.loads(b64decode(str(attachment["data"]), validate=True))


def by_key(components: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The values of components by their keys."""
    return {str(each["id"]): value_in(each) for each in components}
