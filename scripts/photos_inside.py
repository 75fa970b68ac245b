"""How many photographs of lifters look like what the back's network learned from.

    python scripts/photos_inside.py FOLDER

For every JPEG and PNG: whether somebody is seen, whether the line of the back is, how far the
inputs lie from those of training (1 is usual), and whether that is inside; then the shares. A
photograph has no truth: this says what would be withheld, and nothing of how right an answer is.
The lifter's size is not known, as of most films.
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np

from backspotter.lift.back_inputs import Size, inputs
from backspotter.lift.flexion import network
from backspotter.lift.lifter import first_choice
from backspotter.lift.outline import edges
from backspotter.lift.pose.reader import PoseReader, pose_reader
from backspotter.lift.sides import facing_of, near_side, put_right

PICTURES = (".jpg", ".jpeg", ".png")
SETTLE = 3
"""Looks at one picture, each from where the last ended, as in a film that stands still."""


def distance(picture: np.ndarray, reader: PoseReader) -> float | str:
    """How far from training, or what was not seen."""
    high, wide = picture.shape[:2]
    person = first_choice(reader.people(picture), (wide, high), None)
    pose = None if person is None else reader.pose(picture, person.region)
    for _ in range(SETTLE):
        pose = None if pose is None else reader.pose(picture, pose.look_next)
    if pose is None:
        return "nobody seen"
    facing, _ = facing_of(pose.landmarks[None])
    landmarks, _ = put_right(pose.landmarks[None], pose.world_m[None], near_side(facing))
    back = edges(picture, pose, facing).picture_points
    given = inputs(landmarks, back[None], facing, Size())
    far = float(network().distance(given)[0])
    return far if np.isfinite(far) else "the line of the back was not seen"


def picture_of(path: Path) -> np.ndarray:
    """(height, width, 3)."""
    with av.open(str(path)) as container:
        return next(container.decode(video=0)).to_ndarray(format="rgb24")


def main(arguments: list[str]) -> int:
    """The exit code."""
    if len(arguments) != 1:
        print("expected a folder of photographs", file=sys.stderr)
        return 2
    reader, limit = pose_reader(), network().farthest
    found = {
        path.name: distance(picture_of(path), reader)
        for path in sorted(Path(arguments[0]).iterdir())
        if path.suffix.lower() in PICTURES
    }
    for name, far in found.items():
        said = far if isinstance(far, str) else f"{far:.2f} {'in' if far <= limit else 'out'}side"
        print(f"{name:40} {said}")
    known = [far for far in found.values() if not isinstance(far, str)]
    inside = sum(far <= limit for far in known)
    print(f"{len(found)} photographs: {len(known)} with a back in sight, of which {inside} inside")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
