"""Angles from joints whose angles are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.lift.angles import (
    ANKLE_HABIT,
    HIP_HABIT,
    LUMBAR_SHARE,
    PELVIS_DEG,
    SHOULDER_HABIT,
    joint_angles,
    upright_offset,
)
from backspotter.lift.bar import BarTrack

THIGH, SHANK, TORSO = 150.0, 158.0, 165.0
N = 60


@dataclass(frozen=True)
class Seen:
    """What the pose network would give."""

    times_s: np.ndarray
    facing: int
    places: dict[str, np.ndarray]

    def at(self, name: str) -> np.ndarray:
        return self.places[name]


def pulled(*, facing: int = 1, yaw_deg: float = 0.0, size: float = 1.0, shift: float = 0.0):
    """A pull from the floor to standing: what is seen, and trunk, thigh and knee [deg]."""
    share = np.linspace(0, 1, N)
    trunk, shank, knee = 70 - 66 * share, 18 - 18 * share, 75 - 70 * share
    thigh = shank - knee
    ankle = np.tile([0.0, 0.0], (N, 1))
    knee_at = ankle + SHANK * _along(shank)
    hip = knee_at + THIGH * _along(thigh)
    shoulder = hip + TORSO * _along(trunk)
    habit = np.percentile(np.full(N, TORSO), 90)
    up, ahead = _along(trunk), _along(trunk + 90)
    places = {
        "near_shoulder": shoulder + habit * (SHOULDER_HABIT[0] * ahead + SHOULDER_HABIT[1] * up),
        "near_hip": hip + habit * np.array(HIP_HABIT),
        "near_knee": knee_at,
        "near_ankle": ankle + habit * np.array(ANKLE_HABIT),
    }
    wide = np.array([facing * np.cos(np.deg2rad(yaw_deg)), -1.0])
    seen = {name: (at * wide + [500 + shift, 600]) * size for name, at in places.items()}
    return Seen(np.arange(N) / 30, facing, seen), trunk, trunk - thigh, knee


def _along(lean_deg: np.ndarray) -> np.ndarray:
    turn = np.deg2rad(lean_deg)
    return np.stack([np.sin(turn), np.cos(turn)], axis=1)


def plate_at(seen: Seen, name: str) -> BarTrack:
    """A plate right before a joint in the first half of the film."""
    x, y = seen.at(name).T
    gone = np.where(np.arange(N) < N // 2, 0.0, 5000.0)
    return BarTrack(
        times_s=seen.times_s,
        x_px=x,
        y_px=y + gone,
        spread_px=np.ones(N),
        confidence=np.ones(N),
        radius_px=75.0,
        radius_sd_px=0.5,
        aspect=1.0,
        doubt=None,
    )


@pytest.mark.parametrize(
    ("facing", "yaw_deg", "size"), [(1, 0, 1.0), (-1, 0, 1.0), (1, 20, 0.5), (-1, 15, 2.0)]
)
def test_known_joints_give_known_angles(facing, yaw_deg, size):
    seen, trunk, raised, knee = pulled(facing=facing, yaw_deg=yaw_deg, size=size)
    found = joint_angles(seen, yaw_deg=yaw_deg, lumbar_deg=np.full(N, 20.0))
    assert np.abs(found.trunk.value - trunk).max() < 3
    assert np.abs(found.knee.value - knee).max() < 3
    hip = raised - LUMBAR_SHARE * 20.0 - PELVIS_DEG
    assert np.abs(found.hip.value - hip).max() < 4
    for angle in (found.trunk, found.hip, found.knee):
        assert (angle.low < angle.value).all()
        assert (angle.value < angle.high).all()


@settings(max_examples=15)
@given(size=st.floats(0.4, 3.0), shift=st.floats(-300, 300))
def test_size_and_place_in_the_picture_change_no_angle(size, shift):
    usual, other = (
        joint_angles(pulled(size=s, shift=x)[0]) for s, x in ((1.0, 0.0), (size, shift))
    )
    for name in ("trunk", "hip", "knee"):
        assert np.allclose(getattr(usual, name).value, getattr(other, name).value, atol=1e-6)


def test_a_mirrored_lifter_has_the_same_angles():
    one, other = (joint_angles(pulled(facing=facing)[0]) for facing in (1, -1))
    assert np.allclose(one.hip.value, other.hip.value)


def test_a_hidden_knee_is_placed_by_the_legs_lengths_and_said_to_be_hidden():
    seen, _, _, knee = pulled()
    plate = plate_at(seen, "near_knee")
    pushed = dict(seen.places)
    pushed["near_knee"] = seen.at("near_knee") + np.where(np.arange(N) < N // 2, 25.0, 0.0)[:, None]
    found = joint_angles(Seen(seen.times_s, 1, pushed), plate)
    assert found.knee_hidden[: N // 2].all()
    assert not found.knee_hidden[N // 2 + 3 :].any()
    assert np.abs(found.knee.value - knee).max() < 6
    wide = found.knee.high - found.knee.low
    assert wide[5] > 1.8 * wide[-1]


def test_a_hidden_hip_widens_every_angle():
    seen, *_ = pulled()
    found = joint_angles(seen, plate_at(seen, "near_hip"))
    assert found.hip_hidden[: N // 2].all()
    for angle in (found.trunk, found.hip, found.knee):
        wide = angle.high - angle.low
        assert wide[5] > 1.3 * wide[-1]


def test_an_unknown_lower_back_widens_the_hip_only():
    seen, *_ = pulled()
    known, guessed = joint_angles(seen, lumbar_deg=np.full(N, 20.0)), joint_angles(seen)
    assert np.ptp([guessed.hip.low[9], guessed.hip.high[9]]) > np.ptp(
        [known.hip.low[9], known.hip.high[9]]
    )
    assert np.allclose(guessed.knee.high, known.knee.high)


def test_a_lost_lifter_has_no_angles():
    seen, *_ = pulled()
    lost = {
        name: np.where(np.arange(N)[:, None] < 10, np.nan, at) for name, at in seen.places.items()
    }
    found = joint_angles(Seen(seen.times_s, 1, lost))
    assert np.isnan(found.knee.value[:10]).all()
    assert np.isfinite(found.knee.value[10:]).all()


def test_standing_can_be_counted_as_zero():
    seen, *_ = pulled()
    found = joint_angles(seen, lumbar_deg=np.zeros(N))
    standing = np.arange(N) > N - 5
    assert abs(np.median(upright_offset(found, standing).hip.value[standing])) < 1e-9
    assert upright_offset(found, np.zeros(N, bool)) is found
