"""All frames' rim edges taken together: the plate's true size and shape in the picture, and the
middle in every frame to a fraction of a pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.plate_face import Face, near_face, outline
from backspotter.lift.plate_follow import Seen
from backspotter.lift.plate_rim import ANGLES, OUTWARD, RAYS

ROUNDS: Final = 8
TIGHT: Final = 0.012
"""Edges further from the rim than this share of the radius hardly count."""

SHAPE: Final = np.stack(
    [np.ones(RAYS), np.cos(2 * ANGLES), np.sin(2 * ANGLES), np.cos(ANGLES), np.sin(ANGLES)], axis=1
)
"""One over the square of a rim's distance along each ray: a circle, made an ellipse, moved."""

NEAR_RIM: Final = 0.08
"""An edge further from where the ray has it in most frames is not the plate's, as a share of the
radius."""

LEAST_RAYS: Final = 0.6
"""Share of the rays on which an outline has to be seen for a face to be told from it."""

CLOSE: Final = 0.03
"""An edge this close to the rim, as a share of the radius, is the rim's."""


THICKNESS: Final = 0.015
"""How much smaller the far face of a plate looks than the near one: 60 mm of plate seen from 4 m.
Assumption. Where a camera looks down on the plate, the upper rim that is seen is the far face's."""


SIZE_SD, SIZE_SD_PX = 0.005, 0.3
"""How well a rim's edge tells its size at best: as a share of it, and in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """``middle`` (n, 2) [px], NaN where not seen; ``spread_px`` (n,) its standard error; ``rim``
    (RAYS,) distance of the rim from it [px]; ``height_px``, ``width_px`` half the rim's height and
    width; ``height_sd_px`` how well the first is known; ``agreed`` (n,) share of rays that see the
    rim where it should be."""

    middle: Floats
    spread_px: Floats
    rim: Floats
    height_px: float
    width_px: float
    height_sd_px: float
    agreed: Floats


def fitted(seen: Seen, rim: Floats, level: Floats, thickness: float = THICKNESS) -> Fit:
    """The plate's shape and middles that agree best with every frame's edges.

    Parameters
    ----------
    seen : frame by frame
    rim : (RAYS,) the rim as it was followed [px]
    level : (2,) where lines along the bar would meet, taken as the picture's middle [px]
    thickness : of the plate, as a share of its distance
    """
    known = np.asarray(np.isfinite(seen.edge).all(axis=1))
    if not known.any():
        return _nothing(len(known), rim)
    middle, edge, sharp = seen.middle[known], seen.edge[known], seen.sharp[known]
    size = float(rim.mean())
    moved: Floats = np.zeros((len(edge), 2))
    shape = rim
    weight, bare = sharp, edge
    for _ in range(ROUNDS):
        bare = edge - _far_face(middle + moved, shape, level, thickness)
        shape = _shape(bare - moved @ OUTWARD.T, weight, shape)
        moved = _moves(bare - shape, weight)
        left = bare - shape - moved @ OUTWARD.T
        weight = sharp / (1 + (left / (TIGHT * size)) ** 2)
    left = bare - shape - moved @ OUTWARD.T
    return _whole(seen, known, moved, shape, left, weight)


def _nothing(count: int, rim: Floats) -> Fit:
    """Where no frame shows the plate."""
    nan = float("nan")
    return Fit(
        middle=np.full((count, 2), np.nan),
        spread_px=np.full(count, np.nan),
        rim=rim,
        height_px=nan,
        width_px=nan,
        height_sd_px=nan,
        agreed=np.zeros(count),
    )


def _far_face(middle: Floats, shape: Floats, level: Floats, thickness: float) -> Floats:
    """How far the far face's rim stands out beyond the near one's along each ray (n, RAYS)."""
    return np.asarray(np.maximum(thickness * ((level - middle) @ OUTWARD.T - shape), 0.0))


def _shape(edge: Floats, weight: Floats, before: Floats) -> Floats:
    """The ellipse (RAYS,) through each ray's usual edge; that it lies off the middles is left to
    them."""
    total = weight.sum(axis=0)
    usual = np.where(total > 1e-6, (weight * edge).sum(axis=0) / np.maximum(total, 1e-6), before)
    usual = np.maximum(usual, 1.0)
    in_px = usual**3 / 2
    design, wanted = SHAPE * in_px[:, None], usual / 2
    trust, found = total.copy(), np.zeros(SHAPE.shape[1])
    for _ in range(ROUNDS):
        normal = (design * trust[:, None]).T @ design
        normal = normal + 1e-9 * np.trace(normal) * np.eye(len(found))
        found = np.linalg.solve(normal, design.T @ (trust * wanted))
        left = wanted - design @ found
        trust = total / (1 + (left / (TIGHT * float(usual.mean()))) ** 2)
    return np.asarray(np.maximum(SHAPE[:, :3] @ found[:3], 1e-9) ** -0.5)


def _moves(left: Floats, weight: Floats) -> Floats:
    """How far each frame's middle (n, 2) lies off where it was followed [px]."""
    normal = np.einsum("nr,ri,rj->nij", weight, OUTWARD, OUTWARD) + 1e-3 * np.eye(2)
    return np.asarray(np.linalg.solve(normal, ((weight * left) @ OUTWARD)[..., None])[..., 0])


def _whole(
    seen: Seen, known: Flags, moved: Floats, shape: Floats, left: Floats, weight: Floats
) -> Fit:
    count, size = len(known), float(shape.mean())
    middle, spread = np.full((count, 2), np.nan), np.full(count, np.nan)
    agreed = np.zeros(count)
    edge, sharp = seen.edge[known], seen.sharp[known]
    face = _face(edge - moved @ OUTWARD.T, sharp, shape)
    moved = _by_face(edge, sharp, moved, face)
    middle[known] = seen.middle[known] + moved + face.middle
    total = np.maximum(weight.sum(axis=1), 1e-6)
    spread[known] = np.sqrt((weight * left**2).sum(axis=1) / total * 2 / np.maximum(total, 1.0))
    agreed[known] = ((np.abs(left) < CLOSE * size) & (seen.sharp[known] > 0.1)).mean(axis=1)
    usual = np.abs(np.median(left, axis=0))
    return Fit(
        middle=middle,
        spread_px=spread,
        rim=shape,
        height_px=face.height_px,
        width_px=face.width_px,
        height_sd_px=float(np.hypot(np.hypot(np.median(usual), SIZE_SD * size), SIZE_SD_PX)),
        agreed=agreed,
    )


def _by_face(edge: Floats, sharp: Floats, moved: Floats, face: Face) -> Floats:
    """The same moves (n, 2) by the face's edge alone, on the side on which it ends what is seen:
    how far the plates behind it stand out changes as the bar rises."""
    bare = face.is_bare()
    if bare.all():
        return moved
    size, wanted = face.height_px, face.edge()
    for _ in range(ROUNDS):
        left = edge - wanted - moved @ OUTWARD.T
        weight = sharp * bare / (1 + (left / (TIGHT * size)) ** 2)
        moved = moved + _moves(left, weight)
    return moved


def _face(edge: Floats, sharp: Floats, shape: Floats) -> Face:
    """The near plate's own face, from edges (n, RAYS) as seen from the middle that was followed."""
    usual = np.median(edge, axis=0)
    close = np.abs(edge - usual) < NEAR_RIM * float(shape.mean())
    contour, counts = outline(edge, sharp * close)
    if (counts > 0.05 * len(edge)).mean() >= LEAST_RAYS:
        return near_face(contour, counts)
    tall, wide = (float(np.mean([shape[n], shape[n + RAYS // 2]])) for n in (RAYS // 4, 0))
    nowhere = np.zeros(2)
    return Face(middle=nowhere, height_px=tall, width_px=wide, row=nowhere)
