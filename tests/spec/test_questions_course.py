"""Typical courses through the questions: how many screens they take, and where they end."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from backspotter.app.emergency_signs import all_asked, emergency_signs
from backspotter.app.interview import (
    PAGES_WHEN_SORE,
    STORY,
    Interview,
    assessment_of,
    next_page,
    with_signs,
    with_skip,
)
from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.check_in import SIGNS, CheckIn
from backspotter.triage.questions import screens
from tests.answering import gone_through

MOST_SCREENS_WHEN_SORE_BUT_FINE = 8
SCREENS_UNTIL_EMERGENCIES_WERE_ASKED = 4

STRAIN = {
    "onset": "during_rep",
    "quality": {"sharp"},
    "spread": "one_spot",
    "pain_now": 6,
    "pain_worst": 6,
    "trend": "unchanged",
    "movement_effect": "worsens",
    "felt_or_heard_something": "yes",
    "walking": "limited",
    "standing": "limited",
    "sitting": "limited",
}
SCIATICA = {
    "onset": "same_day",
    "quality": {"shooting"},
    "regions": {"left_buttock", "below_knee"},
    "cough_effect": "worsens",
    "leg_pain_shooting": "yes",
    "leg_tingling": "yes",
}
MANY_REASONS = {
    "age": 72,
    "cancer_ever": "yes",
    "long_steroids": "yes",
    "osteoporosis": "yes",
    "immune_suppressed": "yes",
    "spinal_surgery": "yes",
    "anticoagulant": "yes",
    "statin": "yes",
}
PREGNANT_STRAIN = {**STRAIN, "pregnant": "yes"}


class Course(NamedTuple):
    """Somebody, what is different about them, and what the questions come to."""

    name: str
    facts: dict[str, Any]
    screens: int
    level: str
    last_screen: str


SADDLE = "bladder_bowel_saddle"
COURSES = [
    Course("sore but fine", {}, 7, "normal_soreness", "daily_life"),
    Course("sore after a long break", {"long_layoff": "yes"}, 7, "normal_soreness", "daily_life"),
    Course("sore, 2 hours after", {"hours_since_lift": 2}, 7, "normal_soreness", "daily_life"),
    Course("strain", STRAIN, 7, "self_care", "daily_life"),
    Course("sciatica", SCIATICA, 6, "see_clinician", "history"),
    Course("bladder is slow to start", {"urine_hard_to_start": "yes"}, 1, "emergency", SADDLE),
    Course("saddle goes numb", {"saddle_numb": "yes"}, 1, "emergency", SADDLE),
    Course("dark urine", {"urine_dark": "yes"}, 3, "emergency", "urine_and_swelling"),
    Course("foot drags", {"foot_drop": "yes"}, 6, "urgent_care", "history"),
    Course("17 and sore", {"age": 17}, 8, "normal_soreness", "history_more"),
    Course("17, felt it go", {**STRAIN, "age": 17}, 7, "see_clinician", "daily_life"),
    Course("pregnant and sore", {"pregnant": "yes"}, 7, "normal_soreness", "daily_life"),
    Course("pregnant, felt it go", PREGNANT_STRAIN, 7, "see_clinician", "daily_life"),
    Course("many reasons to be careful", MANY_REASONS, 6, "urgent_care", "history"),
]


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_a_course_takes_so_many_screens_and_ends_at_its_level(course):
    interview = gone_through(course.facts)
    assessment = assessment_of(interview)
    ended = (len(interview.asked), assessment.level.name, interview.asked[-1])
    assert ended == (course.screens, course.level, course.last_screen)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_a_course_without_a_skip_ends_with_nothing_open(course):
    interview = gone_through(course.facts)
    assert interview.skipped == frozenset()
    assert not assessment_of(interview).so_far


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_questions_side_by_side_come_to_the_same(course):
    one_by_one = gone_through(course.facts)
    together = gone_through(course.facts, together=True)
    assert together.check_in == one_by_one.check_in
    assert together.asked == one_by_one.asked
    assert len(together.earlier) <= len(one_by_one.earlier)


def test_the_page_promises_as_many_screens_as_there_are():
    assert len(gone_through({}, together=True).earlier) == PAGES_WHEN_SORE
    assert PAGES_WHEN_SORE <= MOST_SCREENS_WHEN_SORE_BUT_FINE


def test_an_answer_so_far_is_offered_once_each_emergency_sign_was_asked():
    interview, screens_shown = Interview(CheckIn()), 0
    while not all_asked(interview):
        page = next_page(interview, together=True)
        interview = with_signs(interview, page, present=())
        screens_shown += 1
    assert screens_shown == SCREENS_UNTIL_EMERGENCIES_WERE_ASKED
    assert {getattr(interview.check_in, sign) for sign in emergency_signs()} == {"no"}


def test_a_skipped_screen_was_asked_and_stays_unknown():
    interview = Interview(CheckIn())
    while not all_asked(interview):
        interview = with_skip(interview, next_page(interview, together=True))
    assert not interview.check_in.knows("saddle_numb")
    assert assessment_of(interview).could_rise_to is Level.emergency


def test_the_signs_that_make_an_emergency_come_before_the_story():
    asked = [screen.id for screen in screens()]
    first = asked[: asked.index(STORY)]
    early = {name for screen in screens() if screen.id in first for name in screen.fields}
    alone = {
        name for name in SIGNS if assess(CheckIn().with_(**{name: "yes"})).level is Level.emergency
    }
    assert alone
    assert alone <= early
    assert alone == set(emergency_signs())


def test_somebody_sore_but_fine_is_not_kept_long():
    assert len(gone_through({}).asked) <= MOST_SCREENS_WHEN_SORE_BUT_FINE
