"""Films whose truth is known, read by the script: what it leaves alone, what it reads again."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from tests.read_films import analysis_of, plain_truth

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
LIFTER = {"sex": "male", "height_asked_m": 1.8, "mass_asked_kg": 80.0}


@pytest.fixture
def reading(monkeypatch, tmp_path):
    """Runs the script on two films; gives the names that were read by it."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    script = importlib.import_module("read_films")
    times = [n / 10 for n in range(20)]
    films, results = tmp_path / "films", tmp_path / "results"
    films.mkdir()
    more = {"lifter": LIFTER, "style": "trap-bar", "plate_radius_m": 0.225}
    for name in ("one", "two"):
        (films / f"{name}.mp4").write_bytes(name.encode())
        (films / f"{name}.truth.json").write_text(json.dumps(plain_truth(times) | more))

    def analyse(film, **asked):
        read.append(film.stem)
        return analysis_of(plain_truth(times))

    def run(*names):
        read.clear()
        assert script.main([str(films), str(results), *names]) == 0
        return read

    read: list[str] = []
    monkeypatch.setattr(script, "analyse", analyse)
    run.films, run.results = films, results
    return run


def test_a_film_that_was_read_is_left_alone(reading):
    assert reading() == ["one", "two"]
    assert reading() == []


def test_a_run_that_was_stopped_goes_on(reading):
    assert reading("two") == ["two"]
    assert reading() == ["one"]


def test_a_changed_film_is_read_again(reading):
    reading()
    (reading.films / "two.mp4").write_bytes(b"another")
    assert reading() == ["two"]


def test_results_of_another_reader_go_before_anything_is_read(reading, monkeypatch):
    reading()
    monkeypatch.setattr("backspotter.app.film_batch.reader_mark", lambda: "another")
    assert reading("one") == ["one"]
    assert (reading.results / "two").is_dir(), "only what was named"
    assert reading() == ["two"]
    (reading.results / "one" / "key.txt").unlink()
    assert reading() == ["one"], "who made it is not known"


def test_a_folder_that_holds_something_else_is_kept(reading, capsys):
    kept = reading.results / "one"
    kept.mkdir(parents=True)
    (kept / "notes.txt").write_text("mine")
    with pytest.raises(AssertionError):
        reading()
    assert "a new or empty folder" in capsys.readouterr().err
    assert (kept / "notes.txt").read_text() == "mine"
