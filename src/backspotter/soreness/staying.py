"""What soreness is held against: pain that stays for weeks, and soreness that comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backspotter.soreness.curve import OrdinaryPeople
from backspotter.soreness.population import spread, value
from backspotter.soreness.values import MOST_SORE, Array, Bout


@dataclass(frozen=True, slots=True)
class StayingPain:
    """Pain that comes with the last session and goes over weeks, as an acute back does."""

    bouts: tuple[Bout, ...]

    @property
    def dimensions(self) -> int:
        """Size, how long it stays, how fast it comes, and what the back reports anyway."""
        return 4

    def sore(self, people: Array, hours: Array) -> Array:
        """Pain (people, hours) of people (people, 4) at these hours [h]."""
        size, stays, onset, background = (
            _logs(id_, people[:, place])[:, None]
            for place, id_ in enumerate(
                ("staying_size", "staying_time", "staying_onset", "background")
            )
        )
        since = np.maximum(hours - self.bouts[-1].at_h, 0.0)[None, :]
        here = (1 - np.exp(-since / onset)) * np.exp(-since / stays)
        return np.asarray(np.minimum(background + size * here, MOST_SORE))


@dataclass(frozen=True, slots=True)
class ComesBack:
    """Ordinary soreness with a second worsening that stays."""

    bouts: tuple[Bout, ...]

    @property
    def dimensions(self) -> int:
        """Those of ordinary soreness, and when and how much it comes back."""
        return OrdinaryPeople(self.bouts).dimensions + 2

    def sore(self, people: Array, hours: Array) -> Array:
        """Pain (people, hours) of people (people, dimensions) at these hours [h]."""
        first = OrdinaryPeople(self.bouts).sore(people[:, :-2], hours)
        at = _logs("second_rise_at", people[:, -2])[:, None]
        size = _logs("second_rise_size", people[:, -1])[:, None]
        since = hours[None, :] - self.bouts[-1].at_h - at
        back = size * np.clip(since / 12.0, 0.0, 1.0) * np.exp(-np.maximum(since, 0.0) / 240.0)
        return np.minimum(first + back, MOST_SORE)


def _logs(id_: str, normals: Array) -> Array:
    return np.asarray(value(id_) * np.exp(spread(id_) * normals))
