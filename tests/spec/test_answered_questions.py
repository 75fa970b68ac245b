"""Questions that people answer themselves: a no denies a trouble, and tells of an inability."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.app.check import check_text, counted
from backspotter.levels import Level
from backspotter.reading import read
from backspotter.triage.check_in import SIGNS

SORE = "My lower back is sore from deadlifts."

DENIED = [
    ("trouble peeing", "urine_hard_to_start"),
    ("trubble peeing", "urine_hard_to_start"),
    ("any trouble with peeing or pooping", "urine_hard_to_start"),
    ("problems with my bladder", "urine_hard_to_start"),
    ("numb between my legs", "saddle_numb"),
    ("numness between my legs", "saddle_numb"),
    ("nummb down there", "saddle_numb"),
    ("is my groin numb", "saddle_numb"),
    ("do I have numbness between the legs", "saddle_numb"),
    ("tingling in the legs", "leg_tingling"),
    ("pins and needles in my foot", "leg_tingling"),
    ("weak leg", "leg_weakness"),
    ("foot drop", "foot_drop"),
    ("dark urine", "urine_dark"),
    ("cola coloured pee", "urine_dark"),
    ("leaking pee", "urine_leaking"),
    ("did I wet myself", "urine_cannot_control"),
    ("lost bladder control", "urine_cannot_control"),
    ("fever", "fever"),
    ("chest pain", "chest_pain"),
]
NOES = ["no.", "nope, all fine", "Nah", "No, nothing like that.", "nop", "none", "no, thankfully"]

STAYS = [
    ("pee? nothing", "urine_cannot_pass"),
    ("can I pee? no", "urine_cannot_pass"),
    ("Can I pee? Nope.", "urine_cannot_pass"),
    ("trouble peeing? no, I cannot go at all", "urine_cannot_pass"),
    ("trouble peeing? None comes out", "urine_cannot_pass"),
    ("numb between my legs? no idea", "saddle_numb"),
    ("numb between my legs? not sure", "saddle_numb"),
    ("numb between my legs? no, completely dead", "saddle_numb"),
    ("numb between my legs? yes", "saddle_numb"),
    ("is the numbness between my legs gone? no", "saddle_numb"),
    ("numbness between my legs gone? no", "saddle_numb"),
    ("has the numbness between my legs eased? nope", "saddle_numb"),
    ("feeling between my legs? none", "saddle_numb"),
    ("can I feel my groin? no", "saddle_numb"),
    ("numb down there? no feeling at all", "saddle_numb"),
    ("can I lift my foot? no", "foot_drop"),
    ("can I feel my feet? no", "both_legs_weak_or_numb"),
    ("is peeing normal? no", "urine_hard_to_start"),
    # a no to another question about what is there
    ("numb groin since yesterday, is that a problem? No.", "saddle_numb"),
    ("Do I need to see a doctor for my numb groin? No.", "saddle_numb"),
    ("I went numb between my legs, is it worth going to hospital? No", "saddle_numb"),
    ("Can you believe I lost control of my bladder? No.", "urine_cannot_control"),
    ("My bladder leaks since the lift, problem? No", "urine_leaking"),
    ("Numb groin, problem? No", "saddle_numb"),
    ("Is a numb groin dangerous? No", "saddle_numb"),
    ("Is it bad that my groin is numb? No.", "saddle_numb"),
    ("Why am I numb between my legs? Never like this", "saddle_numb"),
    ("Who else has numbness in their groin? No thanks", "saddle_numb"),
    ("Should I go in with a numb groin? No", "saddle_numb"),
    ("Is my numb groin a problem? No", "saddle_numb"),
    # what takes the no back
    ("Numb saddle? Nope. Well, a bit.", "saddle_numb"),
    ("Numb between my legs? No. Actually slightly, yes.", "saddle_numb"),
    # a yes or a no that does not answer all that was asked
    ("Can you feel numbness in your groin? yes", "saddle_numb"),
    ("Can you barely feel your groin? yes", "saddle_numb"),
    ("Can you tell your groin is numb? yes", "saddle_numb"),
    ("Is the loss of bladder control better? No", "urine_cannot_control"),
    ("loss of bladder control? no change", "urine_cannot_control"),
    ("Do you feel numb in the groin? No, but tingly", "saddle_numb"),
    ("Are you still able to pee? no", "urine_cannot_pass"),
    ("Is your whole groin numb? no", "saddle_numb"),
    ("numb groin? nothing. no feeling.", "saddle_numb"),
    ("Any numbness? No. Except between my legs.", "saddle_numb"),
    ("numb groin? No! I can't feel anything there!", "saddle_numb"),
    ("Can you feel when you wipe? yes. Less than before", "saddle_wiping_feels_different"),
    ("doctor: numb groin?\nme: no\ndoctor: sure?\nme: well, a bit", "saddle_numb"),
]


@pytest.mark.parametrize(("asked", "sign"), DENIED)
def test_a_no_to_a_trouble_denies_it(asked, sign):
    for answer in NOES:
        check_in = counted(read(f"{SORE} {asked}? {answer}"))
        present = {name for name in SIGNS if getattr(check_in, name) == "yes"}
        assert present == set(), (answer, present)
        assert getattr(check_in, sign) == "no", answer


@pytest.mark.parametrize(("text", "sign"), STAYS)
def test_another_answer_leaves_the_sign(text, sign):
    check_in = counted(read(f"{SORE} {text}"))
    present = {name for name in SIGNS if getattr(check_in, name) == "yes"}
    related = {"urine_cannot_pass": {"urine_cannot_pass", "urine_hard_to_start"}}
    assert present & related.get(sign, {sign}), present


@pytest.mark.parametrize("text", ["can you walk? no", "Can I walk? Nope."])
def test_what_one_cannot_do_is_read_as_that(text):
    assert read(f"{SORE} {text}").check_in.walking == "unable"


@pytest.mark.parametrize("text", ["can I walk? no problem", "can I pee? no problem at all"])
def test_no_problem_is_no_inability(text):
    check_in = counted(read(f"{SORE} {text}"))
    assert check_in.walking != "unable"
    assert check_in.urine_cannot_pass != "yes"


def test_no_two_of_the_list_hide_one_another():
    for (one, sign), (other, second) in product(DENIED[::4], DENIED[1::4]):
        check_in = read(f"{SORE} {one}? no. {other}? nope.").check_in
        assert getattr(check_in, sign) == getattr(check_in, second) == "no"


@given(
    denied=st.lists(st.sampled_from(DENIED), max_size=3),
    said=st.sampled_from([text for text, _ in STAYS]),
    no=st.sampled_from(NOES),
)
def test_a_sign_is_never_lost_among_what_is_denied(denied, said, no):
    told = " ".join(f"{asked}? {no.rstrip('.')}." for asked, _ in denied)
    assert check_text(f"{SORE} {told} {said}").assessment.level >= Level.see_clinician
