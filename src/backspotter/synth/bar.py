"""Barbells and trap bars, with plates by kind, size and load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.synth.meshes import PLATE_RADIUS_M, PLATE_X_M, Mesh, joined, mirrored, tube, turned

PLATES: Final = ("bumper", "iron", "dark")
STOP_M: Final = 0.655
"""Where plates stop at the bar's collar, from its middle."""

SLEEVE_END_M: Final = 1.09
BAR_KG: Final = 20.0
THICK_M: Final = {
    "bumper": ((25, 0.065), (20, 0.055), (15, 0.045), (10, 0.038)),
    "iron": ((20, 0.035), (15, 0.030), (10, 0.026)),
    "dark": ((20, 0.045), (15, 0.038), (10, 0.032)),
}
"""Mass [kg] and thickness of full plates, the heaviest first: assumption."""

HEX_M: Final = (0.36, 0.64)
"""Half the depth and half the width of a trap bar's frame."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A plate: ``radius`` and ``thick`` [m], material by name."""

    radius: float
    thick: float
    material: str


@dataclass(frozen=True, slots=True)
class Bar:
    """``mesh``, its middle at the origin and along X; where the outermost full plate's outer face
    is (``outer_x_m``), and its radius."""

    mesh: Mesh
    outer_x_m: float
    radius_m: float


def loaded_bar(kind: str, radius_m: float, load_kg: float, *, trap: bool = False) -> Bar:
    """A bar with the plates that such a load takes, at least one at each end."""
    discs = discs_for(kind, radius_m, load_kg)
    full = sum(disc.thick for disc in discs if disc.radius == radius_m)
    end = turned(_profile(kind, discs))
    bar = _frame(end) if trap else _straight(end)
    return Bar(bar, STOP_M + full, radius_m)


def one_plate() -> Bar:
    """A straight bar with a single wide plate at each end."""
    wide = Disc(PLATE_RADIUS_M, PLATE_X_M - STOP_M, "plate")
    return Bar(_straight(turned(_profile("bumper", [wide]))), PLATE_X_M, PLATE_RADIUS_M)


def discs_for(kind: str, radius_m: float, load_kg: float) -> list[Disc]:
    """Plates of one end, the innermost first; small ones make up the rest."""
    left = max(0.0, (load_kg - BAR_KG) / 2)
    room = SLEEVE_END_M - STOP_M - 0.06
    shrink = (radius_m / PLATE_RADIUS_M) ** 2
    discs: list[Disc] = []
    for heavy, thick in THICK_M[kind]:
        full = heavy * shrink
        while left >= full - 0.01 and room > thick and len(discs) < 8:
            discs.append(Disc(radius_m, thick, _name(len(discs))))
            left, room = left - full, room - thick
    if not discs:
        discs, left = [Disc(radius_m, THICK_M[kind][-1][1], "plate")], 0.0
    for mass, radius in ((5.0, 0.115), (2.5, 0.095), (1.25, 0.08)):
        if left >= mass and room > 0.03:
            discs.append(Disc(min(radius, 0.7 * radius_m), 0.022, "plate_3"))
            left, room = left - mass, room - 0.022
    return discs


def _name(place: int) -> str:
    return ("plate", "plate_2", "plate_3")[min(place, 2)]


def _profile(kind: str, discs: Sequence[Disc]) -> tuple[tuple[float, float, str], ...]:
    """From the end of the bar to the middle: along it and out from it [m], and of what."""
    tip = STOP_M + sum(disc.thick for disc in discs)
    lines = [
        *((SLEEVE_END_M, 0.0, "sleeve"), (SLEEVE_END_M, 0.025, "sleeve")),
        *((tip + 0.03, 0.025, "sleeve"), (tip + 0.03, 0.046, "hub"), (tip + 0.002, 0.046, "hub")),
    ]
    x = tip
    for place, disc in enumerate(reversed(discs)):
        lines += _face(kind, x, disc, outer=place == 0 or disc.radius > discs[-1].radius)
        x -= disc.thick
        lines += _rim(x, disc, inner=place == len(discs) - 1)
    lines += [(STOP_M, 0.04, "sleeve"), (STOP_M - 0.015, 0.04, "sleeve"),
              (STOP_M - 0.015, 0.014, "steel"), (0.0, 0.014, "steel")]  # fmt: skip
    return tuple(lines)


def _face(kind: str, x: float, disc: Disc, *, outer: bool) -> list[tuple[float, float, str]]:
    """The outer face, from its hole to its rim."""
    r, name = disc.radius, disc.material
    deep = {"bumper": 0.007, "iron": 0.014, "dark": 0.004}[kind] if outer else 0.003
    hub = 0.06 if kind == "bumper" else 0.05
    first = "hub" if kind == "bumper" else name
    return [(x, 0.03, name), (x, hub, first), (x - deep, hub + 0.008, name),
            (x - deep, 0.82 * r, name), (x, 0.87 * r, name), (x, r - 0.006, name),
            (x - 0.005, r, name)]  # fmt: skip


def _rim(x: float, disc: Disc, *, inner: bool) -> list[tuple[float, float, str]]:
    """The rim down to the next plate, or round to the inner face of the last."""
    r, name = disc.radius, disc.material
    lines = [(x + 0.005, r, name), (x, r - 0.006, name)]
    if inner:
        lines += [(x, 0.87 * r, name), (x + 0.007, 0.82 * r, name), (x + 0.007, 0.05, name)]
    return lines


def _straight(end: Mesh) -> Mesh:
    return joined(end, mirrored(end))


def _frame(end: Mesh) -> Mesh:
    """A frame of six sides to stand in, handles at the height of its ends."""
    deep, wide = HEX_M
    kept = end.vertices[end.faces].mean(axis=1)[:, 0] > wide - 0.01
    end = Mesh(end.vertices, end.faces[kept], tuple(np.array(end.material)[kept]))
    corners = {"front": (0.31, -deep), "rear": (0.31, deep), "end": (wide, 0.0)}
    front, rear, tip = (np.array([*at, 0.0]) for at in corners.values())
    flip = np.array([-1, 1, 1])
    side = [tube(front, tip), tube(tip, rear), tube(front, rear)]
    across = [tube(front * flip, front), tube(rear * flip, rear)]
    half = joined(end, *side)
    return joined(half, mirrored(half), *across)
