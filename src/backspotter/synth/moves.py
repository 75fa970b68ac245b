"""What a lifter does without the bar in the hands: walks up, stands, bends, lets it fall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, smooth_step
from backspotter.synth.posing import Free, Lifter, Posture, Step
from backspotter.synth.way import Way, mixed

GRAVITY: Final = 9.81
BOUNCES: Final = 0.35
"""Speed after an impact as a share of that before: rubber on a platform, assumption."""

LEAST_BOUNCE_M_S: Final = 0.15
LETS_GO_S: Final = 0.5
"""From the grip to hanging arms [s]."""

ASIDE_M: Final = 0.07
"""Hanging hands beside the shoulders."""

HANGING: Final = 0.985
"""Of the arm's reach, for arms that hang at rest."""

WALK_FROM_M: Final = 1.1
STEPS: Final = 5
FOOTPRINTS: Final = ((1.0, 0.72, 0.28, 0.0), (1.0, 0.48, 0.0))
"""Of the left foot, which goes first, and of the right: shares of the way that is left."""

LIFTED_M: Final = 0.05
LOWER_M: Final = 0.025
"""How much lower the hips are in walking."""

STRAIGHT: Final = 0.9996
"""Of the leg's length: as straight as in standing."""

BENT_TO: Final = 0.35
"""Of the bar's way: how low a bend without the bar goes."""

At = Callable[[float], Posture]


@dataclass(frozen=True, slots=True)
class Fall:
    """A dropped bar: ``times`` (n,) [s] from the release, ``heights`` (n,) above where it comes to
    rest [m], ``first_s`` until it touches the floor, ``rest_s`` from there until it lies still."""

    times: Floats
    heights: Floats
    first_s: float
    rest_s: float

    def height(self, t_s: float) -> float:
        """At a time since the release [m]."""
        return float(np.interp(t_s, self.times, self.heights))


def fallen(way: Way) -> Fall:
    """How a bar falls from the top of its way and bounces."""
    drop = float(way.height[-1] - way.height[0])
    first = float(np.sqrt(2 * drop / GRAVITY))
    t = np.linspace(0.0, first, 200)
    times, heights = [t], [drop - GRAVITY * t**2 / 2]
    now, speed = first, GRAVITY * first * BOUNCES
    while speed > LEAST_BOUNCE_M_S:
        t = np.linspace(0.0, 2 * speed / GRAVITY, 80)
        times.append(now + t)
        heights.append(speed * t - GRAVITY * t**2 / 2)
        now, speed = now + float(t[-1]), speed * BOUNCES
    return Fall(np.concatenate(times), np.concatenate(heights), first, now - first)


def let_go(lifter: Lifter, way: Way, fall: Fall, part: int) -> At:
    """Standing while the bar falls (part 0) and bounces (part 1), rolling back to its place."""
    begins, seconds = ((0.0, fall.first_s), (fall.first_s, fall.rest_s))[part]
    top, low = way.top, way.bottom

    def how(at: float) -> Posture:
        since = begins + at * seconds
        rolled = at if part else 0.0
        bar_y = top.bar[0] + (low.bar[0] - top.bar[0]) * rolled
        upright = mixed(top, way.standing, _eased(since / LETS_GO_S))
        free = _hands(lifter, upright, _eased(since / LETS_GO_S), (top.bar[0], top.bar[1]))
        return replace(free, bar=(bar_y, low.bar[1] + fall.height(since)))

    return how


def standing_free(lifter: Lifter, way: Way) -> Posture:
    """Standing over the bar without it, arms hanging."""
    return _over(lifter, way, 1.0)


def down_to_the_bar(lifter: Lifter, way: Way) -> At:
    """From standing free to the hands on the bar."""
    return lambda at: _over(lifter, way, 1 - _eased(at)) if at < 1 else way.bottom


def forward_and_back(lifter: Lifter, way: Way) -> At:
    """A bend without the bar, hands hanging: no rep."""

    def how(at: float) -> Posture:
        share = 1 - (1 - BENT_TO) * float(np.sin(np.pi * at) ** 2)
        bent = way.at(_height(way, share))
        hanging = _hands(lifter, bent, 1.0, bent.bar)
        return replace(hanging, bar=way.bottom.bar)

    return how


def on_the_floor(before: Posture, after: Posture) -> At:
    """From one rep's last posture to the next one's first, the bar rolling along."""
    return lambda at: mixed(before, after, _eased(at))


def stepping(lifter: Lifter, way: Way) -> At:
    """A few steps from behind up to the bar."""
    standing = standing_free(lifter, way)
    return lambda at: _step(lifter, standing, at)


def _step(lifter: Lifter, standing: Posture, at: float) -> Posture:
    """The body goes evenly, the feet by turns; the last two steps bring them side by side."""
    going = float(smooth_step(0.0, 1.0, np.array(at)) * 0.3 + at * 0.7)
    behind = WALK_FROM_M * (1 - going)
    width = min(lifter.stance.half_feet, 0.11)
    wide = width + (lifter.stance.half_feet - width) * going**2
    feet = [_foot(lifter, going, turn, sign * wide) for turn, sign in ((0, 1.0), (1, -1.0))]
    lower = LOWER_M * float(np.sin(np.pi * going) ** 0.5) + _sunk(standing, lifter, feet, behind)
    step = Step(left=feet[0], right=feet[1], behind=behind, lower=lower)
    moved = replace(standing, step=step)
    return replace(_hands(lifter, moved, 1.0, moved.bar), bar=standing.bar)


def _foot(lifter: Lifter, going: float, turn: int, x: float) -> tuple[float, float, float]:
    """One ankle on its way: at rest on a footprint, or going to its next."""
    own = FOOTPRINTS[turn]
    y, z = own[0] * WALK_FROM_M, lifter.ankle_z
    for n, (start, end) in enumerate(pairwise(own)):
        share = going * STEPS - (2 * n + turn)
        if share <= 0:
            break
        share = min(share, 1.0)
        y = WALK_FROM_M * (start + (end - start) * _eased(share))
        z = lifter.ankle_z + LIFTED_M * float(np.sin(np.pi * share))
    return x, y, z


def _sunk(
    standing: Posture, lifter: Lifter, feet: list[tuple[float, float, float]], behind: float
) -> float:
    """How much lower the hips must be so that both legs reach their feet [m]."""
    hip = lifter.hips(replace(standing, step=None))
    long = (lifter.thigh + lifter.shank) * STRAIGHT
    aside = abs(float(lifter.shape.head("upperleg01.L")[0]))
    most = 0.0
    for x, y, z in feet:
        level = np.hypot(float(hip[1]) + behind - y, abs(x) - aside)
        reach = np.sqrt(max(long**2 - level**2, 0.01)) + z
        most = max(most, float(hip[2]) - float(reach))
    return most


def _over(lifter: Lifter, way: Way, share: float) -> Posture:
    """Bent over the bar without holding it, 1 standing and 0 with the hands on it."""
    bent = way.at(_height(way, share))
    turned = _eased(share / 0.9)
    return replace(_hands(lifter, bent, turned, bent.bar), bar=way.bottom.bar)


def _height(way: Way, share: float) -> float:
    """Between the floor and standing [m]."""
    return float(way.height[0] + share * (way.standing.bar[1] - way.height[0]))


def _hands(lifter: Lifter, posture: Posture, turned: float, bar: tuple[float, float]) -> Posture:
    """The hands between the bar (0) and hanging at the sides (1)."""
    x, y, z = lifter.shoulder(posture)
    hanging = np.array([abs(x) + ASIDE_M, y, z - HANGING * _hang(lifter)])
    gripping = np.array([lifter.stance.half_hands, *bar])
    place = gripping + (hanging - gripping) * turned
    return replace(posture, free=Free((place[0], place[1], place[2]), turned))


def _hang(lifter: Lifter) -> float:
    """How far below the shoulder hands are that hang a little aside [m]."""
    return float(np.sqrt(lifter.reach**2 - ASIDE_M**2))


def _eased(x: float) -> float:
    return float(smooth_step(0.0, 1.0, np.array(x)))
