"""What a fault costs, in plain words: only what differs beyond its doubt, and at what moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from backspotter.exports.numbers import shown
from backspotter.spine.differences import NOTHING, TOLD, Amount, Difference

BEGINS: Final = 0.02
"""Up to this share of its way the bar is said to begin to rise."""

BARE: Final = {
    "compression": "L5/S1 was pressed with {with_}",
    "moment": "the back held {with_}",
    "passive_share": "ligaments and resting tissue held {with_} of the moment",
    "shear": "L5/S1 was sheared with {with_}",
}
"""What is told, most telling first; shear is the least certain number."""


def when_of(share_up: float, *, completed: bool = True) -> str:
    """Where the bar was; of a repetition that failed by how far it got."""
    if share_up < BEGINS:
        return "as the bar began to rise"
    if share_up > 1 - BEGINS:
        return "with the bar at the top" if completed else "with the bar as high as it got"
    whole = "its way up" if completed else "the way that it got"
    return f"with the bar {100 * share_up:.0f} % of {whole}"


def said(
    found: Mapping[str, Difference],
    without: Mapping[str, Amount],
    *,
    when: str,
    undone: str,
) -> str:
    """The number that tells most, with the fault and without it; who else holds, if that differs.

    Parameters
    ----------
    found, without : what the fault adds, and what there is without it, by quantity
    when : where the bar was
    undone : what would have been without the fault: "had the bar been over mid-foot"
    """
    told = [_Told.of(found[name], without[name], name) for name in BARE if found[name].is_plain]
    return " ".join(_sentences(told, when, undone)) or NOTHING


@dataclass(frozen=True, slots=True)
class _Told:
    name: str
    with_: str
    without: str
    by: str
    adds: bool

    @classmethod
    def of(cls, more: Difference, without: Amount, name: str) -> _Told:
        told = adding_up(without.value, more.value, more.unit)
        with_, before, by = (amount(abs(each), more.unit) for each in told)
        return cls(name, with_, before, by, more.value > 0)

    @property
    def undone(self) -> str:
        """By how much there would have been less or more of it."""
        return f"{self.by} {'less' if self.adds else 'more'}"


def _sentences(told: list[_Told], when: str, undone: str) -> Iterator[str]:
    if not told:
        return
    first, *others = told
    yield f"{_began(when)} {BARE[first.name].format(with_=first.with_)}."
    yield f"{_began(undone)}, it would have been {first.without}: {first.undone}."
    for each in others:
        if each.name == "passive_share" and each.adds:
            yield f"{_began(BARE[each.name].format(with_=each.with_))}, instead of {each.without}."


def _began(words: str) -> str:
    return words[:1].upper() + words[1:]


def adding_up(without: float, more: float, unit: str) -> tuple[float, float, float]:
    """With it, without it, and the one less the other, rounded as they are told so that they add
    up; a difference that is told is never rounded to none.

    Parameters
    ----------
    without, more : what there is without it, and what is added, in ``unit``
    """
    step = TOLD[unit]
    before, steps = round(without / step), round((without + more) / step) - round(without / step)
    if steps == 0 and abs(more) >= step / 2:
        steps = 1 if more > 0 else -1
    return (before + steps) * step, before * step, steps * step


def amount(value: float, unit: str) -> str:
    """A load for reading: forces in kN with one decimal, moments in N·m, shares in percent."""
    per, step, name = PLAIN[unit]
    return f"{shown(value * per, step)} {name}"


PLAIN: Final = {
    "N": (0.001, TOLD["N"] / 1000, "kN"),
    "N·m": (1.0, TOLD["N·m"], "N·m"),
    "1": (100.0, 100 * TOLD["1"], "%"),
}
"""Of each unit by what it is multiplied for reading, to what it is rounded, what it is called."""
