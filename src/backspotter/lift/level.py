"""Is the camera level? Posts and door frames are upright; their lean is the camera's roll.

An edge that leans by a degree or two goes straight down for many pixels and then steps aside, so
its slope at one place says nought. Edges are placed to a fraction of a pixel in rows that lie
apart, and the line between is what leans. A camera that looks up or down makes upright lines meet:
they lean more, the further they are from the middle. The roll is their lean in the middle.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Ints, Pixels
from backspotter.lift.grey import shrunk

WIDEST_DEG: Final = 14.0
"""Lines that lean further are not taken for upright ones."""

LONGEST: Final = 640
"""About the longest side of the pictures that are looked at."""

STEEP: Final = 8.0
"""Change between two columns apart, of 255, from which there is an edge."""

APART: Final = 12
"""Rows between an edge's middle and either end."""

STRAIGHT_PX: Final = 0.3
"""How far the middle of a line may lie from half way between its ends."""

ALIKE: Final = 1.6
"""How many times as steep one end of a line may be as the other."""

BIN_DEG: Final = 0.25
BINS: Final = int(2 * WIDEST_DEG / BIN_DEG) + 1
COLUMNS: Final = 16
"""Parts of the picture's width that are counted apart."""

MEETING_DEG: Final = np.arange(-14.0, 14.1, 1.0)
"""How much further lines at the picture's edge may lean than in its middle."""

USUAL_MEETING_DEG: Final = 12.0
"""Spread of that among films: assumption. It decides where lines on one side leave it open."""

CLEAR: Final = 9.5
"""How many times the usual number of votes the most voted lean has to have: of 59 rendered films
(42 level) ten were taken to lean by 2 to 11 degrees more than they do, all on less (2.8 to 9.2
times); of the eleven that do lean by more than 2 degrees ten have more (9.8 to 24)."""

ONE_SIDED, ONE_SIDED_DEG = 0.8, 6.0
"""A lean beyond so many degrees of which one part of the picture and its neighbours have this share
of the votes is no roll: a single line far off the middle leans as much where the camera looks down
or up. Assumption."""

LEAST_VOTES: Final = 200.0
MOST_LOOKS: Final = 20
"""Pictures that are looked at; more would say the same."""


class Level:
    """Gathers the lean of upright edges over a few frames."""

    def __init__(self) -> None:
        self._votes: Floats = np.zeros((COLUMNS, BINS))
        self._looks = 0

    def see(self, picture: Pixels) -> None:
        """Adds one picture, until there are enough."""
        self._looks += 1
        if self._looks > MOST_LOOKS:
            return
        factor = max(round(max(picture.shape[:2]) / LONGEST), 1)
        lean, column = _leans(shrunk(picture[..., 1], factor).astype(np.float32))
        place = np.rint((lean + WIDEST_DEG) / BIN_DEG).astype(np.int64)
        inside = (place >= 0) & (place < BINS)
        both = column[inside] * BINS + place[inside]
        self._votes = self._votes + np.bincount(both, minlength=COLUMNS * BINS).reshape(
            COLUMNS, BINS
        )

    @property
    def tilt_deg(self) -> float:
        """Lean of what is upright, positive to the right [deg]; NaN where no lean stands out."""
        return self._found()[0]

    @property
    def meeting_deg(self) -> float:
        """How much further to the right what is upright leans at the picture's right edge than in
        its middle: positive where the camera looks down [deg]; 0 where that is not known."""
        return self._found()[1]

    def _found(self) -> tuple[float, float]:
        if self._votes.sum() < LEAST_VOTES:
            return NOTHING
        pooled = np.array([np.convolve(self._straightened(m), KERNEL, "same") for m in MEETING_DEG])
        likely = pooled * np.exp(-np.abs(MEETING_DEG[:, None]) / USUAL_MEETING_DEG)
        which, top = (int(n) for n in np.unravel_index(likely.argmax(), likely.shape))
        if pooled[which, top] < CLEAR * np.mean(pooled[which]):
            return NOTHING
        near = slice(max(top - 3, 0), top + 4)
        meeting = float(MEETING_DEG[which])
        votes = self._straightened(meeting)[near]
        tilt = float(np.average(LEANS[near], weights=votes) if votes.any() else LEANS[top])
        if abs(tilt) > ONE_SIDED_DEG and self._is_one_sided(near, meeting):
            return NOTHING
        return tilt, meeting

    def _is_one_sided(self, leans: slice, meeting: float) -> bool:
        """Whether one place in the picture has most votes for these leans in the middle."""
        by_column = self._moved(meeting)[:, leans].sum(axis=1)
        three = np.convolve(by_column, np.ones(3), "same")
        return bool(three.max() > ONE_SIDED * by_column.sum())

    def _straightened(self, meeting: float) -> Floats:
        """Votes (BINS,) for leans in the middle, if those at the edge lean by so much more."""
        return np.asarray(self._moved(meeting).sum(axis=0))

    def _moved(self, meeting: float) -> Floats:
        """The same, part by part of the picture's width (COLUMNS, BINS)."""
        across = (np.arange(COLUMNS) + 0.5) / COLUMNS * 2 - 1
        moved = np.rint(across * meeting / BIN_DEG).astype(np.int64)
        found = np.zeros((COLUMNS, BINS))
        for column, (votes, by) in enumerate(zip(self._votes, moved, strict=True)):
            first, last = max(-by, 0), min(BINS - by, BINS)
            found[column, first:last] = votes[first + by : last + by]
        return found


NOTHING: Final = (float("nan"), 0.0)
KERNEL: Final = np.array([0.5, 1, 1, 1, 0.5])
LEANS: Final = np.arange(BINS) * BIN_DEG - WIDEST_DEG


def _leans(grey: Floats) -> tuple[Floats, Ints]:
    """Lean (k,) [deg] of every short upright line, and which of ``COLUMNS`` it is in."""
    place, steep = _crests(grey)
    reach = int(np.ceil(APART * np.tan(np.deg2rad(WIDEST_DEG)))) + 1
    middle = slice(APART, -APART)
    line: Floats = place[middle]
    upper = _nearest(place[: -2 * APART], steep[: -2 * APART], line, steep[middle], reach)
    lower = _nearest(place[2 * APART :], steep[2 * APART :], line, steep[middle], reach)
    off = np.abs(line - (upper + lower) / 2)
    row, column = np.nonzero(np.nan_to_num(off, nan=np.inf) < STRAIGHT_PX)
    across = upper[row, column] - lower[row, column]
    lean = np.degrees(np.arctan2(across, 2 * APART))
    return lean, (column * COLUMNS) // grey.shape[1]


def _crests(grey: Floats) -> tuple[Floats, Floats]:
    """Where edges cross each row, to a fraction of a pixel, and how steep they are, (rows, columns)
    each; NaN and 0 where there is none."""
    soft = _softened(grey)
    change = np.zeros_like(soft)
    change[:, 1:-1] = soft[:, 2:] - soft[:, :-2]
    steep = np.abs(change)
    before, after = np.roll(steep, 1, axis=1), np.roll(steep, -1, axis=1)
    crest: Flags = (steep > STEEP) & (steep >= before) & (steep > after)
    crest[:, :2] = crest[:, -2:] = False
    bend = np.minimum(before - 2 * steep + after, -1e-6)
    part = np.clip(0.5 * (before - after) / bend, -0.5, 0.5)
    at = np.arange(grey.shape[1]) + part
    return np.where(crest, at, np.nan), np.where(crest, change, 0.0)


def _softened(grey: Floats) -> Floats:
    """Weighed over five rows: along an upright edge, where it takes nothing away."""
    soft = grey * np.float32(6)
    for by, share in ((1, 4), (2, 1)):
        soft += np.float32(share) * (np.roll(grey, by, axis=0) + np.roll(grey, -by, axis=0))
    return soft / np.float32(16)


def _nearest(place: Floats, steep: Floats, line: Floats, own: Floats, reach: int) -> Floats:
    """For each edge of ``line`` the nearest one as steep, within ``reach`` columns, in the other
    row; NaN where there is none."""
    best = np.full(line.shape, np.nan)
    for by in sorted(range(-reach, reach + 1), key=abs, reverse=True):
        other, its = np.roll(place, -by, axis=1), np.roll(steep, -by, axis=1)
        ratio = its / np.where(own == 0, np.inf, own)
        fits = np.isfinite(other) & (ratio > 1 / ALIKE) & (ratio < ALIKE)
        best = np.where(fits, other, best)
    return np.where(np.isfinite(line), best, np.nan)
