"""The largest load a set speaks for (e1RM), where it may be asked at all.

Epley: each repetition that could be done is a thirtieth of the weight. Repetitions left count as
done. Valid for one to ten repetitions in all, with at most four left: beyond, the equations were
not tried, or people cannot tell what they have left.

References
----------
.. [1] Lacio and others, Motricidade (abstract): 4 to 10 repetitions, bench press, error about 3 kg.
.. [2] J Strength Cond Res 17:167, 2003 (abstract): deadlift, error 5 kg at 80 %.
.. [3] Hackett and others 2017 (abstract): off by one with up to five left, by two with more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from backspotter.training.log import LoggedSet

PER_REP: Final = 30.0
MOST_REPS: Final = 10.0
LEAST_RPE: Final = 6.0
WORST_RPE: Final = 10.0
ERROR_PER_REP: Final = 1.0
"""How far off a guess of what is left may be [repetitions] (Hackett 2017)."""

EQUATION_ERROR: Final = 0.03
"""Of the load: 5 kg on a deadlift of some 165 kg (2003 study); where no RPE is given twice that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """The largest load [kg] that one set speaks for, with a band, and whether it has an RPE."""

    kg: float
    low: float
    high: float
    with_rpe: bool


def reps_in_all(one: LoggedSet) -> float | None:
    """Repetitions done and left; None where the set cannot say."""
    if not one.reps or one.reps < 1 or one.warm_up:
        return None
    if one.failed:
        return float(one.reps)
    left = 0.0 if one.rpe is None else WORST_RPE - one.rpe
    return one.reps + left


def e1rm(one: LoggedSet) -> Strength | None:
    """The largest load that a set speaks for; None where it cannot be asked.

    Without an RPE the set counts as if nothing was left, which makes it a lower bound.
    """
    total = reps_in_all(one)
    if total is None or not one.load_kg or total > MOST_REPS:
        return None
    if one.rpe is not None and one.rpe < LEAST_RPE:
        return None
    kg = largest(one.load_kg, total)
    off = EQUATION_ERROR * kg
    of_guess = ERROR_PER_REP * one.load_kg / PER_REP if one.rpe is not None else off
    return Strength(
        kg=kg, low=kg - off - of_guess, high=kg + off + of_guess, with_rpe=one.rpe is not None
    )


def largest(load_kg: float, reps: float) -> float:
    """The largest load [kg] of somebody who can do so many repetitions with this one."""
    return load_kg if reps <= 1 else load_kg * (1 + reps / PER_REP)


def load_for(strength_kg: float, reps: int, rpe: float) -> float:
    """What to load [kg] for so many repetitions at this RPE; the inverse of ``largest``."""
    total = reps + WORST_RPE - rpe
    return strength_kg if total <= 1 else strength_kg / (1 + total / PER_REP)
