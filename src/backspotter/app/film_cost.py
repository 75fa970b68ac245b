"""What a fault costs: the lifter as the film shows him where the fault was largest, and the same
posture with the fault alone undone, through the spine model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from backspotter.app.film_cost_words import said, when_of
from backspotter.errors import InputError
from backspotter.lift.analysis import Borne, CannotJudge, Cost
from backspotter.lift.band import Band
from backspotter.lift.faults import Fault
from backspotter.spine.differences import NOTHING, QUANTITIES, Amount, Difference, Differing
from backspotter.spine.same_moment import Moment, Undone, what_it_adds


def cost_of(
    fault: Fault,
    then: Moment,
    *,
    share_up: float,
    hips_above_style_m: float | None = None,
    undone: str = "",
    completed: bool = True,
) -> Cost | CannotJudge:
    """What this fault adds, over the sizes its band allows.

    Parameters
    ----------
    then : the moment at which the fault is largest, as the film shows it
    share_up : share of its way up that the bar has done there, 0 to 1; of as far as it got where it
        is not ``completed``
    hips_above_style_m : where the hips are at lift-off, none where not known [m]
    undone : what would have been without the fault, in words
    """
    undo = UNDO.get(f"{fault.code} {fault.onset}")
    if undo is None:
        return CannotJudge(
            "leaning back presses on the joints behind the discs, which the model does not have"
        )
    less = [
        undo(size, hips_above_style_m) for size in (fault.size, max(fault.low, 0.0), fault.high)
    ]
    try:
        found = [what_it_adds(then, less[0])]
    except InputError:
        return CannotJudge("limbs of average length do not reach that posture without the fault")
    for each in less[1:]:
        try:
            found.append(what_it_adds(then, each))
        except InputError:
            continue
    return _priced(found, when_of(share_up, completed=completed), undone, share_up)


def _priced(found: Sequence[Differing], when: str, undone: str, share_up: float) -> Cost:
    """The first is of the fault's own size, the others of the ends of its band."""
    nominal = found[0]
    over = {name: _over([getattr(each, name) for each in found]) for name in QUANTITIES}
    words = said(over, nominal.without, when=when, undone=undone)
    return Cost(
        **{name: _band(each) for name, each in over.items()},
        measurable=words != NOTHING,
        say=words,
        without=Borne(**{name: _band(nominal.without[name]) for name in QUANTITIES}),
        share_up=share_up,
        when=f"where it was largest, {when}",
        undone=undone,
    )


def _over(found: Sequence[Difference]) -> Difference:
    low, high = min(each.low for each in found), max(each.high for each in found)
    return replace(found[0], low=low, high=high)


def _band(found: Amount) -> Band:
    return Band(value=found.value, low=found.low, high=found.high)


def _rounding(size: float, _: float | None) -> Undone:
    return Undone(lumbar_deg=size)


def _low_hips(size: float, above_m: float | None) -> Undone:
    """Up to where the style has them, and no lower than the knees."""
    return Undone(hips_higher_m=-size if above_m is None else min(above_m, -size))


def _high_hips(size: float, _: float | None) -> Undone:
    return Undone(hips_higher_m=size)


def _hips_first(size: float, _: float | None) -> Undone:
    return Undone(lean_deg=size)


def _drifting(size: float, _: float | None) -> Undone:
    return Undone(bar_ahead_m=size)


UNDO: Final[Mapping[str, Callable[[float, float | None], Undone]]] = {
    "lumbar_rounding at_setup": _rounding,
    "lumbar_rounding after_lift_off": _rounding,
    "hips_low_start at_setup": _low_hips,
    "hips_high_start at_setup": _high_hips,
    "hips_rise_first after_lift_off": _hips_first,
    "bar_drift after_lift_off": _drifting,
}
"""What is undone of a fault of that size, by code and onset."""
