"""From single looks at a film to tracks: sides put right, smoothed, one value a frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.arrays import Flags, Floats, Ints
from backspotter.lift.camera_motion import CameraMotion
from backspotter.lift.outline import Edges, axis_of, confidence
from backspotter.lift.pose.region import Region
from backspotter.lift.sides import facing_of, near_side, put_right
from backspotter.lift.smoothing import held, smoothed, stretches
from backspotter.lift.tracks import BackOutline, FrameQuality, Tracks

LEAST_SEEN = 3
"""Frames with a person in them, without which there is nobody to follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What every frame gives without a network."""

    t_s: float
    light: float
    contrast: float
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the network gave on one frame, in pixels of the pictures it was given; ``look_next``
    the square in which it would look next."""

    index: int
    t_s: float
    landmarks: Floats
    world_m: Floats
    presence: float
    sharpness: float
    facing_right: Edges
    facing_left: Edges
    look_next: Region


def steadied(seen: list[Seen], camera: CameraMotion) -> list[Seen]:
    """The looks as a camera held still and level would have had them; without those of frames in
    which it moved and it is not known how."""
    usable = (one for one in seen if not camera.can_steady or camera.known[one.index])
    return [_steadied(one, camera) for one in usable]


def _steadied(one: Seen, camera: CameraMotion) -> Seen:
    at = np.array([one.index])

    def still(points: Floats) -> Floats:
        return np.asarray(camera.steadied(points[None], at)[0])

    def steady(edges: Edges) -> Edges:
        return replace(
            edges, points=still(edges.points), picture_points=still(edges.picture_points)
        )

    landmarks = one.landmarks.copy()
    landmarks[:, :2] = still(one.landmarks[:, :2])
    return replace(
        one,
        landmarks=landmarks,
        facing_right=steady(one.facing_right),
        facing_left=steady(one.facing_left),
    )


def tracks_from(
    glances: list[Glance],
    seen: list[Seen],
    *,
    cuts_s: tuple[float, ...],
    size_px: tuple[int, int],
    scale: float,
    tilt_deg: float,
    meeting_deg: float = 0.0,
) -> Tracks:
    """Tracks in pixels of the displayed picture, ``scale`` times those given.

    Raises
    ------
    InputError : nobody was seen
    """
    if len(seen) < LEAST_SEEN:
        expected, do = "a lifter, whole in the picture", "film from the side, head to feet"
        raise InputError("film", given="no person to be seen", expected=expected, do=do)
    times = np.array([glance.t_s for glance in glances])
    at = np.array([one.index for one in seen])
    pixels = np.array([scale, scale, scale, 1.0])
    landmarks = np.stack([one.landmarks for one in seen]) * pixels
    world = np.stack([one.world_m for one in seen])
    facing, _ = facing_of(landmarks)
    near = near_side(facing)
    landmarks, world = put_right(landmarks, world, near)
    smooth, metres = _every_frame(times, times[at], landmarks, world, cuts_s)
    return Tracks(
        times_s=times,
        measured=_mark(len(times), at),
        landmarks_px=smooth,
        raw_px=_spread(len(times), at, landmarks),
        world_m=metres,
        near_side=near,
        facing=facing,
        back=_back(seen, facing, scale, landmarks, len(times), at),
        quality=_quality(glances, seen, at, smooth),
        cuts_s=cuts_s,
        size_px=size_px,
        tilt_deg=tilt_deg,
        meeting_deg=meeting_deg,
    )


def _every_frame(
    times: Floats, seen_s: Floats, landmarks: Floats, world: Floats, cuts_s: tuple[float, ...]
) -> tuple[Floats, Floats]:
    """Landmarks (n, 33, 4) and world (n, 33, 3) at all times; nothing reaches across a cut."""
    places = np.full((len(times), 33, 4), np.nan)
    metres = np.full((len(times), 33, 3), np.nan)
    pairs = zip(stretches(times, cuts_s), stretches(seen_s, cuts_s), strict=True)
    for frames, samples in pairs:
        if not samples.any():
            continue
        at, then = times[frames], seen_s[samples]
        flat = landmarks[samples, :, :3].reshape(len(then), -1)
        weights = np.repeat(np.clip(landmarks[samples, :, 3], 0.1, 1), 3, axis=1)
        places[frames, :, :3] = smoothed(at, then, flat, weights).reshape(-1, 33, 3)
        places[frames, :, 3] = held(at, then, landmarks[samples, :, 3])
        metres[frames] = held(at, then, world[samples].reshape(len(then), -1)).reshape(-1, 33, 3)
    return places, metres


def _mark(n: int, at: Ints) -> Flags:
    out = np.zeros(n, dtype=bool)
    out[at] = True
    return out


def _spread(n: int, at: Ints, values: Floats) -> Floats:
    """Values of some frames in an array of all, NaN elsewhere."""
    out = np.full((n, *values.shape[1:]), np.nan)
    out[at] = values
    return out


def _back(
    seen: list[Seen], facing: int, scale: float, landmarks: Floats, n: int, at: Ints
) -> BackOutline:
    side = [one.facing_right if facing > 0 else one.facing_left for one in seen]
    points = np.stack([edge.points for edge in side]) * scale
    picture = np.stack([edge.picture_points for edge in side]) * scale
    softness = np.stack([edge.softness for edge in side]) * scale
    step = np.stack([edge.step for edge in side])
    trust = confidence(points, softness, step, torso_px(landmarks))
    covered = np.zeros((n, len(points[0])), bool)
    for frame, edge in zip(at, side, strict=True):
        covered[frame] = False if edge.covered is None else edge.covered
    return BackOutline(
        points_px=_spread(n, at, points),
        picture_px=_spread(n, at, picture),
        softness_px=_spread(n, at, softness),
        step_in_light=_spread(n, at, step),
        confidence=_spread(n, at, trust),
        covered=covered,
    )


def torso_px(landmarks: Floats) -> Floats:
    """(...) from mid hip to mid shoulder, of landmarks (..., 33, 4) [px]."""
    hip, shoulder = axis_of(landmarks)
    return np.asarray(np.hypot(*np.moveaxis(shoulder - hip, -1, 0)))


def _quality(glances: list[Glance], seen: list[Seen], at: Ints, landmarks: Floats) -> FrameQuality:
    n = len(glances)
    return FrameQuality(
        presence=_spread(n, at, np.array([one.presence for one in seen])),
        torso_px=torso_px(landmarks),
        light=np.array([glance.light for glance in glances]),
        contrast=np.array([glance.contrast for glance in glances]),
        sharpness=_spread(n, at, np.array([one.sharpness for one in seen])),
        others=np.array([float(glance.others) for glance in glances]),
    )
