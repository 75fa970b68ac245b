"""What one question shows: its lines or choices, what was answered before, how far along it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from backspotter.app.check_under_way import UnderWay
from backspotter.app.interview import (
    REGIONS,
    Interview,
    Line,
    Page,
    kind_of,
    lines,
    next_page,
)
from backspotter.app.known_before import AGE, FROM, said_hours
from backspotter.triage.check_in import CheckIn
from backspotter.triage.questions import Choice, Item
from backspotter.web.forms import Sent

PAIN: Final = ("pain_now", "pain_worst")
WHERE: Final = "tap it on the drawing or in the list; left and right are your own"
USUAL: Final = {
    "hours_since_lift": (
        ("1", "1 hour"),
        ("3", "3 hours"),
        ("6", "6 hours"),
        ("12", "12 hours"),
        ("24", "a day"),
        ("36", "36 hours"),
        ("48", "2 days"),
        ("72", "3 days"),
    ),
    "pain_days": (
        ("1", "1 day"),
        ("2", "2 days"),
        ("3", "3 days"),
        ("7", "a week"),
        ("14", "2 weeks"),
        ("42", "6 weeks"),
    ),
}
"""Numbers that are often said, one tap away; any other may be typed."""

HOW_TO_TYPE: Final = {
    "hours_since_lift": "Or type it: hours, such as 30, or days, such as 2 days.",
    "pain_days": "Or type it: days, such as 4, or hours, such as 12 hours.",
}
TYPED: Final = "Or type a number."
UNSIDED: Final = ("midline", "saddle")
WORDS_OF_REGIONS: Final = {
    "paraspinal": "muscle beside the spine",
    "midline": "bone line in the middle",
    "sacroiliac": "back of the pelvis",
    "buttock": "buttock",
    "back_of_thigh": "back of the thigh",
    "below_knee": "below the knee",
    "foot": "foot",
    "flank": "side, below the ribs",
    "groin": "groin",
    "saddle": "between the legs",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to tick or to choose; ``said`` : whether it was, before."""

    value: str
    words: str
    said: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One part of the body with its left and right, or with neither."""

    words: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One question, or several together.

    ``kind`` : ``signs``, ``choice``, ``several``, ``number``, ``pain``, ``regions`` or
    ``together``. ``place`` : which of its page it is, from nought. ``said`` : what was answered
    before, in words; empty for nothing. ``taken`` : fields that this screen would have asked for
    and were kept before, each with its words. ``parts`` : the questions of a page of several.
    """

    kind: str
    title: str
    ask: str
    hint: str
    number: int = 0
    to_go: int = 0
    place: int = 0
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    usual: tuple[Option, ...] = ()
    how_to_type: str = ""
    typed: str = ""
    said: str = ""
    taken: tuple[tuple[str, str], ...] = ()
    parts: tuple[Shown, ...] = ()


def next_screen(interview: Interview) -> Page | None:
    """What the page shows next: questions that stand beside each other on one screen."""
    return next_page(interview, together=True)


def screen_of(
    interview: Interview, page: Page, check: UnderWay, number: int, form: Sent | None
) -> Shown:
    """What a step shows.

    Parameters
    ----------
    interview : as it stood then
    form : what was sent and could not be used; it is shown again
    """
    is_again = number < check.step
    told = check.draft.interview.check_in if is_again else CheckIn()
    fields = frozenset[str]().union(*(item.fields for item in page.items))
    skipped = is_again and not any(told.knows(name) for name in fields)
    kind = page.kind if page.kind in ("signs", "together") else _kind(page.items[0])
    about, about_hint = _parted(page.screen.title)
    many = kind in ("signs", "together")
    ask, hint = (about, about_hint) if many else _parted(page.items[0].ask)
    shown = Shown(
        kind=kind,
        title="" if many else about,
        ask=ask,
        hint=WHERE if kind == "regions" else hint,
        number=page.number,
        to_go=page.to_go,
        taken=_taken(interview, page, check),
        said="You skipped this." if skipped else "",
    )
    if kind == "signs":
        return _signs(shown, lines(interview, page), told, is_again, form)
    if kind == "together":
        parts = (_part(item, place, told, form) for place, item in enumerate(page.items))
        return replace(shown, parts=tuple(parts))
    return _one(shown, page.items[0], told, form)


def _part(item: Item, place: int, told: CheckIn, form: Sent | None) -> Shown:
    ask, hint = _parted(item.ask)
    hint = "" if item.number in USUAL else hint
    return _one(
        Shown(kind=_kind(item), title="", ask=ask, hint=hint, place=place), item, told, form
    )


def _taken(interview: Interview, page: Page, check: UnderWay) -> tuple[tuple[str, str], ...]:
    """What was not asked for, on the first page of the screen that would have asked."""
    if page.screen.id in interview.asked:
        return ()
    here = [name for name in check.taken if name in page.screen.fields]
    return tuple((name, _counted(name, interview.check_in)) for name in here)


def _counted(name: str, told: CheckIn) -> str:
    value = getattr(told, name)
    if name == AGE:
        return f"age {value - 1:g} or {value:g}, from {FROM[name]}"
    return f"the lift was {said_hours(value)} ago, from {FROM[name]}"


def _parted(words: str) -> tuple[str, str]:
    """A question, and what stands in brackets at its end."""
    if not words.endswith(")"):
        return words, ""
    ask, _, hint = words.removesuffix(")").partition(" (")
    return ask, hint


def _one(shown: Shown, item: Item, told: CheckIn, form: Sent | None) -> Shown:
    if item.number:
        given = getattr(told, item.number)
        known = "" if given is None else f"{given:g}"
        return _number(shown, item.number, _sent_number(form, shown.place) if form else known)
    if shown.kind == "regions":
        return replace(shown, rows=_rows(frozenset(form.texts("region")) if form else told.regions))
    chosen = form.texts(choice_name(shown.place)) if form else _chosen(item.choices, told)
    options = (
        Option(str(place), choice.words, str(place) in chosen)
        for place, choice in enumerate(item.choices)
    )
    return replace(shown, options=tuple(options))


def choice_name(place: int) -> str:
    """What the choice of a question is called in a form; the first of a page has no number."""
    return f"choice-{place}" if place else "choice"


def number_names(place: int) -> tuple[str, str]:
    """What a number that is tapped, and one that is typed, are called in a form."""
    return (f"number-{place}", f"typed-{place}") if place else ("number", "typed")


def _sent_number(form: Sent, place: int) -> str:
    """The number that was sent: one that was typed is what stays to be put right."""
    tapped, typed = (form.text(name) for name in number_names(place))
    return typed or tapped


def regions_page(page: Page) -> bool:
    """Whether a page asks where it is."""
    return page.items[0].in_order == (REGIONS,)


def _kind(item: Item) -> str:
    if item.number in PAIN:
        return "pain"
    return "regions" if item.in_order == (REGIONS,) else kind_of(item)


def _signs(
    shown: Shown, lines_: Sequence[Line], told: CheckIn, is_again: bool, form: Sent | None
) -> Shown:
    sent = form.texts("line") if form else []
    options = tuple(
        Option(str(place), line.ask, str(place) in sent or _some_present(line, told))
        for place, line in enumerate(lines_)
    )
    none = is_again and all(getattr(told, sign) == "no" for line in lines_ for sign in line.signs)
    said = "You said: none of these." if none else shown.said
    return replace(shown, options=options, said=said)


def _some_present(line: Line, told: CheckIn) -> bool:
    return any(getattr(told, sign) == "yes" for sign in line.signs)


def _number(shown: Shown, field: str, typed: str) -> Shown:
    if field in PAIN:
        usual = tuple(Option(str(n), str(n), str(n) == typed) for n in range(11))
    else:
        usual = tuple(Option(value, words, value == typed) for value, words in USUAL.get(field, ()))
    how = HOW_TO_TYPE.get(field, TYPED if usual else "")
    return replace(shown, usual=usual, how_to_type=how, typed=typed)


def _chosen(choices: tuple[Choice, ...], told: CheckIn) -> list[str]:
    return [str(place) for place, choice in enumerate(choices) if _holds(choice, told)]


def _holds(choice: Choice, told: CheckIn) -> bool:
    def is_so(name: str, value: object) -> bool:
        given = getattr(told, name)
        return value in given if isinstance(given, frozenset) else bool(given == value)

    return all(is_so(name, value) for name, value in choice.sets.items())


def _rows(marked: frozenset[str]) -> tuple[Row, ...]:
    return tuple(
        Row(words, tuple(_option(region, marked) for region in _sides(stem)))
        for stem, words in WORDS_OF_REGIONS.items()
    )


def _sides(stem: str) -> list[str]:
    return [stem] if stem in UNSIDED else [f"{side}_{stem}" for side in ("left", "right")]


def _option(region: str, marked: frozenset[str]) -> Option:
    side = region.partition("_")[0]
    stem = region.removeprefix("left_").removeprefix("right_")
    words = side if region != stem else WORDS_OF_REGIONS[stem]
    # a region read without its side is shown on both
    return Option(region, words, region in marked or stem in marked)
