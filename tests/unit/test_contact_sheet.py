"""Three moments of each film on one picture."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import av
import numpy as np
import pytest

from tests.films import film_of

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
FRAMES = 40


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("contact_sheet")


def filmed(folder, name, rep):
    """A film that grows lighter frame by frame, ten a second."""

    def picture(number, of, width, height):
        return np.full((height, width, 3), 5 * number, np.uint8)

    times = [n / 10 for n in range(FRAMES)]
    film_of(folder / f"{name}.mp4", times_s=times, size=(192, 128), picture=picture)
    truth = {"film": {"times_s": times}, "reps": rep}
    (folder / f"{name}.truth.json").write_text(json.dumps(truth))


def test_each_film_is_shown_at_lift_off_half_way_and_top(script, tmp_path, capsys):
    reps = [{"lift_off_s": None, "lockout_s": 0.5}, {"lift_off_s": 1.0, "lockout_s": 3.0}]
    filmed(tmp_path, "one", reps)
    filmed(tmp_path, "two", [])
    out = tmp_path / "sheet.png"
    assert script.main([str(tmp_path), str(out)]) == 0
    assert "1440 × 240 pixels" in capsys.readouterr().out
    with av.open(str(out)) as container:
        (frame,) = container.decode(video=0)
        sheet = frame.to_ndarray(format="rgb24").astype(int)
    side = script.SIDE_PX
    seen = [sheet[side // 2, side * n + side // 2].mean() for n in range(6)]
    assert seen == pytest.approx([5 * 10, 5 * 20, 5 * 30, 0, 5 * 19.5, 5 * 39], abs=5)


@pytest.mark.parametrize("words", [["FOLDER", "x.png"], ["FOLDER"], ["none", "x.png"]])
def test_what_cannot_be_shown_is_said(script, words, tmp_path, capsys):
    given = [str(tmp_path) if word == "FOLDER" else str(tmp_path / word) for word in words]
    assert script.main(given) == 2
    assert "expected" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
