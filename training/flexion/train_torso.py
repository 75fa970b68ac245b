"""Learns how long a torso is in the picture from how long leg and head look beside its landmarks.

    python training/flexion/train_torso.py FOLDER          writes src/backspotter/lift/torso.toml

FOLDER is what ``make flexion`` drew. The films of every second pull, 200 of them, are staged again
for how long the torso truly gets (minutes). A straight line through four numbers, by least squares
with a pull toward nought; the same folder gives the same file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from pulls import staged
from read_data import films_in

from backspotter.lift.arrays import Floats
from backspotter.lift.sides import near_side, put_right
from backspotter.lift.torso import HELD_AT, LEAST_FRAMES, lengths

FILE: Final = Path(__file__).parents[2] / "src/backspotter/lift/torso.toml"
HEAD: Final = (
    "# Written by training/flexion/train_torso.py from the pulls of make flexion. Not edited by "
    "hand."
)
EVERY, PULLS = 2, 200
PULL: Final = 5.0
"""Toward nought, beside as many films as there are."""

MOST_YAW_DEG: Final = 30.0
MOMENTS: Final = 22
"""Of a film, beside two at the top, at which its torso is looked at."""

WILD: Final = 0.05
"""From how far off a film counts less."""

ROUNDS: Final = 5
JOINTS: Final = ("upperarm01.L", "upperleg01.L", "upperarm01.R", "upperleg01.R")


def longest_px(number: int) -> float:
    """Hip joint to shoulder joint at their longest in a pull's film [px]."""
    set_ = staged(number)
    lockout = set_.motion.times[0].lockout_s
    times = [*np.linspace(0, set_.motion.seconds - 0.04, MOMENTS), lockout, lockout + 0.2]
    places = [set_.lifter.shape.index(name) for name in JOINTS]
    heads = [set_.lifter.posed(set_.motion.moment(float(t)).posture).heads[places] for t in times]
    seen = np.array([set_.camera.project(each)[0] for each in heads])
    return float(np.hypot(*(seen[:, ::2] - seen[:, 1::2]).T).max())


def gathered(folder: Path) -> tuple[Floats, Floats]:
    """Lengths (n, 4), and the logarithm of the true torso over the landmarks at their longest."""
    rows, true = [], []
    drawn = [file for file in sorted(folder.glob("pulls-*.npz")) if any(films_in(file))]
    for file in drawn[::EVERY][:PULLS]:
        (film,) = films_in(file)
        near = near_side(film.about["facing"])
        straight, _ = put_right(film.landmarks, np.zeros((len(film.landmarks), 33, 3)), near)
        known = straight[np.isfinite(straight).all(axis=(1, 2))]
        if len(known) >= LEAST_FRAMES and abs(film.about["yaw_deg"]) <= MOST_YAW_DEG:
            found, longest = lengths(known, near)
            rows.append(found)
            true.append(np.log(longest_px(int(file.stem.split("-")[1])) / longest))
            print(file.stem, flush=True)
    return np.array(rows), np.array(true)


def learned(found: Floats, true: Floats) -> str:
    """What is learned, as the file has it; films that are far off count less."""
    centre, spread = found.mean(axis=0), found.std(axis=0)
    away = np.clip((found - centre) / spread, -HELD_AT, HELD_AT)
    usual = np.column_stack([away, np.ones(len(found))])
    pull = PULL * np.diag([*np.ones(len(centre)), 0.0])
    counts = np.ones(len(true))
    for _ in range(ROUNDS):
        weighed = usual * counts[:, None]
        line = np.linalg.solve(weighed.T @ usual + pull, weighed.T @ true)
        counts = np.minimum(1.0, WILD / np.maximum(np.abs(true - usual @ line), 1e-9))
    off = float(np.sqrt(np.mean((true - usual @ line) ** 2)))
    print(f"{len(true)} films learned from: off by {off:.1%} (root mean square)")
    lists = {"centre": centre, "spread": spread, "weight": line[:-1]}
    lines = [f"{name} = [{', '.join(f'{x:.4f}' for x in each)}]" for name, each in lists.items()]
    return "\n".join([HEAD, f"offset = {line[-1]:.4f}", *lines, ""])


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    if len(arguments) != 1:
        print("expected the folder that make flexion drew", file=sys.stderr)
        return 2
    FILE.write_text(learned(*gathered(Path(arguments[0]))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
