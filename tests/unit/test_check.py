"""The use cases: a text, a document, and what they end with."""

from __future__ import annotations

import pytest

from backspotter.app.check import check_document, check_text
from backspotter.app.documents import MAX_TEXT_CHARS
from backspotter.errors import InputError
from backspotter.levels import Level
from backspotter.reading.model import IRRELEVANT, Reading, Unclear
from backspotter.triage.check_in import CheckIn


@pytest.fixture
def reads(monkeypatch):
    """Makes the reader read whatever a test wants to have been read."""

    def will_read(**parts: object) -> None:
        given = {"text": "", "check_in": CheckIn(), "heard": (), "unclear": (), **parts}
        monkeypatch.setattr("backspotter.reading.read", lambda text: Reading(**given))

    return will_read


def test_a_text_is_read_and_judged(reads):
    reads(check_in=CheckIn(saddle_numb="yes"))
    answer = check_text("…", "GB", id="a")
    assert answer.assessment.level is Level.emergency
    assert answer.exit_code == 10
    assert "999" in answer.document()["do_now"][0]["words"]
    assert answer.document()["id"] == "a"


def test_an_unclear_warning_sign_counts_as_present_where_nobody_can_be_asked(reads):
    reads(unclear=(Unclear("saddle_numb", "felt odd down there", "which way", "yes"),))
    answer = check_text("…")
    assert answer.assessment.level is Level.emergency
    assert answer.document()["unclear"][0]["field"] == "saddle_numb"


def test_an_unclear_sign_that_was_answered_elsewhere_stays_as_answered(reads):
    unclear = (Unclear("saddle_numb", "felt odd", "which way", "yes"),)
    reads(check_in=CheckIn(saddle_numb="no"), unclear=unclear)
    assert check_text("…").assessment.check_in.saddle_numb == "no"


def test_nothing_to_judge_ends_with_three(reads):
    reads(problem=IRRELEVANT)
    assert check_text("…").exit_code == 3


def test_a_document_that_is_no_emergency_ends_with_zero():
    assert check_document({"hours_since_lift": 30}).exit_code == 0


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "check_in: got []"),
        ("text", "check_in: got text"),
        ({"pain_nwo": 4}, "did you mean pain_now?"),
        ({"pain_now": 14}, "pain_now: got 14, expected a whole number from 0 to 10"),
        ({"pain_now": True}, "pain_now: got True"),
        ({"quality": ["dull", {}]}, "quality: got {}"),
        ({"quality": "dull"}, "quality: got dull, expected a list of"),
        ({"saddle_numb": "maybe"}, "saddle_numb: got maybe, expected one of yes, no, unknown"),
    ],
)
def test_a_document_that_cannot_be_is_refused_by_name(document, words):
    with pytest.raises(InputError) as refused:
        check_document(document)
    assert words in str(refused.value)


def test_a_country_that_is_no_code_is_refused():
    with pytest.raises(InputError, match="the two letters of a country"):
        check_document({}, "Narnia")


def test_the_longest_text_is_read_and_a_longer_one_refused(reads):
    reads()
    check_text("x" * MAX_TEXT_CHARS)
    with pytest.raises(InputError, match=r"text: got 20,001 characters, expected at most 20,000"):
        check_text("x" * (MAX_TEXT_CHARS + 1))


def test_half_a_character_is_refused():
    with pytest.raises(InputError, match="broken characters"):
        check_text("back \ud800 pain")
