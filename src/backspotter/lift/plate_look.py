"""What the plate of this film looks like along rays, learned from a few of its pictures, and where
it is in any one picture by that look. What is behind the plate changes as it moves; its own rings
and its rim do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.grey import Grey
from backspotter.lift.plate_rim import ANGLES, OUTWARD, RAYS, STEP, rays, shares

INNER, OUTER = 0.55, 1.45
"""Between which shares of the first guess of the radius the rim is looked for."""

ROUNDS: Final = 3
OUTERMOST: Final = 0.62
"""An edge this much of the clearest one, all around, is the rim, if none lies further out."""

RIM_SHARES: Final = np.arange(0.72, 1.36, STEP)
ASPECTS: Final = (1.0, 0.97, 0.94, 0.9, 0.86, 0.81, 0.76)
"""Widths of the rim as shares of its height: 0.76 is seen 40 degrees off the side."""

OFFSETS: Final = (-0.06, -0.03, 0.0, 0.03, 0.06)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """``steep`` (RAYS, s) mean steepness along the rays at ``at`` (s,) shares of the rim's
    distance ``rim`` (RAYS,) [px]; ``clear`` how clear the rim is, 0 to 1."""

    steep: Floats
    at: Floats
    rim: Floats
    clear: float

    def scaled(self, factor: float) -> Look:
        """The same plate in a picture so much larger."""
        return Look(steep=self.steep, at=self.at, rim=self.rim * factor, clear=self.clear)


@dataclass(frozen=True, slots=True)
class Shifts:
    """Moves of the middle (m, 2) as shares of the radius, and the places (m, RAYS) along each
    ray's row of correlations to which they lead."""

    moves: Floats
    places: Floats


def learned(pictures: Sequence[Grey | Floats], middles: Floats, radius: float) -> Look:
    """The plate's look from some pictures, ``middles`` (n, 2) and ``radius`` [px] roughly known."""
    at = shares(INNER, OUTER)
    circle = np.full(RAYS, radius)
    middles = middles.copy()
    steep = _mean([rays(p, m, circle, at).steep for p, m in zip(pictures, middles, strict=True)])
    for _ in range(ROUNDS):
        look = Look(steep=steep, at=at, rim=circle, clear=0.0)
        places = [placed(look, p, m) for p, m in zip(pictures, middles, strict=True)]
        middles = np.array([place for place, _ in places])
        steep = _mean([rays(p, m, circle, at).steep for p, m in zip(pictures, middles, strict=True)])
    return _to_the_rim(Look(steep=steep, at=at, rim=circle, clear=0.0), pictures, middles)


def _mean(maps: Sequence[Floats]) -> Floats:
    return np.asarray(np.mean(maps, axis=0))


def shifts(reach: float, fine: float) -> Shifts:
    """Every move up to ``reach`` in steps of ``fine`` [shares of the radius]."""
    line = np.arange(-round(reach / fine), round(reach / fine) + 1) * fine
    moves = np.array(list(product(line, line)))
    return Shifts(moves, np.rint(moves @ OUTWARD.T / STEP).astype(np.int64))


NEAR: Final = shifts(0.15, 0.025)


def placed(look: Look, picture: Grey | Floats, middle: Floats) -> tuple[Floats, float]:
    """The middle (2,) [px] near a guess at which the picture looks most like the plate, and how
    alike they are, 0 to 1."""
    lag = int(NEAR.places.max())
    inner = look.steep[:, lag:-lag]
    seen = rays(picture, middle, look.rim, look.at).steep
    rows = np.lib.stride_tricks.sliding_window_view(seen, inner.shape[1], axis=1)
    alike = np.einsum("rls,rs->rl", rows, inner) / np.maximum((inner**2).sum(), 1e-9)
    score = alike[np.arange(RAYS), NEAR.places + lag].sum(axis=1)
    best = int(score.argmax())
    size = look.rim.mean()
    return middle + _between(score, best) * size, float(score[best])


def _between(score: Floats, best: int) -> Floats:
    """The best move, refined by a parabola each way."""
    side = int(np.sqrt(len(score)))
    grid = score.reshape(side, side)
    fine = NEAR.moves[1, 1] - NEAR.moves[0, 1]
    row, column = divmod(best, side)
    return NEAR.moves[best] + fine * np.array([_top(grid[:, column], row), _top(grid[row], column)])


def _top(line: Floats, best: int) -> float:
    if not 0 < best < len(line) - 1:
        return 0.0
    before, here, after = line[best - 1 : best + 2]
    bend = before - 2 * here + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < 0 else 0.0


def _to_the_rim(look: Look, pictures: Sequence[Grey | Floats], middles: Floats) -> Look:
    """The look seen from the middle of its outermost clear rim, in shares of that rim."""
    rim, offset, clear = _outermost(look)
    moved = middles + offset * look.rim.mean()
    at = shares(0.6, 1.2)
    steep = _mean([rays(p, m, rim, at).steep for p, m in zip(pictures, moved, strict=True)])
    return Look(steep=steep, at=at, rim=rim, clear=clear)


def ellipse(aspect: float) -> Floats:
    """Distance of a rim of height 1 along each ray (RAYS,)."""
    return np.asarray(1 / np.hypot(OUTWARD[:, 0] / aspect, OUTWARD[:, 1]))


def _outermost(look: Look) -> tuple[Floats, Floats, float]:
    """The rim (RAYS,) [px], its middle (2,) as a share of the radius, and how clear it is."""
    every = list(product(ASPECTS, OFFSETS, OFFSETS))
    score = np.zeros((len(RIM_SHARES), len(every)))
    for number, (aspect, right, down) in enumerate(every):
        away = RIM_SHARES[:, None] * ellipse(aspect) + OUTWARD @ np.array([right, down])
        place = np.rint((away - look.at[0]) / STEP).astype(np.int64)
        inside = (place >= 0) & (place < len(look.at))
        found = look.steep[np.arange(RAYS), np.clip(place, 0, len(look.at) - 1)] * inside
        score[:, number] = found.mean(axis=1)
    best = score.max(axis=1) - np.median(score)
    crest = (best >= np.roll(best, 1)) & (best >= np.roll(best, -1))
    clear = np.flatnonzero(crest & (best > OUTERMOST * best.max()))
    size = int(clear[-1])
    aspect, right, down = every[int(score[size].argmax())]
    rim = RIM_SHARES[size] * ellipse(aspect) * look.rim.mean()
    return rim, np.array([right, down]), float(score[size].max())
