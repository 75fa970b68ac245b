"""What may be asked of a film: JSON there and back, and one line for what cannot be filmed."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.spine.rep import Lift
from backspotter.synth.plan import PLAN_LIMITS, Build, RepPlan
from backspotter.synth.task import FilmTask

FULL = FilmTask(
    lift=Lift(style="sumo", stance_m=0.8),
    sex="female",
    build=Build(legs=1.05, muscle=0.4),
    reps=(RepPlan(rounding_deg=20.0), RepPlan(touch_and_go=True), RepPlan(reach=0.5, stall_s=1.0)),
    approach="walking",
    bends=2,
    plate_radius_m=0.2,
)


@pytest.mark.parametrize("task", [FilmTask(lift=Lift()), FilmTask(lift=Lift(), reps=4), FULL])
def test_a_film_asked_is_the_same_after_json(task):
    assert FilmTask.from_json(json.loads(json.dumps(task.to_json()))) == task


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.floats(*PLAN_LIMITS[name][:2])
            for name in ("lumbar_deg", "rounding_deg", "up_s", "hips_first_deg", "pause_s")
        },
    )
)
def test_any_plan_is_the_same_after_json(wishes):
    task = FilmTask(lift=Lift(), reps=(RepPlan(**wishes),))
    assert FilmTask.from_json(json.loads(json.dumps(task.to_json()))) == task


REFUSED = [
    ([], "FilmTask: got []"),
    ("lift", "FilmTask: got lift"),
    ({}, "FilmTask: got no lift"),
    ({"lift": {"style": "snatch"}}, "style: got snatch"),
    ({"lift": 3}, "lift: got 3"),
    ({"lift": {}, "colour": "red"}, "FilmTask: got colour"),
    ({"lift": {}, "reps": 0}, "reps: got 0, expected 1 to 10"),
    ({"lift": {}, "reps": 2.5}, "reps: got 2.5"),
    ({"lift": {}, "reps": True}, "reps: got True"),
    ({"lift": {}, "reps": []}, "reps: got 0"),
    ({"lift": {}, "reps": [1]}, "reps: got 1, expected a number, or a plan for each rep"),
    ({"lift": {}, "reps": [{}] * 11}, "reps: got 11"),
    ({"lift": {}, "reps": [{"rounding_deg": "much"}]}, "rounding_deg: got much"),
    ({"lift": {}, "reps": [{"rounding_deg": float("nan")}]}, "rounding_deg: got nan"),
    ({"lift": {}, "reps": [{"round": 3}]}, "RepPlan: got round"),
    ({"lift": {}, "reps": [{"dropped": 1}]}, "dropped: got 1, expected true or false"),
    ({"lift": {}, "reps": [{"touch_and_go": True}]}, "touch_and_go: got a bar that nobody lowers"),
    (
        {"lift": {}, "reps": [{"dropped": True}, {"touch_and_go": True}]},
        "touch_and_go: got a bar that nobody lowers",
    ),
    ({"lift": {}, "reps": [{"reach": 0.5, "dropped": True}]}, "reach: got 0.5"),
    ({"lift": {}, "reps": [{"knee_deg": 30, "hips_higher_m": 0.1}]}, "hips: got more than one"),
    ({"lift": {"style": "romanian"}, "reps": [{"dropped": True}]}, "dropped: got a Romanian"),
    ({"lift": {"style": "romanian"}, "approach": "walking"}, "approach: got a Romanian"),
    ({"lift": {"style": "stiff_leg"}, "reps": [{"hips_first_deg": 15}]}, "hips_first_deg: got"),
    ({"lift": {}, "approach": "flying"}, "approach: got flying"),
    ({"lift": {}, "bends": 1}, "approach: got at-the-bar"),
    ({"lift": {}, "build": {"legs": 2}}, "legs: got 2, expected 0.88 to 1.12"),
    ({"lift": {}, "build": "strong"}, "build: got strong"),
    ({"lift": {}, "plate_radius_m": 0.45}, "plate_radius_m: got 0.45"),
    ({"lift": {}, "sex": ["male"]}, "sex: got"),
    ({"lift": {}, "fps": "30"}, "fps: got 30"),
    ({"lift": {}, "width": 320.5}, "width: got 320.5"),
]


@pytest.mark.parametrize(("asked", "said"), REFUSED)
def test_what_cannot_be_filmed_is_said_in_one_line(asked, said):
    with pytest.raises(InputError) as error:
        FilmTask.from_json(asked)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_counted_reps_differ_a_little_by_seed_and_the_first_is_as_asked():
    task = FilmTask(lift=Lift(lumbar_deg=20.0, up_s=2.0), reps=6, seed=3)
    paces = np.array([plan.up_s for plan in task.plans])
    assert paces[0] == 2.0
    assert 0 < np.ptp(paces) < 0.8
    assert task.plans == FilmTask(lift=Lift(lumbar_deg=20.0, up_s=2.0), reps=6, seed=3).plans
    assert task.plans != FilmTask(lift=Lift(lumbar_deg=20.0, up_s=2.0), reps=6, seed=4).plans
    same = FilmTask(lift=Lift(), reps=3, vary=False)
    assert len(set(same.plans)) == 1
