"""Signs that were told as a fact, beside a fear, a date, a joke that was none, or an answer."""

import pytest

from backspotter.app.check import check_text
from backspotter.levels import Level

THERE = [
    "I can't feel my crotch since yesterday's deadlifts. Seriously though, should I worry?",
    "I can't pee since yesterday. But seriously, what do I do?",
    "I wet myself after deadlifts yesterday. Being serious, is that normal?",
    "Any trouble peeing? None comes out. back sore after deadlifts",
    "In 2020 I had numbness between my legs and it is back again",
    "In 2020 I had saddle numbness and it is back since Tuesday",
    "Two years ago I had numbness between my legs and it never went away",
    "I'm scared that I wet myself yesterday",
    "I'm afraid I have lost control of my bladder",
    "I'm afraid my crotch is numb",
    "I was scared when I lost feeling in my crotch",
]
NOT_THERE = [
    "any trouble peeing? None. back sore after deadlifts",
    "In 2020 I had numbness between my legs and the scan came back clear, today just sore",
    "I'm afraid it could be cancer, back sore after deadlifts",
    "worried my pain is cancer, back sore after deadlifts",
    "scared I will lose control of my bladder, back sore after deadlifts",
    "legs are dead lol, can't feel them. Seriously though, just sore from deadlifts",
]


@pytest.mark.parametrize("text", THERE)
def test_it_is_there(text):
    assert check_text(text).assessment.level is Level.emergency


@pytest.mark.parametrize("text", NOT_THERE)
def test_it_is_not(text):
    assert check_text(text).assessment.level <= Level.self_care
