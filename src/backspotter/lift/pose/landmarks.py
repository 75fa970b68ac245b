"""Joints and mask of the person in a square: the BlazePose landmark network and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Pixels
from backspotter.lift.pose.network import Network
from backspotter.lift.pose.region import Region, cut_out, region_around

SIDE: Final = 256
BODY: Final = 33
"""Landmarks of the body; two more say where to look next, four are not used."""

WINDOW: Final = 7
"""Cells a side of the heat map that refine a landmark."""

LEAST_HEAT: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """One person in one picture.

    ``landmarks`` (33, 4): x, y, depth [px of the picture], visibility 0 to 1
    ``world_m`` (33, 3): from mid hip, turned upright as the picture is [m]
    ``presence``: the network's own chance that a person is there, 0 to 1
    ``mask`` (256, 256): chance of each cell of ``region`` to be the person, 0 to 1
    ``region``: the square looked at; ``look_next``: the one to look at in the next picture
    """

    landmarks: Floats
    world_m: Floats
    presence: float
    mask: Floats
    region: Region
    look_next: Region


class Landmarker:
    """Joints and mask of one person, given the square around them."""

    def __init__(self, file: Path, *, threads: int) -> None:
        self._network = Network(file, threads=threads)

    def pose(self, picture: Pixels, region: Region) -> Pose:
        """The person in that square; see ``presence`` for whether there is one."""
        small = cut_out(picture, region, SIDE)
        numbers, presence, mask, heat, world = self._network(small.astype(np.float32) / 255)
        table = numbers.reshape(-1, 5).astype(np.float64)
        shares = refined(table[:, :2] / SIDE, heat)
        places = region.to_picture(shares)
        return Pose(
            landmarks=np.column_stack(
                [places[:BODY], table[:BODY, 2] / SIDE * region.side, _chance(table[:BODY, 3])]
            ),
            world_m=_upright(world.reshape(-1, 3)[:BODY].astype(np.float64), region.turn),
            presence=float(presence.item()),
            mask=_chance(mask[..., 0]),
            region=region,
            look_next=region_around(places[BODY], places[BODY + 1]),
        )


def refined(shares: Floats, heat: Floats) -> Floats:
    """(n, 2) landmarks moved to the middle of the heat around them, where there is enough."""
    rows, columns, count = heat.shape
    column = (shares[:, 0] * columns).astype(int)
    row = (shares[:, 1] * rows).astype(int)
    around = np.arange(-(WINDOW // 2), WINDOW // 2 + 1)
    r, c = row[:, None] + around, column[:, None] + around
    known_r, known_c = (r >= 0) & (r < rows), (c >= 0) & (c < columns)
    near = heat[
        np.clip(r, 0, rows - 1)[:, :, None],
        np.clip(c, 0, columns - 1)[:, None, :],
        np.arange(count)[:, None, None],
    ]
    near = _chance(near.astype(np.float64)) * (known_r[:, :, None] & known_c[:, None, :])
    total = near.sum(axis=(1, 2))
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    sure = inside & (near.max(axis=(1, 2)) >= LEAST_HEAT) & (total > 0)
    middle = np.column_stack(
        [(near.sum(axis=1) * c).sum(axis=1) / columns, (near.sum(axis=2) * r).sum(axis=1) / rows]
    )
    out = shares.copy()
    out[sure] = middle[sure] / total[sure, None]
    return out


def _chance(numbers: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(numbers, -60, 60))))


def _upright(world: Floats, turn: float) -> Floats:
    """World places turned back from the square's direction to the picture's."""
    cos, sin = np.cos(turn), np.sin(turn)
    x, y = world[:, 0], world[:, 1]
    return np.column_stack([cos * x - sin * y, sin * x + cos * y, world[:, 2]])
