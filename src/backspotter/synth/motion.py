"""A set of reps on the posing lifter, moment by moment, from the spine engine's model of a rep.

The rep model gives the angles and the bar's way over time for average proportions. Here the pelvis
is turned so that this body's hands meet the bar, and the bar keeps clear of shins and thighs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.body import Body
from backspotter.spine.rep import Lift, Rep, rep
from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.posing import BAR_RADIUS_M, Lifter, Posture, Stance

LUMBAR_SHARES: Final = (0.40, 0.33, 0.27)
"""How flexion is shared by spine04/05, 03/04 and 02/03: assumption."""

THORACIC_SHARE: Final = 0.25
"""How much the upper back bends with the lower: assumption."""

GAZE: Final = 0.6
"""How much of the trunk's lean the neck makes up for: assumption."""

KNEE_STANDING_DEG: Final = 3.0
SHANK_STANDING_DEG: Final = -2.0
"""At lockout the hips stay behind the ankles, so that bar and body balance over mid-foot."""

NODES: Final = 41
STILL_S: Final = 0.4
"""Before the first rep and after the last."""

CLEAR_M: Final = 0.008
TOES_OUT: Final = {"sumo": 38.0}
TOES_OUT_ELSE: Final = 14.0
MOST_BENT_DEG: Final = 75.0


def stance_of(lift: Lift) -> Stance:
    """How this style stands and grips."""
    how = lift.how
    return Stance(
        half_feet=how.stance_m / 2,
        toes_out=TOES_OUT.get(how.id, TOES_OUT_ELSE),
        half_hands=how.grip_m / 2,
        handles_ahead=how.id == "trap_bar",
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame: time [s], rep from 1 (none while standing still), phase, posture."""

    t_s: float
    rep: int | None
    phase: str
    posture: Posture


@dataclass(frozen=True, slots=True)
class Way:
    """The way up in ``NODES`` postures: the bar's ``height`` (n,) [m] and the postures."""

    height: Floats
    postures: tuple[Posture, ...]

    def at(self, height: float) -> Posture:
        """The posture with the bar at this height [m]."""
        place = float(np.interp(height, self.height, np.arange(len(self.height))))
        first = min(int(place), len(self.postures) - 2)
        return _mixed(self.postures[first], self.postures[first + 1], place - first)


class Motion:
    """A set of reps, posed at any time.

    Raises
    ------
    InputError : a back bent further than backs bend, or a posture that this body cannot take
    """

    def __init__(self, lifter: Lifter, body: Body, lift: Lift, reps: int) -> None:
        low = lift.how.lumbar_deg if lift.lumbar_deg is None else lift.lumbar_deg
        if low + lift.rounding_deg > MOST_BENT_DEG:
            given = f"{low:g} and {lift.rounding_deg:g} more"
            raise InputError("lumbar_deg", given=given, expected=f"{MOST_BENT_DEG:g} in all")
        self.lifter, self.lift, self.reps = lifter, lift, reps
        self.one = rep(body, lift)
        self.way = _way(lifter, self.one, lift)

    @cached_property
    def rep_s(self) -> float:
        """How long one rep lasts [s]."""
        return float(self.one.times[-1] - self.one.times[0])

    @property
    def seconds(self) -> float:
        """How long the set lasts, standing still included [s]."""
        return self.reps * self.rep_s + 2 * STILL_S

    def moments(self, fps: float) -> Iterator[Moment]:
        """Every frame of the film."""
        for frame in range(int(self.seconds * fps)):
            yield self.moment(frame / fps)

    def moment(self, t_s: float) -> Moment:
        """The set at one time [s]."""
        since = min(max(t_s - STILL_S, 0.0), self.reps * self.rep_s)
        done = min(int(since / self.rep_s), self.reps - 1)
        place = (since - done * self.rep_s) / self.rep_s * (len(self.one.times) - 1)
        posture = self.way.at(self.bar_height(since - done * self.rep_s))
        if not 0.0 <= t_s - STILL_S <= self.reps * self.rep_s:
            return Moment(t_s, None, "still", posture)
        return Moment(t_s, done + 1, self.one.phase[round(place)], posture)

    def bar_height(self, since_s: float) -> float:
        """Of the bar above the floor, so long after a rep began [m]."""
        low, high = self.one.height.min(), self.one.height.max()
        share = (np.interp(since_s, self.one.times, self.one.height) - low) / (high - low)
        return float(self.way.height[0] + share * (self.way.height[-1] - self.way.height[0]))


def _way(lifter: Lifter, one: Rep, lift: Lift) -> Way:
    """Postures on the way up: the bar's place and the pelvis settle in a few rounds."""
    postures = _without_bar(one, lifter, lift)
    lean = _lean(one)
    for _ in range(3):
        postures = _lifted(lifter, _leant(lifter, postures, lean, lift.how.bar_height_m))
        if not lifter.stance.handles_ahead:
            postures = _cleared(lifter, postures)
    postures = _lifted(lifter, _leant(lifter, postures, lean, lift.how.bar_height_m))
    height = np.array([posture.bar[1] for posture in postures])
    if np.any(np.diff(height) <= 0):
        raise InputError(
            "film",
            given=f"a {lift.how.say} with these proportions",
            expected="a posture in which the bar rises all the way",
            do="choose another height or style",
        )
    return Way(height, tuple(postures))


def _upward(one: Rep) -> tuple[Ints, Floats]:
    """Places of ``NODES`` frames of the way up, and the bar's share of its way there."""
    up = np.flatnonzero(one.during("lifting"))
    share = (one.height[up] - one.height.min()) / np.ptp(one.height)
    return up, share


def _sampled(one: Rep, values: Floats) -> Floats:
    """Values (NODES,) at even shares of the bar's way."""
    up, share = _upward(one)
    return np.asarray(np.interp(np.linspace(0.0, 1.0, NODES), share, values[up]))


def _lean(one: Rep) -> Floats:
    """The trunk's lean (NODES,) as a share of its lean at the start."""
    lean = _sampled(one, one.angles.trunk)
    return np.asarray(lean / lean[0])


def _without_bar(one: Rep, lifter: Lifter, lift: Lift) -> list[Posture]:
    """Legs and back as the rep model has them, the bar over mid-foot."""
    angles = one.angles
    shank = np.rad2deg(_sampled(one, angles.shank))
    knee = np.rad2deg(_sampled(one, angles.shank - angles.thigh))
    lumbar = np.rad2deg(_sampled(one, angles.lumbar))
    bent = knee / knee[0]
    shank = shank + SHANK_STANDING_DEG * (1 - bent)
    knee = knee + KNEE_STANDING_DEG * (1 - bent)
    bar = (lifter.midfoot_y - lift.bar_further_m, lift.how.bar_height_m)
    return [
        Posture(
            shank=float(shank[n]),
            knee=float(knee[n]),
            pelvis=0.0,
            lumbar=_levels(float(lumbar[n])),
            thoracic=float(lumbar[n]) * THORACIC_SHARE,
            neck=0.0,
            opened=float(1 - bent[n]),
            bar=bar,
        )
        for n in range(NODES)
    ]


def _levels(lumbar: float) -> tuple[float, float, float]:
    first, second, third = (lumbar * share for share in LUMBAR_SHARES)
    return first, second, third


def _leant(
    lifter: Lifter, postures: list[Posture], lean: Floats, start_height: float
) -> list[Posture]:
    """The pelvis turned: at the start so that the arms reach the bar, standing as at rest."""
    first = replace(postures[0], bar=(postures[0].bar[0], start_height))
    start = _trunk_angle(lifter, first) + _pelvis_to_reach(lifter, first)
    end = _trunk_angle(lifter, replace(postures[-1], lumbar=(0.0, 0.0, 0.0), thoracic=0.0))
    wanted = end + (start - end) * lean
    return [
        replace(
            posture,
            pelvis=float(trunk) - _trunk_angle(lifter, posture),
            neck=-GAZE * float(trunk),
        )
        for posture, trunk in zip(postures, wanted, strict=True)
    ]


def _trunk_angle(lifter: Lifter, posture: Posture) -> float:
    """Lean of the line from hips to shoulders over an upright pelvis [deg]."""
    _, y, z = lifter.shoulder_from_hips(posture)
    return float(np.rad2deg(np.arctan2(-y, z)))


def _shoulder(lifter: Lifter, posture: Posture, pelvis: float) -> Floats:
    x, y, z = lifter.shoulder_from_hips(posture)
    turn = np.deg2rad(pelvis)
    swung = [x, y * np.cos(turn) - z * np.sin(turn), y * np.sin(turn) + z * np.cos(turn)]
    return np.asarray(lifter.hips(posture) + swung)


def _pelvis_to_reach(lifter: Lifter, posture: Posture) -> float:
    """Lean of the pelvis at which straight arms just reach the bar [deg]."""
    low, high = -5.0, 130.0
    hand = lifter.hand_place("R", posture.bar)
    for _ in range(40):
        middle = (low + high) / 2
        apart = np.linalg.norm(_shoulder(lifter, posture, middle) - hand)
        low, high = (middle, high) if apart > lifter.reach else (low, middle)
    return (low + high) / 2


def _lifted(lifter: Lifter, postures: list[Posture]) -> list[Posture]:
    """The bar hung from straight arms."""
    lifted = []
    for posture in postures:
        shoulder, hand = (
            _shoulder(lifter, posture, posture.pelvis),
            lifter.hand_place("R", posture.bar),
        )
        level = (shoulder[0] - hand[0]) ** 2 + (shoulder[1] - hand[1]) ** 2
        hang = float(np.sqrt(max(lifter.reach**2 - level, 0.0)))
        lifted.append(replace(posture, bar=(posture.bar[0], float(shoulder[2]) - hang)))
    return lifted


def _cleared(lifter: Lifter, postures: list[Posture]) -> list[Posture]:
    """The bar moved ahead wherever shins or thighs would be in its way."""
    ahead = np.array([min(p.bar[0], _before_the_legs(lifter, p)) for p in postures])
    padded = np.pad(ahead, 2, mode="edge")
    even = np.convolve(padded, np.array([1, 2, 3, 2, 1]) / 9, mode="valid")
    return [
        replace(posture, bar=(float(y), posture.bar[1]))
        for posture, y in zip(postures, even, strict=True)
    ]


def _before_the_legs(lifter: Lifter, posture: Posture) -> float:
    """The rearmost place of the bar that touches no leg [m]."""
    leg = lifter.posed(posture).vertices[lifter.leg_skin]
    near = leg[np.abs(leg[:, 2] - posture.bar[1]) < 0.02, 1]
    return float(near.min()) - BAR_RADIUS_M - CLEAR_M if len(near) else np.inf


def _mixed(a: Posture, b: Posture, share: float) -> Posture:
    def mix(x: float, y: float) -> float:
        return x + (y - x) * share

    one, two, three = map(mix, a.lumbar, b.lumbar)
    return Posture(
        shank=mix(a.shank, b.shank),
        knee=mix(a.knee, b.knee),
        pelvis=mix(a.pelvis, b.pelvis),
        lumbar=(one, two, three),
        thoracic=mix(a.thoracic, b.thoracic),
        neck=mix(a.neck, b.neck),
        opened=mix(a.opened, b.opened),
        bar=(mix(a.bar[0], b.bar[0]), mix(a.bar[1], b.bar[1])),
    )
