"""What sets, sessions and weeks add up to on the back, next to this person's own past.

What one repetition loads is asked of a model from outside (``LoadOnBack``); nothing here knows
spines. There is no number at which a week is safe or dangerous.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias

from backspotter.training.log import LoggedSet
from backspotter.training.sessions import PullSession, style_in

FEWEST_WEEKS: Final = 3
"""Weeks with pulls behind a person before a new one is set against them: assumption."""

WEEKS_BACK: Final = 6
N_PER_KN: Final = 1000.0


class LoadOnBack(Protocol):
    """The highest compression at L5/S1 in one repetition of a style with a load [kg] [N]."""

    def __call__(self, style: str, load_kg: float) -> float:
        """As the class says."""


Filmed: TypeAlias = Mapping[LoggedSet, Sequence[float]]
"""Sets that were filmed, each with the highest compression of every repetition seen [N]."""

NONE_FILMED: Final[Filmed] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """Repetitions, the highest compression [N], and the sum of the squared peaks [kN²].

    Squared, because the size of a load was found to count more than how often (coenen-exponents).
    """

    reps: int = 0
    peak_n: float = 0.0
    sum_kn2: float = 0.0

    def plus(self, other: Dose) -> Dose:
        """Both together."""
        return Dose(
            reps=self.reps + other.reps,
            peak_n=max(self.peak_n, other.peak_n),
            sum_kn2=self.sum_kn2 + other.sum_kn2,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The seven days that end with ``last``."""

    last: date
    dose: Dose


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRoom:
    """What a person's own weeks leave room for: the usual one, the last six days, and the rest."""

    usual_kn2: float
    six_days_kn2: float
    weeks: int

    def ratio(self, planned_kn2: float) -> float:
        """The week with a planned session over the usual one."""
        return (self.six_days_kn2 + planned_kn2) / self.usual_kn2


def of_set(one: LoggedSet, load_on_back: LoadOnBack, filmed: Filmed = NONE_FILMED) -> Dose:
    """The dose of one set: as its film shows it, else by the model.

    Nothing where there is no film, and load, repetitions or style are not known.
    """
    seen = filmed.get(one) if filmed else None
    if seen:
        return of_peaks(seen, one.reps)
    style = style_in(one)
    if style is None or one.load_kg is None or not one.reps:
        return Dose()
    return of_reps(style, one.load_kg, one.reps, load_on_back)


def of_peaks(peaks_n: Sequence[float], reps: int | None) -> Dose:
    """The dose of repetitions of which some were measured; of those alone where ``reps`` is None.

    Parameters
    ----------
    peaks_n : the highest compression of each that was measured [N], at least one
    """
    count = reps or len(peaks_n)
    squared = sum((peak / N_PER_KN) ** 2 for peak in peaks_n) / len(peaks_n)
    return Dose(reps=count, peak_n=max(peaks_n), sum_kn2=count * squared)


def of_reps(style: str, load_kg: float, reps: int, load_on_back: LoadOnBack) -> Dose:
    """The dose of so many equal repetitions."""
    peak = load_on_back(style, load_kg)
    return Dose(reps=reps, peak_n=peak, sum_kn2=reps * (peak / N_PER_KN) ** 2)


def of_sets(
    sets: Iterable[LoggedSet], load_on_back: LoadOnBack, filmed: Filmed = NONE_FILMED
) -> Dose:
    """What some sets add up to, warm-ups too: the back does not know the difference."""
    whole = Dose()
    for one in sets:
        whole = whole.plus(of_set(one, load_on_back, filmed))
    return whole


def weeks(
    sessions: Sequence[PullSession],
    today: date,
    load_on_back: LoadOnBack,
    *,
    filmed: Filmed = NONE_FILMED,
) -> tuple[Week, ...]:
    """The weeks before the last six days, the newest first: seven days each."""
    found = []
    last = today - timedelta(days=7)
    for _ in range(WEEKS_BACK):
        first = last - timedelta(days=6)
        inside = [one for s in sessions if first <= s.day <= last for one in s.sets]
        found.append(Week(last=last, dose=of_sets(inside, load_on_back, filmed)))
        last = first - timedelta(days=1)
    return tuple(found)


def week_room(
    sessions: Sequence[PullSession],
    today: date,
    load_on_back: LoadOnBack,
    *,
    filmed: Filmed = NONE_FILMED,
) -> WeekRoom | None:
    """What the own past leaves room for; None with fewer than three weeks of pulling in six."""
    past = [week.dose.sum_kn2 for week in weeks(sessions, today, load_on_back, filmed=filmed)]
    pulled = [each for each in past if each > 0]
    if len(pulled) < FEWEST_WEEKS:
        return None
    first = today - timedelta(days=6)
    lately = [one for s in sessions if first <= s.day <= today for one in s.sets]
    now = of_sets(lately, load_on_back, filmed).sum_kn2
    return WeekRoom(usual_kn2=median(pulled), six_days_kn2=now, weeks=len(pulled))
