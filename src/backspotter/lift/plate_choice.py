"""Which of the circles followed through a film is the near plate of the bar that is lifted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.plate_near import Place
from backspotter.lift.plate_ways import Way

LIFTED: Final = 0.7
"""Rise in plate radii, 16 cm, from which a circle counts as lifted in full."""

STILL_WORTH: Final = 0.1
"""What a circle that never moves is worth beside one that does."""

STRAIGHT: Final = (0.35, 0.9)
"""Sideways for each metre up: a bar does the first at most; rims seen in clutter the second."""

LIFTED_SHARE: Final = 0.3
"""Of its rise above its low places, from which a circle is off the floor."""

FEWEST: Final = 3
"""Pictures in which a circle is off the floor, without which its way there says nothing."""

BELOW_HANDS: Final = (-0.25, 1.0)
"""How far below the near wrist the middle of a plate in the hands is seen, in torsos: the near
plate lies further from the horizon than what is beside the body. Assumption."""

WITH_HANDS: Final = (0.2, 0.25)
"""And by how much that place changes while it is up, across and down, in torsos: assumption."""

NOT_HELD: Final = 0.4
"""Share of the pictures off the floor in which a bar is at least where hands have it."""

LEAST_WATCHED: Final = 0.3
"""Share of the pictures in which a plate that lies still all the time has to be seen."""

TOGETHER: Final = 0.97
"""Correlation of heights at which two circles are the two ends of one bar, or its mirror image."""

CLEARER: Final = 0.4
"""Of the best one's worth that the larger of two ends needs, to be taken as the nearer."""

LARGER: Final = 1.8
AS_FAR: Final = 0.12
"""Both ends of a bar rise as many of their own radii, as both plates are as large: by how much they
may differ (log)."""

DOUBTED: Final = 0.75
"""A second circle worth this much of the first one leaves doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The bar's ``way``, and what speaks against it (none, or a few plain words)."""

    way: Way
    doubt: str | None


def chosen(ways: Sequence[Way], place: Place | None = None, pictures: int = 0) -> Choice | None:
    """The way that is most likely the bar's; none where there is none.

    Parameters
    ----------
    pictures : in which circles were looked for
    """
    if not ways:
        return None
    worth = np.array([worth_of(way, place) for way in ways])
    best = int(worth.argmax())
    near = _nearer(ways, worth, best)
    others = [w for n, w in enumerate(worth) if n != near and not _one_bar(ways[n], ways[near])]
    doubt = None
    if others and max(others) > DOUBTED * worth[best]:
        doubt = "another round thing moves as the bar would"
    if _rise(ways[near]) < LIFTED / 2:
        doubt = "nothing round is lifted"
        if len(ways[near].times_s) < LEAST_WATCHED * pictures:
            return None
    elif _held(ways[near], place) < NOT_HELD:
        return None
    return Choice(way=ways[near], doubt=doubt)


def worth_of(way: Way, place: Place | None) -> float:
    """How likely a way is the bar's: by how well its circles are seen, whether it is lifted, goes
    straight up, moves with the shoulder and is where hands would have it."""
    moving = STILL_WORTH + (1 - STILL_WORTH) * min(_rise(way) / LIFTED, 1.0)
    held = 0.1 + 0.9 * _held(way, place)
    return max(way.worth, 0.0) * moving * _upward(way) * _with_shoulder(way, place) * held


def _upward(way: Way) -> float:
    """From 0.2 for a circle that wanders as much sideways as up to 1 for one that goes straight
    while it is off the floor."""
    up = _lifted(way)
    if up.sum() < FEWEST:
        up = np.ones(len(way.y), bool)
    across = 1.5 * np.ptp(np.percentile(way.x[up], (25, 75)))
    least, most = STRAIGHT
    tall = float(np.ptp(np.percentile(way.y, (3, 97))))
    wander = across / max(tall, 0.05 * float(np.median(way.radius)))
    return float(np.clip((most - wander) / (most - least), 0.2, 1.0))


def _lifted(way: Way) -> Flags:
    """Which pictures show it off the floor."""
    high, low = np.percentile(way.y, (3, 97))
    return np.asarray(way.y < low - LIFTED_SHARE * (low - high))


def _held(way: Way, place: Place | None) -> float:
    """In what share of the pictures off the floor it is where hands would have it: below the wrist,
    and always at the same place from it."""
    up = _lifted(way)
    if place is None or place.wrist is None or up.sum() < FEWEST or _rise(way) < LIFTED / 2:
        return 1.0
    wrist = np.array([place.at(place.wrist, float(t)) for t in way.times_s[up]])
    away = (np.stack([way.x[up], way.y[up]], axis=1) - wrist) / place.torso_px
    if not np.isfinite(away).all():
        return 1.0
    least, most = BELOW_HANDS
    below = (away[:, 1] > least) & (away[:, 1] < most)
    usual = np.median(away[below], axis=0) if below.any() else np.zeros(2)
    return float((below & (np.abs(away - usual) < WITH_HANDS).all(axis=1)).mean())


def _rise(way: Way) -> float:
    """Between low and high places, in radii."""
    low, high = np.percentile(way.y, (3, 97))
    return float((high - low) / np.median(way.radius))


def _with_shoulder(way: Way, place: Place | None) -> float:
    """From 0.3 for a circle that moves against the shoulder to 1 for one that moves with it."""
    if place is None or len(way.times_s) < 8:
        return 1.0
    height = np.array([place.at(place.shoulder, float(t))[1] for t in way.times_s])
    return 0.3 + 0.7 * max(_alike(way.y, height), 0.0)


def _alike(one: Floats, other: Floats) -> float:
    if not np.isfinite(other).all() or np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _nearer(ways: Sequence[Way], worth: Floats, best: int) -> int:
    """The larger of the ends of one bar."""
    found = best
    for number, way in enumerate(ways):
        ratio = np.median(way.radius) / np.median(ways[found].radius)
        clear = worth[number] > CLEARER * worth[best]
        end = clear and 1 < ratio < LARGER and _one_bar(way, ways[best])
        if end and _as_far(way, ways[best]):
            found = number
    return found


def _as_far(one: Way, other: Way) -> bool:
    """Whether one rises as many of its radii as the other, over the pictures that show the one."""
    shared = np.interp(one.times_s, other.times_s, other.y)
    slope = float(np.polyfit(shared, one.y, 1)[0]) if np.ptp(shared) > 0 else 0.0
    larger = float(np.median(one.radius) / np.median(other.radius))
    return slope > 0 and abs(np.log(slope / larger)) < AS_FAR


def _one_bar(one: Way, other: Way) -> bool:
    if one is other:
        return True
    shared = np.interp(one.times_s, other.times_s, other.y)
    return _rise(other) > LIFTED / 2 and _alike(one.y, shared) > TOGETHER
