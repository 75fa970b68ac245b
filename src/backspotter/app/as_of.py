"""A history as it stood on a day: nothing later counts, nor what was taken back by then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from backspotter.app.history import History, KeptFlag
from backspotter.app.taken_back import as_it_counts
from backspotter.training.log import LoggedSet

START: Final = datetime(2000, 1, 1, tzinfo=UTC)
NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class AsOf:
    """A history up to a moment, as it counts.

    ``now`` : that moment, in the zone of what was entered last.
    """

    history: History
    now: datetime

    @property
    def today(self) -> date:
        """The day, where the person is."""
        return self.now.date()


def as_of(history: History, today: date | datetime) -> AsOf:
    """The history as it stood.

    Parameters
    ----------
    history : in any order, with a future or without
    today : a day, seen from noon or from the last thing of that day; or a moment with its zone
    """
    if isinstance(today, datetime):
        return AsOf(as_it_counts(_until(history, today)), today)
    moments = sorted(_moments(history, today))
    zone: tzinfo = _zone(moments, today)
    noon = datetime.combine(today, NOON, tzinfo=zone)
    same_day = [at for at in moments if at.date() == today]
    now = max([noon, *same_day])
    return AsOf(as_it_counts(_until(history, now)), now)


def hours(at: datetime) -> float:
    """A moment as hours on one clock for all [h]."""
    return (at - START) / timedelta(hours=1)


def _moments(history: History, today: date) -> list[datetime]:
    """When things were entered; of the sets only the last until then, as a log is long."""
    found = [each.at for each in history.check_ins]
    found += [each.at for each in history.soreness]
    found += [each.at for each in history.films]
    found += [each.at for each in history.examined]
    found += [each.at for each in history.corrected]
    found += [each.at for each in history.scores]
    done = (one.at for one in history.sets if one.exact)
    lifted = max((at for at in done if at.date() <= today), default=None)
    return [*found, lifted] if lifted is not None else found


def _zone(moments: list[datetime], today: date) -> tzinfo:
    """The zone of the last thing entered by the end of the day; UTC where nothing was."""
    before = [at for at in moments if at.date() <= today]
    zone = before[-1].tzinfo if before else None
    return zone or UTC


def _flags_until(history: History, now: datetime) -> tuple[KeptFlag, ...] | None:
    """The flags as they stood: one that was ended later is open."""
    if history.flags is None:
        return None
    known = (flag for flag in history.flags if flag.opened <= now)
    return tuple(
        replace(flag, ended=None, was_examined=False) if flag.is_open(now) else flag
        for flag in known
    )


def _is_of_day(one: LoggedSet, today: date) -> bool:
    """Whether a set that only a day is known of was done by that day."""
    return not one.exact and one.at.date() <= today


def _until(history: History, now: datetime) -> History:
    today = now.date()
    return replace(
        history,
        sets=tuple(one for one in history.sets if one.at <= now or _is_of_day(one, today)),
        nights=tuple(each for each in history.nights if each.woke <= today),
        body_mass=tuple(each for each in history.body_mass if each.at <= now),
        check_ins=tuple(each for each in history.check_ins if each.at <= now),
        soreness=tuple(each for each in history.soreness if each.at <= now),
        sessions=tuple(each for each in history.sessions if each.day <= today),
        films=tuple(each for each in history.films if each.at <= now),
        examined=tuple(each for each in history.examined if each.at <= now),
        corrected=tuple(each for each in history.corrected if each.at <= now),
        scores=tuple(each for each in history.scores if each.at <= now),
        flags=_flags_until(history, now),
    )
