"""What a scene may hold, how a camera sees, and what is done to a picture afterwards."""

from __future__ import annotations

import json

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.synth.bar import discs_for, loaded_bar
from backspotter.synth.camera import Camera, Shake, placed
from backspotter.synth.glyphs import lettered
from backspotter.synth.lens import Grain, blurred, captioned, thrown_lines
from backspotter.synth.props import other_person, posts
from backspotter.synth.scene import CHOICES, LIMITS, Scene

needs_loops = pytest.mark.needs("numba", install="make setup-synth")
BOX = np.array([[x, y, z] for x in (-0.7, 0.7) for y in (-0.6, 0.6) for z in (0.0, 1.8)])


def seen_from(**how) -> Camera:
    return placed(BOX, **({"yaw_deg": 10.0, "width": 320, "height": 240} | how))


def test_a_thrown_scene_goes_through_json_and_comes_back():
    scene = Scene.thrown(np.random.default_rng(4), clothing="hoodie")
    assert Scene.of(json.loads(json.dumps(scene.document()))) == scene
    assert scene.clothing == "hoodie"


def test_throwing_reaches_every_choice_and_stays_within_limits():
    rng = np.random.default_rng(0)
    scenes = [Scene.thrown(rng) for _ in range(300)]
    for name, known in CHOICES.items():
        assert {getattr(scene, name) for scene in scenes} == set(known)
    for switch in ("belt", "posts", "bystander", "decoys", "captions"):
        assert {getattr(scene, switch) for scene in scenes} == {True, False}


def test_a_rack_stands_further_ahead_by_what_is_asked_and_is_the_same_rack():
    thrown, moved = (posts(np.random.default_rng(3), ahead) for ahead in (0.0, 0.2))
    apart = thrown.vertices - moved.vertices
    assert apart == pytest.approx(np.broadcast_to([0, 0.2, 0], apart.shape))


@pytest.mark.needs("anny", install="make setup-synth")
@pytest.mark.parametrize("yaw_deg", [0.0, 30.0])
def test_who_is_asked_to_stands_between_camera_and_lifter(yaw_deg):
    eye = 4.0 * np.array([-np.cos(np.deg2rad(yaw_deg)), -np.sin(np.deg2rad(yaw_deg)), 0.25])
    placed_at = [
        other_person(np.random.default_rng(1), eye, 2.4, aside)[3][0] for aside in (0.0, 0.5, None)
    ]
    along = eye[:2] / np.linalg.norm(eye[:2])
    before, aside, thrown = (float(at[:2] @ along) for at in placed_at)
    assert before == pytest.approx(aside, abs=0.02)
    assert 1.0 < before < 2.0
    assert thrown < 0, "behind, as thrown"
    step = (placed_at[1] - placed_at[0])[:2]
    assert np.hypot(*step) == pytest.approx(0.5, abs=0.01)
    assert step[1] < 0, "to where the lifter faces"


def test_the_same_dice_throw_the_same_scene():
    one, again = (Scene.thrown(np.random.default_rng(9)) for _ in range(2))
    assert one == again


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"clothing": "tuxedo"}, "clothing: got tuxedo, expected one of tight, t_shirt, hoodie"),
        ({"mirror": "above"}, "expected one of none, beside, ahead"),
        ({"camera_height_m": 0.1}, "camera_height_m: got 0.1, expected 0.3 to 1.8 m"),
        ({"yaw_deg": float("nan")}, "yaw_deg: got nan"),
        ({"skin": 1.5}, "expected a whole number"),
        ({"skin": True}, "skin: got True"),
        ({"seed": -1}, "seed: got -1"),
        ({"posts": 1}, "posts: got 1, expected true or false"),
        ({"noise": "much"}, "noise: got much"),
        ({"wall": ["brick"]}, "wall: got"),
    ],
)
def test_what_no_scene_may_hold_is_said(changes, said):
    with pytest.raises(InputError, match=said):
        Scene(**changes)


def test_a_scene_from_a_document_with_an_unknown_name():
    with pytest.raises(InputError, match="scene: got weather"):
        Scene.of({"weather": "rain"})


def test_every_limit_is_of_a_field():
    assert set(LIMITS) | set(CHOICES) <= set(Scene().document())


@pytest.mark.parametrize("how", [
    {"roll_deg": 12.0},
    {"k1": -0.12},
    {"k1": 0.1, "roll_deg": -7.0},
    {"height_m": 0.3, "distance_m": 2.0, "k1": -0.15},
    {"height_m": 1.8, "distance_m": 2.0, "yaw_deg": 90.0, "shake": Shake(20.0, 3)},
    {"yaw_deg": 180.0, "side": -1, "roll_deg": 4.0, "aside_m": (0.3, 0.2)},
])  # fmt: skip
def test_a_pixel_looks_where_the_point_is_that_it_shows(how):
    camera = seen_from(**how).at(1.7)
    points = np.random.default_rng(1).uniform([-0.6, -0.5, 0.1], [0.6, 0.5, 1.7], (200, 3))
    places, nearness = camera.project(points)
    looks = camera.looks()
    for (x, y), near, point in zip(places, nearness, points, strict=True):
        if not (0 <= x < 320 and 0 <= y < 240):
            continue
        right, down = looks[int(y), int(x)]
        ray = np.array([right, down, 1.0]) @ camera.axes / near
        again, _ = camera.project((camera.position + ray)[None])
        assert np.abs(again[0] - [int(x) + 0.5, int(y) + 0.5]).max() < 0.02
        assert np.linalg.norm(camera.position + ray - point) < 1.5 / near / camera.focal_px


@pytest.mark.parametrize("how", [{}, {"k1": -0.1}, {"roll_deg": 8.0}, {"yaw_deg": 90.0}])
def test_everything_that_is_to_be_seen_is_in_the_picture(how):
    places, _ = seen_from(**how).project(BOX)
    assert (places >= 0).all()
    assert (places <= [320, 240]).all()


def test_roll_lowers_what_is_ahead_of_the_lifter_on_either_side():
    ahead, behind = np.array([[0, -0.5, 0.9]]), np.array([[0, 0.5, 0.9]])
    for side in (1, -1):
        camera = seen_from(yaw_deg=0.0, roll_deg=10.0, side=side)
        (front, _), (back, _) = camera.project(ahead), camera.project(behind)
        assert front[0, 1] > back[0, 1] + 10


def test_a_hand_moves_the_picture_smoothly_and_not_too_far():
    camera = seen_from(shake=Shake(6.0, 5))
    times = np.arange(0, 4, 1 / 60)
    middle = camera.target[None]
    path = np.array([camera.at(t).project(middle)[0][0] for t in times]) - [160, 120]
    assert 2 < np.abs(path).max() < 9
    assert np.abs(np.diff(path, axis=0)).max() < 2
    assert seen_from().at(3.0).project(middle)[0] == pytest.approx(np.array([[160, 120]]))


def test_what_the_lens_would_fold_back_is_not_seen():
    camera = seen_from(k1=-0.2)
    aside = camera.position + 2 * camera.axes[2] + 6 * camera.axes[0]
    assert camera.project(aside[None])[1][0] == 0


@pytest.mark.parametrize("kind", ["bumper", "iron", "dark"])
@pytest.mark.parametrize("radius", [0.225, 0.19, 0.16])
def test_more_load_takes_more_plates_and_they_fit_the_bar(kind, radius):
    counts = [len(discs_for(kind, radius, load)) for load in (20, 60, 100, 180)]
    assert counts == sorted(counts)
    assert counts[0] >= 1
    for load in (20, 60, 140, 500):
        bar = loaded_bar(kind, radius, load)
        reach = np.hypot(*bar.mesh.vertices[:, 1:].T)
        assert reach.max() == pytest.approx(radius, abs=1e-9)
        assert np.abs(bar.mesh.vertices[:, 0]).max() == pytest.approx(1.09)
        outer = bar.mesh.vertices[reach > 0.9 * radius, 0]
        assert bar.outer_x_m == pytest.approx(outer.max(), abs=1e-6)


@needs_loops
def test_grain_is_as_strong_as_asked_and_new_in_each_frame():
    flat = np.full((120, 160, 3), 90, np.uint8)
    grain = Grain(160, 120, 6.0, seed=1)
    one, two = grain.on(flat, 0).astype(int), grain.on(flat, 1).astype(int)
    assert 4 < one.mean(axis=2).std() < 9
    assert abs(np.corrcoef(one.ravel(), two.ravel())[0, 1]) < 0.05
    assert np.array_equal(grain.on(flat, 1), two)
    assert abs(one.mean() - 90) < 0.5


def test_blur_is_the_mean_of_light():
    frames = [np.full((2, 2, 3), value, np.float32) for value in (0.0, 0.5, 1.0)]
    assert blurred(frames) == pytest.approx(np.full((2, 2, 3), 0.5))


def test_captions_are_in_a_corner_and_long_ones_are_cut():
    picture = np.full((240, 320, 3), 50, np.uint8)
    low = captioned(picture, ["DEADLIFT 140 KG", "X" * 200])
    assert (low[:120] == 50).all()
    assert (low[120:] == 255).any()
    assert (captioned(picture, ["A"], top=True)[120:] == 50).all()
    assert (picture == 50).all()


def test_letters_have_ink_and_unknown_ones_are_gaps():
    assert lettered("A1").shape == (7, 12)
    assert not lettered("~").any()
    assert (
        len({lettered(letter).tobytes() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}) == 36
    )
    assert all(thrown_lines(np.random.default_rng(n), 120) for n in range(20))
