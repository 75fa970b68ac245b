"""The program as a script starts it: files and pipes in, JSON and exit codes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from backspotter.app.schemas import answer_schema

REPORT = "Deadlifted yesterday, my low back is dull and stiff on both sides, no numbness."


def backspotter(*words: str, given: str = "", **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "backspotter", *words],
        input=given.encode(),
        capture_output=True,
        timeout=50,
        env={**os.environ, **environment},
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("words", [["--text", REPORT], ["--text", "-"]])
def test_a_report_in_words(words):
    code, out, err = backspotter("check", *words, "--json", given=REPORT)
    document = json.loads(out)
    Draft202012Validator(answer_schema()).validate(document)
    assert (code, err) == (0, "")
    assert {each["field"] for each in document["read"]} >= {"quality", "hours_since_lift"}


def test_answers_in_a_pipe():
    code, out, _ = backspotter("check", "--from", "-", "--json", given='{"saddle_numb": "yes"}')
    assert code == 10
    assert json.loads(out)["level"] == "emergency"


def test_many_in_a_pipe():
    given = "".join(json.dumps({"id": n, "text": REPORT}) + "\n" for n in range(3))
    code, out, _ = backspotter("check", "--jsonl", "-", given=given)
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == [0, 1, 2]


def test_the_same_input_gives_the_same_bytes_in_every_process():
    outs = {
        backspotter("check", "--text", REPORT, "--json", PYTHONHASHSEED=seed)[1]
        for seed in ("0", "1", "2")
    }
    assert len(outs) == 1


def test_without_a_terminal_nothing_moves_or_colours_text():
    _, out, _ = backspotter("check", "--text", REPORT)
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


@pytest.mark.parametrize(("columns", "widest"), [("40", 40), ("10", 40), ("300", 100)])
def test_the_answer_is_between_forty_and_a_hundred_columns_wide(columns, widest):
    _, out, _ = backspotter("check", "--text", REPORT, "--figures", COLUMNS=columns)
    assert max(len(line) for line in out.splitlines()) <= widest


def test_without_a_person_it_does_not_wait():
    code, out, err = backspotter("check")
    assert (code, out) == (2, "")
    assert err == (
        "backspotter: check: got no terminal to ask in, expected --text, --from or --jsonl; "
        "or start it in a terminal\n"
    )
