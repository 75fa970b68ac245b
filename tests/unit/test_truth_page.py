"""The page about the test films, and the list of films that are kept here."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from backspotter.errors import InputError
from backspotter.synth.spec import filled
from backspotter.synth.suite_plan import SETS, plan, seeds_of
from tests.known_films import keep, truth

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


def test_no_suite_is_said(script, tmp_path):
    make = script("make_truth")
    (tmp_path / "films").mkdir()
    with pytest.raises(InputError, match="expected a folder with"):
        make.page_text(tmp_path / "films", tmp_path / "results")


def test_nine_films_are_kept_and_each_has_its_limit(script):
    clips = script("make_clips").clips()
    names = [clip["spec"]["name"] for clip in clips]
    assert names == [
        *("demo", "neutral", "rounding", "round-from-the-set-up", "loose-shirt"),
        *("oblique", "occluded", "portrait", "sixty-a-second"),
    ]
    for clip in clips:
        spec = filled(clip["spec"])
        assert Path(clip["to"]).stem == spec["name"]
        assert spec["file"]["most_kb"] <= (1000 if spec["name"] == "demo" else 400)
        assert all(spec["seed"] not in seeds_of(name) for name in SETS)


def test_a_clip_that_is_not_known_is_said(script, capsys):
    assert script("make_clips").main(["none"]) == 2
    assert "got none, expected one of demo" in capsys.readouterr().err
