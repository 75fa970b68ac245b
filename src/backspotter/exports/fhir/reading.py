"""Reads a bundle of ours back; any other, and one that was changed, is refused in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.exports.fhir.bundle import GENDERS, PROFILE, SIZE, hash_of
from backspotter.exports.fhir.checks import ANEW, FLAG, LEVEL, check_cells, flag_in
from backspotter.exports.fhir.days import SHAPES, plain_cells, soreness_cells
from backspotter.exports.fhir.films import FILM, film_in
from backspotter.exports.fhir.parts import BUNDLE, by_key, identity_in
from backspotter.journal.codec import CHECK_INS, KINDS, PROFILES, SORENESSES, Kind
from backspotter.journal.coming import Coming, ComingEntry, ComingFilm, ComingFlag
from backspotter.triage.check_in import check_in_from

SOURCE: Final = "FHIR bundle"
MOST_PAIN: Final = 10.0


@dataclass(slots=True)
class _Found:
    """The resources of a bundle, each where it belongs."""

    parts: dict[str, dict[str, Mapping[str, Any]]] = field(default_factory=dict)
    corrected: dict[str, list[str]] = field(default_factory=dict)
    ends: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    patient: Mapping[str, Any] = field(default_factory=dict)


def coming_from(document: object, *, name: str, sha256: str) -> Coming:
    """What a bundle of ours holds.

    Parameters
    ----------
    name, sha256 : of the file

    Raises
    ------
    InputError : no bundle of ours, or one that was changed since it was written
    """
    entries = _entries_of(document)
    try:
        found = _sorted(each["resource"] for each in entries)
        return Coming(
            name=name,
            source=SOURCE,
            sha256=sha256,
            entries=list(_entries(found)),
            flags=list(_flags(found)),
            films=list(_films(found)),
            profile_only_if_none=True,
        )
    except InputError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise _refused("a bundle that makes no sense") from None


def _entries_of(document: object) -> list[Any]:
    if not isinstance(document, dict) or document.get("resourceType") != "Bundle":
        raise _refused("no FHIR bundle")
    known = document.get("identifier")
    entries = document.get("entry")
    if (
        not isinstance(known, dict)
        or known.get("system") != BUNDLE
        or not isinstance(entries, list)
    ):
        raise _refused("a bundle of another program")
    if known.get("value") != hash_of(entries):
        raise _refused("a bundle that was changed since it was written")
    return entries


def _refused(given: str) -> InputError:
    expected = "a bundle that backspotter export fhir wrote"
    return InputError("merge", given=given, expected=expected, do="nothing was changed")


def _sorted(resources: Iterable[Mapping[str, Any]]) -> _Found:
    found = _Found()
    revisions = []
    for each in resources:
        kind = each["resourceType"]
        if kind == "Provenance":
            revisions.append(each)
        elif kind == "Patient":
            found.patient = each
        elif kind != "Questionnaire":
            given = each["identifier"]
            identity, part = identity_in(given[0] if isinstance(given, list) else given)
            found.parts.setdefault(identity, {})[part] = each
    for each in revisions:
        target = str(each["target"][0]["reference"])
        if each["activity"]["text"] == "correction":
            before = [identity_in(one["what"]["identifier"])[0] for one in each["entity"]]
            found.corrected[target] = before
        elif each["activity"]["text"] != "export":
            found.ends[target] = each
    return found


def _entries(found: _Found) -> Iterable[ComingEntry]:
    shapes = {shape.part: name for name, shape in SHAPES.items()}
    kinds = {kind.name: kind for kind in KINDS}
    for identity, parts in found.parts.items():
        first = next(iter(parts))
        if LEVEL in parts:
            entered = parts[LEVEL]["issued"]
            yield _entry(found, CHECK_INS, identity, parts[""], check_cells(parts), entered)
        elif "" in parts:
            yield _entry(found, SORENESSES, identity, parts[""], soreness_cells(parts))
        elif first in shapes:
            kind = kinds[shapes[first]]
            yield _entry(found, kind, identity, parts[first], plain_cells(kind, parts[first]))
        elif first == PROFILE:
            yield _entry(found, PROFILES, identity, parts[first], _profile(found, parts[first]))


def _entry(
    found: _Found,
    kind: Kind[Any],
    identity: str,
    resource: Mapping[str, Any],
    cells: Mapping[str, Any],
    entered: str = "",
) -> ComingEntry:
    checked = _checked(kind, cells)
    before = found.corrected.get(f"urn:uuid:{resource['id']}", [])
    return ComingEntry(
        kind=kind,
        identity=identity,
        cells=checked,
        entered=datetime.fromisoformat(entered or resource["issued"]),
        replaces=tuple(before),
    )


def _checked(kind: Kind[Any], cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells as the journal itself would write them.

    Raises
    ------
    InputError, ValueError : a value that cannot be kept
    """
    value = kind.from_cells(cells)
    written = kind.to_cells(value)
    if kind is CHECK_INS:
        check_in_from(value.answers)
    if kind is SORENESSES and not 0 <= value.pain_now <= MOST_PAIN:
        raise ValueError(value.pain_now)
    return {**written, "typed": str(cells["typed"])} if kind.has_typed else written


def _profile(found: _Found, size: Mapping[str, Any]) -> dict[str, Any]:
    said = by_key(size.get("component", ()))
    gender = str(found.patient.get("gender", ""))
    year = found.patient.get("birthDate")
    return {
        **{name: float(said[name]) if name in said else None for name in SIZE},
        "sex": gender if gender in GENDERS else "",
        "birth_year": int(str(year)) if year else None,
        "units": "",
        "rack_units": "",
        "bar": None,
        "plates": "null",
        "country": "",
        "style": "",
        "scheme": "{}",
        **dict.fromkeys(("stiff", "helped", "made_worse"), "[]"),
    }


def _flags(found: _Found) -> Iterable[ComingFlag]:
    for identity, parts in found.parts.items():
        for part, each in parts.items():
            if part.startswith(FLAG):
                ended = found.ends.get(f"urn:uuid:{each['id']}")
                rule = part.removeprefix(FLAG).partition(ANEW)[0]
                yield flag_in(each, identity, rule, ended)


def _films(found: _Found) -> Iterable[ComingFilm]:
    for parts in found.parts.values():
        if FILM in parts:
            yield film_in(parts[FILM])
