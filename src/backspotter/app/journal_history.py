"""The history that a plan and a course are made from, read out of the journal each time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from backspotter.app.film_peaks import peaks_in
from backspotter.app.history import (
    CheckedIn,
    Examined,
    FilmNote,
    History,
    KeptFlag,
    Scored,
)
from backspotter.app.history_in import faults_from
from backspotter.app.journal_choice import journal
from backspotter.training.sessions import RECENT, is_pull, style_in
from backspotter.training.variants import STYLES
from backspotter.triage.check_in import CheckIn, check_in_kept
from backspotter.triage.flag_signs import signs_met

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal
    from backspotter.journal.records import FilmKept, Flag, Soreness
    from backspotter.training.log import LoggedSet


def history_in_journal(*, since: datetime | None = None) -> History:
    """What the journal of this command holds, as a history.

    Parameters
    ----------
    since : leave out older sets, nights and body masses; all of them without it

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal() as opened:
        return history_of(opened, since=since)


def for_a_plan(now: datetime) -> History:
    """As much of the journal as a plan looks back on.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal() as opened:
        return history_of(opened, since=now - RECENT, pulls_until=now)


def history_of(
    opened: Journal, *, since: datetime | None = None, pulls_until: datetime | None = None
) -> History:
    """What an opened journal holds, as a history.

    Parameters
    ----------
    since : leave out older sets, nights and body masses; all of them without it
    pulls_until : with ``since``: of the sets only those that a plan seen from here looks at

    Raises
    ------
    JournalError : it cannot be read
    """
    with opened.at_one_moment() as held:
        return _read(held, since, pulls_until)


def lately_of(opened: Journal, *, since: datetime) -> History:
    """What an opened journal says of a back since a time, and no more than an alarm looks at:
    numbers of pain, check-ins, and when what was lifted, without what it weighed.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.lately import answers, lifted, numbers
    from backspotter.journal.records import Soreness
    from backspotter.training.log import LoggedSet

    with opened.at_one_moment() as held:
        return History(
            sets=tuple(
                LoggedSet(at=at, exercise=exercise, style=style)
                for at, exercise, style in lifted(held, since=since)
            ),
            check_ins=tuple(
                CheckedIn(at=at, check_in=_answered(text))
                for at, text in answers(held, since=since)
            ),
            soreness=tuple(
                Soreness(at=at, pain_now=pain, under_painkiller=under)
                for at, pain, under in numbers(held, since=since)
            ),
        )


def _read(held: Journal, since: datetime | None, pulls_until: datetime | None) -> History:
    from backspotter.journal.codec import BODY_MASSES, NIGHTS, SESSIONS, SETS, SORENESSES
    from backspotter.journal.entries import current
    from backspotter.journal.films import films
    from backspotter.journal.flags import flags
    from backspotter.journal.profile import profile
    from backspotter.journal.pulls import pulls
    from backspotter.journal.told import told

    if since is not None and pulls_until is not None:
        sets = pulls(held, since=since, until=pulls_until, is_pull=is_pull)
    else:
        sets = current(held, SETS, since=since)
    day = since.date() if since is not None else None
    sore = tuple(each.value for each in current(held, SORENESSES))
    checks = {id: CheckedIn(at=at, check_in=_answered(text)) for id, at, text in told(held)}
    raised = flags(held)
    lifted = {each.id: each.value for each in sets}
    return History(
        profile=profile(held),
        sets=tuple(lifted.values()),
        nights=tuple(each.value for each in current(held, NIGHTS, since=day)),
        body_mass=tuple(each.value for each in current(held, BODY_MASSES, since=since)),
        check_ins=tuple(checks.values()),
        soreness=sore,
        sessions=tuple(each.value for each in current(held, SESSIONS, since=day)),
        films=tuple(_film(each, lifted) for each in films(held)),
        examined=tuple(_examined(raised)),
        scores=tuple(_scores(sore)),
        flags=_as_kept(raised, checks),
    )


def kept_flags(held: Journal) -> tuple[KeptFlag, ...]:
    """The flags of an opened journal, as a history has them.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.flags import flags
    from backspotter.journal.told import told

    raised = flags(held)
    if not raised:
        return ()
    checks = {id: CheckedIn(at=at, check_in=_answered(text)) for id, at, text in told(held)}
    return _as_kept(raised, checks)


@lru_cache(maxsize=4096)
def _answered(text: str) -> CheckIn:
    return check_in_kept(json.loads(text))


def _film(kept: FilmKept, lifted: dict[int, LoggedSet]) -> FilmNote:
    """What a film showed, at the time and in the style of its set where it has one."""
    shown = lifted.get(kept.set_id) if kept.set_id is not None else None
    said = str(kept.summary.get("style", "")).replace("-", "_")
    style = (style_in(shown) if shown else None) or (said if said in STYLES else "conventional")
    rows = [row for rep in _list(kept.summary, "reps") for row in _list(rep, "faults")]
    rows += _list(kept.summary, "faults")
    at = shown.at if shown else kept.made
    peaks = tuple(peak.value for peak in peaks_in(kept.summary))
    return FilmNote(
        at=at, style=style, faults=faults_from("film.faults", rows), of=shown, peaks_n=peaks
    )


def _list(given: Any, name: str) -> list[Any]:
    found = given.get(name) if isinstance(given, dict) else None
    return found if isinstance(found, list) else []


def _examined(flags: Iterable[Flag]) -> Iterable[Examined]:
    for flag in flags:
        if flag.how == "examined" and flag.at is not None:
            yield Examined(at=flag.at, by=flag.by, rules=frozenset([flag.rule]))


def _as_kept(raised: Sequence[Flag], checks: Mapping[int, CheckedIn]) -> tuple[KeptFlag, ...]:
    earlier: Counter[tuple[int, str]] = Counter()
    found = []
    for flag in raised:
        of = (flag.check_in, flag.rule)
        found.append(_flag(flag, checks.get(flag.check_in), earlier[of]))
        earlier[of] += 1
    return tuple(found)


def _flag(flag: Flag, checked: CheckedIn | None, earlier: int) -> KeptFlag:
    return KeptFlag(
        opened=flag.opened,
        rule=flag.rule,
        level=flag.level,
        words=flag.words,
        signs=signs_met(flag.rule, checked.check_in, earlier=earlier) if checked else (),
        ended=flag.at if not flag.is_open else None,
        was_examined=flag.how == "examined",
    )


def _scores(sore: Iterable[Soreness]) -> Iterable[Scored]:
    for each in sore:
        for score, value in each.scores:
            yield Scored(at=each.at, score=score, value=value)
