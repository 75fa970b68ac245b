"""Hip and knee from what is seen of them and from what cannot change: the feet stand still, thigh
and shank keep their lengths. A plate of 450 mm always hides one of ankle, knee and hip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats

ROUNDS, STEPS = 3, 8
HIDDEN_WEIGHT: Final = 0.2
"""Of a hip behind the plate, beside one in sight; the network still guesses."""

HIDDEN_KNEE_WEIGHT: Final = 0.02
STIFF: Final = 20.0
"""Weight of a bone's length beside a joint in sight."""

TRUNK_STIFF: Final = 1.0
"""The same from hip to shoulder where the hip is hidden; it shortens a little as the back bends."""

BEHIND_HIP, BEHIND_KNEE = 1.1, 1.25
"""Share of the plate's radius within which a joint counts as hidden; the network moves a knee out
from behind a plate."""

LEAST_FRAMES: Final = 6
THIGH, SHANK = 0.48, 0.52
"""Shares of the leg where the knee is never in sight: assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """What hides joints: ``middle`` (n, 2), NaN where not seen, ``radius`` and ``aspect``, in the
    same coordinates as the joints."""

    middle: Floats
    radius: float
    aspect: float

    def hides(self, points: Floats, reach: float) -> Flags:
        """Which points (n, 2) are within ``reach`` radii of its middle."""
        away = (points - self.middle) / [self.aspect, 1.0]
        return np.asarray(np.nan_to_num(np.hypot(*away.T), nan=np.inf) < reach * self.radius)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joints:
    """Near side, ahead and up positive, each (n, 2) [px]."""

    shoulder: Floats
    hip: Floats
    knee: Floats
    ankle: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """``joints`` with hip and knee as they must be, the ankle standing still; ``hip_hidden``,
    ``knee_hidden`` (n,); ``thigh``, ``shank`` lengths as seen from the side [px]."""

    joints: Joints
    hip_hidden: Flags
    knee_hidden: Flags
    thigh: float
    shank: float


def chain(seen: Joints, plate: Plate | None) -> Chain:
    """The leg that agrees best with every frame."""
    none = np.zeros(len(seen.hip), bool)
    hip_hidden = none if plate is None else plate.hides(seen.hip, BEHIND_HIP)
    knee_hidden = none if plate is None else plate.hides(seen.knee, BEHIND_KNEE)
    ankle_hidden = none if plate is None else plate.hides(seen.ankle, BEHIND_KNEE)
    fixed = Joints(
        shoulder=seen.shoulder,
        hip=seen.hip,
        knee=seen.knee,
        ankle=np.broadcast_to(_standing(seen.ankle, ~ankle_hidden), seen.hip.shape),
    )
    found = Chain(joints=fixed, hip_hidden=hip_hidden, knee_hidden=knee_hidden, thigh=0, shank=0)
    for _ in range(ROUNDS if plate is not None else 1):
        found = _solved(fixed, found.hip_hidden, found.knee_hidden)
        if plate is not None:
            behind = plate.hides(found.joints.knee, BEHIND_KNEE)
            knee_hidden = plate.hides(seen.knee, BEHIND_KNEE) | behind
            hip_hidden = plate.hides(seen.hip, BEHIND_HIP) | plate.hides(
                found.joints.hip, BEHIND_HIP
            )
    return Chain(
        joints=found.joints,
        hip_hidden=hip_hidden,
        knee_hidden=knee_hidden,
        thigh=found.thigh,
        shank=found.shank,
    )


def _standing(ankle: Floats, clear: Flags) -> Floats:
    """Where the foot stands (2,): a plate only ever pulls the guess upward."""
    known = np.isfinite(ankle).all(axis=1)
    used = ankle[clear & known] if (clear & known).sum() >= LEAST_FRAMES else ankle[known]
    if not len(used):
        return np.full(2, np.nan)
    return np.array([np.median(used[:, 0]), np.percentile(used[:, 1], 20)])


def _apart(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.hypot(*(one - other).T))


def _solved(seen: Joints, hip_hidden: Flags, knee_hidden: Flags) -> Chain:
    thigh, shank = _lengths(seen, hip_hidden, knee_hidden)
    trunk = _usual(_apart(seen.shoulder, seen.hip), ~hip_hidden, 90)
    hip, knee = seen.hip.copy(), seen.knee.copy()
    knee = np.where(knee_hidden[:, None], _bent(hip, seen.ankle, thigh, shank), knee)
    weights = np.ones((len(hip), 4))
    weights[hip_hidden, :2], weights[knee_hidden, 2:] = HIDDEN_WEIGHT, HIDDEN_KNEE_WEIGHT
    wanted = np.concatenate([seen.hip, seen.knee], axis=1)
    at = np.concatenate([hip, knee], axis=1)
    for _ in range(STEPS):
        at = at + _step(at, wanted, weights, seen, (thigh, shank, trunk), hip_hidden)
    joints = Joints(shoulder=seen.shoulder, hip=at[:, :2], knee=at[:, 2:], ankle=seen.ankle)
    return Chain(
        joints=joints, hip_hidden=hip_hidden, knee_hidden=knee_hidden, thigh=thigh, shank=shank
    )


def _step(
    at: Floats,
    wanted: Floats,
    weights: Floats,
    seen: Joints,
    lengths: tuple[float, float, float],
    hip_hidden: Flags,
) -> Floats:
    """How far hip and knee (n, 4) should move, by least squares on places and lengths."""
    normal = weights[:, :, None] * np.eye(4)
    pull = weights * (wanted - at)
    bones = (
        (at[:, :2] - at[:, 2:], (1, -1), np.full(len(at), STIFF)),
        (at[:, 2:] - seen.ankle, (0, 1), np.full(len(at), STIFF)),
        (at[:, :2] - seen.shoulder, (1, 0), hip_hidden * TRUNK_STIFF),
    )
    for (along, signs, stiff), length in zip(bones, lengths, strict=True):
        now = np.maximum(np.hypot(*along.T), 1e-6)
        unit = along / now[:, None]
        slope = np.concatenate([signs[0] * unit, signs[1] * unit], axis=1)
        normal = normal + stiff[:, None, None] * slope[:, :, None] * slope[:, None, :]
        pull = pull + (stiff * (length - now))[:, None] * slope
    known = np.isfinite(pull).all(axis=1)
    moved = np.full_like(at, np.nan)
    moved[known] = np.linalg.solve(normal[known], pull[known][..., None])[..., 0]
    return moved


def _lengths(seen: Joints, hip_hidden: Flags, knee_hidden: Flags) -> tuple[float, float]:
    """Thigh and shank [px]: from frames that show them, else shares of the leg at its longest."""
    clear, low = ~(hip_hidden | knee_hidden), ~knee_hidden
    thigh, shank = _apart(seen.hip, seen.knee), _apart(seen.knee, seen.ankle)
    if min((clear & np.isfinite(thigh)).sum(), (low & np.isfinite(shank)).sum()) >= LEAST_FRAMES:
        return _usual(thigh, clear, 50), _usual(shank, low, 50)
    leg = _usual(_apart(seen.hip, seen.ankle), ~hip_hidden, 97) * 1.005
    return THIGH * leg, SHANK * leg


def _usual(length: Floats, clear: Flags, share: float) -> float:
    known = np.isfinite(length)
    used = length[clear & known] if (clear & known).sum() >= LEAST_FRAMES else length[known]
    return float(np.percentile(used, share)) if len(used) else float("nan")


def _bent(hip: Floats, ankle: Floats, thigh: float, shank: float) -> Floats:
    """The knee (n, 2) where two bones of these lengths meet, ahead of the line between."""
    line = hip - ankle
    far = np.clip(np.hypot(*line.T), abs(thigh - shank) + 1e-3, thigh + shank - 1e-3)
    unit = line / np.maximum(np.hypot(*line.T), 1e-6)[:, None]
    along = (shank**2 - thigh**2 + far**2) / (2 * far)
    aside = np.sqrt(np.maximum(shank**2 - along**2, 0.0))
    ahead = np.stack([unit[:, 1], -unit[:, 0]], axis=1)
    return np.asarray(ankle + along[:, None] * unit + aside[:, None] * ahead)
