"""How the lower back is bent through a film, or why nothing is said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np

from backspotter.app.film_moved import Moved
from backspotter.lift import flexion as reading
from backspotter.lift.flexion import Flexion

NOT_IN_PLACE: Final = "the network that reads the back is not in place"

BackReader: TypeAlias = Callable[[Moved], Flexion]


def back_of(moved: Moved, read: BackReader | None = None) -> Flexion:
    """The lower back's flexion; withheld where the view is not good enough to judge a back."""
    if moved.view.grade == "cannot_judge":
        return withheld(moved, moved.view.reasons[0].say)
    if not moved.counted:
        return withheld(moved, "no repetition was found")
    return (read or _in_place)(moved)


def _in_place(moved: Moved) -> Flexion:
    """The trained network's word, where it has been put in place."""
    estimator: Any = getattr(reading, "back_flexion", None)
    if estimator is None:
        return withheld(moved, NOT_IN_PLACE)
    found: Flexion = estimator(moved.read.tracks, moved.counted, moved.phase, yaw_deg=moved.yaw[0])
    return found


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
