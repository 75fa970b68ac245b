"""The course of a pain and its times, and what only sounds like them."""

from __future__ import annotations

from typing import Any

import pytest

import backspotter as bs

READ_SO = (
    ("Better than yesterday.", "trend", "easing"),
    ("Still sore but nowhere near as bad as Tuesday.", "trend", "easing"),
    ("It's half as bad as it was.", "trend", "easing"),
    ("A bit less sore each day.", "trend", "easing"),
    ("Way looser now.", "trend", "easing"),
    ("My back is getting there slowly.", "trend", "easing"),
    ("Just as bad as on Tuesday.", "trend", "unchanged"),
    ("My back is no better than last night.", "trend", "unchanged"),
    ("It's the same as yesterday.", "trend", "unchanged"),
    ("It got better, then it came back worse.", "trend", "second_worsening"),
    ("Pain in the low back since 3 days.", "pain_days", 3.0),
    ("My back has hurt since about two weeks.", "pain_days", 14.0),
    ("Sore since fri. its weds.", "hours_since_lift", 120.0),
    ("I lifted two days ago and it is better than this morning.", "hours_since_lift", 48.0),
    ("That's number three since February, my back again.", "episodes", 3),
    ("My back hurts. She is only 15.", "age", 15),
    ("Sore back after deads, 38f.", "age", 38),
)
NOT_SO = (
    ("My back gets better once I'm up and worse again after sitting.", "trend"),
    ("Will my back be fine once it's gone?", "trend"),
    ("The right side is always more sore than the left.", "trend"),
    ("My back is worse than yesterday.", "hours_since_lift"),
    ("As bad as it was last night, my back.", "hours_since_lift"),
    ("Switched to sumo three weeks ago, back is sore.", "hours_since_lift"),
    ("I take prednisolone, four years now. My back is sore.", "pain_days"),
    ("Creatine 5 g a day for 2 weeks now. My back is sore.", "pain_days"),
    ("Mixed grip for 12 yrs, sore back.", "age"),
)
KINDS_OF_SIGNS = (
    ("Back sore, numb between legs.", "saddle_numb", "yes"),
    ("Back sore, tingling inbetween my thighs.", "saddle_numb", "yes"),
    ("No feeling between legs since the lift.", "saddle_numb", "yes"),
    ("Chafed between the legs from the bar, back sore.", "saddle_numb", "unknown"),
    ("My lower back is dead stiff and achy both sides.", "both_legs_weak_or_numb", "unknown"),
    ("My lower back is dead sore.", "back_skin_numb", "unknown"),
    ("The skin on my lower back is dead.", "back_skin_numb", "yes"),
    ("My left foot is dead since yesterday's deads.", "leg_numb_partial", "yes"),
    ("Pulled hard yesterday, back sore.", "felt_or_heard_something", "unknown"),
    ("I pulled something in my back.", "felt_or_heard_something", "yes"),
    ("Pulled my lower back on rep three.", "felt_or_heard_something", "yes"),
    ("My back hurts so much I collapsed.", "collapse", "yes"),
    ("I collapsed into bed, my back is sore.", "collapse", "unknown"),
    ("Back hurts, heart racing, vomiting, after 200 deadlifts.", "vomiting", "yes"),
    ("I got dizzy and saw stars after a triple.", "brief_faint_over", "yes"),
    ("Saw stars a bit from holding my breath.", "brief_faint_over", "unknown"),
    ("Sore back after deads, 38f.", "fever", "unknown"),
    ("Back pain and 38.5 c.", "fever", "yes"),
    ("Back pain and 102 f.", "fever", "yes"),
    ("PSA: warm up. My back is sore.", "cancer_ever", "unknown"),
    ("My PSA was raised last year and my back hurts.", "cancer_ever", "yes"),
    ("I had this on and off when pregnant, my back.", "pregnant", "unknown"),
    ("My back hurts and I am pregnant.", "pregnant", "yes"),
    ("Sore back, and my thumbs are numb from hook grip.", "leg_numb_partial", "unknown"),
    ("Sore back, and my foot is numb.", "leg_numb_partial", "yes"),
    ("My back hurts, worse every day.", "worse_hour_by_hour", "unknown"),
    ("My back hurts, worse every hour.", "worse_hour_by_hour", "yes"),
    ("Sore the day after, pee is clear.", "burning_urine", "unknown"),
    ("My back aches and it is sore to pee.", "burning_urine", "yes"),
    ("Daily life is perfect, about five weeks since my back.", "daily_pain", "unknown"),
    ("Is there something wrong with how I pull?", "felt_or_heard_something", "unknown"),
    ("I felt something go wrong in my back.", "felt_or_heard_something", "yes"),
    ("First time since my op that I pulled 100kg.", "felt_or_heard_something", "unknown"),
    ("I caught it with my lower back, hard.", "blow_to_back", "yes"),
    ("Pain shoots down my leg, 9/10, I can't sit.", "leg_pain_unbearable", "yes"),
    ("Pain shoots down my leg, 3/10.", "leg_pain_unbearable", "unknown"),
)


@pytest.mark.parametrize(("text", "field", "value"), READ_SO)
def test_is_read(text: str, field: str, value: Any) -> None:
    assert getattr(bs.read(text).check_in, field) == value


@pytest.mark.parametrize(("text", "field"), NOT_SO)
def test_is_not_read(text: str, field: str) -> None:
    assert getattr(bs.read(text).check_in, field) in ("unknown", None)


@pytest.mark.parametrize(("text", "field", "value"), KINDS_OF_SIGNS)
def test_signs_and_what_sounds_like_them(text: str, field: str, value: str) -> None:
    assert getattr(bs.read(text).check_in, field) == value
