"""Things, other people, idioms and what one was told to look for raise nothing; the sign does."""

from __future__ import annotations

import pytest

from backspotter.reading import read
from backspotter.reading.tokens import LONGEST, sentences

RAISED = ("yes", "unable")
SIGNS = [
    ("The kettle boiled and my wee takes forever to get going", "urine_hard_to_start"),
    ("In the shower couldn't feel the groin", "saddle_numb"),
    ("The tap was running and I leaked wee", "urine_leaking"),
    ("The bench tipped over and fell on my back", "major_trauma"),
    ("The apprentice can't pee since he lifted, I told him to go in", "urine_cannot_pass"),
    ("The card says come back if I can't pee, I can't pee", "urine_cannot_pass"),
    ("The leaflet says a numb groin is serious, and mine is numb", "saddle_numb"),
    ("The website says chest pain is serious, I have it", "chest_pain"),
    ("What is this numbness between my legs?", "saddle_numb"),
    ("I laughed and wet myself", "urine_cannot_control"),
    ("Breathless after one flight of stairs", "breathless"),
    ("They carried me to bed", "walking"),
    ("My shorts smell of wee since the lift", "urine_leaking"),
    ("Had a numb groin in March from deadlifts, never again", "saddle_numb"),
    ("On the stairs one leg lets go", "leg_weakness"),
    ("It is like through paper when I wash down there", "saddle_numb"),
    ("Between my legs it feels like through a glove", "saddle_numb"),
    ("Wiping. Nothing.", "saddle_wiping_feels_different"),
    ("Wiping: nothing", "saddle_wiping_feels_different"),
    ("Left leg: nothing.", "leg_numb_partial"),
    ("numb groin \u274c / pain \u2705", "saddle_numb"),
    ("Are your legs strong? No", "leg_weakness"),
    ("My leg is not strong any more", "leg_weakness"),
    ("At 2 it was a 5, at 3 a 6, now a 9", "worse_hour_by_hour"),
    ("Same 9 however I lie", "not_relieved_lying_still"),
]
PLAIN = [
    ("Soiled my pyjamas on the way to the loo", "bowel_cannot_hold"),
    ("Faeces leaked while I walked", "bowel_cannot_hold"),
    ("I didn't know I was pooping", "bowel_not_felt"),
    ("My crotch feels like after the dentist's jab", "saddle_numb"),
    ("My scrotum is blank", "genital_feeling_lost"),
    ("There's no sensation in my penis", "genital_feeling_lost"),
    ("Neither leg will lift off the bed", "both_legs_weak_or_numb"),
    ("From the waist down I'm dead weight, all useless", "both_legs_weak_or_numb"),
    ("That foot just droops", "foot_drop"),
    ("I can't heel walk on the left", "foot_drop"),
    ("No power in my left thigh since that rep", "leg_weakness"),
    ("The left won't carry me any more", "leg_weakness"),
    ("Each morning the leg is weaker than the last", "leg_weakness_worsening"),
    ("The weakness is creeping upward", "leg_weakness_worsening"),
    ("It's like there's a sock on my bare foot", "leg_numb_partial"),
    ("My toes hum and sparkle", "leg_tingling"),
    ("My pee looked like root beer", "urine_dark"),
    ("Barely a thimbleful since I trained", "urine_little"),
    ("My thighs are puffy and oedematous", "muscle_swelling"),
    ("I feel like I'm about to pass out", "faint_now"),
    ("There's pressure behind my sternum", "chest_pain"),
    ("Winded just talking on the phone", "breathless"),
    ("Shaking under four blankets", "rigors"),
    ("My toes are mottled and bluish", "cold_legs"),
    ("The squat rack collapsed and pinned me", "major_trauma"),
    ("A welt across my vertebrae where the bar hit", "bone_tender_or_bruised"),
    ("Running a temperature since last night", "fever"),
    ("It stings every time I wee", "burning_urine"),
    ("The toilet bowl went pink", "blood_in_urine"),
    ("Down eight kilos without trying", "weight_loss"),
    ("I'm pregnant and there's spotting after the lift", "pregnancy_bleeding_or_contractions"),
]
PLAINLY_NOT = [
    ("Spilled root beer on my phone", "urine_dark"),
    ("Puffed just after the sprint, like everyone, got my breath in a minute", "breathless"),
    ("No pressure at work, no chest day either", "chest_pain"),
    ("My sock is on the other foot", "leg_numb_partial"),
    ("The shoe flapped, the foot is fine", "foot_drop"),
    ("A bruise on my shin from the bar", "bone_tender_or_bruised"),
    ("I've got a temp job in a bar", "fever"),
    ("My chest strap was tight on the sled", "chest_pain"),
    ("The loo was pink, nice tiles", "blood_in_urine"),
    ("The hot water burns my hands", "burning_urine"),
    ("A spoonful of honey since breakfast", "urine_little"),
    ("Shook hands with everybody under the lights", "cold_legs"),
    ("The bench collapsed beside us, nobody hurt", "major_trauma"),
    ("No power cut in the gym", "leg_weakness"),
]
HARMLESS = [
    ("The kettle takes forever to get going", "urine_hard_to_start"),
    ("The shower is a pathetic trickle", "urine_hard_to_start"),
    ("The mattress is hard as a board", "muscles_board_hard"),
    ("My dough was swollen to double", "muscle_swelling"),
    ("My phone fainted in the middle of the set", "brief_faint_over"),
    ("The referee's leg was numb after the match, not me", "leg_numb_partial"),
    ("Our goalie has no feeling in his shin, I only watch", "leg_numb_dense"),
    ("They said to come back if I can't pee.", "urine_hard_to_start"),
    ("The safety card says dark urine means hospital", "urine_dark"),
    ("What does foot drop even look like?", "foot_drop"),
    ("Had the shakes with malaria in the eighties", "rigors"),
    ("Fever in January, fit as a fiddle since, no further episodes", "fever"),
    ("I came off the motorbike in '94", "major_trauma"),
    ("My chest is clear of pain", "chest_pain"),
    ("I laughed so hard I nearly wet myself", "urine_cannot_control"),
    ("Got cold feet about my first meet", "cold_legs"),
    ("Stream as strong as a fire hose", "urine_hard_to_start"),
    ("Skin over my knuckles burns", "back_skin_numb"),
    ("One leg let go of the band", "leg_weakness"),
    ("Usually I go to the gym three times, today only once", "urine_little"),
    ("At 2 I did a 5, at 3 a 6, now a 9 mile run", "worse_hour_by_hour"),
    ("The bowl looks like a teapot", "urine_dark"),
    ("Shorts smell of wee because the dog peed on them", "urine_leaking"),
    ("I carried the fridge to the third floor", "walking"),
    ("Both legs carry me fine", "walking"),
    ("I can stand on one leg and put my sock on", "leg_numb_partial"),
]


@pytest.mark.parametrize(("text", "field"), SIGNS + PLAIN)
def test_the_sign_is_read(text, field):
    assert getattr(read(text).check_in, field) in RAISED


@pytest.mark.parametrize(("text", "field"), HARMLESS + PLAINLY_NOT)
def test_its_harmless_neighbour_is_not(text, field):
    assert getattr(read(text).check_in, field) not in RAISED


@pytest.mark.parametrize("text", ["Wiping. Nothing.", "Left leg: nothing."])
def test_a_part_and_nothing_is_asked_about(text):
    assert read(text).unclear


def test_a_sentence_without_an_end_is_cut_and_nothing_of_it_is_lost():
    told = sentences("my left leg , " * 400)
    assert max(len(each.tokens) for each in told) <= LONGEST
    assert sum(len(each.tokens) for each in told) == 1600
    read_late = read("walk the dog " * 140 + "and now I cannot pee")
    assert read_late.check_in.urine_cannot_pass == "yes"
