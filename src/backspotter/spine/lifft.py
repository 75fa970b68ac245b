"""LiFFT, for what it was made for: repeated manual lifting at work, with the back.

It is not made for barbells. Its law of life was fitted between 20 and 70 % of the strength of a
spinal segment taken as 6 kN; a heavy deadlift is far beyond that, and the formula then says that
a spine breaks within a fraction of one lift. So it refuses.

References
----------
.. [1] Gallagher, Sesek, Schall, Huangfu (2017) Appl Ergon 63:142-150, as transcribed in a public
   repository. The constant is 902 416; one public package and one text print 1 902 416, with
   which neither of the two published worked examples comes out (both are tests here).
.. [2] Zelik et al. (2022) Appl Ergon 99:103619, as coded in a public package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, inf, log10
from typing import Final

from backspotter.errors import InputError

LIFE: Final = 902_416.0
"""Repetitions to failure at no load."""

PER_N_M: Final = 0.038
OFFSET: Final = 0.32
"""Exponent of damage for each newton-metre, and at none, for a segment of 6 kN."""

CAUTION_N_M: Final = 100.0
"""Above this peak moment the authors ask for caution."""

HIGHEST_N_M: Final = 290.0
"""The moment at 70 % of 6 kN: (4200 − 118.5) / 14.07. The law was fitted up to there."""

INTERCEPT, SLOPE = 1.72, 1.03
"""Of the logistic from the logarithm of daily damage to a job's risk, version 1.4."""


@dataclass(frozen=True, slots=True)
class Task:
    """A lift at work: peak moment of the load about the back [N m], and how often a day."""

    moment_N_m: float  # noqa: N815
    repetitions: float

    @property
    def wants_caution(self) -> bool:
        """Whether its authors ask for caution at this moment."""
        return self.moment_N_m > CAUTION_N_M


def damage(task: Task) -> float:
    """Share of a segment's life that a day of this task uses up.

    Raises
    ------
    InputError : a moment beyond what the law was fitted to, such as a barbell's
    """
    if not 0 <= task.moment_N_m <= HIGHEST_N_M:
        raise InputError(
            "moment_N_m",
            given=f"{task.moment_N_m:.0f}",
            expected=f"0 to {HIGHEST_N_M:.0f} N·m",
            do="LiFFT was fitted to handling at work and says nothing true about heavy barbells; "
            "use the relative dose",
        )
    if not 0 <= task.repetitions < inf:
        raise InputError("repetitions", given=task.repetitions, expected="0 or more a day")
    return task.repetitions * exp(PER_N_M * task.moment_N_m + OFFSET) / LIFE


def daily_damage(tasks: Iterable[Task]) -> float:
    """Damage of all tasks of a day, added up as Palmgren and Miner do.

    Raises
    ------
    InputError : as ``damage``
    """
    return sum(map(damage, tasks))


def high_risk_job(daily: float) -> float:
    """Probability that a job with such a daily damage is one with much back trouble; of a job,
    never of a person or a lift.

    Raises
    ------
    InputError : no damage at all
    """
    if not daily > 0:
        raise InputError("daily damage", given=daily, expected="more than 0")
    return 1 / (1 + exp(-(INTERCEPT + SLOPE * log10(daily))))
