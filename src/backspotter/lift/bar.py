"""The bar through a film: its near plate found in one going through the frames, and followed to a
fraction of a pixel in a second. Frames come one after another and are not kept.

    search = BarSearch()
    for time_s, grey in frames: search.see(time_s, grey)
    follower = search.follower(place)
    for time_s, grey in frames: follower.see(time_s, grey)
    track = follower.track()
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.arrays import Flags, Floats, Ints
from backspotter.lift.grey import Grey, shrunk
from backspotter.lift.plate_choice import Choice
from backspotter.lift.plate_fit import Fit, fitted
from backspotter.lift.plate_follow import Follower, Seen
from backspotter.lift.plate_height import choice_by_height
from backspotter.lift.plate_jumps import strays
from backspotter.lift.plate_look import learned
from backspotter.lift.plate_near import Place
from backspotter.lift.plate_ring import Edges, Stand, ring
from backspotter.lift.plate_votes import candidates, radii
from backspotter.lift.plate_ways import Way

SMALL_PX: Final = 480
"""About the longest side of the pictures in which circles are looked for."""

EVERY_S: Final = 0.15
"""Between the pictures in which circles are looked for."""

LEAST_PX: Final = 9.0
"""Smallest radius of a plate in a small picture [px]."""

MOST: Final = 0.22
"""Largest radius of a plate, as a share of the small picture's shorter side."""

KEPT: Final = 40
"""Small pictures kept to learn the plate's look from, however long the film."""

AGREED: Final = 0.3
"""Share of rays that must see the rim where it should be; below it the bar is not seen."""

SURE: Final = 0.6
"""The same, from which the bar is seen without doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarTrack:
    """The middle of the near plate in every frame.

    Places are pixels of the pictures seen, x right, y down, pixel centres at .5.

    ``times_s`` (n,) [s]
    ``x_px``, ``y_px`` (n,), NaN in frames that do not show it: nothing is filled in
    ``spread_px`` (n,) standard error of either [px]
    ``confidence`` (n,) 0 to 1: share of the rim seen where it should be
    ``radius_px``, ``radius_sd_px`` half the rim's longest width, which no turn of the camera
        shortens, where the bar mostly is
    ``aspect`` the rim's width over its height: 1 square from the side
    ``doubt`` what speaks against this being the bar; none if nothing does
    ``focal_px``, ``meeting_deg`` of the camera, as the rim shows them (see ``Tracks``); NaN where
        it was not seen as a ring
    """

    times_s: Floats
    x_px: Floats
    y_px: Floats
    spread_px: Floats
    confidence: Floats
    radius_px: float
    radius_sd_px: float
    aspect: float
    doubt: str | None
    focal_px: float = float("nan")
    meeting_deg: float = float("nan")

    @property
    def seen(self) -> Flags:
        """(n,) frames that show the bar."""
        return np.isfinite(self.y_px)

    @property
    def is_ring(self) -> bool:
        """Whether the near plate's rim was seen as a ring in perspective."""
        return bool(np.isfinite(self.focal_px))

    def evened(self, size_px: tuple[int, int], meeting_deg: float) -> BarTrack:
        """The places as a camera that looks straight ahead would have seen them.

        To one that looks down, what is higher is nearer and looks larger: one over the distance
        grows evenly with the picture's rows, by as much as upright lines lean apart across its
        columns. What is upright also looks shorter. Sizes of the plate stay as they are where the
        bar mostly is; of two heights their distance in the picture, by these sizes, is then right
        wherever the bar is.

        Parameters
        ----------
        size_px : (width, height) of the pictures
        meeting_deg : see ``Tracks``; the rim's own counts before it
        """
        meeting = self.meeting_deg if np.isfinite(self.meeting_deg) else meeting_deg
        grows = np.deg2rad(meeting) / (size_px[0] / 2)
        up, right = size_px[1] / 2 - self.y_px, self.x_px - size_px[0] / 2
        nearness = np.maximum(1 + grows * up, 0.3)
        usual = float(np.nanmedian(nearness)) if self.seen.any() else 1.0
        shorter = 1 / np.hypot(1.0, np.nan_to_num(self.focal_px) * grows)
        return replace(
            self,
            x_px=size_px[0] / 2 + right / nearness * usual,
            y_px=size_px[1] / 2 - up / nearness * usual / shorter,
        )

    def scaled(self, factor: float) -> BarTrack:
        """The same in pictures so much larger."""
        return replace(
            self,
            x_px=self.x_px * factor,
            y_px=self.y_px * factor,
            spread_px=self.spread_px * factor,
            radius_px=self.radius_px * factor,
            radius_sd_px=self.radius_sd_px * factor,
            focal_px=self.focal_px * factor,
        )


@dataclass(slots=True)
class BarSearch:
    """First time through a film: looks for circles every ``EVERY_S``, and keeps a few small
    pictures."""

    _size: tuple[int, int] | None = None
    _times: list[float] = field(default_factory=list)
    _found: list[Floats] = field(default_factory=list)
    _pictures: dict[int, Grey] = field(default_factory=dict)
    _stride: int = 1

    def see(self, time_s: float, grey: Grey) -> None:
        """The next frame (height, width) of uint8, and its time [s].

        Raises
        ------
        InputError : not a grey picture, or not the size of the ones before
        """
        self._check(grey)
        if self._times and time_s < self._times[-1] + EVERY_S - 1e-6:
            return
        small = shrunk(grey, self._factor)
        most = max(MOST * min(small.shape), LEAST_PX)
        number = len(self._times)
        self._times.append(time_s)
        self._found.append(candidates(small, radii(LEAST_PX, most)))
        if number % self._stride == 0:
            self._keep(number, shrunk(grey, self._kept_factor))

    def follower(self, place: Place | None = None) -> BarFollower | None:
        """For the second time through; none where no circle was found.

        ``place`` is where the lifter is, in pixels of the frames.
        """
        times, factor = np.array(self._times), float(self._factor)
        here = None if place is None else place.scaled(1 / factor)
        found = choice_by_height(times, self._found, here)
        if found is None or self._size is None:
            return None
        choice, here = found
        pictures, middles = self._shown(choice.way)
        if not pictures:
            return None
        closer = factor / self._kept_factor
        radius = float(np.median(choice.way.radius)) * closer
        between = (0.0, np.inf)
        if here is not None:
            least, most = (each * here.torso_px * closer for each in here.radii)
            between = least, most
        look = learned(pictures, middles * closer, radius, between).scaled(self._kept_factor)
        follower = Follower(look, _scaled(choice.way, factor))
        return BarFollower(self._size, choice, follower)

    @property
    def _kept_factor(self) -> int:
        """Pictures are kept larger than they are searched: rings close to the rim stay apart."""
        return max(self._factor // 2, 1)

    @property
    def _factor(self) -> int:
        return 1 if self._size is None else max(round(max(self._size) / SMALL_PX), 1)

    def _check(self, grey: Grey) -> None:
        if grey.ndim != 2 or grey.dtype != np.uint8 or min(grey.shape) < 16:
            given = f"{grey.dtype} of shape {grey.shape}"
            raise InputError("grey", given=given, expected="a grey picture, uint8, 16 px or more")
        self._size = self._size or (grey.shape[0], grey.shape[1])
        if grey.shape != self._size:
            raise InputError("grey", given=grey.shape, expected=f"the size before, {self._size}")

    def _keep(self, number: int, small: Floats) -> None:
        self._pictures[number] = np.rint(small).astype(np.uint8)
        if len(self._pictures) > KEPT:
            self._stride *= 2
            self._pictures = {n: p for n, p in self._pictures.items() if n % self._stride == 0}

    def _shown(self, way: Way) -> tuple[list[Grey], Floats]:
        """The kept pictures that show the way's circle, and its middles (n, 2) there."""
        place = {float(time): number for number, time in enumerate(way.times_s)}
        both = [
            (picture, place[self._times[number]])
            for number, picture in self._pictures.items()
            if self._times[number] in place
        ]
        middles = [[way.x[number], way.y[number]] for _, number in both]
        return [picture for picture, _ in both], np.array(middles).reshape(-1, 2)


@dataclass(slots=True)
class BarFollower:
    """Second time through a film: the bar in every frame."""

    _size: tuple[int, int]
    _choice: Choice
    _follower: Follower

    def see(self, time_s: float, grey: Grey) -> None:
        """The next frame (height, width) of uint8, and its time [s]."""
        self._follower.see(time_s, grey)

    def track(self, stand: Stand | None = None) -> BarTrack:
        """The bar in all frames seen.

        Parameters
        ----------
        stand : how the camera stands to the bar, as far as that is known; without it the rim is
            not seen in perspective
        """
        seen = self._follower.seen()
        level = np.array([self._size[1], self._size[0]]) / 2
        found = _track(seen, fitted(seen, self._follower.look.rim, level), self._choice.doubt)
        return found if stand is None else _in_perspective(found, seen, stand, self._size)


def _track(seen: Seen, fit: Fit, doubt: str | None) -> BarTrack:
    shown = fit.agreed >= AGREED
    shown &= ~strays(seen.times_s, np.where(shown[:, None], fit.middle, np.nan), fit.height_px)
    middle = np.where(shown[:, None], fit.middle, np.nan)
    return BarTrack(
        times_s=seen.times_s,
        x_px=middle[:, 0],
        y_px=middle[:, 1],
        spread_px=np.where(shown, fit.spread_px, np.nan),
        confidence=np.clip(fit.agreed / SURE, 0.0, 1.0) * (fit.agreed > 0),
        radius_px=fit.height_px,
        radius_sd_px=fit.height_sd_px,
        aspect=fit.width_px / fit.height_px,
        doubt=doubt,
    )


def _in_perspective(track: BarTrack, seen: Seen, stand: Stand, size: tuple[int, int]) -> BarTrack:
    """The same with places and size by the near plate's rim as a ring; as it was where none is."""
    shown = np.flatnonzero(track.seen)
    found = ring(_edges(seen, shown, size), stand) if len(shown) else None
    if found is None:
        return track
    middle = np.full((len(seen.times_s), 2), np.nan)
    middle[shown] = found.middle
    return replace(
        track,
        x_px=middle[:, 0],
        y_px=middle[:, 1],
        radius_px=found.radius_px,
        focal_px=found.focal_px,
        meeting_deg=found.meeting_deg,
    )


def _edges(seen: Seen, shown: Ints, size: tuple[int, int]) -> Edges:
    return Edges(
        middle=seen.middle[shown],
        place=seen.place[shown].astype(np.float32),
        clear=seen.clear[shown].astype(np.float32),
        radius_px=seen.radius_px,
        size=size,
    )


def _scaled(way: Way, factor: float) -> Way:
    return replace(way, x=way.x * factor, y=way.y * factor, radius=way.radius * factor)
