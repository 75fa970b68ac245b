"""The edges of reading: abbreviations with a slash, the first word, numbers of something else."""

from __future__ import annotations

import pytest

import backspotter as bs


@pytest.mark.parametrize("without", ["w/o", "W/O", "without"])
def test_without_is_a_denial_however_it_is_written(without):
    text = f"Deadlifted yesterday. Back is sore {without} numbness in my saddle area."
    assert bs.read(text).check_in.saddle_numb == "no"


def test_a_text_that_begins_with_a_unit_is_not_dated_by_its_last_word():
    reading = bs.read("Weeks of back pain after deadlifts, it gets worse by the second")
    assert reading.check_in.pain_days is None


def test_a_weight_is_no_count_of_repetitions():
    check_in = bs.read("Deadlifted 5 x 100 kg yesterday, lower back sore").check_in
    assert (check_in.set_weight_kg, check_in.set_reps) == (100, None)
    assert bs.read("Deadlifted 5 x 10 yesterday, lower back sore").check_in.set_reps == 10


def test_repetitions_of_ten_are_no_pain():
    assert bs.read("Got 3 of 10 reps on deadlifts, lower back sore").check_in.pain_now is None
    assert bs.read("Lower back sore after deadlifts, 3 of 10").check_in.pain_now == 3
