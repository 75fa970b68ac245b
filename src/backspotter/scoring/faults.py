"""Faults reported beside faults there were, rep by rep."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from backspotter.scoring.figures import wilson
from backspotter.scoring.match import Matched
from backspotter.scoring.truth import USABLE, Fault, Truth

KEYS: Final = (
    *("lumbar_rounding after_lift_off", "lumbar_rounding at_setup", "lockout_hyperextension"),
    *("hips_low_start", "hips_high_start", "hips_rise_first", "bar_drift"),
)
AIM_F1: Final = 0.9
RIGHT, FALSE, MISSED = "right", "false", "missed"


@dataclass(frozen=True, slots=True)
class Counted:
    """A fault of one rep: right, false or missed, and for a right one how far off it was."""

    film: str
    key: str
    outcome: str
    size_off: float | None = None
    moment_off_s: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultScore:
    """How one kind of fault was found; ``key`` is empty for all kinds together.

    ``size_off`` in the fault's ``unit`` and ``moment_off_s`` [s] are means over the right ones.
    """

    key: str
    right: int
    false: int
    missed: int
    size_off: float | None = None
    unit: str = ""
    moment_off_s: float | None = None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; none where there was nothing to find or say."""
        all_ = 2 * self.right + self.false + self.missed
        return 2 * self.right / all_ if all_ else None

    @property
    def precision(self) -> tuple[float, float, float] | None:
        """Share of the reported that were there, with its 95 % interval."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> tuple[float, float, float] | None:
        """Share of those there that were reported, with its 95 % interval."""
        return _share(self.right, self.right + self.missed)


def counted(truth: Truth, same: Matched) -> list[Counted]:
    """Every fault of a film whose back can be judged; none where the truth lists no faults."""
    if truth.verdict != USABLE or any(rep.faults is None for rep in truth.reps):
        return []
    found: list[Counted] = []
    for true, said in same.pairs:
        found += _of_rep(truth.name, true.faults or (), said.faults)
    for rep in same.missed:
        found += _of_rep(truth.name, rep.faults or (), ())
    for extra in same.extra:
        found += _of_rep(truth.name, (), extra.faults)
    return found


def fault_scores(faults: Sequence[Counted]) -> list[FaultScore]:
    """All kinds together, then each kind."""
    others = sorted({fault.key for fault in faults} - set(KEYS))
    each = (
        _score(key, [fault for fault in faults if fault.key == key]) for key in (*KEYS, *others)
    )
    return [_score("", faults), *each]


def _of_rep(film: str, true: Iterable[Fault], said: Iterable[Fault]) -> list[Counted]:
    there, reported = ({fault.key: fault for fault in each} for each in (true, said))
    found = [Counted(film, key, MISSED) for key in there if key not in reported]
    found += [Counted(film, key, FALSE) for key in reported if key not in there]
    return found + [_right(film, there[key], reported[key]) for key in there if key in reported]


def _right(film: str, true: Fault, said: Fault) -> Counted:
    size = _apart(true.size, said.size) if true.unit == said.unit else None
    return Counted(film, true.key, RIGHT, size, _apart(true.at_s, said.at_s), true.unit)


def _apart(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else abs(one - other)


def _score(key: str, faults: Sequence[Counted]) -> FaultScore:
    counts = {name: sum(f.outcome == name for f in faults) for name in (RIGHT, FALSE, MISSED)}
    units = {fault.unit for fault in faults if fault.outcome == RIGHT}
    return FaultScore(
        key=key,
        right=counts[RIGHT],
        false=counts[FALSE],
        missed=counts[MISSED],
        size_off=_mean(fault.size_off for fault in faults) if len(units) == 1 and key else None,
        unit=next(iter(units)) if len(units) == 1 and key else "",
        moment_off_s=_mean(fault.moment_off_s for fault in faults),
    )


def _mean(numbers: Iterable[float | None]) -> float | None:
    given = [number for number in numbers if number is not None]
    return math.fsum(given) / len(given) if given else None


def _share(part: int, of: int) -> tuple[float, float, float] | None:
    return (part / of, *wilson(part, of)) if of else None
