"""Pictures of what the back carries, with the titles that every face gives them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backspotter.app.spine_in import TaskGiven
from backspotter.exports.back_picture import posture_picture
from backspotter.exports.compare_picture import compare_picture
from backspotter.exports.rep_picture import rep_picture
from backspotter.spine.arrays import Array
from backspotter.spine.differences import Compared
from backspotter.spine.rep import Lift
from backspotter.spine.results import RepLoads, SpineLoads


def of_posture(found: SpineLoads, given: TaskGiven) -> str:
    """The posture, or of a series the frame with the highest moment at L5/S1, as SVG."""
    frame = int(np.nanargmax(found.levels["L5/S1"].moment.value))
    ahead = None if given.load_ahead_m is None else _at(given.load_ahead_m, found, frame)
    return posture_picture(
        found,
        frame=frame,
        load_kg=_at(given.load_kg, found, frame),
        load_ahead_m=ahead,
        title="What the lower back carries",
    )


def _at(given: Array | float, found: SpineLoads, frame: int) -> float:
    """One of a series, or the one number there is."""
    return float(np.broadcast_to(np.asarray(given, dtype=float), (len(found),))[frame])


def of_rep(one: RepLoads) -> str:
    """A rep that nobody filmed, as SVG."""
    say = one.lift.how.say
    return rep_picture(one, title=f"{say[:1].upper()}{say[1:]}, {one.load_kg:.4g} kg")


def of_changes(rows: Sequence[Compared], lift: Lift, load_kg: float) -> str:
    """What one change does, as SVG."""
    title = f"What one change does to a {lift.how.say}"
    return compare_picture(rows, load_kg=load_kg, title=title)
