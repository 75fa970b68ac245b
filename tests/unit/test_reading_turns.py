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
    ("My son is 16. Since he deadlifted on Monday he can't lift his foot.", "foot_drop"),
    ("I was showing off to the new guy and now my foot drags.", "foot_drop"),
    ("Looks like somebody put a ball under the skin, my back is swollen.", "muscle_swelling"),
    ("Legs don't do what I say, and I wet myself yesterday.", "urine_cannot_control"),
    ("Tingles in the L5 dermatome since yesterday's deadlifts.", "leg_tingling"),
    ("My bladder is not working normally since the lift.", "urine_hard_to_start"),
    ("My back is like concrete since this morning, not getting better.", "muscles_board_hard"),
]
NOT_SAID = [
    ("Pins and needles in the foot is what my sister has. I'm only sore.", "leg_tingling"),
    ("Half the ward is down with fever, luckily not me. My back is stiff.", "fever"),
    ("My little nephew barely pees when he's ill. My back is stiff.", "urine_little"),
    ("can't pee and my inner thighs feel numb", "urine_not_felt"),
    ("My back is sore since deadlifts. Pins and needles? None.", "leg_tingling"),
    ("Left leg fine, right leg fine. The back is stiff.", "both_legs_weak_or_numb"),
    ("Cancer runs in my family but my back is only sore.", "cancer_ever"),
    ("A powerlifter I follow soiled himself on the platform.", "bowel_cannot_hold"),
    ("My dad's legs are both weak, he has MS.", "both_legs_weak_or_numb"),
    ("She said wiping felt different before her surgery.", "saddle_wiping_feels_different"),
    ("I was in a car crash at nineteen. This week it's an ache.", "major_trauma"),
    ("Friday my back felt like concrete getting up, today it's easing.", "muscles_board_hard"),
    ("Couldn't feel my legs after leg day, joke. Back's a bit stiff.", "leg_numb_dense"),
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


def test_being_well_denied_is_no_all_clear():
    assert read("My bladder is fine, my back is sore.").check_in.urine_cannot_pass == "no"
    assert read("My bladder is not fine, my back is sore.").check_in.urine_cannot_pass != "no"


def test_a_bare_figure_later_on_is_the_pain_now():
    check_in = read("Back pain was 7/10 on Friday, today about 2-3.").check_in
    assert (check_in.pain_now, check_in.pain_worst) == (3, 7)
    assert read("Back pain since deadlifts, it's a nine.").check_in.pain_now == 9


@pytest.mark.parametrize("word", ["palpation", "flinch", "veer"])
def test_a_rare_word_is_left_alone(word):
    assert set_right(word) == word


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


STILL_READ = [
    ("I have numbness between my legs and my family is worried", "saddle_numb"),
    ("I deadlifted yesterday. I told the family I can't pee since.", "urine_cannot_pass"),
    ("saw the family doctor, numb between the legs", "saddle_numb"),
    ("Crushing chest pain while the family was at dinner", "chest_pain"),
    ("Had a slipped disc in March, cannot pee", "urine_cannot_pass"),
    ("Had back surgery in May, numb between the legs and cannot pee", "saddle_numb"),
    ("I lost all feeling between my legs at ten and I cannot pee", "urine_cannot_pass"),
    ("Lost feeling between my legs at ten, still numb", "saddle_numb"),
    ("My legs were numb at 20 and I can't pee", "urine_cannot_pass"),
    ("Deadlifted this morning. Pee? Nothing.", "urine_cannot_pass"),
    ("she said the saddle area is numb and her reflexes are gone", "saddle_numb"),
]
"""What beside a sign only looks like somebody else, or like long ago."""


@pytest.mark.parametrize(("text", "field"), STILL_READ)
def test_a_sign_is_not_lost_to_what_stands_beside_it(text, field):
    assert getattr(read(text).check_in, field) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "my back pain is 9/10, I did about 3 and stopped",
        "Back pain 9/10 since deadlifts, slept about 3, took two ibuprofen",
        "Pain 9/10 since deadlifts. Took about 2 and it did nothing",
    ],
)
def test_a_figure_of_something_else_is_no_pain(text):
    assert read(text).check_in.pain_now == 9


def test_a_figure_of_pain_later_on_is_pain():
    text = "Deadlifted on Friday, pain was 7/10 on the first night and about 3 now."
    assert read(text).check_in.pain_now == 3


AFTER_A_DENIAL = [
    ("Stiff, no numbness, eases when I walk", "movement_effect", "eases"),
    ("Sore back, no numbness, worse when I bend", "flexion_effect", "worsens"),
    ("Stiff since Monday, no numbness, foot drags", "foot_drop", "yes"),
    ("No fever, burns when I pee", "burning_urine", "yes"),
    ("No tingling, foot drop or weakness", "foot_drop", "no"),
    ("No numbness, weakness, tingling", "leg_tingling", "no"),
    ("No fever, chills, or burning when I pee", "burning_urine", "no"),
]


@pytest.mark.parametrize(("text", "field", "value"), AFTER_A_DENIAL)
def test_a_denial_goes_on_over_a_list_and_ends_before_a_statement(text, field, value):
    assert getattr(read(text).check_in, field) == value
