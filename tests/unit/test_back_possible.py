"""A lift that no body of this size gets into: the nearest that can be, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backspotter.app.back_possible import possible
from backspotter.errors import InputError
from backspotter.spine import Lift, Lifter
from backspotter.spine.body import body_of
from backspotter.spine.rep import rep

TALL = Lifter(height_m=1.81, mass_kg=84.0, sex="male")
SHORT = Lifter(height_m=1.55, mass_kg=50.0, sex="female")
LOW = Lift(style="romanian", hips_higher_m=-0.10)


def test_what_can_be_is_left_alone():
    asked = Lift(hips_higher_m=0.05, bar_further_m=0.1)
    assert possible(asked, TALL).lift is asked
    assert possible(asked, TALL).instead == ""


def test_only_what_is_in_the_way_is_moved_and_no_further_than_it_has_to():
    found = possible(LOW, TALL)
    assert found.lift == replace(LOW, hips_higher_m=found.lift.hips_higher_m)
    rep(body_of(TALL), found.lift)
    with pytest.raises(InputError):
        rep(body_of(TALL), replace(LOW, hips_higher_m=found.lift.hips_higher_m - 0.001))
    shown = f"{-100 * found.lift.hips_higher_m:.1f}".removesuffix(".0")
    assert found.instead == f"the hips {shown} cm lower than usual"


def test_a_bar_that_is_too_near_is_moved_away():
    asked = Lift(style="sumo", bar_further_m=-0.05)
    found = possible(asked, SHORT)
    assert -0.05 < found.lift.bar_further_m <= 0
    assert found.lift.hips_higher_m == 0
    assert "the bar" in found.instead


def test_a_body_that_does_not_get_into_the_style_at_all_is_told():
    odd = Lifter(height_m=1.2, mass_kg=30.0, arm_length=0.85, trunk_length=1.15)
    with pytest.raises(InputError, match="a body of this size"):
        possible(Lift(style="romanian"), odd)
