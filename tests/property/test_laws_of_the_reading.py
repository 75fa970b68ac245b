"""Laws of reading: any text is borne, what was read can be shown, no flag is talked down."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backspotter.app.check import check_text, counted
from backspotter.errors import InputError
from backspotter.levels import Level
from backspotter.reading import EMPTY, IRRELEVANT, UNREADABLE, read
from backspotter.reading.model import MOST_CHARACTERS
from backspotter.reading.phrasebook import phrase_book
from backspotter.triage.assess import assess
from backspotter.triage.check_in import FIELDS
from tests.labelled import GENERATED, LIFTERS, reports
from tests.phrasing import BUILD, matrix

PROBLEMS = ("", EMPTY, IRRELEVANT, *UNREADABLE)

CERTAIN = (
    "I can't pass urine.",
    "I can't hold my bladder.",
    "I can't hold my bowels.",
    "I'm numb between my legs.",
    "Wiping feels different.",
    "Both legs are numb.",
    "My foot drags when I walk.",
    "My left leg is weak.",
    "I have pins and needles in my foot.",
    "My urine is dark brown.",
    "My lower back muscles are as hard as a board.",
    "I have chest pain.",
    "I have a fever.",
    "I have had cancer.",
    "There is blood in my urine.",
)
"""Plain words for a warning sign, in the present tense, about the writer."""

LETTERS = st.characters()
"""Every character there is: control, right-to-left, unassigned, halves of characters."""

BENIGN = [
    report.text
    for name in (LIFTERS, GENERATED)
    for report in reports(name)
    if report.is_benign and report.split != "held_out"
]
"""Harmless reports; the held-out ones stay out, since a failing law would show them."""


@st.composite
def near_english(draw: st.DrawFn) -> str:
    """Words the reader knows, in any order, with marks and noise between them."""
    words = st.sampled_from(WORDS) | st.text(max_size=4) | st.integers(0, 400).map(str)
    between = st.sampled_from(
        [" ", " ", " ", ", ", ". ", "\n", "/", "-", " ' ", "? ", "", "\u202e"]
    )
    spoken = draw(st.lists(st.tuples(words, between), max_size=40))
    return "".join(word + mark for word, mark in spoken)


@st.composite
def spliced(draw: st.DrawFn) -> str:
    """Pieces of real reports and phrasings, cut anywhere and joined."""
    pieces = []
    for text in draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3)):
        start = draw(st.integers(0, len(text)))
        pieces.append(text[start : draw(st.integers(start, len(text)))])
    return draw(st.sampled_from(["", " ", "\n", "\x00"])).join(pieces)


WORDS = sorted(phrase_book().vocabulary)
TEXTS = [row.text for row in matrix(BUILD)] + BENIGN
ANY_TEXT = st.one_of(st.text(LETTERS, max_size=300), near_english(), spliced())


@given(text=ANY_TEXT)
def test_any_text_is_read_or_refused_as_unusable(text):
    try:
        reading = read(text)
    except InputError:
        return
    assert reading.text == text
    assert reading.problem in PROBLEMS
    assess(counted(reading))


@given(text=ANY_TEXT)
def test_the_same_text_is_read_the_same(text):
    assert read(text) == read(str(text.encode("utf-8", "surrogatepass"), "utf-8", "surrogatepass"))


@given(text=near_english() | spliced())
@example("3 sets of deads, keel Æ0")
@example("my back is keel na mokro 0 times")
@example("numb groin: no, can pee: no, peeing normally? no. Is my pee ok? no. bladder \u2705")
def test_what_was_read_stands_in_the_text(text):
    hold_to_the_text(text)


def test_what_was_read_in_any_phrasing_stands_in_it():
    for text in TEXTS:
        hold_to_the_text(text)


def hold_to_the_text(text: str) -> None:
    """Every fact has its words, every word its fact, and what is unclear is there to be read."""
    reading = read(text)
    known = {name for name in FIELDS if reading.check_in.knows(name)}
    assert known == {heard.field for heard in reading.heard}
    for heard in reading.heard:
        assert 0 <= heard.start < heard.end <= len(text)
        assert heard.words == text[heard.start : heard.end]
        value = getattr(reading.check_in, heard.field)
        assert heard.value in value if isinstance(value, frozenset) else heard.value == value
    for unclear in reading.unclear:
        assert unclear.words in text
        assert unclear.field in FIELDS


@pytest.mark.parametrize("sign", CERTAIN)
def test_a_plain_warning_sign_after_a_harmless_report_counts_in_full(sign):
    told = [report for report in BENIGN if level(f"{report.rstrip()} {sign}") < least(report, sign)]
    assert told == [], "it is talked down by what was told before"


@pytest.mark.parametrize("sign", CERTAIN)
def test_a_plain_warning_sign_before_a_harmless_report_counts_in_full(sign):
    told = [report for report in BENIGN if level(f"{sign} {report}") < level(sign)]
    assert told == [], "it is talked down by what was told after"


@pytest.mark.parametrize("sign", CERTAIN)
def test_a_plain_warning_sign_is_read(sign):
    assert level(sign) >= Level.see_clinician


@pytest.mark.parametrize("given_text", [None, 7, b"my back", ["my back"]])
def test_what_is_no_text_is_refused(given_text):
    with pytest.raises(InputError, match="expected a text"):
        read(given_text)


def test_the_longest_text_is_read_and_a_longer_one_refused():
    longest = ("my low back is sore. " * MOST_CHARACTERS)[:MOST_CHARACTERS]
    assert read(longest).problem == ""
    with pytest.raises(InputError, match="at most"):
        read(longest + "x")


@cache
def level(text: str) -> Level:
    """The level with nobody there to ask."""
    return check_text(text).assessment.level


def least(report: str, sign: str) -> Level:
    """What a report and a sign come to at least: the higher of the two."""
    return max(level(report), level(sign))
