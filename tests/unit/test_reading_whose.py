"""Whose trouble a text tells: of the one in care where a coach or a clinician writes a note, of the
one who lifted where a relative writes; not of somebody spoken of beside the writer's own back."""

from __future__ import annotations

import pytest

import backspotter as bs

OF_THE_PATIENT = (
    ("Pt unable to void since 0700.", "urine_cannot_pass"),
    ("Patient reports saddle anaesthesia since deadlifting on Sunday.", "saddle_numb"),
    ("Pt 34F, LBP post deadlift, unable to void since 0700.", "urine_cannot_pass"),
    ("Athlete is leaking urine between sets.", "urine_leaking"),
    ("LBP since Tuesday. Client cannot feel stool pass.", "bowel_not_felt"),
    ("My athlete can't lift his foot since yesterday's pulls.", "foot_drop"),
    ("Client of mine, back pain after deadlifts Tuesday. Her left foot drags.", "foot_drop"),
    ("My son says his foot drags since he deadlifted yesterday.", "foot_drop"),
    ("She passed out twice today since she came back from lifting.", "brief_faint_over"),
    (
        "Coach here. One of my lifters pulled on Saturday, he cannot pee at all.",
        "urine_cannot_pass",
    ),
)
OF_SOMEBODY_ELSE = (
    "My client ended up unable to pass water, hence my question about prevention.",
    "PT listed the signs: saddle numbness, cannot pee.",
    "Patient leaflet says go in if you cannot pee. I deadlifted yesterday, sore.",
    "My client cannot pee since his lift yesterday. My back is only sore.",
    "The patient in bed 4 cannot pee. I only clean the ward.",
    "My brother lifts and cannot feel his foot today. My legs are fine.",
    "She can't pee since the gym on Monday, I'm fine and just sore from deadlifts.",
)


@pytest.mark.parametrize(("text", "sign"), OF_THE_PATIENT)
def test_a_note_tells_of_the_one_in_care(text: str, sign: str) -> None:
    assert getattr(bs.read(text).check_in, sign) == "yes"


@pytest.mark.parametrize("text", OF_SOMEBODY_ELSE)
def test_somebody_spoken_of_is_not_the_patient(text: str) -> None:
    raised = [each.field for each in bs.read(text).heard if each.value == "yes"]
    assert not {"saddle_numb", "urine_cannot_pass", "foot_drop", "leg_numb_dense"} & set(raised)
