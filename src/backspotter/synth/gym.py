"""The room: a floor, four walls, a ceiling, perhaps a mirror. Each pixel looks at one of them."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask
from backspotter.synth.camera import Camera
from backspotter.synth.compiled import compiled, inlined
from backspotter.synth.textures import FINER, PX_PER_M, discs, halved, posters, tile

HALF_M: Final = (2.4, 3.4)
"""From the lifter to the wall beside and to the walls ahead and behind."""

HIGH_M: Final = 3.2
TILE_M: Final = 8.0
SILVER: Final = 0.84
"""Share of light that a mirror gives back."""

MIRROR_M: Final = (-1.9, 1.9, 0.12, 2.15)
"""A mirror on a wall: from where to where along it and up."""


class Room(NamedTuple):
    """``half`` the room's size and its ``high``; ``mirror``: axis of the wall (-1 for none), sign,
    first and last place along it, lowest and highest; ``texels`` (n, 3) of floor, walls
    beside, walls ahead and ceiling, each in all its ``sizes`` (20, 3): where it begins, its height
    and width. ``side`` is the camera's."""

    half: tuple[float, float]
    high: float
    mirror: tuple[float, float, float, float, float, float]
    texels: Floats
    sizes: Ints
    side: float


class Seen(NamedTuple):
    """What a camera sees of the room: ``light`` (H, W, 3), the place (H, W, 3) [m] that each pixel
    shows, and which of them (H, W) show it in the mirror."""

    light: Floats
    at: Floats
    mirrored: Mask


def room(
    rng: np.random.Generator,
    *,
    floor: str,
    wall: str,
    side: int,
    mirror: str = "",
    decoys: bool = False,
    brightness: float = 1.0,
    wall_m: float = HALF_M[0],
) -> Room:
    """A room as thrown.

    Parameters
    ----------
    floor, wall : kinds of ``textures``
    mirror : on which wall: ``beside``, ``ahead`` or none
    decoys : round things on the walls
    wall_m : from the lifter to the wall beside [m]
    """
    tiles = [tile(floor, TILE_M, TILE_M, rng)]
    for _ in range(2):
        light = tile(wall, TILE_M, HIGH_M, rng)[0]
        along = np.linspace(-TILE_M / 2, TILE_M / 2, light.shape[1])
        light *= (0.72 + 0.28 * np.clip(1.5 - np.abs(along) / 3, 0, 1)).astype(np.float32)[:, None]
        posters(light, int(rng.integers(0, 3)), rng)
        discs(light, int(rng.integers(2, 6)) if decoys else 0, rng)
        light[: int(0.1 * PX_PER_M)] = 0.03
        tiles.append(halved(light))
    tiles.append(tile("plaster", TILE_M, HIGH_M, rng))
    half = (wall_m, HALF_M[1])
    levels = [level for kind in tiles for level in kind]
    starts = np.cumsum([0, *(level.shape[0] * level.shape[1] for level in levels)])
    sizes = [[at, *level.shape[:2]] for at, level in zip(starts, levels, strict=False)]
    texels = np.concatenate([level.reshape(-1, 3) for level in levels])
    texels *= np.float32(1.15 * brightness)
    return Room(half, HIGH_M, mirror_place(mirror), texels, np.array(sizes), float(side))


def mirror_place(name: str) -> tuple[float, float, float, float, float, float]:
    """Where a mirror hangs, as ``Room`` holds it."""
    if name == "beside":
        return (0.0, 1.0, *MIRROR_M)
    return (1.0, -1.0, *MIRROR_M) if name == "ahead" else (-1.0, 1.0, *MIRROR_M)


def reflected(points: Floats, room_: Room) -> Floats:
    """Points (n, 3) behind the mirror's wall, as far as they are before it."""
    axis, sign = int(room_.mirror[0]), room_.mirror[1]
    plane = sign * room_.half[axis] * (room_.side if axis == 0 else 1.0)
    twin = np.array(points, copy=True)
    twin[..., axis] = 2 * plane - twin[..., axis]
    return twin


def seen(room_: Room, camera: Camera, into: Seen | None = None, samples: int = 1) -> Seen:
    """The empty room before this camera."""
    size = (camera.height, camera.width)
    if into is None:
        into = Seen(np.empty((*size, 3), np.float32), np.empty((*size, 3), np.float32),
                    np.zeros(size, np.bool_))  # fmt: skip
    flip = np.array([camera.side, 1, 1])
    x, y, z = (float(at) for at in camera.position * flip)
    axes = np.asarray(camera.axes * flip, np.float32)
    looks = camera.looks(samples)
    _look(
        room_, (x, y, z), axes, looks, samples, 1 / camera.focal_px, into, np.zeros(3, np.float32)
    )
    return into


@compiled
def _look(
    room_: Room,
    start: tuple[float, float, float],
    axes: Floats,
    looks: Floats,
    samples: int,
    pixel: float,
    into: Seen,
    rgb: Floats,
) -> None:
    share = np.float32(1 / samples**2)
    for row in range(into.light.shape[0]):
        for column in range(into.light.shape[1]):
            for c in range(3):
                into.light[row, column, c] = 0
            at, mirrored = (0.0, 0.0, 0.0), False
            for k in range(samples * samples):
                i, j = row * samples + k // samples, column * samples + k % samples
                x, y = looks[i, j, 0], looks[i, j, 1]
                ray = (
                    x * axes[0, 0] + y * axes[1, 0] + axes[2, 0],
                    x * axes[0, 1] + y * axes[1, 1] + axes[2, 1],
                    x * axes[0, 2] + y * axes[1, 2] + axes[2, 2],
                )
                at, mirrored = _traced(room_, start, ray, pixel, rgb)
                for c in range(3):
                    into.light[row, column, c] += share * rgb[c]
            into.at[row, column, 0] = at[0] * room_.side
            into.at[row, column, 1], into.at[row, column, 2] = at[1], at[2]
            into.mirrored[row, column] = mirrored


@inlined
def _traced(
    room_: Room,
    start: tuple[float, float, float],
    ray: tuple[float, float, float],
    pixel: float,
    rgb: Floats,
) -> tuple[tuple[float, float, float], bool]:
    """Where a ray ends and whether by way of the mirror; ``rgb`` is the light from there."""
    far, plane = _end(room_, start, ray)
    at = (start[0] + far * ray[0], start[1] + far * ray[1], start[2] + far * ray[2])
    mirrored = _in_mirror(room_, at, ray, plane)
    tint = 1.0
    if mirrored:
        tint = SILVER
        back = (-ray[0], ray[1], ray[2]) if plane == 1 else (ray[0], -ray[1], ray[2])
        further, plane = _end(room_, at, back)
        at = (at[0] + further * back[0], at[1] + further * back[1], at[2] + further * back[2])
        ray, far = back, far + further
    _read(room_, at, ray, plane, far * pixel, tint, rgb)
    return at, mirrored


@inlined
def _end(
    room_: Room, start: tuple[float, float, float], ray: tuple[float, float, float]
) -> tuple[float, int]:
    """How far a ray goes, and what it meets: floor 0, wall beside 1, wall ahead 2, ceiling 3."""
    far, plane = 60.0, 0
    if ray[2] < -1e-6:
        far = min(far, -start[2] / ray[2])
    if ray[2] > 1e-6:
        far, plane = min(far, (room_.high - start[2]) / ray[2]), 3
    for k in range(2):
        if abs(ray[k]) > 1e-6:
            to = (room_.half[k] if ray[k] > 0 else -room_.half[k]) - start[k]
            if 1e-6 < to / ray[k] < far:
                far, plane = to / ray[k], k + 1
    return far, plane


@inlined
def _in_mirror(
    room_: Room, at: tuple[float, float, float], ray: tuple[float, float, float], plane: int
) -> bool:
    axis, sign, first, last, low, high = room_.mirror
    if axis < 0 or plane != axis + 1:
        return False
    along, toward = (at[1], ray[0]) if plane == 1 else (at[0], ray[1])
    return toward * sign > 0 and first < along < last and low < at[2] < high


@inlined
def _read(
    room_: Room,
    at: tuple[float, float, float],
    ray: tuple[float, float, float],
    plane: int,
    wide: float,
    tint: float,
    rgb: Floats,
) -> None:
    """The tile's light at a place, from the size that suits how ``wide`` [m] a pixel is there."""
    u, v, facing = at[0], at[1] + 4.0, abs(ray[2])
    if plane == 1:
        u, v, facing = at[1], at[2], abs(ray[0])
    elif plane == 2:
        u, v, facing = at[0], at[2], abs(ray[1])
    size = np.sqrt(ray[0] ** 2 + ray[1] ** 2 + ray[2] ** 2)
    texels = wide * size * PX_PER_M / np.sqrt(max(facing / size, 0.02))
    level = 0
    while level < FINER - 1 and texels > 1.4:
        texels *= 0.5
        level += 1
    finer = PX_PER_M / (1 << level)
    _between(room_, plane * FINER + level, (u + 4.0) * finer - 0.5, v * finer - 0.5, tint, rgb)


@inlined
def _between(room_: Room, tile_: int, x: float, y: float, tint: float, rgb: Floats) -> None:
    """Light between four texels; past an edge the tile begins again."""
    start, high, wide = room_.sizes[tile_, 0], room_.sizes[tile_, 1], room_.sizes[tile_, 2]
    j, i = int(np.floor(x)), int(np.floor(y))
    across, down = x - j, y - i
    left, right = j % wide, (j + 1) % wide
    top, bottom = start + i % high * wide, start + (i + 1) % high * wide
    texels = room_.texels
    for c in range(3):
        upper = texels[top + left, c] * (1 - across) + texels[top + right, c] * across
        lower = texels[bottom + left, c] * (1 - across) + texels[bottom + right, c] * across
        rgb[c] = tint * (upper * (1 - down) + lower * down)
