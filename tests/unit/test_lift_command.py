"""``backspotter lift`` and ``backspotter batch`` from the command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from backspotter.app import film as film_app
from backspotter.app import film_batch, film_reader, film_reading, film_worker
from backspotter.app.film import analysed
from backspotter.app.film_batch import Ended
from backspotter.app.film_keeping import earlier_films
from backspotter.app.film_schemas import film_summary_schema
from backspotter.cli.main import run
from backspotter.exports import film_report
from backspotter.exports.film_report import ReportFiles
from backspotter.lift import film_facts
from tests.lifted import ASKED, film_read

NOT_NETWORKS = shutil.ignore_patterns("*.tflite", "__pycache__")
needs_polars = pytest.mark.needs("polars", install="pip install 'backspotter[film]'")
SIZE = ["--load-kg", "140", "--height-cm", "181", "--mass-kg", "84", "--sex", "male"]


def page_only(found, film, folder, *, annotate, **more):
    """There is no film to draw over."""
    (folder / "report.html").write_text("<p>report")
    return ReportFiles(page=folder / "report.html", film=None, pictures=(), analysis=found)


@pytest.fixture
def filmed(monkeypatch):
    """Whatever is asked for, this is what was followed."""

    def use(read):
        monkeypatch.setattr(film_reading, "read_film", lambda path, told, **more: read)
        monkeypatch.setattr(film_facts, "refuse_missing", lambda path: None)
        monkeypatch.setattr(film_report, "write_report", page_only)

    return use


@needs_polars
def test_the_summary_on_standard_output_is_json_and_nothing_else(filmed, capsys, tmp_path):
    filmed(film_read())
    assert run(["lift", "set.mp4", *SIZE, "--json", "--out", str(tmp_path / "a")]) == 0
    said = capsys.readouterr().out
    Draft202012Validator(film_summary_schema()).validate(json.loads(said))
    assert json.loads(said) == json.loads((tmp_path / "a" / "summary.json").read_text("utf-8"))


def test_json_alone_writes_no_folder(filmed, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    filmed(film_read())
    assert run(["lift", "set.mp4", *SIZE, "--json"]) == 0
    assert list(tmp_path.iterdir()) == []


@needs_polars
def test_a_person_reads_the_grade_first(filmed, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    filmed(film_read(drift_m=0.09))
    assert run(["lift", "films/set.mp4", *SIZE]) == 0
    said = capsys.readouterr().out
    assert said.startswith("The film is good")
    assert "ahead of mid-foot" in said
    assert "Think: Drag the bar" in said
    assert "Results: set-lift" in said
    assert {path.name for path in (tmp_path / "set-lift").iterdir()} == {
        *("report.html", "summary.json", "reps.csv", "frames.csv", "frames.parquet")
    }


def test_what_cannot_be_judged_ends_with_3_and_still_prints(filmed, capsys):
    filmed(film_read(yaw_deg=40.0))
    assert run(["lift", "set.mp4", *SIZE, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["quality"]["grade"] == "cannot_judge"


def test_pounds(filmed, capsys):
    filmed(film_read())
    assert run(["lift", "a.mp4", *SIZE, "--json"]) == 0
    metric = json.loads(capsys.readouterr().out)
    pounds = ["--load-lb", "308.647", "--height-cm", "181", "--mass-lb", "185.188"]
    assert run(["lift", "a.mp4", *pounds, "--sex", "male", "--json"]) == 0
    imperial = json.loads(capsys.readouterr().out)
    peaks = [one["reps"][0]["loads"]["compression_N"]["value"] for one in (metric, imperial)]
    assert peaks[0] == pytest.approx(peaks[1], rel=1e-3)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a.mp4"], "load_kg: got nothing"),
        (["a.mp4", "--load-kg", "-5"], "load_kg"),
        (["a.mp4", "--load-kg", "100", "--load-lb", "200"], "two units"),
        (["a.mp4", "--load-kg", "100", "--style", "snatch"], "style: got snatch"),
        (
            ["a.mp4", "--load-kg", "100", "--height-cm", "18"],
            "height_cm: got 18 cm, expected 120 to 230 cm",
        ),
        (["a.mp4", "--load-kg", "100", "--sex", "?"], "sex"),
        (["a.mp4", "--load-kg", "100", "--baseline", "no.json"], "baseline: got no.json"),
        (
            ["a.mp4", "--load-kg", "100", "--mass-lb", "900"],
            "mass_lb: got 900 lb, expected 67",
        ),
        (["no.mp4", "--load-kg", "100"], "film: got no.mp4"),
        (["no.mp4"], "film: got no.mp4"),
    ],
)
@pytest.mark.needs("av", install="make setup-synth")
def test_what_cannot_be_used_is_said_in_one_line(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.mp4").write_bytes(b"never opened: something else is told before")
    assert run(["lift", *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert shown.err.strip().count("\n") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_a_folder_that_is_not_there_is_told_before_all_else(capsys, monkeypatch):
    monkeypatch.setattr("backspotter.app.film_cluster.dask", None)  # no cluster may be begun
    assert run(["batch", "/no/such", "--engine", "dask"]) == 2
    assert capsys.readouterr().err.startswith("backspotter: dir: got /no/such")


def films(tmp_path, *names):
    folder = tmp_path / "films"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.fixture
def ended(monkeypatch):
    """Films that end as their name says, without being read; the names of those that were."""
    seen = []

    def one(job, asked, core):
        seen.append(job.name)
        if job.name.startswith("bad"):
            return Ended(name=job.name, key=job.key, outcome="unusable", why="no film")
        if job.name.startswith("lost"):
            return Ended(name=job.name, key=job.key, outcome="failed", why="killed")
        job.folder.mkdir(parents=True, exist_ok=True)
        (job.folder / "summary.json").write_text("{}")
        (job.folder / "key.txt").write_text(job.key)
        return Ended(name=job.name, key=job.key, outcome="done")

    monkeypatch.setattr(film_batch, "one_film", one)
    return seen


def test_a_batch_goes_on_where_it_was(tmp_path, ended, capsys):
    folder, out = films(tmp_path, "a.mp4", "bad.mp4", "lost.mov"), tmp_path / "out"
    words = ["batch", str(folder), "--load-kg", "100", "--out", str(out)]
    assert run(words) == 2
    assert sorted(ended) == ["a", "bad", "lost"]
    assert "3 films, 1 done, 1 failed, 1 unusable" in capsys.readouterr().out
    ended.clear()
    assert run([*words, "--workers", "2"]) == 2
    assert ended == ["lost"], "only what failed is tried again"
    ended.clear()
    (folder / "a.mp4").write_bytes(b"another film")
    run(words)
    assert sorted(ended) == ["a", "lost"]
    ended.clear()
    run(["batch", str(folder), "--load-kg", "120", "--out", str(out)])
    assert sorted(ended) == ["a", "bad", "lost"], "another load, another result"
    rows = json.loads((out / "batch.json").read_text("utf-8"))["films"]
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "a": "done",
        "bad": "unusable",
        "lost": "failed",
    }


@pytest.mark.parametrize(
    "file",
    [
        *("lift/flexion_network.npz", "lift/view.toml", "evidence/faults.toml", "lift/weights.py"),
        *("app/film_words.toml", "spine/segments.toml", "lift/pose/reader.py"),
    ],
)
def test_another_network_limit_or_word_is_another_reader(file, tmp_path):
    for folder in film_reader.DECIDES:
        shutil.copytree(film_reader.ROOT / folder, tmp_path / folder, ignore=NOT_NETWORKS)
    assert film_reader.mark_of(tmp_path) == film_reader.reader_mark()
    with (tmp_path / file).open("ab") as changed:
        changed.write(b" ")
    assert film_reader.mark_of(tmp_path) != film_reader.reader_mark()


def test_films_are_read_again_by_another_reader(tmp_path, ended, monkeypatch):
    folder, out = films(tmp_path, "a.mp4"), tmp_path / "out"
    words = ["batch", str(folder), "--load-kg", "100", "--out", str(out)]
    assert (run(words), run(words)) == (0, 0)
    assert ended == ["a"]
    monkeypatch.setattr(film_batch, "reader_mark", lambda: "of another network")
    assert run(words) == 0
    assert ended == ["a", "a"]


def test_results_that_were_taken_away_are_made_again(tmp_path, ended):
    folder, out = films(tmp_path, "a.mp4"), tmp_path / "out"
    words = ["batch", str(folder), "--load-kg", "100", "--out", str(out)]
    run(words)
    (out / "a" / "summary.json").unlink()
    (out / "batch.json").write_text((out / "batch.json").read_text("utf-8"))
    run(words)
    assert ended == ["a", "a"]


def test_a_broken_list_of_results_is_no_obstacle(tmp_path, ended):
    folder, out = films(tmp_path, "a.mp4"), tmp_path / "out"
    out.mkdir()
    (out / "batch.json").write_text("[{")
    assert run(["batch", str(folder), "--load-kg", "100", "--out", str(out)]) == 0


def test_films_of_one_name_are_kept_apart(tmp_path, ended):
    folder = films(tmp_path, "a.mp4", "a.mov")
    out = tmp_path / "out"
    assert run(["batch", str(folder), "--load-kg", "100", "--out", str(out)]) == 0
    assert sorted(ended) == ["a-mov", "a-mp4"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--workers", "0"], "workers"),
        (["--engine", "magic"], "engine: got magic"),
    ],
)
def test_batches_that_cannot_be(more, said, tmp_path, capsys):
    folder = films(tmp_path, "a.mp4")
    assert run(["batch", str(folder), "--load-kg", "100", *more]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_films(tmp_path, capsys):
    assert run(["batch", str(tmp_path), "--load-kg", "100"]) == 2
    assert run(["batch", str(tmp_path / "no"), "--load-kg", "100"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


@pytest.mark.needs("av", install="make setup-synth")
def test_a_broken_film_ends_in_a_process_of_its_own(tmp_path):
    film = tmp_path / "a.mp4"
    film.write_bytes(b"no film at all")
    job = {"film": str(film), "out": str(tmp_path / "out"), "key": "k", "core": 0}
    asked = {"load_kg": 100, "style": None, "plate_mm": None}
    body = {"height_m": None, "mass_kg": None, "sex": "unknown"}
    ran = subprocess.run(
        [sys.executable, "-m", film_batch.WORKER],
        input=json.dumps(job | asked | body),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(film_batch.__file__).parents[2])},
    )
    said = json.loads(ran.stdout)
    assert said["outcome"] == "unusable"
    assert said["why"].startswith("film: got a.mp4")
    assert not (tmp_path / "out").exists()


@needs_polars
def test_a_film_among_many_has_a_page_of_its_own(tmp_path, monkeypatch):
    found = analysed(film_read(), ASKED, name="a.mp4")
    monkeypatch.setattr(film_app, "analyse", lambda *_, **__: found)
    monkeypatch.setattr(film_report, "write_report", page_only)
    body = {"height_m": 1.8, "mass_kg": 80.0, "sex": "male"}
    asked = {"load_kg": 100, "style": None, "plate_mm": None}
    job = {"film": "a.mp4", "out": str(tmp_path / "a"), "key": "k", **asked, **body}
    assert film_worker._read(job) == "done"
    names = {path.name for path in (tmp_path / "a").iterdir()}
    assert {"summary.json", "report.html", "key.txt"} <= names


def test_a_scheduler_needs_a_cluster(tmp_path, capsys):
    folder = films(tmp_path, "a.mp4")
    words = ["batch", str(folder), "--load-kg", "100", "--scheduler", "tcp://127.0.0.1:1"]
    assert run(words) == 2
    assert "scheduler: got with the engine local" in capsys.readouterr().err


# --- The journal ---------------------------------------------------------------------------------


@pytest.fixture
def clips(tmp_path):
    """Two files that are two films, and a journal."""
    names = ("monday.mp4", "friday.mp4")
    for name in names:
        (tmp_path / name).write_text(name)
    return [str(tmp_path / name) for name in names], ["--journal", str(tmp_path / "j.db")]


def kept_films(journal):
    from backspotter.journal.films import films
    from backspotter.journal.journal import opened
    from backspotter.journal.place import place_of

    with opened(place_of(journal[1])) as found:
        return films(found)


def test_a_film_is_kept_with_its_set_and_the_next_is_set_beside_it(filmed, clips, monkeypatch):
    (monday, friday), journal = clips
    filmed(film_read())
    assert run(["log", "add", "conventional 1x1 @ 140", *journal]) == 0
    assert run(["lift", monday, *SIZE, "--json", "--set", "1", *journal]) == 0
    assert run(["lift", monday, *SIZE, "--json", *journal]) == 0
    (kept,) = kept_films(journal)
    assert kept.set_id == 1
    assert kept.parameters["load_kg"] == 140
    assert len(kept.summary["reps"]) == 1
    monkeypatch.setenv("BACKSPOTTER_JOURNAL", journal[1])
    assert earlier_films(Path(monday)) == []
    (earlier,) = earlier_films(Path(friday))
    assert len(earlier.speeds) == 1
    assert run(["lift", friday, *SIZE, "--json", *journal]) == 0
    first, second = kept_films(journal)
    assert first.summary["compared"] == []
    assert "about as fast as in your earlier films" in " ".join(second.summary["compared"])


def test_no_save_leaves_the_journal_as_it_is(filmed, clips, capsys):
    (monday, _), journal = clips
    filmed(film_read())
    assert run(["lift", monday, *SIZE, "--json", "--no-save", *journal]) == 0
    assert kept_films(journal) == []
    assert run(["lift", monday, *SIZE, "--json", "--no-save", "--set", "1", *journal]) == 2
    assert "one of them" in capsys.readouterr().err


def test_a_set_that_is_not_there_is_said_before_the_film_is_read(clips, capsys, monkeypatch):
    (monday, _), journal = clips
    monkeypatch.setattr(film_reading, "read_film", lambda *_, **__: pytest.fail("it was read"))
    assert run(["lift", monday, *SIZE, "--json", "--set", "7", *journal]) == 2
    assert "set: got 7, expected the number of a set in the log" in capsys.readouterr().err
