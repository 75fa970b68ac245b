"""The rule book in groups, in the order in which people look for things."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from backspotter.app.entry import Entry
from backspotter.app.rule_book import entries

TITLES: Final = (
    ("warning", "Warning signs", ("floor", "named fact")),
    ("weighing", "What speaks for what", ("finding", "mechanism", "cut-off")),
    ("advice", "What to do now", ("advice", "recovery")),
    ("course", "The course of soreness", ("verdict", "number of the course", "score")),
    ("training", "Guards, steps and warm-up", ("guard", "step back", "warm-up", "strength")),
    ("film", "Faults that a film shows", ("fault",)),
    ("model", "The model of the back", ("number of the model", "about the model", "published row")),
    ("claims", "What was found", ("claim",)),
    ("sources", "Sources", ("source",)),
)
KINDS: Final = tuple(kind for _, _, kinds in TITLES for kind in kinds)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of the rule book that belong together; ``id`` : for a link to them."""

    id: str
    title: str
    rows: tuple[Entry, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Every row of the rule book, each in one group."""
    return tuple(
        Group(id_, title, tuple(row for row in entries().values() if row.kind in kinds))
        for id_, title, kinds in TITLES
    )
