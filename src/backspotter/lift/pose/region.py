"""A square, turned piece of the picture: what the networks look at, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Pixels

ROOM: Final = 1.25
"""How much larger than the person's circle the square is, as the network was trained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A square in the picture: centre and side [px], turned clockwise [rad]."""

    x: float
    y: float
    side: float
    turn: float = 0.0

    def to_picture(self, shares: Floats) -> Floats:
        """(..., 2) places in the picture [px] of shares of the square, 0 to 1."""
        across, down = self._axes()
        offset = np.asarray(shares, dtype=np.float64) - 0.5
        place = offset[..., :1] * across + offset[..., 1:2] * down
        return np.asarray(place + np.array([self.x, self.y]))

    def to_shares(self, places: Floats) -> Floats:
        """(..., 2) shares of the square, 0 to 1 inside it, of places in the picture [px]."""
        axes = np.stack(self._axes(), axis=1) / self.side**2
        return np.asarray((np.asarray(places) - np.array([self.x, self.y])) @ axes + 0.5)

    def _axes(self) -> tuple[Floats, Floats]:
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        return self.side * np.array([cos, sin]), self.side * np.array([-sin, cos])


def region_around(middle: Floats, top: Floats) -> Region:
    """The square around a person: mid hip, and a point on the circle that holds the body [px]."""
    reach = np.asarray(top) - np.asarray(middle)
    radius = float(np.hypot(*reach))
    turn = np.pi / 2 - np.arctan2(-reach[1], reach[0])
    upright = float((turn + np.pi) % (2 * np.pi) - np.pi)
    x, y = (float(v) for v in middle)
    return Region(x=x, y=y, side=max(2 * radius * ROOM, 1.0), turn=upright)


def whole(picture: Pixels) -> Region:
    """The smallest upright square that holds the whole picture."""
    height, width = picture.shape[:2]
    return Region(x=width / 2, y=height / 2, side=float(max(width, height)))


def cut_out(picture: Pixels, region: Region, side: int, *, outside: int | None = None) -> Pixels:
    """(side, side, 3) the region as a picture of its own, bilinear.

    Beyond the picture's edge its outermost pixels go on, or ``outside`` is filled in.
    """
    height, width = picture.shape[:2]
    x, y = _sampled(region, side)
    left, upper = np.floor(x), np.floor(y)
    columns = [3 * np.clip(left + step, 0, width - 1).astype(np.intp) for step in (0, 1)]
    rows = [3 * width * np.clip(upper + step, 0, height - 1).astype(np.intp) for step in (0, 1)]
    corners = [row + column for row in rows for column in columns]
    flat, out = picture.reshape(-1), np.empty((side * side, 3), dtype=np.uint8)
    for colour in range(3):  # one after the other: picking single bytes is what takes the time
        one, two, three, four = (flat.take(at + colour).astype(np.float32) for at in corners)
        above, below = _blend(one, two, x - left), _blend(three, four, x - left)
        out[:, colour] = np.rint(_blend(above, below, y - upper))
    if outside is not None:
        out[(x < -0.5) | (y < -0.5) | (x > width - 0.5) | (y > height - 0.5)] = outside
    return out.reshape(side, side, 3)


def _sampled(region: Region, side: int) -> tuple[Floats, Floats]:
    """Where the pixels of a cut-out come from, counted from the middle of the first pixel."""
    step = (np.arange(side) + 0.5) / side - 0.5
    across, down = region._axes()
    x = region.x - 0.5 + across[0] * step[None, :] + down[0] * step[:, None]
    y = region.y - 0.5 + across[1] * step[None, :] + down[1] * step[:, None]
    return x.ravel().astype(np.float32), y.ravel().astype(np.float32)


def _blend(one: Floats, other: Floats, part: Floats) -> Floats:
    """So much of the way from one to the other, in the other's place."""
    other -= one
    other *= part
    other += one
    return other
