"""Draws one frame: lifter, bar and whatever stands round them, before the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask, Pixels
from backspotter.synth.bar import Bar, one_plate
from backspotter.synth.body import Posed
from backspotter.synth.camera import Camera
from backspotter.synth.figure import Figure, Part
from backspotter.synth.gym import Room, Seen, reflected, room, seen
from backspotter.synth.lens import blurred
from backspotter.synth.light import LAMPS, Light, ShadowMap, picture
from backspotter.synth.meshes import Mesh, mirrored
from backspotter.synth.paints import (
    BODY,
    LABEL,
    LABELS,
    MATERIALS,
    PLACE,
    dyed,
    pattern_of,
    plates,
    table,
)
from backspotter.synth.posing import Lifter
from backspotter.synth.props import leaning, other_person, posts
from backspotter.synth.raster import BOTH_SIDES, fill
from backspotter.synth.scene import Scene
from backspotter.synth.shading import SAMPLES, SOLE, Solid, paint, shadow_room
from backspotter.synth.surface import normals

EVERY: Final = np.ones((1, 1), np.bool_)
SHADOWED: Final = 0.58
"""Share of the room's light that the lamp brings."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the picture [px]."""

    left: int
    top: int
    width: int
    height: int


class Renderer:
    """A lifter before a camera in a scene.

    Parameters
    ----------
    lifter, camera : who is seen, and from where; the camera's shake is followed by time
    rng : throws a plain scene's colours where no ``scene`` is given
    trap : a trap bar
    load_kg : decides the plates [kg]
    """

    def __init__(
        self,
        lifter: Lifter,
        camera: Camera,
        rng: np.random.Generator | None = None,
        *,
        trap: bool = False,
        scene: Scene | None = None,
        load_kg: float = 100.0,
    ) -> None:
        self.lifter, self.camera = lifter, camera
        plain = scene is None
        self.scene = scene or Scene(seed=int(rng.integers(2**32)) if rng is not None else 0)
        self.bar: Bar = one_plate() if plain and not trap else self.scene.bar(load_kg, trap=trap)
        self.figure = Figure(lifter.shape, self.scene.outfit)
        self._gather()
        self._colour()
        self.shadows = ShadowMap(LAMPS[self.scene.lamps], camera.side)
        self._still: Seen | None = None
        self._own: Seen | None = None
        self._buffers: dict[str, tuple[Ints, Floats]] = {}

    def frame(self, posed: Posed, bar: tuple[float, float], t_s: float = 0.0) -> Pixels:
        """The picture (H, W, 3) of this posture, the bar's middle at (Y, Z) [m]."""
        return picture(self.light(posed, bar, t_s), self.scene.exposure)

    def exposed(
        self, moments: Sequence[tuple[Posed, tuple[float, float], float]]
    ) -> Pixels:
        """The picture of a shutter that is open over several moments: posture, bar and time."""
        return picture(blurred(self.light(*moment) for moment in moments), self.scene.exposure)

    def light(self, posed: Posed, bar: tuple[float, float], t_s: float = 0.0) -> Floats:
        """The same as light (H, W, 3), before the sensor; the next call overwrites it."""
        camera = self.camera.at(t_s)
        self._move(posed, bar)
        solid = self._seen_by(camera, self.vertices)
        light = self.shadows.cast(self.vertices, self.faces, self.flags, self.cut, camera.position)
        view = self._before(camera)
        shadow_room(light, view.at, SHADOWED, view.light)
        if self.room.mirror[0] >= 0 and view.mirrored.any():
            self._mirror(camera, light, view)
        window = self._window(solid, None)
        found = self._filled("seen", solid, self.faces, window)
        self._paint(solid, light, found, window, EVERY, 1.0, view.light)
        return view.light

    def labels(
        self, posed: Posed, bar: tuple[float, float], t_s: float = 0.0, scale: float = 1.0
    ) -> Ints:
        """What each pixel shows (h, w) as a place in ``LABELS``, at ``scale`` times the picture's
        size; a mirror's picture is background."""
        self._move(posed, bar)
        face = self._faces_at(self.faces, t_s, scale)
        return np.asarray(self.label_with_none[face])

    def body(self, posed: Posed, t_s: float = 0.0, scale: float = 1.0) -> Mask:
        """Where the lifter would be seen (h, w) if nothing stood before."""
        return self._of_figure(posed, self.faces[: self.own], t_s, scale)

    def trunk(self, posed: Posed, t_s: float = 0.0, scale: float = 1.0) -> Mask:
        """The same of the trunk alone, without arms, legs, neck and head."""
        return self._of_figure(posed, self.faces[: self.own][self.figure.part.trunk], t_s, scale)

    def _of_figure(self, posed: Posed, faces: Ints, t_s: float, scale: float) -> Mask:
        self._move(posed, (0.0, 10.0))
        flags = np.zeros(len(faces), np.uint8) | BOTH_SIDES
        return np.asarray(self._faces_at(faces, t_s, scale, flags) >= 0)

    def _faces_at(self, faces: Ints, t_s: float, scale: float, flags: Ints | None = None) -> Ints:
        camera = self.camera.at(t_s)
        width, height = round(camera.width * scale), round(camera.height * scale)
        face, near = self._buffer("flat", width, height)
        places, nearness = camera.project(self.vertices)
        x, y = (np.asarray(places[:, k] * scale, np.float32) for k in (0, 1))
        flags = self.flags if flags is None else flags
        fill(x, y, nearness.astype(np.float32), faces, flags, self.cut, face, near)
        return face

    def _gather(self) -> None:
        """Lifter, bar, and what stands still, in one mesh; what the labels of its faces are."""
        scene, side = self.scene, self.camera.side
        parts = [self.figure.part, _part(self.bar.mesh, self.bar.radius_m)]
        still, sides, sets = [], [], [0, 0]
        if scene.bystander:
            body, outfit, turns, shifts = other_person(
                scene.rng("person"), side, scene.wall_m, scene.camera_distance_m
            )
            other = Figure(body, outfit)
            vertices, directions = other.placed(turns, shifts)
            parts.append(other.part)
            still, sides, sets = [vertices], [directions], [*sets, 1]
        for mesh in self._things():
            parts.append(_part(mesh))
            still.append(mesh.vertices)
            sides.append(normals(mesh.vertices, mesh.faces))
            sets.append(0)
        self._join(parts, sets, still, sides)

    def _things(self) -> list[Mesh]:
        scene, side = self.scene, self.camera.side
        things = [posts(scene.rng("posts"))] if scene.posts else []
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
        far = (middle * self.camera.side > 0) & (self.label == LABEL["near_plate"])
        self.label[far] = LABEL["far_plate"]
        self.label_with_none = np.append(self.label, np.uint8(0))  # face -1 takes the last

    def _colour(self) -> None:
        scene = self.scene
        mine = dyed(scene.rng("clothes"), scene.skin) | plates(scene.plate, scene.rng("plates"))
        dice = scene.rng("other clothes")
        other = dyed(dice, int(dice.integers(6)))
        self.paints = table(mine, other, patterns=self._patterns())

    def _patterns(self) -> dict[int, int]:
        dice = self.scene.rng("patterns")
        shirts = {PLACE["shirt"] + n * len(MATERIALS): int(dice.integers(4)) for n in (0, 1)}
        shirts[PLACE["shoe"] + len(MATERIALS)] = SOLE
        return shirts | {PLACE[name]: kind for name, kind in pattern_of(self.scene.plate).items()}

    @cached_property
    def room(self) -> Room:
        """The empty room."""
        scene = self.scene
        return room(
            scene.rng("room"),
            floor=scene.floor,
            wall=scene.wall,
            side=self.camera.side,
            mirror=scene.mirror,
            decoys=scene.decoys,
            brightness=LAMPS[scene.lamps].room,
            wall_m=scene.wall_m,
        )

    def _move(self, posed: Posed, bar: tuple[float, float]) -> None:
        skin, out = self.figure.placed(posed.turns, posed.shifts)
        self.vertices[: len(skin)], self.normals[: len(skin)] = skin, out
        self.vertices[len(skin) : self.moving] = self.bar.mesh.vertices + np.array([0, *bar])

    def _seen_by(self, camera: Camera, vertices: Floats) -> Solid:
        """All triangles where the camera sees them, in samples."""
        places, near = camera.project(vertices)
        x, y = (np.asarray(places[:, k] * SAMPLES, np.float32) for k in (0, 1))
        return Solid(self.vertices, self.normals, self.rest, x, y, near.astype(np.float32),
                     self.faces, self.material)  # fmt: skip

    def _before(self, camera: Camera) -> Seen:
        """The empty room, drawn anew where the camera has moved."""
        if camera is not self.camera:
            self._own = seen(self.room, camera, self._own)
            return self._own
        if self._still is None:
            self._still = seen(self.room, camera, samples=SAMPLES)
            self._own = Seen(np.empty_like(self._still.light), self._still.at, self._still.mirrored)
        assert self._own is not None
        self._own.light[:] = self._still.light
        return self._own

    def _mirror(self, camera: Camera, light: Light, view: Seen) -> None:
        """What the mirror shows: everything as its twin behind the wall."""
        solid = self._seen_by(camera, reflected(self.vertices, self.room).astype(np.float32))
        window = self._window(solid, view.mirrored)
        eye = reflected(camera.position[None], self.room)[0].astype(np.float32)
        found = self._filled("mirror", solid, self.turned, window)
        self._paint(solid, light._replace(eye=eye), found, window, view.mirrored, 0.84, view.light)

    def _filled(self, name: str, solid: Solid, faces: Ints, window: Window) -> tuple[Ints, Floats]:
        face, near = self._buffer(name, window.width * SAMPLES, window.height * SAMPLES)
        x = solid.x - np.float32(window.left * SAMPLES)
        y = solid.y - np.float32(window.top * SAMPLES)
        fill(x, y, solid.near, faces, self.flags, self.cut, face, near)
        return face, near

    def _paint(
        self,
        solid: Solid,
        light: Light,
        found: tuple[Ints, Floats],
        window: Window,
        stencil: Mask,
        tint: float,
        out: Floats,
    ) -> None:
        shift = np.float32(window.left * SAMPLES), np.float32(window.top * SAMPLES)
        solid = solid._replace(x=solid.x - shift[0], y=solid.y - shift[1])
        corner, spare = (window.left, window.top), np.zeros((2, 3), np.float32)
        paint(solid, self.paints, light, *found, corner, stencil, tint, out, *spare)

    def _buffer(self, name: str, width: int, height: int) -> tuple[Ints, Floats]:
        """Cleared faces and nearness (height, width), the memory kept from frame to frame."""
        count = width * height
        if name not in self._buffers or len(self._buffers[name][0]) < count:
            self._buffers[name] = (np.empty(count, np.int32), np.empty(count, np.float32))
        face, near = (part[:count].reshape(height, width) for part in self._buffers[name])
        face[:], near[:] = -1, 0
        return face, near

    def _window(self, solid: Solid, within: Mask | None) -> Window:
        """The part of the picture in which there is something to draw."""
        width, height = self.camera.width, self.camera.height
        used = solid.near > 0
        x, y = solid.x[used] / SAMPLES, solid.y[used] / SAMPLES
        low, high = np.array([x.min(), y.min()]), np.array([x.max(), y.max()])
        if within is not None:
            rows, columns = np.flatnonzero(within.any(axis=1)), np.flatnonzero(within.any(axis=0))
            low = np.maximum(low, [columns[0], rows[0]])
            high = np.minimum(high, [columns[-1], rows[-1]])
        size = np.array([width, height])
        first = np.clip(np.floor(low) - 1, 0, size - 1).astype(int)
        last = np.clip(np.ceil(high) + 2, first + 1, size).astype(int)
        return Window(int(first[0]), int(first[1]), *(int(n) for n in last - first))


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


def is_body(labels: Ints) -> Mask:
    """Where labels (h, w) show the lifter."""
    return np.isin(labels, BODY)


__all__ = ["LABELS", "Renderer", "is_body"]
