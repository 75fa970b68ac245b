"""For the tests of the load model: lifters, postures and loads as they are in a lift."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from unittest import mock

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from backspotter.spine import Lift, Lifter, Posture, RepLoads, rep_loads
from backspotter.spine import equilibrium as balance
from backspotter.spine.arrays import Array
from backspotter.spine.body import body_of
from backspotter.spine.chain import JOINTS, LUMBAR, Placed
from backspotter.spine.dynamics import GRAVITY
from backspotter.spine.equilibrium import Carried
from backspotter.spine.geometry import fascicles
from backspotter.spine.passive import full_flexion
from backspotter.spine.posture import filled
from backspotter.spine.task import Task, placed, solved
from backspotter.spine.unfilmed import unfilmed

KNOWN = Lifter(mass_kg=84.0, height_m=1.81, sex="male", age_y=30.0)
"""A lifter of whom everything is known but his strength."""

AHEAD_OF_DISCS_M = 0.03
"""A load is ahead of the back when it is ahead of every lumbar disc by as much."""

ANKLE = JOINTS.index("ankle")
L5_S1 = LUMBAR.index("L5/S1")
EXTENDS = np.array([each.acts == "extensor" for each in fascicles()])


@st.composite
def lifters(draw: st.DrawFn) -> Lifter:
    """Adults of every usual build; strength unknown."""
    height = draw(st.floats(1.50, 2.05))
    return Lifter(
        mass_kg=draw(st.floats(18.5, 38.0)) * height**2,
        height_m=height,
        sex=draw(st.sampled_from(["male", "female", "unknown"])),
        age_y=draw(st.floats(16.0, 75.0)),
        arm_length=draw(st.floats(0.9, 1.1)),
        leg_length=draw(st.floats(0.9, 1.1)),
        trunk_length=draw(st.floats(0.9, 1.1)),
    )


@dataclass(frozen=True, slots=True)
class Bent:
    """A posture of the back, held by somebody."""

    lifter: Lifter
    trunk_deg: float
    lumbar_deg: float

    def posture(self) -> Posture:
        return Posture(trunk_deg=self.trunk_deg, lumbar_flexion_deg=self.lumbar_deg)


@st.composite
def bent(draw: st.DrawFn, *, trunk: tuple[float, float] = (0.0, 90.0)) -> Bent:
    """Upright to level, from a slight arch to the end of this person's range."""
    lifter = draw(lifters())
    return Bent(lifter, draw(st.floats(*trunk)), draw(st.floats(-10.0, range_deg(lifter))))


@st.composite
def distances(draw: st.DrawFn, of: Bent) -> float:
    """Of a load that is ahead of the back and within reach [m ahead of L5/S1]."""
    nearest, furthest = within_reach(of)
    assume(nearest < furthest)
    return draw(st.floats(nearest, furthest))


def range_deg(lifter: Lifter) -> float:
    """This person's range of lumbar flexion [deg]."""
    return float(np.rad2deg(full_flexion(body_of(lifter))))


def within_reach(of: Bent) -> tuple[float, float]:
    """Nearest and furthest load that is ahead of every disc and in straight arms [m]."""
    at = placed(task_of(of.posture(), load_kg=0.0, lifter=of.lifter))
    discs = at.joints[: len(LUMBAR), 0, 0] - at.joints[L5_S1, 0, 0]
    shoulder = float(at.shoulder[0, 0] - at.joints[L5_S1, 0, 0])
    reach = shoulder + body_of(of.lifter).arm_m
    return float(discs.max()) + AHEAD_OF_DISCS_M, min(reach, 1.2)


def task_of(
    posture: Posture,
    *,
    load_kg: Array | float,
    lifter: Lifter = KNOWN,
    load_ahead_m: float | None = None,
) -> Task:
    """A task held still."""
    body = body_of(lifter)
    whole = filled(posture, body, load_kg, load_ahead_m)
    count = len(whole.angles)
    return Task(
        body=body,
        angles=whole.angles,
        lift=np.array(np.broadcast_to(np.asarray(load_kg, dtype=float) * GRAVITY, (count,))),
        push=np.zeros(count),
        load_ahead=None if load_ahead_m is None else np.full(count, load_ahead_m),
    )


def held(
    posture: Posture,
    *,
    load_kg: Array | float,
    lifter: Lifter = KNOWN,
    load_ahead_m: float | None = None,
) -> Carried:
    """What is carried in a posture held still; no bands, so that a law can try many."""
    task = task_of(posture, load_kg=load_kg, lifter=lifter, load_ahead_m=load_ahead_m)
    return solved(task)


@dataclass
class Seen:
    """What the sharing was asked and what it answered, call by call."""

    capacity: list[Array] = field(default_factory=list)
    demand: list[Array] = field(default_factory=list)
    lowest: list[Array] = field(default_factory=list)
    activation: list[Array] = field(default_factory=list)
    reserve: list[Array] = field(default_factory=list)


@contextmanager
def watching_the_muscles() -> Iterator[Seen]:
    """Note every call of the sharing between muscles."""
    seen, share = Seen(), balance.share

    def noted(capacity: Array, demand: Array, lowest: Array) -> object:
        found = share(capacity, demand, lowest)
        seen.capacity.append(capacity.copy())
        seen.demand.append(demand.copy())
        seen.lowest.append(np.array(np.broadcast_to(lowest, capacity.shape[:2])))
        seen.activation.append(found.activation.copy())
        seen.reserve.append(found.reserve.copy())
        return found

    with mock.patch.object(balance, "share", noted):
        yield seen


@cache
def one_rep(lift: Lift, load_kg: float = 140.0, lifter: Lifter = KNOWN) -> RepLoads:
    """A rep, worked out once for all tests that look at it."""
    return rep_loads(lift, load_kg=load_kg, lifter=lifter)


@cache
def carried_in_rep(lift: Lift, load_kg: float = 140.0, lifter: Lifter = KNOWN) -> Carried:
    """What is carried in every frame of a rep; no bands, so that many can be looked at."""
    return solved(unfilmed(body_of(lifter), lift, load_kg).task)


def above_the_feet(at: Placed, points: Array) -> Array:
    """Points seen from the ankle, which stands still (…, n, 2) [m]."""
    return points - at.joints[ANKLE]


def a_bow(times: Array, *, deepest_deg: float = 70.0) -> Posture:
    """One smooth bow and back: trunk and lower back bend together, the legs stay."""
    way = np.sin(np.pi * (times - times[0]) / (times[-1] - times[0])) ** 2
    return Posture(
        trunk_deg=deepest_deg * way,
        lumbar_flexion_deg=0.4 * deepest_deg * way,
        thigh_deg=-10.0,
        shank_deg=5.0,
        upper_arm_deg=0.0,
        forearm_deg=0.0,
    )
