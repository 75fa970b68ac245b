"""Who of several people is the lifter: the one who is large in the picture and bends.

A mirror shows the lifter once more, further away; somebody who walks by is large at most.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.outline import axis_of
from backspotter.lift.pose.detector import Person
from backspotter.lift.pose.landmarks import Pose

STANDING: Final = 0.25
"""What somebody who never bends counts, against one who bends fully."""

FULL_BEND_DEG: Final = 50.0
"""Range of the trunk's lean that counts fully [deg]."""

BETTER: Final = 1.5
"""How many times likelier somebody else has to be before the one followed is given up."""

LEAST_LOOKS: Final = 3

OTHER_PLACE, OTHER_SIZE = 0.3, 1.7
"""Somebody whose hips are further from where a person was, as a share of the square around that
person, or whose square is so many times as large, is somebody else: assumption."""

SAME_PLACE: Final = 0.2
"""Two mid hips closer than this share of the person's square are one person."""


@dataclass(slots=True)
class Evidence:
    """What was seen of one person, look after look."""

    sizes: list[float] = field(default_factory=list)
    leans: list[float] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)
    reach: float = 0.0

    def add(self, pose: Pose) -> None:
        hip, _ = axis_of(pose.landmarks)
        self.sizes.append(float(pose.region.side))
        self.leans.append(float(lean_deg(pose.landmarks)))
        self.places.append((float(hip[0]), float(hip[1])))
        self.reach = SAME_PLACE * pose.region.side

    def is_at(self, place: Floats) -> bool:
        """Whether this person was last seen about there."""
        return bool(self.places) and _apart(self.places[-1], place) < 2 * self.reach

    @property
    def score(self) -> float:
        """Size in the picture, times how much of a bend was seen."""
        if not self.sizes:
            return 0.0
        low, high = np.percentile(self.leans, [5, 95])
        bend = min(float(high - low) / FULL_BEND_DEG, 1.0)
        return float(np.median(self.sizes)) * (STANDING + (1 - STANDING) * bend)


def first_choice(
    people: list[Person], size: tuple[int, int], near: tuple[float, float] | None
) -> Person | None:
    """Whom to follow first: nearest to a place if one is given, else large and central."""
    if not people:
        return None
    if near is not None:
        return min(people, key=lambda p: _apart((p.region.x, p.region.y), near) / p.region.side)
    return max(people, key=lambda p: p.score * p.region.side * _central(p, size))


def _central(person: Person, size: tuple[int, int]) -> float:
    off = abs(person.region.x / size[0] - 0.5)
    return 1 - 0.5 * min(2 * off, 1.0)


def is_same(person: Person, pose: Pose) -> bool:
    """Whether the detector's find is the one whose pose this is."""
    hip, _ = axis_of(pose.landmarks)
    return _apart((person.region.x, person.region.y), hip) < SAME_PLACE * pose.region.side


def lean_deg(landmarks: Floats) -> Floats:
    """(...) of the trunk from the vertical, of landmarks (..., 33, 4) [deg]."""
    hip, shoulder = axis_of(landmarks)
    trunk = shoulder - hip
    return np.asarray(np.degrees(np.arctan2(np.abs(trunk[..., 0]), -trunk[..., 1])))


def _apart(one: tuple[float, float] | Floats, other: tuple[float, float] | Floats) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


@dataclass(frozen=True, slots=True)
class Whom:
    """Where somebody's hips are, and the side of the square around them [px]."""

    x: float
    y: float
    side: float

    def is_(self, person: Person) -> bool:
        """Whether this may be that person: about there, and about as large."""
        region = person.region
        near = _apart((region.x, region.y), (self.x, self.y)) < OTHER_PLACE * self.side
        return near and 1 / OTHER_SIZE < region.side / self.side < OTHER_SIZE


def somebody_else(lifter: Evidence, others: list[Evidence]) -> Whom | None:
    """The likelier lifter, if that is not the one followed."""
    known = [other for other in others if len(other.sizes) >= LEAST_LOOKS]
    best = max(known, key=lambda other: other.score, default=None)
    if best is None or best.score < BETTER * lifter.score:
        return None
    middle = np.median(np.array(best.places), axis=0)
    return Whom(float(middle[0]), float(middle[1]), float(np.median(best.sizes)))
