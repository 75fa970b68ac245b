"""Going back in a check, and words that are marked: nothing that was said is lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backspotter.app.interview import (
    Interview,
    answered_anew,
    at_step,
    next_page,
    with_choices,
    with_number,
    with_signs,
    with_skip,
)
from backspotter.app.marked_text import pieces
from backspotter.reading.model import Heard
from backspotter.triage.check_in import CheckIn, as_document

MOST_PAGES = 30


def answered(interview, page, draw):
    """The interview after any answer that a person could give to a page."""
    if draw(st.integers(0, 4)) == 0:
        return with_skip(interview, page)
    item = page.items[0]
    if page.kind == "signs":
        signs = [sign for each in page.items for sign in each.signs]
        present = draw(st.lists(st.sampled_from(signs), max_size=1))
        return with_signs(interview, page, present=present)
    if page.kind == "number":
        return with_number(interview, page, draw(st.integers(5, 10)))
    return with_choices(interview, page, [draw(st.integers(0, len(item.choices) - 1))])


@st.composite
def walks(draw):
    """An interview some pages in, and a draw for more answers."""
    interview = Interview(CheckIn())
    for _ in range(draw(st.integers(1, MOST_PAGES))):
        page = next_page(interview)
        if page is None:
            break
        interview = answered(interview, page, draw)
    number = draw(st.integers(1, len(interview.earlier)))
    before = at_step(interview, number)
    page = next_page(before)
    return interview, page, answered(before, page, draw)


@given(walks())
def test_an_earlier_answer_given_anew_changes_that_answer_and_no_other(given_):
    interview, page, after = given_
    whole = answered_anew(interview, page, after)
    fields = {name for item in page.items for name in item.fields}
    said, before = as_document(whole.check_in), as_document(interview.check_in)
    assert {n: v for n, v in said.items() if n not in fields} == {
        n: v for n, v in before.items() if n not in fields
    }
    assert all(getattr(whole.check_in, n) == getattr(after.check_in, n) for n in fields)
    assert len(whole.earlier) == len(interview.earlier)
    assert whole.earlier[: len(after.earlier)] == after.earlier


@given(walks())
def test_every_step_shows_the_answers_before_it_and_none_after(given_):
    interview, page, after = given_
    whole = answered_anew(interview, page, after)
    told = [as_document(at_step(whole, n).check_in) for n in range(1, len(whole.earlier) + 2)]
    for earlier, later in pairwise(told):
        assert earlier.keys() <= later.keys()


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))))
def test_marked_words_put_together_are_the_words(text, spans):
    heard = [Heard("pain_now", 1, "", start, end) for start, end in spans]
    found = pieces(text, heard)
    assert "".join(each.words for each in found) == text
    marked = {place for start, end in spans for place in range(max(start, 0), min(end, len(text)))}
    at = 0
    for each in found:
        assert all((place in marked) == each.is_read for place in range(at, at + len(each.words)))
        at += len(each.words)
