"""The bundle: the person, the questions, every entry that stands, films, flags, and whence all of
it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.exports.fhir.checks import check, flag
from backspotter.exports.fhir.days import SHAPES, plain, soreness
from backspotter.exports.fhir.films import film
from backspotter.exports.fhir.parts import (
    BUNDLE,
    Resource,
    component,
    identifier,
    instant,
    legal,
    observation,
    own_id,
    reference,
)
from backspotter.exports.fhir.questions import questionnaire
from backspotter.journal.codec import CHECK_INS, PROFILES, SORENESSES
from backspotter.journal.coming import Coming, ComingEntry, ComingFlag
from backspotter.journal.records import CheckInKept

INSTALL: Final = "pip install 'backspotter[clinic]'"
PROFILE: Final = "profile"
SIZE: Final = {"height_m": ("Height", "m"), "mass_kg": ("Body mass", "kg")}
SIZE_ONLY: Final = "s:"
"""Sorts before what is typed, so that the whole profile counts where both came in."""

GENDERS: Final = ("female", "male")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Who a bundle is about and who wrote it.

    ``person`` : a key of theirs; ``name`` : empty where they did not want it there; ``counting`` :
    by identity, the checks of which something was taken back, as they count.
    """

    person: str
    name: str
    made: datetime
    program: str
    counting: Mapping[str, CheckInKept] = field(default_factory=dict)


def _flags(person: str, given: Sequence[ComingFlag]) -> Iterable[Resource]:
    earlier: Counter[tuple[str, str]] = Counter()
    for each in given:
        of = (each.check_in, str(each.cells["rule"]))
        yield from flag(person, each, earlier=earlier[of])
        earlier[of] += 1


def bundle(held: Coming, about: Written) -> dict[str, Any]:
    """Everything that stands in a journal, as a Bundle of type ``collection``.

    Raises
    ------
    InputError : fhir.resources is not installed
    """
    resources = [
        _patient(held, about),
        questionnaire(),
        *_of_entries(held, about),
        *_flags(about.person, held.flags),
        *(each for kept in held.films for each in film(about.person, kept)),
    ]
    resources.append(_provenance(resources, about))
    entries = [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources]
    document = {
        "resourceType": "Bundle",
        "identifier": {"system": BUNDLE, "value": hash_of(entries)},
        "type": "collection",
        "timestamp": instant(about.made),
        "entry": entries,
    }
    _built(document)
    return document


def hash_of(entries: Sequence[Any]) -> str:
    """The hash of what a bundle holds: the same however its JSON is laid out."""
    text = json.dumps(_numbers_alike(entries), sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _numbers_alike(given: Any) -> Any:
    """The same document, where a whole number is one however it is written."""
    if isinstance(given, Mapping):
        return {name: _numbers_alike(each) for name, each in given.items()}
    if isinstance(given, list | tuple):
        return [_numbers_alike(each) for each in given]
    is_whole = isinstance(given, float) and given.is_integer()
    return int(given) if is_whole else given


def _built(document: dict[str, Any]) -> None:
    """Build the bundle with the library's classes, which refuse what R4B has not."""
    try:
        from fhir.resources.R4B.bundle import Bundle
    except ModuleNotFoundError:
        raise InputError("export fhir", given="no fhir.resources", expected=INSTALL) from None
    Bundle.model_validate(document)


def _patient(held: Coming, about: Written) -> Resource:
    found: Resource = {"resourceType": "Patient", "id": own_id(about.person, "patient")}
    if about.name:
        found["name"] = [{"text": legal(about.name)}]
    profile = _profile(held)
    if profile is not None and profile.cells["sex"] in GENDERS:
        found["gender"] = profile.cells["sex"]
    if profile is not None and profile.cells["birth_year"]:
        found["birthDate"] = f"{profile.cells['birth_year']:04d}"
    return found


def _profile(held: Coming) -> ComingEntry | None:
    profiles = [each for each in standing(held) if each.kind is PROFILES]
    return max(profiles, key=lambda each: each.entered) if profiles else None


def standing(held: Coming) -> list[ComingEntry]:
    """The entries that no later one corrects."""
    corrected = {(each.kind.name, name) for each in held.entries for name in each.replaces}
    return [each for each in held.entries if (each.kind.name, each.identity) not in corrected]


def _of_entries(held: Coming, about: Written) -> Iterable[Resource]:
    before = {(each.kind.name, each.identity): each.replaces for each in held.entries}
    profile = _profile(held)
    for entry in standing(held):
        if entry.kind is PROFILES and entry is not profile:
            continue
        yield from _entry(entry, about)
        if entry.kind is PROFILES:
            continue  # what it was before is no matter for a clinic
        if corrected := _chain(entry, before):
            yield _revision(entry, corrected, about)


def _entry(entry: ComingEntry, about: Written) -> Iterable[Resource]:
    if entry.kind is CHECK_INS:
        yield from check(about.person, entry, about.counting.get(entry.identity))
    elif entry.kind is SORENESSES:
        yield from soreness(about.person, entry)
    elif entry.kind.name in SHAPES:
        yield plain(about.person, entry)
    else:
        yield _size(entry, about)


def _size(entry: ComingEntry, about: Written) -> Resource:
    """Body size; rack, units and country are no matter for a clinic."""
    parts = [
        component(name, words, float(entry.cells[name]), unit)
        for name, (words, unit) in SIZE.items()
        if entry.cells[name] is not None
    ]
    return observation(
        about.person,
        size_identity(entry.identity),
        PROFILE,
        called="Body size",
        at=instant(entry.entered),
        entered=instant(entry.entered),
        components=parts,
    )


def size_identity(identity: str) -> str:
    """What a body size is known by: it is less than the profile that it is from."""
    return f"{SIZE_ONLY}{identity.removeprefix(SIZE_ONLY)}"


def _chain(entry: ComingEntry, before: Mapping[tuple[str, str], tuple[str, ...]]) -> list[str]:
    """What an entry took the place of, the newest first."""
    found: list[str] = []
    left = list(entry.replaces)
    while left:
        earlier = left.pop(0)
        if earlier not in found:
            found.append(earlier)
            left += before.get((entry.kind.name, earlier), ())
    return found


def _revision(entry: ComingEntry, corrected: Sequence[str], about: Written) -> Resource:
    """That an entry is a correction, and of what."""
    target = own_id(about.person, entry.identity, target_part(entry))
    return {
        "resourceType": "Provenance",
        "id": own_id(about.person, entry.identity, "revision"),
        "target": [reference(target)],
        "recorded": instant(entry.entered),
        "activity": {"text": "correction"},
        "agent": [{"who": reference(own_id(about.person, "patient"))}],
        "entity": [
            {"role": "revision", "what": {"identifier": identifier(each)}} for each in corrected
        ],
    }


def target_part(entry: ComingEntry) -> str:
    """The part of an entry that stands for all of it."""
    return SHAPES[entry.kind.name].part if entry.kind.name in SHAPES else ""


def _provenance(resources: Sequence[Resource], about: Written) -> Resource:
    targets = [each for each in resources if each["resourceType"] != "Provenance"]
    program = {"display": f"Backspotter {about.program}"}
    return {
        "resourceType": "Provenance",
        "id": own_id(about.person, "provenance"),
        "target": [reference(each["id"]) for each in targets],
        "recorded": instant(about.made),
        "activity": {"text": "export"},
        "agent": [
            {"type": {"text": "wrote the bundle"}, "who": program},
            {
                "type": {"text": "entered what is in it"},
                "who": reference(own_id(about.person, "patient")),
            },
        ],
    }
