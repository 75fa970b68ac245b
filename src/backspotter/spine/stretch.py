"""How much the back's extensors change their length: little, where they hold rather than move."""

from __future__ import annotations

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.geometry import fascicles, lengths
from backspotter.spine.rep import Rep


def mean_length_change(rep: Rep) -> float:
    """By how much the back's extensors change length on the way up.

    The longest length over the shortest, less one, averaged over all fascicles by cross-section.

    Returns
    -------
    a share [1]
    """
    areas = np.array([each.pcsa_cm2 * (each.acts == "extensor") for each in fascicles()])
    return float(np.average(_changes(rep), weights=areas))


def _changes(rep: Rep) -> Array:
    over_time = lengths(rep.angles.lumbar[rep.during("lifting")])
    return np.asarray(over_time.max(axis=0) / over_time.min(axis=0) - 1)
