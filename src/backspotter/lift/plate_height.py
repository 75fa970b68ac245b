"""The bar's circle where a height was said, which limits how large a plate can look, and may be
wrong: circles are looked for once more with the plate's own limits alone.

Where both ways agree, nothing speaks against the height. Where they do not, height or plate is
doubted whichever is taken. On 26 tuning films the right height left a doubt on one; one a fifth too
small led to another circle on 12, and to a doubt on all of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.plate_choice import Choice, chosen, worth_of
from backspotter.lift.plate_near import Place
from backspotter.lift.plate_ways import Way, ways

DIFFERS: Final = 0.05
"""From which difference of radii (log) two circles are not one."""

ONE_MIDDLE: Final = 0.3
"""Within which share of the radius two circles lie about one middle: rim and ring of one plate."""

FAR_BETTER: Final = 0.6
"""A circle that the height allows and that is worth less than this share of the one it forbids is
given up for that one, unless both are of one plate: there the height chooses."""

DOUBT: Final = "it does not look as large as this plate would beside a lifter of this height"


def choice_by_height(
    times_s: Floats, found: Sequence[Floats], place: Place | None
) -> tuple[Choice, Place | None] | None:
    """The way that is most likely the bar's, with what speaks against it, and the place with the
    limits by which it was found; none where there is none.

    Parameters
    ----------
    times_s : (n,) of the pictures in which circles were looked for [s]
    found : n arrays (k, 4): x, y, radius [px], share of the rim
    place : where the lifter is, in the same pixels
    """
    limited = _chosen(times_s, found, place)
    if place is None or place.radii_of_plate in (None, place.radii):
        return None if limited is None else (limited, place)
    loose = replace(place, radii=place.radii_of_plate)
    free = _chosen(times_s, found, loose)
    if free is None:
        return None if limited is None else (limited, place)
    if limited is None:
        return replace(free, doubt=free.doubt or DOUBT), loose
    if _is_one(limited.way, free.way):
        return limited, place
    best = worth_of(limited.way, place) >= FAR_BETTER * worth_of(free.way, loose)
    taken = (
        (limited, place) if best or _apart(limited.way, free.way) < ONE_MIDDLE else (free, loose)
    )
    return replace(taken[0], doubt=taken[0].doubt or DOUBT), taken[1]


def _chosen(times_s: Floats, found: Sequence[Floats], place: Place | None) -> Choice | None:
    return chosen(ways(times_s, found, place), place, len(times_s))


def _is_one(one: Way, other: Way) -> bool:
    size = float(np.log(np.median(one.radius) / np.median(other.radius)))
    return abs(size) < DIFFERS and _apart(one, other) < ONE_MIDDLE


def _apart(one: Way, other: Way) -> float:
    """How far apart their middles usually are, in radii."""
    x, y = (np.interp(one.times_s, other.times_s, each) for each in (other.x, other.y))
    return float(np.median(np.hypot(one.x - x, one.y - y) / one.radius))
