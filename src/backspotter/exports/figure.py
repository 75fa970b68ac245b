"""The lifter from the side, to scale: soft limbs, the lumbar spine inside, plate and floor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from backspotter.exports.look import ARM, INK, LIMB, MIST, RULE, SKIN, STEEL, TEAL, WARM
from backspotter.exports.pose import PLATE_M, Pose, shifted
from backspotter.exports.svg import (
    Element,
    Point,
    View,
    box,
    capsule,
    dot,
    group,
    limb,
    line,
    polygon,
    smooth,
)

FOOT_LENGTH: Final = 0.152
"""Share of stature (Drillis and Contini); a quarter of it lies behind the ankle."""

HEAD_M: Final = 0.096
"""Radius of the head, for a body of reference height, as every width below."""

CHEST_FRONT: Final = ((0.052, 0.272), (0.098, 0.225), (0.137, 0.150), (0.140, 0.075), (0.126, 0.0))
BELLY: Final = ((3, 0.122, 0.0), (1, 0.115, 0.01))
LAP: Final = ((0.103, 0.085), (0.092, 0.0), (0.03, -0.085), (-0.065, -0.098))
SEAT: Final = ((-0.122, -0.05), (-0.136, 0.02), (-0.118, 0.09))
LOIN: Final = ((0, -0.090, 0.03), (2, -0.084, 0.0), (4, -0.086, 0.0))
BACK: Final = ((-0.098, 0.05), (-0.108, 0.12), (-0.098, 0.195), (-0.052, 0.272))

THIGH: Final = ((0.080, 0.088, 0.080, 0.066, 0.054), (0.090, 0.086, 0.072, 0.058, 0.052))
SHANK: Final = ((0.052, 0.046, 0.041, 0.036, 0.033), (0.050, 0.062, 0.056, 0.040, 0.034))
UPPER_ARM: Final = ((0.055, 0.050, 0.045, 0.040), (0.055, 0.052, 0.046, 0.040))
FOREARM: Final = ((0.038, 0.039, 0.032, 0.027), (0.038, 0.036, 0.030, 0.026))

SHOE: Final = ((-0.23, 0.0), (0.2, 0.0), (0.74, 0.0), (0.755, 0.12), (0.6, 0.24), (0.28, 0.42))
"""Of its length from under the ankle, and of stature upward; a quarter lies behind."""

VERTEBRA_M, DISC_M, SPINOUS_M = 0.035, 0.010, 0.036
"""Depth of a vertebra, height of a disc, reach of a spinous process behind the vertebra."""


def draw_lifter(on: Element, pose: Pose, view: View) -> Element:
    """The whole figure: legs, trunk, spine, head, arm."""
    found = group(on, class_="lifter")
    _leg(found, pose, view)
    _trunk(found, pose, view)
    _arm(found, pose, view)
    _spine(found, pose, view)
    return found


def _widths(shares: Sequence[float], pose: Pose, view: View) -> list[float]:
    return [share * pose.size * view.scale for share in shares]


def _limb(
    on: Element,
    ends: tuple[Point, Point],
    widths: tuple[Sequence[float], ...],
    pose: Pose,
    view: View,
    **look: str | float | None,
) -> None:
    start, end = view.at(ends[0]), view.at(ends[1])
    ahead, behind = (_widths(side, pose, view) for side in widths)
    limb(on, start, end, ahead, behind, **look)


def _leg(on: Element, pose: Pose, view: View) -> None:
    leg = group(on, fill=LIMB)
    _shoe(on, pose, view)
    _limb(leg, (pose.knee, pose.ankle), SHANK, pose, view)
    _limb(leg, (pose.hip, pose.knee), THIGH, pose, view)


def _shoe(on: Element, pose: Pose, view: View) -> None:
    length = FOOT_LENGTH * pose.height_m
    half = 0.045 * pose.size
    ankle = pose.ankle
    above = [(ankle[0] + half, ankle[1] + 0.25 * half), (ankle[0] - half, ankle[1] + 0.25 * half)]
    heel = (-0.25 * length, 0.5 * ankle[1])
    sole = [(ahead * length, up * ankle[1] / 0.39) for ahead, up in SHOE]
    smooth(on, [view.at(point) for point in [*sole, *above, heel]], fill=STEEL)


def _trunk(on: Element, pose: Pose, view: View) -> None:
    neck = pose.on_thorax(0.0, 0.25)
    wide = 0.056 * pose.size * view.scale
    capsule(on, view.at(neck), view.at(pose.head), wide, wide, fill=SKIN)
    dot(on, view.at(pose.head), HEAD_M * pose.size * view.scale, fill=SKIN)
    outline = [
        *(pose.on_thorax(*point) for point in CHEST_FRONT),
        *(pose.on_vertebra(*point) for point in BELLY),
        *(pose.on_pelvis(*point) for point in (*LAP, *SEAT)),
        *(pose.on_vertebra(*point) for point in LOIN),
        *(pose.on_thorax(*point) for point in BACK),
    ]
    smooth(on, [view.at(point) for point in outline], fill=SKIN)


def _arm(on: Element, pose: Pose, view: View) -> None:
    edge = 0.006 * pose.size * view.scale
    for look in ({"fill": "#ffffff", "stroke": "#ffffff", "stroke_width": 2 * edge}, {"fill": ARM}):
        arm = group(on, **look)
        _limb(arm, (pose.shoulder, pose.elbow), UPPER_ARM, pose, view)
        _limb(arm, (pose.elbow, pose.grip), FOREARM, pose, view)
        dot(arm, view.at(pose.grip), 0.040 * pose.size * view.scale)


def _spine(on: Element, pose: Pose, view: View) -> None:
    thin = min(0.9, 0.0025 * view.scale)
    bones = group(on, class_="spine", stroke=INK, stroke_width=thin, stroke_linejoin="round")
    smooth(bones, [view.at(point) for point in _sacrum(pose)], fill="#ffffff")
    for which in range(len(pose.discs) - 1):
        polygon(bones, [view.at(p) for p in _process(pose, which)], fill="#ffffff")
        polygon(bones, [view.at(p) for p in _vertebra(pose, which)], fill="#ffffff")
    for which in range(len(pose.discs)):
        polygon(bones, [view.at(p) for p in _disc(pose, which)], fill=TEAL, stroke="none")


def _end(pose: Pose, which: int, above: float) -> tuple[Point, Point]:
    """Rear and front corner at a disc, this far above its middle [m]."""
    half, up = VERTEBRA_M / 2 * pose.size, above * pose.size
    middle, slope = pose.discs[which], pose.slopes[which]
    return shifted(middle, slope, -half, up), shifted(middle, slope, half, up)


def _vertebra(pose: Pose, which: int) -> list[Point]:
    rear, front = _end(pose, which, DISC_M / 2)
    upper_rear, upper_front = _end(pose, which + 1, -DISC_M / 2)
    return [rear, front, upper_front, upper_rear]


def _disc(pose: Pose, which: int) -> list[Point]:
    rear, front = _end(pose, which, -DISC_M / 2)
    upper_rear, upper_front = _end(pose, which, DISC_M / 2)
    return [rear, front, upper_front, upper_rear]


def _process(pose: Pose, which: int) -> list[Point]:
    """The spinous process, behind the middle of the vertebra."""
    rear, _, _, upper_rear = _vertebra(pose, which)
    middle = ((rear[0] + upper_rear[0]) / 2, (rear[1] + upper_rear[1]) / 2)
    turn, size = pose.lumbar[which], pose.size
    corners = ((0, 0.007), (-SPINOUS_M, 0.001), (-SPINOUS_M, -0.013), (0, -0.006))
    return [shifted(middle, turn, size * ahead, size * up) for ahead, up in corners]


def _sacrum(pose: Pose) -> list[Point]:
    rear, front = _end(pose, 0, -DISC_M / 2)
    axis, size, start = pose.pelvis, pose.size, pose.discs[0]
    curve = ((-0.024, -0.040), (-0.046, -0.075), (-0.052, -0.104), (-0.060, -0.104))
    back = ((-0.068, -0.070), (-0.052, -0.030))
    return [
        rear,
        front,
        *(shifted(start, axis, size * ahead, size * up) for ahead, up in (*curve, *back)),
    ]


def draw_plate(on: Element, bar: Point, view: View) -> Element:
    """A full-sized plate, see-through, with the bar's end in its middle."""
    found, middle = group(on, class_="plate"), view.at(bar)
    radius = PLATE_M * view.scale
    ring = {"fill": "none", "stroke": WARM}
    dot(found, middle, radius - 1, fill=WARM, fill_opacity=0.13, stroke=WARM, stroke_width=2)
    dot(found, middle, 0.86 * radius, stroke_width=1, stroke_opacity=0.55, **ring)
    dot(found, middle, 0.36 * radius, stroke_width=1, stroke_opacity=0.55, **ring)
    dot(found, middle, max(0.025 * view.scale, 2.5), fill=WARM, stroke="#ffffff", stroke_width=1)
    return found


def draw_floor(on: Element, view: View, left: float, right: float, *, under_m: float = 0.0) -> None:
    """The floor's line; ``under_m`` below the foot, which then stands on a block."""
    level = view.at((0, -under_m))[1]
    line(on, (left, level), (right, level), stroke=STEEL, stroke_width=2)
    if under_m > 0:
        corner = view.at((-0.22, 0.0))
        width, height = 0.62 * view.scale, under_m * view.scale
        box(on, corner, width, height, fill=MIST, stroke=RULE, stroke_width=1.5)


def outline_of(pose: Pose) -> list[tuple[Point, Point, float]]:
    """Lines that the figure covers, with half their width [m]: what words should keep clear of."""
    size = pose.size
    trunk = [pose.hip, *pose.discs, pose.shoulder]
    return [
        (pose.hip, pose.knee, 0.07 * size),
        (pose.knee, pose.ankle, 0.05 * size),
        *((start, end, 0.11 * size) for start, end in pairwise(trunk)),
        (pose.shoulder, pose.head, 0.08 * size),
        (pose.head, pose.head, HEAD_M * size),
        (pose.shoulder, pose.elbow, 0.05 * size),
        (pose.elbow, pose.grip, 0.05 * size),
        ((-0.05, 0.03), (0.17, 0.03), 0.04),
    ]
