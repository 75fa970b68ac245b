"""Scores: whether a number can be one, what two of them say, and where the threshold is from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from backspotter.errors import InputError
from backspotter.soreness.population import table

Said: TypeAlias = Literal["better", "worse", "no_clear_change", "no_threshold"]
MOST_ACTIVITIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One score: its range, which way is better, and its threshold of change, if one is held."""

    id: str
    name: str
    asks: Literal["own", "total"]
    low: float
    high: float
    whole: bool
    better: Literal["lower", "higher"]
    claim: str = ""
    change: float | None = None
    share: float | None = None
    cut: float | None = None

    def accept(self, given: object) -> float:
        """The number, where it can be this score.

        Raises
        ------
        InputError : no number, outside the range, or not whole where it has to be
        """
        kind = "a whole number" if self.whole else "a number"
        expected = f"{kind} from {self.low:g} to {self.high:g}"
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise InputError(self.id, given=given, expected=expected)
        fits = math.isfinite(given) and self.low <= given <= self.high
        if not fits or (self.whole and given != int(given)):
            raise InputError(self.id, given=given, expected=expected)
        return float(given)


@cache
def scores() -> Mapping[str, Score]:
    """Every row of ``scores.toml`` by id, read-only."""
    return MappingProxyType({row["id"]: Score(**row) for row in table("scores.toml")["score"]})


def said_by(score: Score, first: float, then: float) -> Said:
    """What the step from one number to another says: enough of a change, and which way.

    Where the threshold is given in points and as a share of the first number, the smaller of the
    two counts for worse and the larger for better: a doubt is not turned into good news.
    """
    if score.change is None:
        return "no_threshold"
    gain = first - then if score.better == "lower" else then - first
    steps = [score.change] + ([score.share * first] if score.share is not None else [])
    if gain >= max(steps) and gain > 0:
        return "better"
    return "worse" if -gain >= min(steps) and gain < 0 else "no_clear_change"


def function_mean(abilities: Sequence[float]) -> float:
    """The patient-specific function of one to five activities, each 0 to 10 (10: as before).

    Raises
    ------
    InputError : none, more than five, or a number out of range
    """
    if not 1 <= len(abilities) <= MOST_ACTIVITIES:
        given = f"{len(abilities)} activities"
        raise InputError("function", given=given, expected=f"1 to {MOST_ACTIVITIES}")
    return fmean(scores()["function"].accept(each) for each in abilities)
