"""How this body stands at the bar as it leaves the floor: hands on it, hips as high as asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array
from backspotter.spine.course import behind
from backspotter.spine.rep import Lift
from backspotter.synth.plan import RepPlan
from backspotter.synth.posing import Lifter, Posture

LUMBAR_SHARES: Final = (0.40, 0.33, 0.27)
"""How flexion is shared by spine04/05, 03/04 and 02/03: assumption."""

THORACIC_SHARE: Final = 0.25
"""How much the upper back bends with the lower when nothing is said about it: assumption."""

SAT_BACK: Final = 0.7
"""Part of the later pitch by which hips that rise first leave the trunk more upright."""

OVER_KNEE_M: Final = 0.05
"""How far above the knees they stay [m]."""

LEAST_LEAN_DEG: Final = 25.0
SETTLED: Final = 3
"""Rounds in which low hips find their height with the knees out over the feet."""

SQUATTED_SHANK_DEG: Final = {False: 13.0, True: 28.0}
"""Lean of the shank with the hips at the knees' height: shins behind a bar, or inside a frame."""


def levels(lumbar: float) -> tuple[float, float, float]:
    """Lumbar flexion shared by the three joints [deg]."""
    first, second, third = (lumbar * share for share in LUMBAR_SHARES)
    return first, second, third


def lumbar_at_start(lift: Lift, plan: RepPlan) -> float:
    """Flexion as the bar leaves the floor [deg]."""
    return float(lift.how.lumbar_deg if plan.lumbar_deg is None else plan.lumbar_deg)


def thoracic_at_start(lift: Lift, plan: RepPlan) -> float:
    """Flexion of the upper back as the bar leaves the floor [deg]."""
    if plan.thoracic_deg is not None:
        return float(plan.thoracic_deg)
    return lumbar_at_start(lift, plan) * THORACIC_SHARE


def trunk_angle(lifter: Lifter, posture: Posture) -> float:
    """Lean of the line from hips to shoulders over an upright pelvis [deg]."""
    _, y, z = lifter.shoulder_from_hips(posture)
    return float(np.rad2deg(np.arctan2(-y, z)))


def started(
    lifter: Lifter, lift: Lift, plan: RepPlan, bar: tuple[float, float]
) -> tuple[Posture, float]:
    """The posture in which the bar leaves the floor, and the trunk's lean in it [deg].

    Raises
    ------
    InputError : this body cannot reach the bar so
    """
    posture = _bent(lift, plan, bar)
    reach = _reach(lifter, lift, posture)
    if plan.hips_below_knee_m is not None:
        return _low(lifter, lift, posture, reach, plan.hips_below_knee_m)
    if plan.knee_deg is not None:
        leg = _leg_seen(lifter, plan.knee_deg, posture.opened)
        hip = behind(reach.shoulder, leg, reach.chord, lift.how.say)
    else:
        hip = reach.hip(lifter, lift.how.knee_deg, lift.how.say)
        if plan.hips_higher_m:
            hip = _moved(lifter, lift, reach, hips_of_style(lifter, lift, bar) + plan.hips_higher_m)
        elif plan.hips_first_deg:
            hip = _sat_back(lifter, reach, hip, plan.hips_first_deg)
    shank, knee = _legs(lifter, hip, posture.opened)
    lean = float(np.rad2deg(np.arctan2(*(reach.shoulder - hip))))
    pelvis = lean - trunk_angle(lifter, posture)
    return replace(posture, shank=shank, knee=knee, pelvis=pelvis), lean


def hips_of_style(lifter: Lifter, lift: Lift, bar: tuple[float, float]) -> float:
    """How high the hips are at the start when this body lifts in this style [m]."""
    reach = _reach(lifter, lift, _bent(lift, RepPlan(), bar))
    return float(reach.hip(lifter, lift.how.knee_deg, lift.how.say)[1] + lifter.ankle_z)


@dataclass(frozen=True, slots=True)
class _Reach:
    """Shoulder and hand from the ankle, ahead and up (2,), how far the shoulder is from the hips,
    and from the hand [m]."""

    shoulder: Array
    hand: Array
    chord: float
    arm: float

    def hip(self, lifter: Lifter, knee_deg: float, say: str) -> Array:
        """The hips from the ankle (2,) with the knee so far bent [m]."""
        upper, lower = lifter.leg_seen(0.0)
        knee = np.deg2rad(knee_deg)
        leg = float(np.hypot(lower + upper * np.cos(knee), upper * np.sin(knee)))
        return behind(self.shoulder, leg, self.chord, say)

    def hip_at(self, height: float) -> Array:
        """The hips from the ankle (2,) when they are so far above it [m]."""
        up = self.shoulder[1] - height
        level = float(np.sqrt(max(self.chord**2 - up**2, 0.0)))
        return np.array([self.shoulder[0] - level, height])


def _bent(lift: Lift, plan: RepPlan, bar: tuple[float, float]) -> Posture:
    return Posture(
        shank=0.0,
        knee=lift.how.knee_deg,
        pelvis=0.0,
        lumbar=levels(lumbar_at_start(lift, plan)),
        thoracic=thoracic_at_start(lift, plan),
        neck=0.0,
        opened=_opened_at_start(lift, plan),
        bar=bar,
    )


def _opened_at_start(lift: Lift, plan: RepPlan) -> float:
    """Knees that begin straighter than the style has them are less far out over the feet."""
    return 0.0 if plan.knee_deg is None else max(1 - plan.knee_deg / lift.how.knee_deg, 0.0)


def _reach(lifter: Lifter, lift: Lift, posture: Posture) -> _Reach:
    x, y, z = lifter.shoulder_from_hips(posture)
    arm = float(np.sqrt(lifter.reach**2 - (abs(x) - lifter.stance.half_hands) ** 2))
    tilt = np.deg2rad(lift.how.arm_deg)
    hand = np.array([-posture.bar[0], posture.bar[1] - lifter.ankle_z])
    shoulder = hand + arm * np.array([np.sin(tilt), np.cos(tilt)])
    return _Reach(shoulder, hand, float(np.hypot(y, z)), arm)


def _moved(lifter: Lifter, lift: Lift, reach: _Reach, height: float) -> Array:
    """The hips so high above the floor (2,) [m], the shoulders staying over the bar."""
    hip = reach.hip_at(height - lifter.ankle_z)
    too_low = reach.shoulder[1] - hip[1] > reach.chord * np.cos(np.deg2rad(LEAST_LEAN_DEG))
    if too_low or not _reached(lifter, hip):
        raise InputError(
            "hips_higher_m",
            given=f"hips {height:.2f} m high in a {lift.how.say}",
            expected="a height that this body's legs and trunk allow",
            do="move the hips less",
        )
    return hip


def _sat_back(lifter: Lifter, reach: _Reach, hip: Array, pitch: float) -> Array:
    """Hips that will rise first begin lower, the trunk so much more upright: where they are."""
    lean = np.arctan2(*(reach.shoulder - hip))
    knee = lifter.leg_seen(0.0)[1] * np.cos(np.deg2rad(_legs(lifter, hip)[0]))
    upright = reach.shoulder[1] - reach.chord * np.cos(lean - np.deg2rad(SAT_BACK * pitch))
    return reach.hip_at(max(float(upright), min(float(hip[1]), float(knee) + OVER_KNEE_M)))


def _low(
    lifter: Lifter, lift: Lift, posture: Posture, reach: _Reach, below: float
) -> tuple[Posture, float]:
    """The start with the hips so far below the knees, shoulders behind the bar; and its lean."""
    asked, found, lean = below, posture, 0.0
    for _ in range(SETTLED):
        shank, knee, lean = _squatted(lifter, lift, reach, asked)
        pelvis = lean - trunk_angle(lifter, posture)
        found = replace(posture, shank=shank, knee=knee, pelvis=pelvis)
        heads = lifter.skeleton(found).heads
        knees, hips = (
            np.mean([heads[lifter.shape.index(f"{bone}.{side}"), 2] for side in "LR"])
            for bone in ("lowerleg01", "upperleg01")
        )
        asked += below - float(knees - hips)
    return found, lean


def _squatted(
    lifter: Lifter, lift: Lift, reach: _Reach, below: float
) -> tuple[float, float, float]:
    """Shank, knee and trunk [deg] with the hips so far below the knees as seen from the side."""
    upper, lower = lifter.leg_seen(0.0)
    lean = SQUATTED_SHANK_DEG[lifter.stance.handles_ahead]
    shank, thigh = np.deg2rad(lean), np.arccos(-below / upper)
    hip = np.array([lower * np.sin(shank) - upper * np.sin(thigh), lower * np.cos(shank) - below])
    shoulder = hip + behind(reach.hand - hip, reach.chord, reach.arm, lift.how.say)
    trunk = float(np.rad2deg(np.arctan2(*(shoulder - hip))))
    return lean, lean + float(np.rad2deg(thigh)), trunk


def _leg_seen(lifter: Lifter, knee_deg: float, opened: float) -> float:
    """Hip to ankle as seen from the side with the knee so far bent in space [m]."""
    turn = np.cos(np.deg2rad(knee_deg))
    long = lifter.thigh**2 + lifter.shank**2 + 2 * lifter.thigh * lifter.shank * turn
    leg = float(np.sqrt(max(long - lifter.aside**2, 1e-6)))
    upper, lower = lifter.leg_seen(opened)
    if not abs(upper - lower) < leg < upper + lower:
        raise InputError(
            "knee_deg",
            given=f"{knee_deg:g}",
            expected="a bend that so wide a stance allows",
            do="bend the knees more, or stand closer",
        )
    return leg


def _reached(lifter: Lifter, hip: Array) -> bool:
    upper, lower = lifter.leg_seen(0.0)
    return bool(abs(upper - lower) < np.hypot(*hip) < (upper + lower) * 0.9995)


def _legs(lifter: Lifter, hip: Array, opened: float = 0.0) -> tuple[float, float]:
    """Lean of the shank and bend of the knee [deg] with the hips there from the ankle (2,)."""
    upper, lower = lifter.leg_seen(opened)
    cosine = (hip @ hip - upper**2 - lower**2) / (2 * upper * lower)
    knee = float(np.arccos(np.clip(cosine, -1.0, 1.0)))
    bend = np.arctan2(upper * np.sin(knee), lower + upper * np.cos(knee))
    return float(np.rad2deg(np.arctan2(hip[0], hip[1]) + bend)), float(np.rad2deg(knee))
