"""Pressure in the belly: it pushes the chest off the pelvis, and so helps to extend."""

from __future__ import annotations

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.body import Body
from backspotter.spine.parameters import value


def extensor_moment(demand: Array, body: Body, *, share: Array | float) -> Array:
    """Moment that the pressure gives while lifting with held breath.

    It rises with the extension moment asked for, and stops at the highest pressure ever measured
    in a full strain.

    Parameters
    ----------
    demand : (n,) net extension moment at L5/S1 [N m]
    body : moments scale with its mass × height
    share : of the largest extension moment that the pressure gives [1]; 0 turns it off

    Returns
    -------
    (n,) [N m], never negative

    References
    ----------
    Daggfeldt and Thorstensson (2003), Harman et al. (1988): quoted second-hand, see the sources.
    """
    most = highest_moment(body) * share / value("pressure_share_of_moment")
    return np.asarray(np.clip(share * demand, 0.0, most))


def highest_moment(body: Body) -> float:
    """The moment of the highest pressure that anybody showed, for this body [N m]."""
    of_a_strain = value("pressure_share_of_moment") * value("average_extension_moment")
    beyond = value("pressure_highest") / value("pressure_at_average_strength")
    return of_a_strain * beyond * body.moment_scale


def upward_force(moment: Array, body: Body) -> Array:
    """The push on the chest that goes with such a moment, (n,) [N]."""
    return moment / (value("pressure_arm") * body.size)
