"""The knee while the plate hides it: what is reckoned of it, held by how knees open in a lift.

Near straight a leg's length hardly tells how the knee is bent: one hundredth shorter is 16 degrees.
So the knee is drawn toward the course that the model of a repetition has, from what it was in
sight, before lift-off, to straight at the top. The band stays as wide as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from backspotter.lift.angles import Angle, JointAngles
from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.bar_height import BarHeight
from backspotter.lift.reps import Rep
from backspotter.spine.course import knee_left

COURSE: Final = 0.7
"""How much the course counts beside what is reckoned: errors behind the plate are about 15 degrees,
and lifts differ from the course by about 10. Assumption."""

KNEE_FIRST: Final = 2.0
"""How much earlier knees open than hips, as in the model's conventional and sumo lifts."""

STRAIGHT_DEG: Final = 3.0
"""Of a leg that is called straight, in rendered bodies."""

THIGH_SHARE: Final = 0.35
"""How much of a wrong knee is a wrong lean of the thigh: half, were hip and ankle right; less with
knees that point outward. As fits eleven rendered films."""

BEFORE_S, AFTER_S = 0.4, 0.1


def behind_the_plate(angles: JointAngles, reps: tuple[Rep, ...], bar: BarHeight) -> JointAngles:
    """Knee and hip of frames in repetitions whose knee is hidden, told by bones alone: what all
    landmarks say is nearer than the course."""
    by = np.zeros(len(angles.times_s))
    for rep in reps:
        part, course = _course(angles, rep, bar)
        by[part] = COURSE * (course - angles.knee.value[part])
    by = np.where(np.isfinite(by) & ~angles.together, by, 0.0)
    knee, hip = _moved(angles.knee, by), _moved(angles.hip, THIGH_SHARE * by)
    return replace(angles, knee=knee, hip=hip)


def _course(angles: JointAngles, rep: Rep, bar: BarHeight) -> tuple[Flags, Floats]:
    """The hidden frames of a repetition (n,), and the knee's course in them."""
    times, height = angles.times_s, bar.smooth.value
    begin = rep.lift_off.value if rep.lift_off else float(times[rep.low])
    bent = _before(angles, begin)
    last = max(rep.end_s, float(times[rep.high]))
    part = (times >= min(begin, rep.begin_s)) & (times <= last) & angles.knee_hidden
    if not rep.completed or not np.isfinite(bent):
        return np.zeros(len(times), bool), np.zeros(0)
    low, high = height[rep.low], height[rep.high]
    up = np.clip((height[part] - low) / (high - low), 0.0, 1.0)
    return part, STRAIGHT_DEG + (bent - STRAIGHT_DEG) * knee_left(up, KNEE_FIRST)


def _before(angles: JointAngles, begin: float) -> float:
    """The knee as the bar leaves the floor, from frames that show it [deg]; NaN without any."""
    near = (angles.times_s > begin - BEFORE_S) & (angles.times_s < begin + AFTER_S)
    seen = angles.knee.value[near & ~angles.knee_hidden]
    seen = seen[np.isfinite(seen)]
    return float(np.median(seen)) if len(seen) else float("nan")


def _moved(angle: Angle, by: Floats) -> Angle:
    return Angle(value=angle.value + by, low=angle.low + by, high=angle.high + by)
