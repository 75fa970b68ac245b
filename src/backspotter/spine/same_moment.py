"""What one thing in a posture adds: the same moment of the same lift with and without it.

The posture as it was seen is the one with it. Without it the hands stay on the bar, and only what
has to move for that moves: a flatter back is longer, so that the trunk leans further over the same
legs; a trunk that leans less lowers the hips under the same shoulders.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array
from backspotter.spine.body import Body, Lifter
from backspotter.spine.chain import JOINTS, Angles, Placed, place, trunk_length
from backspotter.spine.differences import QUANTITIES, Differing, Read, differing, reader
from backspotter.spine.loads import held_still
from backspotter.spine.posture import Posture
from backspotter.spine.task import FLATTEST, Doubt, Task, solved, variants
from backspotter.spine.uncertainty import SEED, draws_of

DRAWS: Final = 300
HIP, KNEE, ANKLE = (JOINTS.index(name) for name in ("hip", "knee", "ankle"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment of a lift as it was seen: the posture (n = 1), what the hands hold as heavy as it
    was felt [kg], whose it is, and how well it is known."""

    posture: Posture
    load_kg: float
    lifter: Lifter
    doubt: Doubt = field(default_factory=Doubt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """By how much less a posture has of something: flexion of the lower back, lean of the line
    from hip to shoulder [deg], height of the hips under the same shoulders, way of the bar ahead
    of the feet [m]. One of them at a time."""

    lumbar_deg: float = 0.0
    lean_deg: float = 0.0
    hips_higher_m: float = 0.0
    bar_ahead_m: float = 0.0


def what_it_adds(then: Moment, undone: Undone) -> Differing:
    """What the posture loads more than without that, both at one bar and one pull on it.

    Raises
    ------
    InputError : a posture or load that cannot be, or one that this body cannot take without that
    """
    task = task_of(then)
    before = replace(task, angles=reposed(task.body, task.angles, undone))
    return differing(now=_read(before), then=_read(task))


def task_of(then: Moment) -> Task:
    """The moment as the model has it.

    Raises
    ------
    InputError : a posture or load that cannot be, or a gap in it
    """
    task = held_still(then.posture, load_kg=then.load_kg, lifter=then.lifter, doubt=then.doubt).task
    if not all(np.isfinite(each).all() for each in (task.angles.trunk, task.angles.upper_arm)):
        raise InputError("posture", given="a gap", expected="every angle of that moment")
    return task


def reposed(body: Body, angles: Angles, undone: Undone) -> Angles:
    """The posture (n = 1) without that; feet and hands stay where they are, or the hands follow
    the bar.

    Raises
    ------
    InputError : the hands no longer reach the bar, or the legs the hips
    """
    if undone == Undone():
        return angles
    at = place(body, angles)
    if undone.lean_deg:
        return _under_the_shoulder(body, angles, at, np.deg2rad(undone.lean_deg))
    if undone.hips_higher_m:
        less = _lean_of_hips(body, angles, undone.hips_higher_m)
        return _under_the_shoulder(body, angles, at, less)
    lumbar = angles.lumbar
    if undone.lumbar_deg:
        lumbar = np.maximum(lumbar - np.deg2rad(undone.lumbar_deg), FLATTEST)
    bar = at.grip[0] - [undone.bar_ahead_m, 0.0]
    return _over_the_legs(body, replace(angles, lumbar=lumbar), at, bar)


def _lean_of_hips(body: Body, angles: Angles, higher_m: float) -> float:
    """By how much the trunk leans further for hips that are that much higher under the same
    shoulders [rad]."""
    chord, trunk = float(trunk_length(body, angles.lumbar)[0]), float(angles.trunk[0])
    risen = np.cos(trunk) + higher_m / chord
    if not -1.0 < risen < 1.0:
        raise _out_of_reach()
    return float(trunk - np.copysign(np.arccos(risen), trunk))


def _over_the_legs(body: Body, angles: Angles, at: Placed, bar: Array) -> Angles:
    """Hips and legs stay; trunk and arms turn until the hands are on the bar."""
    hip, arm = at.joints[HIP][0], at.shoulder[0] - at.grip[0]
    chord = float(trunk_length(body, angles.lumbar)[0])
    shoulder = _crossing(hip, chord, bar, float(np.hypot(*arm)), near=at.shoulder[0])
    turned = _lean(shoulder - bar) - _lean(arm)
    return replace(
        angles,
        trunk=np.array([_lean(shoulder - hip)]),
        upper_arm=angles.upper_arm + turned,
        forearm=angles.forearm + turned,
    )


def _under_the_shoulder(body: Body, angles: Angles, at: Placed, less: float) -> Angles:
    """Shoulders, arms, bar and feet stay; the hips go where the trunk's lean puts them."""
    trunk = angles.trunk - less
    chord = trunk_length(body, angles.lumbar)[0]
    hip = at.shoulder[0] - chord * np.array([np.sin(trunk[0]), np.cos(trunk[0])])
    knee, ankle = at.joints[KNEE][0], at.joints[ANKLE][0]
    thigh, shank = (float(np.hypot(*line)) for line in (at.joints[HIP][0] - knee, knee - ankle))
    bent = _crossing(hip, thigh, ankle, shank, near=knee)
    return replace(
        angles,
        trunk=trunk,
        thigh=np.array([_lean(hip - bent)]),
        shank=np.array([_lean(bent - ankle)]),
    )


def _crossing(one: Array, radius: float, other: Array, far: float, *, near: Array) -> Array:
    """Where circles about two places cross, on the side on which ``near`` is, (2,) [m].

    Raises
    ------
    InputError : they do not
    """
    apart = float(np.hypot(*(other - one)))
    if not abs(radius - far) < apart < radius + far:
        raise _out_of_reach()
    line = (other - one) / apart
    aside = np.array([-line[1], line[0]])
    along = (radius**2 - far**2 + apart**2) / (2 * apart)
    out = float(np.sqrt(max(radius**2 - along**2, 0.0)))
    side = 1.0 if float((near - one) @ aside) >= 0 else -1.0
    return np.asarray(one + along * line + side * out * aside)


def _out_of_reach() -> InputError:
    return InputError(
        "posture",
        given="a back, arms and legs of these lengths",
        expected="hands that reach the bar, and legs that reach the hips",
    )


def _lean(line: Array) -> float:
    """Of a line from its lower to its upper end, from the vertical [rad]."""
    return float(np.arctan2(line[0], line[1]))


def _read(task: Task) -> Read:
    whole, drawn = solved(task), variants(task, draws_of(task, DRAWS, SEED))
    return {name: (float(reader(name)(whole)[0]), reader(name)(drawn)) for name in QUANTITIES}
