"""Where a bar can be, given where its lifter is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats

LEAST_RADIUS: Final = 0.33
"""Of the largest plate or one nobody named, as a share of the torso's length, a rim seen aslant
included: assumption."""

LARGEST_MM, SMALLEST_M = 450.0, 1.5
"""Diameter of the largest plate there is; height of a lifter whose own is not known: assumption."""

TORSO_OF_HEIGHT: Final = 0.29
"""The longest distance seen from hip to shoulder as a share of stature: the least of nine rendered
films."""

NEARER: Final = 1.5
"""How much larger the near plate is seen at most than things where the lifter is: it is 0.75 to 0.9
m nearer (the bar's sleeve), and cameras stand 2.5 m away or more."""

STATURES: Final = (2.4, 3.9)
"""Between which statures, in torsos as the landmarks have them, one is taken for seen right: 2.7 to
3.6 in twenty rendered films."""

NEAR_PLATE: Final = (1.02, 1.55)
"""How many times as large as beside the lifter the near plate looks, at least and at most: 1.09 to
1.43 from 9 and 2.5 m away, and stature is seen 8 % wrong. A ring within a rim is seen smaller."""

BESIDE: Final = 1.2
"""How far before or behind the lifter a bar can be, in torso lengths."""

OUTSIDE_COST: Final = 1.0
"""Taken off a circle that is where no bar can be, for each tenth of a torso length outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the lifter is in a film.

    ``times_s`` (n,) [s]; ``shoulder``, ``hip``, ``ankle`` (n, 2) of the near side [px], NaN where
    not seen; ``torso_px`` the longest distance from hip to shoulder; ``radii`` between which the
    near plate's lies, in torsos; ``wrist`` (n, 2) of the near side, none where nobody asked;
    ``radii_of_plate`` the same whatever the lifter's height, none where none was said.
    """

    times_s: Floats
    shoulder: Floats
    hip: Floats
    ankle: Floats
    torso_px: float
    radii: tuple[float, float]
    wrist: Floats | None = None
    radii_of_plate: tuple[float, float] | None = None

    def at(self, points: Floats, time_s: float) -> Floats:
        """One of the points at any time (2,) [px]; the nearest seen where it is not seen."""
        seen = np.isfinite(points).all(axis=1)
        if not seen.any():
            return np.full(2, np.nan)
        known = self.times_s[seen]
        return np.array([np.interp(time_s, known, points[seen, n]) for n in (0, 1)])

    def scaled(self, factor: float) -> Place:
        """The same in pictures so much larger."""
        return Place(
            times_s=self.times_s,
            shoulder=self.shoulder * factor,
            hip=self.hip * factor,
            ankle=self.ankle * factor,
            torso_px=self.torso_px * factor,
            radii=self.radii,
            wrist=None if self.wrist is None else self.wrist * factor,
            radii_of_plate=self.radii_of_plate,
        )


def radii_of(
    plate_mm: float | None, height_m: float | None, stature: float = float("nan")
) -> tuple[float, float]:
    """Between which radii the near plate is seen, in lengths of the torso.

    Parameters
    ----------
    plate_mm : its diameter [mm], if it was said
    height_m : of the lifter, if it was said
    stature : of the lifter as the picture shows it [torsos]; NaN where it does not
    """
    plate = plate_mm or LARGEST_MM
    torso_m = TORSO_OF_HEIGHT * (height_m or SMALLEST_M)
    least, most = LEAST_RADIUS * plate / LARGEST_MM, plate / 2000 / torso_m * NEARER
    if plate_mm is None or height_m is None or not STATURES[0] < stature < STATURES[1]:
        return least, most
    beside = plate_mm / 2000 / height_m * stature
    return max(least, beside * NEAR_PLATE[0]), min(most, beside * NEAR_PLATE[1])


def cost(circles: Floats, place: Place | None, time_s: float) -> Floats:
    """What to take off each circle (k, 4: x, y, radius [px], share) for where it is (k,)."""
    if place is None or not place.torso_px > 0:
        return np.zeros(len(circles))
    torso = place.torso_px
    shoulder, ankle = place.at(place.shoulder, time_s), place.at(place.ankle, time_s)
    across = np.array([shoulder[0], ankle[0]])
    x, y, radius = circles[:, 0], circles[:, 1], circles[:, 2]
    outside = [
        across.min() - BESIDE * torso - x,
        x - across.max() - BESIDE * torso,
        shoulder[1] - y,
        y - ankle[1] - 0.6 * torso,
        (place.radii[0] * torso - radius) * 2,
        (radius - place.radii[1] * torso) * 2,
    ]
    most = np.max(np.nan_to_num(np.stack(outside), nan=0.0), axis=0)
    return np.asarray(np.clip(most / (0.1 * torso), 0.0, 2.0) * OUTSIDE_COST)
