"""Turns of phrase that once were taken the wrong way: whose it is, denied or not, as it sounds."""

from __future__ import annotations

import pytest

from backspotter.reading.likeness import clauses, speaks_of
from backspotter.reading.reader import read
from backspotter.reading.spelling import set_all_right, set_right, sound

SAID = [
    ("Can't get my temperature down, it's been over 39 all day.", "fever"),
    ("My lady bits have gone to sleep since I lifted.", "saddle_numb"),
    ("When my wife puts cream on my low back I do not feel her fingers.", "back_skin_numb"),
    ("Wiping doesn't feel the way it used to.", "saddle_wiping_feels_different"),
    ("I lost 8 kg for no reason and I'm not trying.", "weight_loss"),
    ("it burns when i pea", "burning_urine"),
    ("Deadlifted today, I can't take more than two steps.", "walking"),
    ("I'm a nurse and there is a fever of 39 since last night.", "fever"),
]
NOT_SAID = [
    ("Pins and needles in the foot is what my sister has. I'm only sore.", "leg_tingling"),
    ("Half the ward is down with fever, luckily not me. My back is stiff.", "fever"),
    ("My little nephew barely pees when he's ill. My back is stiff.", "urine_little"),
    ("can't pee and my inner thighs feel numb", "urine_not_felt"),
]


@pytest.mark.parametrize(("text", "field"), SAID)
def test_what_the_writer_has_is_read(text, field):
    assert getattr(read(text).check_in, field) in ("yes", "unable")


@pytest.mark.parametrize(("text", "field"), NOT_SAID)
def test_what_the_writer_has_not_is_left(text, field):
    assert getattr(read(text).check_in, field) != "yes"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("erecshuns", "erections"),
        ("bukling", "buckling"),
        ("contracshuns", "contractions"),
        ("wallk", "walk"),
        ("tempature", "temperature"),
        ("street", "street"),
    ],
)
def test_a_word_is_set_right_by_how_it_sounds(written, meant):
    assert set_right(written) == meant


def test_words_said_alike_sound_the_same():
    assert sound("fever") == sound("feever")
    assert sound("fever") != sound("favour of")


def test_an_ordinary_word_is_set_right_only_where_it_makes_no_sense():
    assert set_all_right(["my", "leg", "is", "so", "week"])[-1] == "weak"
    assert set_all_right(["so", "last", "week"])[-1] == "week"


def test_a_passage_speaks_of_a_sign_only_where_all_its_topics_stand():
    assert speaks_of("urine_dark", {"@urine", "@dark_c"})
    assert not speaks_of("urine_dark", {"@dark_c", "coffee"})


def test_long_sentences_are_cut_and_short_ones_are_not():
    text = "my back is sore from all the lifting and i went to the toilet and it is brown"
    words = text.split()
    assert clauses(words[:8]) == []
    assert all(len(part) < len(words) for part in clauses(words))
    assert {word for part in clauses(words) for word in part} == set(words)
