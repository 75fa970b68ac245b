"""Trains a quantile network by gradient descent on the pinball loss; NumPy only, from a seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from backspotter.lift.quantiles import Floats, Member, QuantileNetwork, ordered

LEVELS = np.array([0.05, 0.5, 0.95])
COVERED = 0.9
KEPT_SHARE = 0.999
"""Of the spread of inputs, that the directions kept hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a network is trained."""

    hidden: tuple[int, ...] = (64, 48)
    members: int = 5
    rounds: int = 160
    batch: int = 256
    rate: float = 2e-3
    decay: float = 3e-4
    noise: float = 0.05
    """Added to scaled inputs at every step, in standard deviations."""

    patience: int = 25


def learned(
    inputs: Floats,
    targets: Floats,
    tuning: tuple[Floats, Floats],
    recipe: Recipe,
    seed: int,
    counts: Floats | None = None,
    units: QuantileNetwork | None = None,
) -> QuantileNetwork:
    """The ensemble that fits best on the tuning bodies, with bands that cover nine in ten there.

    Parameters
    ----------
    inputs, targets : (n, k) and (n, t) to learn from, in single precision where speed matters
    tuning : inputs and targets of bodies that are not learned from
    counts : (n,) how much each example counts; all the same when left out
    units : a network whose scaling is taken; the examples' own when left out
    """
    kind = inputs.dtype
    each = np.ones(len(inputs), kind) if counts is None else (counts / counts.mean()).astype(kind)
    empty = blank(inputs, targets) if units is None else replace(units, members=())
    given, held = (
        (empty.scaled(x).astype(kind), ((y - empty.out_centre) / empty.out_spread).astype(kind))
        for x, y in ((inputs, targets), tuning)
    )
    members = tuple(
        _member(given, held, each, recipe, np.random.default_rng([seed, place]))
        for place in range(recipe.members)
    )
    network = replace(empty, members=members)
    return replace(network, widen=widening(network(tuning[0]), tuning[1]))


def blank(inputs: Floats, targets: Floats) -> QuantileNetwork:
    """A network that knows nothing but how far inputs (n, k) and targets (n, t) spread."""
    return QuantileNetwork(
        members=(),
        centre=inputs.mean(axis=0),
        spread=inputs.std(axis=0) + 1e-6,
        out_centre=targets.mean(axis=0),
        out_spread=targets.std(axis=0),
        widen=np.ones(targets.shape[1]),
        of_change=np.ones(targets.shape[1]),
        directions=np.zeros((inputs.shape[1], 1)),
        farthest=np.inf,
    )


def widening(answers: Floats, targets: Floats) -> Floats:
    """By how much bands (n, t, 3) have to grow to cover ``COVERED`` of the targets (n, t)."""
    low, middle, high = np.moveaxis(answers, -1, 0)
    away = targets - middle
    half = np.where(away < 0, middle - low, high - middle)
    return np.quantile(np.abs(away) / np.maximum(half, 1e-9), COVERED, axis=0)


def pinball(answers: Floats, targets: Floats) -> float:
    """Mean loss of quantiles (n, t, 3) for targets (n, t)."""
    away = targets[..., None] - answers
    return float(np.maximum(LEVELS * away, (LEVELS - 1) * away).mean())


def _member(
    given: tuple[Floats, Floats],
    held: tuple[Floats, Floats],
    counts: Floats,
    recipe: Recipe,
    rng: np.random.Generator,
) -> Member:
    net = _Trained(given[0].shape[1], given[1].shape[1], recipe, rng, given[0].dtype)
    best, best_loss, waited = net.member(), np.inf, 0
    for round_ in range(recipe.rounds):
        rate = recipe.rate * 0.5 * (1 + np.cos(np.pi * round_ / recipe.rounds))
        order = rng.permutation(len(given[0]))
        for start in range(0, len(order), recipe.batch):
            chosen = order[start : start + recipe.batch]
            kept = given[0][chosen]
            noise = recipe.noise * rng.standard_normal(kept.shape, dtype=kept.dtype.type)
            net.step(kept + noise, given[1][chosen], counts[chosen], rate)
        loss = pinball(ordered(net.member()(held[0])), held[1])
        if loss < best_loss - 1e-5:
            best, best_loss, waited = net.member(), loss, 0
        else:
            waited += 1
            if waited > recipe.patience:
                break
    return best


class _Trained:
    """Weights, their gradients and Adam's two memories."""

    def __init__(
        self, k: int, t: int, recipe: Recipe, rng: np.random.Generator, kind: np.dtype
    ) -> None:
        sizes = [k, *recipe.hidden, 3 * t]
        self.decay = recipe.decay
        self.weights = [
            rng.normal(0, np.sqrt(1 / a), (a, b)).astype(kind) for a, b in pairwise(sizes)
        ]
        self.offsets = [np.zeros(b, kind) for b in sizes[1:]]
        self.first = [np.zeros_like(p) for p in self._all()]
        self.second = [np.zeros_like(p) for p in self._all()]
        self.steps = 0

    def _all(self) -> list[Floats]:
        return [*self.weights, *self.offsets]

    def member(self) -> Member:
        """A copy as it is now."""
        return Member(tuple(w.copy() for w in self.weights), tuple(o.copy() for o in self.offsets))

    def step(self, inputs: Floats, targets: Floats, counts: Floats, rate: float) -> None:
        """One step down the gradient."""
        layers = [inputs]
        for weight, offset in zip(self.weights[:-1], self.offsets[:-1], strict=True):
            layers.append(np.tanh(layers[-1] @ weight + offset))
        raw = layers[-1] @ self.weights[-1] + self.offsets[-1]
        down = _raw_gradient(raw, targets) * counts[:, None]
        self._adam(self._gradients(layers, down.astype(inputs.dtype)), rate)

    def _gradients(self, layers: list[Floats], back: Floats) -> list[Floats]:
        by_weight: list[Floats] = []
        by_offset: list[Floats] = []
        for place in range(len(self.weights) - 1, -1, -1):
            by_weight.insert(0, layers[place].T @ back + self.decay * self.weights[place])
            by_offset.insert(0, back.sum(axis=0))
            if place:
                back = (back @ self.weights[place].T) * (1 - layers[place] ** 2)
        return [*by_weight, *by_offset]

    def _adam(self, gradients: list[Floats], rate: float) -> None:
        self.steps += 1
        for value, gradient, first, second in zip(
            self._all(), gradients, self.first, self.second, strict=True
        ):
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient**2 - second)
            mean = first / (1 - 0.9**self.steps)
            size = np.sqrt(second / (1 - 0.999**self.steps))
            value -= rate * mean / (size + 1e-8)


def _raw_gradient(raw: Floats, targets: Floats) -> Floats:
    """Of the mean pinball loss by the raw outputs (n, 3 t)."""
    away = targets[..., None] - ordered(raw)
    by_quantile = np.where(away > 0, -LEVELS, 1 - LEVELS) / away.size
    slope = 1 / (1 + np.exp(-raw.reshape(*away.shape)))
    below, middle, above = (by_quantile[..., place] for place in range(3))
    by_raw = np.stack(
        [below + middle + above, -below * slope[..., 1], above * slope[..., 2]], axis=-1
    )
    return by_raw.reshape(raw.shape)


def limited(
    network: QuantileNetwork, inputs: Floats, tuned: Floats, *, inside: float
) -> QuantileNetwork:
    """With the directions in which inputs spread, and how far from them is too far: so far that
    this share of tuning inputs lies inside."""
    scaled = (inputs - network.centre) / network.spread
    values, vectors = np.linalg.eigh(np.cov(scaled, rowvar=False))
    order = np.argsort(values)[::-1]
    kept = order[: int(np.searchsorted(np.cumsum(values[order]) / values.sum(), KEPT_SHARE)) + 1]
    network = replace(network, directions=vectors[:, kept] / np.sqrt(values[kept]))
    return replace(network, farthest=float(np.quantile(network.distance(tuned), inside)))
