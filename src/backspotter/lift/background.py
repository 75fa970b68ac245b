"""How the picture moves as a whole, from points of the background, a fraction of a pixel fine.

Steep places all over a first picture are kept, the lifter's aside. In every later picture the
shift and roll are found under which they look the same: least squares on brightness (Lucas and
Kanade 1981; Baker and Matthews 2004, inverse compositional), coarse picture first, places that do
not fit counting less and less, because somebody moves there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.camera_motion import CameraMotion
from backspotter.lift.grey import Grey, read, shrunk

SMALL_PX: Final = 640
"""About the longest side of the finer pictures that are compared."""

COARSER: Final = 4
"""How many times smaller the coarse pictures are."""

STEEP: Final = 4.0
"""Change from pixel to pixel, of 255, from which a place can tell: above a film's noise."""

CELLS: Final = (16, 10)
EACH: Final = 20
"""Cells across and down, and points kept in each: spread over the picture, as rooms are not."""

MIDDLE_GREY: Final = 127.5
"""About which contrast changes."""

FEWEST: Final = 80
"""Points without which nothing is told. Assumption."""

ROUNDS, REWEIGHED = 6, 2
DONE_PX: Final = 0.004

OFF_PX: Final = 0.5
"""By how much half of the points may be out of place in the finer picture [px]; further off, the
background was lost."""

OUTLIER: Final = 3.0
LEAST_NOISE: Final = 1.5
"""Standard deviations from which a point no longer counts; the least of them, of 255."""

LEFT_OVER: Final = 0.5
"""Share of the first points that have to be in sight; with fewer, new ones are taken."""

NOWHERE: Final = np.full(4, np.nan)
"""No box: left, top, right and bottom of nothing."""


@dataclass(frozen=True, slots=True)
class _Points:
    """Points of one picture, n: places from its middle (n, 2) [px], brightness (n,), and how it
    changes with shift right, shift down, roll, brighter and more contrast (n, 5)."""

    place: Floats
    light: Floats
    change: Floats
    steep: Floats


class Background:
    """Takes the frames of a film in turn; ``motion`` at the end."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._found: list[tuple[float, float, float]] = []
        self._size = (0, 0)
        self._levels: list[_Points] = []
        self._base: Floats = np.zeros(3)
        self._now: Floats = np.zeros(3)

    def see(self, t_s: float, grey: Grey, lifter: Floats = NOWHERE, *, cut: bool = False) -> None:
        """The next frame (height, width) and its time [s].

        Parameters
        ----------
        lifter : left, top, right, bottom (4,) of what is not background [px]; NaN where unknown
        cut : a new shot begins
        """
        self._size = (grey.shape[1], grey.shape[0])
        factor = max(round(max(self._size) / SMALL_PX), 1)
        fine = _softened(shrunk(grey, factor))
        pictures = [_halved(fine, COARSER), fine]
        boxes = [lifter / (factor * more) for more in (COARSER, 1)]
        if cut or not self._levels:
            self._base = np.zeros(3)
            self._begin(pictures, boxes)
            told = len(self._levels[-1].light) >= FEWEST
        else:
            told = self._follow(pictures, boxes)
        whole = self._base + self._now
        place = (whole[0] * factor, whole[1] * factor, whole[2])
        self._times.append(t_s)
        self._found.append(place if told else (np.nan, np.nan, np.nan))

    @property
    def shift_px(self) -> Floats:
        """How far the last picture is shifted against the first of its shot (2,) [px]; NaN where
        the background did not tell."""
        return np.array(self._found[-1][:2])

    def motion(self) -> CameraMotion:
        """Of all frames seen, in their pixels."""
        found = np.array(self._found).reshape(-1, 3)
        return CameraMotion(
            times_s=np.array(self._times),
            shift_px=found[:, :2],
            roll=found[:, 2],
            size_px=(float(self._size[0]), float(self._size[1])),
        )

    def _begin(self, pictures: Sequence[Floats], boxes: Sequence[Floats]) -> None:
        self._levels = [_points(p, box) for p, box in zip(pictures, boxes, strict=True)]
        self._now = np.zeros(3)

    def _follow(self, pictures: Sequence[Floats], boxes: Sequence[Floats]) -> bool:
        """Whether the background told how the picture moved since the first one."""
        moved: Floats = self._now * [1 / COARSER, 1 / COARSER, 1]
        told, in_sight = False, 0.0
        for level, (points, picture, box) in enumerate(
            zip(self._levels, pictures, boxes, strict=True)
        ):
            if level:
                moved = moved * [COARSER, COARSER, 1]
            moved, told, in_sight = _aligned(points, picture, box, moved)
        if not told:
            return False
        self._now = moved
        if in_sight < LEFT_OVER:
            self._base = self._base + moved
            self._begin(pictures, boxes)
        return True


def _softened(picture: Floats) -> Floats:
    """Means over three by three, so that brightness changes evenly from pixel to pixel."""
    wide = picture[:, :-2] + picture[:, 1:-1] + picture[:, 2:]
    soft = picture.copy()
    soft[1:-1, 1:-1] = (wide[:-2] + wide[1:-1] + wide[2:]) / np.float32(9)
    return soft


def _halved(picture: Floats, by: int) -> Floats:
    """Means over blocks."""
    high, wide = picture.shape[0] // by, picture.shape[1] // by
    blocks = picture[: high * by, : wide * by].reshape(high, by, wide, by)
    return np.asarray(blocks.mean(axis=(1, 3), dtype=np.float32))


def _points(picture: Floats, lifter: Floats) -> _Points:
    """The steepest places of every cell, the lifter's aside."""
    across = (picture[1:-1, 2:] - picture[1:-1, :-2]) / 2
    down = (picture[2:, 1:-1] - picture[:-2, 1:-1]) / 2
    steep = np.hypot(across, down)
    row, column = _steepest(steep, lifter)
    middle = np.array(picture.shape[::-1]) / 2
    place = np.stack([column + 1.5, row + 1.5], axis=1) - middle
    light = picture[row + 1, column + 1].astype(float)
    right, lower = across[row, column].astype(float), down[row, column].astype(float)
    roll = place[:, 0] * lower - place[:, 1] * right
    change = np.stack([right, lower, roll, np.ones(len(light)), light - MIDDLE_GREY], axis=1)
    return _Points(place, light, change, steep[row, column].astype(float))


def _steepest(
    steep: Floats, lifter: Floats
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Rows and columns of up to ``EACH`` places in every cell."""
    usable = np.where(steep >= STEEP, steep, 0.0)
    if np.isfinite(lifter).all():
        left, top, right, bottom = (int(max(edge, 0)) for edge in lifter)
        usable[top:bottom, left:right] = 0.0
    high, wide = usable.shape
    rows, columns = [], []
    for top in range(CELLS[1]):
        for left in range(CELLS[0]):
            row, column = top * high // CELLS[1], left * wide // CELLS[0]
            below, right = (top + 1) * high // CELLS[1], (left + 1) * wide // CELLS[0]
            cell = usable[row:below, column:right]
            flat = cell.ravel()
            most = min(EACH, flat.size)
            best = np.argpartition(flat, flat.size - most)[flat.size - most :]
            best = best[flat[best] > 0]
            rows.append(row + best // cell.shape[1])
            columns.append(column + best % cell.shape[1])
    return np.concatenate(rows), np.concatenate(columns)


def _aligned(
    points: _Points, picture: Floats, lifter: Floats, start: Floats
) -> tuple[Floats, bool, float]:
    """Shift and roll (3,) under which the points look as they did, whether they do, and the share
    of them in sight."""
    moved, size = start.copy(), np.array(picture.shape[::-1])
    told, share = False, 0.0
    for _ in range(ROUNDS if len(points.light) >= FEWEST // COARSER else 0):
        at = _at(points.place, moved) + size / 2
        used: Flags = ((at > 1) & (at < size - 1)).all(axis=1) & _outside(at, lifter)
        share = float(used.mean())
        if used.sum() < FEWEST // COARSER:
            return moved, False, share
        off = np.where(used, read(picture, at[:, 0], at[:, 1]) - points.light, 0.0)
        step, off_px = _step(points, off, used)
        moved, told = _less(moved, step), off_px < OFF_PX
        if np.hypot(*step[:2]) < DONE_PX:
            break
    return moved, told, share


def _step(points: _Points, off: Floats, used: Flags) -> tuple[Floats, float]:
    """What is still missing (3,), and by how many pixels half of the points are off then."""
    rest, solved = off, np.zeros(5)
    for _ in range(REWEIGHED):
        noise = max(1.4826 * float(np.median(np.abs(rest[used]))), LEAST_NOISE)
        weight = used * (1 - np.minimum(np.abs(rest) / (OUTLIER * noise), 1) ** 2) ** 2
        weighted = points.change * weight[:, None]
        solved = np.linalg.solve(weighted.T @ points.change + np.eye(5) * 1e-6, weighted.T @ off)
        rest = off - points.change @ solved
    return solved[:3], float(np.median(np.abs(rest[used]) / points.steep[used]))


def _at(place: Floats, moved: Floats) -> Floats:
    cos, sin = np.cos(moved[2]), np.sin(moved[2])
    x, y = place[:, 0], place[:, 1]
    return np.stack([cos * x - sin * y + moved[0], sin * x + cos * y + moved[1]], axis=1)


def _less(moved: Floats, step: Floats) -> Floats:
    """A motion before which the step is undone."""
    cos, sin = np.cos(moved[2]), np.sin(moved[2])
    back = np.array([cos * step[0] - sin * step[1], sin * step[0] + cos * step[1]])
    return np.array([moved[0] - back[0], moved[1] - back[1], moved[2] - step[2]])


def _outside(at: Floats, box: Floats) -> Flags:
    """Which places (n, 2) are not in the box; all, where there is none."""
    return np.asarray(~((at > box[:2]) & (at < box[2:])).all(axis=1))
