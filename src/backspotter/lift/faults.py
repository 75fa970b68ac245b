"""Faults of a rep, by the rows that rendered truth is judged by too: each with size and doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from backspotter.evidence.faults import FaultRule, fault_rules
from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.band import NINE_TENTHS

NOISE: Final[Mapping[str, float]] = MappingProxyType({"lumbar_change": 4.0})
"""What the lower end of a size has to be above, where a film alone can make such a change: the
lower back's is read from the skin. By count on bodies left out (decision 26): with 5 fewer severe
ones are found and hardly fewer slight ones flagged, with less more slight ones [deg]."""

AT_THE_TOP: Final = "at_lockout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Banded:
    """A measure through a rep with its 90 % band, (n,) each; NaN where it was not seen."""

    value: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, value: Floats, half: Floats | float) -> Banded:
        """With a band that is as wide on both sides."""
        return cls(value=value, low=value - half, high=value + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepSeen:
    """A rep from lift-off until the bar is lowered, n frames.

    ``times`` (n,) [s]; ``up`` (n,) the way up; ``risen_m`` (n,) of the bar since lift-off;
    ``knee_deg`` at lift-off, None where not seen; ``measures`` by the names of ``faults.toml``;
    ``withheld`` why a measure is not there.
    """

    style: str
    times: Floats
    up: Flags
    risen_m: Floats
    knee_deg: float | None
    measures: Mapping[str, Banded]
    withheld: Mapping[str, str]
    completed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault: since when [s], where it was largest [s], how large with its band, how sure."""

    id: str
    code: str
    onset: str
    at_s: float
    peak_s: float
    size: float
    low: float
    high: float
    unit: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """A row that could not be judged in this rep, and why."""

    id: str
    code: str
    why: str


def faults(rep: RepSeen) -> tuple[tuple[Fault, ...], tuple[NotJudged, ...]]:
    """Every fault of a rep, and every row that could not be judged."""
    found: list[Fault] = []
    left: list[NotJudged] = []
    for rule in fault_rules():
        if rep.style not in rule.styles or (rule.onset == AT_THE_TOP and not rep.completed):
            continue
        judged = _judged(rule, rep)
        if isinstance(judged, Fault):
            found.append(judged)
        elif isinstance(judged, NotJudged):
            left.append(judged)
    return tuple(found), tuple(left)


def _judged(rule: FaultRule, rep: RepSeen) -> Fault | NotJudged | None:
    seen = rep.measures.get(rule.measure)
    if seen is None:
        why = rep.withheld.get(rule.measure, "it was not measured")
        return NotJudged(id=rule.id, code=rule.code, why=why)
    if rule.knee_under is not None and (rep.knee_deg is None or rep.knee_deg >= rule.knee_under):
        return None
    counts = _counts(rule, rep) & np.isfinite(seen.value)
    if not counts.any():
        return NotJudged(id=rule.id, code=rule.code, why="it was hidden when it mattered")
    values = np.where(counts, seen.value - rule.beyond, -np.inf)
    peak = int(np.argmax(values))
    size, low, high = (
        float(part[peak] - rule.beyond) for part in (seen.value, seen.low, seen.high)
    )
    if not _is_one(rule, size, low):
        return None
    return Fault(
        id=rule.id,
        code=rule.code,
        onset=rule.onset,
        at_s=_first(rep.times, values, rule.at_least),
        peak_s=float(rep.times[peak]),
        size=size,
        low=low,
        high=high,
        unit=rule.unit,
        confidence=sureness(size, low, high, rule.at_least),
    )


def _counts(rule: FaultRule, rep: RepSeen) -> Flags:
    """The frames in which this row looks."""
    if rule.onset == "at_setup":
        return np.asarray(np.arange(len(rep.times)) == 0)
    counts = np.ones(len(rep.times), bool) if rule.onset == AT_THE_TOP else rep.up.copy()
    if rule.within_m is not None:
        counts &= rep.risen_m < rule.within_m
    if rule.until is not None:
        counts &= rep.risen_m <= rule.until * float(np.nanmax(rep.risen_m))
    return counts


def _is_one(rule: FaultRule, size: float, low: float) -> bool:
    if rule.beyond and size <= 0:
        return False
    return size >= rule.at_least and low > NOISE.get(rule.measure, -math.inf)


def sureness(size: float, low: float, high: float, least: float) -> float:
    """Chance that the true size is at least ``least``, by a normal spread with this 90 % band."""
    spread = max((high - low) / (2 * NINE_TENTHS), 1e-9)
    return round(0.5 * (1 + math.erf((size - least) / spread / math.sqrt(2))), 3)


def _first(times: Floats, values: Floats, least: float) -> float:
    """When the values first reach ``least`` [s], between frames."""
    n = int(np.argmax(values >= least))
    if n == 0 or not np.isfinite(values[n - 1]):
        return float(times[n])
    share = (least - values[n - 1]) / (values[n] - values[n - 1])
    return float(times[n - 1] + share * (times[n] - times[n - 1]))
