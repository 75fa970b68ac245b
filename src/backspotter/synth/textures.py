"""Floors and walls as tiles of light: thrown once for a scene, read off at any distance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, smooth_step

PX_PER_M: Final = 128
FINER: Final = 5
"""A tile is kept at so many sizes, each half the one before."""

Paint = Callable[[Floats, Floats, np.random.Generator], Floats]
"""Light (h, w, 3) at places across and up (h, w) [m]."""


def tile(name: str, width_m: float, high_m: float, rng: np.random.Generator) -> list[Floats]:
    """A floor or wall by name, in sizes that halve, (h, w, 3) each."""
    across = (np.arange(int(width_m * PX_PER_M)) + 0.5) / PX_PER_M - width_m / 2
    up = (np.arange(int(high_m * PX_PER_M)) + 0.5) / PX_PER_M
    u, v = np.meshgrid(across.astype(np.float32), up.astype(np.float32))
    paint = FLOORS.get(name) or WALLS[name]
    return halved(np.asarray(paint(u, v, rng), np.float32))


def halved(light: Floats) -> list[Floats]:
    """The tile and ever smaller ones."""
    levels = [np.ascontiguousarray(light)]
    for _ in range(FINER - 1):
        fine = levels[-1]
        h, w = (size // 2 * 2 for size in fine.shape[:2])
        four = (fine[i:h:2, j:w:2] for i in (0, 1) for j in (0, 1))
        levels.append(np.ascontiguousarray(sum(four, np.float32(0)) / 4, np.float32))
    return levels


def _cloud(u: Floats, v: Floats, size_m: float, rng: np.random.Generator) -> Floats:
    """Soft noise from 0 to 1 whose lumps have this size."""
    rows = int(np.ceil(np.ptp(v) / size_m)) + 2
    columns = int(np.ceil(np.ptp(u) / size_m)) + 2
    thrown = rng.random((rows, columns)).astype(np.float32)
    x, y = (u - u.min()) / size_m, (v - v.min()) / size_m
    i, j = y.astype(int), x.astype(int)
    across, down = smooth_step(0, 1, x - j), smooth_step(0, 1, y - i)
    upper = thrown[i, j] * (1 - across) + thrown[i, j + 1] * across
    lower = thrown[i + 1, j] * (1 - across) + thrown[i + 1, j + 1] * across
    return np.asarray(upper * (1 - down) + lower * down)


def _line(x: Floats, every: float, wide: float) -> Floats:
    """1 on lines ``every`` so far apart, 0 between."""
    off = np.abs(x / every - np.round(x / every)) * every
    return np.asarray(1 - smooth_step(wide / 2, wide / 2 + 0.006, off))


def _tinted(grey: Floats, *rgb: float) -> Floats:
    return np.asarray(grey[..., None] * np.array(rgb, np.float32))


def _muted(rng: np.random.Generator, low: float, high: float) -> Floats:
    """A colour as walls have it: mostly grey."""
    grey = rng.uniform(low, high)
    return np.asarray(np.clip(grey + grey * rng.normal(0, 0.13, 3), 0.02, 0.8))


def _rubber(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    flecks = rng.random(u.shape) > rng.uniform(0.96, 0.995)
    grey = 0.055 + 0.014 * _cloud(u, v, 0.2, rng) + 0.09 * flecks
    joint = np.maximum(_line(u + 0.5, 1, 0.006), _line(v + 0.35, 1, 0.006))
    return _tinted(grey * (1 - 0.45 * joint), 1, 1, 1.04)


def _platform(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    """Rubber with a wooden platform in its middle; ``v`` is up from the tile's lower edge."""
    mat = _rubber(u, v, rng)
    rows = np.flatnonzero(np.abs(v[:, 0] - v.max() / 2 + 0.1) < 1.05)
    columns = np.flatnonzero(np.abs(u[0]) < 0.45)
    inside = np.s_[rows[0] : rows[-1], columns[0] : columns[-1]]
    mat[inside] = _boards(u[inside], v[inside], rng)
    return mat


def _boards(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    plank = np.floor((u - u.min()) / 0.09).astype(int)
    tone = (0.8 + 0.35 * rng.random(plank.max() + 1)[plank]) * (
        0.75 + 0.3 * _cloud(u * 6, v, 0.22, rng)
    )
    return _tinted(tone * (1 - 0.3 * _line(u, 0.09, 0.003)), 0.40, 0.25, 0.135)


def _concrete(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    grey = 0.24 + 0.08 * _cloud(u, v, 0.7, rng) + 0.05 * _cloud(u, v, 0.06, rng)
    return _tinted(grey * (1 - 0.3 * _line(u, 2, 0.01)), 1, 0.99, 0.95)


def _turf(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    grey = 0.7 + 0.5 * rng.random(u.shape) + 0.2 * _cloud(u, v, 0.3, rng)
    lane = smooth_step(0.93, 0.94, np.abs(u)) * (1 - smooth_step(0.98, 0.99, np.abs(u)))
    green = _tinted(grey, 0.07, 0.16, 0.06)
    return np.asarray(green + 0.5 * lane[..., None])


def _block(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    row = np.floor(v / 0.2)
    along = u / 0.4 + (row % 2) * 0.5
    joint = np.maximum(_line(along * 0.4, 0.4, 0.008), _line(v, 0.2, 0.008))
    each = rng.random((int(row.max()) + 1, int(np.ptp(along)) + 3))
    tone = each[row.astype(int), (along - along.min()).astype(int)]
    shade = (0.92 + 0.1 * _cloud(u, v, 0.3, rng) + 0.05 * tone) * (1 - 0.18 * joint)
    paint = np.where((v < 0.95)[..., None], _muted(rng, 0.08, 0.3), _muted(rng, 0.38, 0.58))
    paint = np.where((np.abs(v - 0.95) < 0.03)[..., None], rng.uniform(0.05, 0.5, 3), paint)
    return np.asarray(paint * shade[..., None])


def _brick(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    row = np.floor(v / 0.075)
    along = u / 0.24 + (row % 2) * 0.5
    joint = np.maximum(_line(along * 0.24, 0.24, 0.012), _line(v, 0.075, 0.012))
    each = rng.random((int(row.max()) + 1, int(np.ptp(along)) + 3))
    tone = each[row.astype(int), (along - along.min()).astype(int)]
    stone = _tinted(0.7 + 0.5 * tone + 0.1 * _cloud(u, v, 0.02, rng), 0.30, 0.13, 0.085)
    mortar = np.array([0.36, 0.34, 0.31])
    return np.asarray(stone + (mortar - stone) * joint[..., None])


def _plaster(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    grey = 0.92 + 0.1 * _cloud(u, v, 0.9, rng) + 0.03 * _cloud(u, v, 0.03, rng)
    return _tinted(grey, *_muted(rng, 0.15, 0.75))


def _dark(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    grey = 0.035 + 0.02 * _cloud(u, v, 0.5, rng)
    return _tinted(grey * (1 - 0.4 * _line(u, 1.2, 0.012)), 1, 1, rng.uniform(1, 1.3))


def _panels(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    wave = 0.75 + 0.25 * np.cos(u * 2 * np.pi / 0.2)
    grey = wave * (0.9 + 0.15 * _cloud(u, v, 0.6, rng))
    return _tinted(grey, *_muted(rng, 0.12, 0.5))


def _windows(u: Floats, v: Floats, rng: np.random.Generator) -> Floats:
    wall = _plaster(u, v, rng)
    pane = (v > 1.1) & (v < 2.6) & (np.abs((u / 1.7) % 1 - 0.5) < 0.38)
    bars = np.maximum(_line(u, 0.43, 0.04), _line(v - 1.1, 0.5, 0.04))
    sky = _tinted(1.2 + 0.5 * _cloud(u, v, 0.4, rng) - bars, 0.95, 1, 1.08)
    return np.asarray(np.where(pane[..., None], np.maximum(sky, 0.1), wall))


FLOORS: Final[dict[str, Paint]] = {
    "platform": _platform,
    "rubber": _rubber,
    "boards": _boards,
    "concrete": _concrete,
    "turf": _turf,
}
WALLS: Final[dict[str, Paint]] = {
    "block": _block,
    "brick": _brick,
    "plaster": _plaster,
    "dark": _dark,
    "panels": _panels,
    "windows": _windows,
}


def discs(wall: Floats, count: int, rng: np.random.Generator) -> None:
    """Round things painted on a wall (h, w, 3): clocks, signs, plates hung up."""
    high, wide = wall.shape[:2]
    for _ in range(count):
        radius = rng.uniform(0.10, 0.26) * PX_PER_M
        x, y = rng.uniform(0.25, 0.75) * wide, rng.uniform(0.35, 1.9) * PX_PER_M
        rows, columns = np.ogrid[:high, :wide]
        away = np.hypot(columns - x, rows - y) / radius
        colour, rim = rng.uniform(0.02, 0.7, 3), rng.uniform(0.02, 0.7, 3)
        wall[away < 1] = rim
        wall[away < rng.uniform(0.75, 0.95)] = colour
        wall[away < rng.uniform(0.1, 0.3)] = rim


def posters(wall: Floats, count: int, rng: np.random.Generator) -> None:
    """Square sheets with some lines on a wall (h, w, 3)."""
    high, wide = wall.shape[:2]
    for _ in range(count):
        w, h = (int(size * PX_PER_M) for size in rng.uniform(0.4, 0.9, 2))
        x, y = int(rng.uniform(0.1, 0.8) * wide), int(rng.uniform(0.8, 1.7) * PX_PER_M)
        sheet = wall[y : min(y + h, high), x : min(x + w, wide)]
        sheet[:] = rng.uniform(0.05, 0.75) * rng.uniform(0.5, 1, 3)
        for line in range(3, sheet.shape[0] - 3, 12):
            end = int(sheet.shape[1] * rng.uniform(0.4, 0.9))
            sheet[line : line + 4, 6:end] = rng.uniform(0.02, 0.8)
