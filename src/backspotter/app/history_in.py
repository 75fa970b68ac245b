"""A history from a document: read strictly, with the unit in every name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from backspotter.app import given_as
from backspotter.app.history import (
    CheckedIn,
    Corrected,
    Examined,
    FilmNote,
    History,
    Scored,
)
from backspotter.app.spine_in import sex_from
from backspotter.errors import InputError
from backspotter.journal.records import Profile, Soreness
from backspotter.soreness.scores import scores
from backspotter.training.log import BodyMass, LoggedSet, Night, SessionNote
from backspotter.training.plates import Rack
from backspotter.training.proposal import WAYS, Scheme
from backspotter.training.recovery import MEANS
from backspotter.training.units import UNITS, to_kg
from backspotter.training.warm_up import STIFF
from backspotter.triage.advice import country_code
from backspotter.triage.check_in import FIELDS, check_in_from
from backspotter.triage.flag_signs import signs_of_rules

MAX_BYTES: Final = 64_000_000
"""Ten years of training are about ten million."""

MAX_ROWS: Final = 200_000
FAULTS: Final = (
    *("lumbar_rounding", "lumbar_rounding_at_setup", "lockout_hyperextension", "hips_low_start"),
    *("hips_high_start", "hips_rise_first", "bar_drift"),
)
PARTS: Final = (
    *("profile", "sets", "nights", "body_mass", "check_ins", "soreness", "sessions", "films"),
    *("examined", "corrected", "scores"),
)
PROFILE: Final = (
    *("unit", "bar", "plates", "style", "scheme", "mass_kg", "height_m", "sex", "country"),
    *("stiff", "helped", "made_worse"),
)
SCHEME: Final = ("way", "sets", "reps_low", "reps_high", "rpe")
SET: Final = (
    *("at", "exercise", "style", "load_kg", "load_lb", "reps", "rpe", "rest_s", "seconds"),
    *("warm_up", "failed", "exact", "order", "workout", "note"),
)
T = TypeVar("T")


def history_from(document: object) -> History:
    """The history in a document; every part may be left out.

    Raises
    ------
    InputError : not an object, an unknown name, a time without its zone, a value that cannot be
    """
    given = given_as.an_object("history", document, PARTS)
    profile = _profile(given.get("profile"))
    return History(
        profile=profile,
        sets=_rows(given, "sets", _set),
        nights=_rows(given, "nights", _night),
        body_mass=_rows(given, "body_mass", _mass),
        check_ins=_rows(given, "check_ins", _checked),
        soreness=_rows(given, "soreness", _soreness),
        sessions=_rows(given, "sessions", _note),
        films=_rows(given, "films", _film),
        examined=_rows(given, "examined", _examined),
        corrected=_rows(given, "corrected", _corrected),
        scores=_rows(given, "scores", _scored),
    )


def _rows(given: Mapping[str, Any], part: str, read: Callable[[str, object], T]) -> tuple[T, ...]:
    rows = given.get(part)
    if rows is None:
        return ()
    if not isinstance(rows, list):
        raise InputError(part, given=rows, expected="a list")
    if len(rows) > MAX_ROWS:
        raise InputError(part, given=f"{len(rows):,} rows", expected=f"at most {MAX_ROWS:,}")
    return tuple(read(f"{part}[{place}]", row) for place, row in enumerate(rows))


def _profile(given: object) -> Profile:
    row = given_as.an_object("profile", given if given is not None else {}, PROFILE)
    unit = given_as.one_of("profile.unit", row.get("unit") or "kg", UNITS)
    sex = sex_from(row.get("sex") or "unknown")
    country = given_as.a_text("profile.country", row.get("country", ""))
    country = country_code(country)
    bar = None if row.get("bar") is None else given_as.is_number("profile.bar", row["bar"])
    plates = _plates(row.get("plates"))
    Rack(bar=bar or 0.0, plates=plates or ())  # raises on a bar or a plate that cannot be
    return Profile(
        units=unit,
        rack_units=unit,
        bar=bar,
        plates=plates,
        scheme=_scheme(row.get("scheme")),
        style=given_as.a_style("profile.style", row.get("style")) or "",
        mass_kg=given_as.a_number("profile", row, "mass_kg"),
        height_m=given_as.a_number("profile", row, "height_m"),
        sex="" if sex == "unknown" else sex,
        country=country,
        stiff=given_as.some_of("profile.stiff", row.get("stiff"), STIFF),
        helped=given_as.some_of("profile.helped", row.get("helped"), MEANS),
        made_worse=given_as.some_of("profile.made_worse", row.get("made_worse"), MEANS),
    )


def _plates(given: object) -> tuple[float, ...] | None:
    if given is not None and not isinstance(given, list):
        raise InputError("profile.plates", given=given, expected="a list, for one side")
    if given is None:
        return None
    return tuple(given_as.is_number("profile.plates", each) for each in given)


def _scheme(given: object) -> Scheme:
    row = given_as.an_object("profile.scheme", given if given is not None else {}, SCHEME)
    low, high = (
        given_as.a_whole("profile.scheme", row, each) for each in ("reps_low", "reps_high")
    )
    if low is not None and high is not None and low > high:
        raise InputError("profile.scheme", given=f"{low} to {high} reps", expected="low to high")
    return Scheme(
        way=given_as.one_of("profile.scheme.way", row.get("way") or "double", WAYS),  # type: ignore[arg-type]
        sets=given_as.a_whole("profile.scheme", row, "sets"),
        reps_low=low,
        reps_high=high,
        rpe=given_as.a_number("profile.scheme", row, "rpe"),
    )


def _set(name: str, given: object) -> LoggedSet:
    row = given_as.an_object(name, given, SET)
    at, exact = given_as.moment_or_day(f"{name}.at", row.get("at"))
    return LoggedSet(
        at=at,
        exercise=given_as.a_text(f"{name}.exercise", row.get("exercise") or row.get("style") or ""),
        style=given_as.a_style(f"{name}.style", row.get("style")),
        load_kg=_load(name, row),
        reps=given_as.a_whole(name, row, "reps"),
        rpe=given_as.a_number(name, row, "rpe"),
        rest_s=given_as.a_number(name, row, "rest_s"),
        seconds=given_as.a_number(name, row, "seconds"),
        warm_up=given_as.a_switch(name, row, "warm_up"),
        failed=given_as.a_switch(name, row, "failed"),
        exact=exact and given_as.a_switch(name, row, "exact", usual=True),
        order=given_as.a_whole(name, row, "order") or 1,
        workout=given_as.a_text(f"{name}.workout", row.get("workout") or ""),
        note=given_as.a_text(f"{name}.note", row.get("note") or ""),
    )


def _load(name: str, row: Mapping[str, Any]) -> float | None:
    kg, lb = given_as.a_number(name, row, "load_kg"), given_as.a_number(name, row, "load_lb")
    if kg is not None and lb is not None:
        raise InputError(f"{name}.load_kg", given="two units", expected="one of them")
    return kg if lb is None else to_kg(lb, "lb")


def _night(name: str, given: object) -> Night:
    row = given_as.an_object(name, given, ("woke", "asleep_h", "in_bed_h", "source"))
    return Night(
        woke=given_as.a_day(f"{name}.woke", row.get("woke")),
        asleep_h=given_as.a_number(name, row, "asleep_h"),
        in_bed_h=given_as.a_number(name, row, "in_bed_h"),
        source=given_as.a_text(f"{name}.source", row.get("source") or ""),
    )


def _mass(name: str, given: object) -> BodyMass:
    row = given_as.an_object(name, given, ("at", "mass_kg", "source"))
    return BodyMass(
        at=given_as.moment_or_day(f"{name}.at", row.get("at"))[0],
        mass_kg=given_as.needed(name, row, "mass_kg"),
        source=given_as.a_text(f"{name}.source", row.get("source") or ""),
    )


def _checked(name: str, given: object) -> CheckedIn:
    row = given_as.an_object(name, given, ("at", "check_in"))
    return CheckedIn(
        at=given_as.moment(f"{name}.at", row.get("at")), check_in=check_in_from(row.get("check_in"))
    )


def _soreness(name: str, given: object) -> Soreness:
    row = given_as.an_object(name, given, ("at", "pain", "under_painkiller", "function"))
    function = given_as.a_number(name, row, "function")
    return Soreness(
        at=given_as.moment(f"{name}.at", row.get("at")),
        pain_now=given_as.needed(name, row, "pain"),
        under_painkiller=given_as.a_switch(name, row, "under_painkiller"),
        function=() if function is None else (("function", function),),
    )


def _note(name: str, given: object) -> SessionNote:
    row = given_as.an_object(name, given, ("day", "pain_during"))
    return SessionNote(
        day=given_as.a_day(f"{name}.day", row.get("day")),
        pain_during=given_as.needed(name, row, "pain_during"),
    )


def _film(name: str, given: object) -> FilmNote:
    row = given_as.an_object(name, given, ("at", "style", "faults"))
    return FilmNote(
        at=given_as.moment(f"{name}.at", row.get("at")),
        style=given_as.a_style(f"{name}.style", row.get("style") or "conventional")
        or "conventional",
        faults=faults_from(f"{name}.faults", row.get("faults") or []),
    )


def faults_from(name: str, given: object) -> frozenset[str]:
    """Codes of faults, from codes or from rows of a film summary.

    Raises
    ------
    InputError : no list, or a code that is not known
    """
    if not isinstance(given, list):
        raise InputError(name, given=given, expected="a list")
    return frozenset(_fault(name, each) for each in given)


def _fault(name: str, given: object) -> str:
    """A code, or a row of a film summary: rounding at the set-up has a code of its own here."""
    if isinstance(given, dict):
        at_setup = given.get("onset") == "at_setup"
        code = given.get("code")
        given = f"{code}_at_setup" if at_setup and code == "lumbar_rounding" else code
    return given_as.one_of(name, given, FAULTS)


def _examined(name: str, given: object) -> Examined:
    row = given_as.an_object(name, given, ("at", "by", "signs", "rules"))
    return Examined(
        at=given_as.moment(f"{name}.at", row.get("at")),
        by=given_as.a_text(f"{name}.by", row.get("by") or ""),
        signs=given_as.some_of(f"{name}.signs", row.get("signs"), tuple(FIELDS)),
        rules=given_as.some_of(f"{name}.rules", row.get("rules"), tuple(signs_of_rules())),
    )


def _corrected(name: str, given: object) -> Corrected:
    row = given_as.an_object(name, given, ("at", "sign"))
    sign = given_as.one_of(f"{name}.sign", row.get("sign"), tuple(FIELDS))
    return Corrected(at=given_as.moment(f"{name}.at", row.get("at")), sign=sign)


def _scored(name: str, given: object) -> Scored:
    row = given_as.an_object(name, given, ("at", "score", "value"))
    score = given_as.one_of(f"{name}.score", row.get("score"), tuple(scores()))
    value = scores()[score].accept(row.get("value"))
    return Scored(at=given_as.moment(f"{name}.at", row.get("at")), score=score, value=value)
