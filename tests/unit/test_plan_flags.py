"""Flags: what opens one, what clears it, and old facts that were looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backspotter.app.history import CheckedIn, Corrected, Examined, History
from backspotter.app.plan_flags import open_flags, settled
from backspotter.levels import Level
from backspotter.triage.check_in import CheckIn
from backspotter.triage.flag_signs import flag_fields

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def on(day: int) -> datetime:
    return START + timedelta(days=day)


def checked(day: int, **answers: object) -> CheckedIn:
    return CheckedIn(at=on(day), check_in=CheckIn(**answers))


def open_in(history: History) -> list[str]:
    return [flag.field for flag in open_flags(history)]


TINGLES = checked(0, leg_tingling="yes")


def test_a_sign_stays_through_silence_and_denial():
    history = History(check_ins=(TINGLES, checked(2, pain_now=0), checked(3, leg_tingling="no")))
    assert open_in(history) == ["leg_tingling"]
    assert open_flags(history)[0].level is Level.see_clinician
    assert open_flags(history)[0].since == on(0)


@pytest.mark.parametrize(
    ("examined", "left"),
    [
        (Examined(at=on(1), by="GP"), []),
        (Examined(at=on(1), by="GP", signs=frozenset(["leg_tingling"])), []),
        (Examined(at=on(1), by="GP", rules=frozenset(["RAD-05"])), []),
        (Examined(at=on(1), by="GP", signs=frozenset(["fever"])), ["leg_tingling"]),
        (Examined(at=on(1), by="GP", rules=frozenset(["CES-01"])), ["leg_tingling"]),
        (Examined(at=on(-1), by="GP"), ["leg_tingling"]),
    ],
)
def test_an_examination_clears_what_it_was_about_and_what_was_there(examined, left):
    assert open_in(History(check_ins=(TINGLES,), examined=(examined,))) == left


def test_after_an_examination_the_same_sign_opens_again():
    history = History(
        check_ins=(TINGLES, checked(5, leg_tingling="yes")), examined=(Examined(at=on(1), by="GP"),)
    )
    assert [(flag.field, flag.since) for flag in open_flags(history)] == [("leg_tingling", on(5))]


def test_a_mistake_is_corrected():
    corrected = (Corrected(at=on(1), sign="leg_tingling"),)
    assert open_in(History(check_ins=(TINGLES,), corrected=corrected)) == []


def test_what_the_back_stopped_stays_too():
    history = History(check_ins=(checked(0, walking="unable"), checked(1, walking="fine")))
    assert open_in(history) == ["walking"]


def test_an_old_fact_once_examined_opens_nothing_anew_while_the_back_is_well():
    seen = (Examined(at=on(1), by="surgeon"),)
    operated = CheckIn(spinal_surgery="yes", pain_now=0)
    before = (checked(0, spinal_surgery="yes"), checked(9, spinal_surgery="yes", pain_now=0))
    history = History(check_ins=before, examined=seen)
    assert open_in(history) == []
    assert settled(history, operated).spinal_surgery == "unknown"
    for more in ({"pain_now": 1}, {"pain_now": None}, {"fever": "yes"}):
        kept = operated.with_(**more)
        assert settled(history, kept) == kept
    flagged = History(check_ins=(*before, checked(10, fever="yes")), examined=seen)
    assert settled(flagged, operated) == operated
    assert settled(History(check_ins=before), operated) == operated


def test_what_speaks_for_soreness_is_no_flag():
    assert not {"thigh_muscle_ache_only", "felt_or_heard_something"} & flag_fields()
    assert {"saddle_numb", "leg_tingling", "urine_dark", "muscle_swelling"} <= flag_fields()
