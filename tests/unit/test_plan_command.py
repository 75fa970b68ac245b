"""``plan`` and ``course`` on the command line: what they print, write and end with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import backspotter as bs
from backspotter.cli.main import run

FOLDER = Path(__file__).parents[1] / "data" / "scenarios"


def history(name: str) -> str:
    return str(FOLDER / f"{name}.history.json")


def printed(capsys, *words: str, code: int = 0) -> str:
    assert run(words) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_it_names_the_weight_the_reason_and_what_lifts_it(capsys):
    out = printed(capsys, "plan", "--history", history("poor-sleep"), "--today", "2026-03-16")
    told = " ".join(out.split())
    assert "Next session: Deadlift (Barbell), 97.5 kg, 2 × 7" in told
    assert "each side 20 + 15 + 2.5 + 1.25 kg" in told
    assert "SLEEP-NIGHT (limits most)" in told
    assert "Without that: 110 kg, 3 × 7" in told
    assert "A night of sleep." in told


def test_an_emergency_comes_first_and_no_weight_is_said(capsys):
    words = ("plan", "--history", history("saddle-numb"), "--today", "2026-03-10")
    out = printed(capsys, *words, code=10)
    assert out.index("Call 999") < out.index("LEVEL-EMERGENCY")
    assert " kg" not in out


def test_it_asks_before_any_weight_is_said(capsys):
    words = ("plan", "--history", history("no-check-in"), "--today", "2026-03-16")
    assert " kg" not in printed(capsys, *words)
    document = json.loads(printed(capsys, *words, "--json"))
    assert (document["state"], document["session"], document["proposed"]) == ("ask", None, None)


def test_no_hinge_is_advised_where_none_may_be_done(capsys):
    words = ("plan", "--history", history("nerve-sign-open"), "--today", "2026-03-16")
    out = printed(capsys, *words)
    assert "Add easy hip hinges" not in out
    assert "Open until examined" in out


def test_it_draws_the_course_and_writes_a_picture(capsys, tmp_path):
    file = tmp_path / "course.svg"
    words = ("course", "--history", history("slow-course"), "--today", "2026-03-14")
    out = printed(capsys, *words, "--plot", str(file))
    assert out.count("●") == 7  # six entries and the key
    assert "Slower than expected" in out
    title = ET.parse(file).getroot().find("{http://www.w3.org/2000/svg}title")
    assert "slower than expected" in title.text


def test_what_is_no_soreness_gets_no_forecast(capsys, tmp_path):
    file = tmp_path / "course.svg"
    words = ("course", "--history", history("comes-back"), "--today", "2026-03-13")
    out = printed(capsys, *words, "--plot", str(file))
    assert "No forecast" in out
    assert "Gone at" not in out
    assert "no forecast" in file.read_text(encoding="utf-8")
    document = json.loads(printed(capsys, *words, "--json"))
    assert document["gone_h"] is None


def test_soreness_of_a_strain_is_not_praised(capsys):
    words = ("course", "--history", history("strain-day-after"), "--today", "2026-02-10")
    assert "the check says more, and that counts" in printed(capsys, *words)


def test_published_rows_of_the_course_are_printed(capsys):
    out = printed(capsys, "validate", "--course")
    assert "brandl-48-over-24, held out" in out
    rows = json.loads(printed(capsys, "validate", "--course", "--json"))["rows"]
    assert len(rows) == 15


@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_standard_input_will_do(json_too, capsys, monkeypatch):
    class Piped:
        buffer = open(history("novice"), "rb")  # noqa: SIM115, PTH123

    monkeypatch.setattr("sys.stdin", Piped)
    assert run(["plan", "--history", "-", "--today", "2026-03-16", *json_too]) == 0
    assert "57.5" in capsys.readouterr().out
    Piped.buffer.close()


def test_from_python():
    document = json.loads(Path(history("novice")).read_text(encoding="utf-8"))
    found = bs.plan(bs.history_from(document), today=date(2026, 3, 16))
    assert found.session.load.shown == 57.5
    assert isinstance(found, bs.Plan)


def test_what_was_lifted_today_counts_for_today():
    document = json.loads(Path(history("poor-sleep")).read_text(encoding="utf-8"))
    pulled = {"at": "2026-03-16T21:00:00+01:00", "exercise": "Deadlift", "load_kg": 50, "reps": 5}
    document["sets"].append(pulled)
    found = bs.plan(bs.history_from(document), today=date(2026, 3, 16))
    assert found.proposed.last_kg == 50
    assert found.session.day > date(2026, 3, 16)
