"""One moment of a rep, small enough for a phone: the lifter to scale, and what makes the load."""

from __future__ import annotations

from typing import Final

from backspotter.exports.figure import draw_floor, draw_lifter, draw_plate
from backspotter.exports.look import INK, WARM, haloed
from backspotter.exports.numbers import shown
from backspotter.exports.pose import PLATE_M, Pose, bar_of, pose_of
from backspotter.exports.svg import Element, View, arrow, dot, line, page, written
from backspotter.spine.results import RepLoads

WIDTH, HEIGHT = 360.0, 300.0
FLOOR: Final = 288.0
PER_METRE: Final = 215.0
ANKLE: Final = 168.0
"""Where the ankle stands on the page, so that figures next to each other line up."""

HEAD_ROOM_M: Final = 0.14
BESIDE: Final = 12.0


def carried_picture(one: RepLoads, *, frame: int, title: str) -> str:
    """An SVG picture of the lifter in one frame, with how far the bar is ahead of L5/S1.

    Parameters
    ----------
    one : what ``rep_loads`` gave
    frame : which of its frames, one without a gap
    title : for whoever does not see it
    """
    pose = pose_of(one.loads, frame)
    bar = bar_of(pose)
    low_back = pose.discs[0]
    ahead_cm = round(100 * (bar[0] - low_back[0]))
    about = f"{title}. The bar is {shown(ahead_cm)} cm ahead of the joint L5/S1."
    drawing = page(WIDTH, HEIGHT, title=title, about=about)
    under = max(PLATE_M - bar[1], 0.0)
    tall = max(pose.head[1], pose.shoulder[1], low_back[1]) + HEAD_ROOM_M
    scale = min(PER_METRE, FLOOR / (tall + under))
    view = View(ANKLE, FLOOR - under * scale, scale)
    draw_floor(drawing, view, 8.0, WIDTH - 8.0, under_m=under if under > 1e-3 else 0.0)
    draw_lifter(drawing, pose, view)
    if one.load_kg > 0:
        draw_plate(drawing, bar, view)
        _distance(drawing, pose, view, ahead_cm)
    return written(drawing)


def _distance(on: Element, pose: Pose, view: View, ahead_cm: float) -> None:
    """From L5/S1 straight ahead to above the bar: the lever that the weight has."""
    start, bar = view.at(pose.discs[0]), view.at(bar_of(pose))
    line(on, start, (bar[0], start[1]), stroke=WARM, stroke_width=2.5, stroke_dasharray="5 4")
    arrow(on, (bar[0], start[1]), bar, width=4, fill=WARM)
    dot(on, start, 5, fill="#ffffff", stroke=WARM, stroke_width=2.5)
    beside = (bar[0] + BESIDE, (start[1] + bar[1]) / 2)
    look: dict[str, str | float | None] = {"fill": INK, "font_weight": "700"}
    haloed(on, beside, f"{shown(ahead_cm)} cm", size=18, **look)
