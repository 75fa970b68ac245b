"""The plate followed through every frame of a film, by its look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.grey import Grey
from backspotter.lift.plate_crests import KEPT, crests
from backspotter.lift.plate_look import Look, placed
from backspotter.lift.plate_rim import RAYS, STEP, rays
from backspotter.lift.plate_ways import Way

SURE, LOST = 0.7, 0.35
"""How alike what is seen must be to be followed on, and to be the plate at all."""

STEP_BETWEEN: Final = 0.2
"""Between guesses where the plate was lost, as a share of the radius."""

MOST_GUESSES: Final = 12
LONGEST_LOST_S: Final = 0.5
"""How long a plate can be out of sight and be guessed where it last was."""

PLAINER: Final = 0.15
"""How much more alike what is seen where a plate lies lowest must be, to begin there."""

LOWEST: Final = 90
"""Percentile of the rows of a way from which the plate is taken to lie as low as it does."""

EDGE: Final = 6
"""Samples inside and outside the rim in which its edge is looked for."""

NO_CREST: Final = np.zeros((RAYS, KEPT), np.float16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The plate frame by frame: ``times_s`` (n,), ``middle`` (n, 2) [px], NaN where not seen,
    ``alike`` (n,) 0 to 1, ``edge`` (n, RAYS) distance of the rim's edge from ``middle`` [px] and
    ``sharp`` (n, RAYS) how clear it is there, 0 to 1; ``place`` and ``clear`` (n, RAYS, KEPT) of
    every edge about it, as ``crests`` has them, in shares of ``radius_px``."""

    times_s: Floats
    middle: Floats
    alike: Floats
    edge: Floats
    sharp: Floats
    place: Floats
    clear: Floats
    radius_px: float


@dataclass(slots=True)
class Follower:
    """Sees one grey frame after another and remembers where the plate was in each.

    ``look`` and ``way`` are in pixels of the frames.
    """

    look: Look
    way: Way
    _times: list[float] = field(default_factory=list)
    _middles: list[Floats] = field(default_factory=list)
    _alike: list[float] = field(default_factory=list)
    _edges: list[tuple[Floats, Floats]] = field(default_factory=list)
    _crests: list[tuple[Floats, Floats]] = field(default_factory=list)
    _last: list[tuple[float, Floats]] = field(default_factory=list)

    def see(self, time_s: float, grey: Grey) -> None:
        """The next frame (height, width) and its time [s]."""
        middle, alike = self._found(time_s, grey)
        self._times.append(time_s)
        self._alike.append(alike)
        if alike < LOST:
            self._middles.append(np.full(2, np.nan))
            self._edges.append((np.full(RAYS, np.nan), np.zeros(RAYS)))
            self._crests.append((NO_CREST, NO_CREST))
            return
        self._last = [*self._last[-1:], (time_s, middle)]
        self._middles.append(middle)
        self._edges.append(edge(grey, middle, self.look.rim))
        self._crests.append(crests(grey, middle, self._radius_px))

    def seen(self) -> Seen:
        """Everything so far."""
        count = len(self._times)
        return Seen(
            times_s=np.array(self._times),
            middle=np.array(self._middles).reshape(count, 2),
            alike=np.array(self._alike),
            edge=np.array([e for e, _ in self._edges]).reshape(count, RAYS),
            sharp=np.array([s for _, s in self._edges]).reshape(count, RAYS),
            place=np.array([p for p, _ in self._crests]).reshape(count, RAYS, KEPT),
            clear=np.array([c for _, c in self._crests]).reshape(count, RAYS, KEPT),
            radius_px=self._radius_px,
        )

    @property
    def _radius_px(self) -> float:
        return float(self.look.rim.mean())

    def _found(self, time_s: float, grey: Grey) -> tuple[Floats, float]:
        by_way, by_motion = self._by_way(time_s), self._by_motion(time_s)
        first = self._first(grey, by_way) if by_motion is None else by_motion
        best = placed(self.look, grey, first)
        if best[1] > SURE:
            return best
        for guess in self._between(first, by_way):
            tried = placed(self.look, grey, guess)
            best = tried if tried[1] > best[1] else best
            if best[1] > SURE:
                break
        again = placed(self.look, grey, best[0])
        return again if again[1] > best[1] else best

    def _first(self, grey: Grey, by_way: Floats) -> Floats:
        """Where to begin: where the way has it, unless the plate is far plainer where it lies
        lowest: on the floor it is often not found, and the way begins with something else."""
        low = self._lowest()
        here, there = (placed(self.look, grey, guess)[1] for guess in (by_way, low))
        return low if there > here + PLAINER else by_way

    def _lowest(self) -> Floats:
        """Where the way has the plate while it lies lowest (2,) [px]."""
        low = self.way.y >= np.percentile(self.way.y, LOWEST)
        return np.array([np.median(each[low]) for each in (self.way.x, self.way.y)])

    def _by_way(self, time_s: float) -> Floats:
        way = self.way
        return np.array([np.interp(time_s, way.times_s, each) for each in (way.x, way.y)])

    def _by_motion(self, time_s: float) -> Floats | None:
        if not self._last or time_s - self._last[-1][0] > LONGEST_LOST_S:
            return None
        if len(self._last) < 2:
            return self._last[-1][1]
        (then, before), (now, here) = self._last
        ahead = (time_s - now) / (now - then) if now > then else 0.0
        return here + (here - before) * min(ahead, 1.5)

    def _between(self, one: Floats, other: Floats) -> list[Floats]:
        """Guesses from where it was, to where the coarse way has it, and a little beyond."""
        size = float(self.look.rim.mean())
        last = self._last[-1][1] if self._last else one
        away = float(np.hypot(*(other - last))) / size
        count = min(int(away / STEP_BETWEEN) + 2, MOST_GUESSES)
        line = [last + (other - last) * share for share in np.linspace(1.25, 0.0, count)]
        return [*line, other, one]


def edge(grey: Grey, middle: Floats, rim: Floats) -> tuple[Floats, Floats]:
    """Where each ray crosses the edge nearest the rim (RAYS,) [px], and how clear it is (RAYS,)."""
    at = 1 + np.arange(-EDGE - 1, EDGE + 2) * STEP
    seen = rays(grey, middle, rim, at)
    steep = seen.steep[:, 1:-1]
    best = steep.argmax(axis=1) + 1
    row = np.arange(RAYS)
    before, here, after = (seen.steep[row, best + n] for n in (-1, 0, 1))
    bend = before - 2 * here + after
    part = np.where(bend < 0, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0.0)
    away = rim * (at[best] + np.clip(part, -0.5, 0.5) * STEP)
    crest = (here >= before) & (here >= after)
    return away, np.where(crest, seen.strongest / (seen.strongest + 20.0), 0.0)
