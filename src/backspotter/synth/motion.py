"""A set of reps on the posing lifter, moment by moment: one span of time after another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from backspotter.spine.rep import Lift
from backspotter.synth.arrays import Floats
from backspotter.synth.plan import RepPlan
from backspotter.synth.posing import Lifter, Posture, Stance
from backspotter.synth.spans import RepTimes, Script, Span
from backspotter.synth.task import FilmTask
from backspotter.synth.way import Way, way

AVERAGE_HEIGHT_M: Final = 1.76
"""Of the lifters for whom a style's stance is given: assumption."""

TOES_OUT: Final = {"sumo": 38.0}
TOES_OUT_ELSE: Final = 14.0


def stance_of(lift: Lift, height_m: float) -> Stance:
    """How this style stands and grips; the feet of a shorter lifter are closer together."""
    how = lift.how
    usual = how.stance_m * height_m / AVERAGE_HEIGHT_M
    stance_m = usual if lift.stance_m is None else lift.stance_m
    return Stance(
        half_feet=stance_m / 2,
        toes_out=TOES_OUT.get(how.id, TOES_OUT_ELSE),
        half_hands=how.grip_m / 2,
        handles_ahead=how.id == "trap_bar",
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame: time [s], rep from 1 (none while standing still), phase, posture."""

    t_s: float
    rep: int | None
    phase: str
    posture: Posture


class Motion:
    """A set of reps, posed at any time.

    Raises
    ------
    InputError : a back bent further than backs bend, or a posture that this body cannot take
    """

    def __init__(self, lifter: Lifter, task: FilmTask) -> None:
        self.lifter, self.task, self.lift = lifter, task, task.lift
        self.plans = task.plans
        made: dict[RepPlan, Way] = {}
        for plan in self.plans:
            if plan not in made:
                made[plan] = way(lifter, task.lift, plan, self.floor_m)
        self.ways = tuple(made[plan] for plan in self.plans)
        script = Script(lifter, task, self.plans, self.ways)
        self.spans: tuple[Span, ...] = tuple(script.spans)
        self.times: tuple[RepTimes, ...] = tuple(script.reps)

    @property
    def floor_m(self) -> float:
        """How high the bar is as it lies on its plates (Romanian: where it turns) [m]."""
        how = self.lift.how
        return how.bar_height_m if how.from_the_top else self.task.plate_radius_m

    @property
    def way(self) -> Way:
        """The first rep's way."""
        return self.ways[0]

    @property
    def seconds(self) -> float:
        """How long the set lasts, standing still included [s]."""
        return self.spans[-1].end_s

    def moments(self, fps: float) -> Iterator[Moment]:
        """Every frame of a film at an even rate."""
        for frame in range(int(self.seconds * fps)):
            yield self.moment(frame / fps)

    def moment(self, t_s: float) -> Moment:
        """The set at one time [s]."""
        place = max(bisect_right(self._begins, t_s) - 1, 0)
        span = self.spans[place]
        return Moment(t_s, span.rep, span.phase, span.at(t_s))

    def bar(self, times: Floats) -> Floats:
        """Where the bar is (n, 2) at these times: Y and Z [m]."""
        return np.array([self.moment(float(t)).posture.bar for t in times])

    @cached_property
    def _begins(self) -> list[float]:
        return [span.begin_s for span in self.spans]
