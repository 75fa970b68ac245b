"""Counts in words: one of it, and several; nothing that a person entered is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import backspotter
from backspotter.app.counted import ENTERED, counted, entered, in_words
from backspotter.errors import InputError, shown
from backspotter.journal.codec import KINDS
from backspotter.journal.tables import FILM, FLAG, FLAG_END, TABLES


def test_one_and_several():
    assert counted(0, "check") == "0 checks"
    assert counted(1, "check") == "1 check"
    assert counted(1_204, "entry", "entries") == "1,204 entries"


def test_everything_that_a_person_enters_has_a_word_and_what_holds_it_together_has_none():
    own = {kind.name for kind in KINDS} | {FLAG.name, FLAG_END.name, FILM.name}
    assert set(ENTERED) == own
    assert set(TABLES) - own == {"person", "batch", "batch_row", "draft", "episode", "sent"}


def test_the_sum_is_that_of_what_is_listed():
    rows = {name: place for place, name in enumerate(TABLES)}
    listed = [int(each.split()[0].replace(",", "")) for each in in_words(rows)]
    assert sum(listed) == entered(rows)


@pytest.mark.parametrize("given", ["", "  ", "\t\n"])
def test_an_empty_answer_is_called_nothing(given):
    error = InputError("load", given=given, expected="a weight")
    assert shown(given) == "nothing"
    assert str(error) == "load: got nothing, expected a weight"
    assert error.sentence == "Got nothing; expected a weight."


def test_no_page_says_got_and_expected_by_itself():
    """What is wrong is worded in one place, so that every form says it alike."""
    folder = Path(backspotter.__file__).parent / "web" / "templates"
    found = [
        path.name
        for path in sorted(folder.glob("*.html"))
        if re.search(r"\b[Gg]ot \{\{|expected \{\{", path.read_text(encoding="utf-8"))
    ]
    assert found == []
