"""Lifter, set of reps and camera of one film, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backspotter.spine.body import Lifter as Person
from backspotter.spine.body import body_of
from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.bar import Bar
from backspotter.synth.body import built
from backspotter.synth.camera import Camera
from backspotter.synth.motion import Motion, stance_of
from backspotter.synth.outline import back_edges
from backspotter.synth.posing import Lifter
from backspotter.synth.scene import Scene
from backspotter.synth.task import FilmTask


@dataclass(frozen=True)
class Stage:
    """Everything that a film and its truth are made from."""

    task: FilmTask
    lifter: Lifter
    motion: Motion
    camera: Camera
    scene: Scene
    bar: Bar

    @cached_property
    def back_edges(self) -> Ints:
        """Edges of the skin (E, 2) that can be the outline of the back."""
        return back_edges(self.lifter.shape)

    @property
    def frames(self) -> int:
        """How many frames the film has."""
        return int(self.motion.seconds * self.task.fps)

    def plate(self, bar: tuple[float, float]) -> Floats:
        """Middle of the near plate's outer face (3,) [m]."""
        return np.array([-self.camera.side * self.bar.outer_x_m, *bar])


def stage(task: FilmTask, scene: Scene | None = None) -> Stage:
    """The stage for a film.

    Parameters
    ----------
    scene : how it looks; the task's yaw and plates hold whatever the scene says

    Raises
    ------
    InputError : no such body, or a posture that it cannot take
    """
    body_of(Person(mass_kg=task.mass_kg, height_m=task.height_m))  # refuses what is no one person
    shape = built(task.sex, task.height_m, task.mass_kg, task.build)
    lifter = Lifter(shape, stance_of(task.lift, task.height_m))
    motion = Motion(lifter, task)
    scene = (scene or Scene(seed=int(task.seed))).but(
        yaw_deg=task.yaw_deg, plate_radius_m=task.plate_radius_m
    )
    bar = scene.bar(task.load_kg, trap=task.lift.style == "trap_bar")
    seen = _to_be_seen(lifter, motion, bar.outer_x_m)
    camera = scene.camera(seen, int(task.width), int(task.height), task.side)
    return Stage(task, lifter, motion, camera, scene, bar)


def _to_be_seen(lifter: Lifter, motion: Motion, plates_at_m: float) -> Floats:
    """The body at both ends and half way, and the plates at both ends (n, 3) [m]."""
    postures, radius = motion.way.postures, motion.task.plate_radius_m
    seen = [lifter.posed(postures[place]).vertices for place in (0, len(postures) // 2, -1)]
    for posture in (postures[0], postures[-1]):
        y, z = posture.bar
        edges = [
            [x, y + dy * radius, z + dz * radius]
            for x in (-plates_at_m, plates_at_m)
            for dy, dz in ((-1, 0), (1, 0), (0, -1), (0, 1))
        ]
        seen.append(np.array(edges))
    return np.concatenate(seen)
