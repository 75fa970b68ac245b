"""How much the back's extensors change their length: little, where they hold rather than move."""

from __future__ import annotations

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.geometry import fascicles, groups, lengths
from backspotter.spine.rep import Rep


def length_changes(rep: Rep) -> dict[str, float]:
    """By how much the fascicles of each extensor group change length on the way up.

    The longest length over the shortest, less one, averaged over the group by cross-section.

    Returns
    -------
    shares by group [1]
    """
    change = _changes(rep)
    areas = np.array([each.pcsa_cm2 for each in fascicles()])
    found = {}
    for group in groups():
        of_group = np.array(
            [each.group == group and each.acts == "extensor" for each in fascicles()]
        )
        if of_group.any():
            found[group] = float(np.average(change[of_group], weights=areas[of_group]))
    return found


def mean_length_change(rep: Rep) -> float:
    """The same over all extensors, by cross-section [1]."""
    areas = np.array([each.pcsa_cm2 * (each.acts == "extensor") for each in fascicles()])
    return float(np.average(_changes(rep), weights=areas))


def _changes(rep: Rep) -> Array:
    over_time = lengths(rep.angles.lumbar[rep.during("lifting")])
    return np.asarray(over_time.max(axis=0) / over_time.min(axis=0) - 1)
