"""Ordinary soreness over time: one part at once that fades in hours, one that comes and goes.

The delayed part is A [(t/p) exp(1 − t/p)]^k with its peak A at the time p; this form is our own
proposal, nobody published it. Sessions add up, to ten at most.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.soreness.population import spread, value
from backspotter.soreness.values import MOST_SORE, Array, Bout

OWN: Final = 5
"""What a person brings: peak time, sharpness, peak size, share at once, background."""

MIX: Final = {
    "conventional": 0.3,
    "sumo": 0.3,
    "trap_bar": 0.25,
    "romanian": 0.7,
    "stiff_leg": 0.6,
    "deficit": 0.35,
    "block": 0.2,
}
"""How much of a lift is lowering under load for the back, by style: assumption."""

HOLDS_STILL: Final = 0.3
"""The same for work of no known style."""


@dataclass(frozen=True, slots=True)
class OrdinaryPeople:
    """Everybody, as far as these sessions go: a row of normal numbers makes a person."""

    bouts: tuple[Bout, ...]

    @property
    def dimensions(self) -> int:
        """How many numbers make a person: their own, and one for each session."""
        return OWN + len(self.bouts)

    def sore(self, people: Array, hours: Array) -> Array:
        """Soreness (people, hours) of people (people, dimensions) at these hours [h]."""
        return np.minimum(self.of_sessions(people, hours) + self.background(people), MOST_SORE)

    def of_sessions(self, people: Array, hours: Array) -> Array:
        """What the sessions add (people, hours) to what these backs report anyway."""
        total = np.zeros((len(people), len(hours)))
        for place, bout in enumerate(self.bouts):
            since = hours - bout.at_h
            if (since > 0).any():
                total += self._after(people, place, bout, since)
        return np.minimum(total, MOST_SORE)

    def background(self, people: Array) -> Array:
        """What these backs report anyway (people, 1)."""
        return _logs("background", people[:, 4])[:, None]

    def _after(self, people: Array, place: int, bout: Bout, since: Array) -> Array:
        began = since > 0
        size = self._size(people, place, bout)
        at = np.where(began, since, 1.0)
        peak, sharp = peak_times(people[:, 0], bout.lowered), _logs("sharpness", people[:, 1])
        found = rise_and_fall(at, peak, sharp)
        found *= (delayed_weight(bout) * size)[:, None]
        early = early_weight(bout) * _logs("early_share", people[:, 3]) * size
        found += early[:, None] * np.exp(-at / value("early_time"))
        found[:, ~began] = 0.0
        return found

    def _size(self, people: Array, place: int, bout: Bout) -> Array:
        of_session = np.exp(spread("session_to_session") * people[:, OWN + place])
        return _logs("peak_size", people[:, 2]) * of_session * usual_size(bout)


def _logs(id_: str, normals: Array) -> Array:
    return np.asarray(value(id_) * np.exp(spread(id_) * normals))


def peak_times(normals: Array, lowered: float) -> Array:
    """When delayed soreness peaks [h], later the more of the work is lowered."""
    held, down = np.log(value("peak_time_held")), np.log(value("peak_time_lowered"))
    middle = held + lowered * (down - held)
    return np.asarray(np.exp(middle + spread("peak_time_held") * normals))


def rise_and_fall(since: Array, peak: Array, sharp: Array) -> Array:
    """The delayed part (people, hours) as a share of its peak."""
    power = np.log(since)[None, :] - (np.log(peak) - 1)[:, None]
    power -= since[None, :] * (1 / peak)[:, None]
    power *= sharp[:, None]
    return np.asarray(np.exp(power, out=power))


def usual_size(bout: Bout) -> float:
    """What amount and habit make of the peak, as a factor."""
    days, limit = bout.days_since, value("used_to_it_days")
    used = value("used_to_it") if days is not None and days <= limit else 1.0
    return float(bout.size ** value("size_power") * used)


def delayed_weight(bout: Bout) -> float:
    """How much delayed soreness work of this hardness leaves: none when light, all when hard."""
    low, high = value("light_below"), value("hard_from")
    share = min(max((bout.hardness - low) / (high - low), 0.0), 1.0)
    return share * share * (3 - 2 * share)


def early_weight(bout: Bout) -> float:
    """How much soreness at once: more the more the back held and the less it was lowered."""
    return 1.5 - bout.lowered


MOST_BOUTS: Final = 6


def bouts_that_matter(bouts: Sequence[Bout], now_h: float, *, within_h: float) -> tuple[Bout, ...]:
    """The sessions of the last days, at most the last six, oldest first."""
    recent = [b for b in bouts if now_h - within_h <= b.at_h <= now_h]
    return tuple(sorted(recent, key=_by_time)[-MOST_BOUTS:])


def _by_time(bout: Bout) -> tuple[float, ...]:
    """Sessions that ended together stand in one order, however they were handed over."""
    days = math.inf if bout.days_since is None else bout.days_since
    return bout.at_h, bout.hardness, bout.size, bout.lowered, days


def times_that_matter(
    ended_h: Sequence[float], now_h: float, *, within_h: float
) -> tuple[float, ...]:
    """When those sessions ended [h]."""
    recent = [at_h for at_h in ended_h if now_h - within_h <= at_h <= now_h]
    return tuple(sorted(recent)[-MOST_BOUTS:])
