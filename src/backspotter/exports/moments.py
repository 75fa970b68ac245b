"""Four moments on the way up as small figures side by side, with the way of the bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.exports.figure import draw_floor, draw_lifter, draw_plate
from backspotter.exports.look import INK, MIST, RULE, STEEL, WARM, badge, width_of
from backspotter.exports.pose import NEARLY_M, PLATE_M, bar_of, is_whole, pose_of
from backspotter.exports.svg import Element, Point, View, box, group, polyline, runs, text, thinned
from backspotter.spine.results import RepLoads

LEFT, RIGHT = 40.0, 920.0
SIZE: Final = 15.0
MOST_PER_METRE: Final = 150.0
BEHIND_M: Final = 0.30
"""How much further back than the middle of its column a figure's ankle stands."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame worth showing, and when it is [s]."""

    number: int
    say: str
    frame: int
    time: float


def moments_of(one: RepLoads) -> list[Moment]:
    """Off the floor, bar at the knee, three quarters of the way, top; in that order."""
    lifting = np.flatnonzero(one.rep.during("lifting"))
    frames = lifting if len(lifting) else np.arange(len(one.rep.times))
    height = one.rep.height[frames]
    start, way = float(height[0]), float(height[-1] - height[0])
    shares = (0.0, _at_knee(one, frames, start, way), 0.75, 1.0)
    knee = "bar at the knee" if one.load_kg > 0 else "hands at the knee"
    says = (_lowest(one), knee, "three quarters up", "lockout")
    found = []
    for number, (say, share) in enumerate(zip(says, shares, strict=True), start=1):
        past = np.flatnonzero(height >= start + share * way - 1e-9)
        frame = int(frames[past[0] if len(past) else -1])
        found.append(Moment(number, say, frame, float(one.rep.times[frame])))
    return found


def _lowest(one: RepLoads) -> str:
    if one.lift.how.from_the_top:
        return "lowest point"
    return "off the blocks" if _raised(one) else "off the floor"


def _raised(one: RepLoads) -> float:
    """How far above the floor the plates stand at first [m]."""
    raised = float(one.rep.height[0]) - PLATE_M
    return raised if raised > NEARLY_M and not one.lift.how.from_the_top else 0.0


def _at_knee(one: RepLoads, frames: np.ndarray, start: float, way: float) -> float:
    """Share of the way up at which the bar is as high as the knee; a third where it never is."""
    for frame in frames:
        if is_whole(one.loads, int(frame)):
            pose = pose_of(one.loads, int(frame))
            if pose.grip[1] >= pose.knee[1]:
                share = (float(one.rep.height[frame]) - start) / (way or 1.0)
                return share if 0.02 < share < 0.74 else 1 / 3
    return 1 / 3


def draw_moments(
    on: Element, one: RepLoads, moments: Sequence[Moment], *, top: float, high: float
) -> None:
    """The figures in columns on one floor, each with its number and name below."""
    found, wide = group(on, class_="moments"), (RIGHT - LEFT) / len(moments)
    under = max(PLATE_M - float(np.nanmin(one.rep.height)), 0.0)
    tall = one.loads.body.height_m + 0.06 + under
    scale = min(MOST_PER_METRE, high / tall)
    floor, way = top + high - under * scale, _way(one)
    for place, moment in enumerate(moments):
        middle = LEFT + (place + 0.5) * wide
        view = View(middle - BEHIND_M / 2 * scale, floor, scale)
        draw_floor(found, view, middle - 0.46 * wide, middle + 0.46 * wide, under_m=under)
        if is_whole(one.loads, moment.frame):
            _figure(found, one, moment, way, view)
        half = width_of(moment.say, SIZE) / 2
        badge(found, (middle - half - 6, top + high + 25), str(moment.number))
        text(found, (middle - half + 12, top + high + 30), moment.say, size=SIZE, fill=INK)


def _figure(
    on: Element, one: RepLoads, moment: Moment, way: Sequence[Point | None], view: View
) -> None:
    pose = pose_of(one.loads, moment.frame)
    _block(on, one, view, bar_of(pose)[0])
    draw_lifter(on, pose, view)
    for run in runs([point and view.at(point) for point in way]):
        polyline(
            on,
            thinned(run),
            stroke=WARM if one.load_kg > 0 else STEEL,
            stroke_width=1.6,
            stroke_dasharray="3 3",
        )
    if one.load_kg > 0:
        draw_plate(on, bar_of(pose), view)


def _block(on: Element, one: RepLoads, view: View, ahead: float) -> None:
    """What the plates stand on at first, where they do not stand on the floor."""
    raised = _raised(one)
    if raised:
        corner, side = view.at((ahead - 0.18, raised)), 0.36 * view.scale
        box(on, corner, side, raised * view.scale, fill=MIST, stroke=RULE, stroke_width=1.5)


def _way(one: RepLoads) -> list[Point | None]:
    """The way of the bar from the floor up, as seen from the foot [m]."""
    frames = [int(frame) for frame in np.flatnonzero(one.rep.during("lifting"))]
    return [
        bar_of(pose_of(one.loads, frame)) if is_whole(one.loads, frame) else None
        for frame in frames
    ]
