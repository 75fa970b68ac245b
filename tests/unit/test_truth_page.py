"""The page about the test films, and the list of films that are kept here."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from backspotter.errors import InputError
from backspotter.synth.spec import filled, film_of
from backspotter.synth.suite_plan import SETS, plan, seeds_of
from tests.known_films import fault, keep, truth
from tests.synth_films import fake

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports one of the scripts as it is when it is run."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module


@pytest.fixture
def folder(tmp_path):
    """Two films with truth and manifest, as a suite leaves them."""
    specs = plan("test", 2, 1)
    for spec in specs:
        keep(tmp_path, spec["name"], truth())
    (tmp_path / "truth").rename(tmp_path / "films")
    films = [{"spec": spec, "frames": 90, "seconds": 3.0, "bytes": 500_000} for spec in specs]
    manifest = {"set": "test", "n": 2, "seed": 1, "films": films, "failed": []}
    (tmp_path / "films" / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


def test_without_a_reader_the_page_says_that_there_is_none(script, folder):
    text, drawn = script("make_truth").page_text(folder / "films", folder / "none")
    assert "**There are no results.**" in text
    assert "set test, 2 films, seed 1: 2 drawn, 180 frames, 0.1 min, 1 MB." in text
    assert "| back to be | usable: 2 |" in text
    assert "F1" not in text
    assert drawn == {}


def test_with_results_the_page_shows_their_score(script, folder):
    make = script("make_truth")
    text, drawn = make.page_text(folder / "films", folder / "results")
    assert "2 of 2 films have a result" in text
    assert "no results yet" not in text
    assert set(drawn) == {name for name in drawn if f"(truth/{name})" in text}
    docs = folder / "docs"
    docs.mkdir()
    make.write(docs, text, drawn)
    assert {file.name for file in (docs / "truth").iterdir()} == set(drawn)
    make.write(docs, text, {})
    assert [file.name for file in docs.iterdir()] == ["truth.md"]


def test_what_no_film_has_is_said_and_what_the_hard_films_add(script, folder, tmp_path):
    make = script("make_truth")
    text, _ = make.page_text(folder / "films", folder / "none")
    (said,) = (line for line in text.splitlines() if line.startswith("**None of these films has**"))
    for case in HARD_CASES:
        assert case in said
    assert "hard films" not in said
    (tmp_path / "hard").mkdir()
    behind = {"decline": True, "either_way": False, "reason": "camera 40 degrees off the side"}
    film = truth(yaw=-40.0, decline_back=behind)
    film["reps"][0] |= {"completed": False, "faults": [fault("lumbar_rounding", 7.0)]}
    keep(tmp_path / "hard", "rear-50", film)
    text, _ = make.page_text(folder / "films", folder / "none", tmp_path / "hard/truth")
    (said,) = (line for line in text.splitlines() if line.startswith("**None of these films has**"))
    added, still = said.split("below have a case of each, but for ")
    for case in HARD_CASES:
        assert case in added
        assert case not in still
    assert "bar drift" in still


HARD_CASES = ("a rep that fails", "lumbar rounding at setup", "a camera from behind")


def test_the_hard_films_stand_row_by_row(script, tmp_path):
    hard = script("hard_films")
    films = tmp_path / "truth"
    film = truth(reps=2)
    film["film"]["frames"] = len(film["frames"])
    film["reps"][0]["completed"] = False
    keep(tmp_path, "fails-low", film)
    (films / "fails-low.mp4").write_bytes(b"film")
    row = {"spec": {"name": "fails-low"}, "frames": 90, "took_s": 30.0}
    (films / "manifest.json").write_text(json.dumps({"films": [row], "failed": []}))
    text = "\n".join(hard.section(films, tmp_path / "results"))
    assert f"1 of {len(hard.hard_films())} are drawn: 90 frames in 0.5 min of one core." in text
    said = "| a rep that fails soon after lift-off | usable | judged | 2 of 1, failed: 0 of 1 |"
    assert said in text
    unread = "\n".join(hard.section(films, tmp_path / "none"))
    assert hard.NOT_READ in unread


def test_the_hard_films_can_be_filmed_and_belong_to_no_set(script):
    hard = script("hard_films").hard_films()
    assert len({each["spec"]["name"] for each in hard}) == len(hard) == 12
    for each in hard:
        film_of(each["spec"])
        assert all(each["spec"]["seed"] not in seeds_of(name) for name in SETS)


def test_hard_films_are_drawn_once_and_again_where_they_changed(script, tmp_path, monkeypatch):
    hard = script("hard_films")
    specs = [{"name": "one"}, {"name": "second"}]
    monkeypatch.setattr(hard, "hard_films", lambda: [{"shows": "", "spec": one} for one in specs])
    monkeypatch.setattr(hard, "make_one", fake)
    assert hard.draw(tmp_path) == {}
    for name in ("one", "second"):
        (tmp_path / f"{name}.mp4").write_bytes(b"of before")
    specs[1] = {"name": "second", "seed": 1}
    hard.draw(tmp_path)
    assert (tmp_path / "one.mp4").read_bytes() == b"of before"
    assert (tmp_path / "second.mp4").read_bytes() == b"film"
    specs.append({"name": "number2"})
    assert list(hard.draw(tmp_path)) == ["number2"], "one that cannot be drawn"
    assert [film["spec"] for film in hard.manifest(tmp_path)["films"]] == specs[:2]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ([60.0, 120.0], "Drawing took 3 min of one core, 1.0 frames a second."),
        ([60.0, None], "not"),
    ],
)
def test_how_long_drawing_took_is_said_where_it_is_known(script, seconds, said):
    assert said in script("make_truth")._took(seconds, 180)


def test_no_suite_is_said(script, tmp_path):
    make = script("make_truth")
    (tmp_path / "films").mkdir()
    with pytest.raises(InputError, match="expected a folder with"):
        make.page_text(tmp_path / "films", tmp_path / "results")


def test_ten_films_are_kept_and_each_has_its_limit(script):
    clips = script("make_clips").clips()
    names = [clip["spec"]["name"] for clip in clips]
    assert names == [
        *("demo", "neutral", "rounding", "round-from-the-set-up", "loose-shirt"),
        *("oblique", "occluded", "portrait", "sixty-a-second", "failing"),
    ]
    for clip in clips:
        spec = filled(clip["spec"])
        assert Path(clip["to"]).stem == spec["name"]
        assert spec["file"]["most_kb"] <= (1000 if spec["name"] == "demo" else 400)
        assert all(spec["seed"] not in seeds_of(name) for name in SETS)


def test_a_clip_that_is_not_known_is_said(script, capsys):
    assert script("make_clips").main(["none"]) == 2
    assert "got none, expected one of demo" in capsys.readouterr().err
