"""What one repetition loads, for training to ask: the spine model at a few weights, drawn through.

The posture of a logged lift does not depend on its weight, so the load on the back grows almost in
a straight line with it. A film would know better; nobody filmed these.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from backspotter.journal.records import Profile
from backspotter.spine.body import Lifter, body_of
from backspotter.spine.rep import Lift
from backspotter.spine.task import Task, only, solved
from backspotter.spine.unfilmed import unfilmed
from backspotter.training.dose import LoadOnBack

WEIGHTS_KG: Final = (0.0, 60.0, 140.0, 300.0)
POSED_KG: Final = 100.0
EVERY: Final = 8
"""Every eighth frame of the rep: the highest is missed by less than one in a hundred."""

BODIES: Final = 64
UNSAID: Final = "unknown"


def load_on_back(profile: Profile, mass_kg: float | None = None) -> LoadOnBack:
    """The highest compression at L5/S1 in a repetition, for this person [N].

    Parameters
    ----------
    profile : body size and sex, as far as they are known
    mass_kg : a newer body mass [kg]
    """
    size = (mass_kg or profile.mass_kg, profile.height_m, profile.sex or UNSAID)

    def of(style: str, load_kg: float) -> float:
        return float(np.interp(load_kg, WEIGHTS_KG, _peaks(style, *size)))

    return of


@lru_cache(maxsize=BODIES)
def _peaks(
    style: str, mass_kg: float | None, height_m: float | None, sex: str
) -> tuple[float, ...]:
    lifter = Lifter(mass_kg=mass_kg, height_m=height_m, sex=sex)  # type: ignore[arg-type]
    task = unfilmed(body_of(lifter), Lift(style=style), POSED_KG).task
    frames = np.zeros(len(task), dtype=bool)
    frames[::EVERY] = True
    posed = only(task, frames)
    return tuple(_peak(posed, load_kg) for load_kg in WEIGHTS_KG)


def _peak(posed: Task, load_kg: float) -> float:
    share = load_kg / POSED_KG
    loaded = replace(posed, lift=share * posed.lift, push=share * posed.push)
    return float(solved(loaded).compression[:, 0].max())
