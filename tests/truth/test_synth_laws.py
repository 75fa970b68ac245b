"""Laws of a rendered lift: what the truth says is what was posed, projected and drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.spine.rep import Lift
from backspotter.synth.angles import JOINTS, joint_places
from backspotter.synth.meshes import PLATE_RADIUS_M
from backspotter.synth.raster import Points, drawn
from backspotter.synth.renderer import Renderer
from backspotter.synth.reps import rep_truth
from backspotter.synth.stage import stage
from backspotter.synth.task import STYLES, FilmTask
from backspotter.synth.truth import frame_truth

pytestmark = pytest.mark.needs("anny", install="make setup-synth")

SMALL = {"width": 320, "height": 180, "fps": 24.0}
ARROW = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]) * 0.03
SIDES = np.array([[a, b, c] for a in (0, 1) for b in (2, 3) for c in (4, 5)])


@pytest.fixture(scope="module", params=STYLES)
def lift(request):
    """A stage with its moments and postures, six a second."""
    set_ = stage(FilmTask(lift=Lift(style=request.param, rounding_deg=12.0), yaw_deg=10, **SMALL))
    moments = list(set_.motion.moments(6.0))
    return set_, moments, [set_.lifter.posed(moment.posture) for moment in moments]


def test_feet_stay_where_they_are(lift):
    set_, _, posed = lift
    bones = set_.lifter.shape.data
    soles = bones.weights[:, [bones.bones.index(f"foot.{s}") for s in "LR"]].sum(axis=1) > 0.99
    feet = np.stack([body.vertices[soles] for body in posed])
    assert np.ptp(feet, axis=0).max() < 0.005
    assert abs(feet[..., 2].min()) < 0.005


def test_plates_touch_the_floor_at_rest_and_never_go_below(lift):
    set_, moments, _ = lift
    heights = np.array([moment.posture.bar[1] for moment in moments])
    if set_.task.lift.style == "romanian":
        assert heights.min() > PLATE_RADIUS_M
    else:
        assert heights[0] == pytest.approx(PLATE_RADIUS_M, abs=1e-3)
        assert heights.min() >= PLATE_RADIUS_M - 1e-3


def test_hands_stay_on_the_bar(lift):
    set_, moments, posed = lift
    for moment, body in zip(moments, posed, strict=True):
        for side, hand in set_.lifter.hands.items():
            wrist = set_.lifter.shape.index(f"wrist.{side}")
            held = body.heads[wrist] + body.turns[wrist] @ hand.grip
            place = set_.lifter.hand_place(side, moment.posture.bar)
            assert np.linalg.norm(held - place) < 0.005


def test_flexion_asked_is_flexion_on_the_posed_bones(lift):
    set_, moments, posed = lift
    found = [
        frame_truth(set_, moment, body)["lumbar_flexion_deg"]
        for moment, body in zip(moments, posed, strict=True)
    ]
    assert found == pytest.approx([sum(m.posture.lumbar) for m in moments], abs=0.006)
    assert max(found) == pytest.approx(set_.task.lift.how.lumbar_deg + 12.0, abs=0.7)
    assert min(found) == pytest.approx(0.0, abs=0.1)


def test_no_bar_passes_through_a_leg(lift):
    set_, moments, posed = lift
    if set_.lifter.stance.handles_ahead:
        pytest.skip("stands inside the bar")
    for moment, body in zip(moments, posed, strict=True):
        y, z = moment.posture.bar
        legs = body.vertices[set_.lifter.leg_skin][:, 1:]
        assert np.hypot(legs[:, 0] - y, legs[:, 1] - z).min() > 0.009


def test_the_bar_rises_nearly_straight(lift):
    """Within the horizontal way that bars take in published deadlifts, about 10 cm."""
    ahead = [moment.posture.bar[0] for moment in lift[1]]
    assert np.ptp(ahead) < 0.10


def test_a_joint_is_drawn_where_the_truth_has_it(lift):
    set_, moments, posed = lift
    middle = len(moments) // 2
    truth = frame_truth(set_, moments[middle], posed[middle])["joints_px"]
    camera = set_.camera
    for name, at in zip(JOINTS, joint_places(set_.lifter, posed[middle]), strict=True):
        places, nearness = camera.project(at + ARROW)
        seen = drawn(
            Points.of(places, nearness), SIDES, camera.width, camera.height, both_sides=True
        )
        y, x = np.divmod(np.flatnonzero(seen.face >= 0), camera.width)
        assert np.hypot(x.mean() + 0.5 - truth[name][0], y.mean() + 0.5 - truth[name][1]) < 1.0


def test_a_mirrored_camera_mirrors_the_truth(lift):
    set_, moments, posed = lift
    other = stage(replace(set_.task, mirrored=True))
    one = frame_truth(set_, moments[4], posed[4])
    two = frame_truth(other, moments[4], posed[4])
    for name, (x, y) in one.pop("joints_px").items():
        twin = name.replace("left", "LEFT").replace("right", "left").replace("LEFT", "right")
        assert two["joints_px"][twin] == pytest.approx([320 - x, y], abs=0.11)
    two.pop("joints_px")
    for name in ("bar_px", "near_plate_px"):
        bar, mirrored = one.pop(name), two.pop(name)
        assert mirrored == pytest.approx([320 - bar[0], bar[1]], abs=0.11)
    back, flipped = (np.array(d.pop("back_outline_px"), float) for d in (one, two))
    assert flipped == pytest.approx(np.array([320, 0]) + back * [-1, 1], abs=0.4, nan_ok=True)
    hidden, twins = one.pop("joints_hidden"), two.pop("joints_hidden")
    assert len(hidden) == len(twins)
    assert one == two


def test_events_come_in_order_and_speed_is_way_over_time(lift):
    rep = rep_truth(lift[0].motion, 1)
    assert rep["lift_off_s"] < rep["knee_pass_s"] < rep["lockout_s"] <= rep["end_s"]
    took = rep["lockout_s"] - rep["lift_off_s"]
    assert rep["mean_concentric_velocity_m_s"] == pytest.approx(rep["rom_m"] / took, rel=1e-3)
    assert 0.25 < rep["rom_m"] < 0.75


def test_the_same_seed_gives_the_same_picture_and_another_seed_another():
    set_ = stage(FilmTask(lift=Lift(), **SMALL))
    moment = set_.motion.moment(1.5)
    posed = set_.lifter.posed(moment.posture)
    one, again, other = (
        Renderer(set_.lifter, set_.camera, np.random.default_rng(seed)).frame(
            posed, moment.posture.bar
        )
        for seed in (7, 7, 8)
    )
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("sex", "height_m", "mass_kg"),
    [("female", 1.55, 50), ("female", 1.75, 80), ("male", 1.95, 120)],
)
def test_other_bodies_can_lift_in_every_style(sex, height_m, mass_kg):
    for style in STYLES:
        task = FilmTask(
            lift=Lift(style=style), sex=sex, height_m=height_m, mass_kg=mass_kg, **SMALL
        )
        body = stage(task).lifter.shape
        assert body.stature_m == pytest.approx(height_m, abs=0.005)
        assert body.mass_kg == pytest.approx(mass_kg, rel=0.01)
