"""The words of a film's report: grades, faults, doubts, weights and forces, as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from backspotter.exports.numbers import shown, span
from backspotter.lift.analysis import CannotJudge, Said, StyleSeen
from backspotter.lift.band import Band

LB: Final = 2.20462
GRAVITY: Final = 9.80665

GRADE_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "good": "A good clip to judge",
        "fair": "A fair clip: read with care",
        "poor": "A poor clip: only some of it can be judged",
        "cannot_judge": "This clip cannot be judged",
    }
)

FAULT_TITLES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("lumbar_rounding", "after_lift_off"): "The lower back gave way after lift-off",
        ("lumbar_rounding", "at_setup"): "The lower back was already round at the start",
        ("lockout_hyperextension", "at_lockout"): "Leaning back at the top",
        ("hips_low_start", "at_setup"): "Hips low at the start",
        ("hips_high_start", "at_setup"): "Hips high at the start",
        ("hips_rise_first", "after_lift_off"): "Hips rose before the bar",
        ("bar_drift", "after_lift_off"): "The bar drifted ahead",
    }
)

STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conventional": "conventional deadlift",
        "sumo": "sumo deadlift",
        "trap_bar": "trap-bar deadlift",
        "romanian": "Romanian deadlift",
        "stiff_leg": "stiff-leg deadlift",
    }
)

SURE: Final = ((0.95, "almost certain"), (0.8, "likely"), (0.6, "more likely than not"))
"""From these chances on; below, it may well be chance."""


def fault_title(code: str, onset: str) -> str:
    """What a fault is called."""
    return FAULT_TITLES.get((code, onset), code.replace("_", " ").capitalize())


def style_words(style: StyleSeen) -> str:
    """The style, and whether it was said or guessed."""
    name = STYLES.get(style.id, style.id.replace("_", " "))
    return f"{name} ({'as you said' if style.asked else 'a guess, as it looks'})"


def sure_words(chance: float) -> str:
    """A chance in words and in percent."""
    found = next((words for least, words in SURE if chance >= least), "may well be chance")
    return f"{found} ({min(max(round(100 * chance), 1), 99)} in 100)"


def kilograms(mass_kg: float) -> str:
    """A weight on the bar, in kg and lb."""
    return f"{mass_kg:,.4g} kg ({mass_kg * LB:,.0f} lb)"


def weight_of(newtons: float) -> str:
    """A force as the weight it is like, in kg and lb."""
    mass = abs(newtons) / GRAVITY
    return f"the weight of about {shown(mass, 1)} kg ({shown(mass * LB, 1)} lb)"


def banded(band: Band, unit: str, *, step: float | None = None) -> str:
    """A number with its band and unit: 25° (18–32); forces in kN."""
    if unit == "N":
        return banded(band.times(0.001), "kN", step=step and step / 1000)
    gap = "" if unit == "°" else " "
    to = step or _step(unit)
    return f"{shown(band.value, to)}{gap}{unit} ({span(band.low, band.high, to)})"


def _step(unit: str) -> float:
    """To what a number in this unit is rounded."""
    return {"°": 1.0, "N·m": 5.0, "m": 0.01, "cm": 1.0, "m/s": 0.01, "s": 0.01}.get(unit, 0.1)


def size_words(band: Band, unit: str) -> str:
    """The size of a fault with its band: angles in degrees, lengths in centimetres."""
    if unit == "m":
        return banded(band.times(100), "cm")
    return banded(band, "°" if unit == "deg" else unit)


def said(value: Said, unit: str) -> str:
    """A number as HTML: with its band, or why there is none, or a dash."""
    if value is None:
        return '<span class="none">–</span>'
    if isinstance(value, CannotJudge):
        return f'<span class="why">not judged: {escape(value.why)}</span>'
    words, _, rest = banded(value, unit).partition(" (")
    return f'<b>{escape(words)}</b> <span class="band">({escape(rest)}</span>'


def clock(seconds: float) -> str:
    """A moment of the film: 1:04.25 or 4.25 s."""
    minutes, rest = divmod(max(seconds, 0.0), 60)
    return f"{minutes:.0f}:{rest:05.2f}" if minutes else f"{rest:.2f} s"
