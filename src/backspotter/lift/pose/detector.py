"""Where people are in a picture: the BlazePose detector and what its numbers mean.

The layout of its anchors and of its 12 numbers a box is that of the published network (Bazarevsky
et al. 2020, BlazePose: On-device Real-time Body Pose Tracking, arXiv:2006.10204).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Ints, Pixels
from backspotter.lift.pose.network import Network
from backspotter.lift.pose.region import Region, cut_out, region_around, whole

SIDE: Final = 224
"""Of the square picture that the detector reads [px]."""

GRIDS: Final = ((28, 2), (14, 2), (7, 6))
"""Cells a side, and anchors in each cell."""

LEAST_SCORE: Final = 0.5
SAME_PERSON: Final = 0.3
"""Overlap (share of the union) from which two boxes are one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person found: how sure, the box of the face and shoulders, and the square to look at.

    ``box`` is left, top, right, bottom [px].
    """

    score: float
    box: tuple[float, float, float, float]
    region: Region


class Detector:
    """Finds people; slower than following one, so called only when needed."""

    def __init__(self, file: Path, *, threads: int) -> None:
        self._network = Network(file, threads=threads)

    def people(self, picture: Pixels) -> list[Person]:
        """Everyone found, surest first."""
        square = whole(picture)
        small = cut_out(picture, square, SIDE, outside=0)
        boxes, scores = self._network(small.astype(np.float32) / 127.5 - 1)
        chance = 1 / (1 + np.exp(-np.clip(scores[:, 0], -60, 60)))
        kept = np.flatnonzero(chance >= LEAST_SCORE)
        places = _places(boxes[kept].astype(np.float64), kept)
        found = _one_each(places, chance[kept])
        return [_person(square, place, score) for place, score in found]


@lru_cache(maxsize=1)
def anchors() -> Floats:
    """(2254, 2) middles of the anchors, as shares of the square."""
    grids = []
    for cells, each in GRIDS:
        middle = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(middle, middle)
        grids.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), each, axis=0))
    return np.concatenate(grids)


def _places(boxes: Floats, which: Ints) -> Floats:
    """(n, 6, 2) upper left, lower right, and four key points of each box, as shares."""
    numbers = boxes.reshape(-1, 6, 2) / SIDE
    middle = anchors()[which]
    half = numbers[:, 1] / 2
    at = numbers[:, 0] + middle
    points = numbers[:, 2:] + middle[:, None]
    return np.concatenate([(at - half)[:, None], (at + half)[:, None], points], axis=1)


def _one_each(places: Floats, scores: Floats) -> list[tuple[Floats, float]]:
    """Boxes of one person are averaged by their scores, person after person."""
    found = []
    left = np.argsort(-scores)
    while len(left):
        same = _overlap(places[left[0]], places[left]) > SAME_PERSON
        same[0] = True
        group = left[same]
        place = np.average(places[group], axis=0, weights=scores[group])
        found.append((place, float(scores[left[0]])))
        left = left[~same]
    return found


def _overlap(one: Floats, others: Floats) -> Floats:
    """Shared area as a share of the joint one."""
    shared = np.minimum(one[1], others[:, 1]) - np.maximum(one[0], others[:, 0])
    both = np.prod(np.maximum(shared, 0), axis=1)
    areas = np.prod(others[:, 1] - others[:, 0], axis=1)
    return np.asarray(both / np.maximum(np.prod(one[1] - one[0]) + areas - both, 1e-9))


def _person(square: Region, place: Floats, score: float) -> Person:
    on_picture = square.to_picture(place)
    (left, top), (right, bottom) = on_picture[0], on_picture[1]
    region = region_around(on_picture[2], on_picture[3])
    box = (float(left), float(top), float(right), float(bottom))
    return Person(score=score, box=box, region=region)
