"""One page of questions on the terminal: shown, answered, or skipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.console import Console

from backspotter.app.amounts import amount
from backspotter.app.emergency_signs import is_all_emergency
from backspotter.app.interview import (
    SIGNS_FIRST,
    Interview,
    Line,
    Page,
    lines,
    with_choices,
    with_number,
    with_skip,
)
from backspotter.app.ticks import ticks_of, to_tell_apart, told_apart, with_ticks
from backspotter.cli.terminal import ask, hanging
from backspotter.cli.typed import choice_numbers, line_numbers
from backspotter.errors import InputError
from backspotter.triage.advice import numbers_of
from backspotter.triage.questions import Item, words_of

T = TypeVar("T")
CANNOT_TELL = "?"
SO_FAR = ("so far", "sofar")
CALL_FIRST = "If any of these is so, it is an emergency. Call {} first; what follows here can wait."


class WantsSoFar(Exception):
    """The person wants to see the answer so far."""


def show_title(console: Console, page: Page) -> None:
    """Print what the screen is about and how far along it is."""
    hanging(console, "", page.screen.title, style="bold")
    more = f"at most {page.to_go} more" if page.to_go else "the last one"
    hanging(console, "", f"question {page.number}, {more}", style="dim")
    if page.number == 1 and page.screen.flags:
        hanging(console, "", SIGNS_FIRST, style="dim")


def answer_page(console: Console, interview: Interview, page: Page) -> Interview:
    """The interview after this page.

    Raises
    ------
    Left, Back, WantsSoFar : the person asked for it
    """
    if page.kind == "signs":
        return _answer_signs(console, interview, page)
    if page.kind == "number":
        return _answer_number(console, interview, page)
    return _answer_choice(console, interview, page)


def numbered(console: Console, words: Sequence[str]) -> None:
    """Print lines with their numbers."""
    for number, line in enumerate(words, start=1):
        hanging(console, f"{number:>3}  ", line)


def until_clear(
    console: Console, how: str, understand: Callable[[str], T], *, asks_a_page: bool = False
) -> T | None:
    """What an answer means, asked until it is clear; none for skipped.

    Parameters
    ----------
    asks_a_page : whether a page of questions is asked, which the answer so far can be seen from

    Raises
    ------
    Left, Back, WantsSoFar : the person asked for it
    """
    while answer := ask(console, how):
        if asks_a_page and answer.lower() in SO_FAR:
            raise WantsSoFar
        try:
            return understand(answer)
        except InputError as error:
            hanging(console, "", f"Please type {error.expected}.")
    return None


def _say_skipped(console: Console) -> None:
    hanging(console, "", "Skipped: it counts as not known.", style="dim")


def _answer_signs(console: Console, interview: Interview, page: Page) -> Interview:
    shown = lines(interview, page)
    numbered(console, [line.ask for line in shown])
    ticked = until_clear(
        console,
        "Which apply? Numbers, 0 = none of these, Enter = skip",
        lambda answer: [shown[n - 1] for n in line_numbers(answer, len(shown))],
        asks_a_page=True,
    )
    if ticked is None:
        _say_skipped(console)
        return with_skip(interview, page)
    ticks = ticks_of(ticked)
    while line := to_tell_apart(interview, ticks):
        if is_all_emergency(line):
            number = numbers_of(interview.country).emergency
            console.print()
            hanging(console, "", CALL_FIRST.format(number), style="bold")
        ticks = told_apart(ticks, _which(console, line))
    return with_ticks(interview, page, ticks)


def _which(console: Console, line: Line) -> Sequence[str]:
    """The signs of one line that are present; all of them when the person cannot tell."""
    console.print()
    hanging(console, "", f"You ticked: {line.ask}. Which of these?")
    numbered(console, [words_of(sign) for sign in line.signs])
    how = "Numbers, 0 = none after all, ? = cannot tell (then all count)"

    def understand(answer: str) -> Sequence[str]:
        if answer == CANNOT_TELL:
            return line.signs
        return [line.signs[n - 1] for n in line_numbers(answer, len(line.signs))]

    while (chosen := until_clear(console, how, understand)) is None:
        hanging(console, "", "One of them was ticked, so it cannot be skipped. ? if unsure.")
    return chosen


def _answer_choice(console: Console, interview: Interview, page: Page) -> Interview:
    item = page.items[0]
    hanging(console, "", item.ask)
    numbered(console, [choice.words for choice in item.choices])
    kind = "Numbers" if item.several else "One number"

    def understand(answer: str) -> list[int]:
        return _chosen(item, answer)

    chosen = until_clear(console, f"{kind}, Enter = skip", understand, asks_a_page=True)
    if chosen is None:
        _say_skipped(console)
        return with_skip(interview, page)
    return with_choices(interview, page, chosen)


def _chosen(item: Item, answer: str) -> list[int]:
    """The positions of the choices that were named, by number or by how their words begin."""
    typed = answer.casefold()
    begin_so = [i for i, c in enumerate(item.choices) if c.words.casefold().startswith(typed)]
    if len(begin_so) == 1:
        return begin_so
    numbers = choice_numbers(answer, len(item.choices), several=item.several)
    return [number - 1 for number in numbers]


def _answer_number(console: Console, interview: Interview, page: Page) -> Interview:
    item = page.items[0]
    hanging(console, "", item.ask)
    value = until_clear(
        console,
        "A number, Enter = skip",
        lambda answer: amount(item.number, answer),
        asks_a_page=True,
    )
    if value is None:
        _say_skipped(console)
        return with_skip(interview, page)
    return with_number(interview, page, value)
