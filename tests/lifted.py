"""A lifter of sticks who lifts as the spine model does, seen from the side: what following a film
would give, with every number known."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from backspotter.app.film_asked import Asked
from backspotter.app.film_back import withheld
from backspotter.app.film_reading import FilmRead
from backspotter.lift.angles import ANKLE_HABIT, HIP_HABIT, SHOULDER_HABIT
from backspotter.lift.bar import BarTrack
from backspotter.lift.film_facts import FilmFacts
from backspotter.lift.flexion import Flexion
from backspotter.lift.tracks import ALONG, PLACE, BackOutline, FrameQuality, Tracks
from backspotter.spine.body import Lifter, body_of
from backspotter.spine.chain import trunk_length
from backspotter.spine.rep import ANKLE_HEIGHT, Lift, rep

LIFTER = Lifter(mass_kg=84.0, height_m=1.81, sex="male")
ASKED = Asked(lifter=LIFTER, load_kg=140.0, style="conventional", plate_mm=450.0)
PX_PER_M, NEAR_PX_PER_M = 250.0, 300.0
SIZE = (640, 640)
FPS = 30
STANDS_S, BENDS_S, WAITS_S = 1.0, 1.0, 0.5
LIFT_OFF_S = STANDS_S + BENDS_S + WAITS_S
UPRIGHT = {"trunk": 4.0, "shank": 3.0, "thigh": 0.0, "lumbar": 0.0}
BAR_M = 0.225


def film_read(
    lift: Lift | None = None, *, reps: int = 1, yaw_deg: float = 0.0, drift_m: float = 0.0
) -> FilmRead:
    """Standing, bending to the bar, and the repetitions of a lift."""
    times, angles, height = _course(lift or Lift(), reps)
    joints = _joints(angles)
    drift = drift_m * np.sin(np.pi * np.clip((height - BAR_M) / 0.5, 0, 1)) ** 2
    return FilmRead(
        facts=facts(len(times)),
        tracks=_tracks(times, joints, yaw_deg),
        bar=_bar(times, height, drift, yaw_deg),
    )


def facts(frames: int, **more: object) -> FilmFacts:
    return replace(
        FilmFacts(
            width=SIZE[0],
            height=SIZE[1],
            duration_s=frames / FPS,
            frames=frames,
            frame_rate=float(FPS),
            nominal_rate=float(FPS),
            variable=False,
            rotation=0,
            codec="h264",
            bits=8,
            light="plain",
            sound=False,
            taken_rate=None,
            missing_times=0,
            repeated_times=0,
            out_of_order=0,
            speed_edits=False,
        ),
        **more,
    )


def mirrored(read: FilmRead) -> FilmRead:
    """The same film seen in a mirror."""
    tracks, wide = read.tracks, SIZE[0]
    places = tracks.landmarks_px.copy()
    for name, place in PLACE.items():
        other = name.replace("left", "RIGHT").replace("right", "left").replace("RIGHT", "right")
        places[:, PLACE[other]] = tracks.landmarks_px[:, place]
    places[..., 0] = wide - places[..., 0]
    world = np.zeros_like(tracks.world_m)
    world[:, PLACE["right_shoulder"]] = tracks.world_m[:, PLACE["left_shoulder"]] * [-1, 1, 1]
    back = tracks.back.points_px * [-1, 1] + [wide, 0]
    return replace(
        read,
        tracks=replace(
            tracks,
            landmarks_px=places,
            raw_px=places,
            world_m=world,
            near_side="left",
            facing=-1,
            back=replace(tracks.back, points_px=back, picture_px=back),
        ),
        bar=replace(read.bar, x_px=wide - read.bar.x_px),
    )


def every_second(read: FilmRead) -> FilmRead:
    """The same with half the frames."""

    def thin(part):
        count = len(read.tracks.times_s)
        taken = {
            each.name: getattr(part, each.name)[::2]
            for each in fields(part)
            if isinstance(getattr(part, each.name), np.ndarray)
            and len(getattr(part, each.name)) == count
        }
        return replace(part, **taken)

    tracks = thin(read.tracks)
    tracks = replace(tracks, back=thin(tracks.back), quality=thin(tracks.quality))
    return FilmRead(facts=read.facts, tracks=tracks, bar=thin(read.bar))


def at_rate(read: FilmRead, frames_a_second: float) -> FilmRead:
    """The same taken at another rate."""
    then = read.tracks.times_s
    times = np.arange(0, then[-1], 1 / frames_a_second)

    def taken(values: np.ndarray) -> np.ndarray:
        flat = values.reshape(len(then), -1)
        columns = [np.interp(times, then, column) for column in flat.T]
        return np.stack(columns, axis=1).reshape(len(times), *values.shape[1:])

    def again(part):
        changed = {
            each.name: taken(getattr(part, each.name).astype(float))
            for each in fields(part)
            if isinstance(getattr(part, each.name), np.ndarray)
            and len(getattr(part, each.name)) == len(then)
        }
        return replace(part, **changed)

    tracks = again(read.tracks)
    tracks = replace(
        tracks,
        measured=np.ones(len(times), bool),
        back=again(read.tracks.back),
        quality=again(read.tracks.quality),
    )
    return FilmRead(
        facts=facts(len(times), frame_rate=frames_a_second, nominal_rate=frames_a_second),
        tracks=tracks,
        bar=again(read.bar),
    )


def back_unseen(moved):
    """A reader of the back that sees none."""
    return withheld(moved, "the back is behind a post")


def back_bends(change: float, half: float = 5.0, start: float = 25.0):
    """A reader of the back for whom it bends so much further on the way up [deg]."""

    def read(moved):
        frames, reps = len(moved.times_s), len(moved.counted)
        lumbar = np.zeros((frames, 3)) + start
        for one in moved.counted:
            first = one.lift_off.value if one.lift_off else moved.times_s[one.low]
            last = one.lockout.value if one.lockout else moved.times_s[one.high]
            up = np.clip((moved.times_s - first) / (last - first), 0.0, 1.0)
            lumbar += (change * np.sin(np.pi * up) ** 2)[:, None]
        spread = np.array([0.0, -half, half])
        return Flexion(
            lumbar=lumbar + spread,
            thoracic=lumbar / 2 + spread,
            at_lift_off=np.tile(start + spread, (reps, 1)),
            change=np.tile(change + spread, (reps, 1)),
        )

    return read


def _course(lift: Lift, reps: int):
    """Times [s], angles [deg] by name, and the bar's height [m]."""
    one = rep(body_of(LIFTER), lift)
    moving = one.during("lifting", "lockout", "lowering")
    step = np.arange(0, moving.sum(), 100 // FPS + 1 / 3).astype(int)
    names = ("trunk", "shank", "thigh", "lumbar")
    lifted = {name: np.rad2deg(getattr(one.angles, name)[moving][step]) for name in names}
    rise = one.height[moving][step]
    share = np.clip((np.arange(int(LIFT_OFF_S * FPS)) / FPS - STANDS_S) / BENDS_S, 0, 1)
    share = share**2 * (3 - 2 * share)
    pause = np.zeros(int(WAITS_S * FPS))
    series = {}
    for name in names:
        start = lifted[name][0]
        down = UPRIGHT[name] + share * (start - UPRIGHT[name])
        series[name] = np.concatenate([down, *([lifted[name], pause + start] * reps)])
    low = np.full(len(share), rise[0])
    height = np.concatenate([low, *([rise, pause + rise[0]] * reps)])
    return np.arange(len(height)) / FPS, series, height


def _joints(angles):
    """Places from the ankle, ahead and up [m]."""
    body = body_of(LIFTER)

    def along(name, length):
        turn = np.deg2rad(angles[name])
        return np.stack([np.sin(turn), np.cos(turn)], axis=1) * np.reshape(length, (-1, 1))

    ankle = np.tile([0.0, ANKLE_HEIGHT * body.height_m], (len(angles["trunk"]), 1))
    knee = ankle + along("shank", body.segments["shank"].length_m)
    hip = knee + along("thigh", body.segments["thigh"].length_m)
    shoulder = hip + along("trunk", trunk_length(body, np.deg2rad(angles["lumbar"])))
    return {"ankle": ankle, "knee": knee, "hip": hip, "shoulder": shoulder}


def _pixels(place, scale=PX_PER_M):
    """Of places [m] in a picture whose middle is a metre above the floor."""
    return np.array([SIZE[0] / 2, SIZE[1] / 2]) + scale * (place - [0.2, 0.8]) * [1, -1]


def _tracks(times, joints, yaw_deg):
    up = joints["shoulder"] - joints["hip"]
    torso = np.hypot(*up.T)[:, None]
    unit = up / torso
    ahead = np.stack([unit[:, 1], -unit[:, 0]], axis=1)
    seen = dict(joints)
    seen["shoulder"] = joints["shoulder"] + torso * (
        SHOULDER_HABIT[0] * ahead + SHOULDER_HABIT[1] * unit
    )
    seen["hip"] = joints["hip"] + torso * np.array(HIP_HABIT)
    seen["ankle"] = joints["ankle"] + torso * np.array(ANKLE_HABIT)
    n = len(times)
    landmarks = np.zeros((n, 33, 4)) + 0.99
    landmarks[..., :2] = _pixels(joints["shoulder"])[:, None]
    world = np.zeros((n, 33, 3))
    for name, place in seen.items():
        for side in ("left", "right"):
            landmarks[:, PLACE[f"{side}_{name}"], :2] = _pixels(place)
    turn = np.deg2rad(yaw_deg)
    world[:, PLACE["left_shoulder"]] = 0.35 * np.array([np.sin(turn), 0.0, np.cos(turn)])
    everywhere = np.ones(n)
    return Tracks(
        times_s=times,
        measured=np.ones(n, bool),
        landmarks_px=landmarks,
        raw_px=landmarks,
        world_m=world,
        near_side="right",
        facing=1,
        back=_back(seen, n),
        quality=FrameQuality(
            presence=everywhere,
            torso_px=130 * everywhere,
            light=0.5 * everywhere,
            contrast=0.3 * everywhere,
            sharpness=0.5 * everywhere,
            others=0 * everywhere,
        ),
        cuts_s=(),
        size_px=SIZE,
        tilt_deg=0.0,
    )


def _back(seen, n):
    hip, shoulder = _pixels(seen["hip"]), _pixels(seen["shoulder"])
    points = hip[:, None] + ALONG[:, None] * (shoulder - hip)[:, None] - [30.0, 0.0]
    flat = np.ones((n, len(ALONG)))
    return BackOutline(
        points_px=points,
        picture_px=points,
        softness_px=flat,
        step_in_light=flat,
        confidence=0.95 * np.ones(n),
    )


def _bar(times, height, drift, yaw_deg):
    place = np.stack([0.07 + drift, height], axis=1)
    at = _pixels(place, NEAR_PX_PER_M)
    return BarTrack(
        times_s=times,
        x_px=at[:, 0],
        y_px=at[:, 1],
        spread_px=np.full(len(times), 0.1),
        confidence=np.ones(len(times)),
        radius_px=BAR_M * NEAR_PX_PER_M,
        radius_sd_px=0.2,
        aspect=float(np.cos(np.deg2rad(yaw_deg))),
        doubt=None,
    )
