"""A film from the command line: what it writes, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from backspotter.cli.main import run
from backspotter.errors import InputError
from backspotter.synth import body_data
from backspotter.synth.film import make_film
from backspotter.synth.schemas import film_truth_schema
from backspotter.synth.spec import film_of
from backspotter.synth.truth import frame_truth

needs_encoder = pytest.mark.needs("av", install="make setup-synth")
needs_body = pytest.mark.needs("anny", install="make setup-synth")
ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--width", "160", "--height", "160", "--fps", "24", "--yaw-deg", "32"]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(film_truth_schema())


@needs_encoder
@needs_body
def test_a_film_has_as_many_frames_as_its_truth_says_and_times_to_the_tick(tmp_path, capsys):
    import av

    out = tmp_path / "lift.mp4"
    assert run(["synth", "film", str(out), *SMALL, "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    truth = json.loads(Path(summary["truth"]).read_text(encoding="utf-8"))
    Draft202012Validator(film_truth_schema()).validate(truth)
    with av.open(str(out)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx(truth["film"]["times_s"], abs=1e-4)
    assert len(times) == truth["film"]["frames"] == summary["frames"] == len(truth["frames"])
    assert truth["decline_back"]["reason"] == "camera 32 degrees off the side"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["lift.mp4", "lift.truth.json"]


class Blank:
    """Draws nothing, fast."""

    def __init__(self, set_):
        self.set, self.size = set_, (set_.camera.height, set_.camera.width, 3)

    def picture(self, at_s, number):
        return np.zeros(self.size, np.uint8)

    def truth(self, at_s):
        moment = self.set.motion.moment(at_s)
        return frame_truth(self.set, moment, self.set.lifter.posed(moment.posture))


@needs_encoder
@needs_body
def test_a_film_of_two_takes_has_a_frame_for_each_time_and_says_where_it_is_cut(
    monkeypatch, tmp_path
):
    """The camera turns at the cut; the middle of the pull is left out."""
    import av

    monkeypatch.setattr("backspotter.synth.film._Drawing", Blank)
    file = {"width": 160, "height": 200, "fps": 24, "variable": True, "rotation": 90}
    cut = {"at": 0.4, "skip": 0.1}
    spec = {"task": {"up_s": 0.8, "down_s": 0.5}, "file": {**file, "cuts": [cut]}}
    made = make_film(film_of(spec), tmp_path / "cut.mp4")
    truth = json.loads((tmp_path / "cut.truth.json").read_text(encoding="utf-8"))
    with av.open(str(tmp_path / "cut.mp4")) as container:
        frames = list(container.decode(video=0))
    assert [frame.time for frame in frames] == pytest.approx(truth["film"]["times_s"], abs=1e-4)
    assert (frames[0].width, frames[0].height, frames[0].rotation) == (200, 160, -90)
    assert made.frames == len(frames) == len(truth["frames"])
    assert truth["decline_back"]["reason"] == "a cut inside a rep"
    at = 0.4 * made.seconds
    places = {
        is_after: [
            frame["joints_px"]["ankle_left"]
            for frame in truth["frames"]
            if (frame["t_s"] >= at) == is_after
        ]
        for is_after in (False, True)
    }
    steps = [np.ptp(each, axis=0).max() for each in places.values()]
    assert max(steps) < 0.5
    assert np.abs(np.subtract(places[False][0], places[True][0])).max() > 1


@needs_encoder
@needs_body
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--style", "snatch"], "style: got snatch"),
        (["--style", "block"], "expected one of conventional, sumo, trap-bar, romanian, stiff-leg"),
        (["--reps", "0"], "reps: got 0, expected 1 to 10"),
        (["--reps", "11"], "reps: got 11"),
        (["--yaw-deg", "-190"], "yaw_deg: got -190, expected -180 to 180 degrees"),
        (["--yaw-deg", "nan"], "yaw_deg: got nan"),
        (["--fps", "241"], "fps: got 241"),
        (["--width", "321"], "even numbers of pixels"),
        (["--width", "3000"], "at most 2.4 times"),
        (["--seed", "-1"], "seed: got -1"),
        (["--sex", "unknown"], "sex: got unknown, expected male or female"),
        (["--height-cm", "1.78"], "height_cm: got 1.78 cm, expected"),
        (["--mass-kg", "190", "--height-cm", "150"], "one person"),
        (["--mass-kg", "135", "--height-cm", "150"], "a mass near"),
        (["--lumbar-deg", "60", "--rounding-deg", "30"], "lumbar_deg: got 60 and 30 more"),
        (["--load-kg", "inf"], "load_kg: got inf"),
    ],
)
def test_what_cannot_be_filmed_is_said_in_one_line(words, said, tmp_path, capsys):
    assert run(["synth", "film", str(tmp_path / "x.mp4"), *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.strip().count("\n") == 0
    assert list(tmp_path.iterdir()) == []


@needs_encoder
@pytest.mark.parametrize("name", ["x.mov", "none/x.mp4", "x"])
def test_a_place_where_no_film_can_be_written(name, tmp_path, capsys):
    assert run(["synth", "film", str(tmp_path / name)]) == 2
    assert "out: got" in capsys.readouterr().err


def test_without_the_body_model_it_says_how_to_get_it(monkeypatch):
    def not_there(_name: str) -> None:
        raise body_data.PackageNotFoundError

    monkeypatch.setattr(body_data, "distribution", not_there)
    with pytest.raises(InputError, match="install it: make setup-synth, or: pip install") as said:
        body_data.body_data.__wrapped__("male")
    asked = (ROOT / "requirements/synth.in").read_text(encoding="utf-8")
    assert str(said.value).split()[-1] in asked.splitlines()


def test_a_film_without_a_name_is_asked_for_one(capsys):
    assert run(["synth", "film"]) == 2
    assert "expected a film to write, such as lift.mp4" in capsys.readouterr().err


def test_help_names_the_way_to_the_packages_and_says_what_each_command_does(capsys):
    assert run(["synth", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "make setup-synth" in said
    assert "score Results of a film reader against" in said


def test_the_shares_of_a_line_sum_to_one():
    keys = ("minmuscle", "averagemuscle", "maxmuscle")
    for muscle in (0.0, 0.2, 0.5, 0.9, 1.0):
        assert np.sum(body_data.coefficients(keys, {"muscle": muscle})) == pytest.approx(1)
