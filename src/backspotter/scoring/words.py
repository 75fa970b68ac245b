"""A score in words and rows: for the terminal and for a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from backspotter.exports.numbers import percent, percents, shown
from backspotter.scoring.faults import AIM_F1, FaultScore
from backspotter.scoring.figures import ALL, SIDE_ON, Aim, Figure, Found
from backspotter.scoring.score import Score

NONE: Final = "–"
HEAD: Final = ("what", "side on", "", "n", "aim", "all films", "", "n")
FAULT_HEAD: Final = ("fault", "F1", "right", "false", "missed", "size off", "moment off")
GROUP_FIGURES: Final = (
    *("reps.found", "event.lift_off", "bar.rom", "bar.mean_velocity", "angle.hip", "angle.knee"),
    *("lumbar.change", "band.lumbar_change", "severe.found", "back.judged"),
)
"""What is shown group by group."""

SHORT: Final = {
    "reps.found": "reps found",
    "event.lift_off": "lift-off",
    "bar.rom": "range of motion",
    "bar.mean_velocity": "mean speed",
    "angle.hip": "hip",
    "angle.knee": "knee",
    "lumbar.change": "lumbar change",
    "band.lumbar_change": "its band holds",
    "severe.found": "severe found",
    "back.judged": "back judged",
}
READING: Final = (
    "Errors are means of absolute errors in which each rep counts once, with the largest behind; "
    "shares stand with their 95 % Wilson interval. Side on: the camera up to 20° off the side. "
    "n: cases, + those withheld. An aim is stated for films from the side, that about declining "
    "for all; ✓ met, ✗ not met."
)


def in_one_line(score: Score) -> str:
    """How many films, and what they are."""
    counts = score.counts
    kinds = f"{counts['usable']} to be judged, {counts['decline']} to be declined"
    either = f"{counts['either way']} either way"
    return f"{counts['answered']} of {counts['films']} films have a result; {kinds}, {either}"


def rows(score: Score) -> list[tuple[str, ...]]:
    """Figure by figure, those with a case: from the side, the aim, and all films."""
    three = zip(score.scope(SIDE_ON), score.aimed(), score.scope(ALL), strict=True)
    return [
        (
            *(side.figure.say, short(side), spread(side), cases(side)),
            *(aim(aimed), short(every), spread(every), cases(every)),
        )
        for side, aimed, every in three
        if every.n or every.withheld
    ]


def fault_rows(faults: Sequence[FaultScore]) -> list[tuple[str, ...]]:
    """Fault by fault, those with a case; the first row is all of them."""
    seen = [fault for fault in faults if fault.f1 is not None]
    return [(_fault_name(fault), *_fault_numbers(fault)) for fault in seen]


def group_head(way: str) -> tuple[str, ...]:
    """Of the table of one way of grouping."""
    return (way, "films", *(SHORT[figure] for figure in GROUP_FIGURES))


def group_rows(score: Score, way: str) -> list[tuple[str, ...]]:
    """Group by group, the main figures."""
    found = []
    for name, count, every in score.grouped(way):
        by_id = {each.figure.id: each for each in every}
        found.append(
            (
                name.replace("_", "-"),
                f"{count}",
                *(short(by_id[figure]) for figure in GROUP_FIGURES),
            )
        )
    return found


def spread(found: Found) -> str:
    """The largest error, or the interval of a share."""
    if found.value is None:
        return ""
    if found.figure.is_share:
        return f"({percents(found.low or 0.0, found.high or 0.0)})"
    return "" if found.max is None else f"to {_number(found.max)}"


def short(found: Found) -> str:
    """A figure's number alone."""
    if found.value is None:
        return NONE
    if found.figure.is_share:
        return f"{percent(found.value)} %"
    return f"{_number(found.value)}{_unit(found.figure)}"


def cases(found: Found) -> str:
    """How many cases, and how many that were withheld."""
    return f"{found.n}" if not found.withheld else f"{found.n} + {found.withheld}"


def aim(found: Found) -> str:
    """The aim, how many cases keep it where each should, and whether it is met."""
    figure = found.figure
    within = "" if found.within is None else f"{percent(found.within)} %"
    if figure.aim is None:
        return f"({within} ≤ {_end(figure, figure.within)})" if within and figure.within else ""
    words = aim_words(figure, figure.aim)
    mark = {True: " ✓", False: " ✗", None: ""}[found.is_met]
    return f"{words}: {within}{mark}" if within else f"{words}{mark}"


def aim_words(figure: Figure, to: Aim) -> str:
    """What is aimed for."""
    if figure.is_share and to.at_least == 1.0:
        return "all"
    low, high = (None if end is None else _end(figure, end) for end in (to.at_least, to.at_most))
    every = "each " if to.of == "max" else ""
    if low and high:
        return f"{every}{low} to {high}"
    return f"{every}≥ {low}" if low else f"{every}≤ {high}"


def _end(figure: Figure, end: float) -> str:
    return f"{percent(end)} %" if figure.is_share else f"{end:g}{_unit(figure)}"


def _number(number: float) -> str:
    """Three digits at most, and no more than three behind the point."""
    if number < 5e-4:
        return "0"
    return shown(number, 0.001 if number < 1 else 0.01 if number < 10 else 0.1)


def _unit(figure: Figure) -> str:
    return {"deg": "°", "": ""}.get(figure.unit, f" {figure.unit}")


def _fault_name(fault: FaultScore) -> str:
    if not fault.key:
        mark = "✓" if fault.f1 is not None and fault.f1 >= AIM_F1 else "✗"
        return f"all (aim: F1 ≥ {AIM_F1:g} {mark})"
    return fault.key.replace("_", " ")


def _fault_numbers(fault: FaultScore) -> tuple[str, ...]:
    f1 = NONE if fault.f1 is None else f"{fault.f1:.2f}"
    unit = {"deg": "°", "": ""}.get(fault.unit, f" {fault.unit}")
    size = NONE if fault.size_off is None else f"{_number(fault.size_off)}{unit}"
    moment = NONE if fault.moment_off_s is None else f"{_number(fault.moment_off_s)} s"
    return f1, f"{fault.right}", f"{fault.false}", f"{fault.missed}", size, moment
