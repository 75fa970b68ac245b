"""A camera on a stand or in a hand: where points are seen, and what each pixel looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats

DISTANCE_M: Final = 4.2
HEIGHT_M: Final = 1.0
FILLED: Final = 0.92
"""Share of the picture that the lift fills."""

SHAKES_HZ: Final = (0.35, 0.9, 2.1, 5.3)
SHAKE_SHARES: Final = (0.6, 0.3, 0.15, 0.06)
"""A hand drifts slowly and trembles fast: assumption."""

LENS_STEPS: Final = 8192
"""Of the table by which a lens' distortion is undone."""

ROLL_SHARE: Final = 0.4
"""Of the shake, how much goes into roll; about the picture's edge: assumption."""


@dataclass(frozen=True, slots=True)
class Shake:
    """How a hand moves the picture: up to about ``px`` [px], on a path thrown by ``seed``."""

    px: float
    seed: int

    def at(self, t_s: float) -> Floats:
        """Pan, tilt and roll at the edge (3,) [px]; smooth in time."""
        rng = np.random.default_rng(self.seed)
        pace = np.array(SHAKES_HZ)[:, None] * rng.uniform(0.8, 1.25, (len(SHAKES_HZ), 3))
        phase = rng.uniform(0, 2 * np.pi, pace.shape)
        waves = np.sin(2 * np.pi * pace * t_s + phase) * np.array(SHAKE_SHARES)[:, None]
        return np.asarray(self.px * waves.sum(axis=0) * [1, 1, ROLL_SHARE])


@dataclass(frozen=True)
class Camera:
    """``position`` and ``target`` (3,) [m], focal length [px], size of the picture [px].

    ``side`` is 1 at the lifter's right, so that the lifter faces right, and -1 at the left;
    ``roll_deg`` turns the picture clockwise; ``k1`` is the lens' radial distortion: a point at r
    (tangent of its angle off the axis) is seen at r (1 + k1 r²). ``turned`` is what a hand adds
    to the aim at one time: pan, tilt and roll [rad].
    """

    position: Floats
    target: Floats
    focal_px: float
    width: int
    height: int
    side: int = 1
    roll_deg: float = 0.0
    k1: float = 0.0
    shake: Shake | None = None
    turned: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def at(self, t_s: float) -> Camera:
        """The camera at one time of the film [s]."""
        if self.shake is None or self.shake.px <= 0:
            return self
        pan, tilt, edge = self.shake.at(t_s)
        turned = (pan / self.focal_px, tilt / self.focal_px, 2 * edge / self.width)
        return replace(self, turned=turned)

    @cached_property
    def axes(self) -> Floats:
        """Right, down and forward in rows (3, 3)."""
        forward = self.target - self.position
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, [0.0, 0.0, 1.0])
        right = right / np.linalg.norm(right)
        level = np.stack([right, -np.cross(right, forward), forward])
        pan, tilt, roll = (self.side, 1, self.side) * np.array(self.turned)
        forward = level[2] + pan * level[0] + tilt * level[1]
        forward = forward / np.linalg.norm(forward)
        right = level[0] - forward * (level[0] @ forward)
        right = right / np.linalg.norm(right)
        down = np.cross(forward, right)
        turn = np.deg2rad(self.roll_deg) + roll
        across = np.cos(turn) * right - np.sin(turn) * down
        return np.stack([across, np.sin(turn) * right + np.cos(turn) * down, forward])

    @property
    def fov_deg(self) -> float:
        """Horizontal field of view, without distortion [deg]."""
        return float(np.rad2deg(2 * np.arctan(self.width / 2 / self.focal_px)))

    @property
    def pitch_deg(self) -> float:
        """How far the camera looks down, before any shake [deg]."""
        forward = self.target - self.position
        return float(-np.rad2deg(np.arctan2(forward[2], np.hypot(forward[0], forward[1]))))

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Where points (n, 3) [m] are in the picture (n, 2) [px], and 1 over their depth (n,).

        What lies so far off the axis that the lens folds it back has a depth of infinity.
        """
        across, down, deep = np.einsum("ij,nj->in", self.axes, points - self.position)
        nearness = 1 / deep
        across, down = across * nearness, down * nearness
        if self.k1:
            square = across**2 + down**2
            across, down = across * (1 + self.k1 * square), down * (1 + self.k1 * square)
            nearness = np.where(1 + 3 * self.k1 * square > 0, nearness, 0.0)
        places = np.empty((len(nearness), 2))
        places[:, 0] = self.width / 2 + self.focal_px * across
        places[:, 1] = self.height / 2 + self.focal_px * down
        return places, nearness

    def px_per_m(self, point: Floats) -> float:
        """Scale in the plane through a point (3,), square to the camera's axis [px/m]; without
        distortion."""
        return float(self.focal_px / ((point - self.position) @ self.axes[2]))

    def looks(self, samples: int = 1) -> Floats:
        """Where ``samples`` by ``samples`` points of each pixel look: tangents of the angles to
        the right and down (rows, columns, 2)."""
        return _looks(self.width, self.height, self.focal_px, self.k1, samples)


@lru_cache(maxsize=4)
def _looks(width: int, height: int, focal_px: float, k1: float, samples: int) -> Floats:
    across = (np.arange(width * samples) + 0.5) / samples - width / 2
    down = (np.arange(height * samples) + 0.5) / samples - height / 2
    flat = np.stack(np.meshgrid(across / focal_px, down / focal_px), axis=-1)
    if not k1:
        return flat.astype(np.float32)
    furthest = np.sqrt(1 / (-3 * k1)) if k1 < 0 else 3.0
    before = np.linspace(0, furthest, LENS_STEPS)
    bent = np.hypot(flat[..., 0], flat[..., 1])
    share = np.interp(bent, before * (1 + k1 * before**2), before) / np.maximum(bent, 1e-9)
    return np.asarray(flat * share[..., None], np.float32)


def placed(
    points: Floats,
    *,
    yaw_deg: float,
    width: int,
    height: int,
    side: int = 1,
    height_m: float = HEIGHT_M,
    distance_m: float = DISTANCE_M,
    roll_deg: float = 0.0,
    k1: float = 0.0,
    filled: float = FILLED,
    aside_m: tuple[float, float] = (0.0, 0.0),
    shake: Shake | None = None,
) -> Camera:
    """A camera that sees all points (n, 3) [m].

    Parameters
    ----------
    yaw_deg : turned from the side (0) toward the front (90) or, below zero, the rear [deg]
    height_m, distance_m : above the floor, and level from the middle of the points [m]
    filled : share of the picture that the points fill
    aside_m : how far ahead of and above the middle of the points the camera aims [m]
    """
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    yaw = np.deg2rad(yaw_deg)
    toward = np.array([-side * np.cos(yaw), -np.sin(yaw), 0.0])
    ahead = np.array([side * np.sin(yaw), -np.cos(yaw), 0.0])
    base = np.array([0.0, middle[1], middle[2]])
    position = base * [1, 1, 0] + distance_m * toward + [0, 0, height_m]
    target = base + aside_m[0] * ahead + [0, 0, aside_m[1]]
    wide = Camera(position, target, 1.0, width, height, side, side * roll_deg, k1)
    seen, _ = wide.project(points)
    apart = np.abs(seen - [width / 2, height / 2]).max(axis=0)
    focal = filled * float(np.min(np.array([width / 2, height / 2]) / apart))
    return replace(wide, focal_px=focal, shake=shake)
