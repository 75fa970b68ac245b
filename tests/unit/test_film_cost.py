"""What a fault costs: at which moment it is asked, what differs there, and in which words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.app.film_cost import Without, cost_of
from backspotter.app.film_faults import way_up_at
from backspotter.lift.analysis import CannotJudge, Cost
from backspotter.lift.faults import Fault, RepSeen
from backspotter.spine.compare import difference
from backspotter.spine.differences import NOTHING
from backspotter.spine.rep import Lift
from tests.lifted import LIFTER

WITHOUT = Without(lift=Lift(lumbar_deg=15.0), lifter=LIFTER, load_kg=140.0, hips_above_style_m=None)
ROUNDING = Fault(
    id="rounding-after-lift-off",
    code="lumbar_rounding",
    onset="after_lift_off",
    at_s=1.0,
    peak_s=1.2,
    size=30.0,
    low=23.0,
    high=37.0,
    unit="deg",
    confidence=0.9,
)
DRIFT = replace(ROUNDING, code="bar_drift", size=0.1, low=0.08, high=0.12, unit="m")


def cost(fault, share_up=0.4, without=WITHOUT) -> Cost:
    found = cost_of(fault, without, share_up=share_up)
    assert isinstance(found, Cost)
    return found


def test_giving_way_by_30_degrees_after_lift_off_costs_something_and_says_what():
    found = cost(ROUNDING)
    assert found.measurable
    for name in ("compression", "moment", "passive_share"):
        assert getattr(found, name).low > 0, name
    assert f"{round(found.compression.value, -1):.0f} N more compression" in found.say
    assert f"{found.moment.value:.0f} N·m more moment" in found.say
    before = found.without.passive_share.value
    after = before + found.passive_share.value
    assert f"take {100 * after:.0f} % of the moment instead of {100 * before:.0f} %" in found.say
    assert "40 % of its way up" in found.when


@pytest.mark.parametrize("size", [15.0, 22.0, 33.0])
@pytest.mark.parametrize("load_kg", [60.0, 200.0])
def test_the_central_fault_costs_something_at_every_size_that_counts(size, load_kg):
    fault = replace(ROUNDING, size=size, low=size - 7, high=size + 7)
    assert cost(fault, without=replace(WITHOUT, load_kg=load_kg)).compression.low > 0


def test_it_is_dearer_where_the_bar_is_lower_and_heavier():
    assert cost(ROUNDING, 0.3).without.moment.value > cost(ROUNDING, 0.7).without.moment.value
    heavier = replace(WITHOUT, load_kg=220.0)
    more = cost(ROUNDING, without=heavier).compression.value
    assert more > cost(ROUNDING).compression.value


def test_at_the_set_up_the_highest_of_both_reps_are_compared():
    fault = replace(ROUNDING, onset="at_setup", size=12.0, low=6.0, high=18.0)
    flat = replace(WITHOUT, lift=Lift(lumbar_deg=45.0))
    found = cost(fault, without=flat)
    by_hand = difference(Lift(lumbar_deg=57.0), Lift(lumbar_deg=45.0), load_kg=140.0, lifter=LIFTER)
    assert found.compression.value == pytest.approx(by_hand.compression.value)
    assert found.share_up is None
    assert "highest" in found.when
    assert found == cost(fault, 0.9, flat)


@pytest.mark.parametrize(
    "fault",
    [
        replace(ROUNDING, size=1.0, low=0.0, high=2.0),
        replace(ROUNDING, size=0.05, low=0.05, high=0.05),
        replace(DRIFT, size=0.0004, low=0.0002, high=0.0006),
    ],
)
def test_what_includes_or_rounds_to_zero_is_no_measurable_difference(fault):
    found = cost(fault)
    assert found.say == NOTHING
    assert not found.measurable


def test_words_never_print_a_zero_as_a_difference():
    for size in np.linspace(0.2, 6.0, 8):
        for low in (0.05, 0.5, 1.0):
            said = cost(replace(ROUNDING, size=size, low=low * size, high=2 * size)).say
            assert " (0 to" not in said
            assert not said.startswith("0 ")


def test_a_bar_that_drifts_costs_newtons_and_no_ligaments():
    found = cost(DRIFT)
    assert found.compression.low < found.compression.value < found.compression.high
    assert found.compression.low > 0
    assert "more compression" in found.say
    assert found.passive_share.value < 0


@pytest.mark.parametrize(
    ("share_up", "words"),
    [(0.0, "began to rise"), (0.15, "15 % of its way"), (0.995, "at the top")],
)
def test_the_moment_is_said(share_up, words):
    assert words in cost(DRIFT, share_up).when


def test_a_back_is_never_bent_further_than_a_back_can():
    huge = replace(ROUNDING, size=60.0, low=40.0, high=90.0)
    found = cost(huge, without=replace(WITHOUT, lift=Lift(lumbar_deg=45.0)))
    assert np.isfinite([found.compression.low, found.compression.high]).all()


def test_hips_that_rise_further_than_straight_legs_let_them_are_not_priced():
    pitch = replace(ROUNDING, code="hips_rise_first", size=12.0, low=8.0, high=16.0)
    assert isinstance(cost(pitch, 0.15), Cost)
    far = cost_of(replace(pitch, size=28.0, high=33.0), WITHOUT, share_up=0.15)
    assert isinstance(far, CannotJudge)
    assert "legs are straight" in far.why


def seen(risen_m) -> RepSeen:
    n = len(risen_m)
    return RepSeen(
        style="conventional",
        times=np.linspace(2.0, 4.0, n),
        up=np.arange(n) < n - 1,
        risen_m=np.asarray(risen_m, dtype=float),
        knee_deg=None,
        measures={},
        withheld={},
    )


def test_the_share_of_the_way_is_the_bars():
    rep = seen([0.0, 0.1, 0.3, 0.5, 0.4])
    assert way_up_at(rep, 2.5) == pytest.approx(0.2)
    assert way_up_at(rep, 3.5) == pytest.approx(1.0)
    assert way_up_at(rep, 1.0) == 0.0


def test_where_the_bar_was_not_seen_time_stands_for_it():
    rep = seen([np.nan] * 42)
    shares = [way_up_at(rep, at) for at in np.linspace(2.0, rep.times[-2], 9)]
    assert shares[0] == 0.0
    assert shares[-1] == pytest.approx(1.0)
    assert np.all(np.diff(shares) > 0)
    assert shares[4] == pytest.approx(0.5, abs=0.1)
