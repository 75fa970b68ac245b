"""Flags: warning signs that stay in force until somebody examined them, whatever comes after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from backspotter.levels import Level
from backspotter.triage.assess import Assessment, Reason, assess, with_what_follows
from backspotter.triage.check_in import CheckIn
from backspotter.triage.floors import Floor, floors, judge_floors, table

STILL_OPEN = "Still open from an earlier check: "
OF_A_RULE_THAT_IS_GONE = ("house-judgement",)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFlag:
    """A flag that an earlier check-in raised: the floor, its level, and what it says."""

    rule: str
    level: Level
    words: str


@cache
def passing_kinds() -> frozenset[str]:
    """The kinds of floors that raise no flag, as ``flags.toml`` has them."""
    return frozenset(row["kind"] for row in table("flags.toml")["passes"])


def stays(rule: str) -> bool:
    """Whether a floor that held raises a flag: every one does, but for the kinds that pass."""
    return rule.partition("-")[0] not in passing_kinds()


def raised(check_in: CheckIn) -> tuple[Floor, ...]:
    """The floors that hold and raise a flag, most urgent first."""
    judged = judge_floors(with_what_follows(check_in))
    return tuple(each.floor for each in judged if each.judgement.now and stays(each.floor.id))


def assess_with_flags(
    check_in: CheckIn, open_flags: Sequence[OpenFlag], *, country: str = ""
) -> Assessment:
    """The answer to a check-in while flags are open: never below what one of them allows.

    Parameters
    ----------
    check_in : what is known now
    open_flags : raised before, and neither examined nor corrected since
    country : as for ``assess``

    Raises
    ------
    InputError : a country that is no two-letter code
    """
    return assess(check_in, country=country, standing=standing_reasons(open_flags))


def standing_reasons(open_flags: Iterable[OpenFlag]) -> tuple[Reason, ...]:
    """What holds the level up, most urgent first, each rule once."""
    highest: dict[str, OpenFlag] = {}
    for flag in sorted(open_flags, key=lambda each: -each.level):
        highest.setdefault(flag.rule, flag)
    return tuple(_reason(flag) for flag in highest.values())


def _reason(flag: OpenFlag) -> Reason:
    floor = {each.id: each for each in floors()}.get(flag.rule)
    sources = floor.sources if floor else OF_A_RULE_THAT_IS_GONE
    basis = floor.basis if floor else "judgement"
    return Reason(flag.rule, f"{STILL_OPEN}{flag.words}", sources, basis, flag.level, "for")
