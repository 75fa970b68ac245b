"""Postures as people give them: what is filled in, how parts are placed, how a body is scaled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.spine import Lifter, Posture
from backspotter.spine.body import AVERAGE, SEXES, Body, body_of
from backspotter.spine.chain import CARRIED, JOINTS, LUMBAR, PARTS, carries, place, trunk_length
from backspotter.spine.geometry import levels
from backspotter.spine.posture import Filled, filled
from tests.spine_cases import ANKLE, KNOWN, L5_S1

BODY = body_of(KNOWN)


def degrees(radians: np.ndarray) -> float:
    return float(np.rad2deg(radians[0]))


def complete(posture: Posture, *, body: Body = BODY, load_kg: float = 60.0, ahead=None) -> Filled:
    return filled(posture, body, load_kg, ahead)


def test_a_posture_that_was_given_is_kept_to_the_degree():
    given = Posture(
        hip_to_shoulder_deg=61.0,
        lumbar_flexion_deg=17.0,
        thigh_deg=-44.0,
        shank_deg=9.0,
        upper_arm_deg=-3.0,
        forearm_deg=4.0,
    )
    angles = complete(given).angles
    for name, angle in (
        ("trunk", 61.0),
        ("lumbar", 17.0),
        ("thigh", -44.0),
        ("shank", 9.0),
        ("upper_arm", -3.0),
        ("forearm", 4.0),
    ):
        assert degrees(getattr(angles, name)) == pytest.approx(angle)


def test_without_a_trunk_angle_a_load_means_the_start_of_a_deadlift_and_none_means_standing():
    assert 55 < degrees(complete(Posture()).angles.trunk) < 80
    assert degrees(complete(Posture(), load_kg=0.0).angles.trunk) == 0


def test_lumbar_flexion_follows_the_trunk_and_stays_within_the_range():
    bent = [degrees(complete(Posture(trunk_deg=trunk)).angles.lumbar) for trunk in (0, 40, 80)]
    assert bent == sorted(bent)
    assert bent[0] == 0
    old = body_of(replace(KNOWN, age_y=90.0))
    assert degrees(complete(Posture(trunk_deg=115.0), body=old).angles.lumbar) <= 36.01


def test_legs_bend_with_the_trunk():
    angles = complete(Posture(trunk_deg=60.0)).angles
    assert degrees(angles.thigh) < -30
    assert 0 < degrees(angles.shank) < 15


def test_one_number_goes_with_a_series():
    angles = complete(Posture(trunk_deg=np.linspace(0, 80, 5), thigh_deg=-20.0)).angles
    assert len(angles) == 5
    np.testing.assert_allclose(np.rad2deg(angles.thigh), -20.0)


def test_length_of_a_posture_is_its_number_of_frames():
    assert len(Posture()) == 1
    assert len(Posture(trunk_deg=20.0)) == 1
    assert len(Posture(trunk_deg=20.0, thigh_deg=np.zeros(7))) == 7


# --- Placing -----------------------------------------------------------------------------------


def placed(posture: Posture, body: Body = BODY):
    return place(body, complete(posture, body=body).angles)


FLEXED = (0.0, 30.0, 60.0)


def test_the_line_from_hip_to_shoulder_is_kept_to_the_degree():
    for lean in (-10.0, 0.0, 45.0, 90.0):
        for lumbar in FLEXED:
            at = placed(Posture(hip_to_shoulder_deg=lean, lumbar_flexion_deg=lumbar))
            assert line_deg(at.shoulder[0]) == pytest.approx(lean, abs=1e-9)


def test_a_trunk_at_ninety_degrees_has_its_shoulder_level_with_the_sacrum_however_round():
    for lumbar in FLEXED:
        at = placed(Posture(trunk_deg=90.0, lumbar_flexion_deg=lumbar))
        assert line_deg(at.shoulder[0] - at.joints[L5_S1, 0]) == pytest.approx(90.0, abs=1e-9)


def test_a_trunk_at_nought_has_its_shoulder_over_the_sacrum_as_in_standing():
    standing = placed(Posture(hip_to_shoulder_deg=0.0, lumbar_flexion_deg=0.0))
    as_standing = line_deg(standing.shoulder[0] - standing.joints[L5_S1, 0])
    for lumbar in FLEXED:
        at = placed(Posture(trunk_deg=0.0, lumbar_flexion_deg=lumbar))
        leans = line_deg(at.shoulder[0] - at.joints[L5_S1, 0])
        assert leans == pytest.approx(as_standing, abs=1e-9)


def test_two_measures_of_one_lean_are_refused():
    with pytest.raises(InputError, match="one of them"):
        Posture(trunk_deg=20.0, hip_to_shoulder_deg=18.0)


def line_deg(line: np.ndarray) -> float:
    """Of a line from the vertical [deg]."""
    return float(np.rad2deg(np.arctan2(line[0], line[1])))


def test_the_higher_joint_of_two_is_at_its_segments_length():
    at = placed(Posture(trunk_deg=50.0, thigh_deg=-40.0, shank_deg=12.0, upper_arm_deg=-5.0))
    knee, ankle = at.joints[JOINTS.index("knee"), 0], at.joints[ANKLE, 0]
    assert np.linalg.norm(knee) == pytest.approx(BODY.segments["thigh"].length_m)
    assert np.linalg.norm(ankle - knee) == pytest.approx(BODY.segments["shank"].length_m)
    assert np.linalg.norm(at.elbow - at.shoulder) == pytest.approx(
        BODY.segments["upper_arm"].length_m
    )


def test_hanging_arms_end_their_length_under_the_shoulder():
    at = placed(Posture(trunk_deg=70.0, upper_arm_deg=0.0))
    np.testing.assert_allclose(at.shoulder - at.grip, [[0.0, BODY.arm_m]], atol=1e-12)


def test_bending_the_lower_back_shortens_the_trunk_and_uprights_the_pelvis():
    straight, bent = (placed(Posture(trunk_deg=60.0, lumbar_flexion_deg=each)) for each in (0, 45))
    assert bent.pelvis[0] < straight.pelvis[0]
    chord = trunk_length(BODY, np.deg2rad(np.array([0.0, 45.0])))
    assert chord[1] < chord[0]


def test_lumbar_flexion_turns_each_vertebra_by_its_share():
    at = placed(Posture(trunk_deg=60.0, lumbar_flexion_deg=40.0))
    spine = at.turns[: len(LUMBAR) + 1, 0]
    shares = [level.share for level in levels()]
    np.testing.assert_allclose(np.diff(spine), np.deg2rad(40.0) * np.array(shares), atol=1e-12)


def test_what_a_joint_carries_is_everything_beyond_it():
    table = carries()
    assert table.shape == (len(JOINTS), len(PARTS))
    for joint, row in zip(JOINTS, table, strict=True):
        assert {part for part, one in zip(PARTS, row, strict=True) if one} == set(CARRIED[joint])
    lumbar = table[: len(LUMBAR)].sum(axis=1)
    assert np.all(np.diff(lumbar) == -1)


# --- Bodies ------------------------------------------------------------------------------------


def test_segments_grow_with_stature_and_weigh_with_mass():
    small, large = (
        body_of(Lifter(mass_kg=mass, height_m=height, sex="male"))
        for mass, height in ((60.0, 1.60), (90.0, 1.92))
    )
    for name, segment in small.segments.items():
        assert large.segments[name].length_m == pytest.approx(1.2 * segment.length_m)
        assert large.segments[name].mass_kg == pytest.approx(1.5 * segment.mass_kg)
    assert large.moment_scale == pytest.approx(1.2 * 1.5 * small.moment_scale)


def test_proportions_change_their_own_limbs_alone():
    plain, long_arms = body_of(KNOWN), body_of(replace(KNOWN, arm_length=1.1))
    assert long_arms.arm_m == pytest.approx(1.1 * plain.arm_m)
    assert long_arms.segments["thigh"] == plain.segments["thigh"]
    long_legs = body_of(replace(KNOWN, leg_length=1.1))
    assert long_legs.segments["shank"].length_m == pytest.approx(
        1.1 * plain.segments["shank"].length_m
    )
    assert long_legs.arm_m == plain.arm_m


@pytest.mark.parametrize("sex", ["male", "female", "unknown"])
def test_an_unknown_body_is_an_average_one_and_says_so(sex):
    body = body_of(Lifter(sex=sex))
    assert (body.mass_kg, body.height_m) == AVERAGE[sex]
    assert not body.mass_is_known
    assert not body.height_is_known
    assert body.sex_is_known == (sex != "unknown")
    assert len(body.assumed) == (3 if sex == "unknown" else 2)


def test_an_unknown_sex_is_half_way():
    of_sex = {sex: body_of(Lifter(mass_kg=70.0, height_m=1.7, sex=sex)) for sex in SEXES}
    for name in ("thigh", "upper_trunk"):
        each = [of_sex[sex].segments[name].mass_kg for sex in ("male", "unknown", "female")]
        assert each[1] == pytest.approx((each[0] + each[2]) / 2)
