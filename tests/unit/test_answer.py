"""The answer document: its fields, and what it says when a report could not be read."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from backspotter.app.answer import answer_document, can_be_judged
from backspotter.app.check import check_document
from backspotter.app.schemas import answer_schema
from backspotter.reading.model import EMPTY, IRRELEVANT, NOT_ENGLISH, Heard, Reading, Unclear
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn

SORE = CheckIn(hours_since_lift=30, pain_now=4, onset="next_day", quality=["dull", "stiff"])
FIELDS = {
    "id", "first", "level", "mechanisms", "most_like", "reasons", "read", "unclear", "not_asked",
    "could_rise_to", "so_far", "next_question", "would_change", "do_now", "recheck_h",
    "check_in", "problem", "card",
}  # fmt: skip


def document(check_in: CheckIn, **given: object) -> dict:
    made = answer_document(assess(check_in), **given)
    Draft202012Validator(answer_schema()).validate(made)
    return made


def test_it_has_exactly_the_published_fields():
    assert set(document(SORE)) == FIELDS
    assert list(answer_schema()["properties"]) == list(document(SORE))


def test_it_is_plain_json():
    assert json.loads(json.dumps(document(SORE), allow_nan=False)) == document(SORE)


def test_a_reason_gives_its_sources_by_id():
    reason = next(each for each in document(SORE)["reasons"] if each["rule"] == "ONSET-NEXT-DAY")
    assert "abboud-2019" in reason["source"]
    assert reason["speaks"] == "for"


def test_what_is_open_comes_in_the_order_of_the_check_in():
    names = [each["field"] for each in document(SORE)["not_asked"]]
    assert names == [name for name in CheckIn.__dataclass_fields__ if name in names]


def test_the_next_question_lists_only_lines_that_are_open():
    known = SORE.with_(urine_cannot_pass="no")
    question = document(known)["next_question"]
    asked = [name for item in question["items"] for name in item["fields"]]
    assert question["id"] == "bladder_bowel_saddle"
    assert "urine_cannot_pass" not in asked


def test_an_emergency_asks_nothing_more():
    made = document(CheckIn(saddle_numb="yes"))
    assert made["level"] == "emergency"
    assert made["next_question"] is None
    assert made["do_now"][0]["topic"] == "action"
    assert made["recheck_h"] == []


def test_a_check_in_comes_back_as_it_can_be_sent_again():
    made = document(SORE)
    again = check_document(made["check_in"]).document()
    assert again == made


@pytest.mark.parametrize("problem", [EMPTY, IRRELEVANT, NOT_ENGLISH])
def test_an_unreadable_text_has_no_level_and_says_why(problem):
    reading = Reading("…", CheckIn(), (), (), problem)
    made = document(CheckIn(), reading=reading, id=7)
    assert (made["id"], made["level"], made["problem"]) == (7, None, problem)
    assert made["could_rise_to"] == "emergency"
    assert made["so_far"]
    assert made["reasons"] == made["do_now"] == made["mechanisms"] == []
    assert made["next_question"]


def test_a_sign_is_judged_whatever_else_could_not_be_read():
    reading = Reading("…", CheckIn(saddle_numb="yes"), (), (), NOT_ENGLISH)
    assert can_be_judged(reading)
    assert document(reading.check_in, reading=reading)["level"] == "emergency"


def test_an_absent_sign_alone_is_nothing_to_judge():
    assert not can_be_judged(Reading("…", CheckIn(saddle_numb="no"), (), (), IRRELEVANT))


def test_what_was_read_is_shown_with_its_words():
    reading = Reading(
        "dull, foot felt funny",
        CheckIn(quality=["dull"]),
        (Heard("quality", frozenset({"dull"}), "dull", 0, 4),),
        (Unclear("foot_drop", "foot felt funny", "could be weakness", "yes"),),
    )
    made = document(reading.check_in, reading=reading)
    assert made["read"] == [{"field": "quality", "value": ["dull"], "words": "dull"}]
    assert made["unclear"] == [
        {
            "field": "foot_drop",
            "words": "foot felt funny",
            "why": "could be weakness",
            "taken_as": "yes",
        }
    ]
