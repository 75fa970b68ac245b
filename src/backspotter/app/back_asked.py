"""The lift that a form asks for, and the one that was asked last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from backspotter.app.back_carried import REPS, Asked, last_lifted
from backspotter.app.in_units import within
from backspotter.app.journal_choice import journal
from backspotter.errors import InputError
from backspotter.spine.posture import LOAD_KG
from backspotter.spine.rep import Lift, styles
from backspotter.training.units import TYPED_SO, Unit, from_kg, shown_mass, to_kg, to_load

KIND: Final = "back"
SLIDERS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {"lumbar": (-5, 60), "rounding": (0, 30), "bar": (-5, 15), "hips": (-10, 15)}
)
"""Ends of the sliders: degrees for how round the back is, centimetres for bar and hips."""

IN_DEGREES: Final = ("lumbar", "rounding")
NAMES: Final = ("style", "load", "unit", "reps", "lumbar", "rounding", "bar", "hips")


def asked_from(typed: Mapping[str, str], *, units: Unit) -> Asked:
    """The lift, from the fields of a form; what is left out is as the style has it.

    Parameters
    ----------
    typed : style, load with its unit, reps; lumbar and rounding [°]; bar and hips [cm]
    units : of a load that names none

    Raises
    ------
    InputError : no number, or one that cannot be
    """
    unit: Unit = "lb" if (typed.get("unit") or units) == "lb" else "kg"
    lumbar = _slid(typed, "lumbar")
    lift = Lift(
        style=typed.get("style") or "conventional",
        lumbar_deg=lumbar,
        rounding_deg=_slid(typed, "rounding") or 0.0,
        bar_further_m=(_slid(typed, "bar") or 0.0) / 100,
        hips_higher_m=(_slid(typed, "hips") or 0.0) / 100,
    )
    load, reps = _number(typed, "load"), _number(typed, "reps")
    if load is None:
        raise InputError("load", given="nothing", expected="the weight on the bar, with the bar")
    if reps is not None and not reps.is_integer():
        raise InputError("reps", given=typed["reps"], expected="a whole number")
    is_usual = lumbar == lift.how.lumbar_deg
    return Asked(
        lift=replace(lift, lumbar_deg=None) if is_usual else lift,
        load_kg=within("load", load, unit, LOAD_KG),
        reps=REPS if reps is None else int(reps),
    )


def as_typed(asked: Asked, units: Unit) -> dict[str, str]:
    """A lift as it would be typed into the form."""
    lift = asked.lift
    lumbar = lift.how.lumbar_deg if lift.lumbar_deg is None else lift.lumbar_deg
    return {
        "style": lift.style,
        "load": f"{from_kg(asked.load_kg, units):.4g}",
        "unit": units,
        "reps": str(asked.reps),
        "lumbar": f"{lumbar:g}",
        "rounding": f"{lift.rounding_deg:g}",
        "bar": f"{100 * lift.bar_further_m:g}",
        "hips": f"{100 * lift.hips_higher_m:g}",
    }


def kept_asked() -> dict[str, str]:
    """What was asked last; without that the last lift of the log.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.app.log_entry import units_in_use
    from backspotter.journal.drafts import draft_of

    with journal() as opened:
        found = draft_of(opened, KIND)
    if found is not None and found.get("style") in styles():
        return {name: str(found.get(name, "")) for name in NAMES}
    style, load_kg = last_lifted()
    asked = Asked(lift=Lift(style=style), load_kg=load_kg, reps=REPS)
    units = units_in_use()
    return {**as_typed(asked, units), "load": load_typed(load_kg, units)}


def load_typed(load_kg: float, units: Unit) -> str:
    """A weight to begin with: as it was lifted where that was typed in these units."""
    exact = shown_mass(load_kg, units)
    was_typed = abs(to_kg(float(exact), units) - load_kg) < TYPED_SO
    return exact if was_typed else to_load(load_kg, units)


def keep_asked(typed: Mapping[str, str], *, now: datetime) -> None:
    """Remember what was asked.

    Raises
    ------
    JournalError : it cannot be written
    """
    from backspotter.journal.drafts import keep_draft

    with journal() as opened:
        keep_draft(opened, KIND, {name: typed.get(name, "") for name in NAMES}, now=now)


def _slid(typed: Mapping[str, str], name: str) -> float | None:
    """What a slider says, within its ends [° or cm]."""
    number, (low, high) = _number(typed, name), SLIDERS[name]
    if number is not None and not low <= number <= high:
        unit = "degrees" if name in IN_DEGREES else "cm"
        raise InputError(name, given=f"{number:g}", expected=f"{low} to {high} {unit}")
    return number


def _number(typed: Mapping[str, str], name: str) -> float | None:
    words = typed.get(name, "").strip()
    try:
        return float(words.replace(",", ".")) if words else None
    except ValueError:
        raise InputError(name, given=words, expected="a number") from None
