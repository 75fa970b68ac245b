"""How far off the side the camera stands, told by shoulders, joints and plate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backspotter.lift.camera_yaw import JOINTS, by_joints, network, places, yaw_deg
from backspotter.lift.outline import axis_of
from backspotter.lift.tracks import LANDMARKS, PLACE
from tests.lifted import film_read

N = 9
APART = Path(__file__).parents[1] / "data/yaw-apart.npz"
"""Films of bodies that were not learned from: places (n, 161), yaw_deg (n,)."""


def of_kept(kept):
    """A hinged lifter (n, 33, 4) who faces right, as a row of ``APART`` has it."""
    seen = np.zeros((N, 33, 4))
    seen[..., :3] = kept[29:128].reshape(33, 3) * 100
    seen[..., :2] += [200.0, 300.0]
    seen[..., 3] = kept[128:]
    return seen


def tracks(landmarks, shoulders_deg):
    read = film_read(yaw_deg=shoulders_deg).tracks
    return replace(read, raw_px=np.resize(landmarks, (len(read.times_s), 33, 4)))


def everywhere(read):
    return np.ones(len(read.times_s), bool)


@pytest.fixture(scope="module")
def apart():
    with np.load(APART) as kept:
        return kept["places"].astype(float), kept["yaw_deg"].astype(float)


@pytest.fixture(scope="module")
def usual(apart):
    """Landmarks of a film seen 8 degrees off the side, and what the joints say of it."""
    found, yaw = apart
    film = of_kept(found[int(np.argmin(np.abs(yaw - 8)))])
    return film, by_joints(places(film, 1, "right"))


@pytest.fixture
def strange(usual):
    """Every landmark in one place, as nobody's are."""
    film = usual[0].copy()
    film[:, [n for n, name in enumerate(LANDMARKS) if "shoulder" not in name], :3] = 0.0
    film[:, PLACE["left_shoulder"], :3] = film[:, PLACE["right_shoulder"], :3]
    return film


def test_of_bodies_that_were_not_learned_from_it_is_told_within_a_few_degrees(apart):
    found, yaw = apart
    off = np.array([by_joints(each) for each in found]) - yaw
    assert np.abs(off).mean() < 3.3
    assert (np.abs(off) > 8).mean() < 0.09
    assert abs(off.mean()) < 1.0


def test_places_are_read_as_they_were_laid_and_upright_frames_left_out(usual):
    seen = usual[0]
    found = places(seen, 1, "right")
    hip, shoulder = (part[0] for part in axis_of(seen))
    size = np.hypot(*(shoulder - hip))
    assert found[27:29] * size == pytest.approx(shoulder - hip)
    apart_ = seen[0, PLACE["left_heel"]] - seen[0, PLACE["right_heel"]]
    place = 3 * JOINTS.index("heel")
    assert found[place : place + 3] * size == pytest.approx(apart_[:3])
    assert found[29:31] * size == pytest.approx(seen[0, PLACE["nose"], :2] - hip)
    assert found[128:] == pytest.approx(seen[0, :, 3])
    upright = seen.copy()
    upright[3:, [PLACE["left_shoulder"], PLACE["right_shoulder"]], 0] = 200.0
    assert places(upright, 1, "right") == pytest.approx(found)
    assert places(upright[3:], 1, "right") is None


def test_a_film_in_a_mirror_says_the_same(usual):
    mirrored = usual[0].copy()
    mirrored[..., 0] *= -1
    swapped = (name.replace("left", "<").replace("right", "left") for name in LANDMARKS)
    mirrored = mirrored[:, [PLACE[name.replace("<", "right")] for name in swapped]]
    assert places(mirrored, -1, "left") == pytest.approx(places(usual[0], 1, "right"))


def test_what_is_unlike_all_that_was_learned_from_says_nothing(strange):
    net = network()
    assert by_joints(net.centre) is not None
    assert by_joints(net.centre + 8 * net.spread * np.resize([1, -1], len(net.centre))) is None
    assert by_joints(np.full(len(net.centre), np.nan)) is None
    assert by_joints(None) is None
    assert by_joints(places(strange, 1, "right")) is None


def test_joints_correct_what_the_shoulders_guess_and_narrow_the_band(usual, strange):
    seen, said = usual
    read = tracks(seen, 24.0)
    value, low, high = yaw_deg(read, everywhere(read))
    assert value == pytest.approx(said)
    assert abs(value - 8) < 6
    astray = tracks(strange, 24.0)
    alone, least, most = yaw_deg(astray, everywhere(astray))
    assert alone == pytest.approx(24.0, abs=0.5)
    assert high - low < most - least


def test_a_view_far_round_is_told_more_and_more_by_the_shoulders(usual):
    seen, said = usual
    between = tracks(seen, 40.0)
    value = yaw_deg(between, everywhere(between))[0]
    assert said + 5 < value < 35
    read = tracks(seen, 60.0)
    assert yaw_deg(read, everywhere(read))[0] == pytest.approx(60.0, abs=0.5)
    assert yaw_deg(read, everywhere(read), 0.999)[0] == pytest.approx(60.0, abs=0.5)


def test_the_plate_is_seen_from_further_round_than_the_lifter(strange):
    astray = tracks(strange, 16.0)
    ratio = np.cos(np.arctan(np.tan(np.deg2rad(16.0)) / 0.8))
    value, low, high = yaw_deg(astray, everywhere(astray), float(ratio))
    assert value == pytest.approx(16.0, abs=0.3)
    assert high - low < 16
