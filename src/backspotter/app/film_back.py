"""How the lower back is bent through a film, or why nothing is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from backspotter.app.film_moved import Moved
from backspotter.lift.arrays import Floats
from backspotter.lift.back_inputs import Size
from backspotter.lift.band import around
from backspotter.lift.flexion import Flexion, back_flexion
from backspotter.lift.reps import Rep
from backspotter.spine.body import Lifter

BackReader: TypeAlias = Callable[[Moved], Flexion]


def back_of(moved: Moved, lifter: Lifter, read: BackReader | None = None) -> Flexion:
    """The lower back's flexion; withheld where the view is not good enough to judge a back."""
    if moved.view.grade == "cannot_judge":
        return withheld(moved, moved.view.reasons[0].say)
    if not moved.counted:
        return withheld(moved, "no repetition was found")
    if read is not None:
        return read(moved)
    size = Size(
        mass_kg=lifter.mass_kg,
        height_m=lifter.height_m,
        male=None if lifter.sex == "unknown" else lifter.sex == "male",
    )
    pulls = [way_up_of(rep, moved.times_s) for rep in moved.counted]
    return back_flexion(moved.read.tracks, pulls, size=size, yaw_deg=moved.view.yaw_deg[0])


def way_up_of(rep: Rep, times_s: Floats) -> Rep:
    """The repetition with both ends of its pull: where the bar was hidden just then, they are the
    frames in which it is lowest and highest, as the back may well be seen. One that failed is
    pulled until the bar sinks."""
    return replace(
        rep,
        lift_off=rep.lift_off or around(float(times_s[rep.low])),
        lockout=rep.pulled_until or around(float(times_s[rep.high])),
    )


def withheld(moved: Moved, why: str) -> Flexion:
    """Nothing said of any frame."""
    frames, reps = len(moved.times_s), len(moved.counted)
    return Flexion(
        lumbar=np.full((frames, 3), np.nan),
        thoracic=np.full((frames, 3), np.nan),
        at_lift_off=np.full((reps, 3), np.nan),
        change=np.full((reps, 3), np.nan),
        withheld=why,
    )
