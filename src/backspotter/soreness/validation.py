"""Predicted against published: groups of drawn people go through what the studies did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import numpy as np

from backspotter.evidence import claims
from backspotter.soreness.curve import OrdinaryPeople
from backspotter.soreness.fitted import GONE
from backspotter.soreness.population import table, value
from backspotter.soreness.values import MOST_SORE, Array, Bout

GROUPS: Final = 400
SEED: Final = 11
HOURS: Final = np.arange(1.0, 169.0, 1.0)
Role: TypeAlias = Literal["prior", "held_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A published number, and how the study is put to the model."""

    id: str
    role: Role
    claim: str
    measure: str
    lowered: float
    hardness: float
    why: str
    n: int
    hours: tuple[float, ...] = ()
    worst_at: float = 0.0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A row with what groups of so many drawn people give: middle and 90 % band, in its unit."""

    row: Row
    published: float | None
    published_low: float | None
    published_high: float | None
    unit: str
    predicted: float
    low: float
    high: float

    @property
    def is_within(self) -> bool:
        """Whether the band meets what was published."""
        first = self.published_low if self.published_low is not None else self.published
        last = self.published_high if self.published_high is not None else self.published
        return first is not None and last is not None and self.low <= last and first <= self.high


@cache
def rows() -> tuple[Row, ...]:
    """Every row of ``published.toml``."""
    given = table("published.toml")["row"]
    return tuple(Row(**{**row, "hours": tuple(row.get("hours", ()))}) for row in given)


def validate() -> tuple[Checked, ...]:
    """Every row with the model's own prediction for a group of that size."""
    return tuple(_checked(row) for row in rows())


def _checked(row: Row) -> Checked:
    found = MEASURES[row.measure](row, _people(row))
    low, middle, high = np.percentile(found, [5, 50, 95])
    claim = claims()[row.claim]
    return Checked(
        row=row,
        published=row.value if row.value is not None or row.low is not None else claim.value,
        published_low=row.low if row.low is not None or row.value is not None else claim.low,
        published_high=row.high if row.high is not None or row.value is not None else claim.high,
        unit=row.unit or claim.unit,
        predicted=float(middle),
        low=float(low),
        high=float(high),
    )


def _family(row: Row) -> OrdinaryPeople:
    return OrdinaryPeople((Bout(at_h=0.0, lowered=row.lowered, hardness=row.hardness),))


def _people(row: Row) -> Array:
    dice = np.random.default_rng(SEED)
    return dice.standard_normal((GROUPS * row.n, _family(row).dimensions))


def _grouped(row: Row, values: Array) -> Array:
    return values.reshape(GROUPS, row.n, *values.shape[1:])


def _peak_time(row: Row, people: Array) -> Array:
    sore = _family(row).of_sessions(people, HOURS)
    return np.asarray(_grouped(row, HOURS[sore.argmax(axis=1)]).mean(axis=1))


def _sizes(row: Row, people: Array) -> Array:
    return _grouped(row, _family(row).sore(people, HOURS).max(axis=1))


def _peak_size(row: Row, people: Array) -> Array:
    return np.asarray(_sizes(row, people).mean(axis=1))


def _largest(row: Row, people: Array) -> Array:
    return np.asarray(_sizes(row, people).max(axis=1))


def _reported(row: Row, people: Array) -> Array:
    sore = _family(row).sore(people, np.array(row.hours))
    noise = np.random.default_rng(SEED + 1).standard_normal(sore.shape)
    return np.clip(sore + value("report_noise") / 2 * noise, 0.0, MOST_SORE)


def _share_worst_at(row: Row, people: Array) -> Array:
    worst = np.array(row.hours)[_reported(row, people).argmax(axis=1)]
    return np.asarray(100 * _grouped(row, (worst == row.worst_at).astype(float)).mean(axis=1))


def _share_worst_late(row: Row, people: Array) -> Array:
    worst = np.array(row.hours)[_reported(row, people).argmax(axis=1)]
    late = ((worst >= 36) & (worst <= 48)).astype(float)
    return np.asarray(100 * _grouped(row, late).mean(axis=1))


def _ratio(row: Row, people: Array) -> Array:
    first, then = row.hours
    sore = _family(row).of_sessions(people, np.array([first, then]))
    means = _grouped(row, sore).mean(axis=1)
    return np.asarray(means[:, 1] / means[:, 0])


def _gone_at(row: Row, people: Array) -> Array:
    """When the mean of the group goes below what is called gone [h]."""
    means = _grouped(row, _family(row).of_sessions(people, HOURS)).mean(axis=1)
    above = means >= GONE
    return HOURS[np.where(above.any(axis=1), len(HOURS) - 1 - above[:, ::-1].argmax(axis=1), 0)]


def _left_at(row: Row, people: Array) -> Array:
    sore = _family(row).of_sessions(people, np.array(row.hours))
    return np.asarray(_grouped(row, sore[:, 0]).mean(axis=1))


MEASURES: Final[Mapping[str, Callable[[Row, Array], Array]]] = MappingProxyType(
    {
        "mean_peak_time": _peak_time,
        "mean_peak_size": _peak_size,
        "largest_of_n": _largest,
        "share_worst_at": _share_worst_at,
        "share_worst_late": _share_worst_late,
        "ratio_of_means": _ratio,
        "mean_gone_at": _gone_at,
        "mean_left_at": _left_at,
    }
)
