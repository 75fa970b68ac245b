"""Conditions of the rule tables in plain English, for the rule book and for people who ask.

Signs are quoted in the words a person ticks; everything else comes from ``words.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from backspotter.triage.check_in import FIELDS, UNKNOWN
from backspotter.triage.conditions import RuleError
from backspotter.triage.floors import Fact, facts, table
from backspotter.triage.questions import sign_words

COMPARED = MappingProxyType({">=": "at least", "<=": "at most", ">": "over", "<": "under"})
UNIT_WORDS = MappingProxyType({"h": "hours", "d": "days", "kg": "kg"})
LONGEST_IN_HOURS = 96
NOT_SAID = " (or not said)"
ALL = "and"
ANY = "or"
UNLESS = "unless"

FactWords = Callable[[Fact], str]


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition as a tree: either words, or parts with what joins them."""

    words: str = ""
    join: str = ""
    """``and``, ``or``, ``unless``, or ``at least 2 of``."""
    parts: tuple[Clause, ...] = ()


def in_words(when: Mapping[str, Any], *, fact_words: FactWords = lambda fact: fact.name) -> str:
    """A ``when`` table as one plain English phrase, without capital or full stop.

    Parameters
    ----------
    when : the table as it stands in the rule file
    fact_words : what to call a named fact; its name unless something else is wanted

    Raises
    ------
    RuleError : a key that is neither a field nor a named fact
    """
    return _inline(clause_of(when, fact_words), depth=0)


def clause_of(when: Mapping[str, Any], fact_words: FactWords = lambda fact: fact.name) -> Clause:
    """A ``when`` table as a tree of clauses, exceptions last."""
    parts = [
        _clause(key, value, when, fact_words) for key, value in when.items() if key not in ("of",)
    ]
    parts.sort(key=lambda part: part.join == UNLESS)
    return parts[0] if len(parts) == 1 else Clause(join=ALL, parts=tuple(parts))


def _clause(key: str, value: Any, when: Mapping[str, Any], fact_words: FactWords) -> Clause:
    if key == UNLESS:
        return Clause(join=UNLESS, parts=(clause_of(value, fact_words),))
    if key == "any":
        return _count(value, 1, fact_words)
    if key == "at_least":
        return _count(when["of"], value, fact_words)
    if key in facts():
        named = fact_words(facts()[key])
        return Clause(named if value else f"not {named}")
    if key in FIELDS:
        return Clause(_field(key, value))
    raise RuleError(f"{key}: neither a field of the check-in nor a named fact")


def _count(tables: Sequence[Mapping[str, Any]], least: int, fact_words: FactWords) -> Clause:
    """So many of some tables; one that is listed twice counts twice, and says so."""
    unique = [each for at, each in enumerate(tables) if each not in tables[:at]]
    parts = tuple(_counted(each, tables.count(each), fact_words) for each in unique)
    return Clause(join=ANY if least == 1 else f"at least {least} of", parts=parts)


def _counted(when: Mapping[str, Any], times: int, fact_words: FactWords) -> Clause:
    clause = clause_of(when, fact_words)
    return clause if times == 1 else Clause(f"{_inline(clause, depth=1)} (counts as {times})")


def _inline(clause: Clause, depth: int) -> str:
    if not clause.parts:
        return clause.words
    if clause.join == UNLESS:
        return f"unless {_inline(clause.parts[0], depth + 1)}"
    parts = [part for part in clause.parts if part.join != UNLESS]
    spoken = _joined([_inline(part, depth + 1) for part in parts], clause.join, depth, parts)
    exceptions = [_inline(part, depth + 1) for part in clause.parts if part.join == UNLESS]
    phrase = ", ".join([spoken, *exceptions])
    return f"({phrase})" if depth > 1 else phrase


def _joined(spoken: list[str], join: str, depth: int, parts: list[Clause]) -> str:
    if join not in (ALL, ANY):
        return f"{join}: {'; '.join(spoken)}"
    is_long = any(part.parts for part in parts) or (join == ALL and len(parts) > 2)
    if depth == 0 and is_long:
        return f"; {join} ".join(spoken)
    listed = listing(spoken, join)
    return f"one of: {listed}" if join == ANY and depth and len(spoken) > 2 else listed


def listing(spoken: Sequence[str], join: str) -> str:
    """Several words as a list: ``a, b or c``."""
    *first, last = spoken
    return f"{', '.join(first)} {join} {last}" if first else last


def _field(name: str, value: Any) -> str:
    assumed = isinstance(value, str) and value.endswith("?")
    listed = value if isinstance(value, list) else [value[:-1].strip() if assumed else value]
    said = [each for each in listed if each != "?"]
    phrase = _sign(name, said) if FIELDS[name]["kind"] == "sign" else _fact_of(name, said)
    return phrase + (NOT_SAID if assumed or "?" in listed else "")


def _sign(name: str, said: list[str]) -> str:
    quoted = f"“{sign_words()[name]}”"
    return quoted if said == ["yes"] else f"{listing(said, ANY)} to {quoted}"


def _fact_of(name: str, said: list[str]) -> str:
    sentence = field_words(name)
    if FIELDS[name]["kind"] == "number":
        return sentence.format(_compared(said[0], FIELDS[name]["unit"]))
    if FIELDS[name]["kind"] == "any_of":
        return _set_of(name, said[0])
    return sentence.format(listing([value_words(value) for value in said], ANY))


def _compared(comparison: str, unit: str) -> str:
    sign, _, limit = comparison.partition(" ")
    return f"{COMPARED[sign]} {_amount(float(limit), unit)}"


def _amount(limit: float, unit: str) -> str:
    """A limit with its unit; long times are said in days."""
    if unit == "h" and limit > LONGEST_IN_HOURS and limit % 24 == 0:
        return f"{limit / 24:g} days"
    return f"{limit:g} {UNIT_WORDS.get(unit, '')}".strip()


def _set_of(name: str, wanted: str) -> str:
    only = wanted.startswith("only ")
    values = wanted.removeprefix("only ").removeprefix("any of ").split(", ")
    listed = listing([value_words(value) for value in values], ANY)
    return field_words(name).format(listed) + (", and nothing else" if only else "")


def field_words(name: str) -> str:
    """The sentence of a field that is not a sign; ``{}`` stands where its value goes."""
    return str(_words()["field"][name])


def one_in_words(name: str) -> str:
    """What is said of a field where its number is one; empty where that needs no other words."""
    return str(_words()["one"].get(name, ""))


def value_words(value: str) -> str:
    """The plain words of one allowed value, side included."""
    if value == UNKNOWN:
        return "not said"
    for side in ("left", "right"):
        if value.startswith(f"{side}_"):
            return f"{value_words(value.removeprefix(f'{side}_'))}, on the {side}"
    return str(_words()["value"][value])


@cache
def _words() -> dict[str, Any]:
    return table("words.toml")
