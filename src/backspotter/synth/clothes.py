"""What the lifter wears, cut from the body's own surface at rest and stood off it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask, smooth_step
from backspotter.synth.body import Shape
from backspotter.synth.rotations import unit

CLOTHING: Final = ("tight", "t_shirt", "hoodie")
LEGS: Final = ("shorts", "leggings")
HEADS: Final = ("hair", "cap", "long_hair")
SLEEVE_END: Final = 0.52
"""Of a short sleeve, on the way from shoulder to elbow."""

RISE_M: Final = 0.12
"""How much higher a long shirt's hem is between the legs."""

WRIST: Final = 2.0
"""End of a long sleeve on the same line, at most."""


@dataclass(frozen=True, slots=True)
class Outfit:
    """What is worn: kinds of ``CLOTHING``, ``LEGS`` and ``HEADS``, and whether there is a belt."""

    clothing: str = "tight"
    legs: str = "shorts"
    head: str = "hair"
    belt: bool = False


@dataclass(frozen=True, slots=True)
class Garment:
    """A piece cut from the skin.

    Parameters
    ----------
    material : by name
    inside : above zero within the piece, by vertex of the body (V,) [m]
    ease : how far it stands off (V,) [m]
    loose : how freely it is drawn taut over hollows (V,), 0 to 1.5, over so many ``sweeps``
    hang : how far it falls from what looks down (V,) [m]
    covers : skin this far inside is not drawn [m]
    """

    material: str
    inside: Floats
    ease: Floats
    loose: Floats
    hang: Floats
    sweeps: int = 4
    covers: float = 0.035


@dataclass(frozen=True, slots=True)
class Marks:
    """By which a point of the body is told: ``rest`` (V, 3) [m], ``sleeve`` (V,) along the arm from
    the shoulder, ``to_wrist`` (V,) [m] along the forearm, ``arm`` and ``head`` (V,) how much it
    belongs to them."""

    rest: Floats
    sleeve: Floats
    to_wrist: Floats
    arm: Floats
    head: Floats


class Tailor:
    """Where each piece of clothing ends, at heights of this body [m]."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        hip, knee = shape.head("upperleg01.L")[2], shape.head("lowerleg01.L")[2]
        self.hip, self.knee, self.waist = float(hip), float(knee), float(hip) + 0.11
        self.crotch_y = float(shape.head("upperleg01.L")[1])
        self.ankle = float(shape.head("foot.L")[2])
        self.neck, self.skull = shape.head("neck01"), shape.head("head")
        shoulder, elbow = shape.head("upperarm01.L"), shape.head("lowerarm01.L")
        self.upper_arm = float(np.linalg.norm(elbow - shoulder))
        self.marks = self._marks(shoulder, elbow - shoulder)

    def _marks(self, shoulder: Floats, arm: Floats) -> Marks:
        rest = self.shape.vertices
        folded = np.column_stack([np.abs(rest[:, 0]), rest[:, 1:]])
        along = (folded - shoulder) @ arm / (arm @ arm)
        is_arm = self.share("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
        sleeve = np.where(is_arm > 0.3, along, np.minimum(along, 0.2))
        wrist = self.shape.head("wrist.L")
        forearm = unit(wrist - self.shape.head("lowerarm01.L"))
        to_wrist = (wrist - folded) @ forearm
        return Marks(rest, sleeve, to_wrist, is_arm, self.share("head", "neck03"))

    def share(self, *names: str) -> Floats:
        """How much each vertex belongs to the bones whose names begin so (V,)."""
        bones = self.shape.data.bones
        places = [n for n, bone in enumerate(bones) if bone.startswith(names)]
        return np.asarray(self.shape.data.weights[:, places].sum(axis=1))

    def garments(self, outfit: Outfit) -> list[Garment]:
        """All pieces, from the inside out."""
        top = {"tight": self._tight, "t_shirt": self._t_shirt, "hoodie": self._hoodie}
        legs = self._shorts if outfit.legs == "shorts" else self._leggings
        pieces = [self._socks(), legs(), top[outfit.clothing](outfit.belt)]
        if outfit.belt:
            pieces.append(self._belt(pieces[-1]))
        pieces.append(self._hair())
        return [*pieces, self._cap()] if outfit.head == "cap" else pieces

    def bare_foot(self) -> Mask:
        """Vertices that a shoe hides (V,)."""
        inside = self.share("foot") > 0.6
        return np.asarray(inside & (self.marks.rest[:, 2] < self.ankle - 0.005))

    def _top(self, hem: float, sleeve_end: float, neck: float) -> Floats:
        marks = self.marks
        z = marks.rest[:, 2]
        neckline = self.neck[2] + neck + 0.25 * (marks.rest[:, 1] - self.neck[1])
        across, along = marks.rest[:, 0] / 0.10, (marks.rest[:, 1] - self.crotch_y) / 0.06
        between = RISE_M * np.exp(-(across**2) - along**2) * (hem < self.hip)
        above = np.where(marks.arm > 0.3, 1.0, z - hem - between)
        sleeve = (sleeve_end - marks.sleeve) * self.upper_arm
        return np.asarray(np.minimum.reduce([above, neckline - z, sleeve]))

    def _tight(self, belt: bool) -> Garment:
        inside = self._top(self.waist - 0.02, SLEEVE_END, -0.015)
        every = np.ones(len(inside))
        return Garment("shirt", inside, 0.003 * every, 0.4 * every, 0 * every, sweeps=3)

    def _t_shirt(self, belt: bool) -> Garment:
        marks, hem = self.marks, self.hip - 0.045
        inside = self._top(hem, SLEEVE_END + 0.08, -0.012)
        low = 1 - smooth_step(hem, self.waist + 0.18, marks.rest[:, 2])
        low = low * (marks.arm < 0.3)
        sleeve = smooth_step(0.1, SLEEVE_END, marks.sleeve) * (marks.arm > 0.2)
        cinched = self._round_waist() if belt else np.zeros(len(low))
        ease = (0.008 + 0.014 * low + 0.014 * sleeve) * (1 - 0.8 * cinched)
        loose = 1.3 * (1 - 0.8 * (marks.arm > 0.3)) * (1 - 0.9 * cinched)
        hang = 0.06 * low * (1 - cinched) + 0.02 * sleeve
        return Garment("shirt", inside, ease, loose, hang, sweeps=14)

    def _hoodie(self, belt: bool) -> Garment:
        marks, hem = self.marks, self.hip - 0.03
        z = marks.rest[:, 2]
        inside = np.minimum(self._top(hem, WRIST, 0.03), marks.to_wrist - 0.012)
        cuff = smooth_step(hem, hem + 0.06, z) + (marks.arm > 0.3)
        cuff = np.minimum(cuff, 1) * smooth_step(0.0, 0.06, marks.to_wrist)
        cinched = self._round_waist() if belt else np.zeros(len(z))
        ease = 0.006 + 0.017 * cuff * (1 - 0.8 * cinched) + self._hood()
        low = (1 - smooth_step(hem + 0.05, self.waist + 0.25, z)) * (marks.arm < 0.3)
        loose = 1.4 * (1 - 0.75 * (marks.arm > 0.3)) * (1 - 0.9 * cinched)
        hang = (0.055 * low + 0.015) * cuff * (1 - cinched)
        return Garment("shirt", inside, ease, loose, hang, sweeps=24)

    def _hood(self) -> Floats:
        """The hood lies behind the neck (V,) [m]."""
        rest = self.marks.rest
        away = (rest - (self.neck + np.array([0, 0.06, -0.035]))) / [0.10, 0.09, 0.07]
        round_ = np.exp(-0.8 * (away**2).sum(axis=1))
        behind = smooth_step(-0.045, 0.03, rest[:, 1] - self.neck[1])
        return np.asarray(0.085 * round_ * (0.15 + 0.85 * behind))

    def _round_waist(self) -> Floats:
        """1 where a belt sits, falling off above and below (V,)."""
        off = np.abs(self.marks.rest[:, 2] - (self.waist + 0.03))
        return np.asarray((1 - smooth_step(0.045, 0.1, off)) * (self.marks.arm < 0.3))

    def _belt(self, top: Garment) -> Garment:
        off = np.abs(self.marks.rest[:, 2] - (self.waist + 0.03))
        inside = np.where(self.marks.arm > 0.3, -1.0, 0.05 - off)
        ease = np.full(len(off), 0.012 if top.sweeps > 4 else 0.009)
        loose = np.full(len(off), 0.8)
        return Garment("belt", inside, ease, loose, 0 * ease, sweeps=6, covers=1.0)

    def _shorts(self) -> Garment:
        z, hem = self.marks.rest[:, 2], self.knee + 0.30 * (self.hip - self.knee)
        inside = self._below_waist(hem)
        wide = 0.006 + 0.016 * smooth_step(self.hip, hem, z) * 1.0
        loose = np.where(z > self.hip - 0.1, 0.6, 0.3)
        hang = 0.03 * smooth_step(self.hip, hem, z)
        return Garment("shorts", inside, wide, loose, hang, sweeps=5, covers=0.05)

    def _leggings(self) -> Garment:
        inside = self._below_waist(self.ankle + 0.03)
        every = np.ones(len(inside))
        return Garment("leggings", inside, 0.002 * every, 0.2 * every, 0 * every, sweeps=2)

    def _below_waist(self, hem: float) -> Floats:
        z = self.marks.rest[:, 2]
        inside = np.minimum(self.waist - z, z - hem)
        return np.asarray(np.where(self.marks.arm > 0.3, -1.0, inside))

    def _socks(self) -> Garment:
        z = self.marks.rest[:, 2]
        every = np.ones(len(z))
        inside = np.minimum(self.ankle + 0.07 - z, z - self.ankle + 0.03)
        return Garment("sock", inside, 0.003 * every, 0 * every, 0 * every, sweeps=0, covers=0.02)

    def _hair(self) -> Garment:
        inside = np.where(self.marks.head > 0.5, self.over_hairline(), -1.0)
        ease = 0.002 + 0.013 * smooth_step(0.0, 0.02, inside)
        return Garment("hair", inside, ease, 0.5 * (inside > 0.01), 0 * ease, sweeps=2)

    def _cap(self) -> Garment:
        rest = self.marks.rest
        line = self.skull[2] + 0.06 + 0.04 * smooth_step(0.05, -0.1, rest[:, 1] - self.skull[1])
        inside = np.where(self.marks.head > 0.5, rest[:, 2] - line, -1.0)
        ease = np.full(len(rest), 0.019)
        return Garment("cap", inside, ease, np.full(len(rest), 0.8), 0 * ease, sweeps=6)

    def over_hairline(self) -> Floats:
        """Above zero inside the hair: over a line that rises to the forehead (V,) [m]."""
        rest = self.marks.rest
        brow = smooth_step(0.0, 0.09, self.skull[1] + 0.03 - rest[:, 1])
        return np.asarray(rest[:, 2] - (self.skull[2] + 0.015 + 0.105 * brow))


def edge_of(faces: Ints, count: int) -> Mask:
    """Vertices on the edge of a piece (count,)."""
    sides = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    pairs, times = np.unique(sides, axis=0, return_counts=True)
    rim = np.zeros(count, bool)
    rim[pairs[times == 1].ravel()] = True
    return rim
