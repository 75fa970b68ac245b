"""Laws of tiring and recovering, named for what would mislead someone if they failed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from backspotter.spine import Lift, after_sets
from backspotter.spine.fatigue import Held, endurance, recovery_time, rest, work
from backspotter.spine.parameters import value
from tests.spine_cases import one_rep

TIRED = st.one_of(st.floats(0.0, 1.0), st.floats(0.9, 1.0))
SHARES = st.one_of(st.floats(0.0, 1.2), st.floats(0.0, 0.1))
"""Also muscle that is nearly all tired, and work so light that it recovers meanwhile."""

SECONDS = st.floats(0.0, 3600.0)
RPES = st.floats(6.0, 10.0)
SETS = st.lists(
    st.tuples(st.sampled_from([60.0, 140.0]), st.integers(1, 10), RPES, st.floats(0.0, 600.0)),
    min_size=1,
    max_size=4,
)


def done(sets, *, tired: float = 0.0):
    reps = [(one_rep(Lift(), load), n, rpe, rest_s) for load, n, rpe, rest_s in sets]
    return after_sets(reps, tired=tired)


# --- Rest ----------------------------------------------------------------------------------


@given(tired=TIRED, seconds=SECONDS, longer=SECONDS)
def test_longer_rest_never_means_more_fatigue(tired, seconds, longer):
    assert rest(tired, seconds + longer) <= rest(tired, seconds) <= tired


@given(sets=SETS, longer=st.floats(1.0, 600.0), which=st.integers(0, 3))
@settings(max_examples=25)
def test_longer_rest_between_sets_never_leaves_a_later_set_more_tired(sets, longer, which):
    which %= len(sets)
    load, reps, rpe, rest_s = sets[which]
    rested = [*sets[:which], (load, reps, rpe, rest_s + longer), *sets[which + 1 :]]
    for before, after in zip(done(sets), done(rested), strict=True):
        assert after.tired <= before.tired
        assert after.left >= before.left
        assert before.fell_short or not after.fell_short


@given(tired=TIRED, one=SECONDS, other=SECONDS)
def test_a_rest_cut_in_two_is_the_same_rest(tired, one, other):
    assert rest(rest(tired, one), other) == pytest.approx(rest(tired, one + other), abs=1e-12)


@given(tired=TIRED, seconds=SECONDS, share=SHARES)
def test_rest_is_never_worse_than_work(tired, seconds, share):
    assert rest(tired, seconds) <= work(tired, Held(share=share, seconds=seconds)) + 1e-12


@given(tired=TIRED, down_to=st.floats(0.01, 1.0))
def test_after_the_time_to_recover_it_is_recovered(tired, down_to):
    seconds = recovery_time(tired, down_to=down_to)
    assert seconds >= 0
    assert rest(tired, seconds) <= down_to + 1e-12
    if tired > down_to:
        assert rest(tired, seconds) == pytest.approx(down_to)


# --- Work ----------------------------------------------------------------------------------


def by_small_steps(tired: float, held: Held) -> float:
    """The same equations, integrated instead of solved."""
    tire, recover = value("fatigue_rate"), value("recovery_rate")

    def faster(_: float, now: list[float]) -> list[float]:
        active = min(held.share, 1 - now[0])
        return [tire * active - recover * now[0]]

    found = solve_ivp(
        faster, (0.0, held.seconds), [tired], rtol=1e-8, atol=1e-10, max_step=held.seconds / 20
    )
    return float(found.y[0, -1])


@given(tired=TIRED, share=SHARES, seconds=st.floats(1.0, 3000.0))
@example(tired=0.98, share=0.04, seconds=2000.0)
@settings(max_examples=60)
def test_the_exact_solution_is_the_one_of_the_equations(tired, share, seconds):
    held = Held(share=share, seconds=seconds)
    assert work(tired, held) == pytest.approx(by_small_steps(tired, held), abs=1e-5)


@given(tired=TIRED, share=SHARES, one=SECONDS, other=SECONDS)
@example(tired=0.98, share=0.04, one=1000.0, other=1000.0)
def test_work_cut_in_two_is_the_same_work(tired, share, one, other):
    half = work(tired, Held(share=share, seconds=one))
    both = work(half, Held(share=share, seconds=other))
    assert both == pytest.approx(work(tired, Held(share=share, seconds=one + other)), abs=1e-9)


@given(tired=TIRED, share=SHARES, seconds=SECONDS)
def test_no_more_and_no_less_than_all_of_the_muscle_tires(tired, share, seconds):
    assert 0 <= work(tired, Held(share=share, seconds=seconds)) <= 1
    assert 0 <= rest(tired, seconds) <= 1


@given(tired=TIRED, share=SHARES, harder=st.floats(0.0, 0.5), seconds=SECONDS)
def test_harder_work_never_tires_less(tired, share, harder, seconds):
    easy, hard = (
        work(tired, Held(share=each, seconds=seconds)) for each in (share, share + harder)
    )
    assert hard >= easy - 1e-12


@given(tired=TIRED, more=TIRED, share=SHARES, seconds=SECONDS)
@example(tired=0.94, more=0.98, share=0.05, seconds=2000.0)
def test_who_starts_more_tired_never_ends_less_tired(tired, more, share, seconds):
    fresh, spent = sorted([tired, more])
    held = Held(share=share, seconds=seconds)
    assert work(spent, held) >= work(fresh, held) - 1e-12


@given(share=st.floats(0.2, 1.1), seconds=SECONDS, longer=SECONDS)
def test_longer_work_from_fresh_never_tires_less(share, seconds, longer):
    short, long = (
        work(0.0, Held(share=share, seconds=each)) for each in (seconds, seconds + longer)
    )
    assert long >= short - 1e-12


# --- How long it lasts -----------------------------------------------------------------------


@given(share=st.floats(0.10, 0.999))
def test_at_the_end_of_endurance_what_is_left_is_what_is_asked(share):
    tired = work(0.0, Held(share=share, seconds=endurance(share)))
    assert 1 - tired == pytest.approx(share, abs=1e-9)


@given(share=st.floats(0.0, 1.2), harder=st.floats(0.0, 0.5))
def test_harder_work_is_never_kept_up_longer(share, harder):
    assert endurance(share + harder) <= endurance(share)


def test_a_light_enough_hold_goes_on_for_ever_and_a_full_one_for_no_time():
    forever = value("recovery_rate") / (value("recovery_rate") + value("fatigue_rate"))
    assert endurance(forever * 0.999) == float("inf")
    assert endurance(forever * 1.001) < float("inf")
    assert endurance(1.0) == 0.0


# --- Sets ----------------------------------------------------------------------------------


@given(sets=SETS)
@settings(max_examples=25)
def test_a_rep_more_in_a_set_of_the_same_effort_left_never_tires_less(sets):
    """One rep more with one rep less in reserve: the weight is the same share of the most."""
    load, reps, rpe, rest_s = sets[0]
    if rpe > 9:
        return
    one, other = done([(load, reps, rpe, rest_s)]), done([(load, reps + 1, rpe + 1, rest_s)])
    assert other[0].peak_share == pytest.approx(one[0].peak_share)
    assert other[0].tired >= one[0].tired
    assert other[0].under_s > one[0].under_s


@given(sets=SETS)
@settings(max_examples=25)
def test_a_set_nearer_to_the_limit_never_tires_less(sets):
    load, reps, rpe, rest_s = sets[0]
    easy, hard = (done([(load, reps, each, rest_s)])[0] for each in (rpe, min(rpe + 1, 10)))
    assert hard.tired >= easy.tired
    assert hard.peak_share >= easy.peak_share


@given(sets=SETS)
@settings(max_examples=25)
def test_every_share_is_a_share(sets):
    found = done(sets)
    assert len(found) == len(sets)
    for each in found:
        assert each.tired + each.left == pytest.approx(1.0)
        assert 0 <= each.tired < 1
        assert 0 < each.mean_share <= each.peak_share <= 1


def test_sets_without_rest_add_up_to_one_longer_set():
    rep = one_rep(Lift(), 140.0)
    halves = after_sets([(rep, 3, 7.0, 0.0), (rep, 3, 10.0, 0.0)])
    tired = [each.tired for each in halves]
    assert all(later > earlier for earlier, later in pairwise(tired))
    begun = after_sets([(rep, 3, 10.0, 0.0)], tired=halves[0].tired)
    assert begun[0].tired == pytest.approx(halves[1].tired)
