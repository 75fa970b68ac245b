"""What sets add up to and how they tire: plain numbers."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from backspotter.spine import Lift, after_sets, against_past, of_set, total
from backspotter.spine.dose import FEWEST_PAST
from backspotter.spine.fatigue import (
    RECOVERED,
    REST_DEFAULT_S,
    RPE_DEFAULT,
    Held,
    asked,
    endurance,
    recovery_time,
    rest,
    work,
)
from backspotter.spine.lifft import CAUTION_N_M, Task, daily_damage, damage
from tests.spine_cases import one_rep

REP = one_rep(Lift())


def test_a_set_has_the_reps_peaks_and_its_sums():
    low_back = REP.loads.levels["L5/S1"]
    dose = of_set(REP, 5)
    assert dose.reps == 5
    assert dose.peak_N == low_back.compression.value.max()
    assert dose.peak_N_m == low_back.moment.value.max()
    seconds = REP.rep.times[-1]
    assert dose.newton_seconds == pytest.approx(
        5 * low_back.compression.value.mean() * seconds, rel=0.01
    )
    assert dose.newton_metre_seconds == pytest.approx(
        5 * np.trapezoid(low_back.moment.value, REP.rep.times)
    )


def test_the_three_sums_are_of_the_peak_in_kilonewtons():
    dose = of_set(REP, 3)
    kilo = dose.peak_N / 1e3
    assert dose.linear == pytest.approx(3 * kilo)
    assert dose.squared == pytest.approx(3 * kilo**2)
    assert dose.tenth == pytest.approx(3 * kilo**10)


def test_sets_of_different_loads_add_up_near_the_heavier():
    light, heavy = of_set(one_rep(Lift(), 60.0), 10), of_set(REP, 10)
    both = total([light, heavy])
    assert heavy.relative < both.relative < 1.02 * heavy.relative
    assert both.peak_N == heavy.peak_N
    assert both.reps == 20


def test_a_dose_is_frozen():
    with pytest.raises(FrozenInstanceError):
        of_set(REP, 1).reps = 2  # type: ignore[misc]


def test_a_session_stands_next_to_the_middle_and_the_highest_of_the_past():
    past = [of_set(REP, reps) for reps in (1, 3, 32)]
    found = against_past(of_set(REP, 3), past)
    assert found is not None
    assert found.to_usual == pytest.approx(1.0)
    assert found.to_highest == pytest.approx((3 / 32) ** 0.2)
    assert found.sessions == 3


def test_too_few_sessions_are_no_past():
    assert against_past(of_set(REP, 3), [of_set(REP, 3)] * (FEWEST_PAST - 1)) is None


# --- Fatigue -----------------------------------------------------------------------------------


def test_a_set_says_how_tired_it_leaves_and_how_hard_it_was():
    (found,) = after_sets([(REP, 5, 8.0, 180.0)])
    assert 0.02 < found.tired < 0.5
    assert found.left == pytest.approx(1 - found.tired)
    assert 0.2 < found.mean_share < found.peak_share < 1
    assert found.under_s == pytest.approx(5 * len(REP.rep.times) / 100, rel=0.01)
    assert not found.fell_short


def test_rest_between_sets_is_counted_and_after_the_last_one_is_not():
    short, long = (
        after_sets([(REP, 5, 8.0, rest_s), (REP, 5, 8.0, rest_s)]) for rest_s in (30.0, 300.0)
    )
    assert short[0] == long[0]
    assert long[1].tired < short[1].tired


def test_the_asked_share_is_of_the_weight_that_could_be_lifted_once():
    """Five reps with two in reserve: seven possible, Epley's one and six thirtieths."""
    share = asked(REP, 5, 8.0)
    assert share.max() == pytest.approx(1 / (1 + 6 / 30))
    assert share.min() >= 0
    assert asked(REP, 1, 10.0).max() == pytest.approx(1.0)


def test_a_single_at_the_limit_leaves_no_share_above_one():
    (found,) = after_sets([(REP, 1, 10.0, 0.0)])
    assert found.peak_share == 1.0


def test_the_muscle_falls_short_when_less_is_left_than_asked():
    assert after_sets([(REP, 5, 10.0, 0.0)], tired=0.6)[0].fell_short
    assert not after_sets([(REP, 5, 7.0, 0.0)])[0].fell_short


def test_a_few_minutes_recover_most_of_a_set():
    (found,) = after_sets([(REP, 5, RPE_DEFAULT, REST_DEFAULT_S)])
    assert rest(found.tired, REST_DEFAULT_S) < 0.2 * found.tired
    assert recovery_time(found.tired) < 600
    assert rest(found.tired, recovery_time(found.tired)) == pytest.approx(RECOVERED, abs=1e-12)
    assert recovery_time(RECOVERED / 2) == 0


def test_nothing_asked_recovers_and_no_time_changes_nothing():
    assert work(0.5, Held(share=0.0, seconds=600.0)) < 0.5
    assert work(0.5, Held(share=0.0, seconds=600.0)) > rest(0.5, 600.0)
    assert work(0.3, Held(share=0.7, seconds=0.0)) == 0.3
    assert rest(0.3, 0.0) == 0.3


def test_half_of_the_strength_is_held_for_some_two_minutes():
    assert 100 < endurance(0.5) < 180


# --- LiFFT -----------------------------------------------------------------------------------


def test_lifft_counts_each_task_of_a_day():
    tasks = [Task(moment_N_m=51.0, repetitions=400), Task(moment_N_m=120.0, repetitions=10)]
    assert daily_damage(tasks) == pytest.approx(sum(damage(each) for each in tasks))
    assert daily_damage([]) == 0


def test_lifft_asks_for_caution_above_what_its_authors_name():
    assert not Task(moment_N_m=CAUTION_N_M, repetitions=1).wants_caution
    assert Task(moment_N_m=CAUTION_N_M + 1, repetitions=1).wants_caution
