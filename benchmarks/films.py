"""``python -m benchmarks.films [--json]``: how fast films are drawn on one core, what limits it.

Times are of the processor, so that others at work on the machine count little.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import process_time
from typing import Any, Final

import numpy as np

from backspotter.spine.rep import Lift
from backspotter.synth.body import Posed
from backspotter.synth.light import picture
from backspotter.synth.renderer import EVERY, SHADOWED, Renderer
from backspotter.synth.scene import Scene
from backspotter.synth.shading import shadow_room
from backspotter.synth.stage import Stage, stage
from backspotter.synth.task import FilmTask
from benchmarks.machine import machine
from benchmarks.page import table

FRAMES: Final = 12
SIZES: Final = {"480p": (854, 480), "720p": (1280, 720), "1080p": (1920, 1080)}
BUSY: Final = {"clothing": "hoodie", "head": "long_hair", "posts": True, "decoys": True}
SCENES: Final = {
    "plain, on a stand": Scene(),
    "plain, in a hand": Scene(shake_px=6.0),
    "hoodie, posts, bystander, mirror": Scene(**BUSY, bystander=True, mirror="beside", yaw_deg=20),
    "the same in a hand": Scene(
        **BUSY, bystander=True, mirror="beside", yaw_deg=20, shake_px=6.0, distortion=-0.05
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds of one run: frames by scene at 720p, labels by size, the parts of a frame, and
    what goes before and after drawing."""

    machine: str
    frames: dict[str, float]
    labels: dict[str, float]
    parts: dict[str, float]
    start: dict[str, float]


def main() -> int:
    """Measure and show it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.films", description=__doc__)
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    found = measure()
    print(json.dumps(asdict(found), indent=2) if options.parse_args().json else page(found))
    return 0


def measure() -> Found:
    """Every measurement, one after another, on one core."""
    here = machine()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    set_ = stage(FilmTask(lift=Lift(rounding_deg=15)))
    moments = [set_.motion.moment(0.2 + n * 0.2) for n in range(FRAMES)]
    lift = [(set_.lifter.posed(m.posture), m.posture.bar, m.t_s) for m in moments]
    frames, start = {}, {}
    for name, scene in SCENES.items():
        began = process_time()
        drawer = renderer(set_, scene, SIZES["720p"])
        drawer.frame(*lift[0])
        start[name] = 1e3 * (process_time() - began)
        frames[name] = middle_ms(lambda *at, drawer=drawer: drawer.frame(*at), lift)
    labels = {
        name: middle_ms(renderer(set_, Scene(), size).labels, lift) for name, size in SIZES.items()
    }
    posing = middle_ms(lambda m: set_.lifter.posed(m.posture), [(m,) for m in moments])
    parts = {"posing the body": posing} | parts_ms(renderer(set_, Scene(), SIZES["720p"]), lift)
    return Found(here, frames, labels, parts, start)


def renderer(set_: Stage, scene: Scene, size: tuple[int, int]) -> Renderer:
    """One that sees the whole lift."""
    body = set_.lifter.posed(set_.motion.way.postures[-1]).vertices
    ends = [[x, y, 0.45] for x in (-0.8, 0.8) for y in (-0.6, 0.5)]
    points = np.concatenate([body, ends])
    return Renderer(set_.lifter, scene.camera(points, *size), scene=scene, load_kg=140)


def middle_ms(what: Callable[..., Any], each: list[tuple[Any, ...]]) -> float:
    """The median of one call [ms]; the first is not counted."""
    took = []
    for given in [each[0], *each]:
        began = process_time()
        what(*given)
        took.append(1e3 * (process_time() - began))
    return statistics.median(took[1:])


def parts_ms(
    one: Renderer, lift: list[tuple[Posed, tuple[float, float], float]]
) -> dict[str, float]:
    """Where the time of a plain frame goes [ms]."""
    posed, bar, _ = lift[len(lift) // 2]
    one.light(posed, bar)
    view, solid = one._before(one.camera), one._seen_by(one.camera, one.things.vertices)
    eye = one.camera.position
    light = one.shadows.cast(
        one.things.vertices, one.things.turned, one.things.flags, one.things.cut, eye
    )
    window = one._window(solid, None)
    found = one._filled("seen", solid, one.things.faces, window)
    steps: dict[str, Callable[[], Any]] = {
        "skin and cloth": lambda: one.things.move(posed, bar),
        "projection": lambda: one._seen_by(one.camera, one.things.vertices),
        "shadow map": lambda: one.shadows.cast(
            one.things.vertices, one.things.turned, one.things.flags, one.things.cut, eye
        ),
        "room and its shadows": lambda: shadow_room(
            light, one._before(one.camera).at, SHADOWED, view.light
        ),
        "which triangle is seen": lambda: one._filled("seen", solid, one.things.faces, window),
        "shading": lambda: one._paint(solid, light, found, window, EVERY, 1.0, view.light),
        "developing": lambda: picture(view.light),
    }
    return {name: middle_ms(step, [()] * 9) for name, step in steps.items()}


def page(found: Found) -> str:
    """What was found, in words and tables."""
    slowest = max(found.parts, key=lambda name: found.parts[name])
    return "\n\n".join(
        [
            f"Films drawn on one core of {found.machine}",
            table(("720p", "ms a frame", "frames a second", "ms before the second frame"),
                  [(name, f"{ms:.0f}", f"{1000 / ms:.0f}", f"{found.start[name]:.0f}")
                   for name, ms in found.frames.items()]),
            table(("labels", "ms"), [(name, f"{ms:.1f}") for name, ms in found.labels.items()]),
            table(("part of a plain frame", "ms"),
                  [(name, f"{ms:.1f}") for name, ms in found.parts.items()]),
            f"What takes longest: {slowest}. In a hand the room is drawn anew for every frame.",
        ]
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
