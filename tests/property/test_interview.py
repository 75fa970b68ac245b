"""Whatever is answered: the questions end, and nothing is asked twice or left open unsaid."""

from __future__ import annotations

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
    with_signs,
    with_skip,
)
from backspotter.levels import Level
from backspotter.triage.check_in import FIELDS, CheckIn

MOST_PAGES = 100


def answered(data: st.DataObject, interview: Interview, page: Page) -> Interview:
    """The interview after some answer to a page."""
    if page.kind == "signs":
        signs = [sign for line in lines(interview, page) for sign in line.signs]
        ticks = st.lists(st.sampled_from(signs), max_size=2) if signs else st.just([])
        return with_signs(interview, page, present=data.draw(st.just([]) | ticks))
    if page.kind == "number":
        limits = FIELDS[page.items[0].number]
        low, high = int(limits["low"]), int(min(limits["high"], 200))
        return with_number(interview, page, data.draw(st.integers(low, high)))
    choices = range(len(page.items[0].choices))
    most = len(choices) if page.kind == "several" else 1
    chosen = data.draw(st.lists(st.sampled_from(choices), min_size=1, max_size=most, unique=True))
    return with_choices(interview, page, chosen)


@given(data=st.data())
def test_the_questions_end_and_none_is_asked_twice(data):
    interview, shown = Interview(CheckIn()), []
    while page := next_page(interview):
        shown.append((page.screen.id, *(item.ask for item in page.items)))
        skips = data.draw(st.booleans())
        interview = with_skip(interview, page) if skips else answered(data, interview, page)
        assert len(shown) < MOST_PAGES
    assert len(shown) == len(set(shown))


@given(data=st.data())
def test_never_more_is_asked_than_was_said(data):
    interview, most = Interview(CheckIn()), MOST_PAGES
    while page := next_page(interview):
        assert page.number == len(interview.earlier) + 1
        assert page.number + page.to_go <= most
        most = page.number + page.to_go
        skips = data.draw(st.booleans())
        interview = with_skip(interview, page) if skips else answered(data, interview, page)


@given(data=st.data())
def test_no_answer_takes_the_level_above_what_was_said_to_be_possible(data):
    interview = Interview(CheckIn())
    possible = Level.emergency
    while page := next_page(interview):
        interview = answered(data, interview, page)
        now = assessment_of(interview)
        assert now.level <= possible
        possible = now.could_rise_to


@given(data=st.data())
def test_an_answer_stays_so_far_only_where_something_was_left_unasked(data):
    interview = Interview(CheckIn())
    while page := next_page(interview):
        interview = answered(data, interview, page)
    assessment = assessment_of(interview)
    if assessment.so_far:
        left = {each.field for each in assessment.not_asked}
        assert left & interview.skipped, "it may rise, and yet nothing more was asked"


@given(data=st.data())
def test_going_all_the_way_back_leads_to_the_start(data):
    start = Interview(CheckIn(), "GB")
    interview = start
    while page := next_page(interview):
        interview = answered(data, interview, page)
    while before := back(interview):
        interview = before
    assert interview == start
