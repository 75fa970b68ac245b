"""The figures that are measured, from ``figures.toml``, and how cases become one."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

Z_95: Final = 1.959964
"""Of the normal distribution, for a 95 % interval."""

TINY: Final = 1e-9
ALL: Final = "all"
SIDE_ON: Final = "side on"
SCOPES: Final = (SIDE_ON, ALL)
"""All films, and those filmed from the side, for which most aims are stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is aimed for: ``at_least``, ``at_most`` or both, ``of`` the value or the max."""

    of: str
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self, value: float) -> bool:
        """Whether a number is in the span."""
        low = -math.inf if self.at_least is None else self.at_least
        high = math.inf if self.at_most is None else self.at_most
        return low - TINY <= value <= high + TINY


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A row of ``figures.toml``."""

    id: str
    say: str
    kind: str
    unit: str = ""
    within: float | None = None
    aim: Aim | None = None
    over: str = SIDE_ON

    @property
    def is_share(self) -> bool:
        """Whether its cases are yes or no."""
        return self.kind == "share"


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison: an absolute error, or 1 and 0 for yes and no; none where withheld."""

    film: str
    figure: str
    number: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A figure with its number.

    Parameters
    ----------
    figure : what was measured
    n, films : cases, and films that they come from
    withheld : cases for which the reader gave no number
    value : mean error or share; none without a case
    low, high : 95 % Wilson interval of a share
    max : largest error
    within : share of errors no larger than the figure's limit
    """

    figure: Figure
    n: int
    films: int
    withheld: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    max: float | None = None
    within: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is met; none where there is no aim or no case."""
        if self.figure.aim is None or self.value is None:
            return None
        judged = self.max if self.figure.aim.of == "max" else self.value
        return self.figure.aim.is_met(judged) if judged is not None else None


@cache
def figures() -> Mapping[str, Figure]:
    """Every figure by its id, in order."""
    text = files("backspotter.scoring").joinpath("figures.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["figure"]
    read = (Figure(**{**row, "aim": Aim(**row["aim"])} if "aim" in row else row) for row in rows)
    return MappingProxyType({figure.id: figure for figure in read})


def summed(figure: Figure, cases: Iterable[Case]) -> Found:
    """A figure of its cases."""
    own = [case for case in cases if case.figure == figure.id]
    numbers = [case.number for case in own if case.number is not None]
    counts = {
        "n": len(numbers),
        "films": len({case.film for case in own if case.number is not None}),
        "withheld": len(own) - len(numbers),
    }
    if not numbers:
        return Found(figure=figure, **counts)
    mean = math.fsum(numbers) / len(numbers)
    if figure.is_share:
        low, high = wilson(math.fsum(numbers), len(numbers))
        return Found(figure=figure, **counts, value=mean, low=low, high=high)
    within = None
    if figure.within is not None:
        within = sum(number <= figure.within + TINY for number in numbers) / len(numbers)
    return Found(figure=figure, **counts, value=mean, max=max(numbers), within=within)


def wilson(yes: float, of: int) -> tuple[float, float]:
    """95 % interval of a share, after Wilson (1927) J Am Stat Assoc 22(158):209-212."""
    share, z2 = yes / of, Z_95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z_95 / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(middle - half, 0.0), min(middle + half, 1.0)
