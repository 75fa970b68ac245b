"""Checks and the flags that they raised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from backspotter.exports.fhir.days import time_cells
from backspotter.exports.fhir.parts import (
    Resource,
    attached,
    by_key,
    component,
    document_in,
    identifier,
    instant,
    legal,
    observation,
    own_id,
    pain_code,
    pain_value,
    reference,
    when,
)
from backspotter.exports.fhir.questions import answers_in, response
from backspotter.journal.coming import ComingEntry, ComingFlag
from backspotter.journal.records import CheckInKept
from backspotter.journal.times import kept_time
from backspotter.levels import Level

LEVEL: Final = "level"
ANSWER: Final = "answer"
PAIN: Final = "pain"
FLAG: Final = "flag:"
ANEW: Final = ":anew-"
"""Before the count of flags of this rule that the same check raised before."""
COUNTS: Final = "counts"
"""Part of a check that is not read back: what counts of it, made anew from the rest."""

IN_ERROR: Final = "entered-in-error"
STATUS: Final = {None: "active", "examined": "inactive", "mistake": IN_ERROR}
LEVEL_CALLED: Final = "How soon somebody should look at this back, by the program’s rules"


def check(person: str, entry: ComingEntry, counts: CheckInKept | None = None) -> list[Resource]:
    """One check: what was answered, what came of it, and the whole answer as a document.

    Parameters
    ----------
    counts : the check as it counts, where something in it was taken back as a mistake: it stands
        beside what was answered then, which is marked as entered in error and stays whole
    """
    cells = entry.cells
    at, answers = when(cells["at_utc"], cells["at_offset_s"]), json.loads(cells["answers"])
    is_wrong = counts is not None
    status = {"status": IN_ERROR} if is_wrong else {}
    told = response(person, entry.identity, at=at, answers=answers, text=cells["text"], **status)
    more: dict[str, Any] = {"derivedFrom": [reference(own_id(person, entry.identity))]}
    common: dict[str, Any] = {"at": at, "entered": instant(entry.entered), **more}
    level = _level(person, entry, LEVEL, str(cells["level"]), _of_level(cells), **common, **status)
    found = [told, level, _answer(person, entry, at, is_wrong=is_wrong)]
    pain = answers.get("pain_now")
    if pain is not None:
        called, said = pain_code(), pain_value(pain)
        found.append(observation(person, entry.identity, PAIN, called=called, **said, **common))
    return found if counts is None else found + _as_it_counts(person, entry, counts, at)


def _level(
    person: str, entry: ComingEntry, part: str, level: str, components: Any, **more: Any
) -> Resource:
    return observation(
        person,
        entry.identity,
        part,
        called=LEVEL_CALLED,
        components=components,
        valueString=level.replace("_", " "),
        **more,
    )


def _as_it_counts(person: str, entry: ComingEntry, counts: CheckInKept, at: str) -> list[Resource]:
    """What holds of a check without what was a mistake: its answers, and its level."""
    told = response(person, entry.identity, at=at, answers=counts.answers, text="", part=COUNTS)
    wrong = "; ".join(counts.taken_back)
    level = _level(
        person,
        entry,
        f"{LEVEL}:{COUNTS}",
        counts.level.name,
        [],
        at=at,
        entered=instant(entry.entered),
        derivedFrom=[reference(told["id"])],
        note=f"Without what was a mistake: {wrong}",
    )
    return [told, level]


def _of_level(cells: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts = [
        component("level", "Level, as the program names it", cells["level"]),
        component("level_alone", "Without flags from before", cells["level_alone"]),
        component("engine", "Version of the program", cells["engine"]),
    ]
    return parts + ([component("country", "Country", cells["country"])] if cells["country"] else [])


def _answer(person: str, entry: ComingEntry, at: str, *, is_wrong: bool) -> Resource:
    document = attached(json.loads(entry.cells["answer"]), "The answer as it was given")
    return {
        "resourceType": "DocumentReference",
        "id": own_id(person, entry.identity, ANSWER),
        "identifier": [identifier(entry.identity, ANSWER)],
        "status": IN_ERROR if is_wrong else "current",
        "type": {"text": "The program’s answer to a check-in"},
        "subject": reference(own_id(person, "patient")),
        "date": instant(datetime.fromisoformat(at)),
        "content": [{"attachment": document}],
    }


def check_cells(found: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The cells again, from the resources of one check by part; inverse of ``check``."""
    told, said = found[""], by_key(found[LEVEL].get("component", ()))
    answers, text = answers_in(told)
    names = ("level", "level_alone")
    return {
        **time_cells(told["authored"]),
        "answers": json.dumps(answers, ensure_ascii=False),
        "text": text,
        "country": str(said.get("country", "")),
        **{name: Level[str(said[name])].name for name in names},
        "answer": json.dumps(
            document_in(found[ANSWER]["content"][0]["attachment"]), ensure_ascii=False
        ),
        "engine": str(said.get("engine", "")),
    }


def flag(person: str, given: ComingFlag, *, earlier: int = 0) -> list[Resource]:
    """A flag, and where it was ended, who did and when.

    Parameters
    ----------
    earlier : flags of this rule that the same check raised before
    """
    cells, end = given.cells, given.end
    part = f"{FLAG}{cells['rule']}" + (f"{ANEW}{earlier}" if earlier else "")
    id = own_id(person, given.check_in, part)
    period = {"start": when(cells["opened_utc"], cells["opened_offset_s"])}
    if end is not None:
        period["end"] = max(period["start"], when(end["at_utc"], end["at_offset_s"]), key=_moment)
    found: Resource = {
        "resourceType": "Flag",
        "id": id,
        "identifier": [identifier(given.check_in, part)],
        "status": STATUS[end["how"] if end is not None else None],
        "category": [{"text": cells["level"]}],
        "code": {"text": legal(cells["words"])},
        "subject": reference(own_id(person, "patient")),
        "period": period,
    }
    return [found] if end is None else [found, _ended(person, given, end, part)]


def _moment(given: str) -> datetime:
    return datetime.fromisoformat(given)


def _ended(person: str, given: ComingFlag, end: Mapping[str, Any], part: str) -> Resource:
    patient = reference(own_id(person, "patient"))
    by = {"display": legal(end["by"])} if end["by"] else patient
    found: Resource = {
        "resourceType": "Provenance",
        "id": own_id(person, given.check_in, f"{part}:end"),
        "target": [reference(own_id(person, given.check_in, part))],
        "occurredDateTime": when(end["at_utc"], end["at_offset_s"]),
        "recorded": when(end["entered_utc"], end["entered_offset_s"]),
        "activity": {"text": end["how"]},
        "agent": [{"type": {"text": end["how"]}, "who": by}],
    }
    return found | ({"reason": [{"text": legal(end["note"])}]} if end["note"] else {})


def flag_in(
    found: Mapping[str, Any], check_in: str, rule: str, ended: Mapping[str, Any] | None
) -> ComingFlag:
    """The flag again; inverse of ``flag``.

    Parameters
    ----------
    ended : the Provenance of its end, where it has one
    """
    utc, offset_s = kept_time("period", datetime.fromisoformat(found["period"]["start"]))
    cells = {
        "rule": rule,
        "level": Level[str(found["category"][0]["text"])].name,
        "words": str(found["code"]["text"]),
        "opened_utc": utc,
        "opened_offset_s": offset_s,
    }
    end = None if ended is None else _end_in(ended)
    return ComingFlag(check_in=check_in, cells=cells, end=end)


def _end_in(ended: Mapping[str, Any]) -> dict[str, Any]:
    how = str(ended["activity"]["text"])
    if how not in STATUS:
        raise ValueError(how)
    at, at_offset_s = kept_time("occurred", datetime.fromisoformat(ended["occurredDateTime"]))
    entered, entered_offset_s = kept_time("recorded", datetime.fromisoformat(ended["recorded"]))
    return {
        "how": how,
        "by": str(ended["agent"][0]["who"].get("display", "")),
        "at_utc": at,
        "at_offset_s": at_offset_s,
        "entered_utc": entered,
        "entered_offset_s": entered_offset_s,
        "note": "".join(str(each["text"]) for each in ended.get("reason", ())),
    }
