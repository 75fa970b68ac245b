"""The parts between film and tracks, each on numbers small enough to see through."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.lift import weights
from backspotter.lift.cuts import Changes
from backspotter.lift.level import Level
from backspotter.lift.lifter import Evidence, somebody_else
from backspotter.lift.outline import back_shape, body_rays, edges, hidden_by, outward
from backspotter.lift.pose.detector import anchors
from backspotter.lift.pose.landmarks import Pose, refined
from backspotter.lift.pose.region import Region, cut_out, region_around
from backspotter.lift.sides import facing_of, near_side, put_right
from backspotter.lift.smoothing import smoothed
from backspotter.lift.tracks import ALONG, INNER, LANDMARKS, PLACE, BackOutline
from backspotter.lift.view import limits

REGIONS = st.builds(
    Region,
    x=st.floats(-500, 2000),
    y=st.floats(-500, 2000),
    side=st.floats(1, 3000),
    turn=st.floats(-3.2, 3.2),
)


@given(REGIONS, st.floats(-2, 3), st.floats(-2, 3))
def test_into_a_region_and_back(region, across, down):
    share = np.array([across, down])
    assert region.to_shares(region.to_picture(share)) == pytest.approx(share, abs=1e-6)


def test_a_person_upside_down_is_turned_upright():
    region = region_around(np.array([100.0, 100.0]), np.array([100.0, 160.0]))
    assert abs(region.turn) == pytest.approx(np.pi)
    assert region.side == pytest.approx(150)
    assert region.to_shares(np.array([[100.0, 160.0]]))[0, 1] == pytest.approx(0.1)


def test_a_cut_out_of_the_picture_s_own_size_is_the_picture():
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    assert np.array_equal(cut_out(picture, Region(x=32, y=32, side=64), 64), picture)
    quarter = cut_out(picture, Region(x=32, y=32, side=64, turn=np.pi / 2), 64)
    assert np.array_equal(quarter, np.rot90(picture, 1))


def test_beyond_the_edge_is_what_was_asked_for():
    picture = np.full((10, 10, 3), 200, np.uint8)
    region = Region(x=0, y=5, side=10)
    assert cut_out(picture, region, 10).min() == 200
    filled = cut_out(picture, region, 10, outside=0)
    assert (filled[:, :4].max(), filled[:, 6:].min()) == (0, 200)


def test_the_detector_has_as_many_anchors_as_boxes():
    assert anchors().shape == (2254, 2)
    assert anchors().min() > 0
    assert anchors().max() < 1


def test_heat_moves_a_landmark_and_cold_leaves_it():
    heat = np.full((64, 64, 2), -20.0)
    heat[30, 34, 0] = 20.0
    shares = np.full((2, 2), 0.5)
    moved = refined(shares, heat)
    assert moved[0] == pytest.approx([34 / 64, 30 / 64])
    assert moved[1] == pytest.approx(shares[1])


@given(st.integers(4, 40), st.floats(-50, 50), st.floats(-50, 50), st.floats(-200, 200))
def test_a_steady_acceleration_is_kept_as_it_is(seed, a, b, c):
    times = np.sort(np.random.default_rng(seed).uniform(0, 2, 40))
    at = np.linspace(times[0], times[-1], 25)
    at = at[np.abs(at[:, None] - times).min(axis=1) < 0.4]
    values = np.stack([a + b * times + c * times**2, np.ones(40)], axis=1)
    out = smoothed(at, times, values, np.ones_like(values))
    wanted = a + b * at + c * at**2
    scale = 1 + np.abs(values[:, 0]).max()
    assert out[:, 0] == pytest.approx(wanted, abs=2e-3 * scale)
    assert out[:, 1] == pytest.approx(1, abs=1e-4)


def test_one_wild_sample_hardly_moves_the_rest():
    times = np.arange(0, 2, 1 / 15)
    values = np.sin(2 * times)[:, None]
    wild = values.copy()
    wild[12] += 3
    out = smoothed(times, times, wild, np.ones_like(wild))
    assert np.abs(out - values).max() < 0.12


def test_nothing_is_made_up_where_the_lifter_was_lost():
    times = np.array([0.0, 0.1, 0.2, 2.0, 2.1, 2.2])
    out = smoothed(np.array([0.15, 1.0, 2.05]), times, times[:, None], np.ones((6, 1)))
    assert np.isfinite(out[:, 0]).tolist() == [True, False, True]


def test_before_the_first_sample_and_after_the_last_nothing_runs_away():
    times = np.array([0.8, 0.87, 0.93, 1.0])
    values = 200.0 + 4000.0 * (times - 0.8)[:, None] ** 2
    out = smoothed(np.array([0.4, 0.8, 1.0, 1.4]), times, values, np.ones((4, 1)))
    assert out[0] == pytest.approx(out[1])
    assert out[3] == pytest.approx(out[2])


def side_view(n=20, *, facing=1, near="right"):
    """A lifter seen from the side, who bends: (n, 33, 4) and the true near and far places."""
    rng = np.random.default_rng(3)
    landmarks = np.zeros((n, 33, 4))
    for number, name in enumerate(LANDMARKS):
        x, y = 300 + facing * 9 * (number % 5), 100 + 10 * number
        landmarks[:, number, :2] = np.array([x, y]) + rng.normal(0, 1, (n, 2))
        depth = -30 if name.split("_")[0] == near or name.endswith(near) else 30
        landmarks[:, number, 2] = 0 if name == "nose" else depth
        landmarks[:, number, 0] += 12 if depth > 0 else 0
    lean = np.linspace(0.1, 1.2, n)
    for name in ("left_shoulder", "right_shoulder"):
        landmarks[:, PLACE[name], 0] = 300 + facing * 120 * np.sin(lean)
        landmarks[:, PLACE[name], 1] = 330 - 120 * np.cos(lean)
    for name in ("left_hip", "right_hip"):
        landmarks[:, PLACE[name], :2] = (300, 330)
    for name, ahead in (("nose", 20), ("ear", 0), ("heel", 0), ("foot_index", 25)):
        for one in [n for n in LANDMARKS if n.endswith(name)]:
            landmarks[:, PLACE[one], 0] = 300 + facing * ahead
    landmarks[..., 3] = 1
    return landmarks


@pytest.mark.parametrize("facing", [1, -1])
def test_the_shoulder_is_before_the_hip_of_one_who_bends(facing):
    found, sure = facing_of(side_view(facing=facing, near=near_side(facing)))
    assert found == facing
    assert sure > 0.6


@pytest.mark.parametrize("near", ["left", "right"])
def test_swapped_frames_are_put_right(near):
    straight = side_view(near=near)
    world = straight[..., :3] / 100
    twin = [
        PLACE[name.replace("left", "#").replace("right", "left").replace("#", "right")]
        for name in LANDMARKS
    ]
    mixed, mixed_world = straight.copy(), world.copy()
    for frame in (3, 4, 11):
        mixed[frame], mixed_world[frame] = straight[frame, twin], world[frame, twin]
    places, metres = put_right(mixed, mixed_world, near)
    assert places == pytest.approx(straight)
    assert metres == pytest.approx(world)


def disc_pose(*, facing=1):
    """A mask that is a disc of radius 60 around (128, 128), the axis a chord through its middle."""
    y, x = np.mgrid[0:256, 0:256] + 0.5
    mask = 1 / (1 + np.exp((np.hypot(x - 128, y - 128) - 60) / 0.7))
    landmarks = np.zeros((33, 4))
    landmarks[[PLACE["left_hip"], PLACE["right_hip"]], :2] = (128, 168)
    landmarks[[PLACE["left_shoulder"], PLACE["right_shoulder"]], :2] = (128, 88)
    region = Region(x=128, y=128, side=256)
    return Pose(
        landmarks=landmarks,
        world_m=np.zeros((33, 3)),
        presence=1.0,
        mask=mask,
        region=region,
        look_next=region,
    )


def outline_of(pose, facing, picture=None):
    shown = (
        np.repeat(np.where(pose.mask > 0.5, 220, 40).astype(np.uint8)[..., None], 3, axis=2)
        if picture is None
        else picture
    )
    found = edges(shown, pose, facing)
    return BackOutline(
        points_px=found.points[None],
        picture_px=found.picture_points[None],
        softness_px=found.softness[None],
        step_in_light=found.step[None],
        confidence=np.ones(1),
    )


@pytest.mark.parametrize("facing", [1, -1])
def test_the_outline_of_a_disc_is_a_circle_to_a_tenth_of_a_pixel(facing):
    pose = disc_pose()
    back = outline_of(pose, facing)
    radius = np.hypot(*(back.points_px[0] - 128).T)
    assert radius == pytest.approx(60, abs=0.1)
    assert np.hypot(*(back.picture_px[0] - 128).T) == pytest.approx(60, abs=0.8)
    assert np.all(facing * (128 - back.points_px[0, :, 0]) > 0)  # behind who faces that way
    assert back.step_in_light.min() > 0.5


def test_the_shape_of_a_disc_is_that_of_its_circle():
    pose = disc_pose()
    back = outline_of(pose, 1)
    rays = body_rays(back, pose.landmarks[None], 1)
    shape = back_shape(rays)
    chord = 80 * (INNER[-1] - INNER[0])
    bow = 60 - np.sqrt(60**2 - (chord / 2) ** 2)
    assert shape.sagitta[0] == pytest.approx(bow / chord, abs=0.005)
    assert shape.peak[0] == pytest.approx(0.5, abs=0.05)
    assert shape.lower[0] == pytest.approx(chord / 60, rel=0.1)
    assert shape.lower[0] == pytest.approx(shape.upper[0], rel=0.1)


def test_a_hollow_back_bends_the_other_way_and_low_rounding_peaks_low():
    straight = np.zeros((1, len(INNER)))
    low = np.exp(-(((INNER - 0.3) / 0.15) ** 2))[None] * 0.1
    assert back_shape(straight - 0.5 * low).sagitta[0] < 0
    assert back_shape(straight + low).peak[0] < 0.45
    assert back_shape(straight + low).lower[0] > back_shape(straight + low).upper[0]


@given(st.floats(-3, 3), st.floats(0.3, 3), st.floats(-300, 300))
def test_turning_growing_and_moving_leave_the_shape_alone(turn, grow, shift):
    pose = disc_pose()
    back = outline_of(pose, 1)
    matrix = grow * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    moved = replace(back, points_px=back.points_px @ matrix.T + shift)
    landmarks = pose.landmarks[None].copy()
    landmarks[..., :2] = landmarks[..., :2] @ matrix.T + shift
    one, two = (
        body_rays(back, pose.landmarks[None], 1),
        body_rays(moved, landmarks, 1),
    )
    assert two == pytest.approx(one, abs=1e-6)


def test_the_back_is_away_from_the_belly():
    hip, shoulder = np.array([0.0, 0.0]), np.array([0.0, -10.0])
    assert outward(hip, shoulder, 1) == pytest.approx([-1, 0])
    assert outward(hip, shoulder, -1) == pytest.approx([1, 0])
    assert outward(hip, np.array([10.0, 0.0]), 1) == pytest.approx([0, -1])


def test_a_plate_hides_the_rays_that_end_on_it():
    back = outline_of(disc_pose(), 1)
    middle = back.points_px[:, 10]
    hidden = hidden_by(back, middle, np.array([6.0]))
    assert hidden.shape == (1, len(ALONG))
    assert hidden[0, 10]
    assert 2 <= hidden.sum() < 20


WHOLE = (0.0, 0.0, 1.0, 1.0)


def test_a_cut_is_seen_and_a_moving_lifter_or_a_flash_is_none():
    rng = np.random.default_rng(1)
    room, other = rng.uniform(0, 1, (2, 90, 160)).astype(np.float32)
    room[:, :80] *= 0.5
    other[40:] *= 0.2
    changes = Changes()
    seen = []
    for number in range(30):
        now = (other if number >= 20 else room).copy()
        now[30:60, 10 + number : 30 + number] = 0.9
        if number == 10:
            now = np.clip(now + 0.2, 0, 1)
        seen.append(changes.see(now, WHOLE).cut)
    assert [number for number, cut in enumerate(seen) if cut] == [20]


def test_a_cut_to_the_same_room_from_a_little_further_round_is_seen():
    rng = np.random.default_rng(4)
    wide = np.kron(rng.uniform(0.2, 0.6, (12, 20)), np.ones((8, 8))).astype(np.float32)
    wide = wide[:90]
    changes = Changes()
    seen = []
    for number in range(40):
        now = np.roll(wide, 5 if number >= 25 else 0, axis=1)
        now = now + rng.normal(0, 0.004, now.shape).astype(np.float32)
        seen.append(changes.see(now, WHOLE).cut)
    assert [number for number, cut in enumerate(seen) if cut] == [25]


def test_a_second_cut_soon_after_the_first_is_seen_as_well():
    rng = np.random.default_rng(5)
    room, wide = (
        np.kron(rng.uniform(low, high, (12, 20)), np.ones((8, 8)))[:90]
        for low, high in ((0.0, 1.0), (0.2, 0.6))
    )
    changes = Changes()
    seen = []
    for number in range(40):
        now = room if number < 3 else np.roll(wide, 5 if number >= 23 else 0, axis=1)
        now = (now + rng.normal(0, 0.004, now.shape)).astype(np.float32)
        seen.append(changes.see(now, WHOLE).cut)
    assert [number for number, cut in enumerate(seen) if cut] == [3, 23]


def test_a_hand_that_shakes_the_camera_makes_no_cut():
    rng = np.random.default_rng(4)
    wide = np.kron(rng.uniform(0.2, 0.6, (12, 20)), np.ones((8, 8))).astype(np.float32)
    wide = wide[:90]
    changes = Changes()
    moved = [round(9 * np.sin(number / 2)) for number in range(40)]
    assert not any(changes.see(np.roll(wide, by, axis=1), WHOLE).cut for by in moved)


def test_a_still_scene_with_noise_does_not_move_and_a_step_does():
    rng = np.random.default_rng(2)
    room = rng.uniform(0, 1, (90, 160)).astype(np.float32)
    changes = Changes()
    moving = []
    for number in range(60):
        now = room + rng.normal(0, 0.006, room.shape).astype(np.float32)
        if number >= 50:
            now[20:70, 60:90] = np.roll(now[20:70, 60:90], number, axis=1)
        moving.append(changes.see(now, (0.3, 0.2, 0.6, 0.8)).moving)
    assert not any(moving[5:50])
    assert all(moving[51:])


@pytest.mark.parametrize("tilt", [-6.0, 0.0, 4.0])
def test_posts_that_lean_give_the_roll(tilt):
    y, x = np.mgrid[0:480, 0:640].astype(float)
    across = (x - 320) * np.cos(np.radians(tilt)) + (y - 240) * np.sin(np.radians(tilt))
    grey = 128 + 90 * np.tanh(np.sin(across / 15) * 4)
    level = Level()
    level.see(np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2))
    assert level.tilt_deg == pytest.approx(tilt, abs=0.4)


def test_a_few_alike_among_lines_that_lean_every_way_do_not_give_the_roll():
    leans = [8.0, -11.0, -7.5, 8.0, -4.0, 2.0, 8.0, 11.5, -1.5, 5.0, 13.0, -13.0, -9.0]
    y, x = np.mgrid[0:480, 0:650].astype(float)
    post = (x // 50).astype(int)
    middle = 50 * post + 25 + np.tan(np.radians(np.take(leans, post))) * (240 - y)
    grey = np.where(np.abs((x - middle + 400) % 50 - 25) < 6, 40, 200).astype(np.uint8)
    level = Level()
    level.see(np.repeat(grey[..., None], 3, axis=2))
    assert np.isnan(level.tilt_deg)


def test_a_plain_wall_says_nothing_about_the_roll():
    level = Level()
    level.see(np.full((480, 640, 3), 128, np.uint8))
    assert np.isnan(level.tilt_deg)


def test_who_bends_is_the_lifter_and_not_the_larger_one_who_stands():
    lifter = Evidence(sizes=[300.0] * 5, leans=[5.0, 40, 60, 30, 5])
    stander = Evidence(sizes=[420.0] * 5, leans=[5.0, 6, 5, 7, 5], places=[(10.0, 20.0)] * 5)
    lifter.places = [(500.0, 300.0)] * 5
    assert somebody_else(lifter, [stander]) is None
    found = somebody_else(stander, [lifter])
    assert (found.x, found.y, found.side) == (500.0, 300.0, 300.0)


def test_every_limit_of_the_view_gets_worse_in_order():
    for row in limits():
        steps = [value for value in (row.fair, row.poor, row.cannot) if value is not None]
        assert steps, row.id
        assert steps == sorted(steps, reverse=row.worse == "less"), row.id
        assert row.grade(float("nan")) == "good"
        assert "{value" in row.say or row.measure in {"cuts", "facing", "others"}
        assert row.grade(steps[-1]) != "good"


def test_without_weights_it_says_how_to_get_them(monkeypatch, tmp_path):
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    with pytest.raises(InputError, match="put it in place: make assets"):
        weights.weights_file("heavy")
