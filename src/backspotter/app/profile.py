"""The profile: body size, sex, year of birth, units, what the person can load on a bar, country."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from backspotter.app.journal_choice import journal
from backspotter.errors import InputError
from backspotter.training.units import UNITS
from backspotter.triage.advice import numbers_of
from backspotter.triage.check_in import SEXES

if TYPE_CHECKING:
    from backspotter.journal.records import Profile

M_PER_IN = 0.0254
HEIGHTS_M = (1.0, 2.5)
MASSES_KG = (25.0, 350.0)
OLDEST = 110
YOUNGEST = 5
PLATES = (0.05, 100.0)
BARS = (0.0, 100.0)
MOST_PLATES = 40


def known() -> Profile:
    """The profile as it stands; empty where nothing was said.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.profile import profile

    with journal() as opened:
        return profile(opened)


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
) -> Profile:
    """The profile with what was said anew.

    Parameters
    ----------
    height_m, mass_kg : body size [m, kg]
    plates : one number for each plate there is a pair of, such as ``20,15,10,5,2.5,1.25``
    bar : its mass, as ``plates`` in ``rack_units``: those said here, else ``units``

    Raises
    ------
    InputError : nothing was said, or something that cannot be
    JournalError : it cannot be kept
    """
    from backspotter.journal.profile import profile, set_profile

    said: dict[str, Any] = {
        "height_m": _in_range("height", height_m, *HEIGHTS_M, "m"),
        "mass_kg": _in_range("mass", mass_kg, *MASSES_KG, "kg"),
        "sex": _sex(sex),
        "birth_year": _year(birth_year, now),
        "units": _units(units),
        "bar": _in_range("bar", bar, *BARS, ""),
        "plates": _plates(plates),
        "country": numbers_of(country).code if country else None,
    }
    changes = {name: value for name, value in said.items() if value not in (None, "", ())}
    if not changes:
        raise InputError("profile set", given="nothing", expected="an option", do="see --help")
    with journal() as opened:
        before = profile(opened)
        if "bar" in changes or "plates" in changes:
            in_units = rack_units or changes.get("units") or before.units or "kg"
            changes["rack_units"] = in_units
            _refuse_two_units(before, changes)
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
        "height_m": _in_range("height", height_m, *HEIGHTS_M, "m"),
        "mass_kg": _in_range("mass", mass_kg, *MASSES_KG, "kg"),
        "sex": _sex(sex),
        "birth_year": _year(birth_year, now),
        "units": _units(units),
        "bar": _in_range("bar", bar, *BARS, ""),
        "plates": _plates(plates),
        "country": numbers_of(country).code,
    }
    has_rack = said["bar"] is not None or bool(said["plates"])
    in_units = _units(rack_units) or said["units"] or "kg"
    with journal() as opened:
        return set_profile(opened, entered=now, **said, rack_units=in_units if has_rack else "")


def profile_document(profile: Profile) -> dict[str, Any]:
    """The profile as JSON has it: what was not said is null."""
    found = {each.name: getattr(profile, each.name) for each in fields(profile)}
    return {
        **{name: value or None for name, value in found.items()},
        "plates": list(profile.plates),
    }


def _refuse_two_units(before: Profile, changes: dict[str, Any]) -> None:
    """Raise where a bar in one unit would stand beside plates in another."""
    if not before.rack_units or changes["rack_units"] == before.rack_units:
        return
    kept = [name for name in ("bar", "plates") if name not in changes and getattr(before, name)]
    if kept:
        given = f"the other in {changes['rack_units']}"
        raise InputError(kept[0], given=given, expected="bar and plates in the same unit")


def _year(given: int | None, now: datetime) -> int | None:
    first, last = now.year - OLDEST, now.year - YOUNGEST
    if given is not None and not first <= given <= last:
        raise InputError("birth_year", given=given, expected=f"a year from {first} to {last}")
    return given


def _sex(given: str) -> str:
    word = given.strip().lower()
    found = next((sex for sex in SEXES if word in (sex, sex[0])), "")
    if word and not found:
        raise InputError("sex", given=given, expected=" or ".join(SEXES))
    return found


def _units(given: str) -> str:
    units = given.strip().lower()
    if units and units not in UNITS:
        raise InputError("units", given=given, expected="kg or lb")
    return units


def _plates(typed: str) -> tuple[float, ...]:
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
    return tuple(sorted(plates, reverse=True))


def _in_range(field: str, given: float | None, low: float, high: float, unit: str) -> float | None:
    if given is None:
        return None
    if not math.isfinite(given) or not low <= given <= high:
        expected = f"{low:g} to {high:g} {unit}".rstrip()
        raise InputError(field, given=f"{given:g} {unit}".rstrip(), expected=expected)
    return float(given)
