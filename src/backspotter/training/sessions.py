"""Sessions of pulling, out of a log: which sets of which day, and what was the work in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from backspotter.training.log import LoggedSet
from backspotter.training.strength import Strength, e1rm
from backspotter.training.variants import is_hinge_drill, style_of

WORK_FROM: Final = 0.9
"""Share of a session's heaviest load from which a set is work and no warm-up: assumption."""

RECENT: Final = timedelta(days=400)
"""What a plan looks back on: a year and some weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullSession:
    """One day's deadlifts: its sets in order, and its drills without a load."""

    day: date
    ended: datetime
    sets: tuple[LoggedSet, ...] = ()
    drills: tuple[LoggedSet, ...] = ()

    @property
    def heaviest_kg(self) -> float:
        """The heaviest load [kg]; 0 for a session of drills."""
        return max((one.load_kg or 0.0 for one in self.sets), default=0.0)

    def of_style(self, style: str) -> tuple[LoggedSet, ...]:
        """Its sets of one style."""
        return tuple(one for one in self.sets if style_in(one) == style)


def style_in(one: LoggedSet) -> str | None:
    """The style of a set: as it says, or as its name says."""
    return one.style or style_of(one.exercise)


def is_pull(exercise: str) -> bool:
    """Whether an exercise is a deadlift or a hinge drill, by its name in a log."""
    return style_of(exercise) is not None or is_hinge_drill(exercise)


def pull_sessions(sets: Iterable[LoggedSet], *, until: datetime) -> tuple[PullSession, ...]:
    """The sessions of the last year or so with a deadlift or a hinge drill, oldest first.

    Parameters
    ----------
    sets : a log in any order; what lies after ``until`` does not count
    until : the moment from which it is seen
    """
    first = until - RECENT
    days: dict[date, list[LoggedSet]] = {}
    for one in sets:
        if first <= one.at <= until and (style_in(one) or is_hinge_drill(one.exercise)):
            days.setdefault(one.at.date(), []).append(one)
    return tuple(_session(day, found) for day, found in sorted(days.items()))


def _session(day: date, found: list[LoggedSet]) -> PullSession:
    in_order = sorted(found, key=lambda one: (one.at, one.order))
    pulls = tuple(one for one in in_order if style_in(one) and not is_hinge_drill(one.exercise))
    drills = tuple(one for one in in_order if is_hinge_drill(one.exercise))
    return PullSession(day=day, ended=max(one.at for one in in_order), sets=pulls, drills=drills)


def work_sets(sets: Sequence[LoggedSet]) -> tuple[LoggedSet, ...]:
    """The sets that were the work: none that is marked as warm-up, all near the heaviest."""
    counted = [one for one in sets if not one.warm_up and one.load_kg and one.reps]
    if not counted:
        return ()
    heaviest = max(one.load_kg or 0.0 for one in counted)
    return tuple(one for one in counted if (one.load_kg or 0.0) >= WORK_FROM * heaviest)


def usual_style(sessions: Sequence[PullSession]) -> str | None:
    """The style that was pulled on most of the last eight days of pulling; the newer of equals."""
    last = [session for session in sessions if session.sets][-8:]
    counts: dict[str, tuple[int, int]] = {}
    for place, session in enumerate(last):
        for style in {style_in(one) for one in session.sets} - {None}:
            known = counts.get(str(style), (0, 0))
            counts[str(style)] = (known[0] + 1, place)
    return max(counts, key=lambda style: counts[style]) if counts else None


def usual_gap_days(sessions: Sequence[PullSession]) -> float | None:
    """Days between pulls lately, the middle one; None with fewer than three sessions."""
    days = [session.day for session in sessions if session.sets][-9:]
    gaps = [(then - before).days for before, then in pairwise(days)]
    return float(median(gaps)) if len(gaps) >= 2 else None


def best_strength(sessions: Sequence[PullSession], style: str, *, since: date) -> Strength | None:
    """The largest load [kg] that the sets of a style since a day speak for."""
    found = [
        strength
        for session in sessions
        if session.day >= since
        for one in session.of_style(style)
        if (strength := e1rm(one)) is not None
    ]
    return max(found, key=lambda strength: strength.kg) if found else None
