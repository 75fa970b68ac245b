"""The measure of reading ease itself: syllables, sentences, and words that are excepted."""

from __future__ import annotations

import pytest

from tests.reading_ease import grade, is_too_short, syllables

SYLLABLES = {
    1: "back does gone pain lift ease eased cools bed tongue through",
    2: "level muscle muscles needles soreness movement lately going beyond trial spasm reading",
    3: "area injury serious everything unable",
    4: "irritated sciatica ordinary usually",
}


@pytest.mark.parametrize(
    ("count", "word"),
    [(count, word) for count, words in SYLLABLES.items() for word in words.split()],
)
def test_syllables_are_counted_as_spoken(count: int, word: str) -> None:
    assert syllables(word) == count


def test_a_number_is_read_digit_by_digit() -> None:
    assert syllables("72") == 2


def test_the_grade_follows_its_formula() -> None:
    assert grade("The cat sat.") == pytest.approx(0.39 * 3 + 11.8 - 15.59)
    two = grade("The cat sat. The dog ran off.")
    assert two == pytest.approx(0.39 * 7 / 2 + 11.8 - 15.59)


def test_longer_words_and_sentences_are_harder() -> None:
    easy = grade("Walk a bit. Rest if it hurts.")
    assert grade("Walk a bit and rest if it hurts.") > easy
    assert grade("Ambulate moderately. Discontinue if uncomfortable.") > easy


def test_a_medical_word_counts_as_a_short_one() -> None:
    assert grade("It may be rhabdomyolysis.") == grade("It may be thing.")


def test_a_label_is_too_short_to_grade() -> None:
    assert is_too_short("Racing heart")
    assert not is_too_short("one two three four five six seven eight")
