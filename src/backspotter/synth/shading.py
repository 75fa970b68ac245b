"""Light that comes from drawn triangles to each pixel: compiled loops."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.compiled import compiled
from backspotter.synth.light import Light, reaches

SAMPLES: Final = 2
"""Along each side of a pixel."""

PLAIN, STRIPES, HEATHER, BLOCKS, HOLES, LETTERS, DOTS, SOLE = range(8)
"""Patterns: of cloth, of plates, of posts, of shoes."""


class Solid(NamedTuple):
    """All triangles of a frame, ``vertices``, ``normals`` and places at ``rest`` (V, 3), where they
    are seen, ``faces`` (F, 3) and each one's ``material`` (F,)."""

    vertices: Floats
    normals: Floats
    rest: Floats
    x: Floats
    y: Floats
    near: Floats
    faces: Ints
    material: Ints


class Paints(NamedTuple):
    """By material: ``colour`` and ``second`` (m, 3), ``pattern`` (m,), ``shine`` and ``hardness``
    (m,) of the gloss, depth of the ``folds`` (m,)."""

    colour: Floats
    second: Floats
    pattern: Ints
    shine: Floats
    hardness: Floats
    folds: Floats


@compiled
def paint(
    solid: Solid,
    paints: Paints,
    light: Light,
    face: Ints,
    near: Floats,
    window: tuple[int, int],
    stencil: Ints,
    tint: float,
    out: Floats,
    rgb: Floats,
    total: Floats,
) -> None:
    """Lays what was drawn at two by two samples a pixel over ``out`` (H, W, 3).

    Parameters
    ----------
    face, near : what each sample shows; their first pixel is at ``window`` (column, row)
    stencil : (H, W), only pixels that are not zero are painted; one row and column if all are
    tint : of all light, as in a mirror
    """
    height, width = face.shape[0] // 2, face.shape[1] // 2
    whole = stencil.shape[0] == 1
    for i in range(height):
        for j in range(width):
            row, column = window[1] + i, window[0] + j
            if not whole and stencil[row, column] == 0:
                continue
            hits = _pixel(solid, paints, light, face, near, i, j, rgb, total)
            if hits == 0:
                continue
            bare = np.float32(1 - 0.25 * hits)
            for k in range(3):
                laid = total[k] * np.float32(0.25 * tint)
                out[row, column, k] = out[row, column, k] * bare + laid


@compiled
def _pixel(
    solid: Solid,
    paints: Paints,
    light: Light,
    face: Ints,
    near: Floats,
    i: int,
    j: int,
    rgb: Floats,
    total: Floats,
) -> int:
    """How many samples of a pixel hit something; ``total`` is the light of all of them."""
    hits = 0
    low, high = np.float32(1e9), np.float32(0)
    one = face[2 * i, 2 * j]
    even = one >= 0
    for k in range(4):
        found = face[2 * i + k // 2, 2 * j + k % 2]
        if found < 0:
            even = False
            continue
        hits += 1
        even = even and solid.material[found] == solid.material[one]
        low = min(low, near[2 * i + k // 2, 2 * j + k % 2])
        high = max(high, near[2 * i + k // 2, 2 * j + k % 2])
    total[:] = 0
    if hits == 0:
        return 0
    if even and high - low < 0.01 * low:
        _sample(solid, paints, light, one, (2 * j + 0.5, 2 * i + 0.5), rgb)
        for c in range(3):
            total[c] = 4 * rgb[c]
        return 4
    _each(solid, paints, light, face, i, j, rgb, total)
    return hits


@compiled
def _each(
    solid: Solid,
    paints: Paints,
    light: Light,
    face: Ints,
    i: int,
    j: int,
    rgb: Floats,
    total: Floats,
) -> None:
    for k in range(4):
        row, column = 2 * i + k // 2, 2 * j + k % 2
        found = face[row, column]
        if found >= 0:
            _sample(solid, paints, light, found, (column + 0.5, row + 0.5), rgb)
            for c in range(3):
                total[c] += rgb[c]


@compiled
def _sample(
    solid: Solid, paints: Paints, light: Light, f: int, at: tuple[float, float], rgb: Floats
) -> None:
    """Light from one face at a point of the samples' grid."""
    a, b, c = solid.faces[f, 0], solid.faces[f, 1], solid.faces[f, 2]
    p, q, r = _shares(solid, a, b, c, at)
    m = solid.material[f]
    place = _blend(solid.vertices, a, b, c, p, q, r)
    rest = _blend(solid.rest, a, b, c, p, q, r)
    nx, ny, nz = _unit(_blend(solid.normals, a, b, c, p, q, r))
    view = _unit(
        (light.eye[0] - place[0], light.eye[1] - place[1], light.eye[2] - place[2]),
    )
    if nx * view[0] + ny * view[1] + nz * view[2] < -0.2:
        nx, ny, nz = -nx, -ny, -nz
    if paints.folds[m] > 0:
        nx, ny, nz = _folded((nx, ny, nz), rest, paints.folds[m])
    _lit(paints, light, m, place, rest, (nx, ny, nz), view, rgb)


@compiled
def _lit(
    paints: Paints,
    light: Light,
    m: int,
    place: tuple[float, float, float],
    rest: tuple[float, float, float],
    n: tuple[float, float, float],
    view: tuple[float, float, float],
    rgb: Floats,
) -> None:
    lx, ly, lz = light.axes[0, 2], light.axes[1, 2], light.axes[2, 2]
    facing = n[0] * lx + n[1] * ly + n[2] * lz
    lit, gloss = 0.0, 0.0
    if facing > 0:
        off = 0.012
        lit = facing * reaches(
            light, place[0] + n[0] * off, place[1] + n[1] * off, place[2] + n[2] * off, 0.006, 1.8
        )
    if lit > 0.02:
        hx, hy, hz = _unit((view[0] + lx, view[1] + ly, view[2] + lz))
        shine = max(n[0] * hx + n[1] * hy + n[2] * hz, 0.0)
        gloss = paints.shine[m] * shine ** paints.hardness[m]
    edge = 1 - max(n[0] * view[0] + n[1] * view[1] + n[2] * view[2], 0.0)
    gloss += 0.05 * edge * edge * edge
    side = 0.3 * max(n[0] * lx * 0.9 + n[1] * 0.4 + n[2] * 0.2, 0.0)
    low = min(max(place[2] / 0.35, 0.0), 1.0)
    around = (0.55 + 0.45 * low * low * (3 - 2 * low)) * (1 + side)
    up = 0.5 + 0.5 * n[2]
    tone = _tone(paints, m, rest)
    for k in range(3):
        colour = paints.colour[m, k] + (paints.second[m, k] - paints.colour[m, k]) * tone[0]
        ambient = around * (light.below[k] + (light.above[k] - light.below[k]) * up)
        lamp = light.lamp[k]
        rgb[k] = colour * tone[1] * (lit * lamp + ambient) + gloss * min(lamp, 1.0)


@compiled
def _shares(
    solid: Solid, a: int, b: int, c: int, at: tuple[float, float]
) -> tuple[float, float, float]:
    """Of the three corners, in perspective."""
    x0, y0 = solid.x[a], solid.y[a]
    ax, ay, bx, by = solid.x[b] - x0, solid.y[b] - y0, solid.x[c] - x0, solid.y[c] - y0
    over = 1 / (ax * by - ay * bx)
    across, down = at[0] - x0, at[1] - y0
    u = min(max((across * by - down * bx) * over, 0.0), 1.0)
    v = min(max((down * ax - across * ay) * over, 0.0), 1.0 - u)
    p, q, r = (1 - u - v) * solid.near[a], u * solid.near[b], v * solid.near[c]
    whole = 1 / (p + q + r)
    return p * whole, q * whole, r * whole


@compiled
def _blend(
    values: Floats, a: int, b: int, c: int, p: float, q: float, r: float
) -> tuple[float, float, float]:
    return (
        values[a, 0] * p + values[b, 0] * q + values[c, 0] * r,
        values[a, 1] * p + values[b, 1] * q + values[c, 1] * r,
        values[a, 2] * p + values[b, 2] * q + values[c, 2] * r,
    )


@compiled
def _unit(v: tuple[float, float, float]) -> tuple[float, float, float]:
    over = 1 / np.sqrt(max(v[0] * v[0] + v[1] * v[1] + v[2] * v[2], 1e-18))
    return v[0] * over, v[1] * over, v[2] * over


@compiled
def _folded(
    n: tuple[float, float, float], rest: tuple[float, float, float], deep: float
) -> tuple[float, float, float]:
    """A direction tilted by the folds of cloth, which run round the body and slant."""
    x, y, z = rest
    one = np.cos(55 * z + 16 * x + 2.2 * np.sin(13 * x + 9 * y) + 1.5 * np.sin(21 * z - 11 * y))
    two = np.cos(38 * x - 30 * y + 24 * z + 2.0 * np.sin(17 * z + 6 * x))
    return _unit((n[0] + deep * (0.35 * one + two), n[1] + deep * (0.3 * one - 0.7 * two),
                  n[2] + deep * (one + 0.4 * two)))  # fmt: skip


@compiled
def _tone(paints: Paints, m: int, rest: tuple[float, float, float]) -> tuple[float, float]:
    """Share of the second colour, and how the cloth varies from place to place."""
    fine = grain(rest[2] * 250, (rest[0] + rest[1]) * 250)
    pattern, second = paints.pattern[m], 0.0
    if pattern == 1:
        second = 1.0 if rest[2] * 11 - np.floor(rest[2] * 11) < 0.42 else 0.0
    elif pattern == 2:
        second = 0.5 * grain(rest[2] * 180, (rest[0] + 0.6 * rest[1]) * 320)
    elif pattern == 3:
        second = 1.0 if abs(rest[0]) > 0.13 else 0.0
    elif pattern >= 4:
        second = _marked(pattern, rest)
    return second, 0.95 + 0.08 * fine


@compiled
def _marked(pattern: int, rest: tuple[float, float, float]) -> float:
    """1 in the grip holes of an iron plate, on the letters of a bumper, in a post's holes."""
    if pattern == 7:
        return 1.0 if rest[2] < 0.02 + 0.06 * max(rest[1] - 0.02, 0.0) else 0.0
    if pattern == 6:
        off = (rest[2] / 0.06 - np.floor(rest[2] / 0.06) - 0.5) * 0.06
        wide = min(abs(rest[0]), abs(rest[1]))
        return 1.0 if off * off + wide * wide < 0.012**2 else 0.0
    away = np.sqrt(rest[1] ** 2 + rest[2] ** 2)
    turn = np.arctan2(rest[2], rest[1]) * 3 / (2 * np.pi)
    off = turn - np.floor(turn) - 0.5
    if pattern == 4:
        return 1.0 if abs(away - 0.62) < 0.10 and abs(off) < 0.16 else 0.0
    if abs(away - 0.70) > 0.065 or abs(off) > 0.3:
        return 0.0
    return 1.0 if grain(off * 46, 3.0) > 0.35 and grain(off * 46, away * 60) > 0.25 else 0.0


@compiled
def grain(x: float, y: float) -> float:
    """A number from 0 to 1 for each square of a grid, as if thrown."""
    mixed = (int(np.floor(x)) * 73856093) ^ (int(np.floor(y)) * 19349663)
    mixed = (mixed ^ (mixed >> 13)) * 1274126177
    return ((mixed >> 8) & 0xFFFF) / 65535


@compiled
def shadow_room(light: Light, at: Floats, share: float, out: Floats) -> None:
    """Darkens the room's pixels (H, W, 3) at places (H, W, 3) which the lamp does not reach."""
    size = light.nearest.shape[0]
    blur = 0.012 * light.scale
    for row in range(at.shape[0]):
        for column in range(at.shape[1]):
            x, y, z = at[row, column, 0], at[row, column, 1], at[row, column, 2]
            u = x * light.axes[0, 0] + y * light.axes[1, 0] + z * light.axes[2, 0]
            v = x * light.axes[0, 1] + y * light.axes[1, 1] + z * light.axes[2, 1]
            u, v = (u - light.corner[0]) * light.scale, (v - light.corner[1]) * light.scale
            if u < 0 or v < 0 or u >= size or v >= size:
                continue
            left = 1 - share * (1 - reaches(light, x, y, z, 0.004, blur))
            for k in range(3):
                out[row, column, k] *= np.float32(left)
