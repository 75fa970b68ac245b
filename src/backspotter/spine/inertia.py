"""A motion: accelerations of the body and the load, and the power at each joint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.chain import JOINTS, PARTS
from backspotter.spine.dynamics import GRAVITY, Moving
from backspotter.spine.motion import derivatives
from backspotter.spine.task import Task, hands_of, placed

BETWEEN: Final[Mapping[str, tuple[str, str | None]]] = MappingProxyType(
    {
        "L5/S1": ("L5", "pelvis"),
        "L4/L5": ("L4", "L5"),
        "L3/L4": ("L3", "L4"),
        "L2/L3": ("L2", "L3"),
        "L1/L2": ("L1", "L2"),
        "T12/L1": ("thorax", "L1"),
        "hip": ("pelvis", "thigh"),
        "knee": ("thigh", "shank"),
        "ankle": ("shank", None),
        "shoulder": ("upper_arm", "thorax"),
    }
)
"""What each joint turns, and against what; the foot stands still."""

LUMBAR_POWER: Final = "lumbar"


@dataclass(frozen=True, slots=True)
class Spinning:
    """How fast each part turns forward, (parts, n) [rad/s]."""

    forward: Array


def in_motion(task: Task, times: Array, mass_kg: Array) -> tuple[Task, Spinning]:
    """The task with its inertia: accelerations of every part, and the force the load then takes.

    Positions are taken from the ankle, because the feet stand still and the hip does not.

    Parameters
    ----------
    task : a series; its lift and push are replaced
    times : (n,) rising [s]
    mass_kg : (n,) mass that the hands carry [kg]; less than the load while the floor still
        carries some of it
    """
    at = placed(task)
    ankle = at.joints[JOINTS.index("ankle")]
    _, _, centres = derivatives(times, np.moveaxis(at.centres - ankle, 1, 0))
    _, speed, turns = derivatives(times, at.turns.T)
    _, _, load = derivatives(times, hands_of(task, at).at - ankle)
    moving = Moving(centres=np.moveaxis(centres, 0, 1), turns=turns.T)
    lift, push = mass_kg * (GRAVITY + load[:, 1]), mass_kg * load[:, 0]
    return replace(task, moving=moving, lift=lift, push=push), Spinning(speed.T)


def powers(moments: Array, spinning: Spinning) -> dict[str, Array]:
    """Power of each joint, the lumbar levels together, (n,) [W].

    Parameters
    ----------
    moments : (n, joints) that turn what each joint carries backward [N m]
    """
    found = {name: np.zeros(len(moments)) for name in (LUMBAR_POWER, *JOINTS[6:])}
    for place, joint in enumerate(JOINTS):
        carried, by = BETWEEN[joint]
        backward = -spinning.forward[PARTS.index(carried)]
        if by is not None:
            backward = backward + spinning.forward[PARTS.index(by)]
        found[joint if joint in found else LUMBAR_POWER] += moments[:, place] * backward
    return found
