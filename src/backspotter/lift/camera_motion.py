"""How the camera moved through a film, and places as a camera held still would have seen them.

A hand that trembles turns the camera about itself: all of the picture shifts and rolls as one,
near or far. What it shifts by is told from the background (``background.py``). A camera that is
held askew has a roll all the time; what is upright tells it (``level.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Ints
from backspotter.lift.bar import BarTrack

STILL: Final = 0.0004
"""Motion below this share of the picture's longer side counts as a camera on a stand: half a pixel
in a picture 1280 wide, of which a fifth is measured on rendered films from a stand."""

LEAST_KNOWN: Final = 0.5
"""Share of the frames whose motion has to be known for any to be taken out. Assumption."""

LONGEST_GAP_S: Final = 0.25
"""Up to which motion is put in between frames whose own is not known [s]: assumption."""


LEAST_TILT: Final = 0.003
"""Roll that is put right [rad]: a sixth of a degree; a bar that goes up half a metre seems to go
1.5 mm aside by it."""

Frames: TypeAlias = "Ints | slice"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraMotion:
    """The picture's motion against one moment of the same shot, n frames.

    ``times_s`` (n,) [s]; ``shift_px`` (n, 2) of the picture's middle, right and down; ``roll``
    (n,) clockwise [rad]; NaN where the background did not tell
    ``size_px`` (width, height) of the pictures
    ``tilt`` lean of what is upright to the picture's right, all the time [rad]; 0 where not known
    """

    times_s: Floats
    shift_px: Floats
    roll: Floats
    size_px: tuple[float, float]
    tilt: float = 0.0

    @property
    def known(self) -> Flags:
        """(n,) frames in which the background told how the camera stands."""
        return np.isfinite(self.roll)

    @property
    def most_px(self) -> float:
        """How far most of the picture was moved at most: from where the middle is usually, and at
        the picture's edge by roll [px]; 0 where nothing is known."""
        if not self.known.any():
            return 0.0
        shift, roll = self.shift_px[self.known], self.roll[self.known]
        away = np.hypot(*(shift - np.median(shift, axis=0)).T)
        edge = np.abs(roll - np.median(roll)) * self.size_px[0] / 2
        return float(np.percentile(np.maximum(away, edge), 98))

    @property
    def is_still(self) -> bool:
        """Whether this is a camera on a stand, as far as can be told."""
        return self.most_px < STILL * max(self.size_px)

    @property
    def can_steady(self) -> bool:
        """Whether there is motion, and enough is known of it to take it out."""
        return not self.is_still and float(self.known.mean()) >= LEAST_KNOWN

    @property
    def puts_right(self) -> bool:
        """Whether there is anything to take out of places: motion that is known, or a roll."""
        return self.can_steady or abs(self.tilt) > LEAST_TILT

    def levelled(self, tilt_deg: float) -> CameraMotion:
        """The same of a camera held askew by so much; NaN where that is not known [deg]."""
        tilt = float(np.deg2rad(tilt_deg)) if np.isfinite(tilt_deg) else 0.0
        return replace(self, tilt=tilt)

    def scaled(self, factor: float) -> CameraMotion:
        """The same in pictures so much larger."""
        size = (self.size_px[0] * factor, self.size_px[1] * factor)
        return replace(self, shift_px=self.shift_px * factor, size_px=size)

    def filled(self) -> CameraMotion:
        """Short gaps filled from both sides."""
        known = self.known
        if known.all() or not known.any():
            return self
        times = self.times_s[known]
        away = np.abs(self.times_s[:, None] - times).min(axis=1)
        far = away > LONGEST_GAP_S
        parts = [self.shift_px[:, 0], self.shift_px[:, 1], self.roll]
        full = [np.interp(self.times_s, times, part[known]) for part in parts]
        x, y, roll = (np.where(far, np.nan, part) for part in full)
        return replace(self, shift_px=np.stack([x, y], axis=1), roll=roll)

    def steadied(self, points: Floats, frames: Frames = slice(None)) -> Floats:
        """Places (k, ..., 2) of k frames as a camera held still and level would have seen them."""
        shift, roll = self._of(frames, points.ndim)
        return _turned(points - self._middle - shift, -roll) + self._middle

    def shown(self, points: Floats, frames: Frames = slice(None)) -> Floats:
        """The way back: steadied places (k, ..., 2) where the film shows them."""
        shift, roll = self._of(frames, points.ndim)
        return _turned(points - self._middle, roll) + shift + self._middle

    def steady_bar(self, track: BarTrack) -> BarTrack:
        """The bar as a camera held still and level would have seen it; where the camera moved and
        it is not known how, less sure of its place."""
        if not self.is_still and not self.can_steady:
            track = replace(track, spread_px=np.hypot(track.spread_px, self.most_px / 2))
        if not self.puts_right:
            return track
        place = self.steadied(np.stack([track.x_px, track.y_px], axis=1))
        return replace(track, x_px=place[:, 0], y_px=place[:, 1])

    @property
    def _middle(self) -> Floats:
        return np.array(self.size_px) / 2

    def _of(self, frames: Frames, dimensions: int) -> tuple[Floats, Floats]:
        """Shift and roll of frames, shaped to go with their places."""
        among = (slice(None), *(None,) * (dimensions - 2))
        if not self.can_steady:
            nothing = np.zeros_like(self.shift_px[frames])
            return nothing[among], nothing[:, 0][among] + self.tilt
        return self.shift_px[frames][among], self.roll[frames][among] + self.tilt


def _turned(points: Floats, by: Floats) -> Floats:
    """Places (..., 2) turned about 0, clockwise in a picture whose y goes down."""
    cos, sin = np.cos(by), np.sin(by)
    x, y = points[..., 0], points[..., 1]
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)
