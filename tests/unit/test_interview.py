"""The questions page by page, without a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backspotter.app.emergency_signs import is_all_emergency
from backspotter.app.interview import (
    Interview,
    Page,
    back,
    for_what_is_new,
    is_emergency_with,
    lines,
    next_page,
    with_choices,
    with_number,
    with_signs,
    with_skip,
)
from backspotter.app.ticks import ticks_of, to_tell_apart, told_apart
from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.check_in import FIELDS, CheckIn
from backspotter.triage.questions import screens

STORY = {
    "hours_since_lift": 24,
    "onset": "next_day",
    "quality": ["dull"],
    "spread": "spread",
    "pain_now": 3,
    "trend": "easing",
}
MOST_PAGES = 100


def at(screen: str, **known: object) -> tuple[Interview, Page]:
    """An interview that has come to the first page of a screen, all before it skipped."""
    interview = Interview(CheckIn(**known))
    for _ in range(MOST_PAGES):
        page = next_page(interview)
        assert page is not None, f"{screen} is never asked"
        if page.screen.id == screen:
            return interview, page
        interview = with_skip(interview, page)
    raise AssertionError("the questions do not end")


def test_the_signs_that_cannot_wait_come_first():
    page = next_page(Interview(CheckIn()))
    assert (page.screen.id, page.number, page.kind) == ("bladder_bowel_saddle", 1, "signs")


def test_the_story_is_asked_whatever_it_could_change():
    interview, page = at("story")
    assert page.kind == "number"
    others = frozenset(FIELDS) - page.screen.fields
    left = replace(interview, skipped=others)
    asked = []
    while page := next_page(left):
        asked.append(page.items[0].ask)
        left = with_skip(left, page)
    assert len(asked) == len(next(s for s in screens() if s.id == "story").items)


def test_what_the_story_said_is_not_asked_again():
    interview = Interview(CheckIn(**STORY))
    while page := next_page(interview):
        assert page.screen.id != "story"
        interview = with_skip(interview, page)


def test_none_of_these_is_a_no_to_every_sign_shown():
    interview, page = at("bladder_bowel_saddle", **STORY)
    after = with_signs(interview, page, present=())
    assert {getattr(after.check_in, sign) for item in page.items for sign in item.signs} == {"no"}
    assert after.skipped == interview.skipped


def test_skipping_stays_unknown_and_is_not_asked_again():
    interview, page = at("bladder_bowel_saddle", **STORY)
    after = with_skip(interview, page)
    assert after.check_in == interview.check_in
    assert next_page(after).screen.id != "bladder_bowel_saddle"


def test_skipping_everything_comes_to_an_end():
    interview, pages = Interview(CheckIn()), 0
    while page := next_page(interview):
        interview, pages = with_skip(interview, page), pages + 1
        assert pages < MOST_PAGES
    assert interview.check_in == CheckIn()


def test_a_choice_that_answers_half_a_question_ends_it():
    interview, page = at("daily_life", **STORY)
    cannot_walk = next(
        position
        for position, choice in enumerate(page.items[0].choices)
        if dict(choice.sets) == {"walking": "unable"}
    )
    after = with_choices(interview, page, [cannot_walk])
    assert after.check_in.walking == "unable"
    following = next_page(after)
    assert following is None or following.items[0] != page.items[0]


def test_a_choice_leaves_alone_what_was_said_before():
    interview, page = at("daily_life", **STORY, sitting="limited")
    after = with_choices(interview, page, [0])
    assert (after.check_in.walking, after.check_in.sitting) == ("fine", "limited")


def test_several_choices_are_kept_together():
    known = {name: value for name, value in STORY.items() if name != "quality"}
    interview, page = at("story", **known)
    assert page.kind == "several"
    assert with_choices(interview, page, [0, 2]).check_in.quality == {"sore", "stiff"}


def test_signs_that_an_emergency_left_unasked_stay_unknown():
    interview, page = at("legs", **STORY)
    after = with_signs(interview, page, present=["leg_tingling"], unsure=["foot_drop"])
    assert after.check_in.leg_tingling == "yes"
    assert after.check_in.foot_drop == "unknown"
    assert after.check_in.leg_numb_dense == "no"
    assert "foot_drop" not in after.skipped


def test_a_line_shows_only_what_is_still_open():
    known = {"leg_weakness": "yes", "leg_numb_dense": "no", "leg_tingling": "no"}
    interview, page = at("legs", **STORY, **known)
    shown = {line.signs: line.ask for line in lines(interview, page)}
    assert shown[("foot_drop", "knee_gives_way", "leg_weakness_worsening")].startswith("Also: ")
    assert shown[("leg_numb_partial",)] == "Part of a leg or foot feels dull or partly numb"


def test_an_emergency_ends_the_questions():
    assert next_page(Interview(CheckIn(saddle_numb="yes"))) is None
    assert is_emergency_with(Interview(CheckIn()), ["saddle_numb"])
    assert not is_emergency_with(Interview(CheckIn()), ["leg_tingling"])


def test_what_is_an_emergency_whichever_it_is_is_told_apart_first():
    interview, page = at("legs", **STORY)
    both, *_, unsteady = lines(interview, page)
    assert (is_all_emergency(both), is_all_emergency(unsteady)) == (False, True)
    ticks = ticks_of([both, unsteady])
    assert to_tell_apart(interview, ticks) == unsteady
    assert to_tell_apart(interview, told_apart(ticks, ["clumsy_hands"])) is None
    assert to_tell_apart(interview, told_apart(ticks, [])) == both


@pytest.mark.parametrize("screen", [each for each in screens() if each.flags], ids=lambda s: s.id)
def test_a_line_not_told_apart_is_at_least_as_urgent_as_any_of_its_signs(screen):
    for item in screen.items:
        together = assess(CheckIn().with_(**dict.fromkeys(item.signs, "yes"))).level
        alone = [assess(CheckIn().with_(**{sign: "yes"})).level for sign in item.signs]
        assert all(level <= together for level in alone if level >= Level.see_clinician)


def test_going_back_restores_everything():
    before, page = at("story")
    assert back(with_number(before, page, 30)) == before
    assert back(Interview(CheckIn(), "GB")) is None


def test_questions_are_counted_one_by_one():
    interview, numbers = Interview(CheckIn()), []
    while page := next_page(interview):
        numbers.append(page.number)
        interview = with_skip(interview, page)
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_is_new_asks_for_the_signs_that_cannot_wait_and_nothing_else():
    interview, asked = for_what_is_new("GB"), []
    assert next_page(interview).to_go == 3
    while page := next_page(interview):
        asked.append(page.screen.id)
        interview = with_signs(interview, page, present=())
    assert asked == [screen.id for screen in screens() if screen.flags][:4]
    assert interview.check_in.knows("saddle_numb")
    assert not interview.check_in.knows("pain_now")


@pytest.mark.parametrize(
    ("sign", "asked"),
    [
        ("muscle_swelling", {"sickle_cell_trait", "statin", "heat_exposure"}),
        ("fever", {"immune_suppressed", "iv_drug_use", "recent_infection"}),
        ("foot_drop", {"immune_suppressed", "spinal_procedure"}),
    ],
)
def test_a_new_sign_brings_what_could_make_it_an_emergency(sign, asked):
    interview, shown = for_what_is_new("GB"), set()
    while page := next_page(interview):
        fields = {name for item in page.items for name in item.fields}
        shown |= fields
        if page.kind == "signs":
            interview = with_signs(interview, page, present={sign} & fields)
        else:
            interview = with_skip(interview, page)
    assert asked <= shown
    assert "pain_now" not in shown


def test_to_go_falls_to_nothing():
    interview, to_go = Interview(CheckIn()), []
    while page := next_page(interview):
        to_go.append(page.to_go)
        interview = with_skip(interview, page)
    assert to_go[-1] == 0
    assert to_go == sorted(to_go, reverse=True)


def test_every_field_on_a_screen_is_a_field():
    assert {name for screen in screens() for name in screen.fields} <= set(FIELDS)
