"""The forces of one frame as arrows, all to one scale, and the bar that says which."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from backspotter.exports.look import INK, MUSCLE, QUIET, TEAL, WARM, haloed, note, width_of
from backspotter.exports.numbers import force, step_of
from backspotter.exports.pose import Pose
from backspotter.exports.svg import Element, Look, Point, View, arrow, group, line, text, walked
from backspotter.exports.words import Box, around, beside, clearest
from backspotter.spine.dynamics import GRAVITY
from backspotter.spine.results import Banded, SpineLoads

LONGEST_M: Final = 0.46
"""How long the largest force is drawn, in the metres of the figure."""

LEAST_N: Final = 1000.0
"""The scale is for this at least, so that small forces look small."""

BEHIND_M: Final = 0.135
"""Of the spine: where the muscles' pull is drawn, just off the skin."""

SHAFT: Final = 9.0
NAME_SIZE, FORCE_SIZE, LINE_GAP = 15.0, 17.0, 19.0
FAR: Final = 20.0
ON_ARROW, ON_WORDS = 2.0, 4.0
"""How much worse it is for words to lie there than on a plate."""

NICE: Final = (1.0, 2.0, 5.0)
ACTING: Final = "compression and shear as L5 acts on the sacrum"
BAR_ROOM: Final = 130.0
"""How long the scale's bar may be on the page."""

LOOKS: Final[Mapping[str, Mapping[str, Look]]] = MappingProxyType(
    {
        "muscles": {"fill": MUSCLE, "stroke": "#ffffff", "stroke_width": 1.4},
        "compression": {"fill": TEAL, "stroke": "#ffffff", "stroke_width": 1.4},
        "shear": {"fill": "#ffffff", "stroke": TEAL, "stroke_width": 2.2},
        "load": {"fill": WARM, "stroke": "#ffffff", "stroke_width": 1.4},
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """One force: its size [N], its direction (of length one), the point that it starts from or,
    for a pull, ends at [m]; ``step`` is what its size is rounded to [N]."""

    id: str
    say: str
    newtons: float
    at: Point
    way: Point
    ends_there: bool = False
    step: float | None = None

    def ends(self, metres_per_newton: float) -> tuple[Point, Point]:
        """Tail and tip of its arrow [m]."""
        reach = self.newtons * metres_per_newton * (-1 if self.ends_there else 1)
        other = (self.at[0] + reach * self.way[0], self.at[1] + reach * self.way[1])
        return (other, self.at) if self.ends_there else (self.at, other)


def forces_of(found: SpineLoads, frame: int, pose: Pose, load_kg: float, bar: Point) -> list[Force]:
    """Pull of the back muscles past L5/S1, compression and shear there, weight of the load."""
    every = [_pull(found, frame, pose), *_on_sacrum(found, frame, pose)]
    weight = load_kg * GRAVITY
    every.append(
        Force(id="load", say="weight of the load", newtons=weight, at=bar, way=(0.0, -1.0))
    )
    return [each for each in every if each.newtons >= 1.0]


def _pull(found: SpineLoads, frame: int, pose: Pose) -> Force:
    """Along the back from thorax to pelvis, drawn behind the skin with its tip at the sacrum."""
    low, high = pose.discs[0], pose.discs[-1]
    length = math.dist(low, high)
    way = ((low[0] - high[0]) / length, (low[1] - high[1]) / length)
    off = BEHIND_M * pose.size
    return Force(
        id="muscles",
        say="back muscles pull",
        newtons=float(found.levels["L5/S1"].extensor_force.value[frame]),
        at=(low[0] + off * way[1], low[1] - off * way[0]),
        way=way,
        ends_there=True,
        step=_step(found.levels["L5/S1"].compression, frame),
    )


def _on_sacrum(found: SpineLoads, frame: int, pose: Pose) -> list[Force]:
    """What L5 does to the sacrum: it presses along the disc's axis and slides in its plane."""
    level, slope = found.levels["L5/S1"], pose.slopes[0]
    shear = float(level.shear.value[frame])
    sign = 1.0 if shear >= 0 else -1.0
    return [
        Force(
            id="compression",
            say="compression",
            newtons=float(level.compression.value[frame]),
            at=pose.discs[0],
            way=(-math.sin(slope), -math.cos(slope)),
            step=_step(level.compression, frame),
        ),
        Force(
            id="shear",
            say="shear",
            newtons=abs(shear),
            at=pose.discs[0],
            way=(sign * math.cos(slope), -sign * math.sin(slope)),
            step=_step(level.shear, frame),
        ),
    ]


def _step(number: Banded, frame: int) -> float:
    return step_of(float(number.low[frame]), float(number.high[frame]))


def scale_of(forces: Sequence[Force]) -> float:
    """Metres of the figure for each newton."""
    return LONGEST_M / max([LEAST_N, *(each.newtons for each in forces)])


def draw_forces(
    on: Element, forces: Sequence[Force], view: View, covered: Sequence[Box], inside: Box
) -> None:
    """Every arrow, and its label where it covers least."""
    scale, arrows = scale_of(forces), group(on, class_="forces")
    ends = {each.id: _on_page(each.ends(scale), view) for each in forces}
    for each in forces:
        tail, tip = ends[each.id]
        look = dict(LOOKS[each.id])
        arrow(arrows, tail, tip, width=SHAFT, class_=f"force {each.id}", **look)
    taken = [
        *covered,
        *(around(p, 9.0, ON_ARROW) for pair in ends.values() for p in walked(pair, 12.0)),
    ]
    for each in forces:
        place = _label(on, each, ends[each.id], taken, inside)
        taken.append(replace(place, weight=ON_WORDS))


def _on_page(ends: tuple[Point, Point], view: View) -> tuple[Point, Point]:
    return view.at(ends[0]), view.at(ends[1])


def _label(
    on: Element, each: Force, ends: tuple[Point, Point], taken: Sequence[Box], inside: Box
) -> Box:
    size = force(each.newtons, each.step)
    width = max(width_of(each.say, NAME_SIZE), width_of(size, FORCE_SIZE))
    place = clearest(beside(*ends, width, FORCE_SIZE + LINE_GAP), taken, inside)
    colour = {"load": WARM, "muscles": MUSCLE}.get(each.id, TEAL)
    middle = (place.left + place.right) / 2
    look = {"text_anchor": "middle"}
    _leader(on, place, ends, colour)
    haloed(on, (middle, place.top + NAME_SIZE - 1), each.say, size=NAME_SIZE, fill=INK, **look)
    below = (middle, place.top + NAME_SIZE - 1 + LINE_GAP)
    haloed(on, below, size, size=FORCE_SIZE, fill=colour, font_weight="700", **look)
    return place


def _leader(on: Element, place: Box, ends: tuple[Point, Point], colour: str) -> None:
    """A thin line to the arrow where the label is far from it."""
    near = min(walked(ends, 6.0), key=lambda point: math.dist(place.nearest(point), point))
    start = place.nearest(near)
    if math.dist(start, near) > FAR:
        line(on, start, near, stroke=colour, stroke_width=1.2, class_="leader")


def draw_scale(on: Element, at: Point, metres_per_newton: float, view: View) -> None:
    """A bar as long as a round force."""
    per_newton = metres_per_newton * view.scale
    most = BAR_ROOM / per_newton
    ten = 10.0 ** math.floor(math.log10(most))
    newtons = max(step * ten for step in NICE if step * ten <= most)
    end = (at[0] + newtons * per_newton, at[1])
    bar = group(on, class_="scale", stroke=INK, stroke_width=2)
    line(bar, at, end)
    for point in (at, end):
        line(bar, (point[0], at[1] - 5), (point[0], at[1] + 5))
    words = f"{force(newtons)} (all arrows)"
    text(on, (end[0] + 10, at[1] + 5), words, size=14, fill=QUIET)
    note(on, (at[0], at[1] + 28), ACTING)
