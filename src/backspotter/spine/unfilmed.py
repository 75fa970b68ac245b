"""A rep that nobody filmed, as a task: kinematics from the style, with a wide doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import is_number
from backspotter.spine.body import Body
from backspotter.spine.inertia import Spinning, in_motion
from backspotter.spine.posture import LOAD_KG, check_span
from backspotter.spine.rep import Lift, Rep, rep
from backspotter.spine.task import Doubt, Task

KNOWN_BODY: Final = Doubt(trunk_deg=6.0, lumbar_deg=8.0, load_ahead_m=0.03, body_mass=0.04)
"""Nobody measured the posture: wider than any other. Assumption."""

UNKNOWN_MASS: Final = 0.15


@dataclass(frozen=True, slots=True)
class Unfilmed:
    """A rep with its task and how fast each part turns."""

    rep: Rep
    task: Task
    spinning: Spinning


def unfilmed(body: Body, lift: Lift, load_kg: float) -> Unfilmed:
    """One rep with this load [kg].

    Raises
    ------
    InputError : no load, or this body cannot take that posture
    """
    _check_load(load_kg)
    done = rep(body, lift)
    still = np.zeros(len(done.times))
    knows = body.mass_is_known and body.sex_is_known
    doubt = KNOWN_BODY if knows else replace(KNOWN_BODY, body_mass=UNKNOWN_MASS)
    task = Task(body=body, angles=done.angles, lift=still, push=still, doubt=doubt)
    return Unfilmed(done, *in_motion(task, done.times, load_kg * done.in_hands))


def _check_load(load_kg: float) -> None:
    check_span("load_kg", load_kg, LOAD_KG, "kg", do="0 for no load")
    if not is_number(load_kg) or not np.isfinite(load_kg):
        raise InputError("load_kg", given=load_kg, expected="one load in kg", do="0 for none")
