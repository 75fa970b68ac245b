"""Ticked lines of a page of signs: one that stands for several signs is told apart after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from backspotter.app.emergency_signs import is_all_emergency
from backspotter.app.interview import Interview, Line, Page, is_emergency_with, with_signs


@dataclass(frozen=True, slots=True)
class Ticks:
    """What was ticked: signs that are present, and lines whose signs are still to be told apart."""

    present: tuple[str, ...]
    several: tuple[Line, ...] = ()


def ticks_of(ticked: Iterable[Line]) -> Ticks:
    """The ticks of the lines that apply; what is an emergency whichever it is comes first."""
    given = tuple(ticked)
    present = tuple(line.signs[0] for line in given if len(line.signs) == 1)
    several = (line for line in given if len(line.signs) > 1)
    return Ticks(present, tuple(sorted(several, key=lambda line: not is_all_emergency(line))))


def to_tell_apart(interview: Interview, ticks: Ticks) -> Line | None:
    """The next line to tell apart; none once all are, or where nothing may wait."""
    if not ticks.several or is_emergency_with(interview, ticks.present):
        return None
    return ticks.several[0]


def told_apart(ticks: Ticks, present: Collection[str]) -> Ticks:
    """The ticks with the first line told apart: the signs of it that are present."""
    signs = tuple(sign for sign in ticks.several[0].signs if sign in present)
    return replace(ticks, present=(*ticks.present, *signs), several=ticks.several[1:])


def with_ticks(interview: Interview, page: Page, ticks: Ticks) -> Interview:
    """The interview after a page of signs; what an emergency left unasked stays unknown."""
    unsure = [sign for line in ticks.several for sign in line.signs]
    return with_signs(interview, page, present=ticks.present, unsure=unsure)
