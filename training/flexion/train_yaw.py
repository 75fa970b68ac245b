"""Learns the camera's direction from where joints lie in the picture.

    python training/flexion/train_yaw.py FOLDER          writes lift/camera_yaw_network.npz
    python training/flexion/train_yaw.py FOLDER --score  how far off it is on tuning bodies

FOLDER is what ``make flexion`` drew: lifters as the real pose network sees them. A small network
reads 161 numbers of a film; the same folder gives the same file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from learn import Recipe, learned, limited
from read_data import files_of, films_in

from backspotter.lift.arrays import Floats
from backspotter.lift.camera_yaw import FILE, by_joints, places
from backspotter.lift.quantiles import arrays_of
from backspotter.lift.sides import near_side, put_right

TO: Final = Path(__file__).parents[2] / "src/backspotter/lift" / FILE
LEARNED, KEPT_APART = ("train", "pulls"), ("tuning",)
PULLED: Final = ("pull", "lifting")
RECIPE: Final = Recipe(
    hidden=(32, 16), members=4, rounds=80, batch=64, noise=0.3, decay=1e-3, patience=25
)
STOPPED_BY: Final = 10
"""Of so many bodies one is not learned from, and tells when to stop."""

INSIDE: Final = 0.995
SEED: Final = 20261128


def gathered(folder: Path, *sets: str) -> tuple[Floats, Floats, Floats]:
    """Places (n, 161), direction (n,) [deg] and body (n,) of every film that shows its lifter
    hinged."""
    rows, yaw, bodies = [], [], []
    for body, file in enumerate(files_of(folder, *sets)):
        for film in films_in(file):
            pulled = np.isin(film.about["phase"], PULLED)
            found = put_right_places(film.landmarks[pulled], film.about["facing"])
            if found is not None:
                rows.append(found)
                yaw.append(film.about["yaw_deg"])
                bodies.append(body)
    return np.array(rows), np.array(yaw), np.array(bodies)


def put_right_places(landmarks: Floats, facing: int) -> Floats | None:
    """``places`` of landmarks whose left and right are as the network gave them."""
    near = near_side(facing)
    straight, _ = put_right(landmarks, np.zeros((len(landmarks), 33, 3)), near)
    return places(straight, facing, near)


def written(found: Floats, yaw: Floats, bodies: Floats) -> None:
    """Trains, and writes the file."""
    apart = bodies % STOPPED_BY == 0
    held = (found[apart], yaw[apart, None])
    net = learned(found[~apart], yaw[~apart, None], held, RECIPE, SEED)
    np.savez_compressed(TO, **arrays_of(limited(net, found[~apart], found[apart], inside=INSIDE)))


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    if not arguments:
        print("expected the folder that make flexion drew", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    if "--score" not in arguments:
        written(*gathered(folder, *LEARNED))
    found, yaw, _ = gathered(folder, *KEPT_APART)
    told = [by_joints(each) for each in found]
    known = np.array([each is not None for each in told])
    off = np.array([each for each in told if each is not None]) - yaw[known]
    mean, far = np.abs(off).mean(), (np.abs(off) > 8).mean()
    print(
        f"{len(off)} of {len(yaw)} films of tuning bodies: off by {mean:.1f}° in the mean, "
        f"{far:.0%} by more than 8°"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
