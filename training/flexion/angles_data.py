"""What the network of angles learns from: landmarks of rendered pulls beside their true angles.

    python training/flexion/angles_data.py pulls --numbers 0:700 OUT/     stills, one body each
    python training/flexion/angles_data.py films FOLDER OUT/              films beside their truth

One file a body or film, so that it may be stopped and gone on with. Stills show bodies, clothes,
styles and cameras as a suite has them; films show how landmarks move from frame to frame.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from films import Eye, drawn, seen_at
from pulls import LEAST, SEED, moments_of, staged

from backspotter.app.film_reading import FilmRead, read_film
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

EVERY, BETWEEN = 4, 16
"""Of a film's frames in repetitions, and between them, so many are one."""


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


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    kinds = asked.add_subparsers(dest="kind", required=True)
    pulls = kinds.add_parser("pulls")
    pulls.add_argument("--numbers", default="0:10", help="from:to")
    pulls.add_argument("out", type=Path)
    films = kinds.add_parser("films")
    films.add_argument("folder", type=Path)
    films.add_argument("out", type=Path)
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.kind == "films":
        of_films(given.folder, given.out)
    else:
        first, last = (int(n) for n in given.numbers.split(":"))
        of_pulls(range(first, last), given.out)


def of_pulls(numbers: range, out: Path) -> None:
    """Each pull looked at twice at every moment: as it comes, and along the trunk."""
    eye = Eye("heavy")
    for number in numbers:
        file = out / f"pull-{number:05d}.npz"
        if not file.exists():
            keep(file, *pull(number, eye))


def pull(number: int, eye: Eye) -> tuple[Floats, Floats]:
    """Inputs and angles of one pull, both looks; none of them where the network saw too little."""
    nothing = np.zeros((0, 0)), np.zeros((0, 0))
    try:
        set_ = staged(number)
    except InputError:
        return nothing
    rng = np.random.default_rng([SEED, number, 1])
    drawing = drawn(set_)
    eye.start()
    rows = [look(set_, drawing, each, eye, rng) for each in moments_of(set_, rng)]
    found = [row for row in rows if row is not None]
    if len(found) < LEAST or not any(row[-1] == TOP for row in found):
        return nothing
    hips, angles = (np.array([row[place] for row in found]) for place in (4, 5))
    is_top = np.array([row[-1] == TOP for row in found])
    both = [
        inputs_looked_at(*(np.array([row[n] for row in found]) for n in places), hips, is_top, set_)
        for places in ((0, 1), (2, 3))
    ]
    return np.concatenate(both), np.concatenate([angles, angles])


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


def of_films(folder: Path, out: Path) -> None:
    """Films as a reader follows them, beside NAME.truth.json."""
    for file in sorted(folder.glob("*.truth.json")):
        name = file.name.removesuffix(".truth.json")
        kept, film = out / f"film-{name}.npz", folder / f"{name}.mp4"
        if kept.exists() or not film.exists():
            continue
        truth = json.loads(file.read_text(encoding="utf-8"))
        plate, height = 2000 * truth["plate_radius_m"], truth["lifter"]["height_asked_m"]
        keep(kept, *film_rows(read_film(film, plate_mm=plate, height_m=height), truth))


def film_rows(read: FilmRead, truth: dict) -> tuple[Floats, Floats]:
    """Inputs and angles of some of a film's frames."""
    frames = truth["frames"]
    found = inputs_of(read.tracks, standing_ankles(read.tracks, read.bar))
    times = np.array([frame["t_s"] for frame in frames])
    nearest = [int(np.argmin(np.abs(times - t))) for t in read.tracks.times_s]
    names = ("trunk_deg", "hip_deg", "knee_deg", "lumbar_flexion_deg")
    angles = np.array([[frames[n][name] for name in names] for n in nearest])
    in_rep = np.array([bool(frames[n]["rep"]) for n in nearest])
    usable = np.flatnonzero(np.isfinite(found).all(axis=1))
    chosen = [usable[in_rep[usable]][::EVERY], usable[~in_rep[usable]][::BETWEEN]]
    return found[np.concatenate(chosen)], angles[np.concatenate(chosen)]


def keep(file: Path, inputs: Floats, angles: Floats) -> None:
    """Both in one file, whole or not at all."""
    known = np.isfinite(inputs).all(axis=1) if inputs.size else np.zeros(len(inputs), bool)
    part = file.with_suffix(".part.npz")
    np.savez_compressed(
        part, inputs=inputs[known].astype(np.float32), angles=angles[known].astype(np.float32)
    )
    part.replace(file)
    print(file.name, int(known.sum()), flush=True)


if __name__ == "__main__":
    main()
