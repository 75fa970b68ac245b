"""What is added to the advice of the check: by the course, and by what helped this person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from backspotter.levels import Level
from backspotter.training.variants import rules

MEANS: Final = ("heat", "cold", "walking", "massage", "stretching", "rest", "sitting", "training")
"""What can have helped, or made it worse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """One thing more to do or to know."""

    id: str
    topic: str
    words: str
    claims: tuple[str, ...]
    basis: str


def recovery(
    level: Level, *, course: str, helped: frozenset[str], made_worse: frozenset[str]
) -> tuple[Recovery, ...]:
    """The rows for this level, course and person, in the order of the table."""
    said = ", ".join(sorted(made_worse))
    return tuple(
        Recovery(
            id=row["id"],
            topic=row["topic"],
            words=row["say"].format(made_worse=said),
            claims=tuple(row["claims"]),
            basis=row["basis"],
        )
        for row in rules("recovery.toml")["recovery"]
        if level.name in row["levels"] and _holds(row["when"], course, helped, made_worse)
    )


def speaks_of_hinges(advice_id: str) -> bool:
    """Whether a piece of the check's advice has no place on a day without hinges."""
    return advice_id in rules("recovery.toml")["not_without_hinges"]


def _holds(
    when: dict[str, Any], course: str, helped: frozenset[str], made_worse: frozenset[str]
) -> bool:
    means = when.get("helped")
    if means is not None:
        return means in helped and means not in made_worse
    return bool(made_worse) if "made_worse" in when else bool(when["course"] == course)
