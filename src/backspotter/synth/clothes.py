"""What the lifter wears: skin, shirt, shorts, socks and hair as regions of the body at rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask, smooth_step
from backspotter.synth.posing import Lifter

MATERIALS: Final = (
    *("skin", "shirt", "shorts", "shoe", "sole", "sock", "hair"),
    *("steel", "plate", "hub"),
)
PLACE: Final = {name: place for place, name in enumerate(MATERIALS)}
PALETTE: Final[dict[str, tuple[tuple[float, float, float], ...]]] = {
    "skin": ((0.80, 0.56, 0.44), (0.62, 0.42, 0.30), (0.38, 0.25, 0.18), (0.86, 0.66, 0.55)),
    "shirt": ((0.12, 0.20, 0.36), (0.45, 0.12, 0.12), (0.16, 0.32, 0.20), (0.60, 0.60, 0.58)),
    "shorts": ((0.07, 0.07, 0.08), (0.10, 0.12, 0.20), (0.22, 0.22, 0.23)),
    "shoe": ((0.13, 0.13, 0.15),),
    "sole": ((0.85, 0.84, 0.80),),
    "sock": ((0.85, 0.85, 0.85),),
    "hair": ((0.09, 0.06, 0.045), (0.22, 0.13, 0.07), (0.30, 0.24, 0.14)),
    "steel": ((0.55, 0.56, 0.58),),
    "plate": ((0.62, 0.05, 0.05), (0.06, 0.16, 0.50), (0.70, 0.55, 0.08), (0.06, 0.06, 0.06)),
    "hub": ((0.50, 0.50, 0.52),),
}
GAMMA: Final = 1.6
SLEEVE_END: Final = 0.52
"""Of the way from shoulder to elbow."""


def colours(rng: np.random.Generator) -> Floats:
    """One colour for each material (m, 3), as light."""
    chosen = [PALETTE[name][rng.integers(len(PALETTE[name]))] for name in MATERIALS]
    return np.asarray(np.array(chosen) ** GAMMA, np.float32)


@dataclass(frozen=True, slots=True)
class Marks:
    """By which a point of the body is told: ``rest`` (n, 3) [m], ``sleeve`` (n,) along the arm
    from the shoulder, ``head`` and ``hand`` (n,) how much it belongs to them."""

    rest: Floats
    sleeve: Floats
    head: Floats
    hand: Floats

    @property
    def table(self) -> Floats:
        """All in one table (n, 6)."""
        return np.column_stack([self.rest, self.sleeve, self.head, self.hand]).astype(np.float32)

    @classmethod
    def of(cls, table: Floats) -> Marks:
        return cls(table[:, :3], table[:, 3], table[:, 4], table[:, 5])


class Clothes:
    """Where each piece ends, at heights of this lifter's body [m]."""

    def __init__(self, lifter: Lifter) -> None:
        head = lifter.shape.head
        hip, knee = head("upperleg01.L")[2], head("lowerleg01.L")[2]
        self.hip, self.waist = float(hip), float(hip) + 0.11
        self.hem = float(knee + 0.30 * (hip - knee))
        self.neck, self.ankle, self.skull = head("neck01"), float(head("foot.L")[2]), head("head")
        self.marks = self._marks(lifter)

    def _marks(self, lifter: Lifter) -> Marks:
        rest, weights = lifter.shape.vertices, lifter.shape.data.weights
        bones = lifter.shape.data.bones

        def share(*names: str) -> Floats:
            places = [n for n, bone in enumerate(bones) if bone.startswith(names)]
            return np.asarray(weights[:, places].sum(axis=1))

        shoulder = lifter.shape.head("upperarm01.L")
        arm = lifter.shape.head("lowerarm01.L") - shoulder
        folded = np.column_stack([np.abs(rest[:, 0]), rest[:, 1:]])
        along = (folded - shoulder) @ arm / (arm @ arm)
        hand = share("lowerarm", "wrist", "finger", "metacarpal")
        is_arm = share("upperarm") + hand > 0.3
        sleeve = np.where(is_arm, along, np.minimum(along, 0.2))
        return Marks(rest, sleeve, share("head", "neck03"), (hand > 0.3).astype(float))

    def thickness(self) -> Floats:
        """How far cloth and hair stand off the skin at every vertex (V,) [m]."""
        marks, z = self.marks, self.marks.rest[:, 2]
        shirt = smooth_step(self.waist - 0.05, self.waist + 0.02, z)
        shirt = shirt * (1 - smooth_step(self.neck[2] - 0.03, self.neck[2] + 0.02, z))
        shirt = shirt * (1 - smooth_step(SLEEVE_END - 0.02, SLEEVE_END + 0.01, marks.sleeve))
        shorts = smooth_step(self.hem - 0.012, self.hem, z)
        shorts = shorts * (1 - smooth_step(self.waist, self.waist + 0.05, z))
        wide = 0.011 + 0.008 * smooth_step(self.hip, self.hem, z)
        hair = smooth_step(0.0, 0.012, self._hair(marks.rest)) * (marks.head > 0.6)
        cloth = (0.007 * shirt + wide * shorts) * (marks.hand < 0.5)
        return np.asarray(cloth + 0.012 * hair)

    def material(self, marks: Marks) -> Ints:
        """What each point is made of (n,)."""
        z = marks.rest[:, 2]
        neckline = self.neck[2] - 0.015 + 0.25 * (marks.rest[:, 1] - self.neck[1])
        found = np.full(len(z), PLACE["skin"], np.int16)
        covered = (marks.sleeve < SLEEVE_END) & (marks.hand < 0.5)
        found[(z > self.waist) & (z < neckline) & covered] = PLACE["shirt"]
        found[(z <= self.waist) & (z > self.hem) & (marks.hand < 0.3)] = PLACE["shorts"]
        found[z < self.ankle + 0.06] = PLACE["sock"]
        found[(marks.head > 0.5) & (self._hair(marks.rest) > 0.004)] = PLACE["hair"]
        return found

    def bare_foot(self, lifter: Lifter) -> Mask:
        """Vertices that a shoe hides (V,)."""
        data = lifter.shape.data
        places = [data.bones.index(f"foot.{side}") for side in "LR"]
        inside = data.weights[:, places].sum(axis=1) > 0.6
        return np.asarray(inside & (self.marks.rest[:, 2] < self.ankle - 0.005))

    def _hair(self, rest: Floats) -> Floats:
        """Above zero inside the hair: over a line that rises to the forehead [m]."""
        brow = smooth_step(0.0, 0.09, self.skull[1] + 0.03 - rest[:, 1])
        return np.asarray(rest[:, 2] - (self.skull[2] + 0.015 + 0.105 * brow))
