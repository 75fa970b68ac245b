"""Which muscle carries how much: least sum of squared activations that balances every level.

For each frame:  minimise  Σ aₘ² + |r|²/ε   subject to  Σₘ armₘⱼ·strengthₘ·aₘ + rⱼ = demandⱼ  and
lowestₘ ≤ aₘ ≤ 1.  The reserve r is what the muscles cannot give; ε is so small that it stays
within 1e-5 N·m wherever they can. Solved in its dual, which has one unknown for each level, by a
semismooth Newton method with an exact line search: a is the gradient's clipped image, so the
dual is piecewise quadratic and convex, and Newton ends after few steps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array, Mask, Places

EPSILON: Final = 1e-9
"""Softness of the balance, in units of the demand's scale."""

CLOSED: Final = 1e-11
"""Balanced when no level is further off than this share of the demand's scale."""

BOLD_STEPS: Final = 20
"""Newton steps from a cold start; what is open after them is solved soft first, then harder."""

SOFTER: Final = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, EPSILON)
CAREFUL_STEPS: Final = 200
MOST_CUTS: Final = 60
BOLD, CAREFUL = 0.1, 1e-3
"""A step is cut while the slope past the top is steeper than this share of the first. With the
careful one the dual rises with every step, because its slope only falls along a line."""

BLOCK: Final = 768
"""Frames worked on together: their arrays fit a core's cache."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Activations (n, m), and the reserve (n, j) in the unit of the demand."""

    activation: Array
    reserve: Array


def share(capacity: Array, demand: Array, lowest: Array) -> Shared:
    """The activations that balance the demand with the least sum of squares.

    Parameters
    ----------
    capacity : (n, m, j) moment of each muscle at full activation at each level [N m]
    demand : (n, j) moment the muscles must give [N m]
    lowest : (n, m) activation that is kept whatever the demand

    Returns
    -------
    activations between ``lowest`` and 1, and the reserve: what is left undone [N m]
    """
    scale = np.maximum(np.abs(demand).max(axis=1, initial=1.0), 1.0)[:, None]
    unit = capacity / scale[:, :, None]
    target = demand / scale
    dual = _solve(unit, target, lowest)
    activation = _activation(unit, dual, lowest)
    reserve = demand - np.matmul(activation[:, None, :], capacity)[:, 0]
    return Shared(activation, reserve)


def _solve(unit: Array, target: Array, lowest: Array) -> Array:
    """The dual variables (n, j) of the scaled problem."""
    problem = _Problem(unit, target, lowest, EPSILON)
    dual, open_ = _newton(problem, _first_guess(problem), BOLD_STEPS, BOLD)
    if open_.any():
        dual[open_] = _solve_softly(problem.only(open_))
    return dual


def _solve_softly(problem: _Problem) -> Array:
    """Soft first, then harder; of all stages the one that leaves least undone in each frame."""
    at = best = np.zeros_like(problem.target)
    least = np.full(len(best), np.inf)
    for epsilon in SOFTER:
        at, _ = _newton(replace(problem, epsilon=epsilon), at, CAREFUL_STEPS, CAREFUL)
        undone = (problem.undone(at) ** 2).sum(axis=1)
        better = undone < least
        best, least = np.where(better[:, None], at, best), np.minimum(undone, least)
    return best


@dataclass(frozen=True, slots=True)
class _Problem:
    """Maximise the dual of some frames; its slope at a point is how far each level is from
    balance there."""

    unit: Array
    target: Array
    lowest: Array
    epsilon: float

    def only(self, which: Mask | Places) -> _Problem:
        return replace(
            self, unit=self.unit[which], target=self.target[which], lowest=self.lowest[which]
        )

    def undone(self, dual: Array) -> Array:
        """What is left of the target, (n, j)."""
        return self.target - self._given(dual)[1]

    def slope(self, dual: Array) -> tuple[Mask, Array]:
        """Which muscles are between their bounds, and the slope (n, j)."""
        free, given = self._given(dual)
        return free, self.target - self.epsilon * dual - given

    def _given(self, dual: Array) -> tuple[Mask, Array]:
        wanted = np.matmul(self.unit, dual[:, :, None])[:, :, 0]
        activation = np.maximum(wanted, self.lowest)
        np.minimum(activation, 1.0, out=activation)
        return activation == wanted, np.matmul(activation[:, None, :], self.unit)[:, 0]

    def step(self, free: Mask, slope: Array) -> Array:
        """Newton's step when only these muscles move."""
        curve = np.matmul((self.unit * free[:, :, None]).transpose(0, 2, 1), self.unit)
        levels = np.arange(self.unit.shape[2])
        curve[:, levels, levels] += self.epsilon
        return np.asarray(np.linalg.solve(curve, slope[:, :, None])[:, :, 0], dtype=float)


def _newton(problem: _Problem, at: Array, most: int, overshoot: float) -> tuple[Array, Mask]:
    """The dual after Newton's steps from a start, and which frames are still open."""
    dual, todo = at.copy(), np.arange(len(at))
    free, slope = problem.slope(at)
    for _ in range(most):
        open_ = np.abs(slope).max(axis=1) > CLOSED
        if not open_.all():
            dual[todo[~open_]] = at[~open_]
            todo, problem, at = todo[open_], problem.only(open_), at[open_]
            free, slope = free[open_], slope[open_]
        if not len(todo):
            break
        at, free, slope = _stepped(problem, at, free, slope, overshoot)
    dual[todo] = at
    is_open = np.zeros(len(dual), dtype=bool)
    is_open[todo] = np.abs(slope).max(axis=1, initial=0.0) > CLOSED
    return dual, is_open


def _stepped(
    problem: _Problem, at: Array, free: Mask, slope: Array, overshoot: float
) -> tuple[Array, Mask, Array]:
    """One step, cut where it shoots past the top of the dual along its line."""
    step = problem.step(free, slope)
    uphill = (slope * step).sum(axis=1)
    length = np.ones(len(at))
    free, slope = problem.slope(at + step)
    for _ in range(MOST_CUTS):
        now = (slope * step).sum(axis=1)
        past = np.flatnonzero(now < -overshoot * uphill)
        if not len(past):
            break
        length[past] *= uphill[past] / (uphill[past] - now[past])
        tried = at[past] + length[past, None] * step[past]
        free[past], slope[past] = problem.only(past).slope(tried)
    return at + length[:, None] * step, free, slope


def _first_guess(problem: _Problem) -> Array:
    """Dual variables as if every muscle that helps were free and no other moved."""
    _, slope = problem.slope(np.zeros_like(problem.target))
    return problem.step(problem.unit.sum(axis=2) > 0, slope)


def _activation(unit: Array, dual: Array, lowest: Array) -> Array:
    wanted = np.matmul(unit, dual[:, :, None])[:, :, 0]
    return np.asarray(np.minimum(np.maximum(wanted, lowest), 1.0))
