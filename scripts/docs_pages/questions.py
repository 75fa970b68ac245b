"""The screens of the check-in, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterable

from backspotter.app.interview import STORY
from backspotter.triage.questions import Item, Screen, screens, sign_words
from docs_pages.markdown import bullets, page

INTRODUCTION = """\
Screens come in this order, the signs that cannot wait first. A screen is left out when none of \
its answers could still change the level, and the asking stops as soon as that is true of all of \
them; “{first}” is always asked, for the course and the advice. After an answer that makes it \
an emergency nothing more is asked: the action is shown at once.

On a screen of signs, the lines that are not ticked count as no, and “none of these” means no to \
all of them. A screen that is skipped, or a line that somebody is unsure of, stays not known.

The first four screens hold every sign that alone means an emergency; after them the answer so far \
is offered, and it can be opened at any time before. A line of several signs is told apart after \
it is ticked; until then all of its signs count. Where each of them alone means an emergency, whom \
to call stands above that question.

How many screens it takes: 7 for somebody who is sore but fine (on the page 8, as the story takes \
two), 8 for one who is 17 besides, 1 to 3 until dark urine, a numb saddle or a bladder that is \
slow to start makes it an emergency. \
`python -m pytest -v tests/spec/test_questions_course.py` goes through these and ten more."""


def page_text() -> str:
    """The whole page."""
    blocks = (_screen(number, screen) for number, screen in enumerate(screens(), start=1))
    first = next(screen.title for screen in screens() if screen.id == STORY)
    return page("Questions", INTRODUCTION.format(first=first), *blocks)


def _screen(number: int, screen: Screen) -> str:
    flags = "Holds warning signs: shown before a low level is final.\n\n" if screen.flags else ""
    lines = bullets(map(_line, screen.items))
    return f"## {number}. {screen.title}\n\n{flags}{lines}"


def _line(item: Item) -> str:
    asked = item.ask if item.ask.endswith(("?", ")")) else f"{item.ask}:"
    if item.number:
        return f"{asked} *a number*"
    if item.choices:
        how = "any of" if item.several else "one of"
        return f"{asked} *{how}* {_quoted(choice.words for choice in item.choices)}"
    if len(item.signs) == 1:
        return item.ask
    return f"{item.ask}; *if so, which of* {_quoted(sign_words()[name] for name in item.signs)}"


def _quoted(words: Iterable[str]) -> str:
    return "; ".join(f"“{each}”" for each in words)
