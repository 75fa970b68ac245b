"""Laws of what a rendered lifter does: every fault asked is found with its size and no other, the
events of every kind of rep are where they must be, and a dropped bar falls as things fall."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from backspotter.evidence.faults import fault_rules
from backspotter.spine.rep import Lift
from backspotter.synth.angles import sagittal_deg, trunk_deg
from backspotter.synth.body import built
from backspotter.synth.declining import decline, off_the_side
from backspotter.synth.outline import inside_disc
from backspotter.synth.plan import Build, RepPlan
from backspotter.synth.raster import Points, drawn
from backspotter.synth.recording import Recording
from backspotter.synth.reps import rep_truth
from backspotter.synth.schemas import film_truth_schema
from backspotter.synth.shown import of_film
from backspotter.synth.stage import stage
from backspotter.synth.task import STYLES, FilmTask
from backspotter.synth.truth import film_truth, frame_truth

pytestmark = pytest.mark.needs("anny", install="make setup-synth")

SMALL = {"width": 320, "height": 180, "fps": 24.0}


def task_of(style: str, *plans: RepPlan, **more) -> FilmTask:
    return FilmTask(lift=Lift(style=style), reps=plans or (RepPlan(),), **(SMALL | more))


ASKED = """
style         plan                              | code                    size   within
conventional  rounding_deg=24,rounding_from=0.2 | lumbar_rounding         24     0.2
conventional  lumbar_deg=56                     | lumbar_rounding         11     0.2
conventional  hyperextension_deg=17             | lockout_hyperextension  17     0.2
conventional  hips_below_knee_m=0.03            | hips_low_start          0.03   0.002
conventional  hips_higher_m=0.13                | hips_high_start         0.13   0.002
conventional  hips_first_deg=16                 | hips_rise_first         16     0.2
conventional  drift_m=0.09                      | bar_drift               0.09   0.003
sumo          hips_below_knee_m=0.02            | hips_low_start          0.02   0.002
sumo          knee_deg=33                       | hips_high_start         0.13   0.02
sumo          hips_first_deg=22                 | hips_rise_first         22     0.2
trap_bar      hips_first_deg=14                 | hips_rise_first         14     0.2
trap_bar      hyperextension_deg=25             | lockout_hyperextension  25     0.2
romanian      rounding_deg=30                   | lumbar_rounding         30     0.2
romanian      hyperextension_deg=14             | lockout_hyperextension  14     0.2
stiff_leg     drift_m=0.07                      | bar_drift               0.07   0.003
"""
ROWS = [line.replace("|", " ").split() for line in ASKED.strip().splitlines()[1:]]


@pytest.mark.parametrize(("style", "plan", "code", "size", "within"), ROWS)
def test_a_fault_asked_is_found_with_its_size_and_no_other(style, plan, code, size, within):
    wishes = {name: float(n) for name, n in (wish.split("=") for wish in plan.split(","))}
    rep = rep_truth(stage(task_of(style, RepPlan(**wishes))).motion, 1)
    assert [fault["code"] for fault in rep["faults"]] == [code]
    fault = rep["faults"][0]
    assert fault["size"] == pytest.approx(float(size), abs=float(within))
    assert rep["lift_off_s"] <= fault["at_s"] <= fault["peak_s"] <= rep["end_s"]
    if fault["onset"] == "at_setup":
        assert fault["at_s"] == rep["lift_off_s"]


@pytest.mark.parametrize("style", STYLES)
def test_a_clean_lift_has_no_fault(style):
    assert rep_truth(stage(task_of(style)).motion, 1)["faults"] == []


def test_a_romanian_that_leans_back_at_the_top_begins_and_ends_upright():
    plans = (RepPlan(hyperextension_deg=15.0), RepPlan(lumbar_deg=26.0))
    motion = stage(task_of("romanian", *plans)).motion
    for t in (0.0, motion.times[0].end_s, motion.seconds):
        lean = trunk_deg(motion.lifter, motion.lifter.skeleton(motion.moment(t).posture))
        assert 0 < lean < 10
    jumps = [
        after.at(after.begin_s).bar[1] - before.at(before.end_s).bar[1]
        for before, after in pairwise(motion.spans)
    ]
    assert np.abs(jumps).max() < 2e-3
    assert [len(rep_truth(motion, n)["faults"]) for n in (1, 2)] == [1, 0]


def test_just_under_a_threshold_is_no_fault():
    shy = RepPlan(rounding_deg=14.7, hyperextension_deg=11.7, drift_m=0.049)
    assert rep_truth(stage(task_of("conventional", shy)).motion, 1)["faults"] == []


@pytest.mark.parametrize(("lumbar", "thoracic"), [(3.0, 28.0), (40.0, 0.0), (-8.0, 12.0)])
def test_upper_and_lower_back_bend_each_as_asked(lumbar, thoracic):
    set_ = stage(task_of("conventional", RepPlan(lumbar_deg=lumbar, thoracic_deg=thoracic)))
    bones = set_.lifter.skeleton(set_.motion.way.bottom)
    assert sagittal_deg(bones, set_.lifter, "spine05", "spine02") == pytest.approx(lumbar, abs=0.01)
    assert sagittal_deg(bones, set_.lifter, "spine02", "spine01") == pytest.approx(thoracic, 0.01)
    upright = set_.lifter.skeleton(set_.motion.way.top)
    assert sagittal_deg(upright, set_.lifter, "spine05", "spine01") == pytest.approx(0, abs=0.01)


PLANS = (
    RepPlan(),
    RepPlan(touch_and_go=True, lumbar_deg=32.0),
    RepPlan(dropped=True, pause_s=0.4),
    RepPlan(reach=0.45, stall_s=0.7),
    RepPlan(reach=0.6, down_s=1.0),
)


@pytest.fixture(scope="module")
def whole():
    """A set with a rep of every kind, walked up to and left again."""
    task = task_of("conventional", *PLANS, approach="walking", bends=1, leaves=True)
    return stage(task)


@pytest.fixture(scope="module")
def reps(whole):
    return [rep_truth(whole.motion, n) for n in range(1, len(PLANS) + 1)]


def test_events_of_every_kind_of_rep_come_in_order(whole, reps):
    order = ("begin_s", "lift_off_s", "lockout_s", "lowering_s", "floor_s", "end_s")
    events = [[rep[name] for name in order] for rep in reps]
    assert np.all(np.diff(np.array(events).ravel()) >= -1e-9)
    assert events[-1][-1] < whole.motion.seconds
    for rep in reps[:3]:
        assert rep["lift_off_s"] < rep["knee_pass_s"] < rep["lockout_s"]
    assert reps[1]["begin_s"] == reps[0]["floor_s"]
    for rep in (reps[0], *reps[2:]):
        assert rep["lift_off_s"] - rep["begin_s"] == pytest.approx(0.5, abs=1e-4)
    assert [rep["completed"] for rep in reps] == [True, True, True, False, False]
    assert [rep["touch_and_go"] for rep in reps] == [False, True, False, False, False]
    assert [rep["dropped"] for rep in reps] == [False, False, True, False, False]


def test_way_and_speed_are_those_of_the_bar(whole, reps):
    for rep, plan in zip(reps, PLANS, strict=True):
        times = np.linspace(rep["lift_off_s"], rep["lockout_s"] - 1e-6, 400)
        height = whole.motion.bar(times)[:, 1]
        assert rep["rom_m"] == pytest.approx(np.ptp(height), abs=1e-3)
        assert rep["rom_m"] / reps[0]["rom_m"] == pytest.approx(plan.reach, abs=0.02)
        took = rep["lockout_s"] - rep["lift_off_s"]
        assert rep["mean_concentric_velocity_m_s"] == pytest.approx(rep["rom_m"] / took, rel=1e-3)
        assert rep["peak_velocity_m_s"] == pytest.approx(
            np.diff(height).max() / np.diff(times)[0], rel=0.02
        )
        assert 0.1 < rep["mean_concentric_velocity_m_s"] < rep["peak_velocity_m_s"]


def test_a_bar_has_left_the_floor_and_is_at_the_top_when_the_truth_says(whole, reps):
    """What a camera can see of it: 3 mm of way within a tenth of a second."""
    for rep in reps:
        floor = whole.task.plate_radius_m
        before, after = whole.motion.bar(rep["lift_off_s"] + np.array([-1e-3, 0.1]))[:, 1]
        assert before == pytest.approx(floor, abs=1e-3)
        assert after > floor + 0.003
        early, top = whole.motion.bar(rep["lockout_s"] - np.array([0.12, 0.0]))[:, 1]
        assert top - early > 0.002


def test_a_touch_takes_no_pause_and_a_dead_stop_does(whole, reps):
    heights = whole.motion.bar(np.arange(0, whole.motion.seconds, 0.01))[:, 1]
    down = np.arange(0, whole.motion.seconds, 0.01)[heights < whole.task.plate_radius_m + 0.002]

    def rest(earlier: int, later: int) -> float:
        low, high = reps[earlier]["lowering_s"], reps[later]["lockout_s"]
        between = down[(down > low) & (down < high)]
        return float(np.ptp(between)) if len(between) else 0.0

    assert rest(0, 1) < 0.3
    assert rest(1, 2) > 0.7


def test_a_dropped_bar_falls_freely_and_bounces_while_the_lifter_stands(whole, reps):
    rep = reps[2]
    times = np.linspace(rep["lowering_s"], rep["floor_s"] - 1e-6, 60)
    height = whole.motion.bar(times)[:, 1]
    assert 2 * np.polyfit(times - times[0], height, 2)[0] == pytest.approx(-9.81, rel=0.02)
    bounce = whole.motion.bar(np.linspace(rep["floor_s"], rep["end_s"], 80))[:, 1]
    assert 0.02 < np.ptp(bounce) < 0.15
    for t in (rep["floor_s"], rep["end_s"] - 1e-3):
        posture = whole.motion.moment(t).posture
        assert posture.free is not None
        assert abs(trunk_deg(whole.lifter, whole.lifter.skeleton(posture))) < 8


def test_the_bar_never_goes_below_the_floor_nor_jumps(whole):
    bar = whole.motion.bar(np.arange(0, whole.motion.seconds, 1 / 60))
    assert bar[:, 1].min() >= whole.task.plate_radius_m - 1e-3
    assert np.abs(np.diff(bar, axis=0)).max() < 3.4 / 60


def test_walking_and_bending_without_the_bar_is_no_rep_and_no_foot_slips(whole):
    lifter, before = whole.lifter, None
    for t in np.arange(0, whole.motion.times[0].begin_s, 0.1):
        moment = whole.motion.moment(float(t))
        assert moment.rep is None
        assert moment.phase in ("walking", "still", "down")
        assert moment.posture.bar == whole.motion.way.bottom.bar
        bones = lifter.skeleton(moment.posture)
        feet = bones.heads[[lifter.shape.index(f"foot.{side}") for side in "LR"]]
        assert abs(feet[:, 2].min() - lifter.ankle_z) < 2e-3
        if before is not None and moment.posture.step is not None:
            still = (feet[:, 2] < lifter.ankle_z + 1e-3) & (before[:, 2] < lifter.ankle_z + 1e-3)
            assert np.all(np.abs(feet - before)[still, 1] < 0.005)
        before = feet


def test_nothing_jumps_where_one_thing_follows_another(whole):
    for before, after in pairwise(whole.motion.spans):
        one, two = before.at(before.end_s), after.at(after.begin_s)
        joints = [whole.lifter.skeleton(posture).heads for posture in (one, two)]
        assert np.abs(joints[1] - joints[0]).max() < 0.006, (before.phase, after.phase)


def test_the_truth_fits_its_schema_and_a_drop_among_others_is_in_it(whole):
    moments = list(whole.motion.moments(0.8))
    frames = [frame_truth(whole, m, whole.lifter.posed(m.posture)) for m in moments]
    truth = film_truth(whole, frames, of_film(Recording(), whole.scene, ()))
    Draft202012Validator(film_truth_schema()).validate(json.loads(json.dumps(truth)))
    assert {frame["phase"] for frame in frames} >= {"walking", "lifting", "down"}
    assert len(json.dumps(frames[0])) < 2000


def test_the_outline_is_where_the_drawn_body_ends():
    set_ = stage(task_of("conventional", width=640, height=480))
    posed = set_.lifter.posed(set_.motion.way.at_share(0.3))
    moment = replace(set_.motion.moment(0.0), posture=set_.motion.way.at_share(0.3))
    outline = frame_truth(set_, moment, posed)["back_outline_px"]
    places, near = set_.camera.project(posed.vertices)
    faces = set_.lifter.shape.data.faces
    seen = drawn(Points.of(places, near), faces, 640, 480, both_sides=True).face.reshape(480, 640)
    hip, shoulder = outline[0], outline[-1]
    out = np.array([shoulder[1] - hip[1], hip[0] - shoulder[0]]) / np.hypot(
        shoulder[0] - hip[0], shoulder[1] - hip[1]
    )
    for x, y in outline:
        just_in, just_out = (np.array([x, y]) + step * out for step in (-1.5, 1.5))
        assert seen[int(just_in[1]), int(just_in[0])] >= 0
        assert seen[int(just_out[1]), int(just_out[0])] < 0


def test_what_something_hides_is_left_out_of_the_outline():
    set_ = stage(task_of("conventional"))
    moment = set_.motion.moment(0.0)
    posed = set_.lifter.posed(moment.posture)
    all_of_it = frame_truth(set_, moment, posed, covered=lambda points: np.ones(len(points), bool))
    assert all_of_it["back_outline_px"] is None
    left = frame_truth(set_, moment, posed, covered=lambda points: points[:, 0] > 150)
    gone = [x is None for x, _ in left["back_outline_px"]]
    assert any(gone)
    assert not all(gone)


def test_a_disc_knows_what_is_inside():
    ring = np.array([[0, 0], [2, 0], [2, 2], [0, 2]])
    assert list(inside_disc(ring, np.array([[1, 1], [3, 1], [1, -1]]))) == [True, False, False]
    assert list(inside_disc(ring[::-1], np.array([[1, 1], [3, 1]]))) == [True, False]


DECLINED = """
yaw    torso  hidden  cut  | decline  either_way
0      150    0       -    | no       no
-12    150    0       -    | no       no
22     150    0.2     -    | no       yes
-25    150    0       -    | no       yes
30     150    0       -    | yes      no
-40    150    0       -    | yes      no
90     150    0       -    | yes      no
180    150    0       -    | no       no
155    150    0       -    | no       yes
0      99     0       -    | yes      no
0      150    0.3     -    | yes      no
0      150    0       1.5  | yes      no
0      150    0       5.0  | no       no
"""


@pytest.mark.parametrize(
    "row", [line.replace("|", " ").split() for line in DECLINED.strip().splitlines()[1:]]
)
def test_when_the_back_should_be_declined(row):
    yaw, torso, hidden, cut, declined, either = row
    seen, gone = [[1.0, 1.0]] * 21, [[None, None]] * 21
    joints = {
        f"{j}_{s}": [0.0, float(torso) * (j == "hip")]
        for j in ("hip", "shoulder")
        for s in ("left", "right")
    }
    frames = [
        {
            "phase": "lifting",
            "joints_px": joints,
            "back_outline_px": gone if n < 20 * float(hidden) else seen,
        }
        for n in range(20)
    ]
    cuts = [] if cut == "-" else [float(cut)]
    found = decline(frames, [{"begin_s": 1.0, "end_s": 3.0}], float(yaw), cuts)
    assert (found["decline"], found["either_way"]) == (declined == "yes", either == "yes")
    assert (found["reason"] is None) == (declined == "no")


def test_off_the_side_is_counted_from_either_side():
    assert [off_the_side(yaw) for yaw in (0, 90, 180, 270, -30, 350)] == [0, 90, 0, 90, 30, 10]


@pytest.mark.parametrize(
    ("wish", "bone", "below", "share"),
    [
        ({"legs": 1.1}, "upperleg01.L", "foot.L", 0.03),
        ({"arms": 1.1}, "upperarm01.L", "wrist.L", 0.07),
        ({"trunk": 1.08}, "spine05", "spine01", 0.04),
    ],
)
def test_a_proportion_asked_is_longer_at_the_same_height(wish, bone, below, share):
    usual, other = (built("male", 1.76, 80.0, build) for build in (Build(), Build(**wish)))
    one, two = (np.linalg.norm(b.head(below) - b.head(bone)) for b in (usual, other))
    assert two / one > 1 + share
    assert other.stature_m == pytest.approx(usual.stature_m, abs=0.003)
    assert other.mass_kg == pytest.approx(usual.mass_kg, rel=0.01)


def test_every_row_of_the_fault_table_says_what_it_is():
    rules = fault_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.status == "assumption"
        assert set(rule.styles) <= set(STYLES)
        assert rule.unit in ("deg", "m")
        assert len(rule.say) > 40
