"""Many films, here and on a Dask cluster of this machine: read for real, and not read twice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import backspotter
from backspotter.lift.weights import FOLDER
from tests.job_queues import NEEDS_DASK
from tests.refilmed import FILMS, again, every

pytestmark = [
    pytest.mark.needs("av", install="make setup"),
    pytest.mark.needs("ai_edge_litert", install="make setup"),
    pytest.mark.needs("polars", install="make setup"),
    pytest.mark.skipif(not (FOLDER / "pose_landmark_heavy.tflite").is_file(), reason="make assets"),
]
SOURCE = str(Path(backspotter.__file__).parents[1])


def batch(folder, out, *more):
    words = ["batch", str(folder), "--load-kg", "100", "--out", str(out), "--json", *more]
    return subprocess.run(
        [sys.executable, "-m", "backspotter", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
        check=False,
    )


def ended(ran):
    """How every film ended, by its name, and what was said of each on the way."""
    rows = json.loads(ran.stdout)["films"]
    return {row["name"]: row["outcome"] for row in rows}, sorted(ran.stderr.splitlines())


def contents(out):
    """Every file of the results, and when it was written."""
    return {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    """A folder with one set, half its frames, and a file that is no film."""
    folder = tmp_path_factory.mktemp("films")
    film = FILMS / "neutral.mp4"
    again(film, folder / "set.mp4", course=every(film, 2), picture=lambda all: all[:, 340:940])
    (folder / "bad.mov").write_bytes(b"no film at all")
    return folder


@pytest.fixture(scope="module")
def here(films, tmp_path_factory):
    """Both read on this machine: the results, and how it ended."""
    out = tmp_path_factory.mktemp("here") / "out"
    return out, batch(films, out)


@pytest.mark.timeout(240)
def test_a_film_that_was_read_is_not_read_again(films, here):
    out, first = here
    assert first.returncode == 2, first.stderr
    assert ended(first)[0] == {"set": "done", "bad": "unusable"}
    assert {path.name for path in (out / "set").iterdir()} >= {
        *("summary.json", "frames.parquet", "frames.csv", "reps.csv", "report.html", "key.txt")
    }
    assert len(json.loads((out / "set/summary.json").read_text("utf-8"))["reps"]) == 1
    before = contents(out)
    outcomes, said = ended(batch(films, out))
    assert outcomes == ended(first)[0]
    assert said[1] == "set: done (there already)"
    del before[out / "batch.json"]
    assert before.items() <= contents(out).items()


@NEEDS_DASK
@pytest.mark.timeout(300)
def test_a_cluster_goes_on_where_it_was_and_finds_the_same(films, here, tmp_path):
    part, out = tmp_path / "films", tmp_path / "out"
    part.mkdir()
    shutil.copy(films / "bad.mov", part)
    assert ended(batch(part, out))[0] == {"bad": "unusable"}
    shutil.copy(films / "set.mp4", part)
    outcomes, said = ended(batch(part, out, "--engine", "dask"))
    assert outcomes == {"set": "done", "bad": "unusable"}
    assert said[0].startswith("bad: unusable (there already)")
    assert said[1] == "set: done"
    for name in ("summary.json", "frames.csv", "key.txt"):
        assert (out / "set" / name).read_bytes() == (here[0] / "set" / name).read_bytes(), name
    before = contents(out / "set")
    assert ended(batch(part, out, "--engine", "dask"))[1][1] == "set: done (there already)"
    assert contents(out / "set") == before


@NEEDS_DASK
@pytest.mark.timeout(120)
def test_broken_films_end_alike(tmp_path):
    films = tmp_path / "films"
    films.mkdir()
    for name in ("a.mp4", "b.mov"):
        (films / name).write_bytes(b"no film at all")
    ran = [batch(films, tmp_path / "one"), batch(films, tmp_path / "two", "--engine", "dask")]
    assert [one.returncode for one in ran] == [2, 2], ran[1].stderr
    rows = [json.loads(one.stdout)["films"] for one in ran]
    assert rows[0] == rows[1]
    assert [row["outcome"] for row in rows[1]] == ["unusable", "unusable"]
    assert "Traceback" not in ran[1].stderr
