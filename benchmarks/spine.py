"""``python -m benchmarks.spine [--json] [--write]``: the spine model's speed, beside its peers.

Peers (OpenSim, MuJoCo) are measured in the same run where ``make bench-peers`` has put them; see
``benchmarks/spine_peers/README.md`` for what may be compared.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np

from backspotter.spine.body import Body, Lifter, body_of
from backspotter.spine.chain import Angles, pelvis_to_trunk
from backspotter.spine.dynamics import GRAVITY
from backspotter.spine.equilibrium import Carried
from backspotter.spine.geometry import fascicles
from backspotter.spine.loads import rep_loads
from backspotter.spine.task import Task, repeated, solved
from backspotter.spine.uncertainty import DRAWS
from benchmarks.machine import machine
from benchmarks.page import table

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks-spine.md"
PEERS = ROOT / "build" / "peers"
MODEL = "Model_Pose2Sim_muscles_flex.osim"
COUNTS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
SLAB = 20_000
SEED = 7
BODY = Lifter(mass_kg=84.0, height_m=1.75, sex="male", age_y=30.0)
POSTURES = (
    ("standing", 0, 0, 0, 0.0, 1),
    ("20 kg upright", 0, 0, 20, 0.02, 1),
    ("bent 30 + 30", 30, 30, 0, 0.0, 1),
    ("20 kg stoop", 35, 50, 20, 0.35, 1),
    ("180 kg start", 50, 20, 180, 0.36, 4),
)
"""What, pelvis and lumbar flexion [deg], load [kg], its distance [m], strength of the peers."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many frames in one go: microseconds each, and the most memory so far [MB]."""

    frames: int
    microseconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Side:
    """One engine on one posture: net moment [N m], compression at L5/S1 [N], ms a frame."""

    moment: float
    compression: float
    ms: float
    unmet: float


@dataclass(frozen=True, slots=True)
class Found:
    """What one run found."""

    machine: str
    counts: list[Count]
    rep_s: float
    cold_s: float
    postures: dict[str, dict[str, Side]]


def main() -> int:
    """Measure and show it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.spine", description=__doc__)
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options.add_argument("--write", action="store_true", help="write the page under docs/ too")
    chosen = options.parse_args()
    found = measure()
    shown = page(found)
    if chosen.write:
        PAGE.write_text(shown, encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}", file=sys.stderr)
    print(json.dumps(asdict(found), indent=2) if chosen.json else shown)
    return 0


def measure() -> Found:
    """Every measurement, one after another."""
    here = machine()
    _on_one_core()
    body = body_of(BODY)
    _say("frames in one go")
    counts = list(_counts(body))
    _say("a rep with its bands, and a cold start")
    rep_s, cold_s = _rep_s(), _cold_s()
    postures: dict[str, dict[str, Side]] = {name: {"ours": ours} for name, ours in _ours(body)}
    for peer, sides in _peers().items():
        for name, side in sides.items():
            postures[name][peer] = side
    return Found(here, counts, rep_s, cold_s, postures)


def _on_one_core() -> None:
    """This process, and the peers that it starts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _say(what: str) -> None:
    print(f"{what} …", file=sys.stderr)


def _counts(body: Body) -> Iterator[Count]:
    for count in COUNTS:
        repeats = 5 if count <= 10_000 else 1
        took = statistics.median(_seconds(body, count) for _ in range(repeats))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        yield Count(count, 1e6 * took / count, peak)


def _seconds(body: Body, count: int) -> float:
    """Postures drawn by a seed, worked out a slab at a time as a long film would be."""
    dice = np.random.default_rng(SEED)
    took = 0.0
    for first in range(0, count, SLAB):
        task = drawn_task(body, min(SLAB, count - first), dice)
        began = perf_counter()
        solved(task)
        took += perf_counter() - began
    return took


def drawn_task(body: Body, count: int, dice: np.random.Generator) -> Task:
    """Lifting postures in no order, 0 to 250 kg."""
    trunk = dice.uniform(0, 90, count)
    lumbar = np.clip(0.35 * trunk + dice.normal(0, 8, count), -5, 60)

    def angle(low: float, high: float) -> Any:
        return np.deg2rad(dice.uniform(low, high, count))

    angles = Angles(
        trunk=np.deg2rad(trunk),
        lumbar=np.deg2rad(lumbar),
        thigh=angle(-70, 0),
        shank=angle(0, 15),
        upper_arm=angle(-5, 10),
        forearm=angle(-5, 10),
        thigh_seen=np.ones(count),
        shank_seen=np.ones(count),
    )
    lift = dice.uniform(0, 250, count) * GRAVITY
    return Task(body=body, angles=angles, lift=lift, push=np.zeros(count))


def _rep_s() -> float:
    rep_loads(load_kg=140.0, lifter=BODY)
    return statistics.median(
        _timed(lambda: rep_loads(load_kg=140.0, lifter=BODY)) for _ in range(5)
    )


def _timed(work: Any) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _cold_s() -> float:
    """``spine --from`` in a fresh process, with its band drawn."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "task.json"
        file.write_text('{"posture": {"trunk_deg": 70}, "load_kg": 140}', encoding="utf-8")
        command = (sys.executable, "-m", "backspotter", "spine", "--from", str(file))
        run = lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: E731
        return statistics.median(_timed(run) for _ in range(5))


def _ours(body: Body) -> Iterator[tuple[str, Side]]:
    for name, pelvis, lumbar, load, ahead, _ in POSTURES:
        task = _posed(body, pelvis, lumbar, load, ahead)
        found: Carried = solved(task)
        many = repeated(task, 5_000)
        solved(many)
        took = _timed(lambda many=many: solved(many)) / len(many)
        yield (
            name,
            Side(
                moment=float(found.net_moment[0, 0]),
                compression=float(found.compression[0, 0]),
                ms=1e3 * took,
                unmet=float(np.abs(found.reserve).max()),
            ),
        )


def _posed(body: Body, pelvis: float, lumbar: float, load: float, ahead: float) -> Task:
    one, flexion = np.ones(1), np.deg2rad(np.array([float(lumbar)]))
    angles = Angles(
        trunk=pelvis_to_trunk(body, np.deg2rad(np.array([float(pelvis)])), flexion),
        lumbar=flexion,
        **dict.fromkeys(("thigh", "shank", "upper_arm", "forearm"), np.zeros(1)),
        thigh_seen=one,
        shank_seen=one,
    )
    return Task(
        body=body,
        angles=angles,
        lift=np.array([load * GRAVITY]),
        push=np.zeros(1),
        load_ahead=np.array([ahead]),
    )


def _peers() -> dict[str, dict[str, Side]]:
    python = PEERS / "bin" / "python"
    if not python.exists():
        _say("peers are not here: make bench-peers")
        return {}
    with TemporaryDirectory() as folder:
        tasks = Path(folder) / "postures.json"
        tasks.write_text(json.dumps([_as_peers_have_it(*row[1:]) for row in POSTURES]))
        _say("OpenSim, some minutes")
        opensim = _run(python, "opensim_peer.py", str(next(PEERS.rglob(MODEL))), tasks)
        _say("MuJoCo")
        mujoco = _run(python, "mujoco_peer.py", "myotorso", tasks)
    names = [row[0] for row in POSTURES]
    return {
        "OpenSim": dict(zip(names, map(_opensim_side, opensim["postures"]), strict=True)),
        "MuJoCo": dict(zip(names, map(_mujoco_side, mujoco["postures"]), strict=True)),
    }


def _as_peers_have_it(
    pelvis: float, lumbar: float, load: float, ahead: float, strength: float
) -> dict[str, float]:
    return {
        "pelvis_tilt_deg": pelvis,
        "lumbar_flexion_deg": lumbar,
        "load_kg": load,
        "load_ahead_of_l5s1_m": ahead,
        "strength": strength,
    }


def _run(python: Path, script: str, model: str, tasks: Path) -> dict[str, Any]:
    out = tasks.with_name("out.json")
    command = (python, ROOT / "benchmarks" / "spine_peers" / script, model, tasks, out)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return dict(json.loads(out.read_text()))


def _opensim_side(found: Mapping[str, Any]) -> Side:
    return Side(
        found["net_moment_nm"],
        found["l5s1"]["compression_n"],
        found["so_ms"] + found["jr_ms"],
        abs(found["unmet_moment_nm"]),
    )


def _mujoco_side(found: Mapping[str, Any]) -> Side:
    by = found["coupled"]
    took = by["geometry_ms"] + by["qp_ms"] + by["jr_ms"]
    return Side(
        found["net_moment_nm"], by["l5s1"]["compression_n"], took, abs(by["unmet_moment_nm"])
    )


def page(found: Found) -> str:
    """The whole page as Markdown."""
    text = Template((Path(__file__).parent / "spine.md").read_text(encoding="utf-8"))
    return text.substitute(
        machine=found.machine,
        muscles=2 * len(fascicles()),
        counts=_counts_table(found.counts),
        draws=DRAWS,
        rep_s=f"{found.rep_s:.2f}",
        cold_s=f"{found.cold_s:.2f}",
        peers=_peers_words(found),
        postures=_postures_table(found.postures),
    )


def _counts_table(counts: list[Count]) -> str:
    rows = (
        (f"{each.frames:,}", f"{each.microseconds:,.0f}", f"{each.peak_mb:,.0f}") for each in counts
    )
    return table(("frames", "µs each", "peak memory, MB"), rows)


def _peers_words(found: Found) -> str:
    ours = found.counts[-1].microseconds / 1e3
    lines = []
    for peer in ("OpenSim", "MuJoCo"):
        times = [sides[peer].ms for sides in found.postures.values() if peer in sides]
        if times:
            middle = statistics.median(times)
            lines.append(f"- {peer}: {middle:,.3g} ms a frame, {middle / ours:,.0f} times ours")
    if not lines:
        return "The peers were not there in this run (`make bench-peers` puts them there)."
    return "\n".join([f"- ours, over {COUNTS[-1]:,} frames: {ours:.3f} ms a frame", *lines])


def _postures_table(postures: Mapping[str, Mapping[str, Side]]) -> str:
    rows = (
        (name, who, f"{side.moment:.0f}", f"{side.compression:,.0f}", f"{side.unmet:.1f}",
         f"{side.ms:.3g}")
        for name, sides in postures.items()
        for who, side in sides.items()
    )  # fmt: skip
    head = ("posture", "engine", "moment N·m", "compression N", "not met N·m", "ms a frame")
    return table(head, rows)


if __name__ == "__main__":
    sys.exit(main())
