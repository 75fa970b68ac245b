"""What a change does at one moment of the way up: the bar is at one height, posture differs."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.spine import Lift
from backspotter.spine.body import body_of
from backspotter.spine.chain import place
from backspotter.spine.differences import QUANTITIES
from backspotter.spine.rep import at_height, bar_height
from backspotter.spine.same_moment import Then, difference_at
from tests.spine_cases import ANKLE, KNOWN

START_DEG = 25.0
LIFT = Lift(lumbar_deg=START_DEG)
FLAT = Then(lift=LIFT, lumbar_deg=START_DEG)
BODY = body_of(KNOWN)


def rounded_by(degrees):
    return Then(lift=LIFT, lumbar_deg=START_DEG + degrees)


def at(share_up, over, under=FLAT, load_kg=140.0):
    return difference_at(share_up, over, under, load_kg=load_kg, lifter=KNOWN)


def grip(angles):
    """The hands ahead of and above the ankle [m]."""
    found = place(BODY, angles)
    return (found.grip - found.joints[ANKLE])[0]


@pytest.mark.parametrize("share_up", [0.1, 0.4, 0.7])
def test_a_back_that_gave_way_by_30_degrees_is_compressed_more_and_hangs_more_in_its_ligaments(
    share_up,
):
    found = at(share_up, rounded_by(30.0))
    assert found.share_up == pytest.approx(share_up)
    for name in ("compression", "moment", "passive_share"):
        assert getattr(found, name).is_measurable, name
        assert getattr(found, name).value > 0, name
    assert 500 < found.compression.value < 3000
    assert found.passive_share.value > 0.05


def test_the_bar_is_where_it_was():
    """Rounder, the same bar: hips and knees are more open, the hands are at one place."""
    height = bar_height(BODY, LIFT, 0.4)
    flat, bent = (
        at_height(BODY, LIFT, height, lumbar_deg=START_DEG + more) for more in (0.0, 30.0)
    )
    assert grip(bent) == pytest.approx(grip(flat), abs=1e-3)
    assert np.rad2deg(bent.lumbar - flat.lumbar)[0] == pytest.approx(30.0)
    assert bent.trunk[0] < flat.trunk[0]


def test_a_bar_further_ahead_adds_its_weight_times_the_way():
    found = at(0.3, Then(lift=Lift(bar_further_m=0.05)), Then(lift=Lift()))
    assert found.moment.value == pytest.approx(140 * 9.81 * 0.05, rel=0.15)
    assert found.without["moment"].value > 400


def test_next_to_itself_nothing_differs():
    found = at(0.4, FLAT)
    for name in QUANTITIES:
        assert getattr(found, name).value == 0
        assert not getattr(found, name).is_measurable


def test_the_other_way_round_has_the_other_sign():
    there, back = at(0.4, rounded_by(20.0)), at(0.4, FLAT, rounded_by(20.0))
    assert back.compression.value == pytest.approx(-there.compression.value)
    assert there.without["compression"].value + there.compression.value == pytest.approx(
        back.without["compression"].value
    )


def test_a_bar_that_a_bent_back_cannot_hold_so_high_is_held_lower_in_both():
    found = at(1.0, rounded_by(40.0))
    assert 0.5 < found.share_up < 1.0


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), None, "half"])
def test_a_moment_that_is_none_is_refused(share):
    with pytest.raises(InputError, match="share_up"):
        at(share, FLAT)


def test_the_peak_of_a_rep_does_not_know_what_happens_later():
    """Why there is a comparison at one moment: rounding after lift-off leaves the peak as it is."""
    from backspotter.spine.compare import difference

    over = Lift(lumbar_deg=START_DEG, rounding_deg=30.0)
    peaks = difference(over, LIFT, load_kg=140.0, lifter=KNOWN)
    assert peaks.share_up is None
    assert abs(peaks.compression.value) < 10
    assert at(0.4, rounded_by(30.0)).compression.value > 500
