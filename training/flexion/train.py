"""Trains the flexion networks on what make_data.py kept, and says how they do on other bodies.

    python training/flexion/train.py DATA              train, write both networks and their scores
    python training/flexion/train.py DATA --changes    only the network of changes
    python training/flexion/train.py DATA --score      score the networks that are kept

From the same data the same networks come out.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from changes import (
    banded,
    films_of,
    not_learned_from,
    reps_read,
    scored_reps,
    trained_changes,
    unsized,
)
from learn import Recipe, learned, limited
from read_data import Examples, read, without_size

from backspotter.lift.flexion import CHANGE_FILE, FILE, LUMBAR, THORACIC
from backspotter.lift.quantiles import Floats, QuantileNetwork, arrays_of, load

ROOT = Path(__file__).resolve().parents[2]
NETWORK = ROOT / "src/backspotter/lift" / FILE
CHANGES = ROOT / "src/backspotter/lift" / CHANGE_FILE
KEPT = (NETWORK, CHANGES)
SCORES = Path(__file__).with_name("scores.json")
SEED = 20_261_127
RECIPE = Recipe(
    hidden=(64, 48), members=6, noise=0.1, decay=1e-5, rate=3e-3, rounds=80, patience=40
)
AS_A_SUITE = "pulls"
LEARNED_FROM = ("train", AS_A_SUITE)
"""Sets of bodies."""

INSIDE = 0.995
"""Share of the tuning examples that lie within what counts as learned from."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data", type=Path)
    asked.add_argument("--score", action="store_true", help="only score what is kept")
    asked.add_argument("--changes", action="store_true", help="only the network of changes")
    given = asked.parse_args()
    kept = json.loads(SCORES.read_text(encoding="utf-8")) if SCORES.exists() else {}
    scores = kept | of_values(given.data, train_it=not given.score and not given.changes)
    scores["changes"] = of_changes(given.data, kept.get("changes", {}), train_it=not given.score)
    scores["sha256"] = {file.name: sha256(file.read_bytes()).hexdigest() for file in KEPT}
    text = json.dumps(scores, indent=2)
    print(text)
    if not given.score:
        SCORES.write_text(text + "\n", encoding="utf-8")


def of_values(data: Path, *, train_it: bool) -> dict[str, object]:
    """How the network that reads single frames does."""
    train, tuning, test = (read(data, *sets) for sets in (LEARNED_FROM, ("tuning",), ("test",)))
    network = trained(train, tuning) if train_it else load(NETWORK)
    if train_it:
        np.savez_compressed(NETWORK, **arrays_of(network))
    return {
        "bodies": {n: len(np.unique(e.body)) for n, e in (("train", train), ("test", test))},
        "frames": {n: len(e.inputs) for n, e in (("train", train), ("test", test))},
        "seed": SEED,
        "size known": scored(network, test),
        "size unknown": scored(network, unknown(test)),
    }


def of_changes(data: Path, kept: dict[str, object], *, train_it: bool) -> dict[str, object]:
    """How the network that reads changes does, by rep; ``left out``: each body read by the members
    that did not learn from it."""
    films, tuning, test = (films_of(data, *s) for s in (LEARNED_FROM, ("tuning",), ("test",)))
    bodies = len({film.body for film in films})
    if train_it:
        whole = trained_changes(films, tuning)
        reps = reps_read(films, not_learned_from(whole, films))
        np.savez_compressed(CHANGES, **arrays_of(banded(whole, reps)))
    elif bodies != kept["bodies"]:
        raise SystemExit(f"{data}: {bodies} bodies to learn from, expected {kept['bodies']}")
    network = load(CHANGES)
    left_out = not_learned_from(network, films)
    of_a_suite = [film for film in films if film.body.startswith(AS_A_SUITE)]
    bare = [replace(film, seen=unsized(film.seen)) for film in test]
    return {
        "bodies": bodies,
        "left out": scored_reps(reps_read(films, left_out)),
        "left out, films as a suite has them": scored_reps(reps_read(of_a_suite, left_out)),
        "tuning": scored_reps(reps_read(tuning, lambda _: network)),
        "test": scored_reps(reps_read(test, lambda _: network)),
        "test, size unknown": scored_reps(reps_read(bare, lambda _: network)),
    }


def trained(train: Examples, tuning: Examples) -> QuantileNetwork:
    """The network, its bands and limits set on the tuning bodies."""
    both = (train, unknown(train))
    inputs, targets = (np.concatenate([getattr(e, n) for e in both]) for n in ("inputs", "targets"))
    held = (tuning, unknown(tuning))
    tuned = tuple(np.concatenate([getattr(e, n) for e in held]) for n in ("inputs", "targets"))
    network = learned(inputs, targets, tuned, RECIPE, SEED)
    return limited(network, inputs, tuned[0], inside=INSIDE)


def unknown(examples: Examples) -> Examples:
    """The same where nobody said how tall and heavy the lifter is."""
    return replace(examples, inputs=without_size(examples.inputs))


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
