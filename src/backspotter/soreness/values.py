"""What a course is made of: sessions, entries, bands, and what was made of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backspotter.errors import InputError

Array: TypeAlias = NDArray[np.float64]
Verdict: TypeAlias = Literal["nothing_entered", "on_course", "slower", "not_like_soreness"]
Trend: TypeAlias = Literal["", "easing", "unchanged", "worsening", "second_worsening", "gone"]

MOST_SORE: Final = 10.0
NOT_SORENESS: Final = "No forecast: that would be one of soreness."


def _check(name: str, given: object, low: float, high: float) -> None:
    expected = f"a number from {low:g} to {high:g}"
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise InputError(name, given=given, expected=expected)
    if not math.isfinite(given) or not low <= given <= high:
        raise InputError(name, given=given, expected=expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bout:
    """One session that could make a back sore.

    ``at_h`` : when it ended, on any clock in hours [h]; ``lowered`` : how much of the work was
    slow lowering under load, 0 to 1; ``hardness`` : heaviest work as a share of the largest load,
    0 to 1.2; ``size`` : amount of work as a ratio to this person's usual session; ``days_since`` :
    since similar work [d], None where none is known.

    Raises
    ------
    InputError : a number out of range
    """

    at_h: float
    lowered: float = 0.3
    hardness: float = 0.8
    size: float = 1.0
    days_since: float | None = None

    def __post_init__(self) -> None:
        _check("at_h", self.at_h, -1e6, 1e6)
        _check("lowered", self.lowered, 0.0, 1.0)
        _check("hardness", self.hardness, 0.0, 1.2)
        _check("size", self.size, 0.0, 20.0)
        if self.days_since is not None:
            _check("days_since", self.days_since, 0.0, 1e5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How sore at one moment, 0 to 10; under a painkiller it only says how sore at least.

    Raises
    ------
    InputError : a number out of range
    """

    at_h: float
    sore: float
    under_painkiller: bool = False

    def __post_init__(self) -> None:
        _check("at_h", self.at_h, -1e6, 1e6)
        _check("sore", self.sore, 0.0, MOST_SORE)


@dataclass(frozen=True, slots=True)
class Band:
    """Soreness over time: (n,) hours [h], and middle, low and high of a 90 % band [of 10]."""

    hours: Array
    middle: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True)
class Span:
    """A number with its 90 % band."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A course that stopped looking like soreness.

    ``since_h`` : time since the last session [h]; ``rule``, ``reason`` : the row of
    ``verdicts.toml`` that decided, and its words.
    """

    since_h: float
    trend: Trend
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A back over days: what is usual after such sessions, and what this one is like.

    ``expected`` : band of what people report after these sessions; ``fitted`` : the same for this
    person, past and future; ``peak_h``, ``end_h`` : when, in hours after the last session that
    began it [h]; ``peak`` : how sore [of 10]; ``odds`` : decimal logarithm of how much better a
    pain that stays, or that comes back, explains the entries than soreness does; ``rule`` : the
    row of ``verdicts.toml`` that decided; ``reason`` : its words, or ``held``, which
    is why nothing may be forecast, where something beside the numbers decides that; else empty.
    """

    bouts: tuple[Bout, ...]
    entries: tuple[Entry, ...]
    now_h: float
    since_h: float
    expected: Band
    fitted: Band
    peak_h: Span
    peak: Span
    end_h: Span
    usual_end_h: Span
    odds: float
    trend: Trend
    verdict: Verdict
    rule: str
    reason: str
    held: str = ""

    @property
    def is_no_soreness(self) -> bool:
        """Whether it stopped looking like soreness."""
        return self.verdict == "not_like_soreness"

    @property
    def no_forecast(self) -> str:
        """Why what is to come is not shown; empty where it is."""
        return self.held or (NOT_SORENESS if self.is_no_soreness else "")

    @property
    def can_forecast(self) -> bool:
        """Whether what is to come may be shown."""
        return not self.no_forecast

    @property
    def alarm(self) -> Alarm | None:
        """That it stopped looking like soreness; None while it may still be that."""
        if not self.is_no_soreness:
            return None
        return Alarm(since_h=self.since_h, trend=self.trend, rule=self.rule, reason=self.reason)
