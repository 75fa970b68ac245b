"""Texts in other languages: never a calm level, never set right into English; odd English is read.

The table is ``tests/data/tongues.toml``; every English text of ``tests/data`` is counted as well.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path

import pytest

from backspotter.app.check import check_text
from backspotter.app.lines import check_lines
from backspotter.levels import Level
from backspotter.reading import NOT_ENGLISH, UNREADABLE, read
from backspotter.reading.spelling import set_right
from backspotter.reading.tongues import foreign_words

DATA = Path(__file__).parents[1] / "data"
TABLE = tomllib.loads((DATA / "tongues.toml").read_text(encoding="utf-8"))
FOREIGN = [(code, text) for code, texts in TABLE["foreign"].items() for text in texts]
MIXED, ENGLISH = TABLE["mixed"]["rows"], TABLE["english"]["rows"]
BESIDE = [text for texts in TABLE["beside"].values() for text in texts]
CALM = [
    "Sore lower back both sides after deadlifts yesterday",
    "My low back is a bit stiff and dull, easing when I walk",
]


@cache
def english_texts() -> tuple[tuple[str, str], ...]:
    """Every English text of the data, with its file; held-out sets stay unread."""
    return tuple(
        (file.name, json.loads(line)["text"])
        for file in sorted(DATA.glob("*.jsonl"))
        if not file.name.endswith(("_ward.jsonl", "_porch.jsonl", "_quay.jsonl", "_weir.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )


def test_the_table_is_large_enough():
    assert len(FOREIGN) >= 80
    assert len(ENGLISH) >= 40
    assert len(TABLE["foreign"]) >= 20
    assert len(BESIDE) >= 200


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_a_text_in_another_language_gets_the_card_and_a_question_instead_of_a_level(code, text):
    made = check_text(text).document()
    assert made["level"] is None
    assert made["problem"] in UNREADABLE
    assert made["card"]["signs"]
    assert made["next_question"]
    assert made["could_rise_to"] == "emergency"


def test_most_of_them_are_known_to_be_foreign():
    known = sum(read(text).problem == NOT_ENGLISH for _, text in FOREIGN)
    assert known >= 0.9 * len(FOREIGN)


@pytest.mark.parametrize("text", [text for _, text in FOREIGN] + MIXED)
def test_english_words_of_soreness_beside_it_calm_nothing(text):
    answer = check_text(f"Sore lower back, dull, both sides, eases when I walk. {text}")
    assert not answer.judged or answer.assessment.level >= Level.urgent_care
    assert answer.problem in UNREADABLE


@pytest.mark.parametrize("calm", CALM)
def test_a_short_statement_in_another_language_is_not_passed_over(calm):
    answers = {text: check_text(calm + text) for text in BESIDE}
    assert {text: a.problem for text, a in answers.items() if a.problem not in UNREADABLE} == {}
    judged = [text for text, a in answers.items() if a.judged]
    assert all(answers[text].assessment.level >= Level.urgent_care for text in judged)


@pytest.mark.parametrize("text", MIXED)
def test_partly_english_is_unclear(text):
    answer = check_text(text)
    assert not answer.judged
    assert answer.problem in UNREADABLE


def test_a_sign_in_the_english_part_counts():
    answer = check_text("I cannot pee since the deadlifts. Mi espalda duele mucho desde ayer")
    assert answer.assessment.level is Level.emergency
    assert answer.judged
    assert answer.document()["card"]["code"] == "es"


def test_a_lesser_sign_in_the_english_part_is_no_answer():
    answer = check_text("My back is sore and one foot tingles. Ich kann nicht pinkeln")
    assert not answer.judged


@pytest.mark.parametrize("text", ENGLISH)
def test_english_that_only_looks_odd_is_read(text):
    assert read(text).problem == ""


@pytest.mark.timeout(300)  # it reads some 8,000 texts
def test_no_english_text_of_the_data_is_taken_for_another_language():
    unread = [(name, text) for name, text in english_texts() if read(text).problem in UNREADABLE]
    assert len(english_texts()) > 6000
    assert unread == []


def test_no_word_of_another_language_is_set_right_into_english():
    assert set_right("duele") == "duele"
    changed = {word: set_right(word) for word in foreign_words() if set_right(word) != word}
    assert changed == {}


def test_lines_of_a_file_get_it_too():
    lines = [json.dumps({"id": i, "text": text}) for i, (_, text) in enumerate(FOREIGN[:9])]
    from io import BytesIO

    made = list(check_lines(BytesIO("\n".join(lines).encode())))
    assert [each["level"] for each in made] == [None] * 9
    assert all(each["card"] for each in made)
