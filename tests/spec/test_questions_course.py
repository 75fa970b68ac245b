"""Typical courses through the questions: how many screens they take, and where they end."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from backspotter.app.interview import PAGES_WHEN_SORE, STORY, assessment_of
from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.check_in import SIGNS, CheckIn
from backspotter.triage.questions import screens
from tests.answering import gone_through

MOST_SCREENS_WHEN_SORE_BUT_FINE = 8

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


COURSES = [
    Course("sore but fine", {}, 8, "normal_soreness", "daily_life"),
    Course("sore after a long break", {"long_layoff": "yes"}, 8, "normal_soreness", "daily_life"),
    Course("sore, 2 hours after", {"hours_since_lift": 2}, 8, "normal_soreness", "daily_life"),
    Course("strain", STRAIN, 8, "self_care", "daily_life"),
    Course("sciatica", SCIATICA, 7, "see_clinician", "history"),
    Course("bladder is slow to start", {"urine_hard_to_start": "yes"}, 1, "emergency", "bladder"),
    Course("saddle goes numb", {"saddle_numb": "yes"}, 2, "emergency", "bowel_and_saddle"),
    Course("dark urine", {"urine_dark": "yes"}, 4, "emergency", "urine_and_swelling"),
    Course("foot drags", {"foot_drop": "yes"}, 7, "urgent_care", "history"),
    Course("17 and sore", {"age": 17}, 9, "normal_soreness", "history_more"),
    Course("17, felt it go", {**STRAIN, "age": 17}, 8, "see_clinician", "daily_life"),
    Course("pregnant and sore", {"pregnant": "yes"}, 8, "normal_soreness", "daily_life"),
    Course("pregnant, felt it go", PREGNANT_STRAIN, 8, "see_clinician", "daily_life"),
    Course("many reasons to be careful", MANY_REASONS, 7, "urgent_care", "history"),
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


def test_the_page_promises_as_many_questions_as_there_are():
    assert len(gone_through({}).earlier) == PAGES_WHEN_SORE


def test_the_signs_that_make_an_emergency_come_before_the_story():
    asked = [screen.id for screen in screens()]
    first = asked[: asked.index(STORY)]
    early = {name for screen in screens() if screen.id in first for name in screen.fields}
    alone = {
        name for name in SIGNS if assess(CheckIn().with_(**{name: "yes"})).level is Level.emergency
    }
    assert alone
    assert alone <= early | {"pregnancy_bleeding_or_contractions"}


def test_somebody_sore_but_fine_is_not_kept_long():
    assert len(gone_through({}).asked) <= MOST_SCREENS_WHEN_SORE_BUT_FINE
