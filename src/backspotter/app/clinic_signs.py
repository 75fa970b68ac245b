"""Which warning signs were asked in an episode, and what was answered: yes, no, or not asked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from backspotter.app.plain_words import screen_in_words
from backspotter.triage.flag_signs import STATES, flag_fields
from backspotter.triage.questions import Screen, screens, words_of

if TYPE_CHECKING:
    from backspotter.journal.records import CheckInKept


TITLES: Final = {
    "bladder_bowel_saddle": "Bladder, bowel, saddle and sex",
    "whole_body": "Whole body",
    "daily_life": "Daily life",
    "history": "History",
    "history_more": "History, further",
}
"""Screens that are called otherwise when they are asked."""

ANSWERS: Final = {"yes": "yes", "unable": "yes", "no": "no", "fine": "no", "limited": "no"}
"""What an answer says of a warning sign; one that is none of these was not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One warning sign through an episode.

    ``yes``, ``no`` : when it was last answered so; both None where it was not asked.
    """

    field: str
    yes: datetime | None = None
    no: datetime | None = None

    @property
    def short(self) -> str:
        """A name of a few words."""
        return _short_names()[self.field]

    @property
    def words(self) -> str:
        """As it is asked."""
        return (
            f"{self.field.capitalize()} not possible"
            if self.field in STATES
            else words_of(self.field)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The signs of one screen."""

    title: str
    signs: tuple[Asked, ...]

    def said(self, answer: str) -> list[Asked]:
        """The signs with one answer: ``yes`` at any time counts before a later ``no``."""
        return [each for each in self.signs if answer_of(each) == answer]


@cache
def _short_names() -> Mapping[str, str]:
    text = files("backspotter.app").joinpath("clinic_signs.toml").read_text(encoding="utf-8")
    names: Mapping[str, str] = tomllib.loads(text)["short"]
    return names


def answer_of(sign: Asked) -> str:
    """``yes``, ``no`` or ``not asked``; nothing that was once there is outvoted by a later no."""
    if sign.yes is not None:
        return "yes"
    return "no" if sign.no is not None else "not asked"


def signs_asked(checks: Iterable[CheckInKept]) -> tuple[Group, ...]:
    """Every warning sign by screen, with what the checks of an episode say of it."""
    in_order = sorted(checks, key=lambda each: each.at)
    return tuple(group for screen in screens() if (group := _group(screen, in_order)).signs)


def _group(screen: Screen, checks: Sequence[CheckInKept]) -> Group:
    asked = flag_fields() | frozenset(STATES)
    fields = [name for name in screen.in_order if screen.flags and name in asked]
    title = TITLES.get(screen.id) or screen_in_words(screen).removeprefix("your ").capitalize()
    return Group(title=title, signs=tuple(_asked(name, checks) for name in fields))


def _asked(field: str, checks: Sequence[CheckInKept]) -> Asked:
    found: dict[str, datetime] = {}
    for each in checks:
        answer = ANSWERS.get(str(each.answers.get(field)))
        if answer:
            found[answer] = each.at
    return Asked(field=field, yes=found.get("yes"), no=found.get("no"))
