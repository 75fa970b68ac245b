"""Bands: how far the answer could be off, given all that is not known exactly.

A posture is worked out some hundred times with everything uncertain drawn anew; a series is
worked out once up and once down for each uncertain thing, and the steps are added in squares,
which a test holds against drawing. Both are 90 % bands, from the 5th to the 95th percentile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.equilibrium import Carried
from backspotter.spine.parameters import spread, value
from backspotter.spine.task import Shift, Task, variants

DRAWS: Final = 400
SEED: Final = 20_260
NINETY: Final = 1.6449
"""Standard deviations from the middle to the 5th and 95th percentile of a normal spread."""

FACTORS: Final = frozenset(
    (
        *("body_mass", "extensor_arm", "coactivation", "passive", "passive_arm", "pressure"),
        "model_compression",
    )
)
"""What is a factor around one; the rest is an offset around nothing."""

OF_POSTURE: Final = frozenset(("trunk_deg", "lumbar_deg", "load_ahead_m"))
"""What belongs to one posture, and not to the person."""

LEAST_FACTOR: Final = 0.05
QUANTILE: Final = NormalDist().inv_cdf


@dataclass(frozen=True, slots=True)
class Band:
    """Lower and upper end, in the shape and unit of what they belong to."""

    low: Array
    high: Array


def widths(task: Task) -> Mapping[str, float]:
    """One standard deviation of everything uncertain in this task."""
    return {
        "trunk_deg": task.doubt.trunk_deg,
        "lumbar_deg": task.doubt.lumbar_deg,
        "load_ahead_m": task.doubt.load_ahead_m,
        "trunk_mass_ahead_m": spread("trunk_mass_ahead") * task.body.size,
        "body_mass": task.doubt.body_mass,
        "extensor_arm": spread("extensor_arm_gain") / value("extensor_arm_gain"),
        "coactivation": spread("abdominal_coactivation") / value("abdominal_coactivation"),
        "passive": spread("passive_full_flexion_men") / value("passive_full_flexion_men"),
        "passive_arm": spread("passive_arm") / value("passive_arm"),
        "passive_obliquity_deg": spread("passive_obliquity"),
        "pressure": spread("pressure_share_of_moment") / value("pressure_share_of_moment"),
        "disc_deg": spread("disc_slope"),
        "model_compression": spread("model_compression"),
        "model_shear": spread("model_shear"),
    }


def drawn(
    task: Task,
    quantities: Mapping[str, Callable[[Carried], Array]],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> dict[str, Band]:
    """The 5th and 95th percentile of several quantities (n, …) over that many draws."""
    found, n = variants(task, draws_of(task, draws, seed)), len(task)
    bands = {}
    for name, quantity in quantities.items():
        values = quantity(found)
        low, high = np.percentile(values.reshape(draws, n, *values.shape[1:]), [5, 95], axis=0)
        bands[name] = Band(low, high)
    return bands


def linearised(task: Task, quantities: Mapping[str, Callable[[Carried], Array]]) -> dict[str, Band]:
    """Bands of several quantities (n, …) of a series, by one step up and down for each unknown."""
    steps = _steps(task)
    found, n = variants(task, steps), len(task)
    bands = {}
    for name, quantity in quantities.items():
        values = quantity(found)
        values = values.reshape(len(steps), n, *values.shape[1:])
        off = values[1:] - values[0]
        pairs = off.reshape(-1, 2, *off.shape[1:])
        up, down = pairs.max(axis=1).clip(min=0.0), pairs.min(axis=1).clip(max=0.0)
        middle = values[0]
        bands[name] = Band(
            middle - NINETY * np.sqrt((down**2).sum(axis=0)),
            middle + NINETY * np.sqrt((up**2).sum(axis=0)),
        )
    return bands


def draws_of(task: Task, count: int, seed: int, *, apart: int = 0) -> Shift:
    """Latin hypercube: each unknown is drawn once from every slice of its spread.

    Two tasks of one person share their body with the same ``seed``, and differ in how well each
    posture was seen with another ``apart``.
    """
    found = {}
    for place, (name, sd) in enumerate(widths(task).items()):
        dice = np.random.default_rng([seed, place, apart if name in OF_POSTURE else 0])
        found[name] = _moved(name, sd * _normal(dice, count))
    return Shift(**found)


def _steps(task: Task) -> Shift:
    """The nominal task, then for each unknown one standard deviation up and one down."""
    sds = widths(task)
    count = 1 + 2 * len(sds)
    by = {name: np.zeros(count) for name in sds}
    for place, (name, sd) in enumerate(sds.items()):
        by[name][1 + 2 * place], by[name][2 + 2 * place] = sd, -sd
    return Shift(**{name: _moved(name, steps) for name, steps in by.items()})


def _moved(name: str, by: Array) -> Array:
    return np.maximum(1.0 + by, LEAST_FACTOR) if name in FACTORS else by


def _normal(dice: np.random.Generator, count: int) -> Array:
    """Standard normal numbers, one from each of ``count`` equal slices, shuffled."""
    places = (dice.permutation(count) + dice.random(count)) / count
    return np.array([QUANTILE(place) for place in places])
