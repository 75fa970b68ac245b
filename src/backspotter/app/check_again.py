"""When to check again: the one source of it, for pages, documents, calendars and commands.

It counts from the last check, or from the last number where there was none, so that a time that
was said comes; a check after it brings new ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from backspotter.app.as_of import AsOf, as_of
from backspotter.app.course import LATELY, lifted_h, with_hours
from backspotter.app.journal_choice import journal
from backspotter.app.plan_situation import Standing
from backspotter.app.when import MachineZone, as_said, hours_after, zone_of
from backspotter.errors import BackspotterError
from backspotter.levels import Level
from backspotter.triage.advice import night, recheck_hours
from backspotter.triage.check_in import CheckIn

if TYPE_CHECKING:
    from backspotter.journal.records import CheckInKept

LATE: Final = timedelta(days=7)
"""A re-check that was missed by more is not asked for any more: assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """When to check again, seen from a moment.

    ``due`` : the time that has come and was not met; None where there is none. ``ahead`` : those
    to come.
    """

    due: datetime | None = None
    ahead: tuple[datetime, ...] = ()

    @property
    def open(self) -> tuple[datetime, ...]:
        """What is due, and what is to come."""
        return (*(() if self.due is None else (self.due,)), *self.ahead)


@dataclass(frozen=True, slots=True)
class AfterCheck:
    """A time to check again: on the clock, in hours from the check, and after the lift [h]."""

    at: datetime
    hours: float
    after_lift: float | None


def check_again(stands: Standing, seen: AsOf) -> Again:
    """When a person who stands there should check again; never where it is over, nor in an
    emergency, which waits for no check.

    It counts from the last check, and from a later number where all times of that are long past.
    """
    since, entered = _counts_from(stands, seen), _last_number(seen)
    if since is None or is_well(stands):
        return Again()
    level = stands.level or Level.normal_soreness
    times = _times_from(since, stands, seen)
    too_late = [at for at in times if at < seen.now - LATE]
    if entered is not None and entered > since and len(too_late) == len(times):
        times = _times_from(entered, stands, seen)
    waits = level >= Level.urgent_care
    over = [at for at in times if at <= seen.now and (waits or at >= seen.now - LATE)]
    return Again(due=over[-1] if over else None, ahead=tuple(at for at in times if at > seen.now))


def again_after(kept: CheckInKept, *, now: datetime) -> tuple[AfterCheck, ...]:
    """What a kept answer says of checking again, by itself.

    Parameters
    ----------
    now : with the zone of the person
    """
    ahead, lifted = tuple(kept.answer.get("recheck_h") or ()), kept.answers.get("hours_since_lift")
    if ahead and lifted is None and (told := _told_by_the_log(kept)) is not None:
        ahead, lifted = recheck_hours(told, kept.level), told.hours_since_lift
    found = again_at(kept.at.astimezone(zone_of(now)), ahead, kept.level)
    after = [(at - kept.at) / timedelta(hours=1) for at in found]
    return tuple(
        AfterCheck(at, hour, None if lifted is None else lifted + hour)
        for at, hour in zip(found, after, strict=True)
    )


def _told_by_the_log(kept: CheckInKept) -> CheckIn | None:
    """A check-in with the hours since the last session in the log; None where none is known."""
    from backspotter.app.journal_history import lately_of

    try:
        with journal() as opened:
            lately = as_of(lately_of(opened, since=kept.at - LATELY), kept.at)
    except BackspotterError:  # the answer is shown also where it could not be kept
        return None
    told = with_hours(CheckIn(), lifted_h(lately, by=kept.at), at=kept.at)
    return None if told.hours_since_lift is None else told


def again_at(since: datetime, ahead_h: Iterable[float], level: Level) -> tuple[datetime, ...]:
    """The times so many hours after a moment [h], none of them at night unless it is urgent.

    Parameters
    ----------
    since : with the zone of the person, whose night it is, and its changes of the clocks

    Returns
    -------
    Each with the offset that holds then.
    """
    zone = since.tzinfo or MachineZone()
    times = [hours_after(since, each, zone=zone) for each in ahead_h]
    if level < Level.urgent_care:
        times = [_by_day(each) for each in times]
    return tuple(dict.fromkeys(as_said(each) for each in times))


def is_well(stands: Standing) -> bool:
    """No flag, ordinary at most, and the last number is nought."""
    quiet = stands.level is Level.normal_soreness and not stands.flags
    return quiet and bool(stands.numbers) and stands.numbers[0][1] == 0


def _times_from(since: datetime, stands: Standing, seen: AsOf) -> tuple[datetime, ...]:
    level = stands.level or Level.normal_soreness
    told = with_hours(stands.check_in, lifted_h(seen, by=since), at=since)
    return again_at(since.astimezone(zone_of(seen.now)), recheck_hours(told, level), level)


def _counts_from(stands: Standing, seen: AsOf) -> datetime | None:
    return _last_number(seen) if stands.checked is None else stands.checked.at


def _last_number(seen: AsOf) -> datetime | None:
    """When pain was last entered as a number."""
    return max((each.at for each in seen.history.soreness), default=None)


def _by_day(at: datetime) -> datetime:
    """The next morning, where it is night."""
    rule = night()
    if not rule.holds(at.hour):
        return at
    day = at if at.hour < rule.to_h else at + timedelta(days=1)
    return day.replace(hour=rule.morning_h, minute=0, second=0, microsecond=0, fold=0)
