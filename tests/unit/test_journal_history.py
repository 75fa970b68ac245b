"""The journal as a history: what a plan and a course are made from, and flags that hold a floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.app.history import History, KeptFlag
from backspotter.app.journal_history import history_of
from backspotter.app.plan import plan
from backspotter.app.plan_flags import open_flags
from backspotter.app.plan_out import plan_document
from backspotter.journal.codec import SESSIONS, SETS, SORENESSES
from backspotter.journal.entries import add, add_all
from backspotter.journal.films import keep_film
from backspotter.journal.flags import end_flag, flags
from backspotter.journal.journal import opened
from backspotter.journal.profile import set_profile
from backspotter.journal.records import FilmKept, Soreness
from backspotter.levels import Level
from backspotter.training.log import SessionNote
from backspotter.training.proposal import Scheme
from backspotter.training.sessions import RECENT
from tests.journals import NOON, check, filled, lifted

LATER = NOON + timedelta(days=1)


@pytest.fixture
def journal(place):
    with opened(place) as found:
        yield found


def test_everything_that_was_entered_comes_over(journal):
    history = history_of(filled(journal))
    assert history.profile.rack.plates == (20.0, 10.0)
    assert history.helped == {"heat"}
    assert [each.pain_during for each in history.sessions] == [2]
    assert [each.load_kg for each in history.sets] == [140]
    assert [each.pain_now for each in history.soreness] == [3], "a corrected entry counts as it is"
    assert len(history.nights) == len(history.check_ins) == 1
    assert not history.is_empty


def test_an_empty_journal_is_an_empty_history_with_a_common_gym(journal):
    history = history_of(journal)
    assert history.is_empty
    assert history.profile.rack.unit == "kg"
    set_profile(journal, entered=NOON, units="lb")
    assert history_of(journal).profile.rack.bar == 45


def test_a_flag_holds_its_floor_until_it_was_examined_and_a_new_check_made(journal):
    check(journal, leg_tingling="yes", pain_now=5)
    check(journal, at=LATER, leg_tingling="no", pain_now=0)
    found = plan(history_of(journal), today=LATER + timedelta(hours=1))
    assert found.level is Level.see_clinician
    assert [flag.field for flag in found.flags] == ["leg_tingling"]
    assert found.state == "stop"
    (flag,) = flags(journal)
    seen = LATER + timedelta(hours=2)
    end_flag(journal, flag.id, how="examined", by="GP", at=seen, entered=seen)
    history = history_of(journal)
    after = plan(history, today=seen + timedelta(hours=1))
    assert after.flags == ()
    assert after.level is Level.normal_soreness
    assert plan(history, today=LATER).flags, "on the day before, it was open"


def test_a_mistake_ends_a_flag(journal):
    check(journal, saddle_numb="yes")
    for flag in flags(journal):
        end_flag(journal, flag.id, how="mistake", at=LATER, entered=LATER)
    check(journal, at=LATER, saddle_numb="no", pain_now=1)
    assert plan(history_of(journal), today=LATER + timedelta(hours=1)).level < Level.emergency


@settings(max_examples=50)
@given(level=st.sampled_from(list(Level)), pain=st.none() | st.integers(0, 10))
def test_a_plan_is_never_below_the_floor_of_an_open_flag(level, pain):
    kept = KeptFlag(opened=NOON, rule="OLD-01", level=level, words="of a rule that is gone")
    sore = () if pain is None else (Soreness(at=NOON, pain_now=pain),)
    history = History(soreness=sore, flags=(kept,))
    assert open_flags(history)[0].level is level
    found = plan(history, today=LATER)
    assert found.level is not None
    assert found.level >= level
    ended = replace(kept, ended=NOON + timedelta(hours=1))
    assert open_flags(replace(history, flags=(ended,))) == ()


def test_a_film_brings_its_faults_in_the_style_it_shows(journal):
    rows = [{"code": "bar_drift", "onset": "after_lift_off"}]
    summary = {"style": "trap-bar", "reps": [{"faults": rows}]}
    film = FilmKept(sha256="f", engine="test", parameters={}, summary=summary, made=NOON)
    keep_film(journal, film)
    (note,) = history_of(journal).films
    assert (note.style, note.faults) == ("trap_bar", {"bar_drift"})


def test_words_of_what_helped_are_means(journal):
    value = Soreness(at=NOON, pain_now=2, helped=("a walk", "Hot shower", "heat pack"))
    add(journal, SORENESSES, value, entered=NOON)
    assert history_of(journal).helped == {"walking", "heat"}


def test_how_a_person_lifts_reaches_the_plan(journal):
    set_profile(
        journal, entered=NOON, style="sumo", stiff=frozenset(["hips"]), scheme=Scheme(sets=2),
        helped=frozenset(["cold"]),
    )  # fmt: skip
    value = Soreness(at=NOON, pain_now=1, helped=("heat",), made_worse=("sitting all day",))
    add(journal, SORENESSES, value, entered=NOON)
    for style in ("sumo", "conventional", "conventional"):
        add(journal, SETS, replace(lifted(0), style=style), entered=NOON)
    check(journal, at=LATER, pain_now=1)
    found = plan(history_of(journal), today=LATER + timedelta(hours=1))
    assert (found.session.style, found.session.work.sets) == ("sumo", 1), "as the last, not more"
    assert "hips" in {name for row in found.session.warm_up for name in row.chosen_for}
    assert "sitting" in " ".join(row.words for row in found.recovery)
    assert history_of(journal).helped == {"cold", "heat"}


def test_pain_during_a_session_holds_the_next(journal):
    for minutes in range(3):
        add(journal, SETS, lifted(minutes), entered=NOON)
    check(journal, at=LATER, pain_now=0)
    before = plan(history_of(journal), today=LATER)
    add(journal, SESSIONS, SessionNote(day=NOON.date(), pain_during=5.0), entered=LATER)
    after = plan(history_of(journal), today=LATER)
    assert before.session.work.kg == 140
    assert after.session.work.kg < 140
    assert after.limits.most_limiting.id == "PAIN-LAST-HOLD"


FILMED = {"style": "conventional", "reps": [
    {"loads": {"compression_N": {"value": kn * 1000, "low": kn * 900, "high": kn * 1100}}}
    for kn in (6.0, 8.0)
]}  # fmt: skip


def test_a_film_stays_with_its_set_when_that_is_corrected(journal):
    first = add(journal, SETS, lifted(0), entered=NOON)
    film = FilmKept(sha256="f", engine="t", parameters={}, summary=FILMED, made=LATER, set_id=first)
    keep_film(journal, film)
    second = add(journal, SETS, lifted(1), entered=LATER, corrects=first)
    add(journal, SETS, lifted(2), entered=LATER, corrects=second)
    (note,) = history_of(journal).films
    assert (note.of, note.at) == (lifted(2), lifted(2).at)
    assert history_of(journal).filmed == {lifted(2): (6000.0, 8000.0)}


def test_a_plan_reads_only_what_it_looks_at_and_is_the_same(journal):
    log = [
        replace(lifted(0), at=NOON - timedelta(days=days), exercise=exercise, style=style)
        for days in range(0, 400, 3)
        for exercise, style in (
            ("Bench Press", None), ("Deadlift", None), ("Pull Thing", "sumo"), ("Squat", None),
        )
    ]  # fmt: skip
    add_all(journal, SETS, log, entered=NOON)
    filmed = FilmKept(sha256="f", engine="t", parameters={}, summary=FILMED, made=NOON, set_id=1)
    keep_film(journal, filmed)
    check(journal, pain_now=0)
    now, since = LATER, LATER - RECENT
    whole, read = (
        history_of(journal, since=since),
        history_of(journal, since=since, pulls_until=now),
    )
    assert len(read.sets) < 0.6 * len(whole.sets)
    assert plan_document(plan(read, today=now)) == plan_document(plan(whole, today=now))
    assert [each.at for each in read.films] == [each.at for each in whole.films]


def test_a_log_without_a_pull_is_not_empty(journal):
    for days in (5, 9):
        bench = replace(lifted(0), at=NOON - timedelta(days=days), exercise="Bench Press")
        add(journal, SETS, bench, entered=NOON)
    found = history_of(journal, since=LATER - RECENT, pulls_until=LATER)
    assert [each.at for each in found.sets] == [NOON - timedelta(days=5)]
