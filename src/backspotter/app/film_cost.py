"""What a fault costs: the same repetition of the same lifter with and without it, through the
spine model.

A fault at the set-up shapes the whole repetition: the highest of both are compared. A fault after
lift-off has its own moment, mostly long after the load was highest: there both are compared where
the fault was largest, with the bar at one height.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.app.film_cost_words import said, when_of
from backspotter.errors import InputError
from backspotter.lift.analysis import Borne, CannotJudge, Cost
from backspotter.lift.band import Band
from backspotter.lift.faults import Fault
from backspotter.spine.body import Body, Lifter, body_of
from backspotter.spine.compare import difference
from backspotter.spine.differences import NOTHING, QUANTITIES, Amount, Compared, Difference
from backspotter.spine.passive import BEYOND, full_flexion
from backspotter.spine.rep import LIMITS, Lift, at_height, bar_height
from backspotter.spine.same_moment import Then, difference_at

OF_SETUP_DEG: Final = 45.0
"""From which the row of a back that is round at the start counts; see ``faults.toml``."""

HIPS_FIRST: Final = "hips_rise_first after_lift_off"
STEP_M: Final = 0.01
NEARLY: Final = 1.0
"""How much less the model's trunk may lean than the film's where its legs are straight [deg]:
assumption."""

BEND_MOST: Final = BEYOND - 1e-6
"""Share of the range beyond which no back is taken to bend, however large a fault looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The repetition without the fault: ``lift``, as the film has it otherwise; ``lifter`` and
    ``load_kg``; ``hips_above_style_m`` where the hips were at lift-off, none where not known."""

    lift: Lift
    lifter: Lifter
    load_kg: float
    hips_above_style_m: float | None


def cost_of(fault: Fault, without: Without, *, share_up: float) -> Cost | CannotJudge:
    """What this fault adds, over the sizes its band allows.

    Parameters
    ----------
    share_up : share of its way up that the bar has done where the fault is largest, 0 to 1
    """
    row = f"{fault.code} {fault.onset}"
    if row not in AT_SETUP and row not in AFTER_LIFT_OFF:
        return CannotJudge("the model of a repetition does not lean back at the top")
    try:
        if row == HIPS_FIRST and _pitched(without, fault.size, share_up).by < fault.size - NEARLY:
            return CannotJudge("the model's legs are straight before its trunk leans so far")
        found = [_compared(row, fault.size, without, share_up)]
    except InputError:
        return CannotJudge("the model cannot take that posture on limbs of average length")
    for size in (max(fault.low, 0.0), fault.high):
        try:
            found.append(_compared(row, size, without, share_up))
        except InputError:
            continue
    return _cost(found)


def _compared(row: str, size: float, without: Without, share_up: float) -> Compared:
    """With a fault of that size next to without it."""
    lifter, load_kg = without.lifter, without.load_kg
    if row in AT_SETUP:
        over = AT_SETUP[row](without, size)
        return difference(over, without.lift, load_kg=load_kg, lifter=lifter)
    then, under = AFTER_LIFT_OFF[row](without, size, share_up)
    return difference_at(share_up, then, under, load_kg=load_kg, lifter=lifter)


def _cost(found: Sequence[Compared]) -> Cost:
    """The first is of the fault's own size, the others of the ends of its band."""
    nominal = found[0]
    over = {name: _over([getattr(each, name) for each in found]) for name in QUANTITIES}
    words = said(over, nominal.without)
    return Cost(
        **{name: _band(each) for name, each in over.items()},
        measurable=words != NOTHING,
        say=words,
        without=Borne(**{name: _band(nominal.without[name]) for name in QUANTITIES}),
        share_up=nominal.share_up,
        when=when_of(nominal.share_up),
    )


def _over(found: Sequence[Difference]) -> Difference:
    low, high = min(each.low for each in found), max(each.high for each in found)
    return replace(found[0], low=low, high=high)


def _band(found: Amount) -> Band:
    return Band(value=found.value, low=found.low, high=found.high)


def _at_setup(without: Without, size: float) -> Lift:
    return _but(without.lift, lumbar_deg=min(OF_SETUP_DEG + size, _most_bent(without)))


def _most_bent(without: Without) -> float:
    """Lumbar flexion that the model takes from this lifter [deg]."""
    return BEND_MOST * float(np.rad2deg(full_flexion(body_of(without.lifter))))


def _low_hips(without: Without, size: float) -> Lift:
    known = without.hips_above_style_m
    return _but(without.lift, hips_higher_m=-size if known is None else min(known, -size))


def _high_hips(without: Without, size: float) -> Lift:
    return _but(without.lift, hips_higher_m=size)


def _rounding(without: Without, size: float, _: float) -> tuple[Then, Then]:
    """The back as it was at lift-off, and bent further by as much, as far as a back can."""
    lift, most = without.lift, _most_bent(without)
    start = lift.how.lumbar_deg if lift.lumbar_deg is None else lift.lumbar_deg
    return (
        Then(lift=lift, lumbar_deg=min(start + size, most)),
        Then(lift=lift, lumbar_deg=min(start, most)),
    )


def _hips_first(without: Without, size: float, share_up: float) -> tuple[Then, Then]:
    return Then(lift=_pitched(without, size, share_up).lift), Then(lift=without.lift)


@dataclass(frozen=True, slots=True)
class _Pitched:
    """A lift whose trunk leans further at a moment, ``by`` so much [deg]."""

    lift: Lift
    by: float


def _pitched(without: Without, size: float, share_up: float) -> _Pitched:
    """Hips as much higher as makes the trunk lean that much further at that moment, or as far as
    straight legs let it."""
    body, lift = body_of(without.lifter), without.lift
    height = bar_height(body, lift, share_up)
    usual = _lean(body, lift, height)
    found = _Pitched(lift, 0.0)
    while found.by < size and found.lift.hips_higher_m < LIMITS["hips_higher_m"][1] - STEP_M:
        higher = replace(lift, hips_higher_m=found.lift.hips_higher_m + STEP_M)
        found = _Pitched(higher, _lean(body, higher, height) - usual)
    return found


def _lean(body: Body, lift: Lift, height: float) -> float:
    """Of the line from hip to shoulder with the bar that high [deg]."""
    return float(np.rad2deg(at_height(body, lift, height).trunk[0]))


def _drifting(without: Without, size: float, _: float) -> tuple[Then, Then]:
    lift = without.lift
    return Then(lift=_but(lift, bar_further_m=size)), Then(lift=lift)


def _but(lift: Lift, **changed: float) -> Lift:
    """The lift with one thing changed, within what can be asked."""
    kept = {
        name: min(max(value, LIMITS[name][0]), LIMITS[name][1]) for name, value in changed.items()
    }
    return replace(lift, **kept)  # type: ignore[arg-type]


AT_SETUP: Final[Mapping[str, Callable[[Without, float], Lift]]] = {
    "lumbar_rounding at_setup": _at_setup,
    "hips_low_start at_setup": _low_hips,
    "hips_high_start at_setup": _high_hips,
}
"""The repetition with a fault of that size."""

AFTER_LIFT_OFF: Final[Mapping[str, Callable[[Without, float, float], tuple[Then, Then]]]] = {
    "lumbar_rounding after_lift_off": _rounding,
    HIPS_FIRST: _hips_first,
    "bar_drift after_lift_off": _drifting,
}
"""With a fault of that size at that share of the bar's way up, and without it."""
