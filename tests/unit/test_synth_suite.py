"""A suite's plan: the same each time, even, its sets apart; its folder: whole films only."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from scipy.stats import qmc

from backspotter.cli.film_options import (
    CameraOptions,
    FileOptions,
    LifterOptions,
    LiftOptions,
    asked,
)
from backspotter.cli.main import run
from backspotter.errors import InputError
from backspotter.synth.bodies import body, halton
from backspotter.synth.film import Made as Filmed
from backspotter.synth.plan import Build, RepPlan
from backspotter.synth.scene import Scene
from backspotter.synth.spec import USUAL, filled, film_of, read_spec
from backspotter.synth.stage import stage
from backspotter.synth.suite import MANIFEST, is_whole, make_one, opened, render
from backspotter.synth.suite_plan import (
    SETS,
    bodies_of,
    hypercube,
    plan,
    seeds_of,
    unevenness,
)
from backspotter.synth.suite_schema import spec_schema, suite_schema
from tests.synth_films import fake

TESTS = Path(__file__).resolve().parents[1]


def test_the_plan_hangs_on_set_number_and_seed_alone():
    assert plan("test", 7, 1) == plan("test", 7, 1)
    others = [plan("test", 7, 2), plan("tuning", 7, 1), plan("test", 8, 1)[:7]]
    assert all(plan("test", 7, 1) != other for other in others)
    json.dumps(plan("train", 3, 1), allow_nan=False)


def test_no_body_and_no_seed_is_in_two_sets():
    bodies, seeds = {}, {}
    for name in SETS:
        films = [film for seed in (0, 1, 2**32 - 1) for film in plan(name, 200, seed)]
        bodies[name] = {film["body"] for film in films}
        seeds[name] = {film["seed"] for film in films}
        assert bodies[name] <= set(bodies_of(name))
        assert all(seed in seeds_of(name) for seed in seeds[name])
        assert {film["set"] for film in films} == {name}
        assert len(bodies[name]) > 590
    for of in (bodies_of, seeds_of):
        assert of("train").stop <= of("tuning").start < of("tuning").stop <= of("test").start
    for one, other in (("train", "tuning"), ("train", "test"), ("tuning", "test")):
        assert not bodies[one] & bodies[other]
        assert not seeds[one] & seeds[other]
        builds = [{tuple(body(n).values()) for n in bodies[name]} for name in (one, other)]
        assert not builds[0] & builds[1]


def test_every_spec_is_one_that_a_film_can_be_made_from():
    valid = Draft202012Validator(spec_schema())
    for film in plan("test", 120, 3):
        valid.validate(film)
        known = filled(film)
        assert known["task"]["lumbar_deg"] + known["task"]["rounding_deg"] <= 70.01
        assert set(film["task"]) <= set(USUAL["task"])


@pytest.mark.parametrize("count", [20, 60, 200])
def test_choices_come_as_often_as_the_table_says(count):
    films = plan("test", count, 1)
    styles = Counter(film["task"]["style"] for film in films)
    for style, share in {"conventional": 0.55, "sumo": 0.2, "trap_bar": 0.1}.items():
        assert abs(styles[style] - share * count) <= 1
    side_on = sum(film["scene"]["yaw_deg"] <= 20 for film in films)
    assert abs(side_on - 11 / 16 * count) <= 1
    severe = [film["task"]["rounding_deg"] >= 25 for film in films]
    assert sum(severe) >= 0.2 * count


def test_one_coordinate_of_each_film_lies_in_each_part():
    points = hypercube(50, 8, np.random.default_rng(1))
    ranks = np.sort(np.floor(points * 50).astype(int), axis=0)
    assert (ranks == np.arange(50)[:, None]).all()


def test_a_hypercube_is_evener_than_dice():
    """By SciPy's centred discrepancy, which ours does not compute."""
    rng = np.random.default_rng(5)
    ours = np.median([qmc.discrepancy(hypercube(60, 5, rng)) for _ in range(20)])
    dice = np.median([qmc.discrepancy(rng.uniform(size=(60, 5))) for _ in range(20)])
    assert ours < 0.6 * dice
    assert unevenness(hypercube(60, 5, rng)) < 0.2


def test_bodies_follow_the_halton_sequence():
    theirs = qmc.Halton(5, scramble=False).random(30)
    assert np.array([halton(n) for n in range(30)]) == pytest.approx(theirs)


def rendered(folder, count=4, workers=1, maker=fake):
    drawn = []
    suite = opened("test", count, 1, folder)
    render(suite, workers=workers, told=lambda name, done, of: drawn.append(name), maker=maker)
    return suite, drawn


def test_who_cannot_pitch_so_far_pitches_less(tmp_path, monkeypatch):
    spec = next(film for film in plan("test", 60, 1) if film["name"] == "test-1-0056")
    asked = []

    def only_staged(film, out, _):
        asked.append(max(rep.hips_first_deg for rep in film.takes[0].plans))
        out.touch()
        return Filmed(stage(film.takes[0], film.scenes[0]), 1, 1.0)

    monkeypatch.setattr("backspotter.synth.suite.make_film", only_staged)
    make_one(spec, tmp_path, lambda *_: None)
    assert asked[0] == spec["task"]["hips_first_deg"]
    assert 0 < asked[-1] == asked[0] - 3 * (len(asked) - 1) < asked[0]


def test_a_film_that_cannot_be_made_does_not_stop_the_others(tmp_path):
    suite, drawn = rendered(tmp_path)
    assert len(suite.done) == len(drawn) == 3
    assert list(suite.failed) == ["test-1-0002"]
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    Draft202012Validator(suite_schema()).validate(manifest)
    assert [film["spec"] for film in manifest["films"]] == [
        film for film in plan("test", 4, 1) if film["name"] != "test-1-0002"
    ]
    assert not list(tmp_path.glob(".*"))


def test_a_suite_goes_on_where_it_stopped(tmp_path):
    rendered(tmp_path)
    (tmp_path / "test-1-0003.mp4").unlink()
    (tmp_path / "test-1-0001.truth.json").write_text('{"film": {"frames": 2}, "frames": [{}')
    _, drawn = rendered(tmp_path)
    assert drawn == ["test-1-0001", "test-1-0003"]
    assert rendered(tmp_path)[1] == []


def test_a_film_whose_spec_has_changed_is_drawn_again(tmp_path):
    rendered(tmp_path)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    manifest["films"][0]["spec"]["task"]["reps"] += 1
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    assert rendered(tmp_path)[1] == ["test-1-0000"]


def test_another_suite_is_not_mixed_in(tmp_path):
    rendered(tmp_path)
    with pytest.raises(InputError, match="a suite of set test, n 4, seed 1"):
        opened("test", 5, 1, tmp_path)


def test_two_workers_make_the_same_films(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(TESTS))  # a new process finds it only so
    maker = importlib.import_module("synth_films").fake
    suite, drawn = rendered(tmp_path / "two", workers=2, maker=maker)
    assert suite.document == rendered(tmp_path / "one")[0].document
    assert sorted(drawn) == sorted([*suite.done, *suite.failed])


def test_what_a_killed_run_left_half_written_goes_and_that_of_a_running_one_stays(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for process in (dead.pid, os.getpid()):
        (tmp_path / f".x.mp4.{process}.part").touch()
    opened("test", 1, 1, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [f".x.mp4.{os.getpid()}.part"]


def test_a_film_is_whole_with_all_frames_of_its_truth(tmp_path):
    fake({"name": "x"}, tmp_path, lambda *_: None)
    assert is_whole(tmp_path, "x")
    (tmp_path / "x.mp4").write_bytes(b"")
    assert not is_whole(tmp_path, "x")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dry-run", "--set", "all"], "set: got all, expected one of train, tuning, test"),
        (["--dry-run", "--n", "0"], "n: got 0"),
        (["--dry-run", "--n", "1000000"], "n: got 1000000"),
        (["--dry-run", "--seed", "-1"], "seed: got -1"),
        ([], "out: got nothing"),
        (["/proc/none"], "expected a folder"),
    ],
)
def test_what_is_no_suite_is_said_in_one_line(words, said, capsys):
    assert run(["synth", "suite", *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_a_dry_run_prints_the_plan_and_draws_nothing(capsys):
    assert run(["synth", "suite", "--n", "3", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out) == plan("test", 3, 1)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({"colour": 1}, "spec: got colour"),
        ({"task": {"reps": "many"}}, "task: reps: got many, expected a number"),
        ({"scene": {"posts": 1}}, "scene: posts: got 1, expected true or false"),
        ({"file": {"cuts": 3}}, "file: cuts: got 3, expected a list"),
        ({"task": 3}, "task: got 3, expected an object"),
        ({"task": {"height_m": None}}, "height_m: got None"),
        ({"task": {"knee_deg": "deep"}}, "knee_deg: got deep, expected a number"),
        ({"scene": {"bystander_aside_m": True}}, "bystander_aside_m: got True, expected a number"),
    ],
)
def test_a_spec_that_is_none_is_said(spec, said):
    with pytest.raises(InputError, match=said):
        filled(spec)


def test_options_win_over_the_file_and_the_file_over_the_average():
    spec = {"seed": 3, "task": {"sex": "female", "mass_kg": 70.0}, "file": {"fps": 60}}
    found = asked(spec, LifterOptions(height_cm=171), CameraOptions(seed=9, width=640))
    assert found == {
        "seed": 9,
        "task": {"sex": "female", "mass_kg": 70.0, "height_m": 1.71},
        "file": {"fps": 60, "width": 640},
    }
    assert asked({}, LiftOptions(style=" Trap-Bar "))["task"]["style"] == "trap_bar"
    assert asked({}, LifterOptions(sex="female"))["task"]["height_m"] == 1.63


OF_A_REP = {
    "hips_below_knee_m": 0.04,
    "knee_deg": 50.0,
    "sticking": 0.6,
    "rounding_from": 0.2,
    "reach": 0.5,
    "stall_s": 0.7,
}
OF_A_BODY = {"leg_length": 1.05, "arm_length": 0.95, "trunk_length": 1.02, "shoulder_width": 1.03}
OF_A_ROOM = {"posts_ahead_m": 0.2, "bystander_aside_m": -0.1}


@pytest.mark.parametrize(("name", "value"), OF_A_REP.items())
def test_what_is_asked_of_a_rep_reaches_each_rep(name, value):
    (task,) = film_of({"task": {name: value, "reps": 2}}).takes
    assert [getattr(plan, name) for plan in task.plans] == [value, value]
    assert asked({}, LiftOptions(**{name: value}))["task"][name] == value


@pytest.mark.parametrize(("name", "value"), OF_A_BODY.items())
def test_what_is_asked_of_a_body_is_built(name, value):
    line = {"leg": "legs", "arm": "arms", "trunk": "trunk", "shoulder": "shoulders"}
    (task,) = film_of({"task": {name: value}}).takes
    assert getattr(task.build, line[name.split("_")[0]]) == value
    assert asked({}, LifterOptions(**{name: value}))["task"][name] == value


@pytest.mark.parametrize(("name", "value"), OF_A_ROOM.items())
def test_what_is_asked_of_a_room_is_placed(name, value):
    (scene,) = film_of({"scene": {name: value}}).scenes
    assert getattr(scene, name) == value
    assert asked({}, CameraOptions(**{name: value}))["scene"][name] == value


def test_what_is_left_out_is_a_rep_and_a_body_as_they_are_by_themselves():
    (task,) = film_of({}).takes
    assert task.plans == (RepPlan(),)
    assert task.build == Build()
    (scene,) = film_of({}).scenes
    assert scene == Scene(seed=0)


def test_every_option_of_the_command_line_is_one_of_a_specification():
    kinds = (LifterOptions, LiftOptions, CameraOptions, FileOptions)
    names = {each.name for kind in kinds for each in fields(kind)}
    known = {name for group in USUAL.values() for name in group}
    assert names - known == {"height_cm", "seed"}


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({"hips_at_start": "low", "knee_deg": 50}, "hips: got more than one"),
        ({"leg_length": 1.2}, "leg_length: got 1.2, expected 0.88 to 1.12 of the average"),
        ({"reach": 0.1}, "reach: got 0.1, expected 0.15 to 1 of the way up"),
        ({"reach": 0.5, "between_reps": "dropped"}, "expected 1 where a rep is to have a top"),
    ],
)
def test_what_no_lifter_can_do_is_said(spec, said):
    with pytest.raises(InputError, match=said):
        film_of({"task": spec})


def test_hips_that_are_low_can_be_lower():
    (task,) = film_of({"task": {"hips_at_start": "low", "hips_below_knee_m": 0.05}}).takes
    assert task.plans[0].hips_below_knee_m == 0.05


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "expected a file of JSON"), ("[]", "expected one JSON object"), ("é", "JSON")],
)
def test_a_spec_file_that_is_none_is_said(text, said, tmp_path):
    path = tmp_path / "spec.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=said):
        read_spec(path)
