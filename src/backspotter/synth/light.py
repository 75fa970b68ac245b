"""A lamp with shadows, light from all round, and how a camera shows light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Pixels
from backspotter.synth.compiled import compiled, inlined
from backspotter.synth.raster import fill

MAP_PX: Final = 576
FAR_M: Final = 10.0
LEVELS: Final = 4096
_TURN: Final = np.array([0, 2, 4, 6, 1, 3, 5, 7]) * np.pi / 4 + 0.3
TAPS: Final = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=1) * ([[1.0]] * 4 + [[0.5]] * 4)
"""Where the shadow map is read round a point, in shares of the blur: outside first."""


@dataclass(frozen=True, slots=True)
class Lamps:
    """``toward`` the lamp (x to the camera's side), its light, and that from above and below."""

    toward: tuple[float, float, float]
    lamp: tuple[float, float, float]
    above: tuple[float, float, float]
    below: tuple[float, float, float]
    room: float = 1.0


# fmt: off
LAMPS: Final = {
    "bright": Lamps((-0.62, -0.45, 1.0), (1.12, 1.05, 0.96), (0.37, 0.39, 0.42), (0.16,) * 3),
    "overhead": Lamps((-0.15, -0.1, 1.0), (1.0, 1.0, 0.98), (0.34, 0.35, 0.36), (0.17, 0.17, 0.17)),
    "window": Lamps((-0.9, 0.7, 0.75), (1.2, 1.18, 1.1), (0.26, 0.29, 0.34), (0.12, 0.12, 0.13)),
    "warm": Lamps((-0.4, -0.8, 1.1), (1.1, 0.88, 0.62), (0.33, 0.28, 0.21), (0.16, 0.13, 0.09)),
    "cold": Lamps((-0.5, 0.2, 1.2), (0.86, 0.98, 1.12), (0.30, 0.35, 0.42), (0.14, 0.15, 0.18)),
    "dim": Lamps((-0.45, -0.6, 1.2), (0.46, 0.40, 0.32), (0.15, 0.14, 0.13), (0.06,) * 3, 0.45),
    "behind": Lamps((0.8, -0.5, 0.9), (1.1, 1.08, 1.02), (0.28, 0.30, 0.33), (0.15, 0.15, 0.16)),
}
# fmt: on
"""By name."""


class Light(NamedTuple):
    """What the compiled loops need: the lamp's ``axes`` (3, 3) in columns, the last toward it;
    ``corner`` (2,) and ``scale`` of the map of what is ``nearest`` to it; lights (3,)."""

    axes: Floats
    corner: Floats
    scale: float
    nearest: Floats
    lamp: Floats
    above: Floats
    below: Floats
    eye: Floats


class ShadowMap:
    """What stands in the lamp's way, drawn anew for every frame."""

    def __init__(self, lamps: Lamps, side: int) -> None:
        toward = np.array(lamps.toward) * [side, 1, 1]
        toward = toward / np.linalg.norm(toward)
        across = np.cross([0.0, 1.0, 0.0], toward)
        across = across / np.linalg.norm(across)
        self.axes = np.stack([across, np.cross(toward, across), toward], axis=1).astype(np.float32)
        self.lamps = lamps
        self._face = np.empty((MAP_PX, MAP_PX), np.int32)
        self._nearest = np.empty((MAP_PX, MAP_PX), np.float32)

    def cast(self, vertices: Floats, faces: Ints, flags: Ints, cut: Floats, eye: Floats) -> Light:
        """The light of a frame seen from ``eye`` (3,), with the shadows of these triangles, whose
        corners are in the order of those that face the lamp where they would face away."""
        seen = np.einsum("nj,ji->in", vertices, self.axes)
        corner = seen[:2].min(axis=1) - np.float32(0.05)
        scale = float(MAP_PX / (seen[:2].max(axis=1) - corner + 0.05).max())
        self._face[:], self._nearest[:] = -1, 0
        x, y = ((seen[k] - corner[k]) * np.float32(scale) for k in (0, 1))
        near = seen[2] + np.float32(FAR_M)
        fill(x, y, near, faces, flags, cut, self._face, self._nearest)
        lamps = self.lamps
        lamp, above, below = (
            np.array(part, np.float32) for part in (lamps.lamp, lamps.above, lamps.below)
        )
        seen_from = eye.astype(np.float32)
        return Light(self.axes, corner, scale, self._nearest, lamp, above, below, seen_from)


@inlined
def reaches(light: Light, x: float, y: float, z: float, slack_m: float, blur: float) -> float:
    """Share of the lamp that a point sees, softened over ``blur`` map pixels."""
    axes = light.axes
    size = light.nearest.shape[0]
    u = (x * axes[0, 0] + y * axes[1, 0] + z * axes[2, 0] - light.corner[0]) * light.scale
    v = (x * axes[0, 1] + y * axes[1, 1] + z * axes[2, 1] - light.corner[1]) * light.scale
    if u < -blur or v < -blur or u > size + blur or v > size + blur:
        return 1.0
    depth = x * axes[0, 2] + y * axes[1, 2] + z * axes[2, 2] + FAR_M + slack_m
    total = 0.0
    for k in range(8):
        column = min(max(int(u + blur * TAPS[k, 0]), 0), size - 1)
        row = min(max(int(v + blur * TAPS[k, 1]), 0), size - 1)
        total += 1.0 if light.nearest[row, column] < depth else 0.0
        if k == 3 and (total == 0.0 or total == 4.0):  # the outer ones agree: no edge here
            return total / 4
    return total / 8


def _tones() -> Pixels:
    x = np.arange(LEVELS) / 1024 * 1.15
    soft = np.clip(x * (1 + x * 0.10) / (1 + x * 0.55) * 1.25, 0, 1)
    return np.asarray(soft ** (1 / 1.9) * 255 + 0.5, np.uint8)


TONES: Final = _tones()


def picture(light: Floats, exposure: float = 1.0) -> Pixels:
    """Light (H, W, 3) as a camera would show it, bright parts softly held back."""
    out = np.empty(light.shape, np.uint8)
    _develop(light.ravel(), 1024 * exposure, TONES, out.ravel())
    return out


@compiled
def _develop(light: Floats, gain: float, tones: Pixels, out: Pixels) -> None:
    for n in range(len(light)):
        out[n] = tones[min(max(int(light[n] * gain), 0), 4095)]
