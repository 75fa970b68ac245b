"""The course of a rep, whatever body does it: what share of the way is done when, and how far
knees, trunk and back have opened by then. The rep model and the rendered lifter both follow it."""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array

LETTING_GO: Final = 0.4
"""Share of the way down after which the bar no longer gets faster: assumption."""

STICKING: Final = 0.35
"""How much slower the bar is at its sticking point than without one: assumption."""

STICKING_AT, STICKING_WIDTH = 0.55, 0.15
"""Where in time that is, and how long it lasts, as shares of the way up: assumption."""

LEAVES_WITHIN, STOPS_WITHIN = 0.15, 0.20
"""Shares of the time up in which a heavy bar reaches its speed and loses it: assumption."""

ROUNDS_OVER: Final = 0.25
"""Share of the way up over which rounding builds up: assumption."""

FLATTENS_FROM, FLATTENS_OVER = 0.30, 0.65
"""Where on the way up the back begins to flatten, and over how much of it: assumption."""


def smooth(x: Array) -> Array:
    """A step from nothing at 0 to one at 1, level at both."""
    inside = np.clip(x, 0.0, 1.0)
    return np.asarray(inside**3 * (10 - 15 * inside + 6 * inside**2))


def knee_left(up: Array, knee_first: float) -> Array:
    """Share of its bend at the start that the knee still has, at shares ``up`` of the way."""
    return np.asarray((1 - up) ** knee_first)


def trunk_left(up: Array) -> Array:
    """Share of its lean at the start that the trunk still has."""
    return np.asarray(np.cos(np.pi / 2 * up) ** 2 * 0.35 + (1 - up) * 0.65)


def shank_back(up: Array) -> Array:
    """Share of its most that the shank leans back, so that the bar passes the knee."""
    return np.asarray(np.sin(np.pi * up) ** 2)


def flexion_left(up: Array) -> Array:
    """Share of its flexion at the start that the back still has; all is gone at the top."""
    return np.asarray(1 - smooth((up - FLATTENS_FROM) / FLATTENS_OVER))


def rounded(up: Array, begins: float = 0.0) -> Array:
    """Share of its rounding that the back has; it ``begins`` at that share of the way."""
    return np.asarray(smooth((up - begins) / ROUNDS_OVER))


def behind(toward: Array, leg: float, chord: float, what: str) -> Array:
    """The hip: ``leg`` from the ankle and ``chord`` from the shoulder, on the rear side [m].

    Parameters
    ----------
    toward : the shoulder from the ankle, ahead and up (2,) [m]

    Raises
    ------
    InputError : the two circles do not cross
    """
    apart = float(np.hypot(*toward))
    if not abs(leg - chord) < apart < leg + chord:
        raise InputError(
            "rep",
            given=f"a {what} with these proportions",
            expected="hands that reach the bar",
            do="check height and limb proportions",
        )
    along = (leg**2 - chord**2 + apart**2) / (2 * apart)
    aside = float(np.sqrt(max(leg**2 - along**2, 0.0)))
    line = toward / apart
    return along * line + aside * np.array([-line[1], line[0]])


def way_up(frames: int) -> Array:
    """Share of the bar's way over time (frames + 1,), with a sticking point."""
    at = np.linspace(0.0, 1.0, frames + 1)
    return _gone(np.sin(np.pi * at) ** 1.5 * _slowed(at, STICKING))


def way_up_at_once(frames: int, sticking: float = STICKING) -> Array:
    """The same of a heavy bar, which is soon at speed and stops soon (frames + 1,).

    Parameters
    ----------
    sticking : how much slower the bar is at its sticking point, 0 to 0.9
    """
    at = np.linspace(0.0, 1.0, frames + 1)
    ends = np.minimum(np.minimum(at / LEAVES_WITHIN, (1 - at) / STOPS_WITHIN), 1.0)
    return _gone(np.sin(np.pi / 2 * ends) * _slowed(at, sticking))


def way_down(frames: int, *, turns: bool) -> Array:
    """The way back: a bar that turns at the bottom is slowed, any other is stopped by the floor."""
    if turns:
        return way_up(frames)[::-1]
    at = np.linspace(0.0, 1.0, frames + 1)
    return 1 - _gone(smooth(at / LETTING_GO))


def _slowed(at: Array, sticking: float) -> Array:
    return np.asarray(1 - sticking * np.exp(-(((at - STICKING_AT) / STICKING_WIDTH) ** 2)))


def _gone(speed: Array) -> Array:
    way = np.concatenate([[0.0], np.cumsum((speed[1:] + speed[:-1]) / 2)])
    return np.asarray(way / way[-1])
