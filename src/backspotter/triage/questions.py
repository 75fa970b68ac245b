"""What is asked, and which screen comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from backspotter.triage.check_in import CheckIn
from backspotter.triage.floors import table


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer and the fields it sets."""

    words: str
    sets: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a screen: signs to tick, a choice, or a number.

    ``block`` : which lines of a screen stand on one page, counted from nought.
    """

    ask: str
    signs: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    several: bool = False
    number: str = ""
    block: int = 0

    @property
    def in_order(self) -> tuple[str, ...]:
        """The fields this line can answer, in the order they are named."""
        chosen = (name for choice in self.choices for name in choice.sets)
        named = [*self.signs, *chosen, *([self.number] if self.number else [])]
        return tuple(dict.fromkeys(named))

    @property
    def fields(self) -> frozenset[str]:
        """The fields this line can answer."""
        return frozenset(self.in_order)


@dataclass(frozen=True, slots=True)
class Screen:
    """Up to six lines that are asked together."""

    id: str
    title: str
    flags: bool
    items: tuple[Item, ...]
    fields: frozenset[str]

    @property
    def in_order(self) -> tuple[str, ...]:
        """The fields in the order of the lines."""
        return tuple(name for item in self.items for name in item.in_order)

    def open_items(self, check_in: CheckIn, relevant: frozenset[str]) -> tuple[Item, ...]:
        """The lines with an unanswered field that can still change the level."""
        return tuple(
            item
            for item in self.items
            if any(name in relevant and not check_in.knows(name) for name in item.fields)
        )


@cache
def sign_words() -> Mapping[str, str]:
    """The plain words of every sign."""
    return MappingProxyType(table("questions.toml")["sign"])


@cache
def screens() -> tuple[Screen, ...]:
    """Every screen, in the order of asking."""
    return tuple(_screen(row) for row in table("questions.toml")["screen"])


def _screen(row: dict[str, Any]) -> Screen:
    items: list[Item] = []
    for each in row["items"]:
        items.append(_item(each, items[-1] if items else None))
    fields = frozenset().union(*(item.fields for item in items))
    return Screen(row["id"], row["title"], row["flags"], tuple(items), fields)


def _item(row: dict[str, Any], before: Item | None) -> Item:
    signs = tuple(row.get("signs", ()))
    choices = tuple(Choice(c["words"], MappingProxyType(c["set"])) for c in row.get("choices", ()))
    ask = row["ask"] if "ask" in row else sign_words()[signs[0]]
    stays = before is not None and (row.get("beside", False) or bool(signs and before.signs))
    block = 0 if before is None else before.block + (not stays)
    return Item(ask, signs, choices, row.get("several", False), row.get("number", ""), block)


@cache
def screen_of() -> Mapping[str, Screen]:
    """The screen that asks for a field."""
    in_order = ((name, screen) for screen in screens() for name in screen.in_order)
    return dict(in_order)


def next_screen(check_in: CheckIn, relevant: frozenset[str]) -> Screen | None:
    """The first screen with an unanswered field among those that can still change the level."""
    for screen in screens():
        open_fields = screen.fields & relevant
        if any(not check_in.knows(name) for name in open_fields):
            return screen
    return None


@cache
def words_of(field: str) -> str:
    """The plain words in which a field is asked for."""
    if field in sign_words():
        return sign_words()[field]
    asked = screen_of().get(field)
    if asked is None:
        return field.replace("_", " ")
    return next(item.ask for item in asked.items if field in item.fields)
