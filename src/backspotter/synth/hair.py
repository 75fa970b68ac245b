"""What a head has on it beside the close-cropped hair: a cap's brim, a tail of long hair."""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Mask
from backspotter.synth.body import Shape
from backspotter.synth.meshes import band
from backspotter.synth.rotations import frame, unit

BRIM_M: Final = 0.065
LINKS: Final = 9
AROUND: Final = 10


class Brim:
    """Half a disc before the forehead."""

    material: tuple[str, ...]

    def __init__(self, shape: Shape, skull: Mask) -> None:
        self.head = shape.index("head")
        top = shape.vertices[skull]
        line = float(shape.head("head")[2]) + 0.102
        ring = top[np.abs(top[:, 2] - line) < 0.012]
        front, wide = ring[:, 1].min(), np.abs(ring[:, 0]).max()
        middle = front + wide * 1.05
        turn = np.linspace(-0.36 * np.pi, 0.36 * np.pi, 17)
        inner = np.stack([wide * np.sin(turn), middle - wide * 1.02 * np.cos(turn)], axis=1)
        ahead = BRIM_M * np.cos(turn / 0.72)[:, None] * np.array([0, -1.0])
        outer = inner + ahead
        drop = 0.022 * (outer[:, 0] / wide) ** 2 + 0.018 * np.cos(turn / 0.72)
        upper = [np.column_stack([inner, np.full(17, line)]), np.column_stack([outer, line - drop])]
        sheet = np.concatenate(upper)
        self.rest = np.concatenate([sheet, sheet - [0, 0, 0.004]])
        here = np.arange(16)
        above = np.concatenate(
            [
                np.stack([here, here + 1, here + 18], axis=1),
                np.stack([here, here + 18, here + 17], axis=1),
            ]
        )
        self.faces = np.concatenate([above, above[:, ::-1] + 34])
        self.material = ("cap",) * len(self.faces)

    def placed(self, turns: Floats, shifts: Floats) -> Floats:
        """Vertices (V, 3) on the posed head."""
        return np.asarray(self.rest @ turns[self.head].T + shifts[self.head])


class Tail:
    """Long hair tied at the back of the head, which falls as the head turns."""

    material: tuple[str, ...]

    def __init__(self, shape: Shape, skull: Mask, length_m: float = 0.32) -> None:
        self.head, self.length = shape.index("head"), length_m
        top = shape.vertices[skull]
        high = float(shape.head("head")[2]) + 0.085
        back = top[np.abs(top[:, 2] - high) < 0.02]
        self.root = np.array([0.0, back[:, 1].max() - 0.004, high])
        share = np.linspace(0, 1, LINKS)
        self.radius = 0.03 * np.sqrt(np.maximum(np.sin(np.pi * (0.12 + 0.86 * share)), 0.02))
        bands = [band(AROUND) + AROUND * n for n in range(LINKS - 1)]
        self.faces = np.concatenate(bands)[:, ::-1]
        self.material = ("hair",) * len(self.faces)
        identity = np.eye(3)[None].repeat(self.head + 1, axis=0)
        self.rest = self.placed(identity, np.zeros((self.head + 1, 3)))

    def placed(self, turns: Floats, shifts: Floats) -> Floats:
        """Vertices (V, 3): away from the head at first, then down."""
        turn = turns[self.head]
        at = turn @ self.root + shifts[self.head]
        away, down = turn @ unit(np.array([0, 1.0, -0.2])), np.array([0, 0.12, -1.0])
        rings, step = [], self.length / (LINKS - 1)
        for link in range(LINKS):
            falls = min(1.0, link / 5)
            along = unit(away * (1 - falls) * 1.2 + down * (0.1 + falls))
            axes = frame(along, np.array([1.0, 0, 0]))
            circle = np.arange(AROUND) / AROUND * 2 * np.pi
            ring = np.cos(circle)[:, None] * axes[:, 1] + np.sin(circle)[:, None] * axes[:, 2]
            rings.append(at + ring * self.radius[link])
            at = at + along * step
        return np.concatenate(rings)
