"""A rendered film from its file to the score of what was said of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import backspotter
from backspotter.app.film_schemas import film_summary_schema
from backspotter.lift.weights import FOLDER
from backspotter.scoring.score import score

pytestmark = [
    pytest.mark.needs("av", install="make setup-synth"),
    pytest.mark.needs("anny", install="make setup-synth"),
    pytest.mark.needs("ai_edge_litert", install="pip install 'backspotter[film]'"),
    pytest.mark.skipif(not (FOLDER / "pose_landmark_heavy.tflite").is_file(), reason="make assets"),
]
SOURCE = str(Path(backspotter.__file__).parents[1])
FILM = (
    *("--width", "480", "--height", "480", "--fps", "24", "--reps", "1", "--yaw-deg", "5"),
    *("--sex", "male", "--height-cm", "181", "--mass-kg", "84", "--seed", "5"),
    *("--clothing", "tight", "--drift-m", "0.09"),
)
SIZE = ("--load-kg", "140", "--height-cm", "181", "--mass-kg", "84", "--sex", "male")


def ran(*words, cwd):
    return subprocess.run(
        [sys.executable, "-m", "backspotter", *words],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": SOURCE},
        check=False,
    )


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    folder = tmp_path_factory.mktemp("film")
    made = ran("synth", "film", "set.mp4", *FILM, cwd=folder)
    assert made.returncode == 0, made.stderr
    return folder / "set.mp4"


@pytest.mark.timeout(240)
def test_a_rendered_film_is_read_and_scored(film):
    folder = film.parent
    read = ran("lift", "set.mp4", *SIZE, "--json", "--out", "results/set", cwd=folder)
    assert read.returncode in (0, 3), read.stderr
    document = json.loads(read.stdout)
    Draft202012Validator(film_summary_schema()).validate(document)
    (rep,) = document["reps"]
    truth = json.loads((folder / "set.truth.json").read_text("utf-8"))["reps"][0]
    for name in ("lift_off_s", "lockout_s"):
        assert rep[name]["value"] == pytest.approx(truth[name], abs=0.1)
    way = rep["rom_m"]
    assert way["value"] == pytest.approx(truth["rom_m"], rel=0.05)
    assert way["low"] < truth["rom_m"] < way["high"]
    assert [fault["code"] for fault in rep["faults"]] == ["bar_drift"]
    assert score(folder / "results", folder).counts["answered"] == 1


def test_a_film_that_breaks_off_is_refused_in_one_line(film, tmp_path):
    (tmp_path / "half.mp4").write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    read = ran("lift", "half.mp4", *SIZE, cwd=tmp_path)
    assert read.returncode == 2
    assert read.stdout == ""
    assert len(read.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["half.mp4"]
