"""The plainest model there is, always shown beside the fuller one."""

from __future__ import annotations

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.chain import LUMBAR
from backspotter.spine.equilibrium import Carried
from backspotter.spine.parameters import value
from backspotter.spine.task import Task, axial_weight

LEVEL = LUMBAR.index("L4/L5")


def single_equivalent(found: Carried, task: Task) -> Array:
    """Compression at L4/L5 if one muscle carried the whole net moment.

    Its line runs 6 cm behind the disc's centre and 5° off the axis of compression; no passive
    tissue, no pressure, no antagonists.

    Returns
    -------
    (n,) [N]

    References
    ----------
    Cholewicki, McGill, Norman (1991) Med Sci Sports Exerc 23(10):1179-1186 (abstract).
    """
    arm, slant = value("single_equivalent_arm"), np.deg2rad(value("single_equivalent_slant"))
    muscle = np.abs(found.net_moment[:, LEVEL]) / arm
    return np.asarray(muscle * np.cos(slant) + axial_weight(task, LEVEL))
