"""What a fault costs, for reading: in short, and number by number without it and with it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from backspotter.exports.numbers import shown, signed, span
from backspotter.exports.report_words import said, weight_of
from backspotter.lift.analysis import Borne, CannotJudge, Cost
from backspotter.lift.band import Band
from backspotter.spine.differences import NOTHING, STEPS, Difference

NEXT_TO: Final = "next to the same rep without it"
TIED: Final = "\N{NO-BREAK SPACE}"
SURER: Final = "The differences are surer than the numbers."
EARLIER: Final = "The rep as a whole may be loaded most at another moment."

NUMBERS: Final = (
    ("compression", "Compression", "N"),
    ("moment", "Moment to hold", "N·m"),
    ("passive_share", "Taken of it by ligaments and resting tissue", "1"),
    ("extensor_force", "Pull of the back muscles", "N"),
    ("shear", "Shear, the least certain", "N"),
)
Row = Sequence[tuple[str, str]]


def is_told(found: Band, unit: str) -> bool:
    """Whether a difference with this band is told as one."""
    return Difference(found.value, found.low, found.high, unit).is_measurable


def adds_newtons(cost: Cost | CannotJudge | None) -> float:
    """The compression that a fault adds [N]; nought where that cannot be told, or it adds none."""
    if not isinstance(cost, Cost) or not is_told(cost.compression, "N"):
        return 0.0
    return max(cost.compression.value, 0.0)


def cost_parts(cost: Cost | CannotJudge | None) -> list[str]:
    """What differs beyond its doubt, most telling first; nothing where nothing does."""
    return cost.say.split("; ") if isinstance(cost, Cost) and cost.measurable else []


def cost_in_short(cost: Cost | CannotJudge | None) -> str:
    """What differs, the most telling first, and at what moment; as HTML."""
    if not isinstance(cost, Cost):
        return said(cost, "N")
    first, *others = cost_parts(cost) or [cost.say]
    beside = [weight_of(cost.compression.value)] if is_told(cost.compression, "N") else []
    words = "; ".join([*beside, *others, cost_beside(cost)])
    return f"<b>{escape(first)}</b> <span class=quiet>({escape(words)})</span>"


def cost_beside(cost: Cost | CannotJudge | None) -> str:
    """What the fault is held against and when; nothing where there is no cost."""
    if not isinstance(cost, Cost):
        return ""
    return f"{NEXT_TO}, {cost.when}" if cost.when else NEXT_TO


def cost_caption(cost: Cost) -> str:
    """What the numbers stand for."""
    words = f"At L5/S1, {cost_beside(cost)}. {SURER}"
    return words if cost.share_up is None else f"{words} {EARLIER}"


def cost_rows(cost: Cost | CannotJudge | None) -> list[Row]:
    """Every number without the fault, with it, and the difference; as HTML."""
    if not isinstance(cost, Cost) or cost.without is None:
        return []
    return [row for number in NUMBERS if (row := _row(cost, cost.without, *number))]


def _row(cost: Cost, without: Borne, name: str, words: str, unit: str) -> Row:
    more: Band | None = getattr(cost, name)
    if more is None:
        return ()
    before = getattr(without, name).value
    return [
        ("What", words),
        ("Without it", _number(before, unit)),
        ("With it", _number(before + more.value, unit)),
        ("Difference", _difference(more, unit)),
    ]


def _number(value: float, unit: str) -> str:
    if unit == "1":
        return f"{shown(100 * value, 1)}{TIED}%"
    return f"{shown(value, STEPS[unit])}{TIED}{unit}"


def _difference(found: Band, unit: str) -> str:
    if not is_told(found, unit):
        return NOTHING
    per, step, name = (100, 1.0, "points") if unit == "1" else (1, STEPS[unit], unit)
    value = signed(shown(per * found.value, step))
    ends = span(per * found.low, per * found.high, step)
    return f"<b>{value}{TIED}{name}</b> <span class=band>({ends})</span>"
