"""The curves of one person, each worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from math import log
from typing import Final

import numpy as np

from backspotter.soreness.curve import OrdinaryPeople
from backspotter.soreness.draws import even_normals
from backspotter.soreness.population import value
from backspotter.soreness.posterior import KEPT, Posterior, fit
from backspotter.soreness.staying import ComesBack, StayingPain
from backspotter.soreness.values import MOST_SORE, Array, Band, Bout, Entry, Span

AHEAD_H: Final = 168.0
STEP_H: Final = 3.0
GONE: Final = 1.0
"""Below this, soreness is called gone [of 10]: assumption."""

LOW, HIGH = 5.0, 95.0


@dataclass(frozen=True)
class Fitted:
    """The curves after some sessions, as these entries tell them.

    ``bouts_of`` : gives the sessions that count, oldest first; ``entries`` : those that count
    """

    bouts_of: Callable[[], tuple[Bout, ...]]
    entries: tuple[Entry, ...]

    @cached_property
    def odds(self) -> float:
        """Decimal logarithm of the better of the two others over ordinary soreness."""
        if len(self.entries) < 2:
            return 0.0
        bouts = self.family.bouts
        others = (
            fit(each, self.entries).log_evidence for each in (StayingPain(bouts), ComesBack(bouts))
        )
        return (max(others) - self.own.log_evidence) / log(10)

    @property
    def peak_h(self) -> float:
        """When it is worst, after the last session [h]."""
        return self.landmarks[0].value

    @property
    def end_h(self) -> float:
        """When it is gone, after the last session [h]."""
        return self.landmarks[2].value

    @property
    def usual_end_h(self) -> float:
        """When it is gone at the latest, as a rule [h]."""
        return self.usual_landmarks[2].high

    @cached_property
    def landmarks(self) -> tuple[Span, Span, Span]:
        """When it is worst [h], how sore then [of 10], and when it is gone [h]: this person."""
        return _landmarks(self.family, self.own.people, self.hours)

    @cached_property
    def usual_landmarks(self) -> tuple[Span, Span, Span]:
        """The same of everybody."""
        return _landmarks(self.family, self._everybody, self.hours)

    @property
    def expected(self) -> Band:
        """What people report after these sessions."""
        return band(self.family.sore(self._everybody, self.hours), self.hours)

    @property
    def fitted(self) -> Band:
        """What this person reported and will report."""
        return band(self.family.sore(self.own.people, self.hours), self.hours)

    @cached_property
    def family(self) -> OrdinaryPeople:
        """Everybody, as far as these sessions go."""
        return OrdinaryPeople(self.bouts_of())

    @cached_property
    def own(self) -> Posterior:
        """Who could have given these entries."""
        return fit(self.family, self.entries)

    @cached_property
    def hours(self) -> Array:
        """The hours of the curves, on the clock of the sessions [h]."""
        return self.family.bouts[-1].at_h + np.arange(0.0, AHEAD_H + STEP_H, STEP_H)

    @property
    def _everybody(self) -> Array:
        return even_normals(KEPT, self.family.dimensions)


def band(sore: Array, hours: Array) -> Band:
    """Middle of the soreness (people, hours), and where nine in ten reports of it lie."""
    reported = np.clip(sore + _noise()[:, None], 0.0, MOST_SORE)
    low, high = np.percentile(reported, [LOW, HIGH], axis=0)
    middle = np.clip(np.median(sore, axis=0), low, high)
    return Band(hours, middle, low, high)


@cache
def _noise() -> Array:
    """The noise of reports, evenly, in an order unlike that of any person's numbers."""
    return value("report_noise") * even_normals(KEPT, 29)[:, 28]


def _landmarks(family: OrdinaryPeople, people: Array, hours: Array) -> tuple[Span, Span, Span]:
    after = hours[1:]
    sore = family.of_sessions(people, after)
    since = after - family.bouts[-1].at_h
    size = np.minimum(sore.max(axis=1) + family.background(people)[:, 0], MOST_SORE)
    above = sore >= GONE
    last = np.where(above.any(axis=1), sore.shape[1] - 1 - above[:, ::-1].argmax(axis=1), 0)
    return _span(since[sore.argmax(axis=1)]), _span(size), _span(since[last])


def _span(values: Array) -> Span:
    low, middle, high = np.percentile(values, [LOW, 50.0, HIGH])
    return Span(float(middle), float(low), float(high))
