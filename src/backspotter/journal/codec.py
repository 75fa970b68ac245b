"""From values to rows and back. A row holds text, whole numbers and numbers, and nothing else."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import RowMapping, Table

from backspotter.errors import InputError
from backspotter.journal.records import (
    CheckInKept,
    Profile,
    Soreness,
)
from backspotter.journal.tables import (
    BODY_MASS,
    CHECK_IN,
    LOGGED_SET,
    NIGHT,
    PROFILE,
    SESSION_NOTE,
    SORENESS,
    WATER,
)
from backspotter.journal.times import kept_time, time_of
from backspotter.levels import Level
from backspotter.training.log import BodyMass, LoggedSet, Night, SessionNote, Water
from backspotter.training.proposal import Scheme

Value = TypeVar("Value")
Cells: TypeAlias = Mapping[str, Any] | RowMapping

LONGEST_TEXT = 100_000
LONGEST_NAME = 60
LARGEST_WHOLE = 2**31 - 1
PROFILE_WORDS = ("sex", "units", "rack_units", "country", "style")
PROFILE_SETS = ("stiff", "helped", "made_worse")
NAMED_OTHERWISE = {"order": "place"}
"""Fields whose names are words of SQL."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[Value]):
    """One kind of entry: its word, its table, and how its fields become columns.

    ``same`` : fields that make two imported entries the same one; none where every one counts.
    ``newest_counts`` : fields that name a thing of which a later import may know better.
    """

    word: str
    table: Table[Any]
    make: type[Value]
    to_cells: Callable[[Value], dict[str, Any]]
    from_cells: Callable[[Cells], Value]
    same: tuple[str, ...] = ()
    newest_counts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its table."""
        return self.table.name

    @property
    def has_typed(self) -> bool:
        """Whether the weight is kept as it was written too."""
        return "typed" in self.table.c

    @property
    def sorted_by(self) -> str:
        """The column that says when it was, or when it was entered."""
        columns = self.table.c
        return next(name for name in ("at_utc", "woke", "day", "entered_utc") if name in columns)


def content_key(kind: Kind[Any], cells: Cells, given: str = "") -> str:
    """What tells an imported entry from every other, the same on every import of it.

    Parameters
    ----------
    given : the key of the reader, who knows what a log numbers; empty for made from the cells
    """
    said = [] if given else [cells[name] for name in kind.same]
    if kind.newest_counts:
        said = [cells[name] for name in kind.same]
    return sha256(json.dumps([kind.name, given, *said]).encode()).hexdigest()[:32]


def checked_name(given: str) -> str:
    """What a person calls a thing of theirs, in one line.

    Raises
    ------
    InputError : nothing, too long, or with characters in it that are none
    """
    name = checked_text("name", " ".join(given.split()))
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError("name", given=given, expected=f"1 to {LONGEST_NAME} characters")
    return name


def checked_text(field: str, given: str) -> str:
    """A text that every database can hold.

    Raises
    ------
    InputError : too long, or with characters in it that are none
    """
    if len(given) > LONGEST_TEXT:
        raise InputError(
            field, given=f"{len(given):,} characters", expected=f"at most {LONGEST_TEXT:,}"
        )
    if "\0" in given or any("\ud800" <= c <= "\udfff" for c in given):
        raise InputError(field, given="broken characters", expected="text")
    return given


def _plain_cells(value: Any) -> dict[str, Any]:
    """The cells of a value whose fields are dates, times, texts, numbers and yes or no."""
    cells: dict[str, Any] = {}
    for each in fields(value):
        given = getattr(value, each.name)
        name = NAMED_OTHERWISE.get(each.name, each.name)
        if isinstance(given, datetime):
            cells[f"{name}_utc"], cells[f"{name}_offset_s"] = kept_time(each.name, given)
        else:
            cells[name] = _cell(each.name, given)
    return cells


def _cell(field: str, given: object) -> object:
    if given is None:
        return None
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, str):
        return checked_text(field, given)
    if isinstance(given, int):  # yes and no too
        if abs(given) > LARGEST_WHOLE:
            raise InputError(field, given=given, expected="a smaller number")
        return int(given)
    if isinstance(given, float) and math.isfinite(given):
        return given
    raise InputError(field, given=given, expected="a number, a text, a date or a time")


def _plain_value(make: type[Value], cells: Cells) -> Value:
    return make(**{name: read(cells) for name, read in _READERS[make]})


def _readers(make: type[Any]) -> list[tuple[str, Callable[[Cells], Any]]]:
    """How each field is read back, by its declared type."""
    return [(each.name, _reader(each.name, str(each.type))) for each in fields(make)]


def _reader(field: str, declared: str) -> Callable[[Cells], Any]:
    name = NAMED_OTHERWISE.get(field, field)
    if declared == "datetime":
        return lambda cells: time_of(cells[f"{name}_utc"], cells[f"{name}_offset_s"])
    if declared == "date":
        return lambda cells: date.fromisoformat(cells[name])
    if declared == "bool":
        return lambda cells: bool(cells[name])
    return lambda cells: cells[name]


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _soreness_cells(value: Soreness) -> dict[str, Any]:
    utc, offset_s = kept_time("at", value.at)
    pairs = {name: _as_json(dict(getattr(value, name))) for name in ("function", "scores")}
    return {
        "at_utc": utc,
        "at_offset_s": offset_s,
        "pain_now": float(value.pain_now),
        "pain_worst": None if value.pain_worst is None else float(value.pain_worst),
        "under_painkiller": int(value.under_painkiller),
        **{name: checked_text(name, words) for name, words in pairs.items()},
        **{
            name: checked_text(name, _as_json(list(getattr(value, name))))
            for name in ("helped", "made_worse")
        },
        "note": checked_text("note", value.note),
    }


def _soreness(cells: Cells) -> Soreness:
    return Soreness(
        at=time_of(cells["at_utc"], cells["at_offset_s"]),
        pain_now=cells["pain_now"],
        pain_worst=cells["pain_worst"],
        under_painkiller=bool(cells["under_painkiller"]),
        function=tuple(json.loads(cells["function"]).items()),
        scores=tuple(json.loads(cells["scores"]).items()),
        helped=tuple(json.loads(cells["helped"])),
        made_worse=tuple(json.loads(cells["made_worse"])),
        note=cells["note"],
    )


def _profile_cells(value: Profile) -> dict[str, Any]:
    numbers = {name: getattr(value, name) for name in ("height_m", "mass_kg", "bar")}
    words = {name: getattr(value, name) for name in PROFILE_WORDS}
    return {
        **{name: None if number is None else float(number) for name, number in numbers.items()},
        **{name: checked_text(name, word) for name, word in words.items()},
        "birth_year": value.birth_year,
        "plates": _as_json(value.plates),
        "scheme": _as_json(_said_of(value.scheme)),
        **{name: _as_json(sorted(getattr(value, name))) for name in PROFILE_SETS},
    }


def _said_of(scheme: Scheme) -> dict[str, Any]:
    """What was chosen of it; what is as usual is left out."""
    usual = asdict(Scheme())
    return {name: each for name, each in asdict(scheme).items() if each != usual[name]}


def _profile(cells: Cells) -> Profile:
    plain = {each.name: cells[each.name] for each in fields(Profile)}
    plates = json.loads(cells["plates"])
    sets = {name: frozenset(json.loads(cells[name])) for name in PROFILE_SETS}
    known: dict[str, Any] = {
        "plates": None if plates is None else tuple(plates),
        "scheme": Scheme(**json.loads(cells["scheme"])),
        **sets,
    }
    return Profile(**{**plain, **known})


def _check_in_cells(value: CheckInKept) -> dict[str, Any]:
    utc, offset_s = kept_time("at", value.at)
    return {
        "at_utc": utc,
        "at_offset_s": offset_s,
        "answers": _as_json(value.answers),
        "text": checked_text("text", value.text),
        "country": value.country,
        "level": value.level.name,
        "level_alone": value.level_alone.name,
        "answer": _as_json(value.answer),
        "engine": value.engine,
    }


def _check_in(cells: Cells) -> CheckInKept:
    return CheckInKept(
        at=time_of(cells["at_utc"], cells["at_offset_s"]),
        answers=json.loads(cells["answers"]),
        level=Level[cells["level"]],
        level_alone=Level[cells["level_alone"]],
        answer=json.loads(cells["answer"]),
        engine=cells["engine"],
        country=cells["country"],
        text=cells["text"],
    )


def _plain(
    word: str,
    table: Table[Any],
    make: type[Value],
    same: tuple[str, ...],
    newest_counts: tuple[str, ...] = (),
) -> Kind[Value]:
    return Kind(word, table, make, _plain_cells, partial(_plain_value, make), same, newest_counts)


_READERS: dict[type[Any], list[tuple[str, Callable[[Cells], Any]]]] = {
    make: _readers(make) for make in (LoggedSet, Night, SessionNote, BodyMass, Water)
}
SETS = _plain(
    "set",
    LOGGED_SET,
    LoggedSet,
    ("at_utc", "exercise", "load_kg", "reps", "rpe", "seconds", "warm_up", "failed"),
)
NIGHTS = _plain(
    "night", NIGHT, Night, ("woke", "asleep_h", "in_bed_h", "source"), ("woke", "source")
)
SESSIONS = _plain("session", SESSION_NOTE, SessionNote, ("day",))
BODY_MASSES = _plain("body-mass", BODY_MASS, BodyMass, ("at_utc", "mass_kg", "source"))
WATERS = _plain("water", WATER, Water, ("day", "litres", "source"), ("day", "source"))
SORENESSES = Kind("soreness", SORENESS, Soreness, _soreness_cells, _soreness)
CHECK_INS = Kind("check-in", CHECK_IN, CheckInKept, _check_in_cells, _check_in)
PROFILES = Kind("profile", PROFILE, Profile, _profile_cells, _profile)
KINDS: tuple[Kind[Any], ...] = (
    CHECK_INS, SORENESSES, SETS, NIGHTS, SESSIONS, BODY_MASSES, WATERS, PROFILES,
)  # fmt: skip
IMPORTED: tuple[Kind[Any], ...] = (SETS, NIGHTS, BODY_MASSES, WATERS)
"""Kinds that a file may bring in."""


def kind_of(value: object) -> Kind[Any]:
    """The kind that a value belongs to.

    Raises
    ------
    InputError : a value of no kind
    """
    for kind in KINDS:
        if isinstance(value, kind.make):
            return kind
    raise InputError("entry", given=type(value).__name__, expected="something a journal keeps")
