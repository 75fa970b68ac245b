"""Materials as the compiled loops know them: colours, patterns and folds from place to place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.compiled import inlined

PLAIN, STRIPES, HEATHER, BLOCKS, HOLES, LETTERS, DOTS, SOLE = range(8)
"""Patterns: of cloth, of plates, of posts, of shoes."""


class Paints(NamedTuple):
    """By material: ``colour`` and ``second`` (m, 3), ``pattern`` (m,), ``shine`` of the gloss and
    how often it is squared, ``doublings`` (m,); depth of the ``folds`` (m,)."""

    colour: Floats
    second: Floats
    pattern: Ints
    shine: Floats
    doublings: Ints
    folds: Floats


@inlined
def unit(v: tuple[float, float, float]) -> tuple[float, float, float]:
    over = 1 / np.sqrt(max(v[0] * v[0] + v[1] * v[1] + v[2] * v[2], 1e-18))
    return v[0] * over, v[1] * over, v[2] * over


@inlined
def folded(
    n: tuple[float, float, float], rest: tuple[float, float, float], deep: float
) -> tuple[float, float, float]:
    """A direction tilted by the folds of cloth, which run round the body and slant."""
    x, y, z = rest
    one = _wave(
        8.75 * z + 2.5 * x + 0.35 * _wave(2.1 * x + 1.4 * y) + 0.24 * _wave(3.3 * z - 1.8 * y)
    )
    two = _wave(6 * x - 4.8 * y + 3.8 * z + 0.32 * _wave(2.7 * z + x))
    return unit((n[0] + deep * (0.35 * one + two), n[1] + deep * (0.3 * one - 0.7 * two),
                  n[2] + deep * (one + 0.4 * two)))  # fmt: skip


@inlined
def _wave(turns: float) -> float:
    """A wave of height one, close to a sine; cheaper."""
    off = turns - float(np.floor(turns)) - 0.5
    return off * (8 - 16 * abs(off))


@inlined
def tone(paints: Paints, m: int, rest: tuple[float, float, float]) -> tuple[float, float]:
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


@inlined
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


@inlined
def grain(x: float, y: float) -> float:
    """A number from 0 to 1 for each square of a grid, as if thrown."""
    mixed = (int(np.floor(x)) * 73856093) ^ (int(np.floor(y)) * 19349663)
    mixed = (mixed ^ (mixed >> 13)) * 1274126177
    return float((mixed >> 8) & 0xFFFF) * (1 / 65535)
