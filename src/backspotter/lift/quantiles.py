"""A small network that answers with a value and a band, in NumPy: what it knows is in one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

ARRAYS: Final = (
    *("centre", "spread", "out_centre", "out_spread", "widen", "of_change", "directions"),
)
HELD_AT: Final = 6.0
"""Standard deviations beyond which an input is held."""


@dataclass(frozen=True, slots=True)
class Member:
    """One network of an ensemble: weights and offsets of its layers, first to last."""

    weights: tuple[Floats, ...]
    offsets: tuple[Floats, ...]

    def __call__(self, scaled: Floats) -> Floats:
        """Raw outputs (n, 3 t) for scaled inputs (n, k)."""
        *hidden, last = zip(self.weights, self.offsets, strict=True)
        for weight, offset in hidden:
            scaled = np.tanh(scaled @ weight + offset)
        return np.asarray(scaled @ last[0] + last[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantileNetwork:
    """An ensemble that gives the lower end, the middle and the upper end of each of t targets.

    ``centre``, ``spread`` (k,) of the inputs in training; ``out_centre``, ``out_spread`` (t,) of
    the targets; ``widen`` (t,) by which bands are widened, found on bodies kept apart, and
    ``of_change`` (t,) by which those of a network that reads changes are, beside that.
    ``directions`` (k, d) along which scaled inputs spread in training, one standard deviation each;
    inputs whose root mean square along them is over ``farthest`` lie outside what was learned from.
    """

    members: tuple[Member, ...]
    centre: Floats
    spread: Floats
    out_centre: Floats
    out_spread: Floats
    widen: Floats
    of_change: Floats
    directions: Floats
    farthest: float

    def __call__(self, inputs: Floats) -> Floats:
        """Low, middle and high (n, t, 3) for inputs (n, k); NaN where an input is NaN."""
        known = np.isfinite(inputs).all(axis=1)
        answers = np.full((len(inputs), len(self.out_centre), 3), np.nan)
        if known.any():
            scaled = self.scaled(inputs[known])
            raw = np.mean([ordered(member(scaled)) for member in self.members], axis=0)
            answers[known] = self._in_units(raw)
        return answers

    def scaled(self, inputs: Floats) -> Floats:
        """Inputs as the members take them."""
        return np.clip((inputs - self.centre) / self.spread, -HELD_AT, HELD_AT)

    def distance(self, inputs: Floats) -> Floats:
        """How far inputs (n, k) lie from those of training (n,); about 1 is usual."""
        along = (inputs - self.centre) / self.spread @ self.directions
        return np.asarray(np.sqrt((along**2).mean(axis=1)))

    def _in_units(self, raw: Floats) -> Floats:
        middle = raw[..., 1:2]
        wider = middle + (raw - middle) * self.widen[:, None]
        return np.asarray(wider * self.out_spread[:, None] + self.out_centre[:, None])


def ordered(raw: Floats) -> Floats:
    """From raw outputs (n, 3 t) to low, middle, high (n, t, 3), never out of order."""
    middle, below, above = np.moveaxis(raw.reshape(len(raw), -1, 3), -1, 0)
    return np.stack([middle - positive(below), middle, middle + positive(above)], axis=-1)


def positive(x: Floats) -> Floats:
    """A smooth step from 0 to x: log(1 + exp x)."""
    return np.logaddexp(0.0, x)


def load(path: Path) -> QuantileNetwork:
    """The network in a file that ``save`` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        count = int(kept["members"])
        layers = int(kept["layers"])
        members = tuple(
            Member(
                tuple(kept[f"weight_{m}_{n}"].astype(np.float64) for n in range(layers)),
                tuple(kept[f"offset_{m}_{n}"].astype(np.float64) for n in range(layers)),
            )
            for m in range(count)
        )
        arrays = {name: kept[name].astype(np.float64) for name in ARRAYS}
        return QuantileNetwork(members=members, farthest=float(kept["farthest"]), **arrays)


def arrays_of(network: QuantileNetwork) -> dict[str, Floats]:
    """Everything that a network is, by name; weights in single precision."""
    found: dict[str, Floats] = {name: getattr(network, name) for name in ARRAYS}
    found["farthest"] = np.array(network.farthest)
    found["members"] = np.array(len(network.members), float)
    found["layers"] = np.array(len(network.members[0].weights), float)
    for m, member in enumerate(network.members):
        for n, (weight, offset) in enumerate(zip(member.weights, member.offsets, strict=True)):
            found[f"weight_{m}_{n}"] = weight.astype(np.float32)
            found[f"offset_{m}_{n}"] = offset.astype(np.float32)
    return found
