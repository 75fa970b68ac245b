"""What the disc and the joints behind it carry, along and across the disc."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.geometry import turned


@dataclass(frozen=True, slots=True)
class Reaction:
    """Compression (n, j) along the disc's axis, and shear (n, j) in its plane: positive where
    the upper vertebra is held back from sliding forward [N]."""

    compression: Array
    shear: Array


def reaction(force: Array, pull_along: Array, pull_across: Array, slope: Array) -> Reaction:
    """The contact force at each level.

    Parameters
    ----------
    force : (n, j, 2) what the level must give to all it carries: ahead, up [N]
    pull_along, pull_across : (n, j) what muscles, passive tissue and pressure pull the upper part
        with: down along the disc's axis, and backward in its plane [N]
    slope : (n, j) forward slope of the disc from the horizontal [rad]
    """
    ahead, up = turned(force[..., 0], force[..., 1], -slope)
    return Reaction(compression=np.asarray(up + pull_along), shear=np.asarray(-ahead - pull_across))
