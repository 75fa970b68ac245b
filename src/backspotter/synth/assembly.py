"""Lifter, bar and whatever stands round them: one mesh that is moved frame by frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backspotter.synth.arrays import Floats
from backspotter.synth.bar import Bar
from backspotter.synth.body import Posed, Shape
from backspotter.synth.camera import Camera
from backspotter.synth.figure import Figure, Part
from backspotter.synth.meshes import Mesh, mirrored
from backspotter.synth.paints import LABEL, MATERIALS, PLACE
from backspotter.synth.props import leaning, other_person, posts
from backspotter.synth.scene import Scene
from backspotter.synth.surface import normals


class Assembly:
    """All triangles of a scene.

    ``vertices`` and ``normals`` (V, 3) [m] of the moment, places at ``rest`` (V, 3) by which
    patterns go; ``faces`` (F, 3), the same ``turned`` inside out, the first ``own`` of them the
    lifter's; ``flags`` and ``material`` (F,), ``cut`` (V,); ``label`` (F + 1,) of each face, and
    last of none.
    """

    def __init__(self, shape: Shape, bar: Bar, scene: Scene, camera: Camera) -> None:
        self.bar, self.scene, self.side = bar, scene, camera.side
        self.eye = camera.position * np.array([camera.side, 1, 1])
        self.figure = Figure(shape, scene.outfit)
        self._gather()

    def move(self, posed: Posed, bar: tuple[float, float]) -> None:
        """To this posture, the bar's middle at (Y, Z) [m]."""
        skin, out = self.figure.placed(posed.turns, posed.shifts)
        self.vertices[: len(skin)], self.normals[: len(skin)] = skin, out
        self.vertices[len(skin) : self.moving] = self.bar.mesh.vertices + np.array([0, *bar])

    def _gather(self) -> None:
        """Lifter, bar, and what stands still, in one mesh; what the labels of its faces are."""
        scene = self.scene
        parts = [self.figure.part, _part(self.bar.mesh, self.bar.radius_m)]
        still, sides, sets = [], [], [0, 0]
        if scene.bystander:
            other, vertices, directions = self._bystander()
            parts.append(other)
            still, sides, sets = [vertices], [directions], [*sets, 1]
        for mesh in self._things():
            parts.append(_part(mesh))
            still.append(mesh.vertices)
            sides.append(normals(mesh.vertices, mesh.faces))
            sets.append(0)
        self._join(parts, sets, still, sides)

    def _bystander(self) -> tuple[Part, Floats, Floats]:
        """Another figure, mirrored with the camera's side: its part, vertices and normals."""
        scene = self.scene
        body, outfit, turns, shifts = other_person(
            scene.rng("person"), self.eye, scene.wall_m, scene.bystander_aside_m
        )
        figure = Figure(body, outfit)
        vertices, directions = figure.placed(turns, shifts)
        if self.side == 1:
            return figure.part, vertices, directions
        flip = np.array([-1, 1, 1], np.float32)
        part = replace(figure.part, faces=np.ascontiguousarray(figure.part.faces[:, ::-1]))
        return part, vertices * flip, directions * flip

    def _things(self) -> list[Mesh]:
        scene, side = self.scene, self.side
        things = [posts(scene.rng("posts"), scene.posts_ahead_m)] if scene.posts else []
        if scene.decoys:
            things.append(leaning(scene.rng("leaning"), scene.wall_m, 4))
        return [mesh if side == 1 else mirrored(mesh) for mesh in things]

    def _join(
        self, parts: list[Part], sets: list[int], still: list[Floats], sides: list[Floats]
    ) -> None:
        counts = np.cumsum([0, *(len(part.rest) for part in parts)])
        self.faces = np.concatenate(
            [part.faces + at for part, at in zip(parts, counts, strict=False)]
        ).astype(np.int32)
        self.turned = np.ascontiguousarray(self.faces[:, ::-1])
        self.flags = np.concatenate([part.flags for part in parts])
        self.cut = np.concatenate([part.cut for part in parts])
        self.rest = np.concatenate([part.rest for part in parts]).astype(np.float32)
        self.material = np.concatenate(
            [
                part.material + len(MATERIALS) * which
                for part, which in zip(parts, sets, strict=True)
            ]
        ).astype(np.int32)
        self.own, self.moving = len(parts[0].faces), int(counts[2])
        self.vertices = np.zeros((counts[-1], 3), np.float32)
        self.normals = np.zeros((counts[-1], 3), np.float32)
        if still:
            self.vertices[self.moving :] = np.concatenate(still)
            self.normals[self.moving :] = np.concatenate(sides)
        first = int(counts[1])
        self.normals[first : self.moving] = normals(self.bar.mesh.vertices, self.bar.mesh.faces)
        self._label()

    def _label(self) -> None:
        by_material = [LABEL[kind.label] for kind in MATERIALS.values()]
        label = np.array([*by_material, *[LABEL["bystander"]] * len(MATERIALS)], np.uint8)
        self.label = label[self.material]
        middle = np.zeros(len(self.faces))
        bar = slice(self.own, self.own + len(self.bar.mesh.faces))
        middle[bar] = self.bar.mesh.vertices[self.bar.mesh.faces][..., 0].mean(axis=1)
        far = (middle * self.side > 0) & (self.label == LABEL["near_plate"])
        self.label[far] = LABEL["far_plate"]
        self.label = np.append(self.label, np.uint8(0))  # face -1 takes the last


def _part(mesh: Mesh, radius_m: float = 1.0) -> Part:
    """A thing, its places at rest in shares of a plate's radius round the bar."""
    count = len(mesh.faces)
    return Part(
        faces=mesh.faces.astype(np.int32),
        material=np.array([PLACE[name] for name in mesh.material], np.int32),
        flags=np.zeros(count, np.uint8),
        cut=np.ones(len(mesh.vertices), np.float32),
        rest=(mesh.pattern_places / np.array([1, radius_m, radius_m])).astype(np.float32),
        trunk=np.zeros(count, bool),
    )
