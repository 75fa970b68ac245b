"""From everybody to this person: weights on drawn people, moved to where the entries put them.

Adaptive importance sampling with evenly spread normal numbers in place of dice: a first round over
the whole population, then rounds around the weighted mean. The same entries give the same answer
to the last digit, on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from backspotter.soreness.draws import even_normals, evenly_chosen
from backspotter.soreness.population import value
from backspotter.soreness.values import Array, Entry

DRAWS: Final = 1024
KEPT: Final = 400
ROUNDS: Final = 3
ENOUGH: Final = 250.0
"""Effective number of people from which no further round is needed."""

WIDER: Final = 1.25
FREEDOM: Final = 5.0
"""Degrees of freedom of the reports: now and then one is far off."""


class People(Protocol):
    """A family of courses: normal numbers in, soreness over hours out."""

    @property
    def dimensions(self) -> int:
        """How many normal numbers make a person."""

    def sore(self, people: Array, hours: Array) -> Array:
        """Soreness (people, hours)."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """People (kept, dimensions) who stand for this one; log of the chance of the entries."""

    people: Array
    log_evidence: float
    effective: float


def fit(family: People, entries: Sequence[Entry]) -> Posterior:
    """Who could have given these entries; everybody where there are none."""
    normals = even_normals(DRAWS, family.dimensions)
    people, log_weights = normals, log_chance(family, normals, entries)
    for _ in range(ROUNDS):
        if _effective(log_weights) >= ENOUGH:
            break
        middle, root = _around(people, log_weights)
        people = middle + normals @ root.T
        log_weights = log_chance(family, people, entries) + _log_ratio(people, normals, root)
    weights = _weights(log_weights)
    chosen = people[evenly_chosen(weights, KEPT)]
    top = float(log_weights.max())
    evidence = top + float(np.log(np.mean(np.exp(log_weights - top))))
    return Posterior(chosen, evidence, _effective(log_weights))


def log_chance(family: People, people: Array, entries: Sequence[Entry]) -> Array:
    """Log of the chance of the entries for each of the people (n,)."""
    if not entries:
        return np.zeros(len(people))
    sore = family.sore(people, np.array([entry.at_h for entry in entries]))
    said = np.array([entry.sore for entry in entries])
    off = (said - sore) / value("report_noise")
    open_above = np.array([entry.under_painkiller for entry in entries])
    as_said = -(FREEDOM + 1) / 2 * np.log1p(off**2 / FREEDOM)
    at_least = -np.logaddexp(0.0, 1.7 * off)
    return np.asarray(np.where(open_above, at_least, as_said).sum(axis=1))


def _weights(logs: Array) -> Array:
    return np.asarray(np.exp(logs - logs.max()))


def _effective(logs: Array) -> float:
    weights = _weights(logs)
    return float(weights.sum() ** 2 / (weights**2).sum())


def _around(people: Array, logs: Array) -> tuple[Array, Array]:
    """Weighted mean, and a root of a somewhat wider covariance."""
    weights = _weights(logs) ** 0.7
    weights = weights / weights.sum()
    middle = weights @ people
    off = people - middle
    cov = (off * weights[:, None]).T @ off + 0.02 * np.eye(people.shape[1])
    return middle, WIDER * np.linalg.cholesky(cov)


def _log_ratio(people: Array, normals: Array, root: Array) -> Array:
    """Log of the population's density over that of the draws, for each of the people."""
    stretch = float(np.log(np.diag(root)).sum())
    return np.asarray(-0.5 * (people**2).sum(axis=1) + 0.5 * (normals**2).sum(axis=1) + stretch)
