"""The line of the back: where the person ends, on rays square to the hip-shoulder axis.

In body coordinates: ``along`` runs from mid hip (0) to mid shoulder (1), ``out`` from that axis to
the dorsal side, as a share of its length. The skin is not the spine: this measures shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Pixels
from backspotter.lift.pose.landmarks import Pose
from backspotter.lift.tracks import ALONG, INNER, PLACE, BackOutline

REACH: Final = 0.9
"""How far a ray goes, in lengths of the axis."""

STEPS: Final = 220
"""Places looked at on a ray."""

EDGE: Final = 0.5
SOFT: Final = (0.75, 0.25)
"""Chances between which the edge's width is measured."""

BESIDE: Final = 0.04
"""How far from the edge the picture is compared, in lengths of the axis."""

SHARP: Final = 0.05
"""Width of a sharp edge, in lengths of the axis."""

NEAR_MASK, WITHIN = 0.06, 0.02
"""How far from the mask's edge the picture's own is looked for, and how far it is expected."""

PLACES: Final = 41
SIDE_OF_STEP: Final = 3
"""Places on a ray at which the picture is read, and how many make each side of a step."""

CLEAR_STEP: Final = 0.06
"""Change of the picture across the edge that is plain to see, of 1."""

FEW_PX, ENOUGH_PX = 50.0, 110.0
"""Length of the torso from which the outline begins to be of use, and where it is fully [px]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """One side's edge in one picture, (61, …) on the rays of ``ALONG``; pixels of that picture.
    ``covered`` at which rays something stands before it, none where that was not looked at."""

    points: Floats
    picture_points: Floats
    softness: Floats
    step: Floats
    covered: Flags | None = None


def axis_of(landmarks: Floats) -> tuple[Floats, Floats]:
    """Mid hip and mid shoulder, each (..., 2), of landmarks (..., 33, 2 or more)."""
    hips = [PLACE["left_hip"], PLACE["right_hip"]]
    shoulders = [PLACE["left_shoulder"], PLACE["right_shoulder"]]
    return landmarks[..., hips, :2].mean(axis=-2), landmarks[..., shoulders, :2].mean(axis=-2)


def outward(hip: Floats, shoulder: Floats, facing: int) -> Floats:
    """(..., 2) unit direction away from the belly, for one who faces right (+1) or left (-1)."""
    axis = shoulder - hip
    length = np.maximum(np.hypot(axis[..., 0], axis[..., 1]), 1e-9)[..., None]
    return np.asarray(facing * np.stack([axis[..., 1], -axis[..., 0]], axis=-1) / length)


def edges(picture: Pixels, pose: Pose, facing: int) -> Edges:
    """The edge on the side that is the back of one who faces that way."""
    hip, shoulder = axis_of(pose.landmarks)
    length = float(np.hypot(*(shoulder - hip)))
    direction = outward(hip, shoulder, facing)
    starts = hip + ALONG[:, None] * (shoulder - hip)
    far = np.linspace(0, REACH * length, STEPS)
    rays = starts[:, None] + far[:, None] * direction
    chance = _sampled(pose.mask, pose.region.to_shares(rays))
    out = _crossing(chance, far, EDGE)
    points = starts + out[:, None] * direction
    softness = _crossing(chance, far, SOFT[1]) - _crossing(chance, far, SOFT[0])
    step = _step(picture, points, direction * BESIDE * length)
    shift = _picture_edge(picture, points, direction, length)
    seen = points + shift[:, None] * direction
    return Edges(points=points, picture_points=seen, softness=softness, step=step)


def _sampled(mask: Floats, shares: Floats) -> Floats:
    """(...) the mask at shares of its square, bilinear; 0 outside."""
    side = mask.shape[0]
    place = shares * side - 0.5
    low = np.floor(place).astype(np.int64)
    part = place - low
    inside = ((low >= 0) & (low < side - 1)).all(axis=-1)
    x, y = np.clip(low[..., 0], 0, side - 2), np.clip(low[..., 1], 0, side - 2)
    right, down = part[..., 0], part[..., 1]
    above = mask[y, x] * (1 - right) + mask[y, x + 1] * right
    below = mask[y + 1, x] * (1 - right) + mask[y + 1, x + 1] * right
    return np.where(inside, above * (1 - down) + below * down, 0.0)


def _crossing(chance: Floats, far: Floats, level: float) -> Floats:
    """(rays,) how far out each ray first falls below the level; NaN if outside from the start."""
    below = chance < level
    place = np.argmax(below, axis=1)
    rays = np.arange(len(chance))
    there = below.any(axis=1) & (place > 0)
    before = np.maximum(place - 1, 0)
    high, low = chance[rays, before], chance[rays, place]
    part = (high - level) / np.where(high > low, high - low, 1.0)
    return np.where(there, far[before] + part * (far[1] - far[0]), np.nan)


def _step(picture: Pixels, points: Floats, beside: Floats) -> Floats:
    """(rays,) largest difference of a colour between just inside and just outside, 0 to 1."""
    pair = []
    for side in (-1, 1):
        place = np.nan_to_num(points + side * beside).astype(int)
        x = np.clip(place[:, 0], 0, picture.shape[1] - 1)
        y = np.clip(place[:, 1], 0, picture.shape[0] - 1)
        pair.append(picture[y, x].astype(float))
    return np.asarray(np.abs(pair[0] - pair[1]).max(axis=1) / 255)


def _picture_edge(picture: Pixels, points: Floats, direction: Floats, length: float) -> Floats:
    """(rays,) how far outside the mask's edge the picture has its steepest step near it [px].

    Neighbouring rays vote together, so that a thread or a speck does not pull one of them away.
    """
    far = np.linspace(-NEAR_MASK, NEAR_MASK, PLACES)
    known = np.nan_to_num(points)
    colours = _colours(picture, known[:, None] + far[:, None] * length * direction)
    total = np.cumsum(np.pad(colours, ((0, 0), (1, 0), (0, 0))), axis=1)
    middle = np.arange(SIDE_OF_STEP, PLACES - SIDE_OF_STEP)
    beyond = total[:, middle + SIDE_OF_STEP] - total[:, middle]
    before = total[:, middle] - total[:, middle - SIDE_OF_STEP]
    at = (far[middle] + far[middle - 1]) / 2
    votes = np.abs(beyond - before).sum(axis=-1) * np.exp(-0.5 * (at / WITHIN) ** 2)
    votes = votes + np.roll(votes, 1, axis=0) + np.roll(votes, -1, axis=0)
    return np.where(np.isfinite(points[:, 0]), _peak(votes, at) * length, np.nan)


def _peak(votes: Floats, at: Floats) -> Floats:
    """(rays,) where each row is largest, between the steps by a parabola."""
    place = np.clip(votes.argmax(axis=1), 1, len(at) - 2)
    rows = np.arange(len(votes))
    before, top, after = (votes[rows, place + step] for step in (-1, 0, 1))
    bend = np.minimum(before - 2 * top + after, -1e-9)
    return np.asarray(
        at[place] + np.clip(0.5 * (before - after) / bend, -0.5, 0.5) * (at[1] - at[0])
    )


def _colours(picture: Pixels, places: Floats) -> Floats:
    """(..., 3) colours at places [px], bilinear, 0 to 1."""
    place = places - 0.5
    x = np.clip(np.floor(place[..., 0]).astype(np.int64), 0, picture.shape[1] - 2)
    y = np.clip(np.floor(place[..., 1]).astype(np.int64), 0, picture.shape[0] - 2)
    right = np.clip(place[..., :1] - x[..., None], 0, 1).astype(np.float32) / 255
    down = np.clip(place[..., 1:] - y[..., None], 0, 1).astype(np.float32)
    left = np.float32(1 / 255) - right
    above = picture[y, x] * left + picture[y, x + 1] * right
    below = picture[y + 1, x] * left + picture[y + 1, x + 1] * right
    return np.asarray(above + (below - above) * down)


def confidence(points: Floats, softness: Floats, step: Floats, torso_px: Floats) -> Floats:
    """(n,) how far each frame's outline is to be trusted, 0 to 1.

    The share of rays that found an edge, times how sharp it is, times how well the picture shows a
    step there, times how many pixels there are. A starting rule of ours, not a probability.
    """
    rays = np.abs(ALONG - 0.5) <= INNER[-1] - 0.5 + 1e-9
    found = np.isfinite(points[:, rays, 0])
    sharp = np.clip(2 - softness[:, rays] / (SHARP * torso_px[:, None]), 0, 1)
    seen = np.clip(0.4 + 0.6 * step[:, rays] / CLEAR_STEP, 0, 1)
    each = np.where(found, np.nan_to_num(sharp) * np.nan_to_num(seen), 0.0).mean(axis=1)
    size = np.clip((np.nan_to_num(torso_px) - FEW_PX) / (ENOUGH_PX - FEW_PX), 0, 1)
    return np.asarray(each * size)


def hidden_by(back: BackOutline, middle_px: Floats, radius_px: Floats) -> Flags:
    """(n, 61) rays whose edge lies on a disc (n, 2), (n,), as a plate before the lifter."""
    away = back.points_px - middle_px[:, None]
    return np.asarray(np.hypot(away[..., 0], away[..., 1]) < radius_px[:, None])


def body_rays(back: BackOutline, landmarks_px: Floats, facing: int) -> Floats:
    """(n, 41) the outline as ``out`` over ``INNER``, on the axis of these (smoothed) landmarks.

    The outline was found on the axis of its own frame; a smoother axis shifts and turns it a
    little. NaN where a frame has too few points.
    """
    hip, shoulder = axis_of(landmarks_px)
    axis = shoulder - hip
    length = np.hypot(axis[:, 0], axis[:, 1])[:, None]
    direction = outward(hip, shoulder, facing)
    from_hip = back.points_px - hip[:, None]
    along = np.einsum("nrk,nk->nr", from_hip, axis) / length**2
    out = np.einsum("nrk,nk->nr", from_hip, direction) / length
    rows = [_read_off(a, o) for a, o in zip(along, out, strict=True)]
    return np.array(rows).reshape(-1, len(INNER))


def _read_off(along: Floats, out: Floats) -> Floats:
    known = np.isfinite(along) & np.isfinite(out)
    if known.sum() < len(INNER) // 2:
        return np.full(len(INNER), np.nan)
    order = np.argsort(along[known])
    return np.interp(INNER, along[known][order], out[known][order], left=np.nan, right=np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackShape:
    """Plain measures of the line of the back, (n,) each.

    ``sagitta`` largest distance from the chord between 10 and 90 % of the axis, as a share of the
    chord; outward is positive. ``peak`` where along the axis it is, 0 hip to 1 shoulder.
    ``lower`` and ``upper`` curvature of each half: chord over radius, outward positive.
    """

    sagitta: Floats
    peak: Floats
    lower: Floats
    upper: Floats


def back_shape(rays: Floats) -> BackShape:
    """Measures of outlines (n, 41) in body coordinates."""
    chord = np.hypot(INNER[-1] - INNER[0], rays[:, -1] - rays[:, 0])
    share = (INNER - INNER[0]) / (INNER[-1] - INNER[0])
    straight = rays[:, :1] * (1 - share) + rays[:, -1:] * share
    bow = (rays - straight) * (INNER[-1] - INNER[0]) / chord[:, None]
    largest = np.argmax(np.abs(np.nan_to_num(bow)), axis=1)
    picked = np.take_along_axis(bow, largest[:, None], axis=1)[:, 0]
    half = len(INNER) // 2
    return BackShape(
        sagitta=picked / chord,
        peak=np.where(np.isfinite(picked), INNER[largest], np.nan),
        lower=_curvature(rays[:, : half + 1], INNER[: half + 1]) * chord,
        upper=_curvature(rays[:, half:], INNER[half:]) * chord,
    )


def _curvature(out: Floats, along: Floats) -> Floats:
    """(n,) of the parabola nearest to each line; positive where it bulges out."""
    x = along - along.mean()
    basis = np.stack([np.ones_like(x), x, x**2], axis=1)
    fit = out @ np.linalg.pinv(basis).T
    return np.asarray(-2 * fit[:, 2] / (1 + fit[:, 1] ** 2) ** 1.5)
