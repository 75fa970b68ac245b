"""What a person types beside a film, as an order; and what they can choose from."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from backspotter.app.body_size import (
    height_from,
    height_in_words,
    mass_from,
    mass_in_words,
    metres,
)
from backspotter.app.counted import counted
from backspotter.app.film_asked import Asked, style_named
from backspotter.app.film_order import Order
from backspotter.app.in_units import within
from backspotter.app.journal_choice import journal
from backspotter.app.profile import changed, known
from backspotter.app.spine_in import sex_from
from backspotter.errors import InputError
from backspotter.lift.analysis import LiftGiven
from backspotter.lift.reps_given import Span
from backspotter.spine.body import MASS_KG, Lifter
from backspotter.spine.posture import LOAD_KG
from backspotter.training.units import Unit, shown_mass

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal
    from backspotter.journal.records import Entry, Profile
    from backspotter.training.log import LoggedSet

NUMBER: Final = re.compile(
    r"\s*(-?\d{1,6}(?:[.,]\d{1,4})?)\s*(kg|lbs?|cm|mm|m|s)?\s*", re.IGNORECASE
)
KINDS_OF_LIFT: Final = (
    ("conventional", "Conventional"),
    ("sumo", "Sumo"),
    ("trap_bar", "Trap bar"),
    ("romanian", "Romanian"),
    ("stiff_leg", "Stiff-leg"),
)
"""What a person chooses from, by id."""

UNKNOWN: Final = "unknown"
RECENT: Final = timedelta(days=14)
MOST_SETS: Final = 8
MOST_REPS: Final = 50


@dataclass(frozen=True, slots=True)
class SetChoice:
    """A set of the log that a film may show: its number, and how it is called."""

    id: int
    words: str


def units_of(profile: Profile) -> Unit:
    """What this person's weights are shown in."""
    return "lb" if profile.units == "lb" else "kg"


def order_from(form: Mapping[str, str], now: datetime) -> Order:
    """The order of a form; body size that was asked for joins the profile.

    Parameters
    ----------
    form : ``load``, ``style``, ``plate_mm``, ``set``, ``keep``, ``height_cm``, ``mass``, ``sex``

    Raises
    ------
    InputError : something that cannot be, named by its field
    JournalError : the profile cannot be read
    """
    profile = known()
    units = units_of(profile)
    load = mass_in(form, "load", units, LOAD_KG)
    if load is None:
        raise InputError("load", given="nothing", expected="what was on the bar, with the bar")
    lifter = _lifter(form, profile, units, now)
    asked = _named(form, load, lifter)
    return Order(asked=asked, set_id=_set(form, now), keeps_film=form.get("keep") == "yes")


def correction_from(form: Mapping[str, str], before: Asked) -> Asked:
    """What is asked of a film after a correction; the body stays as it was where none is said.

    Raises
    ------
    InputError : something that cannot be, named by its field
    JournalError : the profile cannot be read
    """
    units = units_of(known())
    load = mass_in(form, "load", units, LOAD_KG)
    if form.get("load", "").strip() == typed_kg(before.load_kg, units):
        load = before.load_kg
    spans = spans_from(form)
    lifter = _lifter_corrected(form, before.lifter)
    asked = _named(form, before.load_kg if load is None else load, lifter)
    return Asked(
        lifter=asked.lifter,
        load_kg=asked.load_kg,
        style=asked.style,
        plate_mm=asked.plate_mm,
        spans=spans,
    )


def body_to_correct(given: LiftGiven, profile: Profile, *, drawn: bool = False) -> dict[str, str]:
    """Height, mass and sex as they would be typed: of the profile, else as the film was read.

    Parameters
    ----------
    drawn : whether it is the demo film, which shows nobody: then always as it was read
    """
    units = units_of(profile)
    profile = replace(profile, height_m=None, mass_kg=None, sex="") if drawn else profile
    sex = profile.sex or ("" if given.sex == UNKNOWN else given.sex)
    return {
        "height": height_in_words(profile.height_m or given.height_m, units),
        "mass": mass_in_words(profile.mass_kg or given.mass_kg, units),
        "sex": sex,
    }


def spans_from(form: Mapping[str, str]) -> tuple[Span, ...]:
    """Where repetitions begin and end, where the person moved a border; nothing otherwise.

    Each ``begin-N`` and ``end-N`` [s]; both empty leaves one out.

    Raises
    ------
    InputError : half of one, or a moment that is none
    """
    if form.get("by_hand") != "yes":
        return ()
    found = []
    for n in range(MOST_REPS):
        begin, end = (number_in(form, f"{side}-{n}", ("s",)) for side in ("begin", "end"))
        if begin is None and end is None:
            continue
        if begin is None or end is None:
            raise InputError(
                "reps", given="one end", expected="where a rep begins and where it ends"
            )
        found.append((begin, end))
    if not found:
        raise InputError("reps", given="none", expected="at least one repetition")
    return tuple(found)


def mass_in(
    form: Mapping[str, str], field: str, units: Unit, span: tuple[float, float]
) -> float | None:
    """A weight [kg] as it was typed, in these units unless it says its own; none where empty.

    Parameters
    ----------
    span : lowest and highest [kg]
    """
    text = form.get(field, "").strip()
    if not text:
        return None
    found = NUMBER.fullmatch(text)
    unit = (found[2] or units).lower().rstrip("s") if found else ""
    if found is None or unit not in ("kg", "lb"):
        raise InputError(field, given=text, expected=f"a weight in {units}, such as 140")
    return within(field, _number(found[1]), "lb" if unit == "lb" else "kg", span)


def number_in(form: Mapping[str, str], field: str, units: Sequence[str]) -> float | None:
    """A number as it was typed, with one of these units or none; none where empty."""
    text = form.get(field, "").strip()
    if not text:
        return None
    found = NUMBER.fullmatch(text)
    if found is None or (found[2] or units[0]).lower() not in units:
        raise InputError(field, given=text, expected=f"a number in {units[0]}")
    return _number(found[1])


def typed_kg(mass_kg: float, units: Unit) -> str:
    """A weight as it would be typed in these units."""
    return shown_mass(mass_kg, units)


def sets_to_choose(journal: Journal, now: datetime) -> list[SetChoice]:
    """The last deadlift sets of the log, newest first."""
    from backspotter.journal.codec import SETS
    from backspotter.journal.entries import current
    from backspotter.journal.profile import profile
    from backspotter.training.sessions import style_in

    units = units_of(profile(journal))
    rows = [
        each
        for each in current(journal, SETS, since=now - RECENT)
        if style_in(each.value) and each.value.at <= now
    ]
    rows.sort(key=lambda each: (each.value.at, each.value.order, each.id), reverse=True)
    numbers = _numbers_in_session(each for each in reversed(rows))
    found = []
    for each in rows[:MOST_SETS]:
        one = each.value
        load = "" if one.load_kg is None else f" at {typed_kg(one.load_kg, units)} {units}"
        reps = counted(one.reps, "rep") if one.reps else "set"
        day = f"{one.at:%a} {one.at.day} {one.at:%b}"
        at = f"{day}, {one.at:%H:%M}" if one.exact else day
        words = f"{at}: {one.exercise}, set {numbers[each.id]}, {reps}{load}"
        found.append(SetChoice(each.id, words))
    return found


def _numbers_in_session(rows: Iterable[Entry[LoggedSet]]) -> dict[int, int]:
    """The place of each set among those of its exercise on its day, from 1, by its id."""
    counts: Counter[tuple[date, str]] = Counter()
    found = {}
    for each in rows:
        session = (each.value.at.date(), each.value.exercise)
        counts[session] += 1
        found[each.id] = counts[session]
    return found


def _named(form: Mapping[str, str], load_kg: float, lifter: Lifter) -> Asked:
    style = form.get("style", "").strip()
    try:
        return Asked(
            lifter=lifter,
            load_kg=load_kg,
            style=style_named(style) if style else None,
            plate_mm=number_in(form, "plate_mm", ("mm",)),
        )
    except InputError as error:
        if error.field != "load_kg":
            raise
        do = "without a bar there is no deadlift"
        raise InputError("load", given=f"{load_kg:g} kg", expected=error.expected, do=do) from None


def _lifter(form: Mapping[str, str], profile: Profile, units: Unit, now: datetime) -> Lifter:
    """The body of the profile; what was typed beside the film joins it."""
    height_cm, mass = number_in(form, "height_cm", ("cm",)), mass_in(form, "mass", units, MASS_KG)
    sex = form.get("sex", "").strip()
    if height_cm is not None or mass is not None or sex:
        height_m = metres(height_cm)
        Lifter(height_m=height_m, mass_kg=mass)  # says what cannot be, before any of it is kept
        profile = changed(now=now, height_m=height_m, mass_kg=mass, sex=sex)
    return Lifter(
        mass_kg=profile.mass_kg,
        height_m=profile.height_m,
        sex=sex_from(profile.sex or UNKNOWN),
    )


def _lifter_corrected(form: Mapping[str, str], before: Lifter) -> Lifter:
    """The body that a correction says, for this film alone; as before where it says nothing of it.

    What stands in the form as the profile has it is taken as exactly as the profile keeps it.
    """
    if form.get("body") != "yes":  # empty fields are not sent on
        return before
    profile = known()
    units = units_of(profile)
    height, mass = form.get("height", "").strip(), form.get("mass", "").strip()
    exact_height = height == height_in_words(profile.height_m, units)
    exact_mass = mass == mass_in_words(profile.mass_kg, units)
    return Lifter(
        height_m=profile.height_m if exact_height else height_from(height),
        mass_kg=profile.mass_kg if exact_mass else mass_from(mass, units),
        sex=sex_from(form.get("sex", "").strip() or UNKNOWN),
    )


def _set(form: Mapping[str, str], now: datetime) -> int | None:
    text = form.get("set", "").strip()
    if not text:
        return None
    with journal() as opened:
        found = [each.id for each in sets_to_choose(opened, now) if str(each.id) == text]
    if not found:
        raise InputError("set", given=text, expected="one of the sets to choose from")
    return found[0]


def _number(text: str) -> float:
    found = float(text.replace(",", "."))
    assert math.isfinite(found)
    return found
