"""What may not change repetitions, their moments and speeds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.lift.rates import LONGEST_GAP_S, smoothed
from backspotter.lift.reps import reps
from tests.bar_courses import DEAD_STOP, Leg, length_s, let_down, pull, seen, still

FEW = settings(max_examples=25)
SOFT_S = 0.06
SOFT_SHARE = 0.04
"""A pull that starts so softly moves less than a camera sees for this share of its time."""

UPS = st.floats(0.5, 3.0)
ROMS = st.floats(0.25, 0.7)
SEEDS = st.integers(0, 2**32 - 1)


def one(up_s: float, rom: float):
    return (still(0.8, 0), pull(up_s, rom), still(0.5, rom), let_down(1.0))


@FEW
@given(up_s=UPS, rom=ROMS, seed=SEEDS)
def test_moments_range_and_speed_are_right_for_any_pull(up_s, rom, seed):
    (rep,) = reps(seen(one(up_s, rom), seed=seed))
    assert rep.lift_off.value == pytest.approx(0.8, abs=SOFT_S + SOFT_SHARE * up_s)
    assert rep.lockout.value == pytest.approx(0.8 + up_s, abs=SOFT_S + SOFT_SHARE * up_s)
    assert rep.rom_m.value == pytest.approx(rom, rel=0.03)
    assert rep.mean_speed.value == pytest.approx(rom / up_s, rel=0.13)
    assert rep.mean_speed.low < rep.mean_speed.value < rep.mean_speed.high


@FEW
@given(fps=st.floats(24.0, 240.0), up_s=UPS)
def test_the_frame_rate_changes_nothing(fps, up_s):
    (usual,), (other,) = (reps(seen(one(up_s, 0.5), fps=rate)) for rate in (60.0, fps))
    assert other.rom_m.value == pytest.approx(usual.rom_m.value, rel=0.01)
    assert other.mean_speed.value == pytest.approx(usual.mean_speed.value, rel=0.13)
    assert other.peak_speed.value == pytest.approx(usual.peak_speed.value, rel=0.03)


@FEW
@given(seed=SEEDS)
def test_uneven_frame_times_change_nothing(seed):
    rng = np.random.default_rng(seed)
    steps = rng.choice([1 / 60, 1 / 30, 1 / 24, 1 / 20], size=400)
    times = np.cumsum(steps)
    times = times[times < length_s(DEAD_STOP) + 0.8]
    (rep,) = reps(seen(DEAD_STOP, times=times, seed=seed))
    assert rep.lift_off.value == pytest.approx(0.8, abs=0.1)
    assert rep.mean_speed.value == pytest.approx(0.5 / 1.2, rel=0.13)
    assert rep.peak_speed.value == pytest.approx(0.5 / 1.2 * 1.875, rel=0.04)


@FEW
@given(slower=st.floats(0.6, 2.5))
def test_a_film_played_slower_has_slower_bars_and_the_same_range(slower):
    legs = tuple(Leg(leg.s * slower, leg.to_m, leg.how) for leg in DEAD_STOP)
    (usual,), (slow,) = reps(seen(DEAD_STOP)), reps(seen(legs))
    assert slow.rom_m.value == pytest.approx(usual.rom_m.value, rel=0.01)
    assert slow.mean_speed.value * slower == pytest.approx(usual.mean_speed.value, rel=0.08)


@FEW
@given(later=st.floats(0.0, 1000.0))
def test_a_film_that_starts_later_is_the_same_later(later):
    legs = DEAD_STOP
    times = np.arange(0.0, length_s(legs), 1 / 30)
    bar = seen(legs, times=times)
    shifted = type(bar)(
        times_s=times + later,
        height_m=bar.height_m,
        ahead_m=bar.ahead_m,
        smooth=smoothed(times + later, bar.height_m),
        sd_m=bar.sd_m,
    )
    (usual,), (moved,) = reps(bar), reps(shifted)
    assert moved.lift_off.value - later == pytest.approx(usual.lift_off.value, abs=1e-3)
    assert moved.mean_speed.value == pytest.approx(usual.mean_speed.value, rel=1e-3)


@FEW
@given(reps_done=st.integers(1, 8), up_s=UPS, rest_s=st.floats(0.3, 3.0), seed=SEEDS)
def test_every_rep_of_a_set_is_found_and_none_more(reps_done, up_s, rest_s, seed):
    legs = (
        still(0.8, 0),
        *(pull(up_s), still(0.4, 0.5), let_down(0.9), still(rest_s, 0)) * reps_done,
    )
    assert [r.index for r in reps(seen(legs, seed=seed, noise_m=0.001))] == list(
        range(1, reps_done + 1)
    )


@FEW
@given(seed=SEEDS, holes=st.lists(st.floats(0.0, 5.0), max_size=5), wide=st.floats(0.02, 0.6))
def test_gaps_stay_gaps_and_speed_has_no_spikes_beside_them(seed, holes, wide):
    bar = seen(DEAD_STOP, seed=seed, hidden_s=[(at, at + wide) for at in holes])
    hidden = ~np.isfinite(bar.height_m)
    for series in (bar.smooth.value, bar.smooth.speed, bar.smooth.acceleration):
        assert not np.isfinite(series[hidden]).any()
    given_speed = bar.smooth.speed[np.isfinite(bar.smooth.speed)]
    assert not len(given_speed) or np.abs(given_speed).max() < 0.8 + 0.15


@FEW
@given(
    fps=st.floats(20.0, 240.0),
    place=st.floats(-5, 5),
    speed=st.floats(-2, 2),
    pull_=st.floats(-10, 10),
)
def test_a_parabola_is_kept_exactly(fps, place, speed, pull_):
    times = np.arange(0.0, 1.0, 1 / fps)
    found = smoothed(times, place + speed * times + pull_ / 2 * times**2)
    assert np.allclose(found.value, place + speed * times + pull_ / 2 * times**2, atol=1e-5)
    assert np.allclose(found.speed, speed + pull_ * times, atol=1e-3)
    assert np.allclose(found.acceleration, pull_, atol=0.05)


def test_what_is_smoothed_away_is_what_is_said():
    times = np.arange(0.0, 6.0, 1 / 240)
    for swing, kept in ((4.8, 0.7), (9.6, 0.1)):
        found = smoothed(times, np.sin(2 * np.pi * swing * times)).value[240:-240]
        assert np.sqrt(2) * found.std() == pytest.approx(kept, abs=0.05)


def test_nothing_is_laid_across_a_long_gap():
    times = np.concatenate([np.arange(10) / 30, 1.0 + np.arange(10) / 30])
    values = np.where(times < 0.5, 0.0, 1.0)
    found = smoothed(times, values)
    assert times[10] - times[9] > LONGEST_GAP_S
    assert np.allclose(found.speed, 0.0, atol=1e-6)


def test_a_stretch_too_short_is_not_given():
    values = np.full(20, np.nan)
    values[5:9] = 1.0
    assert not np.isfinite(smoothed(np.arange(20) / 30, values).value).any()


@pytest.mark.parametrize("times", [np.zeros(5), np.array([0, 1, 2, 2, 3.0]), np.arange(4.0)])
def test_times_that_cannot_be_are_refused(times):
    with pytest.raises(InputError):
        smoothed(times, np.zeros(5))
