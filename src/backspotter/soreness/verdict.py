"""What to call a course: rows of ``verdicts.toml``, the first that holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, cast

from backspotter.soreness.fitted import Fitted
from backspotter.soreness.population import table
from backspotter.soreness.values import Entry, Trend, Verdict

FEWEST_FLAT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """One way to call a course, with its words and the claims behind it."""

    id: str
    verdict: Verdict
    trend: Trend
    floor: bool
    say: str
    claims: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What decides: entries since the session, how long ago it was [h], and the curves."""

    entries: tuple[Entry, ...]
    since_h: float
    curves: Fitted

    @property
    def now(self) -> float:
        """The last number."""
        return self.entries[-1].sore if self.entries else 0.0

    @property
    def highest(self) -> float:
        """The highest number."""
        return max((entry.sore for entry in self.entries), default=0.0)

    @property
    def lowest(self) -> float:
        """The lowest number since the highest before the last rise."""
        return lowest_before_rise(self.entries)[0]

    @property
    def rise(self) -> float:
        """How much the last number lies above it, where the course had come down before."""
        lowest, fell = lowest_before_rise(self.entries)
        return self.now - lowest if fell >= limits()["fell_by"] else 0.0

    @property
    def has_several(self) -> bool:
        """Whether one number alone would decide."""
        return len(self.entries) >= 2


@cache
def verdict_rows() -> tuple[VerdictRow, ...]:
    """Every row, in the order in which they are tried."""
    rows = table("verdicts.toml")["verdict"]
    return tuple(VerdictRow(**{**row, "claims": tuple(row["claims"])}) for row in rows)


@cache
def limits() -> Mapping[str, float]:
    """The limits of the verdicts, read-only."""
    return MappingProxyType(cast(dict[str, Any], table("verdicts.toml")["limits"]))


def lowest_before_rise(entries: Sequence[Entry]) -> tuple[float, float]:
    """The lowest number after the highest, and how far below the highest it lies."""
    if not entries:
        return 0.0, 0.0
    sore = [entry.sore for entry in entries]
    highest, best, fell = sore[0], sore[0], 0.0
    for each in sore:
        highest = max(highest, each)
        if highest - each > fell:
            best, fell = each, highest - each
    return best, fell


def _intense(seen: Seen) -> bool:
    late = seen.since_h > limits()["intense_after_h"]
    return bool(seen.entries) and late and seen.now >= limits()["intense"]


def _returned(seen: Seen) -> bool:
    if not seen.has_several or seen.since_h < limits()["risen_after_h"]:
        return False
    likely = seen.rise >= limits()["rose_by"] and seen.curves.odds >= limits()["rose_odds"]
    return likely or seen.rise >= limits()["rose_for_sure"]


def _stays(seen: Seen) -> bool:
    if not seen.has_several or seen.since_h < limits()["odds_after_h"]:
        return False
    return seen.now >= limits()["worth_a_word"] and seen.curves.odds >= limits()["stays_odds"]


def _gone(seen: Seen) -> bool:
    return bool(seen.entries) and seen.now == 0


def _flat(seen: Seen) -> bool:
    if len(seen.entries) < FEWEST_FLAT or seen.since_h < limits()["flat_after_h"]:
        return False
    lasted = seen.entries[-1].at_h - seen.entries[0].at_h >= limits()["flat_for_h"]
    return lasted and seen.now >= max(seen.highest, limits()["worth_a_word"])


def _slower(seen: Seen) -> bool:
    if not seen.has_several or seen.since_h < limits()["slower_after_h"]:
        return False
    late = seen.since_h >= limits()["flat_after_h"] and seen.now >= limits()["worth_a_word"]
    is_high = late and seen.now >= limits()["high_share"] * seen.highest
    return is_high or seen.curves.end_h > seen.curves.usual_end_h


def _anything(seen: Seen) -> bool:
    return bool(seen.entries)


HOLDS: Final[Mapping[str, Callable[[Seen], bool]]] = MappingProxyType(
    {
        "COURSE-INTENSE": _intense,
        "COURSE-RETURN": _returned,
        "COURSE-STAYS": _stays,
        "COURSE-FLAT": _flat,
        "COURSE-GONE": _gone,
        "COURSE-SLOWER": _slower,
        "COURSE-ON": _anything,
        "COURSE-NOTHING": lambda _: True,
    }
)


NUMBERS: Final[Mapping[str, Callable[[Seen], float]]] = MappingProxyType(
    {
        "now": lambda seen: seen.now,
        "lowest": lambda seen: seen.lowest,
        "since": lambda seen: seen.since_h,
        "peak": lambda seen: seen.curves.peak_h,
        "end": lambda seen: max(seen.curves.end_h, seen.since_h),
        "usual": lambda seen: seen.curves.usual_end_h,
    }
)
"""What stands in the words of a row, by its name there."""

NO_SORENESS: Final = "not_like_soreness"


class _Numbers(dict[str, float]):
    """The numbers that words ask for, and no others."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.seen = seen

    def __missing__(self, name: str) -> float:
        return NUMBERS[name](self.seen)


def judged(seen: Seen) -> tuple[VerdictRow, str]:
    """The row that holds, and its words with the numbers in them."""
    row = next(row for row in verdict_rows() if HOLDS[row.id](seen))
    return row, _words(row, seen)


def alarming(seen: Seen) -> tuple[VerdictRow, str] | None:
    """The same where it is no soreness any more; None where it may be, whatever it is called.

    No row is tried after the last that could say so, and no curve worked out for it.
    """
    row = next((row for row in _up_to_the_last_alarm() if HOLDS[row.id](seen)), None)
    if row is None or row.verdict != NO_SORENESS:
        return None
    return row, _words(row, seen)


@cache
def _up_to_the_last_alarm() -> tuple[VerdictRow, ...]:
    rows = verdict_rows()
    last = max(place for place, row in enumerate(rows) if row.verdict == NO_SORENESS)
    return rows[: last + 1]


def _words(row: VerdictRow, seen: Seen) -> str:
    return row.say.format_map(_Numbers(seen))


def trend_of(seen: Seen) -> Trend:
    """Which way the numbers go, in the words of the check; empty where they do not say."""
    if not seen.has_several:
        return ""
    sore = [entry.sore for entry in seen.entries]
    highest, first = max(sore), sore[0]
    if seen.now == 0:
        return "gone"
    if seen.rise >= limits()["rose_by"]:
        return "second_worsening"
    if seen.now <= highest - limits()["fell_by"] or seen.now <= 0.7 * highest:
        return "easing"
    is_rise = seen.now == highest and seen.now - first >= limits()["rose_by"]
    return "worsening" if is_rise else "unchanged"
