"""What a film showed, as a DiagnosticReport with an Observation for each finding, doubt included.

What could not be judged is an Observation without a value, and why it has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from backspotter.exports.fhir.parts import (
    Resource,
    attached,
    component,
    document_in,
    identifier,
    legal,
    observation,
    own_id,
    reference,
    value,
    when,
)
from backspotter.exports.report_words import GRADE_TITLES, fault_title
from backspotter.journal.coming import ComingFilm
from backspotter.journal.times import kept_time

FILM: Final = "film"
UNITS: Final = {"deg": "degrees", "m": "m"}


def film(person: str, given: ComingFilm) -> list[Resource]:
    """One film: the report, then its findings."""
    cells, summary = given.cells, json.loads(given.cells["summary"])
    identity = identity_of_film(given)
    made = when(cells["made_utc"], cells["made_offset_s"])
    found = [
        *_faults(person, identity, made, summary),
        *_withheld(person, identity, made, summary),
    ]
    report: Resource = {
        "resourceType": "DiagnosticReport",
        "id": own_id(person, identity),
        "identifier": [identifier(identity, FILM)],
        "status": "final",
        "category": [{"text": "Film of a lift, read by a program"}],
        "code": {"text": "What a side-view film of deadlifts showed"},
        "subject": reference(own_id(person, "patient")),
        "effectiveDateTime": made,
        "issued": made,
        "conclusion": _conclusion(summary, found),
        "presentedForm": [attached(_whole(given, summary), "The reading as it was kept")],
    }
    if found:
        report["result"] = [reference(each["id"]) for each in found]
    return [report, *found]


def identity_of_film(given: ComingFilm) -> str:
    """What tells a film's reading from every other: the film, the version, what was asked."""
    from hashlib import sha256

    said = [given.cells[name] for name in ("sha256", "engine", "parameters")]
    return sha256(json.dumps(["film", *said]).encode()).hexdigest()[:32]


def _whole(given: ComingFilm, summary: Mapping[str, Any]) -> dict[str, Any]:
    cells = given.cells
    return {
        "sha256": cells["sha256"],
        "engine": cells["engine"],
        "parameters": json.loads(cells["parameters"]),
        "summary": summary,
        "set": given.of_set,
    }


def _conclusion(summary: Mapping[str, Any], found: list[Resource]) -> str:
    grade = str(summary.get("quality", {}).get("grade", ""))
    seen = sum("dataAbsentReason" not in each for each in found)
    kinds = f"{seen} findings, {len(found) - seen} things that could not be judged"
    return f"{GRADE_TITLES.get(grade, 'No grade')}. {kinds}. Bands hold nine times in ten."


def _faults(
    person: str, identity: str, made: str, summary: Mapping[str, Any]
) -> Iterable[Resource]:
    for rep in summary.get("reps", ()):
        for place, fault in enumerate(rep.get("faults", ()), 1):
            size, unit = fault["size"], UNITS.get(fault["unit"], fault["unit"])
            parts = [
                component("rep", "Repetition", rep["index"]),
                component("low", "At least, nine times in ten", float(size["low"]), unit),
                component("high", "At most, nine times in ten", float(size["high"]), unit),
                component("chance", "How sure, 0 to 1", float(fault["confidence"])),
            ]
            yield observation(
                person,
                identity,
                f"fault:{rep['index']}:{place}",
                called=fault_title(fault["code"], fault["onset"]),
                at=made,
                entered=made,
                components=parts,
                **value(float(size["value"]), unit),
            )


def _withheld(
    person: str, identity: str, made: str, summary: Mapping[str, Any]
) -> Iterable[Resource]:
    for place, row in enumerate(summary.get("withheld", ()), 1):
        yield observation(
            person,
            identity,
            f"withheld:{place}",
            called=legal(f"{row['what']}"),
            at=made,
            entered=made,
            dataAbsentReason={"text": f"Cannot be judged: {legal(str(row['why']))}"},
        )


def film_in(report: Mapping[str, Any]) -> ComingFilm:
    """What is kept of the film again; inverse of ``film``."""
    whole = document_in(report["presentedForm"][0])
    utc, offset_s = kept_time("issued", datetime.fromisoformat(report["issued"]))
    of_set = whole["set"]
    return ComingFilm(
        cells={
            "made_utc": utc,
            "made_offset_s": offset_s,
            "sha256": str(whole["sha256"]),
            "engine": str(whole["engine"]),
            "parameters": _canonical(whole["parameters"]),
            "summary": _canonical(whole["summary"]),
        },
        of_set=None if of_set is None else str(of_set),
    )


def _canonical(document: object) -> str:
    if not isinstance(document, dict):
        raise ValueError("no document")
    return json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True)
