"""Whether somebody is on the way back to pulling after a stop, and how far along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backspotter.app.as_of import AsOf
from backspotter.app.history import CheckedIn, History
from backspotter.app.plan_flags import assessed, settled
from backspotter.levels import Level
from backspotter.training.sessions import PullSession, work_sets
from backspotter.training.steps import StepDue, Tried, skips_hinge, step_due
from backspotter.triage.check_in import CheckIn

STOPS_AT: Final = 6.0
"""Pain in a session at which it is a stop (pain-light-stop)."""

TOGETHER: Final = timedelta(days=14)
"""Stops closer than this belong to one episode: assumption."""

ENDS_AFTER: Final = timedelta(days=42)
"""Six weeks after the last stop the steps are over: most of what gets better has by then."""

LOOKED_AT: Final = 40
NEXT_DAY: Final = (timedelta(hours=8), timedelta(hours=36))


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A way back: when it began, which step is due, and the work weight before it [kg]."""

    since: datetime
    due: StepDue
    usual_kg: float
    sessions: tuple[PullSession, ...]


@dataclass(frozen=True, slots=True)
class _Stop:
    """Something that began or kept up an episode: a stop, or only a number above nought."""

    at: datetime
    is_stop: bool
    restarts: bool = False
    mild: bool = False


def returning(seen: AsOf, sessions: Sequence[PullSession], style: str) -> Return | None:
    """The way back that somebody is on, None where there is none or it is done.

    A stop is a check at self-care or above, or a session that hurt 6 of 10 or more. One at "see a
    clinician" or above starts the steps again.
    """
    episode = _episode(_stops(seen.history, sessions), seen.now)
    if not episode:
        return None
    since = episode[0].at
    before = tuple(each for each in sessions if each.ended < since)
    after = [each for each in sessions if each.ended >= since]
    mild = all(stop.mild for stop in episode if stop.is_stop)
    due = step_due([_tried(each, seen.history) for each in after], mild=mild)
    if due is None:
        return None
    return Return(since=since, due=due, usual_kg=_usual_kg(before, style), sessions=before)


def _stops(history: History, sessions: Sequence[PullSession]) -> list[_Stop]:
    recent = sorted(history.check_ins, key=lambda each: each.at)[-LOOKED_AT:]
    found = [_of_check(each, settled(history, each.check_in)) for each in recent]
    hurt = {note.day for note in history.sessions if note.pain_during >= STOPS_AT}
    found += [_Stop(each.ended, is_stop=True) for each in sessions if each.day in hurt]
    found += [_Stop(each.at, is_stop=False) for each in history.soreness if each.pain_now >= 1]
    return sorted(found, key=lambda each: each.at)


def _of_check(checked: CheckedIn, told: CheckIn) -> _Stop:
    level = assessed(told, "").level
    sudden = told.felt_or_heard_something == "yes" or told.onset == "during_rep"
    return _Stop(
        checked.at,
        is_stop=level >= Level.self_care,
        restarts=level >= Level.see_clinician,
        mild=level is Level.self_care and not sudden and skips_hinge(told.pain_now),
    )


def _episode(stops: Sequence[_Stop], now: datetime) -> list[_Stop]:
    """The stops of the episode that is still on, from the one that began the steps."""
    found: list[_Stop] = []
    for stop in stops:
        if found and (stop.at - found[-1].at > TOGETHER or stop.restarts):
            found = []
        if stop.is_stop or found:
            found.append(stop)
    last = max((stop.at for stop in found if stop.is_stop), default=None)
    return found if last is not None and now - last <= ENDS_AFTER else []


def _usual_kg(before: Sequence[PullSession], style: str) -> float:
    """The work weight before the stop [kg]: of this style, else of any, else none."""
    for sets in ([each.of_style(style) for each in before], [each.sets for each in before]):
        loads = [max(one.load_kg or 0.0 for one in work) for s in sets if (work := work_sets(s))]
        if loads:
            return loads[-1]
    return 0.0


def _tried(session: PullSession, history: History) -> Tried:
    during = [note.pain_during for note in history.sessions if note.day == session.day]
    first, last = (session.ended + each for each in NEXT_DAY)
    numbers = [each.pain_now for each in history.soreness if first <= each.at <= last]
    numbers += [
        float(each.check_in.pain_now)
        for each in history.check_ins
        if first <= each.at <= last and each.check_in.pain_now is not None
    ]
    return Tried(
        day=session.day,
        heaviest_kg=session.heaviest_kg,
        pain_during=max(during, default=None),
        pain_next_day=max(numbers, default=None),
    )
