"""Trains the network of trunk, hip and knee on what angles_data.py kept.

    python training/flexion/train_angles.py DATA            train, write the network and its scores
    python training/flexion/train_angles.py DATA --score    score the network that is kept

From the same data the same network comes out. Every ninth body sets the bands and when to stop, the
next to it is scored and nothing else.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from learn import Recipe, learned, limited

from backspotter.lift.angles import LUMBAR_SHARE
from backspotter.lift.angles_together import FEWEST, FILE, whole_of, with_whole
from backspotter.lift.arrays import Flags
from backspotter.lift.quantiles import Floats, QuantileNetwork, arrays_of, load

ROOT = Path(__file__).resolve().parents[2]
NETWORK = ROOT / "src/backspotter/lift" / FILE
SCORES = Path(__file__).with_name("angle_scores.json")
SEED = 20_261_128
RECIPE = Recipe(
    hidden=(48, 32), members=6, rounds=60, patience=60, noise=0.1, decay=1e-4, rate=3e-3
)
DRAWS = 3
"""How often each look is learned from, what the whole says told by other moments each time: a film
shows more of them, and other ones."""

SHOWN = (0.6, 1.0)
"""Share of the moments that tell it, between these."""

LEANS_BACK_DEG, FOLDED_DEG = 0.0, 65.0
RARE = {"leans back": 5.0, "folded": 2.0}
"""How much more a frame counts whose trunk leans back at the top, or is folded further than most:
rare ones are else drawn toward the usual, and a lean back is a fault that is looked for."""

NAMES = ("trunk", "hip", "knee", "hip and back")
LEANS = {"-30 to -6": (-30, -6), "-6 to 8": (-6, 8), "8 to 60": (8, 60), "60 to 100": (60, 100)}
"""Of the trunk [deg], by which it is scored."""

INSIDE = 0.95
"""Share of the examples kept apart that lie within what counts as learned from."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """Inputs (n, 139), angles (n, 4) with hip and back together, and how much each counts (n,)."""

    inputs: Floats
    angles: Floats
    counts: Floats


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data", type=Path)
    asked.add_argument("--score", action="store_true", help="only score what is kept")
    given = asked.parse_args()
    stills = sorted(given.data.glob("pull-*.npz"))
    learn = [file for file in stills if number(file) % 9 > 1]
    tune, test = ([file for file in stills if number(file) % 9 == part] for part in (0, 1))
    if not given.score:
        network = trained(drawn(learn), read(tune))
        np.savez_compressed(NETWORK, **arrays_of(network))
    counts = {"bodies": len(learn), "bodies to score": len(test)}
    scores = counts | scored(load(NETWORK), read(test))
    scores["sha256"] = {NETWORK.name: sha256(NETWORK.read_bytes()).hexdigest()}
    text = json.dumps(scores, indent=2)
    print(text)
    if not given.score:
        SCORES.write_text(text + "\n", encoding="utf-8")


def number(still: Path) -> int:
    """Of the pull, by which bodies are set apart."""
    return int(still.stem.removeprefix("pull-"))


def drawn(files: list[Path]) -> Bodies:
    """Everything in these files, ``DRAWS`` times."""
    every = [read(files, np.random.default_rng([SEED, draw])) for draw in range(DRAWS)]
    return Bodies(
        *(np.concatenate([getattr(e, n) for e in every]) for n in ("inputs", "angles", "counts"))
    )


def read(files: list[Path], rng: np.random.Generator | None = None) -> Bodies:
    """Everything in these files; the whole told by all moments of the lift, or by some of them."""
    inputs, angles = zip(*(rows for file in files for rows in looks(file, rng)), strict=True)
    trunk, hip, knee, lumbar = np.concatenate(angles).T
    told = np.stack([trunk, hip, knee, hip + LUMBAR_SHARE * lumbar], axis=1)
    counts = np.select(
        [trunk < LEANS_BACK_DEG, trunk > FOLDED_DEG], [RARE["leans back"], RARE["folded"]], 1.0
    )
    return Bodies(np.concatenate(inputs), told, counts)


def looks(file: Path, rng: np.random.Generator | None) -> Iterator[tuple[Floats, Floats]]:
    """Inputs (n, 139) and angles (n, 4) of each look at a body."""
    kept = np.load(file)
    for look in np.unique(kept["look"]):
        these = kept["look"] == look
        inputs, used = kept["inputs"][these].astype(float), kept["lifting"][these]
        if used.sum() >= FEWEST:
            shown = used if rng is None else some(used, rng)
            yield with_whole(inputs, whole_of(inputs[shown])), kept["angles"][these]


def some(lifting: Flags, rng: np.random.Generator) -> Flags:
    """Some of the moments of the lift (n,); every other time also moments before it."""
    among = np.flatnonzero(lifting | (rng.random() < 0.5))
    count = max(round(float(rng.uniform(*SHOWN)) * len(among)), FEWEST)
    shown = np.zeros(len(lifting), bool)
    shown[rng.permutation(among)[:count]] = True
    return shown


def trained(learn: Bodies, tuning: Bodies) -> QuantileNetwork:
    """The network, its bands and limits set on the tuning bodies."""
    inputs, angles, counts = (
        np.asarray(getattr(learn, name), np.float32) for name in ("inputs", "angles", "counts")
    )
    held = tuning.inputs.astype(np.float32), tuning.angles.astype(np.float32)
    network = learned(inputs, angles, held, RECIPE, SEED, counts=counts)
    return limited(network, learn.inputs, tuning.inputs, inside=INSIDE)


def scored(network: QuantileNetwork, bodies: Bodies) -> dict[str, object]:
    """Mean of absolute errors [deg] and how often bands hold, of bodies that nothing was set on."""
    answers = network(bodies.inputs)
    off = np.abs(answers[..., 1] - bodies.angles).mean(axis=0)
    holds = (answers[..., 0] <= bodies.angles) & (bodies.angles <= answers[..., 2])
    found: dict[str, object] = {
        name: {"mae_deg": round(float(off[n]), 2), "held": round(float(holds[:, n].mean()), 3)}
        for n, name in enumerate(NAMES)
    }
    trunk = bodies.angles[:, 0]
    for name, (low, high) in LEANS.items():
        these = (trunk >= low) & (trunk < high)
        away = answers[these, 0, 1] - trunk[these]
        found[f"trunk, {name}"] = {
            "mae_deg": round(float(np.abs(away).mean()), 2),
            "bias_deg": round(float(away.mean()), 2),
            "n": int(these.sum()),
        }
    return found


if __name__ == "__main__":
    main()
