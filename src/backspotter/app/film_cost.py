"""What a fault costs: the same repetition of the same lifter with and without it, through the
spine model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.analysis import CannotJudge, Cost
from backspotter.lift.band import Band
from backspotter.lift.faults import Fault
from backspotter.spine.body import Lifter, body_of
from backspotter.spine.compare import Compared, Difference, difference
from backspotter.spine.rep import LIMITS, Lift, set_up

NOTHING: Final = "no measurable difference"
OF_SETUP_DEG: Final = 45.0
"""From which the row of a back that is round at the start counts; see ``faults.toml``."""

STEP_M: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The repetition without the fault: ``lift``, as the film has it otherwise; ``lifter`` and
    ``load_kg``; ``hips_above_style_m`` where the hips were at lift-off, none where not known."""

    lift: Lift
    lifter: Lifter
    load_kg: float
    hips_above_style_m: float | None


def cost_of(fault: Fault, without: Without) -> Cost | CannotJudge:
    """What this fault adds at the worst moment, over the sizes its band allows."""
    change = CHANGES.get(f"{fault.code} {fault.onset}")
    if change is None:
        return CannotJudge("the model of a repetition does not lean back at the top")
    found = []
    for size in dict.fromkeys((fault.size, max(fault.low, 0.0), fault.high)):
        try:
            found.append(_difference(change(without, size), without))
        except InputError:
            continue
    if not found:
        return CannotJudge("the model cannot take that posture on limbs of average length")
    return _cost(found)


def _difference(over: Lift, without: Without) -> Compared:
    under = without.lift
    return difference(over, under, load_kg=without.load_kg, lifter=without.lifter)


def _cost(found: list[Compared]) -> Cost:
    bands = {
        name: _over([getattr(each, name) for each in found])
        for name in ("moment", "compression", "shear")
    }
    compression = bands["compression"]
    measurable = compression.low > 0 or compression.high < 0
    return Cost(**bands, measurable=measurable, say=_said(compression, measurable))


def _said(band: Band, measurable: bool) -> str:
    if not measurable:
        return NOTHING
    more = "more" if band.value > 0 else "less"
    low, high = sorted((abs(band.low), abs(band.high)))
    return f"{_round(abs(band.value))} N {more} compression ({_round(low)} to {_round(high)})"


def _round(newtons: float) -> int:
    return round(newtons / 10) * 10


def _over(found: list[Difference]) -> Band:
    low, high = min(each.low for each in found), max(each.high for each in found)
    return Band(value=found[0].value, low=low, high=high)


def _rounding(without: Without, size: float) -> Lift:
    return _but(without.lift, rounding_deg=size)


def _at_setup(without: Without, size: float) -> Lift:
    return _but(without.lift, lumbar_deg=OF_SETUP_DEG + size)


def _low_hips(without: Without, size: float) -> Lift:
    known = without.hips_above_style_m
    return _but(without.lift, hips_higher_m=-size if known is None else min(known, -size))


def _high_hips(without: Without, size: float) -> Lift:
    return _but(without.lift, hips_higher_m=size)


def _hips_first(without: Without, size: float) -> Lift:
    """Hips as much higher as makes the trunk lean that much further."""
    body, lift = body_of(without.lifter), without.lift
    upright = float(np.rad2deg(set_up(body, lift).trunk[0]))
    higher = 0.0
    while higher < LIMITS["hips_higher_m"][1] - STEP_M:
        higher += STEP_M
        leaning = float(np.rad2deg(set_up(body, replace(lift, hips_higher_m=higher)).trunk[0]))
        if leaning - upright >= size:
            break
    return replace(lift, hips_higher_m=higher)


def _drifting(without: Without, size: float) -> Lift:
    return _but(without.lift, bar_further_m=size)


def _but(lift: Lift, **changed: float) -> Lift:
    """The lift with one thing changed, within what can be asked."""
    kept = {
        name: min(max(value, LIMITS[name][0]), LIMITS[name][1]) for name, value in changed.items()
    }
    return replace(lift, **kept)  # type: ignore[arg-type]


CHANGES: Final[Mapping[str, Callable[[Without, float], Lift]]] = {
    "lumbar_rounding after_lift_off": _rounding,
    "lumbar_rounding at_setup": _at_setup,
    "hips_low_start at_setup": _low_hips,
    "hips_high_start at_setup": _high_hips,
    "hips_rise_first after_lift_off": _hips_first,
    "bar_drift after_lift_off": _drifting,
}
