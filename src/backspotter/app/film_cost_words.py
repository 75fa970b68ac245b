"""What a fault costs, in words: only what differs beyond its doubt, and at what moment."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from backspotter.spine.differences import NOTHING, STEPS, Amount, Difference

HIGHEST: Final = "each rep at its highest"
BEGINS: Final = 0.02
"""Up to this share of its way the bar is said to begin to rise."""


def when_of(share_up: float | None) -> str:
    """The moment at which the comparison stands."""
    if share_up is None:
        return HIGHEST
    if share_up < BEGINS:
        return "where it was largest, as the bar began to rise"
    if share_up > 1 - BEGINS:
        return "where it was largest, with the bar at the top"
    return f"where it was largest, with the bar {100 * share_up:.0f} % of its way up"


def said(found: Mapping[str, Difference], without: Mapping[str, Amount]) -> str:
    """What differs, most telling first."""
    told = _told(found, without)
    return "; ".join(told) or NOTHING


def _told(found: Mapping[str, Difference], without: Mapping[str, Amount]) -> Iterator[str]:
    for name, words in FORCES.items():
        if found[name].is_measurable:
            yield _more(found[name], words)
    if found["passive_share"].is_measurable:
        yield _passive(found["passive_share"], without["passive_share"].value)
    if found["shear"].is_measurable:
        yield f"{_more(found['shear'], 'shear')}, the least certain number"


def _more(found: Difference, what: str) -> str:
    step = STEPS[found.unit]
    more = "more" if found.value > 0 else "less"
    low, high = sorted((found.low, found.high), key=abs)
    ends = f"{_round(abs(low), step)} to {_round(abs(high), step)}"
    return f"{_round(abs(found.value), step)} {found.unit} {more} {what} ({ends})"


def _passive(found: Difference, before: float) -> str:
    less, most = (_percent(end) for end in sorted((found.low, found.high), key=abs))
    more = "more" if found.value > 0 else "less"
    return (
        f"ligaments and resting tissue take {_percent(before + found.value)} % of the moment "
        f"instead of {_percent(before)} % ({abs(less)} to {abs(most)} points {more})"
    )


def _percent(share: float) -> int:
    return _round(100 * share, 1.0)


def _round(number: float, step: float) -> int:
    """To the nearest step, halves up: as ``is_measurable`` has it."""
    return math.floor(number / step + 0.5) * int(step)


FORCES: Final = {"compression": "compression", "moment": "moment for the back to hold"}
"""Words of what is told first."""
