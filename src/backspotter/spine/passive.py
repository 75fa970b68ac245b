"""What ligaments, fascia and resting muscle give as the back rounds."""

from __future__ import annotations

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array
from backspotter.spine.body import Body
from backspotter.spine.parameters import value

YOUNG_Y, OLD_Y = 20.0, 90.0
ADULT_Y = 35.0
"""Age that the range of flexion is taken for when none was given: assumption."""

BEYOND = 1.2
"""Flexion beyond this share of the range is refused: no back bends so far."""


def full_flexion(body: Body) -> float:
    """This person's range of lumbar flexion from upright standing [rad].

    A straight line over age between the norms for the young and the old of Troke et al. (2005);
    people differ by about 8° at any age (assumption).
    """
    age = body.lifter.age_y or ADULT_Y
    share = min(max((age - YOUNG_Y) / (OLD_Y - YOUNG_Y), 0.0), 1.0)
    young, old = value("full_flexion_young"), value("full_flexion_old")
    return float(np.deg2rad(young + (old - young) * share))


def deepest_deg(body: Body) -> float:
    """The most lumbar flexion from upright standing that is not refused [deg]."""
    return BEYOND * float(np.rad2deg(full_flexion(body)))


def at_full_flexion(body: Body) -> float:
    """Passive extensor moment at this person's end of range [N m]; scales with mass × height."""
    men, women = value("passive_full_flexion_men"), value("passive_full_flexion_women")
    of_sex = {"male": men, "female": women, "unknown": (men + women) / 2}[body.lifter.sex]
    return of_sex * body.moment_scale


def passive_extensor_moment(
    flexion: Array, *, full_flexion: Array | float, at_full: Array | float
) -> Array:
    """Moment that passive tissue gives in lumbar flexion.

    An exponential through nothing in upright standing, the lordotic lift's share of the moment
    at about half the range, and the whole of it at the end of the range.

    Parameters
    ----------
    flexion : (n,) lumbar flexion from upright standing [rad]
    full_flexion : this person's end of range [rad]
    at_full : moment at the end of range [N m]; 120 for men, 77 for women [1]_

    Returns
    -------
    (n,) extensor moment, never negative [N m]

    Raises
    ------
    InputError : flexion beyond 1.2 times the end of range

    References
    ----------
    .. [1] Dolan, Mannion, Adams (1994) J Biomech 27(8):1077-1085 (abstract).
    """
    share = np.asarray(flexion / full_flexion)
    if np.any(share > BEYOND):
        worst = float(np.rad2deg(np.max(flexion)))
        raise InputError(
            "lumbar_flexion_deg",
            given=f"{worst:.0f}",
            expected=f"at most {BEYOND:g} times the range",
        )
    return np.asarray(
        at_full * np.expm1(_steepness() * np.maximum(share, 0.0)) / np.expm1(_steepness())
    )


def _steepness() -> float:
    """So that the curve passes through the lordotic lift.

    With b the steepness and x half the range, (e^bx − 1)/(e^b − 1) = r; for any x it is found by
    bisection, as it falls with b.
    """
    place, ratio = (
        value("lordotic_share_of_range"),
        value("passive_lordotic") / value("passive_full_flexion_men"),
    )
    low, high = 1e-6, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        if np.expm1(middle * place) / np.expm1(middle) > ratio:
            low = middle
        else:
            high = middle
    return low
