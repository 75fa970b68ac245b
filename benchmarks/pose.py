"""``python -m benchmarks.pose FILM.mp4 …``: the pose networks on rendered films, beside MediaPipe.

Each film has its truth beside it (``backspotter synth film``). Measured are the time of one look,
where the near joints are against the drawn ones, and a film from end to end: seconds by the clock,
seconds of one core, and the network's share. MediaPipe's own pipeline is measured in the same run
where ``--peer PYTHON`` names an interpreter that has mediapipe 0.10.21, PyAV and the heavy network
in mediapipe's folder.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.film import Film
from backspotter.lift.follow import tracks_of
from backspotter.lift.pose.landmarks import Landmarker
from backspotter.lift.pose.reader import Model, pose_reader
from backspotter.lift.pose.region import whole
from backspotter.lift.tracks import PLACE
from benchmarks.machine import machine
from benchmarks.page import table

MODELS: tuple[Model, ...] = ("lite", "full", "heavy")
JOINTS = ("shoulder", "hip", "knee", "ankle", "elbow", "wrist")
LOOKS = 15
PEER = Path(__file__).with_name("pose_peer.py")


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.pose", description="Measure pose.")
    options.add_argument("films", nargs="+", type=Path, help="rendered films, truth beside them")
    options.add_argument("--peer", type=Path, help="a Python that has mediapipe")
    options.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    chosen = options.parse_args()
    found = {
        "machine": machine(),
        "looks_ms": {model: _looks(chosen.films[0], model) for model in MODELS},
        "films": [_film(film, model) for model in chosen.models for film in chosen.films],
        "peer": [_peer(chosen.peer, film) for film in chosen.films] if chosen.peer else [],
    }
    print(json.dumps(found, indent=2) if chosen.json else _page(found))
    return 0


def _looks(film: Path, model: Model) -> dict[str, float]:
    """Median and least time of one look at one picture, by threads [ms]."""
    picture = next(Film(film).frames()).picture
    found = {}
    for threads in (1, 2):
        landmarker: Landmarker = pose_reader(model, threads=threads).landmarker
        took = [
            _timed(lambda at=landmarker: at.pose(picture, whole(picture))) for _ in range(LOOKS)
        ]
        found[f"{threads}_median"] = 1000 * statistics.median(took)
        found[f"{threads}_least"] = 1000 * min(took)
    return found


def _timed(what: Callable[[], object]) -> float:
    began = perf_counter()
    what()
    return perf_counter() - began


def _film(path: Path, model: Model) -> dict[str, Any]:
    """One film from end to end: time, the network's share, and how far joints are off."""
    reader, inside = pose_reader(model, threads=2), [0.0]
    for part in (reader.landmarker, reader.detector):
        _count_time(part._network, inside)
    film = Film(path)
    began, cpu = perf_counter(), process_time()
    tracks = tracks_of(film, reader)
    whole_s, cpu_s = perf_counter() - began, process_time() - cpu
    truth = _truth(path)
    smooth = {name: tracks.at(f"near_{name}") for name in JOINTS}
    return {
        "film": path.stem,
        "model": model,
        "film_s": film.facts.duration_s,
        "whole_s": whole_s,
        "cpu_s": cpu_s,
        "network_s": inside[0],
        "looks": int(tracks.measured.sum()),
        "off": _off(smooth, truth),
    }


def _count_time(network: Any, total: list[float]) -> None:
    run = network._runner.invoke

    def timed() -> None:
        began = perf_counter()
        run()
        total[0] += perf_counter() - began

    network._runner = _Counted(network._runner, timed)


class _Counted:
    """A runner whose ``invoke`` is another one."""

    def __init__(self, runner: Any, invoke: Callable[[], None]) -> None:
        self._runner, self.invoke = runner, invoke

    def __getattr__(self, name: str) -> Any:
        return getattr(self._runner, name)


def _truth(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    return document


def _off(places: dict[str, Floats], truth: dict[str, Any]) -> dict[str, float]:
    """Mean distance of each near joint, and its spread about its own mean offset, in % of trunk."""
    side, frames = truth["camera"]["side"], truth["frames"]
    drawn = {
        name: np.array([f["joints_px"][name] for f in frames]) for name in frames[0]["joints_px"]
    }
    hip, shoulder = (
        (drawn[f"{name}_left"] + drawn[f"{name}_right"]) / 2 for name in ("hip", "shoulder")
    )
    trunk = np.hypot(*(shoulder - hip).T)[:, None]
    found = {}
    for name in JOINTS:
        away = 100 * (places[name] - drawn[f"{name}_{side}"]) / trunk
        found[name] = float(np.nanmean(np.hypot(*away.T)))
        found[f"{name}_spread"] = float(np.hypot(*np.nanstd(away, axis=0)))
    return found


def _peer(python: Path, film: Path) -> dict[str, Any]:
    """MediaPipe with its heavy model and mask on every frame, one film."""
    out = subprocess.run([python, PEER, film], capture_output=True, text=True, check=True).stdout
    given = json.loads(out.strip().splitlines()[-1])
    truth = _truth(film)
    landmarks = np.array(given["landmarks"], dtype=float)
    side = truth["camera"]["side"]
    places = {name: landmarks[:, PLACE[f"{side}_{name}"]] for name in JOINTS}
    return {"film": film.stem, **given, "landmarks": None, "off": _off(places, truth)}


def _page(found: dict[str, Any]) -> str:
    looks = [
        [model, *(f"{ms[f'{n}_median']:.1f} ({ms[f'{n}_least']:.1f})" for n in (1, 2))]
        for model, ms in found["looks_ms"].items()
    ]
    rows = [_row(f"{one['model']}", one, one["network_s"]) for one in found["films"]]
    rows += [_row("MediaPipe", one, None) for one in found["peer"]]
    return "\n".join(
        [
            found["machine"],
            "",
            table(["network", "one thread: median (least) ms", "two threads"], looks),
            "",
            "Mean distance, and spread about the mean offset, in % of the trunk's length:",
            "",
            table(["", "film", "seconds", "of a core", "network", *JOINTS], rows),
        ]
    )


def _row(name: str, one: dict[str, Any], network_s: float | None) -> list[str]:
    share = "" if network_s is None else f"{network_s / one['whole_s']:.0%}"
    off = [f"{one['off'][joint]:.1f}, {one['off'][f'{joint}_spread']:.1f}" for joint in JOINTS]
    return [name, one["film"], f"{one['whole_s']:.1f}", f"{one['cpu_s']:.1f}", share, *off]


if __name__ == "__main__":
    sys.exit(main())
