"""What if: one thing changed, what it adds or saves, and when that cannot be told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.spine import Difference, Lift, Lifter, compare
from backspotter.spine.compare import changes, difference
from backspotter.spine.differences import Compared
from tests.spine_cases import KNOWN, L5_S1, carried_in_rep, one_rep


@pytest.fixture(scope="module")
def compared() -> dict[str, Compared]:
    return {each.id: each for each in compare(load_kg=140.0, lifter=KNOWN)}


def test_every_change_is_compared_most_relief_first(compared):
    assert set(compared) == set(changes(Lift()))
    compressions = [each.compression.value for each in compared.values()]
    assert compressions == sorted(compressions)


def test_a_bar_five_centimetres_closer_is_measurable_relief(compared):
    closer, further = compared["bar_closer"], compared["bar_further"]
    for name in ("moment", "compression"):
        assert getattr(closer, name).high < 0
        assert getattr(closer, name).is_measurable
        assert getattr(further, name).low > 0
    by_hand = 140.0 * 9.80665 * 0.05
    assert closer.moment.value == pytest.approx(-by_hand, rel=0.35)


def test_differences_are_between_the_two_reps_peaks(compared):
    names = {"moment": "net_moment", "compression": "compression", "shear": "shear"}
    for id_ in ("bar_closer", "sumo", "rounded_back"):
        for name, field in names.items():
            then, now = (
                getattr(carried_in_rep(lift), field)[:, L5_S1].max()
                for lift in (compared[id_].lift, Lift())
            )
            assert getattr(compared[id_], name).value == pytest.approx(then - now, abs=1e-6)


def test_a_band_with_zero_in_it_is_not_measurable(compared):
    assert not Difference(-5.0, -12.0, 1.0, "N").is_measurable
    assert not Difference(5.0, -1.0, 12.0, "N").is_measurable
    assert not Difference(0.0, 0.0, 0.0, "N").is_measurable
    assert Difference(-15.0, -22.0, -11.0, "N").is_measurable
    assert Difference(15.0, 11.0, 22.0, "N").is_measurable
    assert not compared["rounded_back"].moment.is_measurable


def test_what_rounds_to_zero_is_not_measurable():
    """Told to 10 N, 1 N·m and one point of a hundred, none of these would read as a difference."""
    assert not Difference(4.0, 2.0, 30.0, "N").is_measurable
    assert not Difference(12.0, 1.0, 30.0, "N").is_measurable
    assert not Difference(-12.0, -30.0, -4.0, "N").is_measurable
    assert not Difference(0.4, 0.3, 0.5, "N·m").is_measurable
    assert Difference(0.8, 0.6, 2.0, "N·m").is_measurable
    assert not Difference(0.02, 0.004, 0.04, "1").is_measurable
    assert Difference(0.02, 0.006, 0.04, "1").is_measurable


def test_the_passive_share_is_that_at_the_highest_compression(compared):
    for each in (compared["rounded_back"], compared["neutral_back"]):
        loads = one_rep(each.lift).loads
        peak = int(loads.levels["L5/S1"].compression.value.argmax())
        usual = compared["sumo"].without["passive_share"].value
        then = float(loads.passive_share.value[peak])
        assert each.passive_share.value == pytest.approx(then - usual, abs=1e-9)
    assert compared["rounded_back"].passive_share.low > 0
    assert compared["neutral_back"].passive_share.high < 0


def test_a_rounded_back_is_compressed_more_though_the_moment_is_the_same(compared):
    assert compared["rounded_back"].compression.low > 0
    assert compared["neutral_back"].compression.high < 0


def test_what_both_lifts_share_does_not_blur_the_difference(compared):
    band = compared["bar_closer"].compression
    alone = one_rep(Lift()).loads.levels["L5/S1"].compression
    peak = int(alone.value.argmax())
    assert band.high - band.low < 0.3 * (alone.high - alone.low)[peak]


def test_every_difference_has_a_unit_and_words(compared):
    for each in compared.values():
        assert each.say
        assert (each.moment.unit, each.compression.unit, each.shear.unit) == ("N·m", "N", "N")
        assert each.moment.low <= each.moment.high


@pytest.mark.parametrize("style", ["conventional", "sumo", "trap_bar", "romanian"])
def test_a_lift_is_never_compared_with_itself(style):
    found = changes(Lift(style=style))
    assert style not in found
    assert len({"conventional", "sumo", "trap_bar"} & set(found)) == (
        2 if style != "romanian" else 3
    )


def test_a_change_keeps_everything_else():
    lift = Lift(style="sumo", lumbar_deg=20.0, rounding_deg=10.0, up_s=3.0, bar_further_m=0.02)
    found = changes(lift)
    assert found["bar_closer"][1] == replace(lift, bar_further_m=lift.bar_further_m - 0.05)
    assert found["hips_higher"][1] == replace(lift, hips_higher_m=0.05)
    assert found["neutral_back"][1].rounding_deg == 0
    assert found["conventional"][1].up_s == 3.0


def test_a_difference_with_itself_is_nothing():
    found = difference(Lift(), Lift(), load_kg=100.0, lifter=KNOWN)
    for name in ("moment", "compression", "shear"):
        assert getattr(found, name).value == 0
        assert not getattr(found, name).is_measurable


def test_a_difference_turned_round_has_the_other_sign():
    sumo, plain = Lift(style="sumo"), Lift()
    there = difference(sumo, plain, load_kg=100.0, lifter=KNOWN).compression
    back = difference(plain, sumo, load_kg=100.0, lifter=KNOWN).compression
    assert back.value == pytest.approx(-there.value)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low))


def test_comparing_twice_gives_the_same(compared):
    again = difference(compared["sumo"].lift, Lift(), load_kg=140.0, lifter=KNOWN)
    assert again.compression == compared["sumo"].compression


@pytest.mark.parametrize(
    ("style", "height"),
    [
        ("conventional", 2.05),
        ("sumo", 1.52),
        ("sumo", 1.62),
        ("trap_bar", 1.62),
        ("romanian", 1.50),
    ],
)
def test_people_of_every_height_get_a_comparison(style, height):
    """A change that this body cannot make is left out; the others are still compared."""
    lifter = Lifter(mass_kg=24 * height**2, height_m=height, sex="female")
    found = compare(Lift(style=style), load_kg=60.0, lifter=lifter)
    assert len(found) >= 6
    assert np.isfinite([each.compression.value for each in found]).all()


@pytest.mark.parametrize("lift", [Lift(bar_further_m=0.24), Lift(hips_higher_m=-0.18)])
def test_a_lift_at_the_end_of_what_may_be_asked_is_compared_with_what_is_left(lift):
    assert len(compare(lift, load_kg=60.0, lifter=KNOWN)) >= 5
