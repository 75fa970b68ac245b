"""What a reader of the rule book gets beside the rows: families of floors, and background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from backspotter.triage.floors import Floor, floors, table


@dataclass(frozen=True, slots=True)
class Family:
    """Floors that belong together, with what a clinician should know about them.

    ``rules`` are the words before the hyphen in the ids of its floors.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    say: str
    claims: tuple[str, ...]

    @property
    def floors(self) -> tuple[Floor, ...]:
        """Its floors, most urgent first."""
        return tuple(floor for floor in floors() if kind_of(floor.id) in self.rules)


@dataclass(frozen=True, slots=True)
class Background:
    """A passage of the rule book that belongs to no single row."""

    id: str
    title: str
    page: str
    say: str
    claims: tuple[str, ...]


def kind_of(rule: str) -> str:
    """The word before the hyphen in the id of a floor: ``CES`` for ``CES-13P``."""
    return rule.partition("-")[0]


@cache
def families() -> tuple[Family, ...]:
    """Every family, in the order of the rule book."""
    return tuple(Family(**_with_tuples(row)) for row in table("rule_book.toml")["family"])


@cache
def background(page: str) -> tuple[Background, ...]:
    """The passages of one page: ``index``, ``ranking`` or ``what-to-do``."""
    rows = (row for row in table("rule_book.toml")["background"] if row["page"] == page)
    return tuple(Background(**_with_tuples(row)) for row in rows)


def _with_tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
