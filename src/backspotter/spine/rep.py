"""A deadlift without a film: the body's angles through one rep, from its build and the style.

Feet stay where they are, the bar goes straight up over mid-foot and the arms hang to it. The
set-up is solved so that the hands meet the bar at its height; the top is standing; in between
knees and hips open along smooth curves, the knees earlier, and the bar follows from the arms.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array, Mask, is_number
from backspotter.spine.body import Body
from backspotter.spine.chain import Angles, trunk_length
from backspotter.spine.course import (
    behind,
    flexion_left,
    knee_left,
    rounded,
    shank_back,
    smooth,
    trunk_left,
    way_down,
    way_up,
)

FRAMES_PER_S: Final = 100.0
ANKLE_HEIGHT: Final = 0.039
"""Share of stature (Drillis and Contini)."""

HIP_WIDTH: Final = 0.10
"""Between the hip centres, as a share of stature: assumption."""

SHOULDER_WIDTH: Final = 0.22
"""Between the shoulder centres, as a share of stature: assumption."""

TAKING_UP_S: Final = 0.5
"""From slack to the whole weight in the hands before the bar leaves the floor: assumption."""

LOCKOUT_S: Final = 0.5
NEUTRAL_DEG: Final = 6.0
"""Lumbar flexion of a back that is called neutral: assumption."""

PATH_NODES: Final = 201


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A row of ``styles.toml``."""

    id: str
    say: str
    knee_deg: float
    arm_deg: float
    bar_height_m: float
    bar_ahead: float
    knee_first: float
    shank_back_deg: float
    stance_m: float
    grip_m: float
    from_the_top: bool
    lumbar_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """How one rep is done; what is left out is as the style has it.

    Parameters
    ----------
    style : an id of ``styles.toml``
    lumbar_deg : flexion of the lower back at the lowest point, from upright standing [deg]
    rounding_deg : how much more it bends on the way up, most of it before the knees [deg]
    bar_further_m : bar further from the body than over mid-foot, the body staying as it is [m]
    hips_higher_m : hips higher at the lowest point than the style has them [m]
    stance_m : between the middle of the feet [m]
    up_s, down_s : time from the floor to lockout, and back [s]
    """

    style: str = "conventional"
    lumbar_deg: float | None = None
    rounding_deg: float = 0.0
    bar_further_m: float = 0.0
    hips_higher_m: float = 0.0
    stance_m: float | None = None
    up_s: float = 1.8
    down_s: float = 1.6

    def __post_init__(self) -> None:
        if self.style not in styles():
            raise InputError("style", given=self.style, expected=f"one of {', '.join(styles())}")
        for name, (low, high, unit) in LIMITS.items():
            given = getattr(self, name)
            if given is None and name in CAN_BE_LEFT_OUT:
                continue
            if not is_number(given) or not low <= given <= high:
                raise InputError(name, given=given, expected=f"{low:g} to {high:g} {unit}")

    @property
    def how(self) -> Style:
        """The style's row."""
        return styles()[self.style]


CAN_BE_LEFT_OUT: Final = frozenset(("lumbar_deg", "stance_m"))
LIMITS: Final = MappingProxyType(
    {
        "lumbar_deg": (-10.0, 70.0, "degrees"),
        "rounding_deg": (0.0, 40.0, "degrees"),
        "bar_further_m": (-0.10, 0.25, "m"),
        "hips_higher_m": (-0.20, 0.30, "m"),
        "stance_m": (0.15, 1.20, "m"),
        "up_s": (0.4, 10.0, "s"),
        "down_s": (0.3, 10.0, "s"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """One rep over time.

    ``times`` (n,) [s]; ``angles`` [rad]; ``height`` (n,) of the bar above the floor [m];
    ``in_hands`` (n,) share of the weight that the hands carry; ``phase`` (n,) what is going on.
    """

    times: Array
    angles: Angles
    height: Array
    in_hands: Array
    phase: tuple[str, ...]

    def during(self, *phases: str) -> Mask:
        """Which frames belong to these phases, (n,) of bool."""
        return np.array([phase in phases for phase in self.phase])


@cache
def styles() -> Mapping[str, Style]:
    """Every style by id."""
    text = files("backspotter.spine").joinpath("styles.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)
    return MappingProxyType({id_: Style(id=id_, **row) for id_, row in rows.items()})


def rep(body: Body, lift: Lift | None = None) -> Rep:
    """The whole rep: taking up the weight, up, lockout, down, at 100 frames a second.

    Raises
    ------
    InputError : this body cannot take that posture
    """
    lift = lift or Lift()
    path = _path(body, lift)
    way = way_up(_frames(lift.up_s))
    down = way_down(_frames(lift.down_s), turns=lift.how.from_the_top)
    rests = [np.zeros(_frames(TAKING_UP_S)), np.ones(_frames(LOCKOUT_S))]
    if lift.how.from_the_top:
        parts = [("lockout", rests[1]), ("lowering", down), ("lifting", way), ("lockout", rests[1])]
    else:
        parts = [
            ("taking up", rests[0]),
            ("lifting", way),
            ("lockout", rests[1]),
            ("lowering", down),
        ]
    share = np.concatenate([part for _, part in parts])
    phase = tuple(name for name, part in parts for _ in part)
    height = path.height[0] + share * (path.height[-1] - path.height[0])
    return Rep(
        times=np.arange(len(share)) / FRAMES_PER_S,
        angles=path.at(height),
        height=height,
        in_hands=_taken_up(lift, len(share)),
        phase=phase,
    )


def set_up(body: Body, lift: Lift | None = None) -> Angles:
    """The posture as the bar leaves the floor (Romanian: at the lowest point), n = 1.

    Raises
    ------
    InputError : this body cannot take that posture
    """
    path = _path(body, lift or Lift())
    return path.at(path.height[:1])


@dataclass(frozen=True, slots=True)
class _Path:
    """Angles along the way up, by the bar's height [m]."""

    height: Array
    angles: Mapping[str, Array]

    def at(self, height: Array) -> Angles:
        return Angles(
            **{name: np.interp(height, self.height, found) for name, found in self.angles.items()}
        )


def _path(body: Body, lift: Lift) -> _Path:
    up = np.linspace(0.0, 1.0, PATH_NODES)
    start = _start(body, lift)
    how = lift.how
    knee = start.knee * knee_left(up, how.knee_first)
    back = np.deg2rad(how.shank_back_deg) * shank_back(up)
    shank, trunk = start.shank * knee / start.knee - back, start.trunk * trunk_left(up)
    lumbar = _lumbar(body, lift, up)
    seen = _seen(body, _stance(lift), up)
    hip = _hip(body, shank, knee, seen)
    chord = trunk_length(body, lumbar)
    shoulder = hip + np.stack([chord * np.sin(trunk), chord * np.cos(trunk)], axis=-1)
    arm = _arm(body, lift)
    reach = np.clip((shoulder[:, 0] - _bar_ahead(body, lift)) / arm, -0.95, 0.95)
    tilt = np.arcsin(reach)
    height = shoulder[:, 1] - arm * np.cos(tilt) + ANKLE_HEIGHT * body.height_m
    if np.any(np.diff(height) <= 0):
        raise InputError(
            "rep",
            given=f"a {how.say} with these proportions",
            expected="a posture in which the bar rises all the way",
            do="move the hips or the bar less",
        )
    return _Path(
        height,
        {
            "trunk": trunk,
            "lumbar": lumbar,
            "thigh": shank - knee,
            "shank": shank,
            "upper_arm": tilt,
            "forearm": tilt,
            "thigh_seen": seen[0],
            "shank_seen": seen[1],
        },
    )


@dataclass(frozen=True, slots=True)
class _Start:
    knee: float
    shank: float
    trunk: float


def _start(body: Body, lift: Lift) -> _Start:
    """Knee, shank and trunk at the lowest point: where two circles cross, one about the ankle
    with the bent leg as radius, one about the shoulder with the trunk."""
    how, seen = lift.how, _seen(body, _stance(lift), np.zeros(1))
    arm = _arm(body, lift)
    ahead = how.bar_ahead * body.height_m + arm * float(np.sin(np.deg2rad(how.arm_deg)))
    up = float(np.sqrt(arm**2 - (ahead - _bar_ahead(body, lift)) ** 2))
    shoulder = np.array([ahead, how.bar_height_m - ANKLE_HEIGHT * body.height_m + up])
    chord = float(trunk_length(body, _lumbar(body, lift, np.zeros(1)))[0])
    knee = _knee(body, lift, seen, shoulder, chord)
    thigh, shank = _legs(body, seen)
    leg = float(np.hypot(shank[0] + thigh[0] * np.cos(knee), thigh[0] * np.sin(knee)))
    hip = behind(shoulder, leg, chord, how.say)
    lean = float(np.arctan2(hip[0], hip[1]))
    bend = float(np.arctan2(thigh[0] * np.sin(knee), shank[0] + thigh[0] * np.cos(knee)))
    trunk = float(np.arctan2(shoulder[0] - hip[0], shoulder[1] - hip[1]))
    return _Start(knee, lean + bend, trunk)


def _knee(
    body: Body, lift: Lift, seen: tuple[Array, Array], shoulder: Array, chord: float
) -> float:
    """Knee flexion at the lowest point [rad], with the hips as high as asked."""
    knee = float(np.deg2rad(lift.how.knee_deg))
    if not lift.hips_higher_m:
        return knee
    thigh, shank = _legs(body, seen)

    def hip_height(bent: float) -> float:
        leg = float(np.hypot(shank[0] + thigh[0] * np.cos(bent), thigh[0] * np.sin(bent)))
        return float(behind(shoulder, leg, chord, lift.how.say)[1])

    wanted = hip_height(knee) + lift.hips_higher_m
    least, most = np.deg2rad(2.0), np.deg2rad(130.0)
    for _ in range(60):
        middle = float(least + most) / 2
        least, most = (middle, most) if hip_height(middle) > wanted else (least, middle)
    return float(least)


def _legs(body: Body, seen: tuple[Array, Array]) -> tuple[Array, Array]:
    thigh, shank = body.segments["thigh"].length_m, body.segments["shank"].length_m
    return thigh * seen[0], shank * seen[1]


def _hip(body: Body, shank: Array, knee: Array, seen: tuple[Array, Array]) -> Array:
    """The hip from the ankle, (n, 2) [m]."""
    upper, lower = _legs(body, seen)
    thigh = shank - knee
    return np.stack(
        [
            lower * np.sin(shank) + upper * np.sin(thigh),
            lower * np.cos(shank) + upper * np.cos(thigh),
        ],
        axis=-1,
    )


def _lumbar(body: Body, lift: Lift, up: Array) -> Array:
    """Flexion on the way up: rounding builds up in the first quarter, all is gone at the top."""
    low = lift.how.lumbar_deg if lift.lumbar_deg is None else lift.lumbar_deg
    return np.deg2rad((low + lift.rounding_deg * rounded(up)) * flexion_left(up))


def _stance(lift: Lift) -> float:
    return lift.how.stance_m if lift.stance_m is None else lift.stance_m


def _seen(body: Body, stance_m: float, up: Array) -> tuple[Array, Array]:
    """Shares of thigh and shank that are seen from the side when the knees go out over the feet.

    Bent, the knee is over the foot; straight, it lies on the line from hip to foot.
    """
    aside = max(stance_m - HIP_WIDTH * body.height_m, 0.0) / 2
    thigh, shank = body.segments["thigh"].length_m, body.segments["shank"].length_m
    straight = thigh / (thigh + shank)
    of_thigh = aside * (1 + (straight - 1) * up)
    return (
        np.sqrt(np.maximum(1 - (of_thigh / thigh) ** 2, 0.2)),
        np.sqrt(np.maximum(1 - ((aside - of_thigh) / shank) ** 2, 0.2)),
    )


def _arm(body: Body, lift: Lift) -> float:
    """Shoulder to bar as seen from the side [m]; a wide grip shortens it."""
    aside = abs(lift.how.grip_m - SHOULDER_WIDTH * body.height_m) / 2
    return float(np.sqrt(body.arm_m**2 - aside**2))


def _bar_ahead(body: Body, lift: Lift) -> float:
    return lift.how.bar_ahead * body.height_m + lift.bar_further_m


def _frames(seconds: float) -> int:
    return max(round(seconds * FRAMES_PER_S), 2)


def _taken_up(lift: Lift, count: int) -> Array:
    """Share of the weight in the hands: rises before the bar leaves the floor."""
    share = np.ones(count)
    if not lift.how.from_the_top:
        frames = _frames(TAKING_UP_S)
        share[:frames] = smooth(np.linspace(0.0, 1.0, frames))
    return share
