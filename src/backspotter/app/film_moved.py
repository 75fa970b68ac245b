"""How lifter and bar moved through a film: scale, angles, repetitions, phases, the view's grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.app.film_knees import behind_the_plate
from backspotter.app.film_reading import FilmRead, place_of
from backspotter.lift.angles import (
    LUMBAR_SHARE,
    Angle,
    JointAngles,
    joint_angles,
    upright_offset,
)
from backspotter.lift.angles_together import Together, together
from backspotter.lift.arrays import Flags, Floats, Ints
from backspotter.lift.bar import BarTrack
from backspotter.lift.bar_height import BarHeight, bar_height
from backspotter.lift.camera_yaw import yaw_deg
from backspotter.lift.phases import phases
from backspotter.lift.reps import BENT_DEG as BENT_BY_BONES_DEG
from backspotter.lift.reps import UPRIGHT_DEG as UPRIGHT_BY_BONES_DEG
from backspotter.lift.reps import Rep, reps
from backspotter.lift.reps_given import Span, reps_between
from backspotter.lift.reps_unseen import reps_by_shoulders
from backspotter.lift.scale import Scale, scale, segments
from backspotter.lift.torso import APART_SD, BY_SHAPE_SD, torso_by_both, torso_by_shape, torso_px
from backspotter.lift.view import View, view_of

OUTWARD: Final = False
"""The knee is taken as it is seen from the side in every style: on ten rendered films, two of them
sumo, that was nearer than undoing the turn of a thigh that looks short."""

KNEE_GAIN: Final = 1.06
"""The knee looks bent by so much less than it is: of ten rendered films of nine bodies, where it
was in sight at 70 to 120 degrees, 4 degrees on average."""

HIP_TOGETHER: Final = 0.5
"""How much of the hip all landmarks together say beside the bones, where the lower back's flexion
is withheld: of five such tuning films the mean of both was nearest. Where it is known, they say all
of it: of nine tuning films that was nearest."""

HIDDEN_WIDER: Final = 1.35
"""How much wider their bands are behind a plate, where without it they held 8 in 10 of tuning
films; with it, of 15, they hold 9 in 10 of hips and knees there, as in sight."""

MOST_TURNED_DEG: Final = 45.0
"""No foreshortening beyond this is undone: nothing is measured from there on."""

STANDING_DEG: Final = 22.0
STRAIGHT_DEG: Final = 50.0
"""Trunk and knees bent less than this: standing. The knee's is wide, as straight knees that point
outward can look bent by 40 degrees. Assumption."""

UPRIGHT_DEG: Final = 4.0
"""Lean of the line from hip to shoulder in upright standing, also of who was not seen standing: of
rendered bodies (1.7 to 4.8)."""

LOCKED_OUT_DEG: Final = 14.0
"""Where all landmarks together say how the trunk leans, one whose band begins beyond this has not
locked out. At the tops of 21 rendered repetitions it was read within 13 degrees of upright, mostly
within 7; where the bar stuck at 0.88 of its way, at 19 (16 to 23). Assumption."""

AROUND_S: Final = 0.3
"""Around a repetition in which a cut counts as one within: taking up slack, coming to rest [s]."""

RISES_LESS: Final = 0.0009
"""By how much less what is followed rises than the near plate, as a share for each degree that the
camera stands off the side, where its rim was not seen as a ring: part of the edge is then that of
plates behind, which are further away. As fits 67 rendered films."""

RISES_LESS_UNTIL_DEG: Final = 25.0

SET_UP_S, TOP_S = 0.35, 0.25
"""Before lift-off and after lockout, that the torso's length and what all landmarks say are told
from beside the way up, as the moments lie that both learned from [s]."""

LEAST_STANDING: Final = 4
"""Frames of standing from which this lifter's own upright is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What happened in a film of n frames; ``bar`` none where it was not seen, ``scale`` none
    where neither plate nor body tell. ``standing`` (n,) upright, outside repetitions."""

    read: FilmRead
    yaw: tuple[float, float, float]
    scale: Scale | None
    bar: BarHeight | None
    reps: tuple[Rep, ...]
    phase: tuple[str, ...]
    rep: Ints
    angles: JointAngles
    view: View
    standing: Flags

    @property
    def counted(self) -> tuple[Rep, ...]:
        """The repetitions, those that failed among them."""
        return tuple(rep for rep in self.reps if rep.index is not None)

    @property
    def times_s(self) -> Floats:
        """(n,) [s]."""
        return self.read.tracks.times_s

    def with_back(self, lumbar_deg: Floats) -> Moved:
        """The same, the hip's angle reckoned with the lower back's flexion (n, 3) [deg]."""
        bones = _bones(self.read, self.yaw, lumbar_deg)
        angles = _as_all_say(bones, self.read, self.reps, lumbar_deg)
        angles = _refined(angles, self.standing, self.reps, self.bar)
        return replace(self, angles=angles)


def moved(
    read: FilmRead,
    *,
    height_m: float | None,
    plate_mm: float | None,
    spans: Sequence[Span] = (),
) -> Moved:
    """What happened, from what was followed.

    Parameters
    ----------
    spans : where the person said that repetitions begin and end [s]; none are looked for then

    Raises
    ------
    InputError : a plate that nobody makes, or a span in which nothing goes up
    """
    tracks, track = read.tracks, read.bar
    ratio = _plate_ratio(read)
    everywhere = np.ones(len(tracks.times_s), bool)
    yaw = yaw_deg(tracks, everywhere, ratio)
    found = scale(track, plate_mm=plate_mm, height_m=height_m, segments_px=_segments(read))
    bones = _bones(read, yaw, None)
    bar = None
    if track is not None and found is not None:
        even = track.evened(tracks.size_px, tracks.meeting_deg)
        bar = bar_height(even, found.near.value * (1 - _rises_less(track, yaw[0])), tracks.facing)
    angles = _as_all_say(bones, read, _reps(read, bar, found, bones, spans), None)
    all_reps = _reps(read, bar, found, angles, spans)
    names, index = phases(tracks.times_s, all_reps)
    standing = _standing(angles, index)
    return Moved(
        read=read,
        yaw=yaw,
        scale=found,
        bar=bar,
        reps=tuple(all_reps),
        phase=tuple(names),
        rep=index,
        angles=_refined(angles, standing, tuple(all_reps), bar),
        view=_view(read, all_reps, ratio, _torso(read, all_reps, found, height_m)),
        standing=standing,
    )


def _rises_less(track: BarTrack, yaw_deg: float) -> float:
    if track.is_ring or not np.isfinite(yaw_deg):
        return 0.0
    return RISES_LESS * min(abs(yaw_deg), RISES_LESS_UNTIL_DEG)


def _plate_ratio(read: FilmRead) -> float | None:
    track = read.bar
    if track is None or track.doubt is not None or not 0 < track.aspect <= 1:
        return None
    return track.aspect


def _segments(read: FilmRead) -> float:
    names = ("ankle", "knee", "hip", "shoulder")
    return segments(*(read.tracks.at(f"near_{name}") for name in names))


def _bones(
    read: FilmRead,
    yaw: tuple[float, float, float],
    lumbar_deg: Floats | None,
) -> JointAngles:
    """What single bones say: there for every lifter, and what repetitions are told by."""
    turned = yaw[0] if np.isfinite(yaw[0]) else 0.0
    turned = float(np.clip(turned, -MOST_TURNED_DEG, MOST_TURNED_DEG))
    back = None if lumbar_deg is None else lumbar_deg.T
    found = joint_angles(
        read.tracks,
        read.bar,
        yaw_deg=turned,
        lumbar_deg=None if back is None else back[0],
        lumbar_half_deg=None if back is None else (back[2] - back[1]) / 2,
        outward=OUTWARD,
    )
    return replace(found, knee=_bent_more(found.knee))


def _as_all_say(
    bones: JointAngles, read: FilmRead, all_reps: Sequence[Rep], back: Floats | None
) -> JointAngles:
    """What all landmarks together say, where they do; of the hip half, half what bones say, where
    the lower back's flexion (n, 3) is not known."""
    lifting = pulled(read.tracks.times_s, all_reps, before_s=SET_UP_S, after_s=TOP_S)
    said = together(read.tracks, read.bar, lifting)
    hidden = bones.hip_hidden | bones.knee_hidden
    known = np.zeros(len(hidden), bool) if back is None else _known(back)
    toward = np.where(known, 0.0, (1 - HIP_TOGETHER) * (bones.hip.value - said.hip[:, 1]))
    hip = (said.hip if back is None else _without_back(said, back)) + toward[:, None]
    return replace(
        bones,
        trunk=_or(said.trunk, bones.trunk),
        knee=_or(_wider(said.knee, hidden), bones.knee),
        hip=_or(_wider(hip, hidden), bones.hip),
        together=np.asarray(np.isfinite(said.trunk).all(axis=1)),
    )


def _without_back(said: Together, back: Floats) -> Floats:
    """The hip (n, 3): hip and lower back less the back's share, where its flexion (n, 3) is
    known."""
    value, low, high = LUMBAR_SHARE * back.T
    lower, both, upper = said.hip_and_back.T
    half = (high - low) / 2
    ends = (both - np.hypot(both - lower, half), both, both + np.hypot(upper - both, half))
    return np.where(_known(back)[:, None], np.stack(ends, 1) - value[:, None], said.hip)


def _known(back: Floats) -> Flags:
    return np.asarray(np.isfinite(back).all(axis=1))


def _wider(said: Floats, hidden: Flags) -> Floats:
    """Low, value, high (n, 3), further apart where the joint is hidden."""
    middle = said[:, 1:2]
    return np.asarray(middle + (said - middle) * np.where(hidden, HIDDEN_WIDER, 1.0)[:, None])


def _or(said: Floats, angle: Angle) -> Angle:
    """What was said (n, 3) low, value, high, else the angle there was."""
    known = np.isfinite(said).all(axis=1)
    low, value, high = np.where(known, said.T, [angle.low, angle.value, angle.high])
    return Angle(value=value, low=low, high=high)


def _bent_more(knee: Angle) -> Angle:
    more = (KNEE_GAIN - 1) * knee.value
    return Angle(value=knee.value + more, low=knee.low + more, high=knee.high + more)


def _reps(
    read: FilmRead,
    bar: BarHeight | None,
    found: Scale | None,
    angles: JointAngles,
    spans: Sequence[Span],
) -> list[Rep]:
    tracks = read.tracks
    if found is None:
        return []
    share = (found.near.high - found.near.low) / 2 / found.near.value
    if bar is not None and spans:
        return reps_between(bar, spans, share)
    if bar is not None:
        locked_out = LOCKED_OUT_DEG + angles.trunk.value - angles.trunk.low
        return reps(
            bar,
            angles.trunk.value,
            share,
            upright_deg=np.where(angles.together, locked_out, UPRIGHT_BY_BONES_DEG),
            bent_deg=np.where(angles.together, locked_out, BENT_BY_BONES_DEG),
        )
    return reps_by_shoulders(
        tracks.times_s,
        tracks.at("near_shoulder"),
        place_of(tracks).torso_px,
        found.lifter.value,
        angles.trunk.value,
        spans,
    )


def pulled(
    times_s: Floats, all_reps: Sequence[Rep], *, before_s: float = 0.0, after_s: float = 0.0
) -> Flags:
    """(n,) frames of the pulls, with so much before lift-off and after lockout [s]."""
    part = np.zeros(len(times_s), bool)
    for rep in all_reps:
        first = rep.lift_off.value if rep.lift_off else times_s[rep.low]
        last = rep.pulled_until.value if rep.pulled_until else times_s[rep.high]
        part |= (times_s >= first - before_s) & (times_s <= last + after_s)
    return part


def _torso(
    read: FilmRead, all_reps: Sequence[Rep], found: Scale | None, height_m: float | None
) -> float:
    tracks = read.tracks
    hinged = pulled(tracks.times_s, all_reps, before_s=SET_UP_S, after_s=TOP_S)
    seen, doubt = torso_by_shape(tracks.landmarks_px[hinged], tracks.near_side), BY_SHAPE_SD
    if not np.isfinite(seen):
        seen, doubt = torso_px(tracks.at("near_hip"), tracks.at("near_shoulder")), APART_SD
    return torso_by_both(seen, found.lifter if found else None, height_m, seen_sd=doubt)


def _view(read: FilmRead, all_reps: Sequence[Rep], ratio: float | None, torso: float) -> View:
    part = pulled(read.tracks.times_s, all_reps)
    track = read.bar
    plate = radius = None
    if track is not None:
        plate = np.stack([track.x_px, track.y_px], axis=1)
        radius = np.full(len(plate), track.radius_px)
    return view_of(
        read.tracks,
        read.facts,
        during=part if part.any() else None,
        plate_ratio=ratio,
        plate_px=plate,
        plate_radius_px=radius,
        camera=read.camera,
        torso=torso,
        whole=_from_begin_to_end(read.tracks.times_s, all_reps) if part.any() else None,
    )


def _from_begin_to_end(times_s: Floats, all_reps: Sequence[Rep]) -> Flags:
    """(n,) frames of repetitions, with the ways down and a little around: a cut there may have
    hidden when they began and ended."""
    part = np.zeros(len(times_s), bool)
    for rep in all_reps:
        top = rep.lockout.value if rep.lockout else times_s[rep.high]
        last = max(rep.end_s, top)
        part |= (times_s >= rep.begin_s - AROUND_S) & (times_s <= last + AROUND_S)
    return part


def _standing(angles: JointAngles, index: Ints) -> Flags:
    """Frames in which the lifter stands upright with the hip in sight, outside repetitions."""
    trunk, knee = (np.nan_to_num(np.abs(a.value), nan=np.inf) for a in (angles.trunk, angles.knee))
    upright = (trunk < STANDING_DEG) & (knee < STRAIGHT_DEG)
    return np.asarray(upright & ~angles.hip_hidden & (index == 0))


def _refined(
    angles: JointAngles, standing: Flags, all_reps: tuple[Rep, ...], bar: BarHeight | None
) -> JointAngles:
    """From this lifter's own upright, and the knee held while it is hidden."""
    upright = _from_upright(angles, standing)
    return upright if bar is None else behind_the_plate(upright, all_reps, bar)


def _from_upright(angles: JointAngles, standing: Flags) -> JointAngles:
    """Hip and trunk counted from this lifter's own upright standing, where it was seen.

    The trunk stays as it is where all landmarks together tell all of the standing. Where bones
    tell some of it, one offset is taken off everywhere: an offset for what bones tell alone, and
    one for each, read the repetitions of the tuning films less well.
    """
    seen = angles.trunk.value[standing]
    if len(seen) < LEAST_STANDING:
        return angles
    off = float(np.median(seen)) - UPRIGHT_DEG
    trunk = angles.trunk
    moved_by = Angle(value=trunk.value - off, low=trunk.low - off, high=trunk.high - off)
    trunk = angles.trunk if angles.together[standing].all() else moved_by
    return replace(upright_offset(angles, standing), trunk=trunk)
