"""A pinhole camera on a stand beside the lifter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats

DISTANCE_M: Final = 4.2
HEIGHT_M: Final = 1.0
FILLED: Final = 0.92
"""Share of the picture that the lift fills."""


@dataclass(frozen=True)
class Camera:
    """``position`` and ``target`` (3,) [m], focal length [px], size of the picture [px].

    ``side`` is 1 at the lifter's right, so that the lifter faces right, and -1 at the left.
    """

    position: Floats
    target: Floats
    focal_px: float
    width: int
    height: int
    side: int = 1

    @cached_property
    def axes(self) -> Floats:
        """Right, down and forward in rows (3, 3)."""
        forward = self.target - self.position
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, [0.0, 0.0, 1.0])
        right = right / np.linalg.norm(right)
        return np.stack([right, -np.cross(right, forward), forward])

    @property
    def fov_deg(self) -> float:
        """Horizontal field of view [deg]."""
        return float(np.rad2deg(2 * np.arctan(self.width / 2 / self.focal_px)))

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Where points (n, 3) [m] are in the picture (n, 2) [px], and 1 over their depth (n,)."""
        seen = (points - self.position) @ self.axes.T
        nearness = 1 / seen[..., 2]
        middle = np.array([self.width / 2, self.height / 2])
        return middle + self.focal_px * seen[..., :2] * nearness[..., None], nearness

    def px_per_m(self, point: Floats) -> float:
        """Scale in the plane through a point (3,), square to the camera's axis [px/m]."""
        return float(self.focal_px / ((point - self.position) @ self.axes[2]))

    def rays(self, samples: int) -> Floats:
        """Directions of ``samples`` by ``samples`` rays a pixel (rows, columns, 3)."""
        across = (np.arange(self.width * samples) + 0.5) / samples - self.width / 2
        down = (np.arange(self.height * samples) + 0.5) / samples - self.height / 2
        x, y = np.meshgrid(across / self.focal_px, down / self.focal_px)
        return np.asarray(np.stack([x, y, np.ones_like(x)], axis=-1) @ self.axes, np.float32)


def placed(points: Floats, *, yaw_deg: float, width: int, height: int, side: int = 1) -> Camera:
    """A camera that sees all points (n, 3), turned ``yaw_deg`` from the side to the front."""
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    target = np.array([0.0, middle[1], middle[2]])
    yaw = np.deg2rad(yaw_deg)
    away = DISTANCE_M * np.array([-side * np.cos(yaw), -np.sin(yaw), 0.0])
    position = target * [1, 1, 0] + away + [0, 0, HEIGHT_M]
    wide = Camera(position, target, 1.0, width, height, side)
    seen, _ = wide.project(points)
    apart = np.abs(seen - [width / 2, height / 2]).max(axis=0)
    focal = FILLED * float(np.min(np.array([width / 2, height / 2]) / apart))
    return Camera(position, target, focal, width, height, side)
