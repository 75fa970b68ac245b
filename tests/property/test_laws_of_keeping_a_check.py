"""What is read in brief at every check says the same as the whole journal, of nobody but its own
person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from backspotter.app.as_of import as_of
from backspotter.app.course import as_followed
from backspotter.app.history import CheckedIn
from backspotter.app.journal_history import history_of
from backspotter.app.keeping import FOLLOWED, as_the_last_days_have_it
from backspotter.app.track_course import course_at
from backspotter.journal.codec import SETS, SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.journal import opened
from backspotter.journal.people import new_person
from backspotter.training.log import LoggedSet
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn
from tests.journals import NOON, check, sore

FEW = settings(
    max_examples=max(40, settings.default.max_examples // 50),
    phases=set(Phase) - {Phase.shrink},  # each try enters two people: it would take minutes
)
HOURS_AGO = st.integers(0, 20 * 24)
PAIN = st.integers(0, 10)
EXERCISES = st.sampled_from(["Deadlift", "Romanian Deadlift (Barbell)", "Squat", "Hip hinge"])
NUMBERS = st.lists(st.tuples(HOURS_AGO, PAIN, st.booleans()), max_size=6)
CHECKS = st.lists(
    st.tuples(HOURS_AGO, PAIN | st.none(), st.sampled_from([None, 5, 30])), max_size=4
)
LIFTS = st.lists(st.tuples(HOURS_AGO, EXERCISES, st.integers(40, 200)), max_size=8)
CORRECTED = st.none() | st.tuples(HOURS_AGO, PAIN)


@pytest.fixture(scope="module")
def shared(database):
    with database.fresh() as place, opened(place, keeps=1) as journal:
        yield journal


def somebody(journal, numbers, checks, lifts, corrected):
    """Another person in the same journal, with all this entered."""
    with journal.at_once() as joined:
        with joined.writing() as connection:
            person = new_person(connection, NOON)
        enter(replace(joined, person=person), numbers, checks, lifts, corrected)
    return replace(journal, person=person)


def enter(own, numbers, checks, lifts, corrected):
    ids = [
        add(
            own,
            SORENESSES,
            replace(sore(pain, at=ago(hours)), under_painkiller=under),
            entered=NOON,
        )
        for hours, pain, under in numbers
    ]
    for hours, pain, since in checks:
        check(own, at=ago(hours), pain_now=pain, hours_since_lift=since)
    for hours, exercise, load_kg in lifts:
        one = LoggedSet(at=ago(hours), exercise=exercise, load_kg=float(load_kg), reps=5)
        add(own, SETS, one, entered=NOON)
    if corrected and ids:
        hours, pain = corrected
        add(own, SORENESSES, sore(pain, at=ago(hours)), entered=NOON, corrects=ids[0])


def ago(hours):
    return NOON - timedelta(hours=hours)


def by_the_whole_journal(journal, check_in):
    """The same by the long way: everything is read, every curve is drawn."""
    history = history_of(journal)
    followed = (*history.soreness, *history.check_ins)
    if not any(each.at >= NOON - FOLLOWED for each in followed):
        return None
    told = (*history.check_ins, CheckedIn(at=NOON, check_in=check_in))
    course = course_at(as_of(replace(history, check_ins=told), NOON))
    return as_followed(check_in, None if course is None else course.alarm)


@FEW
@given(
    numbers=NUMBERS,
    checks=CHECKS,
    lifts=LIFTS,
    corrected=CORRECTED,
    pain=PAIN | st.none(),
    since=st.sampled_from([None, 30, 80, 100]),
    of_another=st.tuples(NUMBERS, CHECKS, LIFTS, CORRECTED),
)
def test_in_brief_or_in_full_a_check_is_followed_the_same(
    shared, numbers, checks, lifts, corrected, pain, since, of_another
):
    own = somebody(shared, numbers, checks, lifts, corrected)
    check_in = CheckIn(pain_now=pain, hours_since_lift=since)
    before = by_the_whole_journal(own, check_in)
    assert as_the_last_days_have_it(own, assess(check_in), NOON) == before
    somebody(shared, *of_another)
    assert as_the_last_days_have_it(own, assess(check_in), NOON) == before


def test_an_alarm_comes_through(shared):
    numbers = [(hours, 6, False) for hours in (70, 60, 50, 40, 30, 20, 10)]
    own = somebody(shared, numbers, [], [(100, "Deadlift", 140)], None)
    check_in = CheckIn(pain_now=6)
    found = as_the_last_days_have_it(own, assess(check_in), NOON)
    assert (found.trend, found.hours_since_lift) == ("unchanged", 100)
