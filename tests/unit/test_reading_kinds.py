"""Kinds of talk that were once misread, each in several words, with the harmless neighbour.

No row stands in a set of ``tests/data``: a kind is read, not its sentence.
"""

from __future__ import annotations

import pytest

from backspotter.levels import Level
from backspotter.reading.climbing import climb
from backspotter.reading.reader import read
from backspotter.triage.assess import assess

LOSS_IN_PREGNANCY = "pregnancy_bleeding_or_contractions"
WIPING = "saddle_wiping_feels_different"
CHANGED_ERECTION = "erection_or_ejaculation_changed"

SIGNS = [
    # getting it going takes ages
    ("Since Monday's deadlifts I've real difficulty getting a wee going", "urine_hard_to_start"),
    ("I stand at the urinal pleading for a drop to come out", "urine_hard_to_start"),
    ("The waterworks are on half speed since I pulled", "urine_hard_to_start"),
    ("It never used to take this long, I've trouble starting a pee", "urine_hard_to_start"),
    # it comes and is noticed too late
    ("Been wetting my knickers since the deads", "urine_cannot_control"),
    ("I don't notice it's happening until my trousers are wet", "urine_cannot_control"),
    ("First I know of it is a damp pair of boxers", "urine_cannot_control"),
    # it passes unfelt
    ("Going for a wee gives me no feeling whatsoever", "urine_not_felt"),
    ("I see it hit the pan but there's no sensation of it leaving", "urine_not_felt"),
    ("Passing it gives no sensation now", "urine_not_felt"),
    ("Smears in my pants and I never felt the need", "bowel_cannot_hold"),
    ("Boxers stained brown without any warning", "bowel_cannot_hold"),
    ("My underpants were soiled and I hadn't felt the urge", "bowel_cannot_hold"),
    ("Taking a dump is like nothing since the lift", "bowel_not_felt"),
    ("Laying a brick feels like thin air", "bowel_not_felt"),
    ("Having a poo feels like nothing", "bowel_not_felt"),
    # neither … nor
    ("On my shin there's a strip where I feel neither pin nor finger", "leg_numb_dense"),
    ("The sole senses neither carpet nor tile", "leg_numb_dense"),
    ("I feel neither hot nor cold on the outside of my foot", "leg_numb_dense"),
    ("My crotch feels neither the seat nor my hand", "saddle_numb"),
    ("I feel the bench under my thighs but nothing between my legs", "saddle_numb"),
    ("Nothing in the middle when I sit, from the balls back", "saddle_numb"),
    ("Soaping my privates is like soaping a plastic doll", "genital_feeling_lost"),
    ("When I touch my penis it could be a piece of wood", "genital_feeling_lost"),
    ("I dry my bits and it is as if I dried a leather bag", "genital_feeling_lost"),
    # what can only be seen or smelt
    ("I can't tell hot from cold on the toilet seat", "saddle_numb"),
    ("On my calf I can't tell warm from cold", "leg_numb_partial"),
    ("I wiped and had to look to know whether I had touched anything", WIPING),
    ("When I wipe I need to check the paper to tell", WIPING),
    ("At work they say I smell of pee, I never felt a thing", "urine_leaking"),
    ("My trousers smelled of urine by lunch", "urine_leaking"),
    # found out afterwards, or by what is left
    ("Standing at the loo and ten minutes later two drops", "urine_hard_to_start"),
    ("My leggings were damp before I noticed", "urine_cannot_control"),
    ("I coughed and soaked the sofa", "urine_leaking"),
    ("I only notice I'm weeing by the splash", "urine_not_felt"),
    ("The urge is simply not there any more", "bladder_fullness_unclear"),
    ("Found poo in my shorts and never felt it", "bowel_cannot_hold"),
    ("Only the mess told me I'd been", "bowel_not_felt"),
    ("The tissue could be touching somebody else", WIPING),
    ("When he touches me down there I can't tell where", "genital_feeling_lost"),
    ("We had sex and for all I felt I might have been asleep", "genital_feeling_lost"),
    ("The flag hasn't been up since the lift", CHANGED_ERECTION),
    ("Yesterday eight calf raises, now not a single one", "leg_weakness_worsening"),
    ("On the stairs my right leg lets go", "leg_weakness"),
    ("A tack stuck in my heel and I never noticed", "leg_numb_dense"),
    ("My fingers won't do what I want", "clumsy_hands"),
    ("The pan looks as if I had poured a cafetiere in", "urine_dark"),
    ("My forearms don't fit in the sleeves since yesterday", "muscle_swelling"),
    ("Every muscle has turned to mush since the challenge", "muscle_weakness_gross"),
    ("Whether I sit or lie it stays a 9", "not_relieved_lying_still"),
    ("I forgot the name of my own dog, the pain is a 9", "confusion"),
    ("Weeing is like broken glass", "burning_urine"),
    # drunk without a drop
    ("I walk as if I'd had eight pints", "unsteady_gait"),
    ("My legs behave like I've had too many, and I don't drink", "unsteady_gait"),
    ("Walking like I had six beers since the session", "unsteady_gait"),
    # colour and amount
    ("What I passed this morning looked like stout", "urine_dark"),
    ("The stuff I pass is rusty", "urine_dark"),
    ("What I'm passing looks like strong tea", "urine_dark"),
    ("Normally I go to the toilet eight times a day, since yesterday just once", "urine_little"),
    ("I usually pee five or six times, today once", "urine_little"),
    ("Ordinarily I'm off to the bathroom seven times a shift, today once", "urine_little"),
    # swelling by its likeness
    ("A mound the size of a grapefruit beside my spine", "muscle_swelling"),
    ("There's a bulge like a loaf along the right of my back", "muscle_swelling"),
    ("A ridge shaped like a baguette has come up next to my spine", "muscle_swelling"),
    # lying still is no better
    ("Resting makes no difference, it's the same 9 however I lie", "not_relieved_lying_still"),
    (
        "Pain 9 out of 10, and it hurts just as much as when I was moving",
        "not_relieved_lying_still",
    ),
    ("Lying flat does not ease it, same 8 whichever way I turn", "not_relieved_lying_still"),
    # scores that climb with the clock
    ("Pain was a 3 at noon, a 5 by two and it's an 8 now", "worse_hour_by_hour"),
    ("4/10 at lunch, 6/10 at four, 9/10 this evening", "worse_hour_by_hour"),
    ("By 3 it was a 5, an hour later a 7, and now a 9", "worse_hour_by_hour"),
    # pregnant
    ("My baby's due in June, and my back hurts since deadlifts", "pregnant"),
    ("I'm due in October and lifted too much", "pregnant"),
    ("The baby is due any day, back sore from light pulls", "pregnant"),
    ("20 weeks along, and there's red on the paper since lifting", LOSS_IN_PREGNANCY),
    ("Pregnant, 31 weeks, I think my waters have gone", LOSS_IN_PREGNANCY),
    ("30 weeks pregnant and pink on my pad", LOSS_IN_PREGNANCY),
    # beside the harmless ones below, these stay
    ("No hardness since the lift, nothing in the morning either", CHANGED_ERECTION),
    ("No hardness any more with my wife", CHANGED_ERECTION),
    ("Fever of 39 since this morning, had one at Easter too", "fever"),
    ("I passed out after the set", "brief_faint_over"),
    ("Nearly wet myself twice since the lift, it comes with no warning", "urine_cannot_control"),
    ("I can't stand up", "standing"),
    ("They carried me to bed, I can't walk", "walking"),
    ("A plate fell on my back", "major_trauma"),
    ("I could feel my foot before but not now", "leg_numb_dense"),
    ("Legs are good, but tingling in my left foot", "leg_tingling"),
    ("Peed only once since yesterday", "urine_little"),
    ("Drank loads and still my pee is like cola", "urine_dark"),
    ("Numb bum since the drive home, and it stays", "buttocks_numb"),
    ("I always was fit, now I'm short of breath", "breathless"),
    ("My dead leg from Sunday's deads is still there", "leg_numb_partial"),
    ("There's a pulsing in my belly, my neighbour had the same", "pulsing_belly"),
    ("I wet myself in my wife's car", "urine_cannot_control"),
    ("I'm on apixaban", "anticoagulant"),
    ("I was on warfarin until June, now on apixaban", "anticoagulant"),
    ("I was on apixaban when I came off my bike", "anticoagulant"),
    ("Nobody would help, I've lost the feeling in my left leg", "leg_numb_partial"),
]

HARMLESS = [
    # greetings and ordinary words are no slips of table words
    ("Gidday. Back's a bit sore from deads.", "faint_now"),
    ("I wore my anorak to the gym, back is sore", "urine_cannot_pass"),
    ("Pulled over in a layby, back is stiff", "saddle_numb"),
    # a place, a side or an hour is no statement
    ("Left leg. Sore hamstring since deads.", "leg_weakness"),
    ("Right foot.", "foot_drop"),
    ("It's midnight now. Back sore from deads.", "worse_hour_by_hour"),
    ("Both legs. Hams are sore.", "both_legs_weak_or_numb"),
    # all is well
    ("My balance is fine and my hands work as always", "unsteady_gait"),
    ("My head's clear and I know what day it is", "confusion"),
    ("Feeling in my privates is normal, sex is as it always was", "genital_feeling_lost"),
    ("Temperature normal, breathing easy, heart steady", "breathless"),
    ("Sensation down there is normal, as it always is", "saddle_numb"),
    ("Touch is a little dull on my foot, like through paper", "saddle_wiping_feels_different"),
    # whose, and when
    ("They found a throbbing mass in my uncle's belly", "pulsing_belly"),
    ("There was blood in my wife's urine", "blood_in_urine"),
    ("They saw a lump in my dad's back", "muscle_swelling"),
    ("Had a fever with a cold at Christmas but nothing like that now", "fever"),
    ("I had a numb foot once after skating but that's not now", "leg_numb_partial"),
    ("My legs were weak with the flu but nothing like that since", "leg_weakness"),
    ("I was on warfarin for a year, came off it in 2019", "anticoagulant"),
    ("Stopped rivaroxaban two years ago", "anticoagulant"),
    ("I was on heparin until the baby came", "anticoagulant"),
    ("The left knee clicks and wobbles, always has", "knee_gives_way"),
    # the subject decides
    ("No hardness in the muscles, no swelling", CHANGED_ERECTION),
    ("The pump is gone, no hardness of the back left", CHANGED_ERECTION),
    ("My belly is soft, no hardness at all in my stomach", CHANGED_ERECTION),
    ("The pain just drops me to my knees", "urine_hard_to_start"),
    ("My wee is the colour of weak squash", "urine_hard_to_start"),
    ("Hay fever tablets are all I take", "fever"),
    ("I only have hayfever", "fever"),
    ("We had cabin fever all winter", "fever"),
    ("Nearly fell off my stool laughing", "major_trauma"),
    ("I blacked out the windows for the night shift", "brief_faint_over"),
    ("Blacked out half the names on the sheet", "brief_faint_over"),
    ("Nearly wet myself laughing at my form", "urine_cannot_control"),
    ("I almost shat myself when he loaded 140", "bowel_cannot_hold"),
    ("Nearly peed myself when I saw the bill", "urine_cannot_control"),
    ("I can't stand my boss", "standing"),
    ("Can't stand the smell in that gym", "standing"),
    ("I can't stand waiting", "standing"),
    ("My legs carried me up the hill", "walking"),
    ("Banged my shin on the bar", "major_trauma"),
    ("I bashed my thumb on the rack", "major_trauma"),
    ("Dropped a plate on my toe last month", "major_trauma"),
    ("The only thing numb is my brain", "leg_numb_partial"),
    ("My mind is numb from the night shift", "leg_numb_partial"),
    ("Legs are fine, tingling is what I get from wasabi", "both_legs_weak_or_numb"),
    ("Peed three times since breakfast, all normal", "urine_little"),
    ("Been to the loo twice since lunch", "urine_little"),
    ("I pulled 140 on Saturday", "felt_or_heard_something"),
    ("I pulled a PB", "felt_or_heard_something"),
    ("Stone cold sober and sore", "cold_legs"),
    ("Waited at the loo for my mate, ten minutes later we drove off", "urine_hard_to_start"),
    ("My shorts were dark blue before I washed them", "urine_cannot_control"),
    ("I coughed and my back hurt on the sofa", "urine_leaking"),
    ("The need for speed isn't there", "bladder_fullness_unclear"),
    ("Found a tenner in my jeans", "bowel_cannot_hold"),
    ("My paper on spines could be better", WIPING),
    ("Ten calf raises yesterday, ten now", "leg_weakness_worsening"),
    ("My left hand lets go of the bar", "leg_weakness"),
    ("I trod on a nail and yelped", "leg_numb_dense"),
    ("My hands do what they're told", "clumsy_hands"),
    ("Washed the teapot", "urine_dark"),
    ("My thighs don't fit these jeans after years of squats", "muscle_swelling"),
    ("Every muscle is sore", "muscle_weakness_gross"),
    ("Whether I sit or stand it is a 1", "not_relieved_lying_still"),
    ("I forgot the name of the exercise", "confusion"),
    ("The glass broke, I swept it up", "burning_urine"),
    ("The changing room smells of pee", "urine_leaking"),
    ("Drank too much tea, so up peeing all night", "urine_dark"),
    ("Off to the loo after the coffee", "urine_dark"),
    ("Dead leg from football on Sunday", "leg_numb_partial"),
    ("Out cold by nine and slept well", "brief_faint_over"),
    ("My head is spinning with advice", "faint_now"),
    ("Short of breath on stairs, always was", "breathless"),
    ("Numb bum from the long drive, fine after a walk", "buttocks_numb"),
    ("My brain is mush after the night shift", "confusion"),
    ("Lost the plot and did ten sets", "weight_loss"),
    ("I thought I'd pulled a muscle but it is only soreness", "felt_or_heard_something"),
    ("I am deceased, my legs are dead from squats lol", "both_legs_weak_or_numb"),
    ("Pain was an 8 this morning, a 6 at noon and a 3 now", "worse_hour_by_hour"),
    ("Sets at 4, 6 and 8 today, it felt good", "worse_hour_by_hour"),
    ("A 3 on Monday, a 4 on Tuesday", "worse_hour_by_hour"),
    ("A knot like a marble beside the spine", "muscle_swelling"),
    ("I usually go to the loo six times, same today", "urine_little"),
    ("I had ten pints last night", "unsteady_gait"),
    ("My sister's baby is due in June", "pregnant"),
    ("What I pass is pale", "urine_dark"),
    ("Washing my privates feels normal", "genital_feeling_lost"),
    ("I feel both the sock and my finger on that foot", "leg_numb_dense"),
]


@pytest.mark.parametrize(("text", "field"), SIGNS)
def test_a_sign_is_read_in_other_words_of_its_kind(text, field):
    assert getattr(read(text).check_in, field) in ("yes", "unable")


@pytest.mark.parametrize(("text", "field"), HARMLESS)
def test_its_harmless_neighbour_is_not(text, field):
    assert getattr(read(text).check_in, field) not in ("yes", "unable")


TIMES = [
    ("Deadlifted Wednesday after a month off, today's Friday, sore.", "hours_since_lift", 48),
    ("Pulled Monday after three weeks away. It's Tuesday and I'm stiff.", "hours_since_lift", 24),
    ("Lifted on Sunday after a two week break. Today is Tuesday.", "hours_since_lift", 48),
    ("Sore since yesterday's deads. Can I do the class tonight?", "hours_since_lift", 24),
    ("Ten weeks I've had this ache now, it never really went.", "pain_days", 70),
    ("Three weeks it has ached.", "pain_days", 21),
    ("I was on tablets for six months in 2020. Back sore today.", "pain_days", None),
    ("A lass of 16, sore back from lifting", "age", 16),
    ("Lad of 15 with a sore back", "age", 15),
    ("My back went in May. Put it out again and she's no better.", "trend", "unchanged"),
    ("It cleared by itself both times before, sore again now", "trend", "unknown"),
    ("Third go of this, same spot", "episodes", 3),
    ("My fourth round with this back", "episodes", 3),
]


@pytest.mark.parametrize(("text", "field", "value"), TIMES)
def test_times_ages_and_courses(text, field, value):
    found = getattr(read(text).check_in, field)
    assert found == (pytest.approx(value, rel=0.02) if isinstance(value, int) else value)


@pytest.mark.parametrize(
    "text",
    [
        "Ten weeks I've had this, it never really left. About a 3 most days.",
        "Twelve weeks of a dull ache now, I live with it.",
        "Nine weeks I've had a stiff back, never quite cleared.",
    ],
)
def test_weeks_that_never_went_are_seen_by_somebody(text):
    assert assess(read(text).check_in).level >= Level.see_clinician


def test_a_father_told_of_within_hours_is_the_patient():
    told = "Dad is 69. Two hours ago he had a sudden tearing pain in his back after a deadlift."
    assert read(told).check_in.tearing_pain == "yes"


@pytest.mark.parametrize(
    ("text", "climbs"),
    [
        ("at 1 a 3, at 2 a 5, at 3 a 7", True),
        ("a 2 at breakfast, a 4 at lunch and a 6 at teatime", True),
        ("at 1 a 3, at 2 a 5, at 3 a 4", False),
        ("at 1 a 5, at 2 a 6, at 3 a 7", False),
        ("a 3 on Monday, a 5 on Tuesday, an 8 today", False),
        ("RPE at 1 was a 6, at 2 a 7, now a 9", False),
        ("from 2 at noon to 9 now", False),
    ],
)
def test_scores_climb_with_the_clock_or_they_do_not(text, climbs):
    assert (climb(text) is not None) == climbs


@pytest.mark.parametrize("greeting", ["Kia ora team", "Sawubona", "Moin moin all", "Aloha folks"])
def test_a_greeting_of_another_language_leaves_the_report_english(greeting):
    told = read(f"{greeting}, heavy deads on Monday, back was sore on Tuesday, eases when I walk.")
    assert told.problem == ""
