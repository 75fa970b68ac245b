"""A sign of the writer's own is read whatever stands round it: somebody at work, a warning heard,
a sound, a month, a dream, an idiom; and a score or a time is not lost beside other figures."""

from __future__ import annotations

from typing import Any

import pytest

import backspotter as bs

SORE = "Deadlifted two days ago, low back sore, 3/10, walking fine. "
SIGNS = (
    ("Rower here, numb between the legs since. I am healthy otherwise.", "saddle_numb"),
    ("Goalkeeper, 24, left foot drop since. I have no pain.", "foot_drop"),
    ("My best friend noticed the left foot slapping. I have no pain.", "foot_drop"),
    ("The passenger seat was soaked with pee. I have no control any more.", "urine_cannot_control"),
    ("My wife says call 999, both legs are numb since noon.", "both_legs_weak_or_numb"),
    ("GP said call an ambulance, both legs numb.", "both_legs_weak_or_numb"),
    ("Do I call 999 for a numb saddle?", "saddle_numb"),
    ("Website says rhabdo, my pee is cola brown.", "urine_dark"),
    ("Nurse said come back in if I can't pee, and I can't pee.", "urine_cannot_pass"),
    ("The handout says foot drop is urgent and my foot drops.", "foot_drop"),
    ("I have heard a pop and both legs went numb.", "both_legs_weak_or_numb"),
    ("It takes ages before I can start peeing.", "urine_hard_to_start"),
    ("Long before I got home both legs were numb.", "both_legs_weak_or_numb"),
    ("I dreamt I was falling and woke up with both legs numb.", "both_legs_weak_or_numb"),
    ("In November I lost bladder control, I have had none since.", "urine_cannot_control"),
    ("Fingertips and both feet numb since this morning.", "both_legs_weak_or_numb"),
    ("The stairs give me chest pains with arm ache.", "chest_pain"),
    ("I fell off the rack pull platform onto my back.", "major_trauma"),
    ("Nowt helps the numb saddle.", "saddle_numb"),
    ("A patch the size of my palm on the outer thigh is numb.", "leg_numb_partial"),
    ("The psa has doubled.", "cancer_ever"),
)
VALUES = (
    ("Pain 9/10 and I can't walk. Took the last one today and nothing.", "pain_now", 9),
    ("Pain 9/10, cannot walk, day three now.", "pain_now", 9),
    ("10/10 day and night pain in my back.", "pain_now", 10),
    ("Pain down the leg to my ankle 9/10.", "pain_now", 9),
    ("My back is 4/10 the first day, 9/10 since.", "pain_now", 9),
    ("My back, it's a 9 constantly.", "pain_now", 9),
    ("My back hurts. It started 8 weeks ago on deadlifts.", "hours_since_lift", 1344.0),
    ("Taking painkillers for my back for 8 weeks now.", "pain_days", 56.0),
    ("My back is worse than yesterday.", "pain_days", 1.0),
)


@pytest.mark.parametrize(("text", "field"), SIGNS)
def test_the_sign_is_read(text: str, field: str) -> None:
    assert getattr(bs.read(SORE + text).check_in, field) == "yes"


@pytest.mark.parametrize(("text", "field", "value"), VALUES)
def test_the_value_is_read(text: str, field: str, value: Any) -> None:
    assert getattr(bs.read(text).check_in, field) == value


def test_severe_pain_compared_with_yesterday_that_lets_nobody_walk_is_hurried() -> None:
    check_in = bs.read("Back since deadlifts. Worse than yesterday, I can't walk, 9/10.").check_in
    assert bs.assess(check_in).level >= bs.Level.urgent_care
