"""The profile: body size, sex, year of birth, units, bar and plates, country, how they lift."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from backspotter.app.given_as import SPANS
from backspotter.app.in_units import within
from backspotter.app.journal_choice import HELD, journal, place
from backspotter.app.log_words import style_named
from backspotter.errors import BackspotterError, InputError
from backspotter.spine.body import HEIGHT_M, MASS_KG, Lifter
from backspotter.training.plates import MOST_PLATES
from backspotter.training.proposal import WAYS
from backspotter.training.recovery import MEANS
from backspotter.training.units import UNITS
from backspotter.training.variants import style_of
from backspotter.training.warm_up import STIFF
from backspotter.triage.advice import country_code
from backspotter.triage.check_in import FIELDS, SEXES

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal
    from backspotter.journal.records import Profile
    from backspotter.training.proposal import Scheme

SCHEME_SPANS = {name: SPANS[name] for name in ("sets", "reps_low", "reps_high", "rpe")}
YOUNGEST, OLDEST = (int(FIELDS["age"][end]) for end in ("low", "high"))
"""Years: as a check asks for an age."""

PLATES = (0.05, 100.0)
BARS = (0.0, 100.0)
NONE = "none"
"""What takes back what was said before: plates, a style, a list."""


def known() -> Profile:
    """The profile as it stands; empty where nothing was said.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal() as opened:
        return _known_in(opened)


def country_now(said: str = "") -> str:
    """The country whose numbers to call: what was said now, else that of the profile; or empty.

    A journal that is not there or cannot be read leaves nobody without an answer.

    Raises
    ------
    InputError : what was said is no country
    """
    if said:
        return country_code(said)
    try:
        return known().country if _is_at_hand() else ""
    except BackspotterError:
        return ""


def country_in(opened: Journal) -> str:
    """The country of the profile in an opened journal; empty where none was said.

    Raises
    ------
    JournalError : it cannot be read
    """
    return _known_in(opened).country


def country_said(opened: Journal) -> tuple[str, datetime | None]:
    """The country of the profile, and since when it has been this one; empty where none was said.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.codec import PROFILES
    from backspotter.journal.entries import current, history

    country = country_in(opened)
    stands = current(opened, PROFILES, latest=1)
    if not country or not stands:
        return "", None
    since: datetime | None = None
    for each in history(opened, PROFILES, stands[0].id):
        if _of_a_country(each.value).country != country:
            since = None
        elif since is None:
            since = each.entered
    return country, since


def _known_in(opened: Journal) -> Profile:
    from backspotter.journal.profile import profile

    return _of_a_country(profile(opened))


def _is_at_hand() -> bool:
    """Whether there is a journal to ask, so that none is made for it."""
    return HELD.get() is not None or place().is_there


def _of_a_country(found: Profile) -> Profile:
    """Without two letters that no country has; an older version kept such."""
    try:
        return replace(found, country=country_code(found.country))
    except InputError:
        return replace(found, country="")


def changed(
    *,
    now: datetime,
    height_m: float | None = None,
    mass_kg: float | None = None,
    sex: str = "",
    birth_year: int | None = None,
    units: str = "",
    plates: str = "",
    bar: float | None = None,
    rack_units: str = "",
    country: str = "",
    style: str = "",
    scheme: dict[str, Any] | None = None,
    stiff: str = "",
    helped: str = "",
    made_worse: str = "",
) -> Profile:
    """The profile with what was said anew.

    Parameters
    ----------
    height_m, mass_kg : body size [m, kg]
    plates : one number for each plate there is a pair of, such as ``20,15,10,5,2.5,1.25``, or
        ``none`` for a bar alone
    bar : its mass, as ``plates`` in ``rack_units``: those said here, else ``units``
    style : the deadlift to plan for, or ``none`` for the one pulled most
    scheme : parts of a ``Scheme`` by name
    stiff, helped, made_worse : words with commas between, or ``none``

    Raises
    ------
    InputError : nothing was said, or something that cannot be
    JournalError : it cannot be kept
    """
    from backspotter.journal.profile import profile, set_profile

    said: dict[str, Any] = {
        "height_m": None if height_m is None else within("height_m", height_m, "m", HEIGHT_M),
        "mass_kg": None if mass_kg is None else within("mass_kg", mass_kg, "kg", MASS_KG),
        "sex": _sex(sex),
        "birth_year": _year(birth_year, now),
        "units": _units(units),
        "plates": _plates(plates),
        "country": country_code(country) or None,
        "style": _style(style),
        "stiff": _some_of("stiff", stiff, STIFF),
        "helped": _some_of("helped", helped, MEANS),
        "made_worse": _some_of("made_worse", made_worse, MEANS),
    }
    changes = {name: value for name, value in {**said, "bar": bar}.items() if value is not None}
    if not changes and not scheme:
        raise InputError("profile set", given="nothing", expected="an option", do="see --help")
    with journal() as opened:
        before = profile(opened)
        if "height_m" in changes or "mass_kg" in changes:
            height_m = changes.get("height_m", before.height_m)
            _refuse_two_people(height_m, changes.get("mass_kg", before.mass_kg))
        if "bar" in changes or "plates" in changes:
            in_units = rack_units or changes.get("units") or before.units or "kg"
            _in_range("bar", bar, *BARS, in_units)
            changes["rack_units"] = in_units
            _refuse_two_units(before, changes)
        if scheme:
            changes["scheme"] = _scheme(before.scheme, scheme)
        return set_profile(opened, entered=now, **changes)


def written_anew(
    *,
    now: datetime,
    height_m: float | None,
    mass_kg: float | None,
    sex: str,
    birth_year: int | None,
    units: str,
    plates: str,
    bar: float | None,
    rack_units: str,
    country: str,
) -> Profile:
    """The profile as a whole form says it: what was left empty is not known any more.

    Parameters
    ----------
    height_m, mass_kg : body size [m, kg]
    plates : one number for each plate there is a pair of, such as ``20,15,10,5,2.5,1.25``
    bar : its mass, as ``plates`` in ``rack_units``

    Raises
    ------
    InputError : something that cannot be
    JournalError : it cannot be kept
    """
    from backspotter.journal.profile import set_profile

    said: dict[str, Any] = {
        "height_m": None if height_m is None else within("height_m", height_m, "m", HEIGHT_M),
        "mass_kg": None if mass_kg is None else within("mass_kg", mass_kg, "kg", MASS_KG),
        "sex": _sex(sex) or "",
        "birth_year": _year(birth_year, now),
        "units": _units(units) or "",
        "plates": _plates(plates),
        "country": country_code(country),
    }
    in_units = _units(rack_units) or said["units"] or "kg"
    said["bar"] = _in_range("bar", bar, *BARS, in_units)
    _refuse_two_people(said["height_m"], said["mass_kg"])
    has_rack = said["bar"] is not None or said["plates"] is not None
    with journal() as opened:
        return set_profile(opened, entered=now, **said, rack_units=in_units if has_rack else "")


def profile_document(profile: Profile) -> dict[str, Any]:
    """The profile as JSON has it: what was not said is null."""
    found = {each.name: getattr(profile, each.name) for each in fields(profile)}
    lists = {name: sorted(found[name]) for name in ("stiff", "helped", "made_worse")}
    return {
        **{name: value or None for name, value in found.items()},
        "plates": None if profile.plates is None else list(profile.plates),
        "scheme": asdict(profile.scheme),
        **lists,
    }


def _refuse_two_units(before: Profile, changes: dict[str, Any]) -> None:
    """Raise where a bar in one unit would stand beside plates in another."""
    if not before.rack_units or changes["rack_units"] == before.rack_units:
        return
    kept = [
        name
        for name in ("bar", "plates")
        if name not in changes and getattr(before, name) not in (None, ())
    ]
    if kept:
        given = f"the other in {changes['rack_units']}"
        raise InputError(kept[0], given=given, expected="bar and plates in the same unit")


def _refuse_two_people(height_m: float | None, mass_kg: float | None) -> None:
    """Raise where a height and a mass do not belong to one person."""
    Lifter(height_m=height_m, mass_kg=mass_kg)


def _year(given: int | None, now: datetime) -> int | None:
    first, last = now.year - OLDEST, now.year - YOUNGEST
    if given is not None and not first <= given <= last:
        raise InputError("birth_year", given=given, expected=f"a year from {first} to {last}")
    return given


def _style(given: str) -> str | None:
    word = given.strip()
    if not word:
        return None
    found = "" if word.lower() == NONE else style_named(word) or style_of(word)
    if found is None:
        raise InputError("style", given=given, expected="a deadlift, such as sumo or trap bar")
    return found


def _some_of(field: str, given: str, known: Iterable[str]) -> frozenset[str] | None:
    """Some of the known words; none of them where that is said; None where nothing is."""
    words = {word.strip().lower().replace(" ", "_") for word in given.split(",")} - {""}
    if not words:
        return None
    unknown = words - {*known, NONE}
    if unknown or (NONE in words and len(words) > 1):
        raise InputError(field, given=given, expected=f"{NONE}, or some of {', '.join(known)}")
    return frozenset(words - {NONE})


def _scheme(before: Scheme, said: dict[str, Any]) -> Scheme:
    for name, number in said.items():
        if name in SCHEME_SPANS and number is not None:
            _in_range(name, number, *SCHEME_SPANS[name], "")
    if said.get("way", WAYS[0]) not in WAYS:
        raise InputError("way", given=said["way"], expected=" or ".join(WAYS))
    found = replace(before, **said)
    low, high = found.reps_low, found.reps_high
    if low is not None and high is not None and low > high:
        raise InputError("reps", given=f"{low} to {high}", expected="low to high")
    return found


def _sex(given: str) -> str | None:
    word = given.strip().lower()
    found = next((sex for sex in SEXES if word in (sex, sex[0])), "")
    if word and not found:
        raise InputError("sex", given=given, expected=" or ".join(SEXES))
    return found or None


def _units(given: str) -> str | None:
    units = given.strip().lower()
    if units and units not in UNITS:
        raise InputError("units", given=given, expected="kg or lb")
    return units or None


def _plates(typed: str) -> tuple[float, ...] | None:
    if typed.strip().lower() == NONE:
        return ()
    parts = [part.strip() for part in typed.replace(";", ",").split(",") if part.strip()]
    if len(parts) > MOST_PLATES:
        raise InputError("plates", given=f"{len(parts)}", expected=f"at most {MOST_PLATES}")
    expected = "numbers with commas between them, such as 20,15,10,5,2.5,1.25"
    try:
        plates = [float(part) for part in parts]
    except ValueError:
        raise InputError("plates", given=typed, expected=expected) from None
    for plate in plates:
        _in_range("plates", plate, *PLATES, "")
    return tuple(sorted(plates, reverse=True)) if plates else None


def _in_range(field: str, given: float | None, low: float, high: float, unit: str) -> float | None:
    if given is None:
        return None
    if not math.isfinite(given) or not low <= given <= high:
        expected = f"{low:g} to {high:g} {unit}".rstrip()
        raise InputError(field, given=f"{given:g} {unit}".rstrip(), expected=expected)
    return float(given)
