"""How long one assessment and one reading take, on one core, in this process."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter_ns
from typing import Any, TypeVar

from backspotter.reading import read
from backspotter.triage.assess import assess
from backspotter.triage.check_in import FIELDS, UNKNOWN, CheckIn
from tests.labelled import GENERATED, LIFTERS, reports

SEED = 20_240_917
CHECK_INS = 4_000
ROUNDS = 5
WARM_UP = 200
ANSWERED = 0.25
"""How likely it is that a field was answered."""
YES = 0.05
"""How likely it is that a sign is there; more would make nearly all of them emergencies."""

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one call takes: so many a second, and in milliseconds [ms]."""

    what: str
    calls: int
    per_second: float
    p50_ms: float
    p99_ms: float
    aim_p99_ms: float


def paces() -> list[Pace]:
    """Assessment of drawn check-ins and reading of every report."""
    texts = [report.text for name in (LIFTERS, GENERATED) for report in reports(name)]
    return [
        pace("one assessment of answers", assess, drawn(CHECK_INS), aim_p99_ms=1.0),
        pace("one reading of a report", read, texts * ROUNDS, aim_p99_ms=10.0),
    ]


def pace(
    what: str, call: Callable[[Given], object], given: Sequence[Given], *, aim_p99_ms: float
) -> Pace:
    """How long the call takes on each of the given."""
    for each in given[:WARM_UP]:
        call(each)
    took = [_nanoseconds(call, each) for each in given]
    cuts = quantiles(took, n=100, method="inclusive")
    per_second = len(took) / (sum(took) / 1e9)
    return Pace(what, len(took), per_second, cuts[49] / 1e6, cuts[98] / 1e6, aim_p99_ms)


def _nanoseconds(call: Callable[[Given], object], given: Given) -> int:
    start = perf_counter_ns()
    call(given)
    return perf_counter_ns() - start


def drawn(count: int, seed: int = SEED) -> list[CheckIn]:
    """Check-ins drawn by a seed: the same on every machine."""
    dice = random.Random(seed)
    return [_drawn(dice) for _ in range(count)]


def _drawn(dice: random.Random) -> CheckIn:
    answered = (name for name in FIELDS if dice.random() < ANSWERED)
    return CheckIn(**{name: _answer(dice, FIELDS[name]) for name in answered})


def _answer(dice: random.Random, metadata: Any) -> Any:
    if metadata["kind"] == "sign":
        return "yes" if dice.random() < YES else "no"
    if metadata["kind"] == "number":
        return dice.randint(int(metadata["low"]), int(min(metadata["high"], 240)))
    values = [value for value in metadata["values"] if value != UNKNOWN]
    return [dice.choice(values)] if metadata["kind"] == "any_of" else dice.choice(values)
