"""What reps, sets, sessions and weeks add up to, always next to this lifter's own past.

There is no scale here on which a number is safe or dangerous, and no probability of injury: what
is known about repeated loads is known of workers and of specimens, not of barbells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.results import RepLoads

MAGNITUDE: Final = 2.0
CYCLES: Final = 0.2
"""Exponents of force and of repetitions in a dose (Coenen et al. 2012, abstract)."""

TENTH: Final = MAGNITUDE / CYCLES
"""So that loads of different size add up: F² n^0.2 is (n F^10)^0.2."""

FEWEST_PAST: Final = 3
"""Sessions behind a lifter before a new one is set against them: assumption."""

MOST_REPS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """What some reps added up to at L5/S1.

    ``peak_N``, ``peak_N_m`` highest compression and net moment; ``newton_seconds`` and
    ``newton_metre_seconds`` their sums over time; ``linear``, ``squared`` and ``tenth`` the sums
    of the reps' peak compressions in kN to that power (Coenen et al. 2014 compare such sums);
    ``relative`` the dose F^2 n^0.2 in kN², which means something only next to this lifter's own.
    """

    reps: int
    peak_N: float  # noqa: N815
    peak_N_m: float  # noqa: N815
    newton_seconds: float
    newton_metre_seconds: float
    linear: float
    squared: float
    tenth: float

    @property
    def relative(self) -> float:
        """F² n^0.2 [kN²]; for mixed loads the same, added up in the tenth power."""
        return float(self.tenth**CYCLES)


NOTHING: Final = Dose(
    reps=0,
    peak_N=0.0,
    peak_N_m=0.0,
    newton_seconds=0.0,
    newton_metre_seconds=0.0,
    linear=0.0,
    squared=0.0,
    tenth=0.0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstPast:
    """A dose next to this lifter's own: the ratio to the middle one, and to the highest."""

    to_usual: float
    to_highest: float
    sessions: int


def of_set(one: RepLoads, reps: int) -> Dose:
    """The dose of a set of equal reps.

    Raises
    ------
    InputError : no number of reps
    """
    if not 1 <= reps <= MOST_REPS:
        raise InputError("reps", given=reps, expected=f"a whole number from 1 to {MOST_REPS}")
    low_back = one.loads.levels["L5/S1"]
    compression, moment = low_back.compression.value, low_back.moment.value
    peak = float(compression.max())
    kilo = peak / 1e3
    return Dose(
        reps=reps,
        peak_N=peak,
        peak_N_m=float(moment.max()),
        newton_seconds=reps * float(np.trapezoid(compression, one.rep.times)),
        newton_metre_seconds=reps * float(np.trapezoid(moment, one.rep.times)),
        linear=reps * kilo,
        squared=reps * kilo**2,
        tenth=reps * kilo**TENTH,
    )


def total(doses: Iterable[Dose]) -> Dose:
    """What several sets, or several sessions, add up to."""
    each = tuple(doses)
    if not each:
        return NOTHING
    return Dose(
        reps=sum(dose.reps for dose in each),
        peak_N=max(dose.peak_N for dose in each),
        peak_N_m=max(dose.peak_N_m for dose in each),
        newton_seconds=sum(dose.newton_seconds for dose in each),
        newton_metre_seconds=sum(dose.newton_metre_seconds for dose in each),
        linear=sum(dose.linear for dose in each),
        squared=sum(dose.squared for dose in each),
        tenth=sum(dose.tenth for dose in each),
    )


def against_past(now: Dose, past: Sequence[Dose]) -> AgainstPast | None:
    """A session, or a week, next to earlier ones of the same lifter; none with too few of them."""
    before = [dose.relative for dose in past if dose.reps]
    if len(before) < FEWEST_PAST:
        return None
    return AgainstPast(
        to_usual=now.relative / median(before),
        to_highest=now.relative / max(before),
        sessions=len(before),
    )
