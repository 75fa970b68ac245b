"""Floors: rules that set the lowest level an answer may have, read from ``floors.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from backspotter.levels import Level
from backspotter.triage.check_in import SIGNS, CheckIn
from backspotter.triage.conditions import Condition, Judgement, RuleError, compile_condition

TAKES_BACK = frozenset(["sphincter_change_old_and_assessed"])
"""A field that can only take a sign back, and is none itself."""

BASES = ("guideline", "literature", "judgement")


@dataclass(frozen=True, slots=True)
class Fact:
    """A condition with a name, so that several floors can share it."""

    id: str
    name: str
    say: str
    condition: Condition
    when: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Floor:
    """One row: when it holds, the level is at least ``level``."""

    id: str
    level: Level
    say: str
    sources: tuple[str, ...]
    basis: str
    condition: Condition
    claims: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FloorJudgement:
    """A floor and how its condition stands for one check-in."""

    floor: Floor
    judgement: Judgement


def table(name: str) -> dict[str, Any]:
    """The rows of one of the rule tables beside this module."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def facts() -> dict[str, Fact]:
    """The named conditions, in the order of the table; later ones may use earlier ones."""
    found: dict[str, Fact] = {}
    for row in table("floors.toml")["fact"]:
        known = {fact.id: fact.condition for fact in found.values()}
        condition = compile_condition(row["when"], known)
        found[row["id"]] = Fact(row["id"], row["name"], row["say"], condition, row["when"])
    return found


@cache
def floors() -> tuple[Floor, ...]:
    """Every floor, most urgent first.

    Raises
    ------
    RuleError : a row with an unknown level or basis, or a condition that makes no sense
    """
    rows = [_floor(row) for row in table("floors.toml")["floor"]]
    return tuple(sorted(rows, key=lambda floor: -floor.level))


def _floor(row: dict[str, Any]) -> Floor:
    if row["level"] not in Level.__members__ or row["basis"] not in BASES:
        raise RuleError(f"{row['id']}: unknown level or basis")
    known = {fact.id: fact.condition for fact in facts().values()}
    condition = compile_condition(row["when"], known)
    return Floor(
        row["id"],
        Level[row["level"]],
        row["say"],
        tuple(row["sources"]),
        row["basis"],
        condition,
        tuple(row.get("claims", ())),
        row["when"],
    )


@lru_cache(maxsize=64)
def judge_floors(check_in: CheckIn) -> tuple[FloorJudgement, ...]:
    """The floors that hold or could still hold, most urgent first."""
    judged = ((floor, floor.condition.judge(check_in)) for floor in floors())
    return tuple(FloorJudgement(floor, judgement) for floor, judgement in judged if judgement.could)


def signs_of(floor: Floor) -> tuple[str, ...]:
    """The signs that a floor speaks of, in the order of the check-in."""
    return tuple(name for name in SIGNS if name in floor.condition.fields - TAKES_BACK)


def signs_behind(floor: Floor, check_in: CheckIn) -> tuple[str, ...]:
    """The reported signs that a floor holds for, in the order of the check-in.

    A sign is behind it where the floor would not hold without it, or holds for it alone.
    """
    said = [name for name in signs_of(floor) if getattr(check_in, name) == "yes"]
    return holds_for(floor, check_in, dict.fromkeys(said, "no"))


def holds_for(floor: Floor, check_in: CheckIn, undone: Mapping[str, object]) -> tuple[str, ...]:
    """Those fields that a floor would not hold without, or holds for one alone.

    Parameters
    ----------
    undone : the fields that were said, each with its value where it had not been
    """

    def holds_without(names: list[str]) -> bool:
        without = check_in.with_(**{name: undone[name] for name in names})
        return floor.condition.judge(without).now

    return tuple(
        name
        for name in undone
        if not holds_without([name]) or holds_without([other for other in undone if other != name])
    )
