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
    with_several,
    with_signs,
    with_skip,
)
from backspotter.triage.check_in import CheckIn
from backspotter.triage.questions import Choice, Item

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


def gone_through(facts: Mapping[str, Any], *, together: bool = False) -> Interview:
    """The interview of somebody for whom ``FINE`` holds but for these facts."""
    person = {**FINE, **facts}
    interview = Interview(CheckIn())
    for _ in range(MOST_PAGES):
        page = next_page(interview, together=together)
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
    if page.kind == "together":
        given = {place: _said(item, person) for place, item in enumerate(page.items)}
        return with_several(interview, page, {p: g for p, g in given.items() if g != []})
    if page.kind == "number":
        return with_number(interview, page, person[page.items[0].number])
    fitting = _fitting(page.items[0], person)
    return with_choices(interview, page, fitting) if fitting else with_skip(interview, page)


def _said(item: Item, person: Mapping[str, Any]) -> Any:
    return person[item.number] if item.number else _fitting(item, person)


def _fitting(item: Item, person: Mapping[str, Any]) -> list[int]:
    """The places of the choices that are so: the first of them, unless several are fine."""
    found = [place for place, choice in enumerate(item.choices) if _fits(choice, person)]
    return found if item.several else found[:1]


def _fits(choice: Choice, person: Mapping[str, Any]) -> bool:
    """Whether all that a choice says is so."""
    return all(_is_so(person.get(name), value) for name, value in choice.sets.items())


def _is_so(fact: object, value: object) -> bool:
    return value in fact if isinstance(fact, set) else fact == value
