"""The near plate's own face in the outline of all that is on the bar's end.

Plates behind it stand out beyond it where the camera sees along the bar: to one side where it
stands off the side, above or below where it looks down or up. The whole outline is then longer
than a plate. What is seen is taken for a row of ellipses, from the near face toward the middle of
the bar, each a little smaller; each ray ends at the near face's edge or at that of the whole row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.plate_rim import ANGLES, OUTWARD

ROW: Final = np.linspace(0.0, 1.0, 5)
"""How far along the row its ellipses are."""

SMALLER: Final = 0.2
"""How much smaller the far end of the row looks, for each radius by which it is out of line:
what the bar points at in the picture is about five radii away. Assumption."""

TIGHT: Final = 0.01
"""Edges further from the model than this share of the radius hardly count."""

ASPECT, ASPECT_SD = 0.97, 0.05
"""Width of a plate over its height, where the camera stands within 20 degrees of the side."""

ROW_SD: Final = 0.2
"""Spread of how far the row reaches, in radii: assumption."""

REACH: Final = (0.1, 0.25)
"""How far the rows reach from which the best is looked for [radii]."""

LEAST_ROW: Final = 0.04
"""A row that reaches no further is not seen beyond the face [radii]."""

BARE: Final = 0.3
"""Cosine to the row of rays beside which it is not seen."""

STARTS: Final = (
    (0.0, 0.0),
    *((by * np.cos(turn), by * np.sin(turn)) for turn in np.arange(8) * np.pi / 4 for by in REACH),
)
STEPS: Final = 14
NUDGE: Final = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """``middle`` (2,) from where the rays start [px]; ``height_px``, ``width_px`` half of either;
    ``row`` (2,) where the far end of the row lies from it [radii]."""

    middle: Floats
    height_px: float
    width_px: float
    row: Floats

    def edge(self) -> Floats:
        """Where each ray leaves the face (RAYS,) [px]."""
        wide, tall = self.width_px, self.height_px
        given = np.array([*self.middle / tall, 0.0, wide / tall, 0.0, 0.0])
        return _ends(given, 0.0) * tall

    def is_bare(self) -> Flags:
        """(RAYS,) where nothing behind the face can stand out beyond it."""
        far = float(np.hypot(*self.row))
        if far < LEAST_ROW:
            return np.ones(len(OUTWARD), bool)
        return np.asarray(OUTWARD @ self.row / far < BARE)


def near_face(contour: Floats, weight: Floats) -> Face:
    """The face that explains an outline best.

    Parameters
    ----------
    contour : (RAYS,) distance of the outline along each ray [px]
    weight : (RAYS,) how much each counts
    """
    size = float(np.average(contour, weights=weight))
    away, share = contour / size, weight / max(float(weight.max()), 1e-9)
    found = [_settled(np.array([0.0, 0.0, 0.0, ASPECT, *start]), away, share) for start in STARTS]
    given = min(found, key=lambda each: each[1])[0]
    height = size * float(np.exp(given[2]))
    alone = np.hypot(*given[4:]) < LEAST_ROW
    return Face(
        middle=np.zeros(2) if alone else given[:2] * size,
        height_px=height,
        width_px=height * float(given[3]),
        row=given[4:],
    )


def _settled(given: Floats, away: Floats, share: Floats) -> tuple[Floats, float]:
    """Gauss and Newton's steps from a start, and how badly the end fits."""
    best, least = given, np.inf
    for _ in range(STEPS):
        left, prior = _left(given, away), _prior(given)
        cost = float((share * np.log1p((left / TIGHT) ** 2)).sum() + (prior**2).sum())
        if cost < least:
            best, least = given, cost
        slope = np.stack([_slope(given, away, n, left) for n in range(len(given))], axis=1)
        tight = share / (1 + (left / TIGHT) ** 2) / TIGHT**2
        prior_slope = np.diag([0.0, 0.0, 0.0, 1 / ASPECT_SD, 1 / ROW_SD, 1 / ROW_SD])
        normal = (slope * tight[:, None]).T @ slope + prior_slope**2 + 1e-3 * np.eye(len(given))
        pull = (slope * tight[:, None]).T @ left - prior_slope @ prior
        given = given + np.clip(np.linalg.solve(normal, pull), -0.05, 0.05)
        given[3] = float(np.clip(given[3], 0.6, 1.03))
    return best, least


def _prior(given: Floats) -> Floats:
    """How unusual width and row are (6,), in standard deviations."""
    off = np.zeros(len(given))
    off[3] = (given[3] - ASPECT) / ASPECT_SD
    off[4:] = given[4:] / ROW_SD
    return off


def _slope(given: Floats, away: Floats, number: int, left: Floats) -> Floats:
    """How much further out each ray ends for each unit of one number more."""
    moved = given.copy()
    moved[number] += NUDGE
    return np.asarray((left - _left(moved, away)) / NUDGE)


def _left(given: Floats, away: Floats) -> Floats:
    """How far each edge is outside the model (RAYS,): from the near face or from the whole row,
    whichever is nearer."""
    ends = np.array([_ends(given, along) for along in ROW])
    near, whole = away - ends[0], away - ends.max(axis=0)
    return np.asarray(np.where(np.abs(near) < np.abs(whole), near, whole))


def _ends(given: Floats, along: float) -> Floats:
    """Where each ray leaves the ellipse so far along the row (RAYS,)."""
    row = given[4:] * along
    tall = np.exp(given[2]) * (1 - SMALLER * np.hypot(*row))
    wide = tall * given[3]
    middle = given[:2] + row
    unit = OUTWARD / [wide, tall]
    start = -middle / [wide, tall]
    square, half = (unit**2).sum(axis=1), unit @ start
    inside = np.maximum(half**2 - square * ((start**2).sum() - 1), 0.0)
    return np.asarray((-half + np.sqrt(inside)) / square)


def outline(edges: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """The usual distance of the edge along each ray (RAYS,), and how much it counts (RAYS,).

    Parameters
    ----------
    edges, weight : (n, RAYS) of every frame, from the same place [px]
    """
    order = np.argsort(edges, axis=0)
    ranked, counts = (np.take_along_axis(each, order, axis=0) for each in (edges, weight))
    total = counts.cumsum(axis=0)
    middle = (total >= total[-1] / 2).argmax(axis=0)
    return ranked[middle, np.arange(len(ANGLES))], total[-1]
