"""Adds to the log what a person types: sets, a night, pain; and reads the log back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from backspotter.app.journal_choice import journal
from backspotter.app.log_words import Written
from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.journal.records import Batch, Entry
    from backspotter.training.log import BodyMass, LoggedSet, Night, SessionNote, Water
    from backspotter.training.units import Unit

LONGEST_NIGHT_H = 24.0
MOST_PAIN = 10.0
LONGEST_NOTE = 2000
LONGEST_REST_S = 7200.0
BY_HAND = "typed"
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Log:
    """The last of what was logged, oldest first, and the imports that stand."""

    sets: list[Entry[LoggedSet]]
    nights: list[Entry[Night]]
    sessions: list[Entry[SessionNote]]
    body_masses: list[Entry[BodyMass]]
    waters: list[Entry[Water]]
    imports: list[Batch]


def add_sets(
    written: Written,
    *,
    at: datetime,
    now: datetime,
    rest_s: float | None = None,
    warm_up: bool = False,
    note: str = "",
    corrects: int | None = None,
) -> list[int]:
    """Keep sets that were typed, one entry for each, and give their numbers.

    Parameters
    ----------
    at : when the first was done
    rest_s : between sets [s]
    corrects : the set that the one set typed takes the place of; what a line cannot say of it
        (its workout and place there, whether it failed, how long it took) stays as it was

    Raises
    ------
    InputError : several sets to correct one, a set to correct that is not there, a long note
    JournalError : they cannot be kept
    """
    from backspotter.journal.codec import SETS
    from backspotter.journal.entries import add, add_all, history
    from backspotter.training.log import LoggedSet

    _refuse_long(note)
    if rest_s is not None and not 0 <= rest_s <= LONGEST_REST_S:
        raise InputError("rest_s", given=f"{rest_s:g}", expected=f"0 to {LONGEST_REST_S:g}")
    if corrects is not None and written.sets != 1:
        given = f"{written.sets} sets"
        raise InputError("corrects", given=given, expected="one set, such as 1x5")
    sets = [
        LoggedSet(
            at=at,
            exercise=written.exercise,
            style=written.style,
            load_kg=written.load_kg,
            reps=written.reps,
            rpe=written.rpe,
            rest_s=rest_s,
            warm_up=warm_up,
            order=order,
            note=note.strip(),
        )
        for order in range(1, written.sets + 1)
    ]
    with journal() as opened:
        if corrects is not None:
            value = _kept_of(history(opened, SETS, corrects)[-1].value, sets[0])
            return [add(opened, SETS, value, entered=now, corrects=corrects, typed=written.typed)]
        return add_all(opened, SETS, sets, entered=now, typed=written.typed)


def _kept_of(before: LoggedSet, typed: LoggedSet) -> LoggedSet:
    """A correction with what was known of the set and is not asked again."""
    return replace(
        typed,
        rest_s=before.rest_s if typed.rest_s is None else typed.rest_s,
        seconds=before.seconds,
        failed=before.failed,
        exact=before.exact or typed.at != before.at,
        order=before.order,
        workout=before.workout,
    )


def add_night(
    asleep_h: float,
    *,
    woke: date,
    now: datetime,
    in_bed_h: float | None = None,
    corrects: int | None = None,
) -> int:
    """Keep how long a night's sleep was, and give its number.

    Parameters
    ----------
    asleep_h, in_bed_h : [h]
    woke : the day it ended

    Raises
    ------
    InputError : longer than a day, or more sleep than time in bed
    JournalError : it cannot be kept
    """
    from backspotter.journal.codec import NIGHTS
    from backspotter.journal.entries import add
    from backspotter.training.log import Night

    for field, hours in (("sleep_h", asleep_h), ("in_bed_h", in_bed_h)):
        if hours is not None and not 0 <= hours <= LONGEST_NIGHT_H:
            raise InputError(field, given=f"{hours:g}", expected=f"0 to {LONGEST_NIGHT_H:g} [h]")
    if in_bed_h is not None and in_bed_h < asleep_h:
        raise InputError("in_bed_h", given=f"{in_bed_h:g}", expected=f"at least {asleep_h:g}")
    night = Night(woke=woke, asleep_h=asleep_h, in_bed_h=in_bed_h, source=BY_HAND)
    with journal() as opened:
        return add(opened, NIGHTS, night, entered=now, corrects=corrects)


def add_session(
    pain_during: float, *, day: date, now: datetime, corrects: int | None = None
) -> int:
    """Keep how much a day's session hurt while it was done, and give its number.

    Parameters
    ----------
    pain_during : 0 to 10

    Raises
    ------
    InputError : a number out of range, or a note to correct that is not there
    JournalError : it cannot be kept
    """
    from backspotter.journal.codec import SESSIONS
    from backspotter.journal.entries import add
    from backspotter.training.log import SessionNote

    note = SessionNote(day=day, pain_during=checked_pain(pain_during))
    with journal() as opened:
        return add(opened, SESSIONS, note, entered=now, corrects=corrects)


def checked_pain(given: float) -> float:
    """A number of pain.

    Raises
    ------
    InputError : out of range
    """
    if not 0 <= given <= MOST_PAIN:
        raise InputError("pain", given=f"{given:g}", expected=f"0 to {MOST_PAIN:g}")
    return float(given)


def logged(most: int = SHOWN) -> Log:
    """The last of every kind.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.codec import BODY_MASSES, NIGHTS, SESSIONS, SETS, WATERS
    from backspotter.journal.entries import current
    from backspotter.journal.imports import batches

    with journal() as opened:
        return Log(
            current(opened, SETS, latest=most),
            current(opened, NIGHTS, latest=most),
            current(opened, SESSIONS, latest=most),
            current(opened, BODY_MASSES, latest=most),
            current(opened, WATERS, latest=most),
            batches(opened),
        )


def units_in_use() -> Unit:
    """What weights are typed in: the profile's units, else kilograms.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.profile import profile

    with journal() as opened:
        return "lb" if profile(opened).units == "lb" else "kg"


def _refuse_long(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        given = f"{len(note):,} characters"
        raise InputError("note", given=given, expected=f"at most {LONGEST_NOTE:,}")
