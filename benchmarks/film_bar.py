"""``python -m benchmarks.film_bar FILM.mp4 …``: the bar on rendered films against their truth, and
how long a frame takes. Each film's truth lies beside it as ``backspotter synth film`` writes it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backspotter.lift.bar import BarSearch, BarTrack
from backspotter.lift.bar_height import bar_height
from backspotter.lift.reps import Rep, reps
from backspotter.lift.scale import scale

Frames = Iterator[tuple[float, NDArray[np.uint8]]]
HEAD = (
    "film, reps found/true, lift-off ms, lockout ms, range %, mean speed m/s, scale %, ms a frame"
)


@dataclass(frozen=True)
class Tried:
    """The bar of one film and the processor time it took [ms a frame]."""

    track: BarTrack
    ms_a_frame: float


def main() -> int:
    """Measure every film named, one line each."""
    print(HEAD)
    for name in sys.argv[1:]:
        print(line(Path(name)))
    return 0


def line(film: Path) -> str:
    """The worst error of every kind over a film's reps."""
    truth = json.loads(film.with_suffix(".truth.json").read_text(encoding="utf-8"))
    tried = followed(lambda: frames(film))
    if tried is None:
        return f"{film.stem}, no bar found"
    near = scale(tried.track, plate_mm=2000 * truth["plate_radius_m"])
    assert near is not None
    found = [rep for rep in reps(bar_height(tried.track, near.near.value)) if rep.completed]
    true = [rep for rep in truth["reps"] if rep.get("completed", True)]
    off = near.near.value / truth["scale"]["near_plate_px_per_m"] - 1
    return (
        f"{film.stem}, {len(found)}/{len(true)}, {worst(found, true)}, "
        f"{off * 100:+.1f}, {tried.ms_a_frame:.1f}"
    )


def worst(found: list[Rep], true: list[dict[str, Any]]) -> str:
    """Largest errors of lift-off and lockout [ms], range [%] and mean speed [m/s]."""
    if len(found) != len(true) or not true:
        return "-, -, -, -"
    pairs = list(zip(found, true, strict=True))
    offs = [_ms(rep.lift_off, truth["lift_off_s"]) for rep, truth in pairs]
    tops = [_ms(rep.lockout, truth["lockout_s"]) for rep, truth in pairs]
    ranges = [100 * abs(rep.rom_m.value / truth["rom_m"] - 1) for rep, truth in pairs if rep.rom_m]
    speeds = [
        abs(rep.mean_speed.value - truth["mean_concentric_velocity_m_s"])
        for rep, truth in pairs
        if rep.mean_speed
    ]
    most = [max(each, default=float("nan")) for each in (offs, tops, ranges, speeds)]
    return f"{most[0]:.0f}, {most[1]:.0f}, {most[2]:.1f}, {most[3]:.3f}"


def _ms(found: Any, true: float) -> float:
    return float("nan") if found is None else abs(found.value - true) * 1000


def followed(film: Callable[[], Frames]) -> Tried | None:
    """The bar through a film, decoding not counted."""
    spent, count, search = 0.0, 0, BarSearch()
    for time_s, grey in film():
        begun = process_time()
        search.see(time_s, grey)
        spent, count = spent + process_time() - begun, count + 1
    begun = process_time()
    follower = search.follower()
    spent += process_time() - begun
    if follower is None:
        return None
    for time_s, grey in film():
        begun = process_time()
        follower.see(time_s, grey)
        spent += process_time() - begun
    begun = process_time()
    track = follower.track()
    return Tried(track, (spent + process_time() - begun) / count * 1000)


def frames(film: Path) -> Frames:
    """Times [s] and grey pictures."""
    import av

    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            if frame.pts is not None and frame.time_base is not None:
                yield float(frame.pts * frame.time_base), frame.to_ndarray(format="gray")


if __name__ == "__main__":
    sys.exit(main())
