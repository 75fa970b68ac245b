"""The room: a rubber floor, a wooden platform, a painted wall. Seen once for each camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.camera import Camera

WALL_X_M: Final = 2.4
DADO_M: Final = 0.95
SAMPLES: Final = 2
SHADOWED_M: Final = (2.0, 1.6)
"""How far beside and before the lifter a shadow can fall."""


@dataclass(frozen=True, slots=True)
class Room:
    """``light`` (H, W, 3) that comes from each pixel, and the ``floor`` points (n, 3) [m] on
    which shadows fall, at pixels ``rows`` and ``columns``."""

    light: Floats
    rows: Ints
    columns: Ints
    floor: Floats


def room(camera: Camera) -> Room:
    """The empty room as this camera sees it; the wall is always on the far side."""
    flip = np.array([camera.side, 1, 1], np.float32)
    rays, start = camera.rays(SAMPLES) * flip, (camera.position * flip).astype(np.float32)
    down, away = np.minimum(rays[..., 2], -1e-6), np.maximum(rays[..., 0], 1e-6)
    to_floor = np.where(rays[..., 2] < -1e-6, -start[2] / down, np.inf)
    to_wall = np.minimum((WALL_X_M - start[0]) / away, 100.0)
    is_floor = to_floor < to_wall
    at = start + rays * np.minimum(to_floor, to_wall)[..., None]
    light = np.where(is_floor[..., None], _floor(at), _wall(at)).astype(np.float32)
    height, width = light.shape[0] // SAMPLES, light.shape[1] // SAMPLES
    even = light.reshape(height, SAMPLES, width, SAMPLES, 3).mean(axis=(1, 3))
    at, is_floor = at[::SAMPLES, ::SAMPLES], is_floor[::SAMPLES, ::SAMPLES]
    near = (np.abs(at[..., 0]) < SHADOWED_M[0]) & (np.abs(at[..., 1]) < SHADOWED_M[1])
    rows, columns = np.nonzero(is_floor & near)
    return Room(even * np.float32(1.15), rows, columns, at[rows, columns] * flip)


def grain(x: Floats, y: Floats) -> Floats:
    """A number from 0 to 1 for each square of a grid, as if thrown."""
    mixed = (np.floor(x).astype(np.int64) * 73856093) ^ (np.floor(y).astype(np.int64) * 19349663)
    mixed = (mixed ^ (mixed >> 13)) * 1274126177
    return np.asarray(((mixed >> 8) & 0xFFFF) / np.float32(65535), np.float32)


def _soft(x: Floats, y: Floats) -> Floats:
    """The same, without edges."""
    across, down = x - np.floor(x), y - np.floor(y)
    across, down = across**2 * (3 - 2 * across), down**2 * (3 - 2 * down)
    upper = grain(x, y) * (1 - across) + grain(x + 1, y) * across
    lower = grain(x, y + 1) * (1 - across) + grain(x + 1, y + 1) * across
    return np.asarray(upper * (1 - down) + lower * down)


def _floor(at: Floats) -> Floats:
    x, y = at[..., 0], at[..., 1]
    grey = 0.055 + 0.012 * _soft(x * 5, y * 5) + 0.09 * (grain(x * 260, y * 260) > 0.985)
    joint = np.minimum(np.abs((x + 0.5) % 1 - 0.5), np.abs((y + 0.35) % 1 - 0.5)) < 0.003
    rubber = grey * np.where(joint, 0.55, 1.0)
    platform = (np.abs(x) < 0.45) & (np.abs(y + 0.1) < 1.05)
    tone = (0.8 + 0.35 * grain(x / 0.09, 7 + 0 * x)) * (0.75 + 0.3 * _soft(x * 60, y * 2.2))
    tone = tone * np.where(np.abs(x / 0.09 - np.round(x / 0.09)) < 0.02, 0.7, 1.0)
    wood = tone[..., None] * np.array([0.40, 0.25, 0.135])
    mat = rubber[..., None] * np.array([1, 1, 1.04])
    return np.asarray(np.where(platform[..., None], wood, mat))


def _wall(at: Floats) -> Floats:
    y, z = at[..., 1], at[..., 2]
    row = np.floor(z / 0.2)
    along = y / 0.4 + (row % 2) * 0.5
    to_joint = np.minimum(np.abs(along - np.round(along)) * 0.4, np.abs(z % 0.2 - 0.1) * -1 + 0.1)
    upper, lower = np.array([0.50, 0.51, 0.50]), np.array([0.16, 0.19, 0.22])
    paint = np.where((z < DADO_M)[..., None], lower, upper)
    shade = 0.92 + 0.1 * _soft(y * 3, z * 3) + 0.05 * grain(along, row)
    shade = shade * np.where(to_joint < 0.005, 0.82, 1.0)
    shade = shade * (0.75 + 0.25 * np.clip(1.5 - np.abs(y) / 3, 0, 1))
    paint = paint * shade[..., None]
    paint[np.abs(z - DADO_M) < 0.03] = [0.5, 0.1, 0.06]
    paint[z < 0.1] = 0.03
    return np.asarray(paint)
