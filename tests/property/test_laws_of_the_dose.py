"""Laws of what reps and sets add up to, named for what would mislead someone if they failed."""

from __future__ import annotations

from dataclasses import fields
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.spine import Lift, against_past, of_set, total
from backspotter.spine.dose import FEWEST_PAST, NOTHING, Dose
from backspotter.spine.lifft import HIGHEST_N_M, Task, daily_damage, damage, high_risk_job
from tests.spine_cases import one_rep

LOADS = (60.0, 100.0, 140.0, 180.0)
REPS = st.integers(1, 30)


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    return of_set(one_rep(Lift(), draw(st.sampled_from(LOADS))), draw(REPS))


def alike(one: Dose, other: Dose) -> bool:
    return all(
        isclose(getattr(one, each.name), getattr(other, each.name), rel_tol=1e-12)
        for each in fields(Dose)
    )


@given(load=st.sampled_from(LOADS), one=REPS, other=REPS)
def test_a_set_cut_in_two_is_the_same_dose(load, one, other):
    rep = one_rep(Lift(), load)
    assert alike(total([of_set(rep, one), of_set(rep, other)]), of_set(rep, one + other))


@given(each=st.lists(doses(), min_size=1, max_size=6), data=st.data())
def test_the_order_and_the_grouping_of_sets_do_not_matter(each, data):
    shuffled = data.draw(st.permutations(each))
    cut = data.draw(st.integers(0, len(each)))
    assert alike(total(shuffled), total(each))
    assert alike(total([total(each[:cut]), total(each[cut:])]), total(each))


@given(each=st.lists(doses(), min_size=1, max_size=6))
def test_a_set_more_never_means_less(each):
    before, after = total(each[:-1]), total(each)
    for name in (each.name for each in fields(Dose)):
        assert getattr(after, name) >= getattr(before, name), name
    assert after.relative >= before.relative


@given(reps=REPS, lighter=st.sampled_from(LOADS[:-1]))
def test_a_heavier_set_of_as_many_reps_is_never_a_smaller_dose(reps, lighter):
    heavier = LOADS[LOADS.index(lighter) + 1]
    light, heavy = (of_set(one_rep(Lift(), load), reps) for load in (lighter, heavier))
    for name in (each.name for each in fields(Dose)):
        assert getattr(heavy, name) >= getattr(light, name), name
    assert heavy.relative > light.relative


@given(reps=REPS, load=st.sampled_from(LOADS))
def test_the_relative_dose_is_force_squared_times_reps_to_a_fifth(reps, load):
    dose = of_set(one_rep(Lift(), load), reps)
    assert dose.relative == pytest.approx((dose.peak_N / 1e3) ** 2 * reps**0.2)


@given(reps=REPS)
def test_heavier_counts_for_more_than_more(reps):
    """Twice the force weighs as four times the dose; twice the reps as a seventh more."""
    rep = one_rep(Lift(), 140.0)
    assert of_set(rep, 2 * reps).relative / of_set(rep, reps).relative == pytest.approx(2**0.2)


def test_nothing_done_adds_nothing():
    assert total([]) == NOTHING
    one = of_set(one_rep(Lift(), 140.0), 5)
    assert alike(total([one, NOTHING]), one)
    assert NOTHING.relative == 0


@given(now=doses(), past=st.lists(doses(), min_size=FEWEST_PAST, max_size=8), data=st.data())
def test_a_dose_next_to_the_past_does_not_depend_on_its_order(now, past, data):
    found = against_past(now, past)
    assert found == against_past(now, data.draw(st.permutations(past)))
    assert found is not None
    assert found.to_highest <= found.to_usual
    assert found.sessions == len(past)


@given(now=doses(), past=st.lists(doses(), min_size=0, max_size=FEWEST_PAST - 1))
def test_with_too_little_behind_a_lifter_nothing_is_compared(now, past):
    assert against_past(now, [*past, NOTHING, NOTHING, NOTHING]) is None


MOMENTS = st.floats(0.0, HIGHEST_N_M)


@given(moment=MOMENTS, more=st.floats(0.0, 100.0), often=st.floats(0.0, 5000.0))
def test_lifft_damage_grows_with_the_moment_and_in_proportion_to_how_often(moment, more, often):
    heavier = min(moment + more, HIGHEST_N_M)
    light, heavy = (damage(Task(moment_N_m=each, repetitions=often)) for each in (moment, heavier))
    assert heavy >= light
    assert damage(Task(moment_N_m=moment, repetitions=2 * often)) == pytest.approx(2 * light)


@given(tasks=st.lists(st.tuples(MOMENTS, st.floats(1.0, 1000.0)), min_size=1, max_size=5))
def test_lifft_tasks_of_a_day_add_up_and_their_risk_is_a_probability(tasks):
    each = [Task(moment_N_m=moment, repetitions=often) for moment, often in tasks]
    daily = daily_damage(each)
    assert daily == pytest.approx(sum(damage(task) for task in each))
    assert 0 < high_risk_job(daily) < 1
    assert high_risk_job(daily) < high_risk_job(daily * 1.1)
