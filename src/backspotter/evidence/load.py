"""Reads the evidence tables once, and refuses them when they contradict themselves."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, TypeAlias, get_args

from backspotter.errors import BackspotterError
from backspotter.evidence.model import Claim, Kind, Read, Source, Status

Row: TypeAlias = dict[str, Any]
Types: TypeAlias = Mapping[str, tuple[type, ...]]

CLAIM_TABLES: Final = ("claims.toml", "spine_claims.toml", "course_claims.toml")
"""What the claims are read from, as one table: no id stands in two."""

KEBAB: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TEXT: Final = (str,)
WHOLE: Final = (int,)
NUMBER: Final = (int, float)

SOURCE_TYPES: Final[Types] = {
    **dict.fromkeys(("id", "read", "kind", "title", "about", "authors", "name"), TEXT),
    **dict.fromkeys(("journal", "publisher", "doi", "pmid", "pmcid", "note"), TEXT),
    "year": WHOLE,
}
CLAIM_TYPES: Final[Types] = {
    **dict.fromkeys(("id", "what", "text", "unit", "source", "status", "note"), TEXT),
    **dict.fromkeys(("value", "low", "high"), NUMBER),
    "n": WHOLE,
}


class EvidenceError(BackspotterError, ValueError):
    """An evidence table is wrong, or an id is asked for that it does not hold: our fault."""


@cache
def sources() -> Mapping[str, Source]:
    """Every source by id, read-only.

    Raises
    ------
    EvidenceError : sources.toml is wrong
    """
    return parse_sources(_shipped("sources.toml"))


@cache
def claims() -> Mapping[str, Claim]:
    """Every claim by id, read-only.

    Raises
    ------
    EvidenceError : one of the tables is wrong
    """
    return parse_claims("\n".join(map(_shipped, CLAIM_TABLES)), sources())


def find(id_: str) -> Source | Claim:
    """The source or the claim with this id; the two never share one.

    Raises
    ------
    EvidenceError : no table holds it
    """
    if id_ in sources():
        return sources()[id_]
    if id_ in claims():
        return claims()[id_]
    hint = _did_you_mean(id_, [*sources(), *claims()])
    raise EvidenceError(f"{id_}: no source or claim has this id{hint}")


def parse_sources(table: str) -> Mapping[str, Source]:
    """The sources of a TOML text with [[source]] rows, by id, read-only.

    Raises
    ------
    EvidenceError : not TOML, a field missing, unknown or of the wrong type, an id used twice
    """
    found: dict[str, Source] = {}
    for row in _rows(table, "source"):
        _check_fields(row, SOURCE_TYPES, needed=("read", "kind"))
        _check_word(row, "read", get_args(Read))
        _check_word(row, "kind", get_args(Kind))
        _require(("title" in row) != ("about" in row), row, "needs either a title or an about")
        _require(row["id"] not in found, row, "this id is used twice")
        found[row["id"]] = Source(**row)
    return MappingProxyType(found)


def parse_claims(table: str, known: Mapping[str, Source]) -> Mapping[str, Claim]:
    """The claims of a TOML text with [[claim]] rows, by id, read-only.

    Raises
    ------
    EvidenceError : as for sources; also a source that is not known, a number without a unit
        or outside its own range, or a status that says more than the source's
    """
    found: dict[str, Claim] = {}
    for row in _rows(table, "claim"):
        _check_fields(row, CLAIM_TYPES, needed=("what", "source", "status"))
        _check_word(row, "status", get_args(Status))
        _require(row["id"] not in found and row["id"] not in known, row, "this id is used twice")
        _check_source(row, known)
        _check_finding(row)
        found[row["id"]] = Claim(**row)
    return MappingProxyType(found)


def _shipped(name: str) -> str:
    return files("backspotter.evidence").joinpath(name).read_text(encoding="utf-8")


def _rows(table: str, name: str) -> list[Row]:
    try:
        document = tomllib.loads(table)
    except tomllib.TOMLDecodeError as error:
        raise EvidenceError(f"the {name} table is not TOML: {error}") from error
    rows = document.pop(name, [])
    if document or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise EvidenceError(f"the {name} table may hold [[{name}]] rows and nothing else")
    return rows


def _check_fields(row: Row, types: Types, *, needed: Iterable[str]) -> None:
    for name in ("id", *needed):
        _require(name in row, row, f"{name} is missing")
    for name, given in row.items():
        _require(name in types, row, f"{name} is no field; known are {', '.join(types)}")
        # type() and not isinstance: TOML's true would pass for the number 1
        _require(type(given) in types[name], row, f"{name} has the wrong type: {given!r}")
        _require(given != "", row, f"{name} is empty; leave it out")
        is_finite = isinstance(given, str) or math.isfinite(given)
        _require(is_finite, row, f"{name} is not a finite number")
    _require(KEBAB.fullmatch(row["id"]) is not None, row, "an id is lower-case-with-hyphens")


def _check_word(row: Row, name: str, allowed: tuple[str, ...]) -> None:
    expected = f"expected one of {', '.join(allowed)}"
    _require(row[name] in allowed, row, f"unknown {name} {row[name]!r}, {expected}")


def _check_source(row: Row, known: Mapping[str, Source]) -> None:
    source = row["source"]
    if source not in known:
        hint = _did_you_mean(source, known)
        raise EvidenceError(f"{row['id']}: unknown source {source!r}{hint}")
    read, status = known[source].read, row["status"]
    what_is_wrong = f"status {status!r} does not fit {source}, which is {read!r}"
    _require(status in _statuses_that_fit(read), row, what_is_wrong)


def _statuses_that_fit(read: Read) -> tuple[Status, ...]:
    if read in ("memory", "judgement"):
        return (read,)
    return (read, "secondary", "computed")


def _check_finding(row: Row) -> None:
    ends = ("low" in row, "high" in row)
    _require(all(ends) or not any(ends), row, "low and high come together")
    is_number = "value" in row or all(ends)
    _require(is_number != ("text" in row), row, "needs either a number or a text")
    _require(is_number == ("unit" in row), row, "a number has a unit, a text has none")
    inside = sorted(row[name] for name in ("low", "value", "high") if name in row)
    in_order = [row[name] for name in ("low", "value", "high") if name in row]
    _require(inside == in_order, row, "the value is outside its range, or low is above high")


def _require(holds: bool, row: Row, what_is_wrong: str) -> None:
    if not holds:
        raise EvidenceError(f"{row.get('id', 'a row without id')}: {what_is_wrong}")


def _did_you_mean(given: str, known: Iterable[str]) -> str:
    near = get_close_matches(given, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
