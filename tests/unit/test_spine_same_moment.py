"""What one thing in a posture adds: the same moment with that thing alone undone."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.spine import Lift, Posture
from backspotter.spine.body import body_of
from backspotter.spine.chain import JOINTS, Angles, place
from backspotter.spine.differences import QUANTITIES
from backspotter.spine.loads import loads
from backspotter.spine.same_moment import Moment, Undone, reposed, task_of, what_it_adds
from backspotter.spine.task import Doubt
from tests.spine_cases import ANKLE, KNOWN

HIP, KNEE = (JOINTS.index(name) for name in ("hip", "knee"))
SEEN = Posture(
    hip_to_shoulder_deg=52.0,
    lumbar_flexion_deg=45.0,
    thigh_deg=-45.0,
    shank_deg=8.0,
    upper_arm_deg=2.0,
    forearm_deg=2.0,
)
THEN = Moment(posture=SEEN, load_kg=140.0, lifter=KNOWN, doubt=Doubt(trunk_deg=4.3))
BODY = body_of(KNOWN)
ANGLES = task_of(THEN).angles
ONE_EACH = [
    Undone(lumbar_deg=25.0),
    Undone(lean_deg=10.0),
    Undone(hips_higher_m=0.06),
    Undone(hips_higher_m=-0.06),
    Undone(bar_ahead_m=0.08),
]


def with_(found, name):
    return found.without[name].value + getattr(found, name).value


def places(undone):
    """Ankle, hip, shoulder and hands of the posture as it was seen, and with that undone, all from
    the ankle [m]."""
    found = []
    for angles in (ANGLES, reposed(BODY, ANGLES, undone)):
        at = place(BODY, angles)
        ankle = at.joints[ANKLE][0]
        found.append(
            {
                "hip": at.joints[HIP][0] - ankle,
                "knee": at.joints[KNEE][0] - ankle,
                "shoulder": at.shoulder[0] - ankle,
                "grip": at.grip[0] - ankle,
            }
        )
    return found


@pytest.mark.parametrize("undone", ONE_EACH)
def test_with_it_is_what_that_posture_loads(undone):
    found = what_it_adds(THEN, undone)
    seen = loads(SEEN, load_kg=140.0, lifter=KNOWN, doubt=THEN.doubt).levels["L5/S1"]
    assert with_(found, "compression") == pytest.approx(float(seen.compression.value[0]))
    assert with_(found, "moment") == pytest.approx(float(seen.moment.value[0]))
    assert with_(found, "shear") == pytest.approx(float(seen.shear.value[0]))


def test_nothing_undone_is_no_difference():
    found = what_it_adds(THEN, Undone())
    for name in QUANTITIES:
        difference = getattr(found, name)
        assert (difference.value, difference.low, difference.high) == (0, 0, 0)


def test_a_rounded_back_is_pressed_more_and_hangs_more_in_its_ligaments():
    found = what_it_adds(THEN, Undone(lumbar_deg=25.0))
    for name in ("compression", "moment", "passive_share"):
        assert getattr(found, name).is_plain, name
        assert getattr(found, name).value > 0, name
    assert 500 < found.compression.value < 3000
    assert found.passive_share.value > 0.03


def test_a_bar_further_ahead_adds_about_its_weight_times_the_way():
    """The trunk follows the bar a little, so it is more than the bar's alone."""
    found = what_it_adds(THEN, Undone(bar_ahead_m=0.08))
    bars = 140 * 9.81 * 0.08
    assert bars < found.moment.value < 1.8 * bars
    assert found.compression.low > 0


def test_hips_that_rose_first_lean_the_trunk_and_push_the_disc_across():
    found = what_it_adds(THEN, Undone(lean_deg=10.0))
    assert found.shear.value > 0


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("lumbar_deg", np.linspace(0, 35, 8)),
        ("bar_ahead_m", np.linspace(0, 0.12, 7)),
    ],
)
def test_the_more_is_undone_the_more_it_added(name, sizes):
    added = [what_it_adds(THEN, Undone(**{name: size})).compression.value for size in sizes]
    assert np.all(np.diff(added) > 0)


def test_half_the_fault_twice_is_the_whole():
    """What is undone in two steps adds up to what is undone at once."""
    half = Undone(lumbar_deg=12.0)
    once = reposed(BODY, ANGLES, Undone(lumbar_deg=24.0))
    twice = reposed(BODY, reposed(BODY, ANGLES, half), half)
    for each in fields(Angles):
        assert getattr(twice, each.name) == pytest.approx(getattr(once, each.name), abs=1e-9)


def test_a_back_that_is_straightened_stands_on_the_same_legs_and_holds_the_same_bar():
    seen, undone = places(Undone(lumbar_deg=25.0))
    for name in ("hip", "knee", "grip"):
        assert undone[name] == pytest.approx(seen[name], abs=1e-9)
    assert np.hypot(*(undone["shoulder"] - undone["hip"])) > np.hypot(
        *(seen["shoulder"] - seen["hip"])
    )


@pytest.mark.parametrize("undone", [Undone(lean_deg=10.0), Undone(hips_higher_m=0.06)])
def test_hips_that_are_lowered_leave_shoulders_bar_and_feet_where_they_are(undone):
    seen, then = places(undone)
    for name in ("shoulder", "grip"):
        assert then[name] == pytest.approx(seen[name], abs=1e-9)
    assert then["hip"][1] < seen["hip"][1]


def test_hips_are_lowered_by_as_much_as_asked():
    seen, then = places(Undone(hips_higher_m=0.06))
    assert seen["hip"][1] - then["hip"][1] == pytest.approx(0.06)
    seen, then = places(Undone(hips_higher_m=-0.06))
    assert seen["hip"][1] - then["hip"][1] == pytest.approx(-0.06)


def test_the_bar_is_moved_by_as_much_as_asked_and_stays_as_high():
    seen, then = places(Undone(bar_ahead_m=0.08))
    assert seen["grip"] - then["grip"] == pytest.approx([0.08, 0.0], abs=1e-9)
    assert then["hip"] == pytest.approx(seen["hip"])


@pytest.mark.parametrize(
    "undone", [Undone(hips_higher_m=0.9), Undone(hips_higher_m=-0.9), Undone(bar_ahead_m=1.5)]
)
def test_what_legs_and_arms_do_not_reach_is_refused(undone):
    with pytest.raises(InputError, match="reach"):
        what_it_adds(THEN, undone)


def test_a_gap_is_refused():
    seen = replace(SEEN, hip_to_shoulder_deg=np.array([np.nan]))
    with pytest.raises(InputError, match="a gap"):
        what_it_adds(replace(THEN, posture=seen), Undone(lumbar_deg=10.0))


def test_the_peak_of_a_rep_does_not_know_what_happens_later():
    """Why there is a comparison at one moment: rounding after lift-off leaves the peak as it is."""
    from backspotter.spine.compare import difference

    over = Lift(lumbar_deg=25.0, rounding_deg=30.0)
    peaks = difference(over, Lift(lumbar_deg=25.0), load_kg=140.0, lifter=KNOWN)
    assert abs(peaks.compression.value) < 10
    assert what_it_adds(THEN, Undone(lumbar_deg=30.0)).compression.value > 500
