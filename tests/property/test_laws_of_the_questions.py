"""Laws of asking: it ends, calms nobody before every flag was shown, and stops at an alarm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from backspotter.app.interview import (
    Interview,
    Page,
    assessment_of,
    lines,
    next_page,
    with_choices,
    with_number,
    with_several,
    with_signs,
    with_skip,
)
from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn
from backspotter.triage.questions import Item, screen_of, screens
from tests.answering import FINE, answered
from tests.check_ins import ANSWERS, FLAGS, check_ins

ALWAYS_SHOWN = {"bladder_bowel_saddle", "legs", "urine_and_swelling", "whole_body"}
"""The screens of signs that nobody is sent home without having seen."""

NOBODY_CALMED = Level.see_clinician


@st.composite
def interviews(draw: st.DrawFn, *, skips: bool) -> Interview:
    """A finished interview: answers of somebody who is fine, with arbitrary ones among them."""
    interview, quiet = Interview(CheckIn()), draw(st.sampled_from([0, 4, 12]))
    shown: set[tuple[str, ...]] = set()
    together = draw(st.booleans())
    while page := next_page(interview, together=together):
        asked = (page.screen.id, *(item.ask for item in page.items))
        assert asked not in shown, "asked twice: the questions may never end"
        shown.add(asked)
        if draw(st.integers(0, quiet)) < quiet:
            interview = answered(interview, page, FINE)
        elif skips and draw(st.booleans()):
            interview = with_skip(interview, page)
        else:
            interview = _any_answer(draw, interview, page)
    return replace(interview, earlier=())


def _any_answer(draw: st.DrawFn, interview: Interview, page: Page) -> Interview:
    if page.kind == "signs":
        shown = sorted({sign for line in lines(interview, page) for sign in line.signs})
        return with_signs(
            interview, page, present=draw(st.lists(st.sampled_from(shown), max_size=2))
        )
    if page.kind == "together":
        given = {place: _said(draw, item) for place, item in enumerate(page.items)}
        return with_several(interview, page, given)
    answer = _said(draw, page.items[0])
    return (with_number if page.kind == "number" else with_choices)(interview, page, answer)


def _said(draw: st.DrawFn, item: Item) -> Any:
    if item.number:
        return draw(ANSWERS[item.number])
    positions = st.sampled_from(range(len(item.choices)))
    return draw(st.lists(positions, min_size=1, max_size=3 if item.several else 1))


@given(interview=interviews(skips=True))
def test_the_questions_end_and_only_what_was_skipped_leaves_the_level_open(interview):
    assessment = assessment_of(interview)
    event(f"ends at {assessment.level.name}, so far: {assessment.so_far}")
    if not interview.skipped:
        assert assessment.level == assessment.could_rise_to


@given(interview=interviews(skips=False))
def test_nobody_is_calmed_before_every_flag_that_applies_was_shown(interview):
    assessment = assessment_of(interview)
    event(f"ends at {assessment.level.name}")
    if assessment.level >= NOBODY_CALMED or assessment.so_far:
        return
    assert set(interview.asked) >= ALWAYS_SHOWN
    for field, present in FLAGS:
        if not assessment.check_in.knows(field):
            raised = assess(interview.check_in.with_(**{field: present}))
            assert raised.level <= assessment.level, f"{field} was never asked"


@given(interview=interviews(skips=True))
def test_every_flag_screen_with_a_sign_that_could_raise_the_level_was_shown(interview):
    assessment = assessment_of(interview)
    if assessment.level is Level.emergency:
        return
    still_open = {each.field for each in assessment.not_asked}
    unseen = {screen.id for screen in screens() if screen.flags} - set(interview.asked)
    assert not [field for field in still_open if screen_of()[field].id in unseen]


@given(check_in=check_ins())
def test_nothing_is_asked_after_an_emergency(check_in):
    assessment = assess(check_in)
    event(f"{assessment.level.name}, asks on: {assessment.next_question is not None}")
    if assessment.level is Level.emergency:
        assert assessment.next_question is None
        assert assessment.would_change == ()
        assert next_page(Interview(check_in)) is None


@given(check_in=check_ins())
def test_nothing_is_asked_when_no_answer_could_change_the_level(check_in):
    assessment = assess(check_in)
    if assessment.next_question is None and assessment.level is not Level.emergency:
        assert assessment.level == assessment.could_rise_to
        assert assessment.not_asked == ()


@given(check_in=check_ins())
def test_whatever_is_asked_is_not_known_yet(check_in):
    assessment = assess(check_in)
    if assessment.next_question is not None:
        items = assessment.next_question.open_items(assessment.check_in, assessment.relevant)
        assert items
        for item in items:
            assert any(not assessment.check_in.knows(name) for name in item.fields)


@given(check_in=check_ins())
def test_a_level_that_may_still_rise_says_what_is_open(check_in):
    assessment = assess(check_in)
    if assessment.so_far and assessment.level is not Level.emergency:
        assert assessment.next_question is not None
        assert assessment.not_asked
