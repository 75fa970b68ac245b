"""Light that comes from drawn triangles to each pixel: compiled loops."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask
from backspotter.synth.compiled import compiled, inlined
from backspotter.synth.light import Light, reaches
from backspotter.synth.patterns import Paints, folded, tone, unit

SAMPLES: Final = 2
"""Along each side of a pixel."""


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


@compiled
def paint(
    solid: Solid,
    paints: Paints,
    light: Light,
    face: Ints,
    near: Floats,
    window: tuple[int, int],
    stencil: Mask,
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
            if not whole and not stencil[row, column]:
                continue
            hits = _pixel(solid, paints, light, face, near, i, j, rgb, total)
            if hits == 0:
                continue
            bare = np.float32(1 - 0.25 * hits)
            for k in range(3):
                laid = total[k] * np.float32(0.25 * tint)
                out[row, column, k] = out[row, column, k] * bare + laid


@inlined
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
    _each(solid, paints, light, face, near, i, j, rgb, total)
    return hits


@inlined
def _each(
    solid: Solid,
    paints: Paints,
    light: Light,
    face: Ints,
    near: Floats,
    i: int,
    j: int,
    rgb: Floats,
    total: Floats,
) -> None:
    """Every sample by itself, unless it shows the same thing as the one before."""
    made, depth = -1, np.float32(0)
    for k in range(4):
        row, column = 2 * i + k // 2, 2 * j + k % 2
        found = face[row, column]
        if found < 0:
            continue
        away = abs(near[row, column] - depth)
        if solid.material[found] != made or away > 0.01 * depth:
            _sample(solid, paints, light, found, (column + 0.5, row + 0.5), rgb)
            made, depth = solid.material[found], near[row, column]
        for c in range(3):
            total[c] += rgb[c]


@inlined
def _sample(
    solid: Solid, paints: Paints, light: Light, f: int, at: tuple[float, float], rgb: Floats
) -> None:
    """Light from one face at a point of the samples' grid."""
    a, b, c = solid.faces[f, 0], solid.faces[f, 1], solid.faces[f, 2]
    p, q, r = _shares(solid, a, b, c, at)
    m = solid.material[f]
    place = _blend(solid.vertices, a, b, c, p, q, r)
    rest = _blend(solid.rest, a, b, c, p, q, r)
    nx, ny, nz = unit(_blend(solid.normals, a, b, c, p, q, r))
    view = unit(
        (light.eye[0] - place[0], light.eye[1] - place[1], light.eye[2] - place[2]),
    )
    if nx * view[0] + ny * view[1] + nz * view[2] < -0.2:
        nx, ny, nz = -nx, -ny, -nz
    if paints.folds[m] > 0:
        nx, ny, nz = folded((nx, ny, nz), rest, paints.folds[m])
    _lit(paints, light, m, place, rest, (nx, ny, nz), view, rgb)


@inlined
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
        hx, hy, hz = unit((view[0] + lx, view[1] + ly, view[2] + lz))
        shine = max(n[0] * hx + n[1] * hy + n[2] * hz, 0.0)
        for _ in range(paints.doublings[m]):
            shine *= shine
        gloss = paints.shine[m] * shine
    edge = 1 - max(n[0] * view[0] + n[1] * view[1] + n[2] * view[2], 0.0)
    gloss += 0.05 * edge * edge * edge
    side = 0.3 * max(n[0] * lx * 0.9 + n[1] * 0.4 + n[2] * 0.2, 0.0)
    low = min(max(place[2] / 0.35, 0.0), 1.0)
    around = (0.55 + 0.45 * low * low * (3 - 2 * low)) * (1 + side)
    up = 0.5 + 0.5 * n[2]
    second, level = tone(paints, m, rest)
    for k in range(3):
        colour = paints.colour[m, k] + (paints.second[m, k] - paints.colour[m, k]) * second
        ambient = around * (light.below[k] + (light.above[k] - light.below[k]) * up)
        lamp = light.lamp[k]
        rgb[k] = colour * level * (lit * lamp + ambient) + gloss * min(lamp, 1.0)


@inlined
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


@inlined
def _blend(
    values: Floats, a: int, b: int, c: int, p: float, q: float, r: float
) -> tuple[float, float, float]:
    return (
        values[a, 0] * p + values[b, 0] * q + values[c, 0] * r,
        values[a, 1] * p + values[b, 1] * q + values[c, 1] * r,
        values[a, 2] * p + values[b, 2] * q + values[c, 2] * r,
    )


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
