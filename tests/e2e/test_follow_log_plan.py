"""A person follows a back, brings a log in, gets a plan, and takes everything away again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from backspotter.cli import main as command_line

LOG = Path(__file__).parents[1] / "data" / "logs" / "hevy_kg.csv"
PLANTED = "plantedwordthatshallbegone"
REPORT = f"deadlifted yesterday evening, dull ache on both sides, no numbness. {PLANTED}"


@pytest.fixture
def run(capsys, tmp_path):
    """The commands on one journal, which is named before or after them in turn."""
    folder = tmp_path / "data"
    folder.mkdir()
    turns = iter(range(10_000))

    def run_it(*words: str, code: int = 0) -> str:
        named = ["--journal", str(folder / "j.db")]
        line = [*named, *words] if next(turns) % 2 else [*words, *named]
        given = command_line.run(line)
        out, err = capsys.readouterr()
        assert given == code, err
        return out or err

    return run_it


def ago(**time: float) -> str:
    return (datetime.now().astimezone() - timedelta(**time)).isoformat(timespec="minutes")


def test_from_the_first_word_to_nothing_left(run, tmp_path):
    assert "backspotter log import" in run("plan")
    run("profile", "set", "--plates", "20,15,10,5,2.5,1.25", "--bar-kg", "20", "--mass-kg", "84")
    assert "Kept as check-in 1" in run("check", "--text", REPORT)
    assert "Check again" in run("track", "add", "--pain", "3", "--at", ago(hours=9))
    said = run("track", "add", "--pain", "4", "--note", PLANTED)
    assert "This is how soreness goes" in " ".join(said.split())
    shown = run("track", "--svg", str(tmp_path / "c.svg"))
    assert "Check again" in shown
    assert shown.count("●") >= 2
    assert (tmp_path / "c.svg").is_file()

    done = json.loads(run("log", "import", str(LOG), "--yes", "--json"))
    assert done["added"] > 0
    listed = json.loads(run("log", "list", "--dose", "--json"))
    assert any(each["dose"] for each in listed["sets"])
    plan = json.loads(run("plan", "--json", "--ics", str(tmp_path / "p.ics")))
    assert (plan["level"], plan["state"]) == ("normal_soreness", "go")
    assert plan["session"]["load"]["unit"] == "kg"
    assert b"BEGIN:VCALENDAR" in (tmp_path / "p.ics").read_bytes()

    run("export", "csv", "--out", str(tmp_path / "t.zip"))
    with zipfile.ZipFile(tmp_path / "t.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("sets.csv").decode())))
    assert len(rows) == len(json.loads(run("log", "list", "--last", "999", "--json"))["sets"])

    run("log", "undo", str(done["undo"]))
    assert json.loads(run("log", "list", "--json"))["sets"] == []
    run("delete", "everything", "--yes")
    left = [each.read_bytes() for each in (tmp_path / "data").rglob("*") if each.is_file()]
    assert not any(PLANTED.encode() in each for each in left)
    assert "Nothing to plan from" in run("plan")


def test_a_pain_that_stays_raises_the_check_and_less_pain_does_not_lower_it(run):
    run("log", "add", "conventional 5x5 @ 140", "--at", ago(hours=100))
    calm = "dull ache on both sides of the low back, no numbness, no tingling"
    for hours in (90, 76, 60, 46, 30, 12):
        run("track", "add", "--pain", "8", "--at", ago(hours=hours))
    assert "does not look like soreness" in " ".join(run("track").split())
    alone = json.loads(run("check", "--text", calm, "--json", "--no-save"))
    followed = json.loads(run("check", "--text", calm, "--json"))
    levels = ["self_care", "normal_soreness", "see_clinician", "urgent_care", "emergency"]
    assert levels.index(followed["level"]) >= levels.index(alone["level"])
    assert followed["level"] not in ("normal_soreness", "self_care")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "--today", "someday"], "today"),
        (["plan", "--today", ""], "today"),
        (["plan", "--ics", "plan.txt"], ".ics"),
        (["plan", "--history", "/no/such"], "history"),
        (["track", "--svg", "c.png"], ".svg"),
        (["track", "--svg", "c.svg"], "plot"),
        (["course"], "ten days"),
        (["log", "list", "--last", "0"], "last"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(run, words, said):
    told = run(*words, code=2)
    assert said in told
    assert told.count("\n") == 1
