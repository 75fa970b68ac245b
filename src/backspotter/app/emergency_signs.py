"""The signs that alone mean emergency: whether they were asked, and lines of nothing else."""

from __future__ import annotations

from functools import cache

from backspotter.app.interview import Interview, Line
from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.check_in import SIGNS, CheckIn


@cache
def emergency_signs() -> tuple[str, ...]:
    """The signs that alone mean emergency, in the order of the check-in."""
    alone = {name: assess(CheckIn().with_(**{name: "yes"})).level for name in SIGNS}
    return tuple(name for name, level in alone.items() if level is Level.emergency)


def is_all_emergency(line: Line) -> bool:
    """Whether each sign of a line alone means emergency, so that it is one whichever it is."""
    return set(emergency_signs()).issuperset(line.signs)


def not_known(interview: Interview) -> tuple[str, ...]:
    """Those that were not answered."""
    return tuple(name for name in emergency_signs() if not interview.check_in.knows(name))


def all_asked(interview: Interview) -> bool:
    """Whether each of them was asked; one that was skipped was."""
    return interview.skipped.issuperset(not_known(interview))
