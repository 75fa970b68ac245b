"""What stands before the lifter and hides the line of the back: a post of a rack, somebody's bench.

The network draws the person's edge across it, or along its side, as if it were not there. But a
place of the picture that a body covers for a while and leaves changes its brightness, and one on a
post does not: a place within the body that looks the same all through the film is not on the
lifter. Wherever the edge is near such places, it is not the back's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Ints, Pixels
from backspotter.lift.grey import shrunk
from backspotter.lift.outline import Edges, axis_of, outward
from backspotter.lift.track_making import Seen

SMALL_PX: Final = 480
"""About the longest side of the pictures that are compared."""

EVERY_S: Final = 0.1
"""Between pictures that are taken [s]."""

SAME: Final = 12.0
"""Change of its most changing colour through a film, of 255, below which a place stays the same.
On 24 rendered films without a post before the back hardly any place on a back was below 20, also
in dim rooms; on posts it was 3 to 9."""

WITHIN: Final = np.arange(0.03, 0.62, 0.02)
"""How far inside the edge the body is looked at, in torso lengths."""

BEYOND_AXIS: Final = 0.1
"""How far beyond the line from hip to shoulder, away from the back."""

BESIDE: Final = np.array([-0.06, -0.03, 0.0, 0.03, 0.06, 0.10])
LEAST: Final = 2
"""How far inside the edge something that hides it is looked for, and at how many of these places it
has to be."""

LEAST_TAKEN: Final = 0.6
"""Share of a shot's pictures whose motion has to be known: of the others nothing is said."""


@dataclass(slots=True)
class _Shot:
    """One shot: its darkest and brightest (height, width, 3), by how much each frame is shifted
    against its first [px], and how many pictures were tried and taken."""

    first: int
    factor: int
    low: Floats
    high: Floats
    shifts: list[Floats] = field(default_factory=list)
    tried: int = 0
    taken: int = 0
    last_s: float = -np.inf

    @property
    def change(self) -> Floats | None:
        """How much the most changing colour of each place changed (height, width); none where too
        few pictures tell."""
        if self.taken < max(LEAST_TAKEN * self.tried, 2):
            return None
        return np.asarray((self.high - self.low).max(axis=2))


class StandsBefore:
    """Takes the frames of a film in turn; ``told`` then says of every look what was covered."""

    def __init__(self) -> None:
        self._shots: list[_Shot] = []
        self._frames = 0

    def see(self, t_s: float, picture: Pixels, shift_px: Floats, *, cut: bool = False) -> None:
        """The next frame (height, width, 3), its time [s], and by how much the picture is shifted
        against the first of its shot (2,) [px]; NaN where that is not known."""
        factor = max(round(max(picture.shape) / SMALL_PX), 1)
        if cut or not self._shots:
            empty = np.full(
                (picture.shape[0] // factor, picture.shape[1] // factor, 3), np.inf, np.float32
            )
            self._shots.append(_Shot(self._frames, factor, empty, -empty))
        shot = self._shots[-1]
        shot.shifts.append(shift_px)
        self._frames += 1
        if t_s - shot.last_s >= EVERY_S:
            shot.last_s = t_s
            shot.tried += 1
            if np.isfinite(shift_px).all():
                shot.taken += 1
                _take(shot, picture, shift_px)

    def told(self, seen: list[Seen]) -> list[Seen]:
        """The same looks, each edge with the rays at which something stands before it."""
        starts = [shot.first for shot in self._shots]
        of_shot = np.searchsorted(starts, [one.index for one in seen], side="right") - 1
        found = list(seen)
        for place, shot in enumerate(self._shots):
            mine = np.flatnonzero(of_shot == place)
            change = shot.change
            if change is not None and len(mine):
                for which, one in zip(
                    mine, _told(shot, change, [seen[n] for n in mine]), strict=True
                ):
                    found[which] = one
        return found


def _take(shot: _Shot, picture: Pixels, shift_px: Floats) -> None:
    colours = [shrunk(picture[..., n], shot.factor) for n in range(3)]
    soft = np.stack([_softened(each) for each in colours], axis=2)
    right, down = (round(float(by) / shot.factor) for by in shift_px)
    to, of = _overlap(soft.shape[0], down), _overlap(soft.shape[1], right)
    now = soft[to[1], of[1]]
    part = (to[0], of[0])
    shot.low[part] = np.minimum(shot.low[part], now)
    shot.high[part] = np.maximum(shot.high[part], now)


def _overlap(size: int, by: int) -> tuple[slice, slice]:
    """The part of the first picture that one shifted by so much shows, and where that shows it."""
    return slice(max(-by, 0), size - max(by, 0)), slice(max(by, 0), size + min(by, 0))


def _softened(picture: Floats) -> Floats:
    """Means over crosses of five."""
    soft = picture.copy()
    soft[1:-1, 1:-1] = (
        picture[1:-1, 1:-1]
        + picture[:-2, 1:-1]
        + picture[2:, 1:-1]
        + picture[1:-1, :-2]
        + picture[1:-1, 2:]
    ) / np.float32(5)
    return soft


def _told(shot: _Shot, change: Floats, seen: list[Seen]) -> list[Seen]:
    """The looks of one shot with what is covered on either side."""
    right = _of_side(shot, change, [_Line.of(one, one.facing_right, 1, shot) for one in seen])
    left = _of_side(shot, change, [_Line.of(one, one.facing_left, -1, shot) for one in seen])
    return [
        replace(
            one,
            facing_right=replace(one.facing_right, covered=to_right),
            facing_left=replace(one.facing_left, covered=to_left),
        )
        for one, to_right, to_left in zip(seen, right, left, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Line:
    """An edge in its shot's first picture: points (61, 2) on its rays [px], ``inward`` the way of a
    torso's length into the body (2,), ``deep`` (61,) how much of that the body reaches."""

    points: Floats
    inward: Floats
    deep: Floats

    @classmethod
    def of(cls, one: Seen, edges: Edges, facing: int, shot: _Shot) -> _Line:
        hip, shoulder = axis_of(one.landmarks)
        length = max(float(np.hypot(*(shoulder - hip))), 1e-6)
        inward = -length * outward(hip, shoulder, facing)
        deep = ((hip - edges.points) @ inward) / length**2 + BEYOND_AXIS
        return cls(edges.points - shot.shifts[one.index - shot.first], inward, deep)

    def inside(self, shares: Floats) -> Floats:
        """Places (61, k, 2) so far inside."""
        return np.asarray(self.points[:, None] + shares[:, None] * self.inward)


def _of_side(shot: _Shot, change: Floats, lines: list[_Line]) -> list[Flags]:
    """Which rays (61,) of every edge something stands before."""
    same = np.asarray(change < SAME) & np.isfinite(change)
    stands = np.zeros_like(same)
    for line in lines:
        row, column, known = _cells(line.inside(WITHIN) / shot.factor, same.shape)
        known &= line.deep[:, None] >= WITHIN
        stands[row[known], column[known]] = True
    stands = _grown(stands) & same
    found = []
    for line in lines:
        row, column, known = _cells(line.inside(BESIDE) / shot.factor, same.shape)
        found.append(np.asarray((stands[row, column] & known).sum(axis=1) >= LEAST))
    return found


def _grown(places: Flags) -> Flags:
    """With their neighbours, as places are looked at a little apart."""
    wide = places.copy()
    wide[1:] |= places[:-1]
    wide[:-1] |= places[1:]
    both = wide.copy()
    both[:, 1:] |= wide[:, :-1]
    both[:, :-1] |= wide[:, 1:]
    return both


def _cells(places: Floats, shape: tuple[int, ...]) -> tuple[Ints, Ints, Flags]:
    """Row, column and whether it is in the picture, each (...), of places (..., 2)."""
    known = np.asarray(np.isfinite(places).all(axis=-1))
    column, row = np.moveaxis(
        np.where(known[..., None], np.floor(places), -1).astype(np.int64), -1, 0
    )
    known &= (column >= 0) & (column < shape[1]) & (row >= 0) & (row < shape[0])
    return np.where(known, row, 0), np.where(known, column, 0), known
