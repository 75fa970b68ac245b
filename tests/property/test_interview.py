"""Whatever is answered: the questions end, and nothing is asked twice or left open unsaid."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backspotter.app.interview import (
    Interview,
    Page,
    assessment_of,
    back,
    lines,
    next_page,
    with_choices,
    with_number,
    with_several,
    with_signs,
    with_skip,
)
from backspotter.levels import Level
from backspotter.triage.check_in import FIELDS, CheckIn
from backspotter.triage.questions import Item

MOST_PAGES = 100


def answered(data: st.DataObject, interview: Interview, page: Page) -> Interview:
    """The interview after some answer to a page."""
    if page.kind == "signs":
        signs = [sign for line in lines(interview, page) for sign in line.signs]
        ticks = st.lists(st.sampled_from(signs), max_size=2) if signs else st.just([])
        return with_signs(interview, page, present=data.draw(st.just([]) | ticks))
    if page.kind == "together":
        left = data.draw(st.sets(st.sampled_from(range(len(page.items)))))
        given = {p: said(data, item) for p, item in enumerate(page.items) if p not in left}
        return with_several(interview, page, given)
    answer = said(data, page.items[0])
    return (with_number if page.kind == "number" else with_choices)(interview, page, answer)


def said(data: st.DataObject, item: Item) -> Any:
    """Some answer to a question: a number, or places among its choices."""
    if item.number:
        limits = FIELDS[item.number]
        return data.draw(st.integers(int(limits["low"]), int(min(limits["high"], 200))))
    choices = range(len(item.choices))
    most = len(choices) if item.several else 1
    return data.draw(st.lists(st.sampled_from(choices), min_size=1, max_size=most, unique=True))


@given(data=st.data())
def test_the_questions_end_and_none_is_asked_twice(data):
    interview, shown, together = Interview(CheckIn()), [], data.draw(st.booleans())
    while page := next_page(interview, together=together):
        shown.append((page.screen.id, *(item.ask for item in page.items)))
        skips = data.draw(st.booleans())
        interview = with_skip(interview, page) if skips else answered(data, interview, page)
        assert len(shown) < MOST_PAGES
    assert len(shown) == len(set(shown))


@given(data=st.data())
def test_never_more_is_asked_than_was_said(data):
    interview, most, together = Interview(CheckIn()), MOST_PAGES, data.draw(st.booleans())
    while page := next_page(interview, together=together):
        assert page.number == len(interview.earlier) + 1
        assert page.number + page.to_go <= most
        most = page.number + page.to_go
        skips = data.draw(st.booleans())
        interview = with_skip(interview, page) if skips else answered(data, interview, page)


@given(data=st.data())
def test_no_answer_takes_the_level_above_what_was_said_to_be_possible(data):
    interview = Interview(CheckIn())
    possible, together = Level.emergency, data.draw(st.booleans())
    while page := next_page(interview, together=together):
        interview = answered(data, interview, page)
        now = assessment_of(interview)
        assert now.level <= possible
        possible = now.could_rise_to


@given(data=st.data())
def test_an_answer_stays_so_far_only_where_something_was_left_unasked(data):
    interview, together = Interview(CheckIn()), data.draw(st.booleans())
    while page := next_page(interview, together=together):
        interview = answered(data, interview, page)
    assessment = assessment_of(interview)
    if assessment.so_far:
        left = {each.field for each in assessment.not_asked}
        assert left & interview.skipped, "it may rise, and yet nothing more was asked"


@given(data=st.data())
def test_going_all_the_way_back_leads_to_the_start(data):
    start = Interview(CheckIn(), "GB")
    interview, together = start, data.draw(st.booleans())
    while page := next_page(interview, together=together):
        interview = answered(data, interview, page)
    while before := back(interview):
        interview = before
    assert interview == start
