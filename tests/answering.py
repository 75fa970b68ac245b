"""A person with known facts goes through the questions, as the terminal would ask them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backspotter.app.interview import (
    Interview,
    Page,
    lines,
    next_page,
    with_choices,
    with_number,
    with_signs,
    with_skip,
)
from backspotter.triage.check_in import CheckIn
from backspotter.triage.questions import Choice

MOST_PAGES = 200
"""More pages than there are questions: reaching it means that the questions do not end."""

FINE: Mapping[str, Any] = {
    "hours_since_lift": 30,
    "pain_days": 1,
    "onset": "next_day",
    "quality": {"dull", "stiff"},
    "regions": {"left_paraspinal", "right_paraspinal"},
    "spread": "spread",
    "pain_now": 3,
    "pain_worst": 4,
    "trend": "easing",
    "daily_pain": "no",
    "episodes": 1,
    "movement_effect": "eases",
    "rest_effect": "eases",
    "flexion_effect": "no_change",
    "extension_effect": "no_change",
    "sitting_effect": "no_change",
    "cough_effect": "no_change",
    "walking": "fine",
    "standing": "fine",
    "sitting": "fine",
    "sleeping": "fine",
    "dressing": "fine",
    "working": "fine",
    "felt_or_heard_something": "no",
    "age": 30,
}
"""Somebody who is sore and otherwise fine; signs that are not named are not there."""


def gone_through(facts: Mapping[str, Any]) -> Interview:
    """The interview of somebody for whom ``FINE`` holds but for these facts."""
    person = {**FINE, **facts}
    interview = Interview(CheckIn())
    for _ in range(MOST_PAGES):
        page = next_page(interview)
        if page is None:
            return interview
        interview = answered(interview, page, person)
    raise AssertionError("the questions do not end")


def answered(interview: Interview, page: Page, person: Mapping[str, Any]) -> Interview:
    """The interview after this person answered one page; what they cannot say, they skip."""
    if page.kind == "signs":
        shown = [sign for line in lines(interview, page) for sign in line.signs]
        present = [sign for sign in shown if person.get(sign) == "yes"]
        return with_signs(interview, page, present=present)
    if page.kind == "number":
        return with_number(interview, page, person[page.items[0].number])
    choices = page.items[0].choices
    fitting = [position for position, choice in enumerate(choices) if _fits(choice, person)]
    if not fitting:
        return with_skip(interview, page)
    return with_choices(interview, page, fitting if page.kind == "several" else fitting[:1])


def _fits(choice: Choice, person: Mapping[str, Any]) -> bool:
    """Whether all that a choice says is so."""
    return all(_is_so(person.get(name), value) for name, value in choice.sets.items())


def _is_so(fact: object, value: object) -> bool:
    return value in fact if isinstance(fact, set) else fact == value
