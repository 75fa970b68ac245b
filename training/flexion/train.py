"""Trains the flexion network on what make_data.py kept, and says how well it does on other bodies.

    python training/flexion/train.py DATA            train, write the network and its scores
    python training/flexion/train.py DATA --score    score the network that is kept

From the same data the same network comes out.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from learn import COVERED, Recipe, learned
from read_data import Examples, read

from backspotter.lift.back_inputs import AVERAGE
from backspotter.lift.flexion import FILE, LUMBAR, THORACIC
from backspotter.lift.quantiles import Floats, QuantileNetwork, arrays_of, load

ROOT = Path(__file__).resolve().parents[2]
NETWORK = ROOT / "src/backspotter/lift" / FILE
SCORES = Path(__file__).with_name("scores.json")
SEED = 20_261_127
RECIPE = Recipe(
    hidden=(64, 48), members=6, noise=0.1, decay=1e-5, rate=3e-3, rounds=220, patience=60
)
KEPT_SHARE = 0.999
"""Of the spread of the inputs, that is measured along its main directions."""

INSIDE = 0.995
"""Share of the tuning examples that lie within what counts as learned from."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data", type=Path)
    asked.add_argument("--score", action="store_true", help="only score what is kept")
    given = asked.parse_args()
    train, tuning, test = (read(given.data, name) for name in ("train", "tuning", "test"))
    network = load(NETWORK) if given.score else trained(train, tuning)
    if not given.score:
        np.savez_compressed(NETWORK, **arrays_of(network))
    scores = {
        "bodies": {n: len(np.unique(e.body)) for n, e in (("train", train), ("test", test))},
        "frames": {n: len(e.inputs) for n, e in (("train", train), ("test", test))},
        "seed": SEED,
        "size known": scored(network, test),
        "size unknown": scored(network, unknown(test)),
    }
    text = json.dumps(scores, indent=2)
    print(text)
    if not given.score:
        SCORES.write_text(text + "\n", encoding="utf-8")


def trained(train: Examples, tuning: Examples) -> QuantileNetwork:
    """The network, its bands and limits set on the tuning bodies."""
    both = (train, unknown(train))
    inputs, targets = (np.concatenate([getattr(e, n) for e in both]) for n in ("inputs", "targets"))
    held = (tuning, unknown(tuning))
    tuned = tuple(np.concatenate([getattr(e, n) for e in held]) for n in ("inputs", "targets"))
    network = learned(inputs, targets, tuned, RECIPE, SEED)
    network = replace(network, of_change=changes(network, tuning))
    return _limited(network, inputs, tuned[0])


def unknown(examples: Examples) -> Examples:
    """The same where nobody said how tall and heavy the lifter is."""
    inputs = examples.inputs.copy()
    inputs[:, -3:] = (*AVERAGE, 0.0)
    return replace(examples, inputs=inputs)


def changes(network: QuantileNetwork, examples: Examples) -> Floats:
    """How wide the band of a change from the set-up has to be, against that of a value (t,)."""
    answers = network(examples.inputs)
    shares: list[list[float]] = [[], []]
    for place in (LUMBAR, THORACIC):
        for now, start in _pairs(examples):
            change = answers[now, place, 1] - answers[start, place, 1].mean()
            true = examples.targets[now, place] - examples.targets[start, place].mean()
            half = (answers[now, place, 2] - answers[now, place, 0]) / 2
            shares[place] += list(np.abs(change - true) / half)
    return np.array([np.quantile(each, COVERED) for each in shares])


def _pairs(examples: Examples) -> list[tuple[np.ndarray, np.ndarray]]:
    """Places of each film's pull, and of its set-up."""
    found = []
    for film in np.unique(examples.film):
        here = examples.film == film
        start = np.flatnonzero(here & (examples.phase == "taking up"))
        pull = np.flatnonzero(here & (examples.phase == "lifting"))
        if len(start) and len(pull):
            found.append((pull, start))
    return found


def _limited(network: QuantileNetwork, inputs: Floats, tuned: Floats) -> QuantileNetwork:
    """With the directions in which inputs spread, and how far from them is too far."""
    scaled = (inputs - network.centre) / network.spread
    values, vectors = np.linalg.eigh(np.cov(scaled, rowvar=False))
    order = np.argsort(values)[::-1]
    kept = order[: int(np.searchsorted(np.cumsum(values[order]) / values.sum(), KEPT_SHARE)) + 1]
    directions = vectors[:, kept] / np.sqrt(values[kept])
    network = replace(network, directions=directions)
    return replace(network, farthest=float(np.quantile(network.distance(tuned), INSIDE)))


def scored(network: QuantileNetwork, examples: Examples) -> dict[str, object]:
    """Errors [deg] and how often bands hold, in all and by group."""
    answers = network(examples.inputs)
    off = answers[..., 1] - examples.targets
    held = (answers[..., 0] <= examples.targets) & (examples.targets <= answers[..., 2])
    yaw = np.abs(examples.by_film("yaw_deg").astype(float))
    groups = {
        f"clothing {c}": examples.by_film("clothing") == c for c in ("tight", "t_shirt", "hoodie")
    }
    groups |= {f"yaw {a} to {a + 10}": (yaw >= a) & (yaw < a + 10) for a in (0, 10, 20)}
    groups |= {f"phase {p}": examples.phase == p for p in ("taking up", "lifting", "lockout")}
    change = [
        answers[pull, LUMBAR, 1]
        - answers[start, LUMBAR, 1].mean()
        - examples.targets[pull, LUMBAR]
        + examples.targets[start, LUMBAR].mean()
        for pull, start in _pairs(examples)
    ]
    return {
        "lumbar": _summary(off[:, LUMBAR], held[:, LUMBAR]),
        "lumbar change": {"mae_deg": round(float(np.abs(np.concatenate(change)).mean()), 2)},
        "thoracic": _summary(off[:, THORACIC], held[:, THORACIC]),
        "outside what was learned": round(
            float((network.distance(examples.inputs) > network.farthest).mean()), 3
        ),
        **{n: _summary(off[g, LUMBAR], held[g, LUMBAR]) for n, g in groups.items() if g.any()},
    }


def _summary(off: Floats, held: np.ndarray) -> dict[str, float]:
    return {
        "mae_deg": round(float(np.abs(off).mean()), 2),
        "held": round(float(held.mean()), 3),
        "n": len(off),
    }


if __name__ == "__main__":
    main()
