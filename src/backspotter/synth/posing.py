"""A lifter at the bar: feet planted, legs to the hips, straight arms to the bar.

Only the trunk turns joint by joint; legs and arms are solved from where their ends are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Mask
from backspotter.synth.body import Posed, Shape, Skeleton
from backspotter.synth.rotations import (
    about_x,
    about_y,
    about_z,
    between,
    cross,
    frame,
    middle_joint,
    rotation,
    twist,
    unit,
)

LUMBAR_BONES: Final = ("spine04", "spine03", "spine02")
"""The bones above the joints spine04/05, 03/04 and 02/03; spine05 is the sacrum."""

NECK_SHARES: Final = {"neck01": 0.2, "neck02": 0.3, "neck03": 0.25, "head": 0.25}
FINGER_CURL: Final = {1: 55.0, 2: 85.0, 3: 55.0}
THUMB_CURL: Final = {1: 25.0, 2: 25.0, 3: 30.0}
BAR_RADIUS_M: Final = 0.014
MIDFOOT: Final = 0.55
"""Where the bar stands, from heel to toe."""

SLACK_M: Final = 0.004
SIDES: Final = {"L": 1.0, "R": -1.0}


@dataclass(frozen=True, slots=True)
class Stance:
    """Half the distances between ankles and between hands [m]; toes out [deg]; whether the hands
    hold handles that point ahead."""

    half_feet: float
    toes_out: float
    half_hands: float
    handles_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Free:
    """Hands that do not hold the bar: where both are (aside, Y, Z) [m], and how far they have
    turned from the grip (0) to hanging at the sides (1)."""

    place: tuple[float, float, float]
    turned: float


@dataclass(frozen=True, slots=True)
class Step:
    """A body on its way: each ankle (3,) [m], how far the hips are behind their place over the
    planted feet, and how much lower [m]."""

    left: tuple[float, float, float]
    right: tuple[float, float, float]
    behind: float
    lower: float


@dataclass(frozen=True, slots=True)
class Posture:
    """One moment: lean of shank and pelvis and bends, all [deg], and where the bar is [m].

    ``opened`` is how far the legs have opened, 0 at the start and 1 standing; ``bar`` is (Y, Z).
    The hands are on the bar unless they are ``free``, the feet planted unless they ``step``.
    """

    shank: float
    knee: float
    pelvis: float
    lumbar: tuple[float, float, float]
    thoracic: float
    neck: float
    opened: float
    bar: tuple[float, float]
    free: Free | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand at rest: its axes (3, 3), palm (3,), and the bar's axis from the wrist (3,) [m]."""

    axes: Floats
    palm: Floats
    grip: Floats


class Lifter:
    """A body with its feet on the floor and its hands ready for the bar."""

    def __init__(self, shape: Shape, stance: Stance) -> None:
        self.shape, self.stance = shape, stance
        skin = shape.vertices[shape.data.faces[: shape.data.skin_faces]]
        self.sole_z = float(skin[..., 2].min())
        self.ankle_z = float(shape.head("foot.L")[2]) - self.sole_z
        self.thigh = self._length("upperleg01.L", "lowerleg01.L")
        self.shank = self._length("lowerleg01.L", "foot.L")
        self.upper_arm = self._length("upperarm01.L", "lowerarm01.L")
        self.forearm = self._length("lowerarm01.L", "wrist.L")
        self.hands = {side: self._hand(side) for side in SIDES}
        self.reach = self.upper_arm + self.forearm + self._grip_m - SLACK_M

    @property
    def _grip_m(self) -> float:
        return float(np.linalg.norm(self.hands["R"].grip))

    @cached_property
    def midfoot_y(self) -> float:
        """Where the bar stands on the floor [m]."""
        foot = self.shape.data.weights[:, self.shape.index("foot.L")] > 0.5
        y = self.shape.vertices[foot, 1] - self.shape.head("foot.L")[1]
        return float(y.max() * (1 - MIDFOOT) + y.min() * MIDFOOT)

    @cached_property
    def leg_skin(self) -> Mask:
        """Which vertices belong to thigh and shank, (V,) of bool."""
        names = [f"{bone}0{half}.{side}" for bone in ("upperleg", "lowerleg") for half in "12"
                 for side in SIDES]  # fmt: skip
        places = [self.shape.index(name) for name in names]
        return np.asarray(self.shape.data.weights[:, places].sum(axis=1) > 0.6)

    def ankle(self, side: str, step: Step | None = None) -> Floats:
        """Where this foot is planted, or is on its way (3,) [m]."""
        if step is not None:
            return np.array(step.left if side == "L" else step.right)
        return np.array([SIDES[side] * self.stance.half_feet, 0.0, self.ankle_z])

    def hips(self, posture: Posture) -> Floats:
        """Middle of the hip joints (3,) [m], the knees going out over the feet."""
        upper, lower = self.leg_seen(posture.opened)
        shank = np.deg2rad(posture.shank)
        thigh = np.deg2rad(posture.knee - posture.shank)
        ahead = lower * np.sin(shank) - upper * np.sin(thigh)
        up = lower * np.cos(shank) + upper * np.cos(thigh)
        if posture.step is not None:
            ahead, up = ahead - posture.step.behind, up - posture.step.lower
        return np.array([0.0, -ahead, self.ankle_z + up])

    @cached_property
    def aside(self) -> float:
        """How far each foot is out from under its hip [m]."""
        return abs(self.stance.half_feet - float(self.shape.head("upperleg01.L")[0]))

    def leg_seen(self, opened: float) -> tuple[float, float]:
        """Thigh and shank as seen from the side, with the knees out over the feet [m]."""
        aside = self.aside
        straight = self.thigh / (self.thigh + self.shank)
        of_thigh = aside * (1 + (straight - 1) * opened)
        upper = np.sqrt(self.thigh**2 - of_thigh**2)
        lower = np.sqrt(self.shank**2 - (aside - of_thigh) ** 2)
        return float(upper), float(lower)

    def shoulder_from_hips(self, posture: Posture) -> Floats:
        """Right shoulder from the middle of the hips, as if the pelvis were upright (3,) [m]."""
        local = self._trunk(posture, pelvis=0.0)
        turn, at = np.eye(3), self.shape.heads[self._to_shoulder[0]]
        for lower, upper in pairwise(self._to_shoulder):
            turn = turn @ local.get(self.shape.data.bones[lower], np.eye(3))
            at = at + turn @ (self.shape.heads[upper] - self.shape.heads[lower])
        return np.asarray(at - self._rest_hips)

    @cached_property
    def _to_shoulder(self) -> tuple[int, ...]:
        """The bones from the root to the right upper arm, by place."""
        parents, chain = self.shape.data.parents, [self.shape.index("upperarm01.R")]
        while parents[chain[0]] >= 0:
            chain.insert(0, parents[chain[0]])
        return tuple(chain)

    def hand_place(self, side: str, bar: tuple[float, float]) -> Floats:
        """Where the bar lies in this hand (3,) [m]."""
        return np.array([SIDES[side] * self.stance.half_hands, *bar])

    def posed(self, posture: Posture) -> Posed:
        """The whole body in this posture, bones and skin."""
        bones = self.skeleton(posture)
        return Posed(self.shape, bones.heads, bones.turns, bones.shifts)

    def legs(self, posture: Posture) -> Floats:
        """The skin of thighs and shanks (L, 3) [m]."""
        bones = self.skeleton(posture)
        return self.shape.skinned(bones.turns, bones.shifts, self.leg_skin)

    def skeleton(self, posture: Posture) -> Skeleton:
        """The bones alone in this posture."""
        trunk, root = self._trunk(posture, posture.pelvis), self.shape.head("root")
        lean = about_x(posture.pelvis)
        shift = self.hips(posture) - (lean @ (self._rest_hips - root) + root)
        turns, shifts = self.shape.bones(trunk, shift, {})
        world: dict[str, Floats] = {}
        for side in SIDES:
            hip = self._at(turns, shifts, f"upperleg01.{side}")
            world |= self._leg(side, hip, self.ankle(side, posture.step))
            shoulder = self._at(turns, shifts, f"upperarm01.{side}")
            girdle = turns[self.shape.index(f"shoulder01.{side}")]
            world |= self._arm(side, shoulder, girdle, posture)
        return self.shape.skeleton(trunk | self._fingers, shift, world)

    def upright(self, posture: Posture) -> Posture:
        """Standing as at rest where this posture stands."""
        level = (0.0, 0.0, 0.0)
        return replace(posture, pelvis=0.0, lumbar=level, thoracic=0.0, neck=0.0)

    def shoulder(self, posture: Posture) -> Floats:
        """The right shoulder (3,) [m]."""
        x, y, z = self.shoulder_from_hips(posture)
        turn = np.deg2rad(posture.pelvis)
        swung = [x, y * np.cos(turn) - z * np.sin(turn), y * np.sin(turn) + z * np.cos(turn)]
        return np.asarray(self.hips(posture) + swung)

    @cached_property
    def _rest_hips(self) -> Floats:
        left, right = self.shape.head("upperleg01.L"), self.shape.head("upperleg01.R")
        return np.asarray((left + right) / 2)

    def _length(self, bone: str, below: str) -> float:
        return float(np.linalg.norm(self.shape.head(below) - self.shape.head(bone)))

    def _at(self, turns: Floats, shifts: Floats, bone: str) -> Floats:
        place = self.shape.index(bone)
        return np.asarray(turns[place] @ self.shape.heads[place] + shifts[place])

    def _hand(self, side: str) -> Hand:
        wrist = self.shape.head(f"wrist.{side}")
        knuckles = [self.shape.head(f"finger{n}-1.{side}") - wrist for n in (2, 3, 4, 5)]
        distal = np.mean(knuckles[:3], axis=0)
        axes = frame(distal, knuckles[3] - knuckles[0])
        palm = -axes[:, 2] * SIDES[side]
        out = axes[:, 0] * (np.linalg.norm(distal) + 0.006)
        return Hand(axes, palm, out + palm * (BAR_RADIUS_M + 0.012))

    def _trunk(self, posture: Posture, pelvis: float) -> dict[str, Floats]:
        turns = {"root": about_x(pelvis), "spine01": about_x(posture.thoracic)}
        for bone, bend in zip(LUMBAR_BONES, posture.lumbar, strict=True):
            turns[bone] = about_x(bend)
        for bone, share in NECK_SHARES.items():
            turns[bone] = about_x(posture.neck * share)
        for side, sign in SIDES.items():
            turns[f"clavicle.{side}"] = about_x(-10) @ about_y(6 * sign)
            turns[f"shoulder01.{side}"] = about_y(8 * sign)
        return turns

    def _leg(self, side: str, hip: Floats, ankle: Floats) -> dict[str, Floats]:
        out = np.deg2rad(self.stance.toes_out)
        over_toes = np.array([SIDES[side] * np.sin(out), -np.cos(out), 0.15])
        knee = middle_joint(hip, ankle, self.thigh, self.shank, over_toes)
        hinge = unit(cross(knee - hip, ankle - knee))
        hinge = hinge if hinge[0] > 0 else -hinge
        rest = [self.shape.head(f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot")]
        across = np.array([1.0, 0, 0])
        return {
            f"upperleg01.{side}": frame(knee - hip, hinge) @ frame(rest[1] - rest[0], across).T,
            f"lowerleg01.{side}": frame(ankle - knee, hinge) @ frame(rest[2] - rest[1], across).T,
            f"foot.{side}": about_z(SIDES[side] * self.stance.toes_out),
        }

    def hand_at(self, side: str, posture: Posture) -> Floats:
        """Where this hand is, on the bar or free (3,) [m]."""
        if posture.free is None:
            return self.hand_place(side, posture.bar)
        return np.array(posture.free.place) * [SIDES[side], 1, 1]

    def _little(self, side: str, posture: Posture) -> Floats:
        """Toward where the little finger points (3,)."""
        gripped = [0.0, 1.0, 0.0] if self.stance.handles_ahead else [SIDES[side], 0.0, 0.0]
        turned = 0.0 if posture.free is None else posture.free.turned
        return np.array(gripped) * (1 - turned) + np.array([0.0, 1.0, 0.0]) * turned

    def _arm(
        self, side: str, shoulder: Floats, girdle: Floats, posture: Posture
    ) -> dict[str, Floats]:
        """Both halves of upper arm and forearm, and the hand; its twist is spread along them."""
        sign, hand = SIDES[side], self.hands[side]
        place, little = self.hand_at(side, posture), self._little(side, posture)
        palm = frame(place - shoulder, little) @ hand.axes.T
        wrist = place - palm @ hand.grip
        to_rear = np.array([sign * 0.6, 1.0, 0])
        elbow = middle_joint(shoulder, wrist, self.upper_arm, self.forearm, to_rear)
        rest = [self.shape.head(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")]
        upper = between(girdle @ (rest[1] - rest[0]), elbow - shoulder) @ girdle
        lower = between(upper @ (rest[2] - rest[1]), wrist - elbow) @ upper
        along, axis = unit(elbow - shoulder), unit(wrist - elbow)
        turn = twist(axis, lower @ hand.axes[:, 1], palm @ hand.axes[:, 1])
        return {
            f"upperarm01.{side}": rotation(along, turn * 0.15) @ upper,
            f"upperarm02.{side}": rotation(along, turn * 0.3) @ upper,
            f"lowerarm01.{side}": rotation(axis, turn * 0.5) @ lower,
            f"lowerarm02.{side}": rotation(axis, turn * 0.8) @ lower,
            f"wrist.{side}": palm,
        }

    @cached_property
    def _fingers(self) -> dict[str, Floats]:
        turns = {}
        for side, hand in self.hands.items():
            axis = unit(cross(hand.axes[:, 0], hand.palm))
            for joint, degrees in THUMB_CURL.items():
                turns[f"finger1-{joint}.{side}"] = rotation(axis, float(np.deg2rad(degrees)))
            for joint, degrees in FINGER_CURL.items():
                bend = rotation(axis, float(np.deg2rad(degrees)))
                turns |= {f"finger{n}-{joint}.{side}": bend for n in (2, 3, 4, 5)}
        return turns
