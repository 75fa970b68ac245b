"""Where circles could be in one small grey picture: every edge votes along its own slope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Ints

STEP: Final = 1.09
"""From one radius that is tried to the next."""

LEAST_SLOPE: Final = 4.0
"""Of an edge, in steps of 256 over two pixels; noise lies below."""

MOST_EDGES: Final = 0.04
"""Share of the picture's pixels that may vote; the steepest do."""

OF_A_PART: Final = 0.08
"""And the steepest of every part, up to this share of its pixels: were those of the whole picture
all, a wall of bricks would have the votes and a dark plate on a dark floor none."""

PARTS_PX: Final = 40
"""About how wide and high a part is [px]."""

BIN: Final = 0.1
"""Size of a bin for votes, as a share of the radius."""

PEAKS, GUESSED = 12, 64
"""Places looked at for each radius, and in all."""

RIM, STRAIGHT, SECTORS = 0.08, 0.9, 32
"""How far from the radius an edge may be [share], how well it must point to the middle [cosine],
and into how many sectors a rim is cut."""

LEAST_SHARE: Final = 0.3
"""Of a rim that must be seen for a candidate."""

KEPT: Final = 24
"""Candidates of one picture."""

APART: Final = 0.25
"""Two candidates closer than this share of the radius are one."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Places (n,) [px] and unit slopes (n,) of edges."""

    row: Floats
    column: Floats
    across: Floats
    down: Floats


def radii(least: float, most: float) -> Floats:
    """Radii to try [px], each ``STEP`` times the one before."""
    count = max(int(np.ceil(np.log(most / least) / np.log(STEP))), 0) + 1
    return np.asarray(least * STEP ** np.arange(count))


def candidates(small: Floats, tried: Floats) -> Floats:
    """Likely circles (k, 4): x, y, radius [px of ``small``, pixel centres at .5], and the share
    of the rim that was seen, best first.
    """
    seen = edges(small)
    if not len(seen.row):
        return np.zeros((0, 4))
    guessed = np.concatenate([_peaks(seen, float(radius), small.shape) for radius in tried])
    guessed = _apart(guessed[np.argsort(-guessed[:, 3], kind="stable")], GUESSED)
    return _proven(seen, guessed)


def edges(small: Floats) -> Edges:
    """Thin edges of a small picture."""
    gx, gy = np.zeros_like(small), np.zeros_like(small)
    gx[:, 1:-1] = small[:, 2:] - small[:, :-2]
    gy[1:-1] = small[2:] - small[:-2]
    steep = np.hypot(gx, gy)
    crest = _crest(steep, np.abs(gx) >= np.abs(gy)) & (steep > LEAST_SLOPE)
    place = np.flatnonzero(crest)
    place = place[_steepest(steep.ravel()[place], _part(place, small.shape), small.shape)]
    length = steep.ravel()[place]
    row, column = np.divmod(place, small.shape[1])
    return Edges(
        row.astype(np.float32) + np.float32(0.5),
        column.astype(np.float32) + np.float32(0.5),
        gx.ravel()[place] / length,
        gy.ravel()[place] / length,
    )


def _part(place: Ints, shape: tuple[int, ...]) -> Ints:
    """Which part of the picture each of these places (n,) is in."""
    row, column = np.divmod(place, shape[1])
    across = shape[1] // PARTS_PX + 1
    return np.asarray(row // PARTS_PX * across + column // PARTS_PX)


def _steepest(steep: Floats, part: Ints, shape: tuple[int, ...]) -> Ints:
    """Which edges (m,) of all (n,) may vote; all, where they are few."""
    most = int(MOST_EDGES * shape[0] * shape[1])
    if len(steep) <= most:
        return np.arange(len(steep))
    order = np.lexsort((-steep, part))
    ranked = part[order]
    of_part = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    votes = np.zeros(len(steep), bool)
    votes[order[of_part < int(OF_A_PART * PARTS_PX**2)]] = True
    votes[np.argpartition(steep, -most)[-most:]] = True
    return np.flatnonzero(votes)


def _crest(steep: Floats, level: Flags) -> Flags:
    """Steeper than the neighbours on both sides of the edge."""
    beside, above = np.zeros(steep.shape, bool), np.zeros(steep.shape, bool)
    beside[:, 1:-1] = (steep[:, 1:-1] >= steep[:, :-2]) & (steep[:, 1:-1] > steep[:, 2:])
    above[1:-1] = (steep[1:-1] >= steep[:-2]) & (steep[1:-1] > steep[2:])
    return np.where(level, beside, above)


def _peaks(seen: Edges, radius: float, shape: tuple[int, ...]) -> Floats:
    """The places with most votes for this radius (k, 4), counted in bins that grow with it."""
    size = max(1.0, radius * BIN)
    height, width = int(shape[0] / size) + 3, int(shape[1] / size) + 3
    signs = np.array([[-radius], [radius]], np.float32)
    x = ((seen.column + signs * seen.across) / np.float32(size) + 1.5).ravel()
    y = ((seen.row + signs * seen.down) / np.float32(size) + 1.5).ravel()
    inside = (x >= 1) & (x < width - 1) & (y >= 1) & (y < height - 1)
    place = y[inside].astype(np.int32) * width + x[inside].astype(np.int32)
    votes = _spread(np.bincount(place, minlength=height * width).reshape(height, width))
    flat = votes.ravel()
    best = np.flatnonzero(flat > LEAST_SHARE * 2 * np.pi * radius)
    if len(best) > PEAKS:
        best = best[np.argpartition(flat[best], -PEAKS)[-PEAKS:]]
    row, column = np.divmod(best, width)
    share = flat[best] / (2 * np.pi * radius)
    x, y = (column - 1) * size, (row - 1) * size
    return np.stack([x, y, np.full(len(best), radius), share], axis=1)


def _spread(votes: Ints) -> Ints:
    """Each bin with its eight neighbours."""
    tall = votes.copy()
    tall[1:] += votes[:-1]
    tall[:-1] += votes[1:]
    wide = tall.copy()
    wide[:, 1:] += tall[:, :-1]
    wide[:, :-1] += tall[:, 1:]
    return wide


def _apart(ranked: Floats, most: int) -> Floats:
    """The best of each circle that was found more than once."""
    kept: list[Floats] = []
    while len(ranked) and len(kept) < most:
        best = ranked[0]
        kept.append(best)
        near = np.hypot(ranked[:, 0] - best[0], ranked[:, 1] - best[1]) < APART * best[2]
        alike = np.abs(np.log(ranked[:, 2] / best[2])) < np.log(STEP) * 1.5
        ranked = ranked[~(near & alike)]
    return np.array(kept).reshape(-1, 4)


def _proven(seen: Edges, guessed: Floats) -> Floats:
    """Guesses whose rim is there all around, each with its share of sectors that show it."""
    x, y, radius = (guessed[:, n, None].astype(np.float32) for n in range(3))
    right, below = seen.column - x, seen.row - y
    away = np.hypot(right, below)
    close = np.abs(away - radius) < np.maximum(RIM * radius, 1.5)
    guess, edge = np.nonzero(close)
    right, below, away = right[guess, edge], below[guess, edge], away[guess, edge]
    along = np.abs(right * seen.across[edge] + below * seen.down[edge])
    straight = along > STRAIGHT * away
    guess, right, below = guess[straight], right[straight], below[straight]
    sector = (np.arctan2(below, right) * (SECTORS / (2 * np.pi))).astype(np.int64) % SECTORS
    shown = np.zeros((len(guessed), SECTORS), bool)
    shown[guess, sector] = True
    fitted = np.concatenate([_fitted(guessed, guess, right, below), shown.mean(1)[:, None]], 1)
    proven = fitted[fitted[:, 3] >= LEAST_SHARE]
    return _apart(proven[np.argsort(-proven[:, 3], kind="stable")], KEPT)


def _fitted(guessed: Floats, guess: Ints, right: Floats, below: Floats) -> Floats:
    """Each circle laid through its edges by least squares (k, 3): x, y, radius."""
    size, unit = len(guessed), guessed[:, 2]
    right, below = right / unit[guess], below / unit[guess]

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(guess, weights=values, minlength=size), np.float64)

    square = right**2 + below**2
    count, x, y = total(np.ones_like(right)), total(right), total(below)
    xx, yy, xy = total(right * right), total(below * below), total(right * below)
    normal = np.array([[xx, xy, x], [xy, yy, y], [x, y, count]]).transpose(2, 0, 1)
    wanted = np.stack([total(right * square), total(below * square), total(square)], axis=1)
    normal = normal + np.eye(3) * 1e-6 * (1 + count[:, None, None])
    two_x, two_y, rest = np.linalg.solve(normal, wanted[..., None])[..., 0].T
    moved = np.stack([two_x, two_y], axis=1) / 2
    radius = np.sqrt(np.maximum(rest + (moved**2).sum(axis=1), 0.1))
    sound = (np.hypot(*moved.T) < 2 * BIN) & (count > SECTORS / 4)
    sound &= np.abs(np.log(radius)) < np.log(STEP) * 1.5
    new = np.concatenate([guessed[:, :2] + moved * unit[:, None], (radius * unit)[:, None]], axis=1)
    return np.where(sound[:, None], new, guessed[:, :3])
