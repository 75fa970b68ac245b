"""Circles followed through a film: the ways through the candidates that are worth most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Ints
from backspotter.lift.plate_near import Place, cost

SEEN_SHARE: Final = 0.35
"""Share of a rim above which a candidate is better than none."""

FASTEST: Final = 22.0
"""A dropped bar, in plate radii a second."""

SIDEWAYS: Final = 5.0
"""A bar that swings or is rolled, in plate radii a second: about 1.1 m/s. A way could leap from a
plate that is lost at the top to a pattern on the wall beside it."""

JUMP_COST, SIZE_COST, GAP_COST = 0.6, 12.0, 0.05
"""What moving at the fastest, a change of radius (log, squared) and one missing picture cost;
a whole rim is worth 1."""

LONGEST_GAP: Final = 14
"""Pictures that a way may leap."""

ONE_SIZE: Final = 0.2
"""How far from a way's usual radius its circles can be (log): a plate comes hardly nearer, but a
way could go from a pattern on the wall to the plate in small steps."""

MOST_WAYS: Final = 6
SAME: Final = 0.6
"""Two circles closer than this share of the radius are one plate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A circle through the film: ``times_s``, ``x``, ``y``, ``radius`` [px] and ``share`` of the
    rim seen, each (m,), of the pictures that show it; ``worth`` of all together."""

    times_s: Floats
    x: Floats
    y: Floats
    radius: Floats
    share: Floats
    worth: float


def ways(times_s: Floats, found: Sequence[Floats], place: Place | None = None) -> list[Way]:
    """The best ways, none using another's circles, best first.

    Parameters
    ----------
    times_s : (n,) [s]
    found : n arrays (k, 4): x, y, radius [px], share of the rim
    place : where the lifter is, in the same pixels
    """
    left = list(found)
    costs = [cost(each, place, float(t)) for t, each in zip(times_s, found, strict=True)]
    result: list[Way] = []
    while len(result) < MOST_WAYS:
        way = _best_of_one_size(times_s, left, costs)
        if way is None:
            return result
        result.append(way)
        kept = [_others(each, way, float(t)) for t, each in zip(times_s, left, strict=True)]
        left = [each[keep] for each, keep in zip(left, kept, strict=True)]
        costs = [each[keep] for each, keep in zip(costs, kept, strict=True)]
    return result


def _best_of_one_size(
    times_s: Floats, found: Sequence[Floats], costs: Sequence[Floats]
) -> Way | None:
    """The best way, looked for once more among circles about as large as it mostly is."""
    way = _best(times_s, found, costs)
    if way is None:
        return None
    usual = float(np.log(np.median(way.radius)))
    alike = [np.abs(np.log(each[:, 2]) - usual) < ONE_SIZE for each in found]
    same = [each[keep] for each, keep in zip(found, alike, strict=True)]
    cost = [each[keep] for each, keep in zip(costs, alike, strict=True)]
    return _best(times_s, same, cost) or way


def _others(circles: Floats, way: Way, time_s: float) -> Flags:
    """Which circles are not part of this way's plate."""
    x, y, radius = (np.interp(time_s, way.times_s, each) for each in (way.x, way.y, way.radius))
    return np.hypot(circles[:, 0] - x, circles[:, 1] - y) > SAME * radius


def _best(times_s: Floats, found: Sequence[Floats], costs: Sequence[Floats]) -> Way | None:
    """The way with the highest worth, by dynamic programming; none where nothing is worth it."""
    gains: list[Floats] = []
    before: list[Ints] = []
    for now, circles in enumerate(found):
        gain, came = np.zeros(len(circles)), np.full((len(circles), 2), -1)
        for then in range(max(now - LONGEST_GAP, 0), now):
            if len(circles) and len(found[then]):
                step = gains[then] - _step(found[then], circles, times_s[now] - times_s[then])
                step = step - GAP_COST * (now - then - 1)
                best = step.argmax(axis=1)
                better = step[np.arange(len(best)), best] > gain
                gain = np.where(better, step[np.arange(len(best)), best], gain)
                came[better] = np.stack([np.full(len(best), then), best], axis=1)[better]
        gains.append(gain + circles[:, 3] - SEEN_SHARE - costs[now])
        before.append(came)
    return _traced(times_s, found, gains, before)


def _step(then: Floats, now: Floats, seconds: float) -> Floats:
    """What it costs to go from each circle then to each circle now (now, then)."""
    radius = now[:, None, 2]
    across, down = (np.abs(now[:, None, n] - then[:, n]) / radius for n in (0, 1))
    aside, most = SIDEWAYS * seconds, FASTEST * seconds
    grown = np.log(radius / then[:, 2]) ** 2
    moved = JUMP_COST * ((across / aside) ** 2 + (down / most) ** 2) + SIZE_COST * grown
    return np.where((across > aside + 0.5) | (down > most + 0.5), np.inf, moved)


def _traced(
    times_s: Floats, found: Sequence[Floats], gains: Sequence[Floats], before: Sequence[Ints]
) -> Way | None:
    ends = [
        (float(gain.max()), now, int(gain.argmax())) for now, gain in enumerate(gains) if len(gain)
    ]
    if not ends or max(ends)[0] <= 0:
        return None
    worth, now, one = max(ends)
    passed = []
    while now >= 0:
        passed.append((times_s[now], *found[now][one]))
        now, one = (int(n) for n in before[now][one])
    times, x, y, radius, share = np.array(passed[::-1]).T
    return Way(times_s=times, x=x, y=y, radius=radius, share=share, worth=worth)
