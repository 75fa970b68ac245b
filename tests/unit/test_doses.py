"""Doses of logged sets: from the film of a set where there is one, else from the model."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from backspotter.app.doses import doses
from backspotter.app.film_peaks import peaks_in
from backspotter.app.history import CheckedIn, FilmNote, History
from backspotter.app.plan import plan
from backspotter.journal.records import Profile
from backspotter.training.dose import of_peaks, week_room
from backspotter.training.log import LoggedSet
from backspotter.training.sessions import pull_sessions
from backspotter.triage.check_in import CheckIn

NOW = datetime(2026, 3, 16, 12, tzinfo=timezone(timedelta(hours=1)))
BODY = Profile(mass_kg=84, height_m=1.8, sex="male")
WEEKLY = [
    LoggedSet(at=NOW - timedelta(days=7 * weeks + 1), exercise="Deadlift", load_kg=100, reps=5)
    for weeks in range(5)
]


def film(*kilonewtons: float | None) -> dict[str, object]:
    bands = [
        {} if kn is None else {"value": 1000 * kn, "low": 900 * kn, "high": 1100 * kn}
        for kn in kilonewtons
    ]
    return {"reps": [{"loads": {"compression_N": band}} for band in bands]}


def test_a_filmed_set_has_the_films_peaks_and_its_own_repetitions():
    found = doses({1: WEEKLY[0]}, {1: film(6.0, 8.0)}, BODY, NOW).sets[1]
    assert (found.source, found.reps) == ("film", 5)
    assert (found.peak_n, found.low_n, found.high_n) == (8000, 7200, pytest.approx(8800))
    assert found.sum_kn2 == pytest.approx(5 * (36 + 64) / 2)


@pytest.mark.parametrize(
    "summary", [None, {}, film(), film(6.0, None), {"reps": [{}]}, {"reps": 3}]
)
def test_without_a_film_that_judged_every_repetition_it_is_the_model(summary):
    films = {} if summary is None else {1: summary}
    found = doses({1: WEEKLY[0]}, films, BODY, NOW).sets[1]
    assert found.source == "model"
    assert found.low_n < found.peak_n < found.high_n
    assert peaks_in(summary) == ()


def test_a_film_alone_says_the_dose_where_the_log_knows_no_weight():
    unknown = replace(WEEKLY[0], load_kg=None, reps=None)
    assert doses({1: unknown}, {}, BODY, NOW).sets == {}
    assert doses({1: unknown}, {1: film(6.0, 8.0)}, BODY, NOW).sets[1].sum_kn2 == 100


def test_a_filmed_set_counts_in_its_session_and_its_week_as_filmed():
    sets = dict(enumerate(WEEKLY))
    by_model = doses(sets, {}, BODY, NOW)
    filmed = doses(sets, {0: film(9.0)}, BODY, NOW)
    assert filmed.sessions[-1].sum_kn2 == pytest.approx(5 * 81)
    assert filmed.week.six_days_kn2 == pytest.approx(5 * 81)
    assert filmed.week.usual_kn2 == by_model.week.usual_kn2
    earlier = doses(sets, {place: film(9.0) for place in (1, 2, 3)}, BODY, NOW)
    assert earlier.week.usual_kn2 == pytest.approx(5 * 81)
    assert earlier.week.six_days_kn2 == by_model.week.six_days_kn2


def test_a_film_that_was_never_in_this_log_changes_nothing():
    sessions = pull_sessions(WEEKLY, until=NOW)
    other = {replace(WEEKLY[0], load_kg=101.0): (9000.0,)}
    plain = week_room(sessions, NOW.date(), lambda style, kg: 5000.0)
    assert week_room(sessions, NOW.date(), lambda style, kg: 5000.0, filmed=other) == plain


def test_measured_repetitions_stand_for_those_that_were_not():
    assert of_peaks([3000.0, 4000.0], 4).sum_kn2 == 50
    assert of_peaks([3000.0, 4000.0], None).reps == 2


def test_the_plan_sees_the_week_as_it_was_filmed():
    told = CheckedIn(at=NOW - timedelta(hours=1), check_in=CheckIn(pain_now=0, trend="gone"))
    history = History(profile=BODY, sets=tuple(WEEKLY), check_ins=(told,))
    films = tuple(
        FilmNote(at=one.at, style="conventional", faults=frozenset(), of=one, peaks_n=(12_000.0,))
        for one in WEEKLY
    )
    before, after = plan(history, today=NOW), plan(replace(history, films=films), today=NOW)
    assert after.room.usual_kn2 == pytest.approx(5 * 144)
    assert after.room.usual_kn2 > 2 * before.room.usual_kn2
