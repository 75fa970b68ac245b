"""What to do now: rows of ``do_now.toml`` chosen by level, hours since the lift and country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.levels import Level
from backspotter.triage.check_in import CheckIn
from backspotter.triage.conditions import Condition, compile_condition
from backspotter.triage.floors import facts, table

TOPICS = (
    "action", "tell", "avoid", "movement", "heat", "sleep", "fluids", "medicine", "stop_waiting",
    "whom",
)  # fmt: skip

ANY_EMERGENCY: Final = "your emergency number"
ANY_ADVICE: Final = "your local medical advice line"
"""What stands for the numbers of a country that is not known."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do, not to do, or to say, with the claims behind it."""

    id: str
    topic: str
    words: str
    claims: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class CountryNumbers:
    """Whom to call in one country; ``status`` says how far that was checked."""

    code: str
    name: str
    emergency: str
    advice: str
    status: str


@dataclass(frozen=True, slots=True)
class Night:
    """From when to when nobody is asked to check again, and when in the morning instead: hours of
    the clock [h]."""

    from_h: int
    to_h: int
    morning_h: int
    basis: str

    def holds(self, hour: int) -> bool:
        """Whether it is night at this hour of the clock."""
        return hour >= self.from_h or hour < self.to_h


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """A row before the country's numbers are filled in."""

    advice: Advice
    levels: frozenset[str]
    from_h: float
    to_h: float
    condition: Condition | None
    when: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def fits(self, check_in: CheckIn, level: Level) -> bool:
        """Whether the row is for this level, this hour and this person."""
        since = check_in.hours_since_lift
        in_time = since is None or self.from_h <= since < self.to_h
        named = self.condition is None or self.condition.judge(check_in).now
        return level.name in self.levels and in_time and named


@cache
def advice_rows() -> tuple[AdviceRow, ...]:
    """Every row of advice, in the order of the topics."""
    rows = [_row(row) for row in _table()["advice"]]
    return tuple(sorted(rows, key=lambda row: TOPICS.index(row.advice.topic)))


def _row(row: dict[str, Any]) -> AdviceRow:
    known = {fact.id: fact.condition for fact in facts().values()}
    return AdviceRow(
        Advice(row["id"], row["topic"], row["say"], tuple(row.get("claims", ())), row["basis"]),
        frozenset(row["levels"]),
        row.get("from_h", 0.0),
        row.get("to_h", float("inf")),
        compile_condition(row["when"], known) if "when" in row else None,
        row.get("when", {}),
    )


@cache
def _table() -> dict[str, Any]:
    return table("do_now.toml")


@cache
def countries() -> Mapping[str, CountryNumbers]:
    """The numbers to call, by two-letter country code."""
    return {code: CountryNumbers(code, **row) for code, row in _table()["country"].items()}


def advise(check_in: CheckIn, level: Level, *, country: str = "") -> tuple[Advice, ...]:
    """What to do now, the action first.

    Raises
    ------
    InputError : a country that is no two-letter code
    """
    numbers = numbers_of(country)
    fitting = (row.advice for row in advice_rows() if row.fits(check_in, level))
    return tuple(filled(advice, numbers) for advice in fitting)


def country_code(country: str) -> str:
    """The two letters of a country as somebody typed them, in capitals; empty for not said.

    Raises
    ------
    InputError : no country has these letters
    """
    code = country.strip().upper()
    code = str(_table()["countries"]["also"].get(code, code))
    if code and code not in _codes():
        expected = "the two letters of a country, such as GB or US"
        raise InputError("country", given=country, expected=expected)
    return code


@cache
def _codes() -> frozenset[str]:
    return frozenset(_table()["countries"]["codes"].split())


def numbers_of(country: str) -> CountryNumbers:
    """The numbers of a country; plain words where the country is not said or not listed. UK is GB.

    Two letters that no country has any more, from an older journal, give plain words as well.

    Raises
    ------
    InputError : neither empty nor two letters
    """
    code = country.strip().upper()
    if code and not (len(code) == 2 and code.isalpha() and code.isascii()):
        raise InputError("country", given=country, expected="a two-letter code such as GB or US")
    code = str(_table()["countries"]["also"].get(code, code))
    return countries().get(code) or CountryNumbers(code, "", ANY_EMERGENCY, "", "")


def filled(advice: Advice, numbers: CountryNumbers) -> Advice:
    """The advice with the numbers of a country put in."""
    words = advice.words.replace("{emergency_number}", numbers.emergency)
    words = words.replace("{advice_line}", numbers.advice or ANY_ADVICE)
    return Advice(advice.id, advice.topic, words, advice.claims, advice.basis)


def told_since(words: str, numbers: CountryNumbers, *, before: CountryNumbers) -> str:
    """Advice that was given with the numbers of another country, or of none, with these put in.

    Parameters
    ----------
    before : the numbers with which it was given
    """
    as_it_is_now = _retold(before, numbers).get(words)
    if as_it_is_now is not None:
        return as_it_is_now
    # words of an older version: the numbers themselves are changed
    for old, new in (
        (before.advice or ANY_ADVICE, numbers.advice or ANY_ADVICE),
        (before.emergency, numbers.emergency),
    ):
        words = new.join(re.split(rf"(?<!\d){re.escape(old)}(?!\d)", words))
    return words


@cache
def _retold(before: CountryNumbers, now: CountryNumbers) -> Mapping[str, str]:
    """Each piece of advice with the numbers of one country, and what it is with another's."""
    advice = [row.advice for row in advice_rows()]
    return {filled(each, before).words: filled(each, now).words for each in advice}


@cache
def night() -> Night:
    """The night, which moves a re-check that is not urgent."""
    return Night(**_table()["recheck"]["night"])


def recheck_hours(check_in: CheckIn, level: Level) -> tuple[float, ...]:
    """When to check again, in hours from now, soonest first; none for an emergency."""
    rules = _table()["recheck"]
    since = check_in.hours_since_lift
    if since is None or level >= Level.urgent_care:
        return tuple(rules["every_h"][level.name])
    ahead = tuple(mark - since for mark in rules["marks_h"] if mark - since >= 1)
    return ahead or (rules["after_h"],)
