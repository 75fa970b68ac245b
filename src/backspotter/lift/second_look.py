"""A second look at frames on which the network went astray, once the rest of the film is known.

A lifter who bends over in the first frame is often taken for one who sits: hips come to lie on the
hands, and every next look, which starts from the last, repeats it. Bones do not shrink, so such a
look is told by a torso or a thigh far shorter than in the rest of the film, or by a far smaller
square. Now and then the first looks see the lifter standing on the head, which nobody does over a
bar. The network was made for people in an upright square: in one turned along the trunk of the
nearest good look, the hips are found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Pixels
from backspotter.lift.film import Frame
from backspotter.lift.outline import axis_of
from backspotter.lift.pose.landmarks import Pose
from backspotter.lift.pose.region import Region
from backspotter.lift.track_making import Seen
from backspotter.lift.tracks import PLACE

SHRUNK: Final = 0.55
"""Share of a bone's usual longest length below which a look went astray. Of sumo's thighs, turned
outward, three quarters of their length are seen; of astray ones a fifth: assumption between."""

SMALL: Final = 0.75
"""Share of the usual square's side below which a look was through one too small: who is found late,
and small at first, is lost again and again until the squares have grown. Assumption."""

HEAD_DOWN: Final = 0.87
"""Share of the trunk's length by which the shoulders are below the hips of one who seems to stand
on the head (150° from upright): assumption."""

LONGEST: Final = 90
"""Percentile of a length through a film that counts as the longest."""

REACH_S: Final = 4.0
"""From a good look to the frames for which its square will do [s]: assumption."""

LOOKS: Final = 2
"""How often a frame is looked at through one square, each time from where the last look ended."""

BESIDE_S: Final = 0.3
"""Time around a look that went astray in which others are tried again, being half astray [s]."""

LONGER: Final = 1.1
"""How much longer the shorter bone has to come out for a look to be put in another's place."""

Look = Callable[[Pixels, Region], Pose | None]
Keep = Callable[[Frame, Pose], Seen]


@dataclass(frozen=True, slots=True)
class _Lengths:
    """Longest torso and thigh of a film [px]."""

    torso: float
    thigh: float

    def share(self, landmarks: Floats) -> Floats:
        """(...) the shorter of the two bones of landmarks (..., 33, 4), 1 at its longest; 0 of one
        who stands on the head."""
        torso, thigh = _bones(landmarks)
        share = np.minimum(torso / self.torso, thigh / self.thigh)
        return np.where(is_head_down(landmarks), 0.0, share)


def _bones(landmarks: Floats) -> tuple[Floats, Floats]:
    """Torso, and the longer of two thighs (...) [px]."""
    hip, shoulder = axis_of(landmarks)
    thighs = [
        landmarks[..., PLACE[f"{side}_hip"], :2] - landmarks[..., PLACE[f"{side}_knee"], :2]
        for side in ("left", "right")
    ]
    return _length(shoulder - hip), np.maximum(*(_length(thigh) for thigh in thighs))


def is_head_down(landmarks: Floats) -> Flags:
    """(...) whether landmarks (..., 33, 4) are of somebody upside down."""
    hip, shoulder = axis_of(landmarks)
    trunk = shoulder - hip
    return np.asarray(trunk[..., 1] > HEAD_DOWN * _length(trunk))


def _length(line: Floats) -> Floats:
    return np.asarray(np.hypot(line[..., 0], line[..., 1]))


class SecondLook:
    """Takes the frames of the film once more; ``seen`` then holds the better looks.

    Parameters
    ----------
    seen : the looks of the first time, in order
    missed : (index, time) of the frames in which nobody was seen
    """

    def __init__(
        self, seen: list[Seen], missed: list[tuple[int, float]], look: Look, keep: Keep
    ) -> None:
        self._look, self._keep = look, keep
        self._looks = {one.index: one for one in seen}
        self._bad: set[int] = set()
        self._small: set[int] = set()
        self._good: list[Seen] = []
        self._last: Seen | None = None
        if seen:
            self._sort(seen, missed)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to look at again."""
        return bool(self._bad)

    @property
    def seen(self) -> list[Seen]:
        """All looks, in order; without those through far too small a square that stay so."""
        return [self._looks[index] for index in sorted(self._looks) if index not in self._small]

    def see(self, frame: Frame) -> None:
        """Takes the next frame."""
        if frame.index not in self._bad:
            return
        best = self._best(frame)
        if best is not None:
            self._looks[frame.index] = self._last = best
            self._small.discard(frame.index)

    def _sort(self, seen: list[Seen], missed: list[tuple[int, float]]) -> None:
        landmarks = np.stack([one.landmarks for one in seen])
        self._lengths = _Lengths(*(float(np.percentile(b, LONGEST)) for b in _bones(landmarks)))
        sides = np.array([one.look_next.side for one in seen])
        astray: Flags = np.asarray(self._lengths.share(landmarks) < SHRUNK)
        small = sides < SMALL * float(np.median(sides))
        astray |= small
        self._good = [one for one, bad in zip(seen, astray, strict=True) if not bad]
        if not self._good:
            return
        self._small = {one.index for one, is_small in zip(seen, small, strict=True) if is_small}
        bad = [one.t_s for one, is_bad in zip(seen, astray, strict=True) if is_bad]
        bad += [t_s for _, t_s in missed]
        again = [(one.index, one.t_s) for one in seen if _nearest(bad, one.t_s) <= BESIDE_S]
        good = [one.t_s for one in self._good]
        self._bad = {index for index, t_s in again + missed if _nearest(good, t_s) <= REACH_S}

    def _best(self, frame: Frame) -> Seen | None:
        """The longest body seen through a square of a good look; none unless no bone is short."""
        found, least = None, SHRUNK
        if frame.index in self._looks:
            old = float(self._lengths.share(self._looks[frame.index].landmarks))
            least = max(least, LONGER * old)
        for region in self._squares(frame.t_s):
            pose = self._through(frame.picture, region)
            if pose is None:
                continue
            share = float(self._lengths.share(pose.landmarks))
            if share > least:
                found, least = self._keep(frame, pose), share
        return found

    def _through(self, picture: Pixels, region: Region) -> Pose | None:
        pose = None
        for _ in range(LOOKS):
            pose = self._look(picture, region)
            if pose is None:
                return None
            region = along_trunk(pose.landmarks, pose.look_next.side)
        return pose

    def _squares(self, t_s: float) -> list[Region]:
        """Of the last better look, and of the good looks before and after."""
        before = [one for one in self._good if one.t_s <= t_s][-1:]
        after = [one for one in self._good if one.t_s > t_s][:1]
        last = [] if self._last is None else [self._last]
        near = [*last, *after, *before]
        return [along_trunk(one.landmarks, one.look_next.side) for one in near]


def along_trunk(landmarks: Floats, side: float) -> Region:
    """A square around mid hip in which the trunk stands upright."""
    hip, shoulder = axis_of(landmarks)
    across, up = shoulder - hip
    turn = float(np.arctan2(across, -up))
    return Region(x=float(hip[0]), y=float(hip[1]), side=side, turn=turn)


def _nearest(times: list[float], t_s: float) -> float:
    return float(np.abs(np.array(times) - t_s).min()) if times else np.inf
