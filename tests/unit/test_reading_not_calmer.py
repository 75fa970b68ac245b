"""What is well, over, a joke or counted takes no sign that stands beside it."""

from __future__ import annotations

import pytest

from backspotter.app.check import check_text
from backspotter.levels import Level

EMERGENCIES = [
    # a feast or a month is a time, and what is gone there is gone still
    "Over Christmas my saddle went numb.",
    "I noticed over Easter that I cannot feel myself wipe.",
    "Over Easter I lost the feeling in my crotch and it is still gone.",
    "Around Christmas I stopped feeling the paper when I wipe.",
    # "none of that now" ends an illness of once, and no sign of these days
    "I had no feeling in my bum this morning, none of that now",
    "I was numb down there, that was then, now I'm dead from hip to hip",
    # said in so many words, whatever the scores
    "At noon it was a 9, by 2 a 7, but getting worse hour by hour since.",
    "Worse each hour: 9 now, 7 this morning, 4 at lunch yesterday.",
    # one clause that is well speaks for itself alone
    "Everything is fine and my erecsion is gon since the injry",
    "Both sides of my bottom lack feeling since Sunday, back is fine",
    # jokes and what always was
    "Deadlifts killed me, I'm deceased, can't feel my bum.",
    "I'm deceased lads, that workout, and I have wet myself.",
    "Sex doesn't feel like it always did.",
    "My pee always was slow and now it has stopped completely.",
    "My bladder always was weak but since Monday it just pours out.",
    # hardness of what, in an app about backs
    "My hardness is gone, my back is sore.",
    "Hardness gone since the lift, back hurts.",
    "No hardness any more, muscles sore.",
    # harmless turns of speech that hold a sign
    "I have only peed twice since this morning and it's black",
    "I peed myself three times since this morning",
    "Weed twice since lunch without knowing",
    "Did chest day, now chest sore down my left arm.",
    "Chest day Monday, chest aches and tears through to the back.",
    "I wet myself laughing since the lift three times.",
    "Legs carried me nowhere, both dead.",
    "My legs carry me like jelly.",
    "Both legs gone to sleep on the couch, can't wake them.",
    "I need to go so badly and it is just drops",
    "When I try to go it is just drops",
]
URGENT = [
    "My foot was dragging yesterday, no sign of it now",
    "Legs are normal, i have temperatur 38,5",
    "It works, ervery day my leg is more week",
    "My foot always was lazy, since Tuesday it drags.",
]
HARMLESS = [
    "I had a fever at Easter, it was over within a week. A bit sore from yesterday's deadlifts.",
    "Peed twice since breakfast, all normal. Back is a bit stiff since deadlifts yesterday.",
    "Legs fell asleep on the toilet, fine after a minute. Back is a bit stiff from deadlifts.",
    "My legs are dead, I am deceased lol. Just sore from yesterday's deadlifts.",
    "In my legs I feel neither pins nor needles. Lower back a bit stiff since deadlifts.",
]


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_stands(text):
    assert check_text(text).assessment.level is Level.emergency


@pytest.mark.parametrize("text", URGENT)
def test_an_urgent_sign_stands(text):
    assert check_text(text).assessment.level >= Level.urgent_care


@pytest.mark.parametrize("text", HARMLESS)
def test_the_harmless_neighbour_stays_at_home(text):
    assert check_text(text).assessment.level <= Level.self_care
