"""Follows the lifter through a film, frame by frame, and spends the network where it moves.

The network runs about 15 times a second while something moves where the lifter is, and 4 times
while all is still. A short loss is bridged by looking again near the last place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Pixels
from backspotter.lift.bent_look import BentLook
from backspotter.lift.cuts import Changes, Window, small
from backspotter.lift.film import Film, Frame
from backspotter.lift.level import Level
from backspotter.lift.lifter import Evidence, Whom, first_choice, is_same, somebody_else
from backspotter.lift.outline import axis_of, edges
from backspotter.lift.pose.landmarks import Pose
from backspotter.lift.pose.reader import PoseReader
from backspotter.lift.pose.region import Region
from backspotter.lift.second_look import SecondLook, is_head_down
from backspotter.lift.track_making import Glance, Seen, tracks_from
from backspotter.lift.tracks import Tracks

MOVING_S: Final = 1 / 15
STILL_S: Final = 0.25
"""Time from one run of the network to the next [s]."""

STAYS_MOVING_S: Final = 0.4
"""For how long after the last movement it counts as moving [s]."""

SLOWEST: Final = 0.25
"""Torso lengths a second from which a joint counts as moving."""

SPEED_OVER_S: Final = 0.2
"""Time over which that speed is taken [s]."""

LOOK_AROUND_S: Final = 1.0
"""Time from one look for other people to the next [s]."""

MOST_OTHERS: Final = 3
CROWDED: Final = 0.15
"""Share of the time in which somebody else is about, from which it may be they who was followed."""

REMEMBERED_S: Final = 1.5
"""For how long a lost lifter is looked for near the last place [s]."""

FAR_JUMP: Final = 0.9
"""Torso lengths between two runs that nobody moves: somebody else was taken up."""

WATCHED: Final = (11, 12, 15, 16, 23, 24, 25, 26)
"""Shoulders, wrists, hips, knees."""


@dataclass(slots=True)
class _Last:
    """The last time the lifter was seen."""

    t_s: float
    pose: Pose


class Follower:
    """Takes the frames of one film in turn; ``tracks`` at the end."""

    def __init__(self, film: Film, reader: PoseReader, *, near: Whom | None = None) -> None:
        """``near``: who the lifter is, if that is known [px of the pictures given]."""
        self._size, self._scale = film.size, film.scale
        self._displayed = (film.facts.width, film.facts.height)
        self._reader, self._near = reader, near
        self._changes = Changes()
        self._last: _Last | None = None
        self._then: _Last | None = None
        self._ran_s = self._moved_s = self._looked_s = -np.inf
        self._others_now = 0
        self._lifter, self._others = Evidence(), list[Evidence]()
        self._level = Level()
        self._glances: list[Glance] = []
        self._seen: list[Seen] = []
        self._missed: list[tuple[int, float]] = []
        self._cuts: list[float] = []

    @property
    def latest(self) -> Pose | None:
        """The pose last read, in pixels of the pictures given; None while the lifter is lost."""
        return self._last.pose if self._last is not None else None

    @property
    def mistaken(self) -> Whom | None:
        """The likelier lifter, if the wrong one was followed."""
        return somebody_else(self._lifter, self._others)

    def see(self, frame: Frame) -> Pose | None:
        """Takes the next frame; the pose if the network ran on it and saw the lifter."""
        grey = small(frame.picture)
        self._notice(frame, grey)
        self._glances.append(_glance(frame, grey, self._others_now))
        if not self._is_due(frame.t_s):
            return None
        self._ran_s = frame.t_s
        pose = self._read(frame)
        if pose is None:
            self._missed.append((frame.index, frame.t_s))
            return None
        self._note_speed(frame.t_s, pose)
        self._last = _Last(frame.t_s, pose)
        self._lifter.add(pose)
        self._seen.append(_seen(frame, pose))
        if frame.t_s - self._looked_s >= LOOK_AROUND_S:
            self._look_around(frame, pose)
        return pose

    def again(self) -> SecondLook:
        """Takes the film's frames once more, to look again at those in which this went astray."""
        return SecondLook(self._seen, self._missed, self._reader.pose, _seen)

    def bent(self) -> BentLook:
        """Takes the film's frames once more, where somebody right behind was taken up."""
        return BentLook(self._seen, self._reader.pose, _seen, crowded=self._others_share >= CROWDED)

    @property
    def _others_share(self) -> float:
        """Of the time in which somebody else is about."""
        return sum(glance.others > 0 for glance in self._glances) / max(len(self._glances), 1)

    def take(self, seen: list[Seen]) -> None:
        """These looks in place of its own."""
        self._seen = seen

    def tracks(self, seen: list[Seen] | None = None) -> Tracks:
        """The lifter through all frames seen so far; by these looks, if they are given."""
        return tracks_from(
            self._glances,
            self._seen if seen is None else seen,
            cuts_s=tuple(self._cuts),
            size_px=self._displayed,
            scale=self._scale,
            tilt_deg=self._level.tilt_deg,
            meeting_deg=self._level.meeting_deg,
        )

    def _notice(self, frame: Frame, grey: Floats) -> None:
        change = self._changes.see(grey, self._window())
        if change.cut:
            self._cuts.append(frame.t_s)
            self._last, self._ran_s = None, -np.inf
        if change.moving:
            self._moved_s = frame.t_s

    def _window(self) -> Window | None:
        """Where the lifter is."""
        if self._last is None:
            return None
        places = self._last.pose.landmarks[:, :2] / self._size
        (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def _is_due(self, t_s: float) -> bool:
        moving = self._last is None or t_s - self._moved_s <= STAYS_MOVING_S
        gap = MOVING_S if moving else STILL_S
        return t_s - self._ran_s >= gap * 0.98

    def _read(self, frame: Frame) -> Pose | None:
        """The lifter's pose: from where it was last, or looked for anew."""
        if self._last is not None and frame.t_s - self._last.t_s <= STILL_S + MOVING_S:
            pose = self._pose(frame, self._last.pose.look_next)
            if pose is not None and not self._jumped(pose):
                return pose
        region = self._found(frame)
        return None if region is None else self._pose(frame, region)

    def _pose(self, frame: Frame, region: Region) -> Pose | None:
        """The pose in that square; of one who seems to stand on the head, in an upright one.

        Each look starts from the last, so one that is upside down would be repeated.
        """
        pose = self._reader.pose(frame.picture, region)
        if pose is None or not is_head_down(pose.landmarks):
            return pose
        upright = self._reader.pose(frame.picture, replace(region, turn=0.0))
        return pose if upright is None or is_head_down(upright.landmarks) else upright

    def _jumped(self, pose: Pose) -> bool:
        if self._last is None:
            return False
        (hip, shoulder), (then, _) = axis_of(pose.landmarks), axis_of(self._last.pose.landmarks)
        length = max(_length(hip, shoulder), self._last.pose.region.side / 8)
        return _length(hip, then) > FAR_JUMP * length

    def _found(self, frame: Frame) -> Region | None:
        """Looks for the lifter; for a while only near the last place."""
        near = None if self._near is None else (self._near.x, self._near.y)
        if self._last is not None:
            if frame.t_s - self._last.t_s <= REMEMBERED_S:
                near = (self._last.pose.region.x, self._last.pose.region.y)
            else:
                self._last = None
        person = first_choice(self._reader.people(frame.picture), self._size, near)
        if person is None:
            return None
        if self._last is not None and not is_same(person, self._last.pose):
            return None
        if self._last is None and self._near is not None and not self._near.is_(person):
            return None
        return person.region

    def _note_speed(self, t_s: float, pose: Pose) -> None:
        """Movement too slow for the small pictures; over a while, so that jitter is none."""
        then = self._then
        if then is not None and t_s - then.t_s < SPEED_OVER_S:
            return
        self._then = _Last(t_s, pose)
        if then is None:
            return
        places = pose.landmarks[WATCHED, :2], then.pose.landmarks[WATCHED, :2]
        moved = np.median(np.hypot(*(places[0] - places[1]).T))
        length = max(_length(*axis_of(pose.landmarks)), pose.region.side / 8)
        if moved / length / (t_s - then.t_s) > SLOWEST:
            self._moved_s = t_s

    def _look_around(self, frame: Frame, pose: Pose) -> None:
        """Counts the others, and notes what each of them does."""
        self._looked_s = frame.t_s
        self._level.see(frame.picture)
        others = [p for p in self._reader.people(frame.picture) if not is_same(p, pose)]
        self._others_now = len(others)
        for person in others[:MOST_OTHERS]:
            other = self._reader.pose(frame.picture, person.region)
            if other is not None and not is_same(person, pose):
                self._evidence_of(other).add(other)

    def _evidence_of(self, pose: Pose) -> Evidence:
        hip, _ = axis_of(pose.landmarks)
        for known in self._others:
            if known.is_at(hip):
                return known
        self._others.append(Evidence())
        return self._others[-1]


def _seen(frame: Frame, pose: Pose) -> Seen:
    right, left = (edges(frame.picture, pose, facing) for facing in (1, -1))
    return Seen(
        index=frame.index,
        t_s=frame.t_s,
        landmarks=pose.landmarks,
        world_m=pose.world_m,
        presence=pose.presence,
        sharpness=_sharpness(frame.picture, pose),
        facing_right=right,
        facing_left=left,
        look_next=pose.look_next,
    )


def _glance(frame: Frame, grey: Floats, others: int) -> Glance:
    return Glance(
        t_s=frame.t_s, light=float(grey.mean()), contrast=float(grey.std()), others=others
    )


def _length(one: Floats, other: Floats) -> float:
    return float(np.hypot(*(np.asarray(one) - np.asarray(other))))


def _sharpness(picture: Pixels, pose: Pose) -> float:
    """Steepest steps between neighbours around the trunk, as a share of its range of greys."""
    hip, shoulder = axis_of(pose.landmarks)
    reach = max(_length(hip, shoulder), 8.0)
    (x, y), (high, wide) = (hip + shoulder) / 2, picture.shape[:2]
    rows = slice(int(max(y - reach, 0)), int(min(y + reach, high)))
    columns = slice(int(max(x - reach, 0)), int(min(x + reach, wide)))
    grey = picture[rows, columns, 1].astype(np.float32)
    if min(grey.shape) < 8:
        return float("nan")
    steps = np.abs(np.diff(grey, axis=1))
    low, high_grey = np.percentile(grey[::3, ::3], [5, 95])
    return float(np.percentile(steps[::2], 99) / max(high_grey - low, 8.0))


def tracks_of(
    film: Film, reader: PoseReader, *, progress: Callable[[float], None] = lambda done: None
) -> Tracks:
    """The lifter through a whole film; gone through twice if the wrong one was followed.

    ``progress`` is told how much of the film is done, 0 to 1.

    Raises
    ------
    InputError : the film cannot be decoded, or nobody is in it
    """
    follower = _through(film, reader, None, progress)
    if follower.mistaken is not None:
        follower = _through(film, reader, follower.mistaken, progress)
    look_for_bent(film, follower)
    again = follower.again()
    if again.is_needed:
        for frame in film.frames():
            again.see(frame)
    return follower.tracks(again.seen)


def look_for_bent(film: Film, follower: Follower) -> None:
    """Goes through the film once more where the one who was followed never bends and somebody else
    is about."""
    bent = follower.bent()
    if not bent.is_needed:
        return
    for frame in film.frames():
        bent.see(frame)
    follower.take(bent.seen)


def _through(
    film: Film,
    reader: PoseReader,
    near: Whom | None,
    progress: Callable[[float], None],
) -> Follower:
    follower = Follower(film, reader, near=near)
    for frame in film.frames():
        follower.see(frame)
        progress(min(frame.t_s / film.facts.duration_s, 1.0))
    return follower
