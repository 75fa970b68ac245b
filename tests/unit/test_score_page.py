"""The score's page and pictures: every figure said, every row drawn, files whole."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from backspotter.cli.main import run
from backspotter.scoring.page import files
from backspotter.scoring.score import score
from tests.known_films import fault, keep, perfect, rounding, truth

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def places(tmp_path):
    """Two films, one a little wrong, one without a result."""
    known = truth(change=30.0)
    known["reps"][0]["faults"] = [rounding(30.0), fault("bar_drift", 0.08)]
    summary, frames = perfect(known)
    summary["reps"][0]["faults"].pop()
    for row in frames:
        row["hip_deg"] += 7.0
    keep(tmp_path, "wrong", known, (summary, frames))
    keep(tmp_path, "right", truth(yaw=15.0))
    keep(tmp_path, "unseen", truth(), said=())
    return tmp_path / "results", tmp_path / "truth"


def rows_of(picture):
    drawing = ET.fromstring(picture)
    return [g for g in drawing.iter(f"{SVG}g") if g.get("class") == "scored"]


def words_of(row):
    return " ".join("".join(row.itertext()).split())


def test_every_group_is_a_row_of_the_picture(places):
    drawn = files(score(*places))
    words = [words_of(row) for row in rows_of(drawn["hip-angle.svg"])]
    assert words[0].startswith("all films 3.50, to 7.00 (4)")
    assert any(each.startswith("0 to 10° 7.00") for each in words)
    assert any(each.startswith("10 to 20° 0.000") for each in words)


def test_an_aim_that_is_missed_is_a_diamond(places):
    drawn = files(score(*places))
    by_name = {words_of(row)[:6]: row for row in rows_of(drawn["hip-angle.svg"])}
    assert by_name["all fi"].find(f"{SVG}circle") is not None
    assert by_name["0 to 1"].find(f"{SVG}path") is not None


def test_every_share_with_a_case_is_a_row(places):
    found = score(*places)
    shares = [each for each in found.aimed() if each.figure.is_share and each.n]
    drawn = rows_of(files(found)["shares.svg"])
    assert len(drawn) == len(shares)


def test_the_page_says_each_figure_its_aim_and_what_is_missing(places):
    page = files(score(*places))["score.md"]
    assert "2 of 3 films have a result" in page
    assert "| hip angle while seen, by frame | 3.50° | to 7.00 | 4 | ≤ 5° ✓ |" in page
    assert "| all (aim: F1 ≥ 0.9 ✗) | 0.67 | 1 | 0 | 1 |" in page
    assert "| lift-off | 0 s | to 0 | 4 | each ≤ 0.1 s: 100 % ✓ |" in page
    assert "![Picture: hip angle, group by group](hip-angle.svg)" in page


def test_the_command_writes_them_whole(places, tmp_path, capsys):
    out = tmp_path / "deep" / "out"
    assert run(["synth", "score", *map(str, places), "--out", str(out)]) == 0
    capsys.readouterr()
    expected = files(score(*places))
    assert {file.name: file.read_text(encoding="utf-8") for file in out.iterdir()} == expected
    assert json.loads(expected["score.json"])["films"]["answered"] == 2


def test_a_folder_that_cannot_be_made_is_said(places, capsys):
    assert run(["synth", "score", *map(str, places), "--out", "/proc/none"]) == 2
    assert "expected a folder that can be written" in capsys.readouterr().err
