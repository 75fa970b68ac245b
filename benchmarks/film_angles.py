"""``python -m benchmarks.film_angles FILM.mp4 …``: trunk, hip and knee on rendered films against
their truth: mean absolute error [deg] and the share of frames whose truth the band holds, apart for
frames in which the plate hides nothing, the knee, or the hip. Needs the pose network's weights."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backspotter.lift.angles import JointAngles, joint_angles
from backspotter.lift.camera_yaw import yaw_deg
from backspotter.lift.film import Film
from backspotter.lift.follow import Follower
from backspotter.lift.pose.reader import pose_reader
from benchmarks.film_bar import followed, frames

NAMES = ("trunk", "hip", "knee")
HIDDEN = ("in sight", "knee hidden", "hip hidden")


def main() -> int:
    """Measure every film named; the last lines are the mean over films."""
    every = []
    for name in sys.argv[1:]:
        found, truth = measured(Path(name))
        every.append(table(found, truth))
        show(Path(name).stem, every[-1])
    show("mean", np.nanmean(np.array(every), axis=0))
    return 0


def measured(film: Path) -> tuple[JointAngles, dict[str, NDArray[np.float64]]]:
    """Angles of one film, the lower back not known, and the true ones."""
    truth = json.loads(film.with_suffix(".truth.json").read_text(encoding="utf-8"))
    shown = Film(film, threads=1)
    follower = Follower(shown, pose_reader(threads=1))
    for frame in shown.frames():
        follower.see(frame)
    tracks = follower.tracks()
    bar = followed(lambda: frames(film))
    turned = yaw_deg(tracks, np.ones(len(tracks.times_s), bool))[0]
    found = joint_angles(tracks, bar.track if bar else None, yaw_deg=turned)
    true = {name: np.array([each[f"{name}_deg"] for each in truth["frames"]]) for name in NAMES}
    return found, true


def table(found: JointAngles, true: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """(angle, what is hidden, 2): mean absolute error [deg] and coverage; NaN where no frame is."""
    group = np.where(found.hip_hidden, 2, np.where(found.knee_hidden, 1, 0))
    rows = np.full((len(NAMES), len(HIDDEN), 2), np.nan)
    for number, name in enumerate(NAMES):
        angle = getattr(found, name)
        off, held = (
            np.abs(angle.value - true[name]),
            (angle.low <= true[name]) & (true[name] <= angle.high),
        )
        for place in range(len(HIDDEN)):
            part = (group == place) & np.isfinite(off)
            if part.any():
                rows[number, place] = off[part].mean(), held[part].mean()
    return rows


def show(name: str, rows: NDArray[np.float64]) -> None:
    """One line an angle."""
    for angle, row in zip(NAMES, rows, strict=True):
        cells = ", ".join(
            f"{where} {off:.1f} deg ({held:.0%})"
            for where, (off, held) in zip(HIDDEN, row, strict=True)
        )
        print(f"{name}, {angle}: {cells}")


if __name__ == "__main__":
    sys.exit(main())
