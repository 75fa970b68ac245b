"""Learns the camera's direction from where near and far joints lie apart in the picture.

    python training/flexion/train_yaw.py FOLDER          writes src/backspotter/lift/camera_yaw.toml
    python training/flexion/train_yaw.py FOLDER --score  how far off it is on tuning bodies

FOLDER is what ``make flexion`` drew: lifters as the real pose network sees them. A straight line
through 29 numbers, by least squares with a pull toward nought; the same folder gives the same file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from read_data import files_of, films_in

from backspotter.lift.arrays import Floats
from backspotter.lift.camera_yaw import by_joints, places
from backspotter.lift.sides import near_side, put_right

FILE: Final = Path(__file__).parents[2] / "src/backspotter/lift/camera_yaw.toml"
LEARNED, KEPT_APART = ("train", "pulls"), ("tuning",)
PULLED: Final = ("pull", "lifting")
HEAD: Final = (
    "# Written by training/flexion/train_yaw.py from the films of make flexion. Not edited by hand."
)
PULL: Final = 5.0
"""Toward nought, beside as many films as there are."""


def gathered(folder: Path, *sets: str) -> tuple[Floats, Floats]:
    """Places (n, 29) and direction (n,) [deg] of every film that shows its lifter hinged."""
    rows, yaw = [], []
    for film in (each for file in files_of(folder, *sets) for each in films_in(file)):
        pulled = np.isin(film.about["phase"], PULLED)
        found = put_right_places(film.landmarks[pulled], film.about["facing"])
        if found is not None:
            rows.append(found)
            yaw.append(film.about["yaw_deg"])
    return np.array(rows), np.array(yaw)


def put_right_places(landmarks: Floats, facing: int) -> Floats | None:
    """``places`` of landmarks whose left and right are as the network gave them."""
    near = near_side(facing)
    straight, _ = put_right(landmarks, np.zeros((len(landmarks), 33, 3)), near)
    return places(straight, facing, near)


def learned(found: Floats, yaw: Floats) -> str:
    """What is learned, as the file has it."""
    centre, spread = found.mean(axis=0), found.std(axis=0)
    usual = np.column_stack([(found - centre) / spread, np.ones(len(found))])
    normal = usual.T @ usual + PULL * np.eye(usual.shape[1])
    *weight, offset = np.linalg.solve(normal, usual.T @ yaw)
    lists = {"centre": centre, "spread": spread, "weight": weight}
    lines = [f"{name} = [{', '.join(f'{x:.4f}' for x in each)}]" for name, each in lists.items()]
    return "\n".join([HEAD, f"offset = {offset:.4f}", *lines, ""])


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    if not arguments:
        print("expected the folder that make flexion drew", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    if "--score" not in arguments:
        FILE.write_text(learned(*gathered(folder, *LEARNED)), encoding="utf-8")
    found, yaw = gathered(folder, *KEPT_APART)
    told = [by_joints(each) for each in found]
    known = np.array([each is not None for each in told])
    off = np.array([each for each in told if each is not None]) - yaw[known]
    mean = np.abs(off).mean()
    print(f"{len(off)} of {len(yaw)} films of tuning bodies: off by {mean:.1f}° in the mean")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
