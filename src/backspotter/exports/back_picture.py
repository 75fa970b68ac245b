"""One posture as a picture: the lifter to scale, the forces, and the numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from backspotter.errors import InputError
from backspotter.exports.figure import draw_floor, draw_lifter, draw_plate, outline_of
from backspotter.exports.forces import Force, draw_forces, draw_scale, forces_of, scale_of
from backspotter.exports.look import INK, QUIET, haloed, heading
from backspotter.exports.number_panel import draw_numbers
from backspotter.exports.numbers import shown, span
from backspotter.exports.pose import NEARLY_M, PLATE_M, Pose, bar_of, pose_of
from backspotter.exports.svg import Element, Look, Point, View, line, page, walked, written
from backspotter.exports.words import Box, around
from backspotter.spine.posture import AHEAD_M, LOAD_KG, check_span
from backspotter.spine.results import SpineLoads

WIDTH, HEIGHT = 960.0, 700.0
STAGE: Final = Box(30.0, 104.0, 606.0, 578.0)
"""Where the lifter stands."""

MOST_PER_METRE: Final = 400.0
MARGIN_M: Final = 0.14
ON_BODY: Final = 0.2
MEASURE_Y, SCALE_Y = 610.0, 656.0


def posture_picture(
    found: SpineLoads,
    *,
    frame: int = 0,
    load_kg: float,
    title: str,
    load_ahead_m: float | None = None,
) -> str:
    """An SVG picture of one posture and what it loads.

    Parameters
    ----------
    found : what ``loads`` gave
    frame : which frame of a series
    load_kg : in both hands together, 0 for none [kg]
    title : above the picture, in any words
    load_ahead_m : middle of the load ahead of L5/S1 where ``loads`` was told [m]; without it the
        load is in the hands

    Raises
    ------
    InputError : no such frame, one with a gap, or a load that cannot be
    """
    check_span("load_kg", load_kg, LOAD_KG, "kg", do="0 for no load")
    check_span("load_ahead_of_l5s1_m", load_ahead_m, AHEAD_M, "m")
    if not math.isfinite(load_kg):
        raise InputError("load_kg", given=load_kg, expected="the load in kg", do="0 for none")
    pose = pose_of(found, frame)
    if not math.isfinite(found.passive_share.value[frame]):
        raise InputError("frame", given=f"{frame}, which has a gap", expected="a whole frame")
    bar = _bar(pose, load_ahead_m)
    forces = forces_of(found, frame, pose, load_kg, bar)
    drawing = page(WIDTH, HEIGHT, title=title, about=_about(found, frame, load_kg, pose, bar))
    heading(drawing, title, _below(found, frame, load_kg), room=WIDTH - 80)
    _stage(drawing, pose, forces, bar if load_kg > 0 else None)
    draw_numbers(drawing, found, frame)
    return written(drawing)


def _bar(pose: Pose, load_ahead_m: float | None) -> Point:
    bar = bar_of(pose)
    return bar if load_ahead_m is None else (pose.discs[0][0] + load_ahead_m, bar[1])


def _stage(on: Element, pose: Pose, forces: Sequence[Force], bar: Point | None) -> None:
    under = _under(bar)
    view = _view(pose, forces, bar, under)
    draw_floor(on, view, STAGE.left, STAGE.right, under_m=under)
    draw_lifter(on, pose, view)
    covered = _covered(pose, view)
    if bar is not None:
        draw_plate(on, bar, view)
        covered.append(around(view.at(bar), 0.9 * PLATE_M * view.scale))
        covered += _measure(on, view, pose.discs[0], bar)
    draw_forces(on, forces, view, covered, STAGE)
    draw_scale(on, (STAGE.left + 10, SCALE_Y), scale_of(forces), view)


def _covered(pose: Pose, view: View) -> list[Box]:
    """Squares along the figure; a word may lie on the body sooner than on an arrow."""
    return [
        around(point, max(half * view.scale, 6.0), ON_BODY)
        for start, end, half in outline_of(pose)
        for point in walked((view.at(start), view.at(end)), 2 * max(half * view.scale, 6.0))
    ]


def _under(bar: Point | None) -> float:
    """How far the floor is below the foot: a plate that hangs lower needs a block under it."""
    low = PLATE_M - bar[1] if bar is not None else 0.0
    return low if low > NEARLY_M / 5 else 0.0


def _view(pose: Pose, forces: Sequence[Force], bar: Point | None, under: float) -> View:
    """The largest scale at which everything is on the stage, and the figure in its middle."""
    points = _points(pose, forces, bar)
    left, right = min(x for x, _ in points) - MARGIN_M, max(x for x, _ in points) + MARGIN_M
    top = max(y for _, y in points) + 0.02
    wide, high = STAGE.right - STAGE.left, STAGE.bottom - STAGE.top
    scale = min(MOST_PER_METRE, wide / (right - left), high / (top + under))
    middle = (STAGE.left + STAGE.right) / 2
    return View(middle - scale * (left + right) / 2, STAGE.bottom - scale * under, scale)


def _points(pose: Pose, forces: Sequence[Force], bar: Point | None) -> list[Point]:
    found = [
        (point[0] + side * half, point[1] + side * half)
        for start, end, half in outline_of(pose)
        for point in (start, end)
        for side in (-1, 1)
    ]
    found += [point for each in forces for point in each.ends(scale_of(forces))]
    if bar is not None:
        found += [(bar[0] + side * PLATE_M, bar[1] + side * PLATE_M) for side in (-1, 1)]
    return found


def _measure(on: Element, view: View, disc: Point, bar: Point) -> list[Box]:
    """Below the floor: how far the bar is ahead of L5/S1; gives back where its lines run."""
    (start, high), (end, low) = view.at(disc), view.at(bar)
    dashed: dict[str, Look] = {"stroke": QUIET, "stroke_width": 1.2, "stroke_dasharray": "2 4"}
    line(on, (start, high), (start, MEASURE_Y + 7), **dashed)
    line(on, (end, low), (end, MEASURE_Y + 7), **dashed)
    line(on, (start, MEASURE_Y), (end, MEASURE_Y), stroke=INK, stroke_width=1.6)
    for x in (start, end):
        line(on, (x - 4, MEASURE_Y + 4), (x + 4, MEASURE_Y - 4), stroke=INK, stroke_width=1.6)
    middle = ((start + end) / 2, MEASURE_Y + 24)
    words = _distance(bar[0] - disc[0])
    haloed(on, middle, words, size=16, fill=INK, font_weight="600", text_anchor="middle")
    return [Box(x - 3, high, x + 3, MEASURE_Y, 2.0) for x in (start, end)]


def _distance(ahead_m: float) -> str:
    side = "ahead of" if ahead_m >= 0 else "behind"
    return f"bar is {100 * abs(ahead_m):.0f} cm {side} L5/S1"


def _below(found: SpineLoads, frame: int, load_kg: float) -> str:
    body = found.body
    load = f"{shown(load_kg)} kg in the hands" if load_kg > 0 else "nothing in the hands"
    when = "" if found.times is None else f" · at {found.times[frame]:.2f} s"
    return f"{load} · body {shown(body.mass_kg)} kg, {body.height_m:.2f} m{when}"


def _about(found: SpineLoads, frame: int, load_kg: float, pose: Pose, bar: Point) -> str:
    level = found.levels["L5/S1"]
    says = [
        f"{name} {shown(each.value[frame])} {each.unit}, 90 % band "
        f"{span(each.low[frame], each.high[frame])}"
        for name, each in (
            ("moment", level.moment),
            ("compression", level.compression),
            ("shear", level.shear),
        )
    ]
    where = f" The {_distance(bar[0] - pose.discs[0][0])}." if load_kg > 0 else ""
    return (
        f"A lifter from the side, {_below(found, frame, load_kg)}.{where} At L5/S1: "
        f"{'; '.join(says)}. Compression and shear are drawn as L5 acts on the sacrum. "
        "Not a limit and not a risk."
    )
