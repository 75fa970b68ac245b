"""Finds the lifter again where the network took up somebody who stands right behind.

In one square with both, the network tends to the one who is upright. A lifter bends; so where the
one who was followed never does and somebody else is about, frames are looked at through squares
turned as a bent trunk would be, in which the lifter looks upright and the other lies. From the
first bent look on, the lifter is followed through squares turned along the trunk.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.film import Frame
from backspotter.lift.lifter import lean_deg
from backspotter.lift.outline import axis_of
from backspotter.lift.pose.landmarks import Pose
from backspotter.lift.pose.region import Region
from backspotter.lift.second_look import Keep, Look, along_trunk
from backspotter.lift.sides import facing_of
from backspotter.lift.track_making import Seen, torso_px

NEVER_BENT_DEG: Final = 35.0
"""Lean that one frame in twenty of a lifter's film reaches; a pull begins further bent."""

TURNS_DEG: Final = (90.0, 60.0)
"""Leans of the trunk that squares are turned for, toward where the one followed faces and away."""

BENT_DEG: Final = 60.0
"""Lean from which a look is one of somebody bent."""

NEAR: Final = 0.5
"""Lengths of the trunk that the hips may lie from where they were thought to be."""

LEAST_LENGTH: Final = 0.75
"""Length of the trunk beside that of the one who was followed."""

SURE: Final = 0.9
"""Presence, by the network's own word, that a look has to have."""

FOLLOWED_S: Final = 0.6
"""For how long the next look may follow the last one [s]."""

TRIED_S: Final = 0.25
"""From one try of the turned squares to the next [s]."""

MOST_TRIES: Final = 120
"""Of them in vain, after which nobody bent is looked for any more: half a minute of the film."""

LEAST_BENT: Final = 0.15
"""Share of the looks that have to be bent ones, without which the first ones stand: a camera before
the lifter had 1 of 120 in a rendered film, one with somebody right behind a half."""


class BentLook:
    """Takes the frames of the film once more; ``seen`` then holds the lifter's looks.

    Parameters
    ----------
    seen : the looks of the first time, in order
    crowded : whether somebody else is about
    """

    def __init__(self, seen: list[Seen], look: Look, keep: Keep, *, crowded: bool) -> None:
        self._look, self._keep = look, keep
        self._first = {one.index: one for one in seen}
        self._found: dict[int, Seen] = {}
        self._last: Seen | None = None
        self._tried_s = -np.inf
        self._tries = self._bent = 0
        landmarks = np.array([one.landmarks for one in seen]).reshape(-1, 33, 4)
        leans, lengths = lean_deg(landmarks), torso_px(landmarks)
        self.is_needed = bool(crowded and len(seen) and np.percentile(leans, 95) < NEVER_BENT_DEG)
        if self.is_needed:
            self._torso = float(np.median(lengths))
            facing = facing_of(landmarks)[0]
            self._turns = [sign * turn for sign in (facing, -facing) for turn in TURNS_DEG]

    @property
    def seen(self) -> list[Seen]:
        """All looks, in order: from the first bent one on those of the lifter alone."""
        if not self._found or self._bent < LEAST_BENT * len(self._first):
            return list(self._first.values())
        begin = min(self._found)
        before = [one for index, one in self._first.items() if index < begin]
        return before + [self._found[index] for index in sorted(self._found)]

    def see(self, frame: Frame) -> None:
        """Takes the next frame."""
        first = self._first.get(frame.index)
        if first is None:
            return
        pose = self._followed(frame) or self._turned(frame, first)
        if pose is not None:
            self._tries = 0
            self._last = self._found[frame.index] = self._keep(frame, pose)
            self._bent += bool(lean_deg(pose.landmarks) >= BENT_DEG)

    def _followed(self, frame: Frame) -> Pose | None:
        """From the last look, if that is not long ago."""
        last = self._last
        if last is None or frame.t_s - last.t_s > FOLLOWED_S:
            return None
        pose = self._twice(frame, along_trunk(last.landmarks, last.look_next.side))
        near = pose is not None and _apart(pose.landmarks, last.landmarks) <= NEAR * self._torso
        return pose if pose is not None and near and self._is_whole(pose) else None

    def _turned(self, frame: Frame, first: Seen) -> Pose | None:
        """Somebody bent, about where the hips were thought to be."""
        if frame.t_s - self._tried_s < TRIED_S or self._tries >= MOST_TRIES:
            return None
        self._tried_s = frame.t_s
        self._tries += 1
        (x, y), _ = axis_of(first.landmarks)
        for turn in self._turns:
            square = Region(
                x=float(x), y=float(y), side=first.look_next.side, turn=np.deg2rad(turn)
            )
            pose = self._twice(frame, square)
            if pose is None or not self._is_whole(pose) or lean_deg(pose.landmarks) < BENT_DEG:
                continue
            if _apart(pose.landmarks, first.landmarks) <= NEAR * self._torso:
                return pose
        return None

    def _twice(self, frame: Frame, square: Region) -> Pose | None:
        """Through a square, then along the trunk that was seen through it."""
        pose = self._look(frame.picture, square)
        if pose is None:
            return None
        return self._look(frame.picture, along_trunk(pose.landmarks, square.side))

    def _is_whole(self, pose: Pose) -> bool:
        long_enough = torso_px(pose.landmarks) >= LEAST_LENGTH * self._torso
        return bool(pose.presence >= SURE and long_enough)


def _apart(one: Floats, other: Floats) -> float:
    return float(np.hypot(*(axis_of(one)[0] - axis_of(other)[0])))
