"""Draws one frame: lifter, shoes and bar before the room, with shadows, four samples at edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask, Pixels
from backspotter.synth.body import Posed, Shape
from backspotter.synth.camera import Camera
from backspotter.synth.clothes import PLACE, Clothes, Marks, colours
from backspotter.synth.gym import grain, room
from backspotter.synth.light import Lamp, lamp, picture, shaded
from backspotter.synth.meshes import barbell, shoe, trap_bar
from backspotter.synth.posing import Lifter
from backspotter.synth.raster import Drawn, Points, drawn, inside

SAMPLES: Final = 2
"""Along each side of a pixel."""

DEPTH_STEP: Final = 0.02
"""Samples of a pixel that differ by more in depth, as a share, are an edge."""


@dataclass(frozen=True, slots=True)
class Solid:
    """All triangles of a frame: ``vertices`` and ``normals`` (V, 3), ``faces`` (F, 3)."""

    vertices: Floats
    normals: Floats
    faces: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the picture in which there is something to draw [px]."""

    left: int
    top: int
    width: int
    height: int


class Renderer:
    """A lifter before a camera, in clothes and colours that the generator throws."""

    def __init__(
        self, lifter: Lifter, camera: Camera, rng: np.random.Generator, *, trap: bool = False
    ) -> None:
        self.lifter, self.camera = lifter, camera
        self.clothes, self.colours = Clothes(lifter), colours(rng)
        rest, data = lifter.shape, lifter.shape.data
        self.skin = data.faces[~self.clothes.bare_foot(lifter)[data.faces].all(axis=1)]
        normals = _normals(rest.vertices, self.skin)
        dressed = rest.vertices + normals * self.clothes.thickness()[:, None]
        self.dressed = Shape(data, dressed, rest.heads)
        self.table = self.clothes.marks.table
        foot = data.weights[:, rest.index("foot.R")] > 0.5
        self.shoe = shoe(rest.vertices[foot], lifter.sole_z)
        self.bar = trap_bar() if trap else barbell()
        self.room = room(camera)
        self._settle_faces()

    def _settle_faces(self) -> None:
        """What does not change from frame to frame: faces, materials, and where a face is cut by
        the border between two materials."""
        counts = np.cumsum([0, len(self.table), len(self.bar.vertices), len(self.shoe.vertices)])
        parts = [self.skin, self.bar.faces, self.shoe.faces, self.shoe.faces[:, ::-1]]
        starts = [counts[0], counts[1], counts[2], counts[3]]
        self.faces = np.concatenate([f + at for f, at in zip(parts, starts, strict=True)])
        hard = [*self.bar.material, *self.shoe.material, *self.shoe.material]
        self.hard = np.array([PLACE[name] for name in hard], np.int16)
        corner = self.clothes.material(self.clothes.marks)[self.skin]
        border = (corner != corner[:, :1]).any(axis=1)
        soles = np.zeros(len(self.hard), bool)
        soles[len(self.bar.faces) :] = True
        self.border = np.concatenate([border, soles])

    def frame(self, posed: Posed, bar: tuple[float, float]) -> Pixels:
        """The picture (H, W, 3) of this posture, the bar's middle at (Y, Z) [m]."""
        solid = self._solid(posed, bar)
        places, nearness = self.camera.project(solid.vertices)
        window = self._window(places)
        shift = np.array([window.left, window.top])
        points = Points.of((places - shift) * SAMPLES, nearness)
        wide, high = window.width * SAMPLES, window.height * SAMPLES
        found = drawn(points, solid.faces, wide, high, both_sides=False)
        lamp_ = lamp(solid.vertices, solid.faces, self.camera.side)
        once = self._once(found, window)
        pixels = _to_shade(found, once, window)
        light = self._light(solid, points, found, pixels, wide, lamp_)
        whole = self._before_the_room(lamp_)
        _lay_over(whole, window, once, pixels, light)
        return picture(whole)

    def _solid(self, posed: Posed, bar: tuple[float, float]) -> Solid:
        skin = self.dressed.skinned(posed.turns, posed.shifts)
        skin[:, 2] = np.maximum(skin[:, 2], 0.0)
        parts = [(skin, self.skin), (self.bar.vertices + np.array([0, *bar]), self.bar.faces)]
        for side, flip in (("R", 1), ("L", -1)):
            place = self.lifter.shape.index(f"foot.{side}")
            rest = self.shoe.vertices * [flip, 1, 1]
            at = rest @ posed.turns[place].T + posed.shifts[place]
            parts.append((at, self.shoe.faces[:, ::flip]))
        vertices = np.concatenate([part for part, _ in parts]).astype(np.float32)
        normals = np.concatenate([_normals(*part) for part in parts]).astype(np.float32)
        return Solid(vertices, normals, self.faces)

    def _window(self, places: Floats) -> Window:
        size = np.array([self.camera.width, self.camera.height])
        low = np.clip(places.min(axis=0).astype(int) - 1, 0, size - 1)
        high = np.clip(places.max(axis=0).astype(int) + 2, low + 1, size)
        return Window(int(low[0]), int(low[1]), *(int(n) for n in high - low))

    def _once(self, found: Drawn, window: Window) -> Mask:
        """Pixels (h, w) whose samples are alike, so that one of them will do."""
        face, near = _samples(found.face, window), _samples(found.nearness, window)
        first, last = face.min(axis=(1, 3)), face.max(axis=(1, 3))
        alike = (first >= 0) & ((first < len(self.skin)) == (last < len(self.skin)))
        even = np.ptp(near, axis=(1, 3)) < DEPTH_STEP * near.min(axis=(1, 3))
        return np.asarray(alike & even & ~self.border[first] & ~self.border[last])

    def _light(
        self, solid: Solid, points: Points, found: Drawn, pixels: Ints, wide: int, lamp_: Lamp
    ) -> Floats:
        """Light (n, 3) from the samples that are to be shaded."""
        face = found.face[pixels]
        corners = solid.faces[face]
        shares = inside(points, corners, pixels, wide).astype(np.float32)
        at, normal = _blend(solid.vertices, corners, shares), _blend(solid.normals, corners, shares)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        soft = face < len(self.skin)
        material = np.empty(len(face), np.int16)
        material[~soft] = self.hard[face[~soft] - len(self.skin)]
        marks = Marks.of(_blend(self.table, corners[soft], shares[soft]))
        material[soft] = self.clothes.material(marks)
        colour = self.colours[material]
        colour[soft] *= _weave(marks.rest)[:, None]
        return shaded(lamp_, at, normal, material, colour, self.camera.position)

    def _before_the_room(self, lamp_: Lamp) -> Floats:
        light, rows, columns = self.room.light.copy(), self.room.rows, self.room.columns
        reached = lamp_.reaches(self.room.floor, 0.004, blur=3.5)
        light[rows, columns] *= (np.float32(0.42) + np.float32(0.58) * reached)[:, None]
        return light


def _normals(vertices: Floats, faces: Ints) -> Floats:
    """Outward directions (V, 3) of a closed surface."""
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    each = np.cross(b - a, c - a)
    total = np.stack(
        [np.bincount(faces.ravel(), np.repeat(each[:, k], 3), len(vertices)) for k in range(3)],
        axis=1,
    )
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))


def _samples(flat: Floats | Ints, window: Window) -> Floats | Ints:
    """By pixel and by sample inside it (h, SAMPLES, w, SAMPLES)."""
    return flat.reshape(window.height, SAMPLES, window.width, SAMPLES)


def _to_shade(found: Drawn, once: Mask, window: Window) -> Ints:
    """The first sample of even pixels, every sample that hits something of the others."""
    first = np.zeros((window.height, SAMPLES, window.width, SAMPLES), bool)
    first[:, 0, :, 0] = True
    needed = first | ~once[:, None, :, None]
    return np.flatnonzero(needed.ravel() & (found.face >= 0))


def _blend(values: Floats, corners: Ints, shares: Floats) -> Floats:
    one, two, three = (values[corners[:, k]] * shares[:, k : k + 1] for k in range(3))
    return np.asarray(one + two + three)


def _weave(rest: Floats) -> Floats:
    """How cloth and skin vary a little from place to place (n,)."""
    fine = grain(rest[:, 2] * 250, (rest[:, 0] + rest[:, 1]) * 250)
    return np.asarray(0.95 + 0.08 * fine, np.float32)


def _lay_over(whole: Floats, window: Window, once: Mask, pixels: Ints, light: Floats) -> None:
    """Puts the samples over the picture, each with its share of the pixel."""
    row, column = np.divmod(pixels, window.width * SAMPLES)
    target = row // SAMPLES * window.width + column // SAMPLES
    share = np.where(once.ravel()[target], 1.0, 1 / SAMPLES**2)
    count = window.width * window.height
    size = (window.height, window.width, 1)
    cover = np.bincount(target, share, count).reshape(size)
    laid = [np.bincount(target, share * light[:, k], count) for k in range(3)]
    part = whole[window.top : window.top + size[0], window.left : window.left + size[1]]
    part *= (1 - cover).astype(np.float32)
    part += np.stack(laid, axis=1).reshape(*size[:2], 3).astype(np.float32)
