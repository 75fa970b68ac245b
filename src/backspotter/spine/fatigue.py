"""How the back's extensors tire over reps, sets and rests, and come back.

Muscle is active, tired or resting. Active muscle tires at one rate, tired muscle recovers at
another, faster at rest; what a lift asks for is active as long as there is muscle left that is
not tired. With the asked share constant over a short time this has an exact solution, which is
used. Not a measure of damage: it says why a back feels pumped and stiff, and for how long.

References
----------
Frey-Law, Looft, Heitsman (2012), rates for the trunk; Looft, Herkert, Frey-Law (2018), rest
factor; both as quoted in a public repository. The rest factor was never fitted to backs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array
from backspotter.spine.parameters import value
from backspotter.spine.results import RepLoads

PIECE_S: Final = 0.1
RPE_DEFAULT: Final = 7.0
"""Three reps in reserve, where a set has no RPE: assumption."""

REST_DEFAULT_S: Final = 180.0
REPS_PER_PERCENT: Final = 30.0
"""Epley: each rep that could be done is a thirtieth of the weight."""

RECOVERED: Final = 0.05
"""Tired share at which the muscle is called recovered: assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A stretch of work: share of the largest moment asked for, and how long [s]."""

    share: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSet:
    """Where the extensors are at the end of a set.

    ``tired`` share of the muscle; ``left`` largest moment still there, as a share of fresh;
    ``mean_share``, ``peak_share`` of the largest moment that the set asked for; ``under_s`` time
    under tension [s]; ``fell_short`` whether the muscle could not give all that was asked.
    """

    tired: float
    left: float
    mean_share: float
    peak_share: float
    under_s: float
    fell_short: bool


def work(tired: float, held: Held) -> float:
    """The tired share after a stretch of work, exactly.

    Parameters
    ----------
    tired : share of the muscle that is tired at its start, 0 to 1
    held : what was asked for, and how long
    """
    tire, recover = value("fatigue_rate"), value("recovery_rate")
    spent, limit = tire / (tire + recover), 1 - held.share
    left = held.seconds
    if tired > limit:
        done = min(left, _until(tired, spent, tire + recover, limit))
        tired, left = _toward(tired, spent, tire + recover, done), left - done
    if left > 0 and tired <= limit:
        aim = tire * held.share / recover
        done = min(left, _until(tired, aim, recover, limit))
        tired, left = _toward(tired, aim, recover, done), left - done
    if left > 0:
        tired = _toward(tired, spent, tire + recover, left)
    return tired


def rest(tired: float, seconds: float) -> float:
    """The tired share after a rest."""
    return tired * exp(-value("rest_factor") * value("recovery_rate") * seconds)


def recovery_time(tired: float, *, down_to: float = RECOVERED) -> float:
    """Rest until no more than ``down_to`` is tired [s]."""
    if tired <= down_to:
        return 0.0
    return log(tired / down_to) / (value("rest_factor") * value("recovery_rate"))


def endurance(share: float) -> float:
    """How long fresh extensors hold this share of their largest moment [s]; infinite if forever."""
    if share >= 1:
        return 0.0
    recover = value("recovery_rate")
    return _until(0.0, value("fatigue_rate") * share / recover, recover, 1 - share)


def _toward(tired: float, aim: float, rate: float, seconds: float) -> float:
    return aim + (tired - aim) * exp(-rate * seconds)


def _until(tired: float, aim: float, rate: float, limit: float) -> float:
    """Time until the tired share, on its way to ``aim``, comes to ``limit`` [s]."""
    if not min(tired, aim) <= limit < max(tired, aim) or aim == limit:
        return inf
    return log((aim - tired) / (aim - limit)) / rate


def after_sets(
    sets: Sequence[tuple[RepLoads, int, float, float]], *, tired: float = 0.0
) -> tuple[AfterSet, ...]:
    """Where the extensors are after each set.

    Parameters
    ----------
    sets : rep, number of reps, RPE, rest after the set [s]
    tired : share that is tired before the first
    """
    found = []
    for one, reps, rpe, rest_s in sets:
        shares = asked(one, reps, rpe)
        done = _after_set(one, shares, reps, tired)
        found.append(done)
        tired = rest(done.tired, rest_s)
    return tuple(found)


def asked(one: RepLoads, reps: int, rpe: float) -> Array:
    """Share of the largest extensor moment that a rep asks for, (n,).

    The largest moment is what the rep would ask for at the weight that could be lifted once,
    from reps and RPE after Epley.

    Raises
    ------
    InputError : no RPE
    """
    if not 1 <= rpe <= 10:
        raise InputError("rpe", given=rpe, expected="1 to 10")
    possible = reps + (10 - rpe)
    once = 1 + (possible - 1) / REPS_PER_PERCENT
    moment = np.maximum(one.loads.levels["L5/S1"].moment.value, 0.0)
    muscle = moment * (1 - one.loads.passive_share.value - one.loads.pressure_share)
    return np.asarray(np.minimum(muscle / (float(muscle.max()) * once), 1.0))


def _after_set(one: RepLoads, shares: Array, reps: int, tired: float) -> AfterSet:
    pieces = tuple(_pieces(one, shares))
    short = False
    for _ in range(reps):
        for piece in pieces:
            short = short or piece.share > 1 - tired
            tired = work(tired, piece)
    length = sum(piece.seconds for piece in pieces)
    return AfterSet(
        tired=tired,
        left=1 - tired,
        mean_share=sum(piece.share * piece.seconds for piece in pieces) / length,
        peak_share=float(shares.max()),
        under_s=reps * length,
        fell_short=short,
    )


def _pieces(one: RepLoads, shares: Array) -> Iterable[Held]:
    return _cut(shares, max(round(PIECE_S / float(one.rep.times[1])), 1), float(one.rep.times[1]))


def _cut(shares: Array, frames: int, step: float) -> Iterator[Held]:
    for first in range(0, len(shares), frames):
        part = shares[first : first + frames]
        yield Held(share=float(part.mean()), seconds=len(part) * step)
