"""The lumbar spine as it bends: where discs, vertebrae and muscle fascicles are.

Seen from the pelvis everything depends on lumbar flexion alone, so it is worked out once on a
grid of flexion and read off by interpolation. Lengths are for the reference height; they scale
with stature. Axes: ahead and up; forward rotation is positive.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

import numpy as np

from backspotter.spine.arrays import Array

VERTEBRAE: Final = ("L5", "L4", "L3", "L2", "L1")
THORAX: Final = len(VERTEBRAE)
PELVIS: Final = -1
LOWEST_DEG, HIGHEST_DEG = -40.0, 110.0
NODES: Final = 151
"""One node a degree: interpolation is within 0.01 mm of the exact moment arm (tested)."""


@dataclass(frozen=True, slots=True)
class Level:
    """One motion segment: its disc's slope in standing [rad], its share of lumbar flexion, and
    the share of the passive moment at L5/S1 that it can take."""

    name: str
    passive: float
    disc: float
    share: float
    next_m: float


@dataclass(frozen=True, slots=True)
class Fascicle:
    """A pair of muscle fascicles: ``path`` from above, each point with the body it rides on."""

    group: str
    acts: str
    pcsa_cm2: float
    path: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Geometry on the grid of flexion: ``n`` nodes, ``m`` fascicles, ``j`` levels.

    ``arms`` (n, m, j) are moment arms, positive where the pull extends [m]; ``along`` and
    ``across`` (n, m, j) the pull on the upper part, as shares of the force, along the disc's
    axis (down is positive) and in its plane (backward is positive); ``lengths`` (n, m) [m].
    """

    flexion: Array
    arms: Array
    along: Array
    across: Array
    lengths: Array


@cache
def _drawing() -> Mapping[str, Any]:
    text = files("backspotter.spine").joinpath("lumbar.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def levels() -> tuple[Level, ...]:
    """The six lumbar levels, from L5/S1 up."""
    return tuple(
        Level(
            name=row["name"],
            passive=row["passive"],
            disc=float(np.deg2rad(row["disc_deg"])),
            share=row["share"],
            next_m=row["next_mm"] / 1e3,
        )
        for row in _drawing()["level"]
    )


@cache
def groups() -> Mapping[str, str]:
    """What each muscle group is called in words."""
    return {row["id"]: row["say"] for row in _drawing()["group"]}


@cache
def fascicles() -> tuple[Fascicle, ...]:
    """Every pair of fascicles, group by group."""
    return tuple(each for row in _drawing()["group"] for each in _fascicles_of(row))


def hip_to_l5s1() -> tuple[float, float]:
    """From the hip's centre to the L5/S1 disc centre in standing: ahead, up [m]."""
    ahead, up = _drawing()["hip_to_l5s1"]["mm"]
    return ahead / 1e3, up / 1e3


def spine_steps() -> Array:
    """From each disc centre to the next in standing, (5, 2) [m]; each follows its vertebra."""
    found = levels()
    tilts = [(low.disc + high.disc) / 2 for low, high in pairwise(found)]
    return np.array(
        [
            [level.next_m * np.sin(tilt), level.next_m * np.cos(tilt)]
            for level, tilt in zip(found, tilts, strict=False)
        ]
    )


def turned(ahead: Array | float, up: Array | float, by: Array | float) -> tuple[Array, Array]:
    """A vector after a forward rotation [rad]."""
    cos, sin = np.cos(by), np.sin(by)
    return ahead * cos + up * sin, up * cos - ahead * sin


def rotations(flexion: Array) -> Array:
    """Forward rotation of L5 … L1 and the thorax from the pelvis, (n, 6) [rad]."""
    return np.asarray(flexion[:, None] * np.cumsum([level.share for level in levels()]))


def disc_centres(flexion: Array) -> Array:
    """Disc centres seen from L5/S1 with the pelvis as in standing, (n, 6, 2) [m]."""
    turns = rotations(flexion)
    steps = spine_steps()
    moved = np.stack(turned(steps[:, 0], steps[:, 1], turns[:, :5]), axis=-1)
    start = np.zeros((len(flexion), 1, 2))
    return np.concatenate([start, np.cumsum(moved, axis=1)], axis=1)


def disc_slopes(flexion: Array) -> Array:
    """Forward slope of each disc's middle plane with the pelvis as in standing, (n, 6) [rad]."""
    shares = np.array([level.share for level in levels()])
    middle = np.cumsum(shares) - shares / 2
    return np.array([level.disc for level in levels()]) + flexion[:, None] * middle


@cache
def table() -> Table:
    """The geometry of all fascicles on the grid of flexion, for the reference height."""
    flexion = np.deg2rad(np.linspace(LOWEST_DEG, HIGHEST_DEG, NODES))
    exact_now = exact(flexion)
    for array in (exact_now.arms, exact_now.along, exact_now.across, exact_now.lengths):
        array.setflags(write=False)
    return exact_now


def exact(flexion: Array) -> Table:
    """The geometry at these flexions [rad], worked out and not read from the grid."""
    centres, turns = disc_centres(flexion), rotations(flexion)
    slopes = disc_slopes(flexion)
    shape = (len(flexion), len(fascicles()), len(levels()))
    arms, along, across = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    lengths = np.zeros(shape[:2])
    for m, fascicle in enumerate(fascicles()):
        points = [_placed(point, centres, turns) for point in fascicle.path]
        bodies = [body for body, _, _ in fascicle.path]
        lengths[:, m] = sum(np.linalg.norm(high - low, axis=1) for high, low in pairwise(points))
        for j, step in _crossings(bodies):
            pull = points[step + 1] - points[step]
            pull = pull / np.linalg.norm(pull, axis=1, keepdims=True)
            lever = points[step] - centres[:, j]
            arms[:, m, j] = lever[:, 0] * pull[:, 1] - lever[:, 1] * pull[:, 0]
            ahead, up = turned(pull[:, 0], pull[:, 1], -slopes[:, j])
            along[:, m, j], across[:, m, j] = -up, -ahead
    return Table(flexion, arms, along, across, lengths)


def _crossings(bodies: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each level between the ends: the step of the path that crosses it."""
    for j in range(bodies[-1] + 1, bodies[0] + 1):
        yield j, next(s for s in range(len(bodies) - 1) if bodies[s] >= j > bodies[s + 1])


def _placed(point: tuple[int, float, float], centres: Array, turns: Array) -> Array:
    body, ahead, up = point
    if body == PELVIS:
        return np.broadcast_to(np.array([ahead, up]), centres[:, 0].shape)
    steps = spine_steps()
    middle = steps[body] / 2 if body < THORAX else np.zeros(2)
    moved = turned(middle[0] + ahead, middle[1] + up, turns[:, body])
    return centres[:, body] + np.stack(moved, axis=-1)


def _fascicles_of(row: Mapping[str, Any]) -> Iterator[Fascicle]:
    uppers = list(_upper_ends(row))
    area = row["pcsa_cm2"] / len(uppers)
    for place, (body, upper) in enumerate(uppers):
        end = _lower_end(row, place)
        path = (_point(body, upper), *_held(row, body, end[0]), _point(*end))
        yield Fascicle(row["id"], row["acts"], area, path)


def _lower_end(row: Mapping[str, Any], place: int) -> tuple[int, Sequence[float]]:
    name = row["lower_on"][place] if "lower_on" in row else "pelvis"
    if name in VERTEBRAE:
        return VERTEBRAE.index(name), row["on_vertebra"]
    return PELVIS, _between(row["lower"], row.get("lower_to"), place % row.get("each", 1), row)


def _upper_ends(row: Mapping[str, Any]) -> Iterator[tuple[int, Sequence[float]]]:
    for name in row["on"]:
        body = VERTEBRAE.index(name) if name in VERTEBRAE else THORAX
        for place in range(row.get("each", row.get("count", 1))):
            yield body, _between(row["upper"], row.get("upper_to"), place, row)


def _between(
    first: Sequence[float], last: Sequence[float] | None, place: int, row: Mapping[str, Any]
) -> Sequence[float]:
    count = row.get("each", row.get("count", 1))
    if last is None or count == 1:
        return first
    share = place / (count - 1)
    return [a + (b - a) * share for a, b in zip(first, last, strict=True)]


def _held(row: Mapping[str, Any], body: int, end: int) -> Iterator[tuple[int, float, float]]:
    if "behind_mm" in row:
        for vertebra in reversed(range(end + 1, body)):
            yield _point(vertebra, (-row["behind_mm"], 0.0))


def _point(body: int, place: Sequence[float]) -> tuple[int, float, float]:
    """A point of a path [m]."""
    ahead, up = place
    return body, ahead / 1e3, up / 1e3


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of pull at these flexions, for the reference height: as in ``Table``."""

    arms: Array
    along: Array
    across: Array


def lines(flexion: Array) -> Lines:
    """Moment arms and directions of every fascicle, read off the grid, (n, m, j) each."""
    place = (np.rad2deg(flexion) - LOWEST_DEG) / (HIGHEST_DEG - LOWEST_DEG) * (NODES - 1)
    node = np.clip(place.astype(int), 0, NODES - 2)
    part = (place - node)[:, None, None]
    known, change = _stacked()
    read, more = known[node], change[node]
    more *= part[..., None]
    read += more
    return Lines(read[..., 0, :], read[..., 1, :], read[..., 2, :])


@cache
def _stacked() -> tuple[Array, Array]:
    """Arms and directions at each node but the last, and their change to the next."""
    known = table()
    nodes = np.stack([known.arms, known.along, known.across], axis=2)
    return np.ascontiguousarray(nodes[:-1]), np.ascontiguousarray(np.diff(nodes, axis=0))


def lengths(flexion: Array) -> Array:
    """Length of every fascicle at these flexions, (n, m) [m], for the reference height."""
    return exact(flexion).lengths
