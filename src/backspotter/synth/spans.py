"""What a lifter does one thing after another, and when: the script of a set.

Each span of time knows its phase, its rep and the posture at any moment of it; the events of a rep
are where its spans meet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.spine.course import smooth, way_down, way_up, way_up_at_once
from backspotter.spine.rep import TAKING_UP_S
from backspotter.synth.arrays import Floats
from backspotter.synth.moves import (
    down_to_the_bar,
    fallen,
    forward_and_back,
    let_go,
    on_the_floor,
    standing_free,
    stepping,
)
from backspotter.synth.plan import RepPlan
from backspotter.synth.posing import Lifter, Posture
from backspotter.synth.task import FilmTask
from backspotter.synth.way import Way, hung, mixed

STILL_S: Final = 0.4
"""Before the first rep and after the last."""

STANDING_S: Final = 0.8
WALKING_S: Final = 2.2
BEND_S: Final = 2.4
BENDING_S: Final = 1.3
TOUCH_S: Final = 0.06
"""How long the plates touch the floor in a set without pauses: assumption."""

STRAIGHTENS_AT: Final = 0.5
"""Of the time at the top between two Romanians."""

STEPS: Final = 600
At = Callable[[float], Posture]


@dataclass(frozen=True, slots=True)
class Span:
    """One thing that is done: phase, rep (none outside of reps), when [s], and how: a posture for
    each share of the span."""

    phase: str
    rep: int | None
    begin_s: float
    end_s: float
    how: At

    def at(self, t_s: float) -> Posture:
        """The posture at a time [s]."""
        long = self.end_s - self.begin_s
        return self.how(min(max((t_s - self.begin_s) / long, 0.0), 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RepTimes:
    """When a rep's events are [s]; ``floor_s`` is when the bar is down again."""

    begin_s: float
    lift_off_s: float
    lockout_s: float
    lowering_s: float
    floor_s: float
    end_s: float


class Script:
    """Builds the spans of a set, and the events of its reps."""

    def __init__(
        self,
        lifter: Lifter,
        task: FilmTask,
        plans: tuple[RepPlan, ...],
        ways: tuple[Way, ...],
    ) -> None:
        self.lifter, self.task, self.plans, self.ways = lifter, task, plans, ways
        self.spans: list[Span] = []
        self.reps: list[RepTimes] = []
        self.clock = 0.0
        if task.lift.how.from_the_top:
            self._from_the_top()
        else:
            self._way_in()
            for place in range(len(plans)):
                self._from_the_floor(place)
            self._way_out()

    def _add(self, phase: str, rep: int | None, seconds: float, how: At) -> float:
        """One more span; when it ends [s]."""
        self.spans.append(Span(phase, rep, self.clock, self.clock + seconds, how))
        self.clock += seconds
        return self.clock

    def _way_in(self) -> None:
        first, task = self.ways[0], self.task
        if task.approach == "at_the_bar":
            self._add("still", None, STILL_S, lambda _: first.bottom)
            return
        if task.approach == "walking":
            self._add("walking", None, WALKING_S, stepping(self.lifter, first))
        free = standing_free(self.lifter, first)
        self._add("still", None, STANDING_S, lambda _: free)
        for _ in range(int(task.bends)):
            self._add("walking", None, BEND_S, forward_and_back(self.lifter, first))
            self._add("still", None, STANDING_S / 2, lambda _: free)
        self._add("down", None, BENDING_S, down_to_the_bar(self.lifter, first))

    def _from_the_floor(self, place: int) -> None:
        plan, way, rep = self.plans[place], self.ways[place], place + 1
        begin = self._taken_up(place)
        lift_off = self.clock
        self._add("lifting", rep, plan.up_s * max(plan.reach, 0.3), _pulled(plan, way))
        top = self.clock
        if not plan.completed and plan.stall_s:
            self._add("lifting", rep, plan.stall_s, lambda _: way.at_share(plan.reach))
        if plan.completed:
            self._add("lockout", rep, plan.top_s, lambda _: way.top)
        lowering = self.clock
        floor, end = self._down(place)
        self.reps.append(
            RepTimes(
                begin_s=begin,
                lift_off_s=lift_off,
                lockout_s=top,
                lowering_s=lowering,
                floor_s=floor,
                end_s=end,
            )
        )

    def _taken_up(self, place: int) -> float:
        """From the rep before to the whole weight in the hands; when this rep begins [s]."""
        plan, way, rep = self.plans[place], self.ways[place], place + 1
        before = self.ways[place - 1] if place else way
        dropped = place > 0 and self.plans[place - 1].dropped
        if plan.touch_and_go:
            self._add("taking up", rep, TOUCH_S, lambda _: way.bottom)
            return self.clock - TOUCH_S
        if dropped:
            self._add("down", None, BENDING_S, down_to_the_bar(self.lifter, way))
        if plan.pause_s and (place or self.task.approach != "at_the_bar"):
            shift = (lambda _: way.bottom) if dropped else on_the_floor(before.bottom, way.bottom)
            self._add("down", None, plan.pause_s, shift)
        begin = self.clock
        self._add("taking up", rep, TAKING_UP_S, lambda _: way.bottom)
        return begin

    def _down(self, place: int) -> tuple[float, float]:
        """The bar put down, let go or taken to the next rep; when it is there, and the end [s]."""
        plan, way, rep = self.plans[place], self.ways[place], place + 1
        last = place + 1 == len(self.plans)
        if plan.dropped:
            fall = fallen(way)
            floor = self._add("lowering", rep, fall.first_s, let_go(self.lifter, way, fall, 0))
            end = self._add("down", rep, fall.rest_s, let_go(self.lifter, way, fall, 1))
            return floor, end
        after = way if last or not self.plans[place + 1].touch_and_go else self.ways[place + 1]
        seconds = plan.down_s * max(plan.reach, 0.3)
        how = self._lowered(plan, way, after)
        floor = self._add("lowering", rep, seconds, how)
        return floor, floor

    def _lowered(self, plan: RepPlan, way: Way, after: Way) -> At:
        """Back to the floor; where the next rep begins from the touch, into its posture."""
        shares = plan.reach * way_down(STEPS, turns=after is not way)

        def how(at: float) -> Posture:
            share = _share(shares, at)
            if after is way:
                return way.at_share(share)
            over = 1 - share / plan.reach
            return self._into(way.at_share(share), after.at_share(share), over)

        return how

    def _into(self, one: Posture, two: Posture, share: float) -> Posture:
        """So far from one way to another, with the bar where the arms then hold it."""
        if share in (0.0, 1.0):
            return two if share else one
        return hung(self.lifter, mixed(one, two, share))

    def _way_out(self) -> None:
        last = self.ways[-1]
        if self.plans[-1].dropped:
            self._add("still", None, STILL_S, _free_over(self.lifter, last))
        elif self.task.leaves:
            down = down_to_the_bar(self.lifter, last)
            self._add("down", None, BENDING_S, lambda at: down(1 - at))
            self._add("still", None, STANDING_S, lambda _: down(0.0))
        else:
            self._add("still", None, STILL_S, lambda _: last.bottom)

    def _from_the_top(self) -> None:
        """A Romanian: down to where it turns, up, and a moment at the top."""
        self._add("still", None, STILL_S, lambda _: self.ways[0].standing)
        for place, (plan, way) in enumerate(zip(self.plans, self.ways, strict=True)):
            begin = self.clock
            sinks = way.standing_share * way_up(STEPS)[::-1]
            low = self._add("lowering", place + 1, plan.down_s, _shared(way, sinks))
            top = self._add("lifting", place + 1, plan.up_s, _pulled(plan, way))
            after = self.ways[min(place + 1, len(self.ways) - 1)]
            end = self._add("lockout", place + 1, plan.top_s, self._over(way, after))
            self.reps.append(
                RepTimes(
                    begin_s=begin,
                    lift_off_s=low,
                    lockout_s=top,
                    lowering_s=begin,
                    floor_s=low,
                    end_s=end,
                )
            )
        self._add("still", None, STILL_S, lambda _: self.ways[-1].standing)

    def _over(self, way: Way, after: Way) -> At:
        """At the top, and in the last of it upright for the next rep."""

        def how(at: float) -> Posture:
            share = float(smooth(np.array((at - STRAIGHTENS_AT) / (1 - STRAIGHTENS_AT))))
            return self._into(way.top, after.standing, share)

        return how


def _pulled(plan: RepPlan, way: Way) -> At:
    return _shared(way, plan.reach * way_up_at_once(STEPS, plan.sticking))


def _shared(way: Way, shares: Floats) -> At:
    return lambda at: way.at_share(_share(shares, at))


def _share(shares: Floats, at: float) -> float:
    return float(np.interp(at, np.linspace(0.0, 1.0, len(shares)), shares))


def _free_over(lifter: Lifter, way: Way) -> At:
    """Standing without the bar where it was dropped."""
    after = let_go(lifter, way, fallen(way), 1)
    return lambda _: after(1.0)
