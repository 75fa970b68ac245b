"""How far off the side the camera stands, told by shoulders, joints and plate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.lift.camera_yaw import JOINTS, by_joints, learned, places, yaw_deg
from backspotter.lift.tracks import PLACE
from tests.lifted import film_read

N = 9
STRANGE = np.array([0.0] * 27 + [1.0, 0.0])
"""Near and far joints in one place."""


def landmarks(numbers, size=100.0):
    """A hinged lifter (n, 33, 4) who faces right, with far joints where the numbers have them."""
    seen = np.zeros((N, 33, 4)) + 0.9
    rows = np.asarray(numbers)[: 3 * len(JOINTS)].reshape(-1, 3) * size
    trunk = np.asarray(numbers)[3 * len(JOINTS) :] * size
    for name, away in zip(JOINTS, rows, strict=True):
        seen[:, PLACE[f"right_{name}"], :3] = [200.0, 300.0, 0.0]
        seen[:, PLACE[f"left_{name}"], :3] = np.array([200.0, 300.0, 0.0]) + away
    middle = 0.5 * (rows[0] - rows[JOINTS.index("hip")])
    for side in ("left", "right"):
        seen[:, PLACE[f"{side}_shoulder"], :2] += trunk - middle[:2]
    return seen


def tracks(numbers, shoulders_deg):
    read = film_read(yaw_deg=shoulders_deg).tracks
    seen = np.resize(landmarks(numbers), (len(read.times_s), 33, 4))
    return replace(read, raw_px=seen)


def everywhere(read):
    return np.ones(len(read.times_s), bool)


def test_places_are_read_as_they_were_laid_and_upright_frames_left_out():
    centre = learned()[0]
    seen = landmarks(centre)
    found = places(seen, 1, "right")
    length = np.hypot(*centre[-2:])
    assert found == pytest.approx(centre / length, abs=1e-6)
    upright = seen.copy()
    upright[3:, [PLACE["left_shoulder"], PLACE["right_shoulder"]], 0] = 200.0
    assert places(upright, 1, "right") == pytest.approx(found)
    assert places(upright[3:], 1, "right") is None


def test_feet_that_stand_apart_turn_the_camera_and_strange_places_say_nothing():
    centre, spread, weight, offset = learned()
    assert by_joints(centre) == pytest.approx(offset)
    turned = centre + 0.8 * spread * np.sign(weight)
    assert by_joints(turned) > offset + 15
    assert by_joints(centre - 3.5 * spread) is None
    assert by_joints(np.full(len(centre), np.nan)) is None
    assert by_joints(None) is None


def test_joints_correct_what_the_shoulders_guess_and_narrow_the_band():
    centre = learned()[0]
    length = np.hypot(*centre[-2:])
    read = tracks(centre * length, 28.0)
    value, low, high = yaw_deg(read, everywhere(read))
    assert value < 15
    strange = tracks(STRANGE, 28.0)
    alone, least, most = yaw_deg(strange, everywhere(strange))
    assert alone == pytest.approx(28.0, abs=0.5)
    assert high - low < most - least


def test_a_view_far_round_is_told_by_the_shoulders_alone():
    read = tracks(learned()[0], 60.0)
    assert yaw_deg(read, everywhere(read))[0] == pytest.approx(60.0, abs=0.5)
    assert yaw_deg(read, everywhere(read), 0.999)[0] == pytest.approx(60.0, abs=0.5)


def test_the_plate_is_seen_from_further_round_than_the_lifter():
    strange = tracks(STRANGE, 16.0)
    ratio = np.cos(np.arctan(np.tan(np.deg2rad(16.0)) / 0.8))
    value, low, high = yaw_deg(strange, everywhere(strange), float(ratio))
    assert value == pytest.approx(16.0, abs=0.3)
    assert high - low < 16
