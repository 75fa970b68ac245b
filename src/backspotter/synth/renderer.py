"""Draws one frame: lifter, bar and whatever stands round them, before the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask, Pixels
from backspotter.synth.assembly import Assembly
from backspotter.synth.bar import Bar, one_plate
from backspotter.synth.body import Posed
from backspotter.synth.camera import Camera
from backspotter.synth.gym import SILVER, Room, Seen, reflected, room, seen
from backspotter.synth.lens import blurred
from backspotter.synth.light import LAMPS, Light, ShadowMap, picture
from backspotter.synth.paints import (
    BODY,
    LABELS,
    MATERIALS,
    PLACE,
    dyed,
    pattern_of,
    plates,
    table,
)
from backspotter.synth.patterns import SOLE
from backspotter.synth.posing import Lifter
from backspotter.synth.raster import BOTH_SIDES, fill
from backspotter.synth.scene import Scene
from backspotter.synth.shading import SAMPLES, Solid, paint, shadow_room

FAR_BAR: Final = (0.0, 10.0)
"""Out of the way."""

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
        self.things = Assembly(lifter.shape, self.bar, self.scene, camera)
        self._colour()
        self.shadows = ShadowMap(LAMPS[self.scene.lamps], camera.side)
        self._still: Seen | None = None
        self._own: Seen | None = None
        self._buffers: dict[str, tuple[Ints, Floats]] = {}

    def frame(self, posed: Posed, bar: tuple[float, float], t_s: float = 0.0) -> Pixels:
        """The picture (H, W, 3) of this posture, the bar's middle at (Y, Z) [m]."""
        return picture(self.light(posed, bar, t_s), self.scene.exposure)

    def exposed(self, moments: Sequence[tuple[Posed, tuple[float, float], float]]) -> Pixels:
        """The picture of a shutter that is open over several moments: posture, bar and time."""
        return picture(blurred(self.light(*moment) for moment in moments), self.scene.exposure)

    def light(self, posed: Posed, bar: tuple[float, float], t_s: float = 0.0) -> Floats:
        """The same as light (H, W, 3), before the sensor; the next call overwrites it."""
        camera = self.camera.at(t_s)
        self.things.move(posed, bar)
        solid = self._seen_by(camera, self.things.vertices)
        light = self.shadows.cast(
            self.things.vertices,
            self.things.turned,
            self.things.flags,
            self.things.cut,
            camera.position,
        )
        view = self._before(camera)
        shadow_room(light, view.at, SHADOWED, view.light)
        if self.room.mirror[0] >= 0 and view.mirrored.any():
            self._mirror(camera, light, view)
        window = self._window(solid, None)
        found = self._filled("seen", solid, self.things.faces, window)
        self._paint(solid, light, found, window, EVERY, 1.0, view.light)
        return view.light

    def labels(
        self, posed: Posed, bar: tuple[float, float], t_s: float = 0.0, scale: float = 1.0
    ) -> Ints:
        """What each pixel shows (h, w) as a place in ``LABELS``, at ``scale`` times the picture's
        size; a mirror's picture is background."""
        self.things.move(posed, bar)
        face, _ = self._flat("all", slice(None), t_s, scale)
        return np.asarray(self.things.label[face])

    def body(self, posed: Posed, t_s: float = 0.0, scale: float = 1.0) -> Mask:
        """Where the lifter would be seen (h, w) if nothing stood before."""
        self.things.move(posed, FAR_BAR)
        return np.asarray(self._flat("body", slice(self.things.own), t_s, scale)[0] >= 0)

    def trunk(self, posed: Posed, t_s: float = 0.0, scale: float = 1.0) -> Mask:
        """The same of the trunk alone, without arms, legs, neck and head."""
        self.things.move(posed, FAR_BAR)
        which = np.flatnonzero(self.things.figure.part.trunk)
        return np.asarray(self._flat("body", which, t_s, scale)[0] >= 0)

    def hidden(
        self, posed: Posed, bar: tuple[float, float], t_s: float = 0.0, scale: float = 1.0
    ) -> Mask:
        """Where something else stands before the lifter (h, w), up to a pixel past the outline."""
        self.things.move(posed, bar)
        _, body = self._flat("body", slice(self.things.own), t_s, scale)
        _, other = self._flat("other", slice(self.things.own, None), t_s, scale)
        high, wide = body.shape
        padded = np.pad(body, 1)
        shifts = [(i, j) for i in range(3) for j in range(3)]
        near = np.max([padded[i : i + high, j : j + wide] for i, j in shifts], axis=0)
        return np.asarray((near > 0) & (other > near))

    def surface(self, posed: Posed) -> tuple[Floats, Ints]:
        """The lifter as drawn: vertices (V, 3) [m] of body and cloth, edges (E, 2) of the trunk."""
        figure = self.things.figure
        return figure.placed(posed.turns, posed.shifts)[0], figure.trunk_edges

    def _flat(
        self, name: str, which: slice | Ints, t_s: float, scale: float
    ) -> tuple[Ints, Floats]:
        """Which of the chosen faces each pixel shows (h, w), -1 for none, and how near; seen from
        both sides where not all are drawn. The next call with this name overwrites it."""
        camera, all_ = self.camera.at(t_s), self.things
        width, height = round(camera.width * scale), round(camera.height * scale)
        face, near = self._buffer(f"flat {name}", width, height)
        places, nearness = camera.project(all_.vertices)
        x, y = (np.asarray(places[:, k] * scale, np.float32) for k in (0, 1))
        flags = all_.flags if name == "all" else all_.flags | np.uint8(BOTH_SIDES)
        nearness = nearness.astype(np.float32)
        fill(x, y, nearness, all_.faces[which], flags[which], all_.cut, face, near)
        return face, near

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

    def _seen_by(self, camera: Camera, vertices: Floats) -> Solid:
        """All triangles where the camera sees them, in samples."""
        places, near = camera.project(vertices)
        x, y = (np.asarray(places[:, k] * SAMPLES, np.float32) for k in (0, 1))
        all_ = self.things
        near = near.astype(np.float32)
        return Solid(all_.vertices, all_.normals, all_.rest, x, y, near, all_.faces, all_.material)

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
        solid = self._seen_by(camera, reflected(self.things.vertices, self.room).astype(np.float32))
        if not (solid.near > 0).any():
            return  # the twin stands behind the camera
        window = self._window(solid, view.mirrored)
        eye = reflected(camera.position[None], self.room)[0].astype(np.float32)
        found = self._filled("mirror", solid, self.things.turned, window)
        self._paint(
            solid, light._replace(eye=eye), found, window, view.mirrored, SILVER, view.light
        )

    def _filled(self, name: str, solid: Solid, faces: Ints, window: Window) -> tuple[Ints, Floats]:
        face, near = self._buffer(name, window.width * SAMPLES, window.height * SAMPLES)
        x = solid.x - np.float32(window.left * SAMPLES)
        y = solid.y - np.float32(window.top * SAMPLES)
        fill(x, y, solid.near, faces, self.things.flags, self.things.cut, face, near)
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
        faces, nearness = self._buffers[name]
        face, near = faces[:count].reshape(height, width), nearness[:count].reshape(height, width)
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


def is_body(labels: Ints) -> Mask:
    """Where labels (h, w) show the lifter."""
    return np.asarray(np.isin(labels, BODY))


__all__ = ["LABELS", "Renderer", "is_body"]
