"""Conditions of the rule tables, judged when some facts are not known.

A condition over a check-in has three judgements at once:

``now``    it holds, taking the check-in as it stands;
``could``  some answer to what is still unknown would make it hold;
``must``   it holds whatever the unknown answers turn out to be.

``could`` may be true too often and ``must`` too rarely, never the other way round. That is
what lets ``could_rise_to`` promise that no later answer goes above it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from backspotter.triage.check_in import FIELDS, UNKNOWN, CheckIn


class Judgement(NamedTuple):
    """Whether a condition holds now, could still hold, and must hold."""

    now: bool
    could: bool
    must: bool


HOLDS = Judgement(True, True, True)
FAILS = Judgement(False, False, False)
OPEN = Judgement(False, True, False)
ASSUMED = Judgement(True, True, False)

Judge: TypeAlias = Callable[[CheckIn], Judgement]
Facts: TypeAlias = Mapping[str, "Condition"]

COMPARE = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


class RuleError(ValueError):
    """A row of a rule table that makes no sense: our fault, found by the tests."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled ``when`` and the fields it looks at."""

    judge: Judge
    fields: frozenset[str]


def compile_condition(when: Mapping[str, Any], facts: Facts | None = None) -> Condition:
    """A condition from a ``when`` table; every pair in the table has to hold.

    A key is a field of the check-in, a named fact, ``any`` (a list of tables, one of which
    must hold), ``unless`` (a table that must not hold) or ``at_least`` with ``of``. A value is
    ``"yes"``, one allowed value, a list of them, a comparison (``">= 7"``), ``"any of a, b"``
    or ``"only a, b"`` for what can be several; a ``?`` at its end takes not said for true.

    Raises
    ------
    RuleError : an unknown key or value
    """
    known_facts = facts or {}
    parts = [_compile_pair(key, value, when, known_facts) for key, value in when.items()]
    if not parts:
        raise RuleError("a condition needs at least one pair")
    return _all_of([part for part in parts if part is not None])


def _compile_pair(key: str, value: Any, when: Mapping[str, Any], facts: Facts) -> Condition | None:
    if key == "any":
        return _count_of([compile_condition(table, facts) for table in value], 1)
    if key == "unless":
        return _negated(compile_condition(value, facts))
    if key == "at_least":
        return _count_of([compile_condition(table, facts) for table in when["of"]], value)
    if key == "of":
        return None
    if key in facts:
        return facts[key] if value else _negated(facts[key])
    if key in FIELDS:
        return Condition(_judge_field(key, value), frozenset([key]))
    raise RuleError(f"{key}: neither a field of the check-in nor a named fact")


def _all_of(parts: list[Condition]) -> Condition:
    if len(parts) == 1:
        return parts[0]
    judges = tuple(part.judge for part in parts)

    def judge(check_in: CheckIn) -> Judgement:
        now = could = must = True
        for each in judges:
            is_now, is_could, is_must = each(check_in)
            if not is_could:
                return FAILS
            now = now and is_now
            must = must and is_must
        return Judgement(now, could, must)

    return Condition(judge, frozenset().union(*(part.fields for part in parts)))


def _count_of(parts: list[Condition], least: int) -> Condition:
    judges = tuple(part.judge for part in parts)

    def judge(check_in: CheckIn) -> Judgement:
        now = could = must = 0
        for each in judges:
            is_now, is_could, is_must = each(check_in)
            now += is_now
            could += is_could
            must += is_must
        return Judgement(now >= least, could >= least, must >= least)

    return Condition(judge, frozenset().union(*(part.fields for part in parts)))


def _negated(part: Condition) -> Condition:
    inner = part.judge

    def judge(check_in: CheckIn) -> Judgement:
        now, could, must = inner(check_in)
        return Judgement(not now, not must, not could)

    return Condition(judge, part.fields)


def _judge_field(name: str, value: Any) -> Judge:
    test, when_unknown = _test_of(name, value)

    def judge(check_in: CheckIn) -> Judgement:
        given = getattr(check_in, name)
        if given == UNKNOWN or given is None or given == frozenset():
            return when_unknown
        return HOLDS if test(given) else FAILS

    return judge


def _test_of(name: str, value: Any) -> tuple[Callable[[Any], bool], Judgement]:
    kind = FIELDS[name]["kind"]
    if isinstance(value, str) and value.endswith("?"):
        return _test_of(name, value[:-1].strip())[0], ASSUMED
    if isinstance(value, list):
        assumed = "?" in value
        allowed = frozenset(_allowed(name, [v for v in value if v != "?"]))
        return allowed.__contains__, ASSUMED if assumed else OPEN
    if kind == "number":
        return _comparison(name, value), OPEN
    if kind == "any_of":
        return _set_test(name, value), OPEN
    (wanted,) = _allowed(name, [value])
    return lambda given: bool(given == wanted), OPEN


def _comparison(name: str, value: Any) -> Callable[[Any], bool]:
    sign, _, limit = str(value).partition(" ")
    if sign not in COMPARE or not limit:
        raise RuleError(f"{name}: {value!r} is no comparison such as '>= 7'")
    compare, bound = COMPARE[sign], float(limit)
    return lambda given: bool(compare(given, bound))


def _set_test(name: str, value: str) -> Callable[[frozenset[str]], bool]:
    for start, test in (("any of ", _shares), ("only ", _within)):
        if value.startswith(start):
            stems = frozenset(_allowed(name, value[len(start) :].split(", ")))
            return test(_with_sides(stems, name))
    raise RuleError(f"{name}: {value!r} is neither 'any of …' nor 'only …'")


def _shares(wanted: frozenset[str]) -> Callable[[frozenset[str]], bool]:
    return lambda given: not wanted.isdisjoint(given)


def _within(wanted: frozenset[str]) -> Callable[[frozenset[str]], bool]:
    return lambda given: given <= wanted


def _with_sides(stems: frozenset[str], name: str) -> frozenset[str]:
    """A region named without its side stands for both sides too."""
    allowed = FIELDS[name]["values"]
    sided = {f"{side}_{stem}" for stem in stems for side in ("left", "right")}
    return stems | sided.intersection(allowed)


def _allowed(name: str, values: list[str]) -> list[str]:
    allowed = FIELDS[name].get("values", ())
    for value in values:
        if value not in allowed or value == UNKNOWN:
            raise RuleError(f"{name}: {value!r} is not one of its values")
    return values
