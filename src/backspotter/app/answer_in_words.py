"""An answer as plain lines for a program that passes them on: the level first, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from backspotter.app.answer import is_unreadable
from backspotter.app.card import cards_for
from backspotter.app.check import Answer
from backspotter.app.plain_words import LEVEL_WORDS, NOT_A_DIAGNOSIS, PROBLEMS, READ_IN_PART
from backspotter.triage.assess import reported_in_words, signs_that_decide


def answer_in_words(answer: Answer) -> str:
    """Level, why, what to do and what would change it; or why there is none, and what means go now.

    The words are those of the rules, unchanged, so that nothing of an emergency is lost on its way.
    """
    lines = _judged(answer) if answer.judged else _not_judged(answer)
    return "\n".join([*filter(None, [answer.first]), *lines])


def _judged(answer: Answer) -> Iterator[str]:
    found = answer.assessment
    yield f"{LEVEL_WORDS[found.level]}."
    if answer.reading and is_unreadable(answer.reading):
        yield READ_IN_PART
        yield from _card(answer)
    signs = signs_that_decide(found.check_in, found.level)
    if signs:
        yield f"You reported: {reported_in_words(signs)}."
    if found.so_far:
        highest = LEVEL_WORDS[found.could_rise_to]
        yield f"So far: a sign that was not asked for could still raise it to: {highest}."
    yield from (f"Because: {each.words}" for each in found.reasons if each.speaks == "for")
    yield from (each.words for each in found.do_now)
    yield NOT_A_DIAGNOSIS


def _not_judged(answer: Answer) -> Iterator[str]:
    yield from _card(answer)
    yield PROBLEMS[answer.problem]


def _card(answer: Answer) -> Iterator[str]:
    card = cards_for(answer.reading.text if answer.reading else "")[0]
    yield card.title
    yield from (f"- {sign}" for sign in card.signs)
    yield card.call
