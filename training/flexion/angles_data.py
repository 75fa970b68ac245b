"""What the network of angles learns from: landmarks of rendered pulls beside their true angles.

    python training/flexion/angles_data.py --numbers 0:700 OUT/     stills, one body each

One file a body, so that it may be stopped and gone on with. Bodies, clothes, styles and cameras are
as a suite has them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from films import Eye, drawn, seen_at
from numpy.typing import NDArray
from pulls import LEAST, SEED, moments_of, staged

from backspotter.errors import InputError
from backspotter.lift.angles_together import inputs_of, standing_ankles
from backspotter.lift.quantiles import Floats
from backspotter.lift.second_look import along_trunk
from backspotter.lift.sides import near_side, put_right
from backspotter.lift.tracks import places_of
from backspotter.synth.angles import hip_deg, knee_deg, lumbar_levels_deg
from backspotter.synth.motion import Moment
from backspotter.synth.renderer import Renderer
from backspotter.synth.stage import Stage

TOP = "top"
ASTRAY = 0.4
"""Trunk lengths from the true hip beyond which a look is at something else."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Landmarks (n, 33, 4) as tracks give them."""

    landmarks: Floats
    facing: int

    def at(self, name: str) -> Floats:
        """(n, 2) of one landmark [px]."""
        return np.asarray(
            self.landmarks[:, places_of(name, near_side(self.facing)), :2].mean(axis=1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Of n moments: ``inputs`` (n, 50) as the network reads them, NaN where the look went astray;
    true ``angles`` (n, 4) of trunk, hip, knee and lower back [deg]; ``look`` (n,) 0 or 1 and
    whether ``lifting`` (n,), by which the whole is told that belongs to each."""

    inputs: Floats
    angles: Floats
    look: NDArray[np.int_]
    lifting: NDArray[np.bool_]


NOTHING = Learned(
    inputs=np.zeros((0, 50)),
    angles=np.zeros((0, 4)),
    look=np.zeros(0, int),
    lifting=np.zeros(0, bool),
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--numbers", default="0:10", help="from:to")
    asked.add_argument("out", type=Path)
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    first, last = (int(n) for n in given.numbers.split(":"))
    of_pulls(range(first, last), given.out)


def of_pulls(numbers: range, out: Path) -> None:
    """Each pull looked at twice at every moment: as it comes, and along the trunk."""
    eye = Eye("heavy")
    for number in numbers:
        file = out / f"pull-{number:05d}.npz"
        if not file.exists():
            keep(file, pull(number, eye))


def pull(number: int, eye: Eye) -> Learned:
    """One pull, both looks; nothing where the network saw too little."""
    try:
        set_ = staged(number)
    except InputError:
        return NOTHING
    rng = np.random.default_rng([SEED, number, 1])
    drawing = drawn(set_)
    eye.start()
    rows = [look(set_, drawing, each, eye, rng) for each in moments_of(set_, rng)]
    found = [row for row in rows if row is not None]
    if len(found) < LEAST or not any(row[-1] == TOP for row in found):
        return NOTHING
    hips, angles = (np.array([row[place] for row in found]) for place in (4, 5))
    phases = np.array([row[-1] for row in found])
    inputs = [
        inputs_looked_at(
            *(np.array([row[n] for row in found]) for n in places), hips, phases == TOP, set_
        )
        for places in ((0, 1), (2, 3))
    ]
    return Learned(
        inputs=np.concatenate(inputs),
        angles=np.concatenate([angles, angles]),
        look=np.repeat([0, 1], len(found)),
        lifting=np.tile(phases != "standing", 2),
    )


def look(
    set_: Stage, drawing: Renderer, moment: Moment, eye: Eye, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats, str] | None:
    """One moment drawn and seen: landmarks and metres of both looks, the near hip, the angles."""
    found = seen_at(set_, drawing, moment, eye, rng)
    if found is None:
        return None
    seen, pose, posed = found
    places, _ = drawing.camera.at(moment.t_s).project(posed.heads)
    again = eye.landmarker.pose(seen, along_trunk(pose.landmarks, pose.look_next.side))
    shape, near = set_.lifter.shape, "R" if set_.task.side > 0 else "L"
    middles = [
        (places[shape.index(f"{bone}.L")] + places[shape.index(f"{bone}.R")]) / 2
        for bone in ("upperarm01", "upperleg01")
    ]
    angles = np.array(
        [
            lean_in_picture(middles[0] - middles[1], set_),
            hip_deg(set_.lifter, posed),
            knee_deg(set_.lifter, posed),
            sum(lumbar_levels_deg(posed, set_.lifter)),
        ]
    )
    true_hip = places[shape.index(f"upperleg01.{near}")]
    looks = (pose.landmarks, pose.world_m, again.landmarks, again.world_m)
    return *looks, true_hip, angles, moment.phase


def lean_in_picture(line: Floats, set_: Stage) -> float:
    """Of the trunk from the picture's upright, the turn of the camera undone [deg]: a camera held
    askew leans landmarks and this alike, and a reader levels both."""
    ahead = line[0] * set_.task.side / np.cos(np.deg2rad(set_.task.yaw_deg))
    return float(np.rad2deg(np.arctan2(ahead, -line[1])))


def inputs_looked_at(
    landmarks: Floats, metres: Floats, hips: Floats, is_top: np.ndarray, set_: Stage
) -> Floats:
    """What the network reads (n, k); NaN where the look went astray."""
    facing = 1 if set_.task.side > 0 else -1
    right, _ = put_right(landmarks.astype(float), metres.astype(float), near_side(facing))
    tracks = Looked(right, facing)
    last = Looked(right[np.flatnonzero(is_top)[-1:]], facing)
    found = inputs_of(tracks, standing_ankles(last))
    trunk = np.hypot(*(tracks.at("near_shoulder") - tracks.at("near_hip")).T)
    off = np.hypot(*(tracks.at("near_hip") - hips).T) / np.percentile(trunk, 90)
    found[off > ASTRAY] = np.nan
    return found


def keep(file: Path, found: Learned) -> None:
    """All of it in one file, whole or not at all."""
    known = np.isfinite(found.inputs).all(axis=1)
    part = file.with_suffix(".part.npz")
    np.savez_compressed(
        part,
        inputs=found.inputs[known].astype(np.float32),
        angles=found.angles[known].astype(np.float32),
        look=found.look[known],
        lifting=found.lifting[known],
    )
    part.replace(file)
    print(file.name, int(known.sum()), flush=True)


if __name__ == "__main__":
    main()
