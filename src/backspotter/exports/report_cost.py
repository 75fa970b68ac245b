"""What a fault costs, for reading: a sentence, and the numbers with it and without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from backspotter.app.film_cost_words import PLAIN, adding_up, amount
from backspotter.exports.numbers import span
from backspotter.exports.report_words import weight_of
from backspotter.lift.analysis import Borne, CannotJudge, Cost
from backspotter.lift.band import Band
from backspotter.spine.differences import NOTHING, Difference

TIED: Final = "\N{NO-BREAK SPACE}"
TITLE: Final = "What it costs"
MORE_TITLE: Final = "What these numbers mean, and two more"

NUMBERS: Final = (
    ("compression", "Compression", "N"),
    ("moment", "Moment to hold", "N·m"),
    ("passive_share", "Of it in ligaments and resting tissue", "1"),
)
OTHERS: Final = (
    ("extensor_force", "Pull of the back muscles", "N"),
    ("shear", "Shear, the least certain", "N"),
)
MEANING: Final = (
    "All at L5/S1, the lowest disc of the spine. “With it” is the posture that the film shows at "
    "that moment, as on the curve. “Without it” is the same moment and the same pull on the bar "
    "with that one thing undone; feet and hands stay where they are.",
    "In brackets: where the true value lies in nine of ten cases. The difference is surer than "
    "the numbers beside it. The rep as a whole may be loaded most at another moment.",
    "Compression presses the disc, shear pushes it across. The moment is what the back has to hold "
    "so as not to bend further; muscles hold most of it, ligaments and resting tissue the rest.",
)
Row = Sequence[tuple[str, str]]


def is_told(found: Band, unit: str) -> bool:
    """Whether a difference with this band is told as one."""
    return Difference(found.value, found.low, found.high, unit).is_plain


def adds_newtons(cost: Cost | CannotJudge | None) -> float:
    """The compression that a fault adds [N]; nought where that cannot be told, or it adds none."""
    if not isinstance(cost, Cost) or not is_told(cost.compression, "N"):
        return 0.0
    return max(cost.compression.value, 0.0)


def cost_sentence(cost: Cost | CannotJudge | None) -> str:
    """What the fault costs, in plain words; nothing where nobody asked."""
    if cost is None:
        return ""
    if isinstance(cost, CannotJudge):
        return f"Cannot be told: {cost.why}."
    if not cost.measurable:
        return _no_difference(cost)
    added = _added_newtons(cost)
    weight = f" {amount(added, 'N')} is {weight_of(added)}." if added else ""
    return f"{cost.say}{'' if cost.say.endswith('.') else '.'}{weight}"


def _added_newtons(cost: Cost) -> float:
    """The compression that a fault adds, rounded as it is told [N]."""
    if not adds_newtons(cost):
        return 0.0
    without = cost.without.compression.value if cost.without else 0.0
    return adding_up(without, cost.compression.value, "N")[2]


def _no_difference(cost: Cost) -> str:
    if not cost.undone:
        return f"{NOTHING.capitalize()}."
    return f"{cost.undone[:1].upper()}{cost.undone[1:]}: {NOTHING}."


def cost_rows(cost: Cost | CannotJudge | None) -> list[Row]:
    """The numbers that tell most, with the fault, without it, and the difference; as HTML."""
    return _rows(cost, NUMBERS)


def other_rows(cost: Cost | CannotJudge | None) -> list[Row]:
    """The numbers that tell less."""
    return _rows(cost, OTHERS)


def _rows(cost: Cost | CannotJudge | None, numbers: Sequence[tuple[str, str, str]]) -> list[Row]:
    if not isinstance(cost, Cost) or cost.without is None or not cost.undone:
        return []
    return [row for number in numbers if (row := _row(cost, cost.without, *number))]


def _row(cost: Cost, without: Borne, name: str, words: str, unit: str) -> Row:
    more: Band | None = getattr(cost, name)
    if more is None:
        return ()
    with_, before, added = adding_up(getattr(without, name).value, more.value, unit)
    return [
        ("At L5/S1", words),
        ("With it", _tied(amount(with_, unit))),
        ("Without it", _tied(amount(before, unit))),
        ("More with it", _difference(more, added, unit)),
    ]


def tied(words: str) -> str:
    """With numbers and their units on one line."""
    return re.sub(r"(?<=\d) (?=(?:kN|N·m|%|kg|lb)\b|%)", TIED, words)


def _tied(words: str) -> str:
    return words.replace(" ", TIED)


def _difference(found: Band, added: float, unit: str) -> str:
    if not is_told(found, unit):
        return NOTHING
    per, step, _ = PLAIN[unit]
    low, high = sorted((abs(found.low), abs(found.high)))
    less = " less" if found.value < 0 else ""
    words = _tied(amount(abs(added), unit) + less)
    return f"<b>{words}</b> <span class=band>({span(per * low, per * high, step)})</span>"
