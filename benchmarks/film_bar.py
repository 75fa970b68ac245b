"""How far a bar rose, with the near plate's rim as a ring in perspective and without.

    python -m benchmarks.film_bar FOLDER

FOLDER holds films whose truth is known (``backspotter synth suite``), best of set ``tuning``. Only
the bar's stage runs: where the lifter is, is taken from the truth, and so are lift-off and lockout
and the camera's turn, but for an error as large as that of the joints. Every film counts with its
first repetition.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np

from backspotter.app.film_moved import RISES_LESS, RISES_LESS_UNTIL_DEG
from backspotter.app.film_reading import BESIDE, grey_of
from backspotter.lift.background import Background
from backspotter.lift.bar import BarFollower, BarSearch, BarTrack
from backspotter.lift.bar_height import bar_height
from backspotter.lift.camera_motion import CameraMotion
from backspotter.lift.film import Film
from backspotter.lift.level import Level
from backspotter.lift.plate_near import Place, radii_of
from backspotter.lift.plate_ring import Stand
from backspotter.lift.scale import SEGMENTS_OF_HEIGHT, segments
from backspotter.lift.torso import longest_px

YAW_SD_DEG: Final = 4.0
LEVEL_EVERY_S: Final = 1.0
ENDS: Final = ".truth.json"
JOINTS: Final = ("ankle", "knee", "hip", "shoulder", "wrist")


def main(folder: Path) -> int:
    """Prints a line for each film, and the means; the exit code."""
    rows = []
    for file in sorted(folder.glob(f"*{ENDS}")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        yaw = abs(truth["camera"]["yaw_deg"])
        if yaw > 30 or not truth["reps"]:
            continue
        with_ring, without = ranges(file.with_name(file.name.replace(ENDS, ".mp4")), truth)
        rows.append((yaw, with_ring, without))
        print(f"{file.name.removesuffix(ENDS)}: {with_ring:+.1%}, without {without:+.1%}")
    for name, low, high in (("0 to 20°", 0, 20), ("20 to 30°", 20, 30)):
        off = np.array([row[1:] for row in rows if low <= row[0] < high]).reshape(-1, 2)
        off = off[np.isfinite(off).all(axis=1)]
        if len(off):
            means, near = np.abs(off).mean(axis=0), (np.abs(off) < 0.03).mean(axis=0)
            print(
                f"{name}, {len(off)} films: off by {means[0]:.1%}, within 3 % in {near[0]:.0%}; "
                f"without a ring {means[1]:.1%}, {near[1]:.0%}"
            )
    return 0 if rows else 2


def ranges(path: Path, truth: dict[str, Any]) -> tuple[float, float]:
    """By how much the range of motion is off, as a share, with a ring and without; NaN where the
    bar is not found."""
    film, search, level = Film(path, threads=1), BarSearch(), Level()
    looked_s = -np.inf
    for frame in film.frames():
        search.see(frame.t_s, grey_of(frame.picture))
        if frame.t_s - looked_s >= LEVEL_EVERY_S:
            level.see(frame.picture)
            looked_s = frame.t_s
    place = place_of(truth).scaled(1 / film.scale)
    follower = search.follower(place)
    if follower is None:
        return float("nan"), float("nan")
    camera = followed(film, truth, follower, place).levelled(level.tilt_deg).scaled(film.scale)
    both = [
        off_by(follower.track(stand).scaled(film.scale), camera, truth, film, level)
        for stand in (stand_of(path.stem, truth, level), None)
    ]
    return both[0], both[1]


def joints_of(truth: dict[str, Any]) -> dict[str, Any]:
    """Joints of the near side (n, 2) [px], by name."""
    side = truth["camera"]["side"]
    return {
        name: np.array([frame["joints_px"][f"{name}_{side}"] for frame in truth["frames"]], float)
        for name in JOINTS
    }


def place_of(truth: dict[str, Any]) -> Place:
    """Where the lifter is, in pixels of the film."""
    at, plate_mm = joints_of(truth), 2000 * truth["plate_radius_m"]
    torso = longest_px(at["hip"], at["shoulder"])
    line = segments(at["ankle"], at["knee"], at["hip"], at["shoulder"])
    stature = line / SEGMENTS_OF_HEIGHT / torso
    return Place(
        times_s=np.array(truth["film"]["times_s"]),
        shoulder=at["shoulder"],
        hip=at["hip"],
        ankle=at["ankle"],
        wrist=at["wrist"],
        torso_px=torso,
        radii=radii_of(plate_mm, truth["lifter"]["height_asked_m"], stature),
        radii_of_plate=radii_of(plate_mm, None),
    )


def followed(
    film: Film, truth: dict[str, Any], follower: BarFollower, place: Place
) -> CameraMotion:
    """Follows the bar; how the camera moved meanwhile."""
    background, room = Background(), BESIDE * place.torso_px
    points = np.stack(list(joints_of(truth).values()), axis=1) / film.scale
    boxes = np.concatenate([points.min(axis=1) - room, points.max(axis=1) + room], axis=1)
    for frame in film.frames():
        grey = grey_of(frame.picture)
        follower.see(frame.t_s, grey)
        background.see(frame.t_s, grey, boxes[min(frame.index, len(boxes) - 1)], cut=False)
    return background.motion().filled()


def stand_of(name: str, truth: dict[str, Any], level: Level) -> Stand:
    """How the camera stands, its turn as far off as joints tell it."""
    off = np.random.default_rng(crc32(name.encode())).normal() * YAW_SD_DEG
    return Stand(
        yaw_deg=truth["camera"]["yaw_deg"] + off,
        tilt_deg=level.tilt_deg,
        meeting_deg=level.meeting_deg,
        facing=1 if truth["camera"]["side"] == "right" else -1,
        plate_m=truth["plate_radius_m"],
    )


def off_by(
    track: BarTrack, camera: CameraMotion, truth: dict[str, Any], film: Film, level: Level
) -> float:
    """By how much the way from lift-off to lockout is off, as a share of it."""
    yaw = min(abs(truth["camera"]["yaw_deg"]), RISES_LESS_UNTIL_DEG)
    less = 0.0 if track.is_ring else RISES_LESS * yaw
    size = (film.facts.width, film.facts.height)
    even = camera.steady_bar(track).evened(size, level.meeting_deg)
    px_per_m = track.radius_px / truth["plate_radius_m"] * (1 - less)
    height, rep = bar_height(even, px_per_m).smooth.value, truth["reps"][0]
    ends = [
        float(np.interp(rep[name], track.times_s, height)) for name in ("lift_off_s", "lockout_s")
    ]
    return (ends[1] - ends[0]) / rep["rom_m"] - 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("expected a folder of films whose truth is known")
    sys.exit(main(Path(sys.argv[1])))
