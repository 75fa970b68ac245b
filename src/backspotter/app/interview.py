"""The questions, one page at a time: what to ask next, and what an answer changes.

Nothing here prints or reads: a face shows the page and hands the answer back. Everything is
a value, so that going back and keeping a draft need nothing more than the value before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, groupby
from typing import Any

from backspotter.levels import Level
from backspotter.triage.assess import Assessment, assess
from backspotter.triage.check_in import FIELDS, CheckIn
from backspotter.triage.questions import Item, Screen, screens, sign_words

STORY = "story"
PAGES_WHEN_SORE = 8
"""The pages, several questions together, of somebody who is sore and otherwise fine:
tests/spec/test_questions_course.py."""

SIGNS_FIRST = "The signs that cannot wait come first. An emergency ends the questions."
REGIONS = "regions"


@dataclass(frozen=True, slots=True)
class Step:
    """How things stood before a page was answered."""

    check_in: CheckIn
    skipped: frozenset[str]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interview:
    """What is known so far, what was skipped, the screens shown, and the way back."""

    check_in: CheckIn
    country: str = ""
    skipped: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    earlier: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line of a page of signs, with the signs it stands for."""

    ask: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown together: lines of signs to tick, or one choice or number, or several.

    ``number`` counts pages from one; ``to_go`` is how many come after it at most: an answer can
    settle what others would have asked, and calls for no new ones.
    """

    screen: Screen
    items: tuple[Item, ...]
    number: int
    to_go: int

    @property
    def kind(self) -> str:
        """``signs``, ``number``, ``several`` or ``choice``; ``together`` for more than one."""
        first = self.items[0]
        if first.signs:
            return "signs"
        return kind_of(first) if len(self.items) == 1 else "together"


def kind_of(item: Item) -> str:
    """``number``, ``several`` or ``choice``: how a line that is no sign is answered."""
    return "number" if item.number else "several" if item.several else "choice"


def assessment_of(interview: Interview) -> Assessment:
    """The answer as things stand."""
    return assess(interview.check_in, country=interview.country)


def next_page(interview: Interview, *, together: bool = False) -> Page | None:
    """The page to show; none when nothing left could change the level, or nothing may wait.

    Parameters
    ----------
    together : whether questions that stand beside each other are one page; else each is its own
    """
    assessment = assessment_of(interview)
    if assessment.level is Level.emergency:
        return None
    found = _open_pages(assessment, interview.skipped, together=together)
    if not found:
        return None
    (screen, items), later = found[0], found[1:]
    return Page(screen, items, number=len(interview.earlier) + 1, to_go=len(later))


def _open_pages(
    assessment: Assessment, skipped: frozenset[str], *, together: bool
) -> list[tuple[Screen, tuple[Item, ...]]]:
    """The pages still to show, if no answer to one settles another; the story is always asked."""
    told, askable = assessment.check_in, assessment.relevant - skipped
    story = _story().fields - skipped
    return [
        (screen, items)
        for screen in screens()
        for items in _pages(
            screen.open_items(told, story if screen.id == STORY else askable), together=together
        )
    ]


def _story() -> Screen:
    return next(screen for screen in screens() if screen.id == STORY)


def _pages(items: Sequence[Item], *, together: bool) -> Iterable[tuple[Item, ...]]:
    """Signs that follow one another go together, and so does what stands beside each other."""
    for _, found in groupby(items, lambda item: item.block):
        block = tuple(found)
        is_one = together or bool(block[0].signs)
        yield from [block] if is_one else ((item,) for item in block)


def for_what_is_new(country: str = "") -> Interview:
    """An interview of the signs that cannot wait, for a back whose answer stands: what is not
    asked stays unknown. A sign that is there brings the questions that could make it more urgent.

    Parameters
    ----------
    country : two-letter code; empty for not said
    """
    later = dropwhile(lambda screen: screen.flags, screens())
    skipped = frozenset[str]().union(*(screen.fields for screen in later))
    return Interview(CheckIn(), country, skipped)


def _with(asked: tuple[str, ...], screen: str) -> tuple[str, ...]:
    return asked if screen in asked else (*asked, screen)


def lines(interview: Interview, page: Page) -> tuple[Line, ...]:
    """The lines of a page of signs, each with the signs that are not answered yet."""
    return tuple(_line(interview.check_in, item) for item in page.items)


def _line(check_in: CheckIn, item: Item) -> Line:
    unanswered = tuple(sign for sign in item.signs if not check_in.knows(sign))
    some_present = any(getattr(check_in, sign) == "yes" for sign in item.signs)
    if some_present:
        return Line("Also: " + "; ".join(sign_words()[sign] for sign in unanswered), unanswered)
    if len(unanswered) < len(item.signs) and len(unanswered) == 1:
        return Line(sign_words()[unanswered[0]], unanswered)
    return Line(item.ask, unanswered)


def with_signs(
    interview: Interview,
    page: Page,
    *,
    present: Collection[str],
    unsure: Collection[str] = (),
) -> Interview:
    """The interview after a page of signs: those not present are absent, save the unsure."""
    shown = [sign for line in lines(interview, page) for sign in line.signs]
    settled = [sign for sign in shown if sign in present or sign not in unsure]
    answers = {sign: "yes" if sign in present else "no" for sign in settled}
    return _after(interview, page, answers, ask_again=unsure)


def with_choices(interview: Interview, page: Page, chosen: Sequence[int]) -> Interview:
    """The interview after a choice, or several; what was known before stays as it was.

    Parameters
    ----------
    chosen : positions among the choices, from zero
    """
    return _after(interview, page, _chosen(interview, page.items[0], chosen))


def _chosen(interview: Interview, item: Item, chosen: Sequence[int]) -> dict[str, Any]:
    """What choices of a line say, by field; what was known before is left out."""
    answers: dict[str, Any] = {}
    for position in chosen:
        for name, value in item.choices[position].sets.items():
            if FIELDS[name]["kind"] == "any_of":
                answers[name] = [*answers.get(name, ()), value]
            elif not interview.check_in.knows(name):
                answers[name] = value
    return answers


def with_number(interview: Interview, page: Page, value: float) -> Interview:
    """The interview after a number.

    Raises
    ------
    InputError : a number that cannot be
    """
    return _after(interview, page, {page.items[0].number: value})


def with_several(
    interview: Interview, page: Page, given: Mapping[int, float | Sequence[int]]
) -> Interview:
    """The interview after a page of several questions; what was not answered stays unknown.

    Parameters
    ----------
    given : by the place of the question on the page, from zero: its number, or positions among its
        choices

    Raises
    ------
    InputError : a number that cannot be
    """
    answers: dict[str, Any] = {}
    for place, answer in given.items():
        item = page.items[place]
        if isinstance(answer, Sequence):
            answers |= _chosen(interview, item, answer)
        else:
            answers[item.number] = answer
    return _after(interview, page, answers)


def with_skip(interview: Interview, page: Page) -> Interview:
    """The interview with this page skipped: it stays unknown, and is not asked again."""
    return _after(interview, page, {})


def _after(
    interview: Interview,
    page: Page,
    answers: dict[str, Any],
    *,
    ask_again: Collection[str] = (),
) -> Interview:
    """Whatever a shown page leaves unknown counts as skipped, so that questions come to an end."""
    check_in = interview.check_in.with_(**answers)
    shown = frozenset().union(*(item.fields for item in page.items))
    left = {name for name in shown if not check_in.knows(name) and name not in ask_again}
    return replace(
        interview,
        check_in=check_in,
        skipped=(interview.skipped | left) - _called_for(interview, page, answers),
        asked=_with(interview.asked, page.screen.id),
        earlier=(*interview.earlier, Step(interview.check_in, interview.skipped, interview.asked)),
    )


def _called_for(interview: Interview, page: Page, answers: Mapping[str, Any]) -> frozenset[str]:
    """What was passed over without being shown, and a sign that is there makes matter."""
    if not page.screen.flags or "yes" not in (answers.get(name) for name in page.screen.fields):
        return frozenset()
    shown = {*interview.asked, page.screen.id}
    later = [each for each in screens() if each.flags and each.id not in shown]
    passed = frozenset[str]().union(*(each.fields for each in later))
    return passed.difference(*(each.fields for each in screens() if each.id in shown))


def with_regions(interview: Interview, page: Page, regions: Collection[str]) -> Interview:
    """The interview after a drawing of the body was marked, with left and right told apart.

    Raises
    ------
    InputError : a region that is none
    """
    return _after(interview, page, {REGIONS: sorted(regions)})


def is_emergency_with(interview: Interview, present: Collection[str]) -> bool:
    """Whether these signs, if present, end the questions."""
    check_in = interview.check_in.with_(**dict.fromkeys(present, "yes"))
    return assess(check_in).level is Level.emergency


def back(interview: Interview) -> Interview | None:
    """The interview as it was before the last page; none at the first."""
    return at_step(interview, len(interview.earlier))


def at_step(interview: Interview, number: int) -> Interview | None:
    """The interview as it stood at a step, counted from one; none where it never came to it.

    The last step is where it stands now.
    """
    if number == len(interview.earlier) + 1:
        return interview
    if not 1 <= number <= len(interview.earlier):
        return None
    step = interview.earlier[number - 1]
    return replace(
        interview,
        check_in=step.check_in,
        skipped=step.skipped,
        asked=step.asked,
        earlier=interview.earlier[: number - 1],
    )


def answered_anew(interview: Interview, page: Page, after: Interview) -> Interview:
    """The interview with an earlier page answered anew: what was said at later steps stays.

    Parameters
    ----------
    interview : as it stands now
    page : the one that was answered anew
    after : as it stood at that step, with the new answer
    """
    number = len(after.earlier)
    if number > len(interview.earlier):
        return after
    now = Step(interview.check_in, interview.skipped, interview.asked)
    *later, now = [_anew(step, page, after) for step in (*interview.earlier[number:], now)]
    return replace(
        after,
        check_in=now.check_in,
        skipped=now.skipped,
        asked=now.asked,
        earlier=(*after.earlier, *later),
    )


def corrected(interview: Interview, said: Mapping[str, Any]) -> Interview:
    """The interview with something put right at every step, as if it had been said so before."""
    steps = [replace(s, check_in=s.check_in.with_(**said)) for s in interview.earlier]
    return replace(interview, check_in=interview.check_in.with_(**said), earlier=tuple(steps))


def _anew(later: Step, page: Page, after: Interview) -> Step:
    fields = frozenset[str]().union(*(item.fields for item in page.items))
    said = {name: getattr(after.check_in, name) for name in fields}
    skipped = (later.skipped - fields) | (after.skipped & fields)
    return Step(later.check_in.with_(**said), skipped, _with(later.asked, page.screen.id))
