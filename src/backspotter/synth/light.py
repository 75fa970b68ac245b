"""One lamp with shadows, and light from all round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Pixels, smooth_step
from backspotter.synth.clothes import PLACE
from backspotter.synth.raster import Points, drawn

LAMP: Final = np.array([-0.62, -0.45, 1.0])
MAP_PX: Final = 512
FAR_M: Final = 10.0
FEW: Final = ((0.0, 0.0), (1.0, 0.4), (-0.4, 1.0), (-1.0, -0.4), (0.4, -1.0))
WARM: Final = np.array([1.12, 1.05, 0.96], np.float32)
COOL: Final = np.array([0.92, 0.98, 1.06], np.float32)
LEVELS: Final = 4096


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp and what stands in its way: the nearest thing in each of its directions."""

    axes: Floats
    corner: Floats
    scale: float
    nearest: Floats

    @property
    def direction(self) -> Floats:
        return np.asarray(self.axes[:, 2])

    def reaches(self, points: Floats, slack_m: float, blur: float = 1.5) -> Floats:
        """Share of the lamp that points (n, 3) see (n,), softened over ``blur`` map pixels."""
        seen = points @ self.axes
        depth = seen[:, 2] + np.float32(FAR_M + slack_m)
        place = (seen[:, :2] - self.corner) * np.float32(self.scale)
        total = np.zeros(len(points), np.float32)
        for x, y in FEW:
            at = np.clip((place + np.array([x, y], np.float32) * blur).astype(np.int32), 0, None)
            at = np.minimum(at, MAP_PX - 1)
            total += self.nearest[at[:, 1], at[:, 0]] < depth
        return total / len(FEW)


def lamp(vertices: Floats, faces: Ints, side: int) -> Lamp:
    """The lamp on the camera's side, with the shadows of these triangles."""
    toward = LAMP * [side, 1, 1] / np.linalg.norm(LAMP)
    across = np.cross([0.0, 1.0, 0.0], toward)
    across = across / np.linalg.norm(across)
    axes = np.stack([across, np.cross(toward, across), toward], axis=1).astype(np.float32)
    seen = vertices @ axes
    corner = seen[:, :2].min(axis=0) - np.float32(0.05)
    scale = float(MAP_PX / (seen[:, :2].max(axis=0) - corner + 0.05).max())
    points = Points.of((seen[:, :2] - corner) * scale, seen[:, 2] + np.float32(FAR_M))
    found = drawn(points, faces, MAP_PX, MAP_PX, both_sides=True)
    return Lamp(axes, corner, scale, found.nearness.reshape(MAP_PX, MAP_PX))


def shaded(
    lamp_: Lamp, points: Floats, normals: Floats, material: Ints, colour: Floats, eye: Floats
) -> Floats:
    """Light (n, 3) that comes from surface points (n, 3) to the eye (3,)."""
    facing = np.clip(normals @ lamp_.direction, 0, 1)
    lit = lamp_.reaches(points + normals * np.float32(0.012), 0.006) * facing
    fill = np.clip(normals @ np.array([lamp_.direction[0], 0.5, 0.3], np.float32), 0, 1)
    around = 0.25 + 0.15 * normals[:, 2] + 0.14 * fill
    around = around * (0.55 + 0.45 * smooth_step(0.0, 0.35, points[:, 2]))
    light = lit[:, None] * WARM + around[:, None].astype(np.float32) * COOL
    return np.asarray(colour * light + _gloss(lamp_, points, normals, material, eye, lit)[:, None])


def _gloss(
    lamp_: Lamp, points: Floats, normals: Floats, material: Ints, eye: Floats, lit: Floats
) -> Floats:
    view = eye.astype(np.float32) - points
    view /= np.linalg.norm(view, axis=1, keepdims=True)
    half = view + lamp_.direction
    half /= np.linalg.norm(half, axis=1, keepdims=True)
    mirror = np.clip((normals * half).sum(axis=1), 0, 1)
    metal = (material == PLACE["steel"]) | (material == PLACE["hub"])
    shine = np.where(metal, 0.7 * mirror**40, 0.04 * mirror**14)
    edge = (1 - np.clip((normals * view).sum(axis=1), 0, 1)) ** 3 * 0.05
    return np.asarray(np.where(lit > 0.02, shine, 0) + edge, np.float32)


def _tones() -> Pixels:
    x = np.arange(LEVELS) / 1024 * 1.15
    soft = np.clip(x * (1 + x * 0.10) / (1 + x * 0.55) * 1.25, 0, 1)
    return np.asarray(soft ** (1 / 1.9) * 255 + 0.5, np.uint8)


TONES: Final = _tones()


def picture(light: Floats) -> Pixels:
    """Light (H, W, 3) as a camera would show it, bright parts softly held back."""
    return np.asarray(TONES[np.minimum(light * np.float32(1024), LEVELS - 1).astype(np.uint16)])
