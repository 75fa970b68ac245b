"""What the plate of this film looks like along rays, learned from a few of its pictures, and where
it is in any one picture by that look. What is behind the plate changes as it moves; its own rings
and its rim do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.grey import Grey
from backspotter.lift.plate_rim import OUTWARD, RAYS, STEP, rays, shares

COMPARED: Final = (0.58, 1.1)
"""Between which shares of the radius pictures are compared; beyond lies what does not move with
the plate, further in is the hub."""

SEARCHED: Final = (0.55, 2.5)
"""Where the rim is looked for, as shares of a first guess that may be a ring within it."""

REACH: Final = 0.15
"""How far from a guess the middle can be each way, as a share of the radius."""

MARGIN: Final = REACH * 2**0.5 + STEP

ROUNDS: Final = 3
CLEAR: Final = 0.62
"""An edge this much of the clearest one, all around, is the rim, if none lies further out."""

RIM_SHARES: Final = np.arange(0.72, 2.4, STEP)
ASPECTS: Final = (1.0, 0.97, 0.94, 0.9, 0.86, 0.81, 0.76)
"""Widths of the rim as shares of its height: 0.76 is seen 40 degrees off the side."""

ROUND: Final = 0.6
"""How much a round rim is preferred to a narrow one that is as clear."""

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


def learned(
    pictures: Sequence[Grey | Floats],
    middles: Floats,
    radius: float,
    between: tuple[float, float] = (0.0, np.inf),
) -> Look:
    """The plate's look from some pictures, ``middles`` (n, 2) and ``radius`` [px] roughly known;
    its rim's radius lies ``between`` these [px]."""
    circle, at = np.full(RAYS, radius), shares(COMPARED[0] - MARGIN, COMPARED[1] + MARGIN)
    middles = middles.copy()
    for _ in range(ROUNDS):
        look = Look(steep=_mean(pictures, middles, circle, at), at=at, rim=circle, clear=0.0)
        middles = np.array([placed(look, p, m)[0] for p, m in zip(pictures, middles, strict=True)])
    far = shares(*SEARCHED)
    wide = Look(steep=_mean(pictures, middles, circle, far), at=far, rim=circle, clear=0.0)
    rim, offset, clear = _outermost(wide, (between[0] / radius, between[1] / radius))
    steep = _mean(pictures, middles + offset * radius, rim, at)
    return Look(steep=steep, at=at, rim=rim, clear=clear)


def _mean(pictures: Sequence[Grey | Floats], middles: Floats, rim: Floats, at: Floats) -> Floats:
    """How steep all pictures are along their rays, on average."""
    each = [rays(p, m, rim, at).steep for p, m in zip(pictures, middles, strict=True)]
    return np.asarray(np.mean(each, axis=0))


def shifts(reach: float, fine: float) -> Shifts:
    """Every move up to ``reach`` in steps of ``fine`` [shares of the radius]."""
    line = np.arange(-round(reach / fine), round(reach / fine) + 1) * fine
    moves = np.array(list(product(line, line)))
    return Shifts(moves, np.rint(moves @ OUTWARD.T / STEP).astype(np.int64))


NEAR: Final = shifts(REACH, 0.025)


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
    part = np.array([_top(grid[:, column], row), _top(grid[row], column)])
    return np.asarray(NEAR.moves[best] + fine * part)


def _top(line: Floats, best: int) -> float:
    if not 0 < best < len(line) - 1:
        return 0.0
    before, here, after = line[best - 1 : best + 2]
    bend = before - 2 * here + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < 0 else 0.0


def ellipse(aspect: float) -> Floats:
    """Distance of a rim as large as a circle of radius 1 along each ray (RAYS,)."""
    return np.asarray(aspect**-0.5 / np.hypot(OUTWARD[:, 0] / aspect, OUTWARD[:, 1]))


def _outermost(look: Look, between: tuple[float, float]) -> tuple[Floats, Floats, float]:
    """The rim (RAYS,) [px], its middle (2,) as a share of the radius, and how clear it is; it is so
    many times as large as the first guess, at least and at most."""
    every = list(product(ASPECTS, OFFSETS, OFFSETS))
    score = np.zeros((len(RIM_SHARES), len(every)))
    for number, (aspect, right, down) in enumerate(every):
        away = RIM_SHARES[:, None] * ellipse(aspect) + OUTWARD @ np.array([right, down])
        place = np.rint((away - look.at[0]) / STEP).astype(np.int64)
        inside = (place >= 0) & (place < len(look.at))
        found = look.steep[np.arange(RAYS), np.clip(place, 0, len(look.at) - 1)] * inside
        score[:, number] = found.mean(axis=1) * aspect**ROUND
    best = score.max(axis=1) - np.median(score)
    least, most = between
    allowed: Flags = (max(most, 1.1) > RIM_SHARES) & (min(least, 1.0) < RIM_SHARES)
    crest: Flags = (best >= np.roll(best, 1)) & (best >= np.roll(best, -1)) & allowed
    crest[np.abs(RIM_SHARES - 1).argmin()] |= not crest.any()
    clear = np.flatnonzero(crest & (best >= CLEAR * best[crest].max()))
    size = int(clear[-1])
    aspect, right, down = every[int(score[size].argmax())]
    rim = RIM_SHARES[size] * ellipse(aspect) * look.rim.mean()
    return rim, np.array([right, down]), float(score[size].max())
