"""What a fault costs: at which moment it is asked, what differs there, and in which words."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from backspotter.app.film_cost import cost_of
from backspotter.app.film_cost_words import adding_up
from backspotter.app.film_faults import fault_words, way_up_at
from backspotter.evidence.faults import fault_rules
from backspotter.exports.report_cost import cost_rows, cost_sentence
from backspotter.lift.analysis import CannotJudge, Cost
from backspotter.lift.faults import Fault, RepSeen
from backspotter.spine import Posture
from backspotter.spine.differences import NOTHING
from backspotter.spine.same_moment import Moment
from tests.lifted import LIFTER

POSTURE = Posture(
    hip_to_shoulder_deg=50.0,
    lumbar_flexion_deg=45.0,
    thigh_deg=-40.0,
    shank_deg=5.0,
    upper_arm_deg=2.0,
    forearm_deg=2.0,
)
THEN = Moment(posture=POSTURE, load_kg=140.0, lifter=LIFTER)
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
LOW = replace(
    THEN, posture=replace(POSTURE, hip_to_shoulder_deg=35.0, thigh_deg=-85.0, shank_deg=20.0)
)
DRIFT = replace(ROUNDING, code="bar_drift", size=0.1, low=0.08, high=0.12, unit="m")
UNDONE = fault_words()["rounding-after-lift-off"].undone


def cost(fault, share_up=0.4, then=THEN, above=None) -> Cost:
    found = cost_of(fault, then, share_up=share_up, hips_above_style_m=above, undone=UNDONE)
    assert isinstance(found, Cost)
    return found


def test_giving_way_by_30_degrees_after_lift_off_costs_something_and_says_what():
    found = cost(ROUNDING)
    assert found.measurable
    for name in ("compression", "moment", "passive_share"):
        assert getattr(found, name).low > 0, name
    before, more = found.without.compression.value, found.compression.value
    share = found.without.passive_share.value
    assert found.say == (
        f"With the bar 40 % of its way up L5/S1 was pressed with {(before + more) / 1000:.1f} kN. "
        "Had the lower back kept the shape it had at lift-off, it would have been "
        f"{before / 1000:.1f} kN: {more / 1000:.1f} kN less. Ligaments and resting tissue held "
        f"{100 * (share + found.passive_share.value):.0f} % of the moment, "
        f"instead of {100 * share:.0f} %."
    )


@pytest.mark.parametrize("size", [15.0, 22.0, 33.0])
@pytest.mark.parametrize("load_kg", [60.0, 200.0])
def test_the_central_fault_costs_something_at_every_size_that_counts(size, load_kg):
    fault = replace(ROUNDING, size=size, low=size - 7, high=size + 7)
    assert cost(fault, then=replace(THEN, load_kg=load_kg)).compression.low > 0


def test_it_is_dearer_where_the_bar_is_heavier():
    heavier = cost(ROUNDING, then=replace(THEN, load_kg=220.0)).compression.value
    assert heavier > cost(ROUNDING).compression.value


def test_the_band_holds_what_the_ends_of_the_size_would_cost():
    found = cost(ROUNDING)
    for size in (23.0, 37.0):
        end = cost(replace(ROUNDING, size=size, low=size, high=size)).compression
        assert found.compression.low <= end.low
        assert end.high <= found.compression.high


@pytest.mark.parametrize("onset", ["at_setup", "after_lift_off"])
def test_with_the_fault_it_is_the_same_whenever_it_began(onset):
    found = cost(replace(ROUNDING, onset=onset))
    assert found.without.compression.value + found.compression.value == pytest.approx(
        cost(DRIFT).without.compression.value + cost(DRIFT).compression.value
    )


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
            assert ": 0.0 kN" not in said
            assert ": 0 " not in said


def test_a_bar_that_drifts_is_paid_in_compression_and_not_in_ligaments():
    found = cost(DRIFT)
    assert 0 < found.compression.low < found.compression.value < found.compression.high
    assert found.passive_share.value < 0, "the same tissue holds as much of a larger moment"
    assert "igaments" not in found.say


@pytest.mark.parametrize(
    ("share_up", "words"),
    [(0.0, "As the bar began to rise"), (0.15, "15 % of its way"), (0.995, "With the bar at the")],
)
def test_the_moment_is_said(share_up, words):
    found = cost(DRIFT, share_up)
    assert words in found.say
    assert found.share_up == share_up
    assert "largest" in found.when


def test_low_hips_are_raised_to_where_the_style_has_them_or_at_least_to_the_knees():
    """Far below the style costs more than what is below the knees alone."""
    low = replace(ROUNDING, code="hips_low_start", onset="at_setup", size=0.03, low=0.0, high=0.06)
    unknown, known = (abs(_lows(low, above)) for above in (None, -0.12))
    assert known > unknown > 0
    assert abs(_lows(low, -0.001)) == pytest.approx(unknown)


def _lows(fault, above):
    return cost(fault, 0.0, LOW, above).shear.value


def test_what_the_model_does_not_have_is_not_priced():
    lean = replace(ROUNDING, code="lockout_hyperextension", onset="at_lockout")
    found = cost_of(lean, THEN, share_up=1.0)
    assert isinstance(found, CannotJudge)
    assert "leaning back" in found.why


def test_what_legs_do_not_reach_is_not_priced():
    far = replace(ROUNDING, code="hips_high_start", onset="at_setup", size=0.9)
    found = cost_of(far, THEN, share_up=0.0)
    assert isinstance(found, CannotJudge)
    assert "average length" in found.why


def test_every_fault_says_what_would_have_been_without_it():
    for rule in fault_rules():
        assert fault_words()[rule.id].undone.startswith("had the ")


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


@pytest.mark.parametrize("load_kg", np.linspace(60, 220, 9))
def test_what_is_told_adds_up(load_kg):
    found = cost(ROUNDING, then=replace(THEN, load_kg=float(load_kg)))
    with_, without, less = map(float, re.findall(r"([\d.]+) kN", found.say))
    assert round(with_ - without, 1) == less
    row = next(each for each in cost_rows(found) if dict(each)["At L5/S1"] == "Compression")
    told = [float(re.search(r"[\d.]+", dict(row)[name])[0]) for name in list(dict(row))[1:]]
    assert told == [with_, without, less]
    kn, kilos, pounds = re.search(
        r"([\d.]+) kN is the weight of about (\d+) kg \((\d+) lb\)", cost_sentence(found)
    ).groups()
    assert float(kn) == less
    assert int(kilos) == round(1000 * less / 9.80665)
    assert int(pounds) == round(1000 * less / 9.80665 / 0.45359237)


@pytest.mark.parametrize(("without", "more"), [(7040, 50), (7460, 51), (7049, 1049), (7040, -60)])
def test_a_difference_that_is_told_is_never_none_and_adds_up(without, more):
    with_, before, added = adding_up(without, more, "N")
    assert with_ - before == pytest.approx(added)
    assert added * more > 0
