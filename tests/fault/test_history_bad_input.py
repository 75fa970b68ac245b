"""Histories that cannot be used: one clear line, exit 2, no traceback and no half-written file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.app.history_in import MAX_ROWS, history_from
from backspotter.cli.main import run
from backspotter.errors import InputError

AT = "2026-03-01T18:00:00+01:00"
GOOD = {"sets": [{"at": AT, "exercise": "Deadlift", "load_kg": 100, "reps": 5}]}

BAD: list[tuple[Any, str]] = [
    ([], "history: got a list"),
    ("x", "history: got x"),
    (None, "history"),
    ({"set": []}, "did you mean sets?"),
    ({"sets": {}}, "expected a list"),
    ({"sets": [1]}, "sets[0]"),
    ({"sets": [{"exercise": "Deadlift"}]}, "sets[0].at: got nothing"),
    ({"sets": [{"at": "2026-03-01T18:00:00"}]}, "a time with its zone"),
    ({"sets": [{"at": "0001-01-01T00:00:00+14:00"}]}, "a time with its zone"),
    ({"sets": [{"at": "yesterday"}]}, "a time with its zone"),
    ({"sets": [{"at": 5}]}, "a time with its zone"),
    ({"sets": [{"at": AT, "load_kg": 1e9}]}, "from 0 to 600"),
    ({"sets": [{"at": AT, "load_kg": "100"}]}, "a number"),
    ({"sets": [{"at": AT, "load_kg": True}]}, "a number"),
    ({"sets": [{"at": AT, "load_kg": float("nan")}]}, "a finite number"),
    ({"sets": [{"at": AT, "load_kg": 1, "load_lb": 1}]}, "two units"),
    ({"sets": [{"at": AT, "reps": 2.5}]}, "a whole number"),
    ({"sets": [{"at": AT, "rpe": 11}]}, "from 1 to 10"),
    ({"sets": [{"at": AT, "style": "zercher"}]}, "conventional"),
    ({"sets": [{"at": AT, "exercise": "x" * 501}]}, "at most 500 characters"),
    ({"sets": [{"at": AT, "exercise": ["Deadlift"]}]}, "text"),
    ({"sets": [{"at": AT, "warm_up": "yes"}]}, "true or false"),
    ({"sets": [{}] * (MAX_ROWS + 1)}, "at most 200,000"),
    ({"nights": [{"woke": "01.03.2026"}]}, "a day, such as"),
    ({"nights": [{"woke": "2026-03-01", "asleep_h": 25}]}, "from 0 to 24"),
    ({"soreness": [{"at": AT}]}, "soreness[0].pain: got nothing"),
    ({"soreness": [{"at": "2026-03-01", "pain": 3}]}, "a time with its zone"),
    ({"soreness": [{"at": AT, "pain": 11}]}, "from 0 to 10"),
    ({"check_ins": [{"at": AT, "check_in": {"pain": 3}}]}, "did you mean"),
    ({"check_ins": [{"at": AT}]}, "check_in"),
    ({"films": [{"at": AT, "faults": ["rounding"]}]}, "lumbar_rounding"),
    ({"films": [{"at": AT, "faults": [{"code": None}]}]}, "lumbar_rounding"),
    ({"corrected": [{"at": AT, "sign": "x"}]}, "one of its"),
    ({"scores": [{"at": AT, "score": "roland_morris", "value": 25}]}, "from 0 to 24"),
    ({"scores": [{"at": AT, "score": "promis", "value": 50}]}, "roland_morris"),
    ({"profile": {"unit": "stone"}}, "kg, lb"),
    ({"profile": {"plates": [0]}}, "a weight from"),
    ({"profile": {"plates": [1] * 41}}, "at most 40"),
    ({"profile": {"plates": 20}}, "a list"),
    ({"profile": {"bar": "20"}}, "a number"),
    ({"profile": {"country": "Narnia"}}, "the two letters"),
    ({"profile": {"sex": "x"}}, "male, female"),
    ({"profile": {"helped": ["snake oil"]}}, "heat"),
    ({"profile": {"scheme": {"reps_low": 8, "reps_high": 5}}}, "low to high"),
    ({"profile": {"scheme": {"way": "linear"}}}, "double, rpe"),
]


@pytest.mark.parametrize(("document", "says"), BAD, ids=range(len(BAD)))
def test_a_document_that_cannot_be_used_is_refused_in_one_line(document, says):
    with pytest.raises(InputError) as refused:
        history_from(document)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 1000


FILES = {
    "empty": b"",
    "cut off": b'{"sets": [{"at": "2026-',
    "utf-16": '{"sets": []}'.encode("utf-16"),
    "latin-1": '{"profile": {"country": "Österreich"}}'.encode("latin-1"),
    "nan": b'{"soreness": [{"at": "2026-03-01T18:00:00+01:00", "pain": NaN}]}',
    "deep": b'{"sets": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "twice": b'{"sets": [], "sets": []}',
    "huge number": b'{"profile": {"bar": ' + b"9" * 5000 + b"}}",
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("command", ["plan", "course"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(name, command, tmp_path, capsys):
    file = tmp_path / "history.json"
    file.write_bytes(FILES[name])
    assert run([command, "--history", str(file), "--today", "2026-03-02"]) == 2
    _is_one_line(capsys)


def _is_one_line(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("backspotter: ")
    assert err.count("\n") == 1
    assert "our fault" not in err
    return err


@pytest.fixture
def good(tmp_path: Path) -> str:
    file = tmp_path / "history.json"
    file.write_text(json.dumps(GOOD), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    "words",
    [
        ["plan", "--history", "nowhere.json"],
        ["plan", "--history", "."],
        ["plan", "--history", "GOOD", "--today", "tomorrow"],
        ["plan", "--history", "GOOD", "--today", "2026-13-01"],
        ["plan", "--history", "GOOD", "--ics", "plan.txt"],
        ["plan", "--history", "GOOD", "--ics", "nowhere/plan.ics"],
        ["course", "--history", "GOOD", "--plot", "course.png"],
        ["course", "--history", "GOOD", "--today", "2026-06-01"],
    ],
)
def test_a_command_that_cannot_be_used_is_refused_in_one_line(words, good, capsys, tmp_path):
    assert run([good if word == "GOOD" else word for word in words]) == 2
    _is_one_line(capsys)
    assert [path.name for path in tmp_path.iterdir()] == ["history.json"]


def test_what_cannot_be_put_in_place_leaves_what_was_there(good, capsys, tmp_path):
    in_the_way = tmp_path / "plan.ics"
    in_the_way.mkdir()
    assert run(["plan", "--history", good, "--today", "2026-03-02", "--ics", str(in_the_way)]) == 2
    assert "can be written" in _is_one_line(capsys)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["history.json", "plan.ics"]


@pytest.mark.parametrize("words", [["plan", "--json"], ["plan"], ["course"], ["course", "--json"]])
def test_the_least_that_can_be_used_is_used(words, good, capsys):
    assert run([*words, "--history", good, "--today", "2026-03-02"]) == 0
    assert capsys.readouterr().out


def test_an_empty_history_is_asked_about(tmp_path, capsys):
    file = tmp_path / "history.json"
    file.write_text("{}", encoding="utf-8")
    assert run(["plan", "--history", str(file), "--today", "2026-03-02", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "ask"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["at", "pain", "sets", "exercise", "reps", "day", "check_in", "x"]),
            inner,
        )
    ),
    max_leaves=8,
)
PARTS = ["profile", "sets", "nights", "check_ins", "soreness", "sessions", "films", "scores"]


@settings(max_examples=150)
@given(document=st.dictionaries(st.sampled_from(PARTS), anything, max_size=3))
def test_whatever_it_is_it_is_used_or_refused(document):
    said = ""
    try:
        history_from(document)
    except InputError as refused:
        said = str(refused)
    assert "\n" not in said
