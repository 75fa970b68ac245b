"""The two gains, fitted to the standing rows of Wilke et al. and to nothing else.

``training/fit_spine_gains.py`` runs it and writes the result into ``parameters.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.equilibrium import Tissue, carried
from backspotter.spine.parameters import value
from backspotter.spine.published import Row, rows, task_of
from backspotter.spine.task import hands_of, placed, repeated

ARM_GAINS: Final = np.round(np.linspace(0.80, 1.23, 44), 4)
"""Between them the mean extensor arm at L5/S1 and L4/L5 stays within the published 4 to 7 cm."""

COACTIVATIONS: Final = np.round(np.linspace(0.0, 0.15, 61), 4)


@dataclass(frozen=True, slots=True)
class Gains:
    """What a fit found: the two gains, and the error of each row it was given [%]."""

    extensor_arm: float
    coactivation: float
    errors: tuple[float, ...]


def fitted_rows() -> tuple[Row, ...]:
    """The rows the gains are fitted to."""
    return tuple(row for row in rows() if row.fitted)


def fit(given: Sequence[Row] | None = None) -> Gains:
    """The gains with the least sum of squared relative errors over these rows."""
    chosen = tuple(fitted_rows() if given is None else given)
    errors = np.stack([_errors(row.id) for row in chosen])
    arm, level = divmod(int((errors**2).sum(axis=0).argmin()), len(COACTIVATIONS))
    found = errors[:, arm, level]
    return Gains(
        extensor_arm=float(ARM_GAINS[arm]),
        coactivation=float(COACTIVATIONS[level]),
        errors=tuple(float(100 * error) for error in found),
    )


def left_out_errors() -> dict[str, float]:
    """For each fitted row: its error when the gains are fitted to the other rows [%]."""
    every = fitted_rows()
    found = {}
    for row in every:
        gains = fit([other for other in every if other.id != row.id])
        at = (
            int(np.argmin(np.abs(ARM_GAINS - gains.extensor_arm))),
            int(np.argmin(np.abs(COACTIVATIONS - gains.coactivation))),
        )
        found[row.id] = float(100 * _errors(row.id)[at])
    return found


@cache
def _errors(id_: str) -> Array:
    """Relative error of a row over the grid of both gains, (arms, coactivations)."""
    row = next(row for row in rows() if row.id == id_)
    ratio = _compressions(row.task) / _compressions(row.against)
    return np.asarray(100 * ratio / row.published - 1)


@cache
def _compressions(name: str) -> Array:
    """Compression at L4/L5 of a task over the grid of both gains [N]."""
    arms, levels = np.meshgrid(ARM_GAINS, COACTIVATIONS, indexing="ij")
    tissue = Tissue(
        extensor_arm=arms.ravel() / value("extensor_arm_gain"),
        coactivation=levels.ravel() / value("abdominal_coactivation"),
    )
    task = repeated(task_of(name), arms.size)
    at = placed(task)
    found = carried(task.body, task.angles, at, hands_of(task, at), tissue=tissue)
    return found.compression[:, 1].reshape(arms.shape)
