"""Learns the camera's direction from where near and far joints lie apart in the picture.

    python training/yaw/fit.py FOLDER          writes src/backspotter/lift/camera_yaw.toml
    python training/yaw/fit.py FOLDER --score  how far off it is on tuning bodies

FOLDER is what ``make flexion`` drew: lifters as the real pose network sees them. A straight line
through 29 numbers, by least squares with a pull toward nought; the same folder gives the same file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.camera_yaw import by_joints, put_right_places

FILE: Final = Path(__file__).parents[2] / "src/backspotter/lift/camera_yaw.toml"
LEARNED, KEPT_APART = ("train-*.npz", "pulls-*.npz"), ("tuning-*.npz",)
PULL: Final = 5.0
"""Toward nought, beside as many films as there are."""


def gathered(folder: Path, patterns: Sequence[str]) -> tuple[Floats, Floats]:
    """Places (n, 29) and direction (n,) [deg] of every film that shows its lifter hinged."""
    rows, yaw = [], []
    for file in sorted(each for pattern in patterns for each in folder.glob(pattern)):
        with np.load(file, allow_pickle=False) as kept:
            for name in sorted(each for each in kept.files if each.startswith("about_")):
                about = json.loads(str(kept[name]))
                pulled = np.isin(about["phase"], ("pull", "lifting"))
                seen = kept[name.replace("about", "landmarks")].astype(float)[pulled]
                found = put_right_places(seen, about["facing"]) if len(seen) else None
                if found is not None:
                    rows.append(found)
                    yaw.append(about["yaw_deg"])
    return np.array(rows), np.array(yaw)


def learned(found: Floats, yaw: Floats) -> str:
    """What is learned, as the file has it."""
    centre, spread = found.mean(axis=0), found.std(axis=0)
    usual = np.column_stack([(found - centre) / spread, np.ones(len(found))])
    normal = usual.T @ usual + PULL * np.eye(usual.shape[1])
    *weight, offset = np.linalg.solve(normal, usual.T @ yaw)
    lists = {"centre": centre, "spread": spread, "weight": weight}
    lines = [f"{name} = [{', '.join(f'{x:.4f}' for x in each)}]" for name, each in lists.items()]
    head = "# Written by training/yaw/fit.py from the films of make flexion. Not edited by hand."
    return "\n".join([head, f"offset = {offset:.4f}", *lines, ""])


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    if not arguments:
        print("expected the folder that make flexion drew", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    if "--score" not in arguments:
        FILE.write_text(learned(*gathered(folder, LEARNED)), encoding="utf-8")
    found, yaw = gathered(folder, KEPT_APART)
    told = [by_joints(each) for each in found]
    known = np.array([each is not None for each in told])
    off = np.array([each for each in told if each is not None]) - yaw[known]
    mean = np.abs(off).mean()
    print(f"{len(off)} of {len(yaw)} films of tuning bodies: off by {mean:.1f}° in the mean")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
