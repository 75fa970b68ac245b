"""``backspotter spine`` and ``validate``: what they print, and what they refuse in one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from backspotter.app.spine_schemas import spine_schema, task_schema, validation_schema
from backspotter.cli import main as command_line

TASK = {
    "lifter": {"mass_kg": 84, "height_m": 1.81, "sex": "male"},
    "posture": {"trunk_deg": 68, "lumbar_flexion_deg": 25, "thigh_deg": -62, "shank_deg": 5},
    "load_kg": 140,
    "load_ahead_of_l5s1_m": 0.34,
}
SIZE = ("--mass-kg", "84", "--height-cm", "181", "--sex", "male")
SETS = [
    {"style": "conventional", "load_kg": 100, "reps": 5, "rpe": 6, "rest_s": 180},
    {"style": "sumo", "load_kg": 120, "reps": 3},
]


@pytest.fixture
def run(capsys):
    def run_it(*words: str) -> tuple[int, str, str]:
        code = command_line.run(words)
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


@pytest.fixture
def written(tmp_path):
    def write(document: object) -> str:
        file = tmp_path / "given.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        return str(file)

    return write


def document_of(run, *words: str) -> dict:
    code, out, err = run("spine", *words, "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    Draft202012Validator(spine_schema()).validate(document)
    return document


@pytest.mark.parametrize("schema", [task_schema(), spine_schema(), validation_schema()])
def test_a_schema_is_a_schema(schema):
    Draft202012Validator.check_schema(schema)


def test_a_posture_from_a_file(run, written):
    document = document_of(run, "--from", written(TASK))
    Draft202012Validator(task_schema()).validate(TASK)
    assert list(document["levels"])[:2] == ["L5/S1", "L4/L5"]
    for found in document["levels"]["L5/S1"].values():
        assert found["low"] < found["value"] < found["high"]
    assert 0 <= document["passive_share"]["value"] <= 1
    assert sum(each["force_N"] for each in document["muscles"]) > 0
    assert document["assumed"] == [
        f"arms straight to the load, {_degrees(document)}° from the vertical"
    ]


def _degrees(document: dict) -> str:
    return document["assumed"][0].partition("load, ")[2].partition("°")[0]


def test_a_series_keeps_its_gap_and_gives_power(run, written):
    times = [n / 30 for n in range(30)]
    trunk = [70 - n for n in range(30)]
    trunk[12] = None
    task = TASK | {"t_s": times, "posture": TASK["posture"] | {"trunk_deg": trunk}}
    document = document_of(run, "--from", written(task))
    moment = document["levels"]["L5/S1"]["moment_N_m"]
    assert moment["value"][12] is moment["low"][12] is document["power_W"]["hip"][12] is None
    assert sum(value is None for value in moment["value"]) == 1
    assert len(document["t_s"]) == len(moment["high"]) == len(document["power_W"]["hip"]) == 30


def test_kilograms_and_pounds_are_the_same(run):
    metric = document_of(run, "--rep", "sumo", "--load-kg", "142.8815", *SIZE)
    pounds = document_of(
        run, "--rep", "sumo", "--load-lb", "315", "--mass-lb", "185.188", "--height-in", "71.2598",
        "--sex", "male",
    )  # fmt: skip
    for key in ("moment_N_m", "compression_N"):
        at = metric["peaks"]["L5/S1"][key]["value"]
        assert pounds["peaks"]["L5/S1"][key]["value"] == pytest.approx(at, rel=1e-4)


@pytest.mark.parametrize(
    "style", ["conventional", "Sumo", "trap-bar", "romanian", "stiff-leg", "deficit", "block"]
)
def test_every_style_by_the_name_people_use(run, style):
    document = document_of(run, "--rep", style, "--load-kg", "100", *SIZE)
    assert document["style"] == style.lower().replace("-", "_")
    assert document["work_J"]["hip"] > 0


def test_a_wider_stance_and_a_slower_pace_are_taken(run):
    usual = document_of(run, "--rep", "sumo", "--load-kg", "100", *SIZE)
    other = document_of(
        run, "--rep", "sumo", "--load-kg", "100", *SIZE, "--stance-cm", "90", "--up-s", "4"
    )
    assert len(other["phase"]) > len(usual["phase"])
    assert max(other["bar_height_m"]) < max(usual["bar_height_m"])


def test_what_one_change_does(run):
    document = document_of(run, "--compare", "--load-kg", "140", *SIZE)
    by_id = {row["id"]: row for row in document["changes"]}
    assert by_id["bar_closer"]["compression_N"]["high"] < 0
    assert by_id["bar_closer"]["compression_N"]["measurable"]
    code, out, _ = run("spine", "--compare", "--load-kg", "140", *SIZE)
    assert code == 0
    assert "bar 5 cm closer" in out


def test_sets_add_up_and_are_set_against_the_past(run, written):
    plain = document_of(run, "--sets", written(SETS), *SIZE)
    assert plain["against_past"] is None
    assert plain["total"]["reps"] == 8
    assert "RPE 7 for a set without it" in plain["assumed"]
    whole = {"lifter": TASK["lifter"], "sets": SETS, "past": [SETS, SETS, SETS]}
    against = document_of(run, "--sets", written(whole))["against_past"]
    assert against == {"to_usual": 1.0, "to_highest": 1.0, "sessions": 3}


def test_the_page_told_for_this_lifter(run):
    code, out, _ = run("spine", "--explain", "--load-kg", "140", *SIZE)
    assert code == 0
    for title in ("Who moves the bar", "Who holds the spine", "What rounding changes"):
        assert title in out


@pytest.mark.parametrize(
    "words",
    [("--rep", "conventional"), ("--compare",)],
)
def test_a_picture_is_written(run, tmp_path, words):
    file = tmp_path / "picture.svg"
    code, _, err = run("spine", *words, "--load-kg", "140", *SIZE, "--plot", str(file))
    assert (code, err) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("<svg")


def test_a_picture_of_a_posture(run, tmp_path, written):
    file = tmp_path / "picture.svg"
    code, _, _ = run("spine", "--from", written(TASK), "--plot", str(file))
    assert code == 0
    assert "<script" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "spine: got nothing, expected --from FILE"),
        (("--rep", "sumo", "--from", "x"), "got --from and --rep, expected only one"),
        (("--rep", "sumo"), "load_kg: got nothing"),
        (("--rep", "squat", "--load-kg", "9"), "style: got squat, expected one of conventional"),
        (("--rep", "sumo", "--load-kg", "-5"), "load_kg: got -5 kg, expected 0 to 600 kg"),
        (("--rep", "sumo", "--load-kg", "9", "--load-lb", "9"), "load_kg: got two units"),
        (
            ("--rep", "sumo", "--load-kg", "9", "--height-cm", "1.8"),
            "height_cm: got 1.8 cm, expected",
        ),
        (("--rep", "sumo", "--load-kg", "9", "--mass-kg", "nan"), "mass_kg"),
        (("--rep", "sumo", "--load-kg", "nan"), "load_kg"),
        (("--rep", "sumo", "--load-kg", "9", "--sex", "x"), "sex: got x, expected male, female"),
        (("--rep", "sumo", "--load-kg", "9", "--lumbar-deg", "95"), "lumbar_deg: got 95"),
        (("--rep", "sumo", "--load-kg", "9", "--stance-cm", "500"), "stance_m: got 5"),
        (("--rep", "sumo", "--load-kg", "9", "--up-s", "0"), "up_s: got 0"),
        (("--rep", "sumo", "--load-kg", "9", "--plot", "a.png"), "ends in .svg"),
        (("--rep", "sumo", "--load-kg", "9", "--plot", "/no/such/a.svg"), "a folder that is there"),
        (("--sets", "/no/such/file"), "there is no such file"),
        (("--from", "/no/such/file", "--mass-kg", "80"), "expected them in the file"),
        (("--sets", "x", "--compare"), "compare: got with --sets"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(run, words, said):
    code, out, err = run("spine", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "task: got a list, expected an object"),
        ({}, "load_kg: got nothing"),
        ({"load_kg": None}, "load_kg: got nothing"),
        ({"load_kg": "140"}, "load_kg: got 140, expected a number"),
        ({"load_kg": True}, "load_kg: got True"),
        ({"load_kg": 1e9}, "load_kg: got 1e+09, expected 0 to 600 kg"),
        ({"load_kg": 1, "lifter": {"height_cm": 181}}, "write height_m, in metres"),
        ({"load_kg": 1, "lifter": {"height_m": 181}}, "metres, so 1.78 and not 178"),
        ({"load_kg": 1, "lifter": {"mass_kg": 30, "height_m": 2.2}}, "of one person"),
        ({"load_kg": 1, "lifter": {"sex": 3}}, "sex: got 3"),
        ({"load_kg": 1, "posture": {"trunk": 60}}, "did you mean trunk_deg?"),
        ({"load_kg": 1, "posture": {"trunk_deg": 400}}, "trunk_deg: got 400"),
        ({"load_kg": 1, "posture": {"lumbar_flexion_deg": 89}}, "lumbar_flexion_deg: got 89"),
        ({"load_kg": 1, "load_ahead_of_l5s1_m": 35}, "metres, so 0.35 and not 35"),
        ({"load_kg": 1, "posture": {"trunk_deg": 0}, "load_ahead_of_l5s1_m": 1.19}, "within reach"),
        ({"load_kg": 1, "posture": {"trunk_deg": [1, 2]}, "t_s": [0, 1, 2]}, "3 times for 2"),
        ({"load_kg": 1, "posture": {"trunk_deg": [1, 2, 3]}, "t_s": [0, 2, 1]}, "times that rise"),
        ({"load_kg": 1, "posture": {"trunk_deg": [None, None]}}, "no frame without a gap"),
        ({"load_kg": 1, "posture": {"trunk_deg": [1, 2], "thigh_deg": [1, 2, 3]}}, "one length"),
        ({"load_kg": 1, "posture": {"trunk_deg": []}}, "trunk_deg: got []"),
        ({"load_kg": 1, "posture": {"trunk_deg": ["a"]}}, "trunk_deg: got ['a']"),
        ({"load_kg": 1, "t_s": 5}, "t_s: got 1 times"),
    ],
)
def test_a_bad_task_is_refused_in_one_line(run, written, document, said):
    code, out, err = run("spine", "--from", written(document))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "at least one"),
        ({"sets": 3}, "sets: got 3, expected a list"),
        ([{"reps": 5}], "sets[0].load_kg: got nothing"),
        ([{"load_kg": 100, "reps": 5.5}], "sets[0].reps: got 5.5"),
        ([{"load_kg": 100, "reps": 0}], "reps: got 0"),
        ([{"load_kg": 100, "reps": 5, "rpe": 11}], "sets[0].rpe: got 11"),
        ([{"load_kg": 100, "reps": 5, "rest_s": -1}], "sets[0].rest_s: got -1"),
        ([{"load_kg": 100, "reps": 5, "style": "bench"}], "style: got bench"),
        ([{"load_kg": 100, "reps": 5, "weight": 3}], "sets[0]: got weight"),
        ({"sets": [{"load_kg": 1, "reps": 1}], "past": [[]]}, "past[0]: got no set"),
    ],
)
def test_bad_sets_are_refused_in_one_line(run, written, document, said):
    code, out, err = run("spine", "--sets", written(document))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_predicted_against_published(run):
    code, out, _ = run("validate", "--json")
    document = json.loads(out)
    Draft202012Validator(validation_schema()).validate(document)
    assert code == 0
    fitted = [row for row in document["rows"] if row["used_for_fit"]]
    assert {row["id"] for row in fitted} == {
        *("wilke-flexed", "wilke-close", "wilke-far", "wilke-round", "wilke-knees")
    }
    assert all(row["loo_error_pct"] is not None for row in fitted)
    code, out, _ = run("validate")
    assert code == 0
    assert "not modelled" in out


def test_a_check_loads_nothing_heavy():
    code = (
        "import sys; from backspotter.cli.main import run; run(['check', '--text', 'sore back']); "
        "sys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0


def test_from_a_pipe_in_a_process_of_its_own():
    command = [Path(sys.executable).with_name("backspotter"), "spine", "--from", "-", "--json"]
    given = json.dumps(TASK).encode()
    done = subprocess.run(command, input=given, capture_output=True, check=True)
    assert json.loads(done.stdout)["levels"]["L5/S1"]["moment_N_m"]["value"] > 0
