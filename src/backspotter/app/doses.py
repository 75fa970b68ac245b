"""What logged sets load on the back: from the film of a set where there is one, else the model.

It is reckoned anew each time; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from statistics import median
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from backspotter.app.film_peaks import peaks_in
from backspotter.app.journal_choice import journal
from backspotter.app.plan_loads import BODIES, POSED_KG, UNSAID, load_on_back
from backspotter.journal.records import Profile
from backspotter.spine.body import Lifter
from backspotter.spine.loads import rep_loads
from backspotter.spine.rep import Lift
from backspotter.training.dose import LoadOnBack, WeekRoom, of_peaks, of_reps, week_room
from backspotter.training.log import LoggedSet
from backspotter.training.sessions import RECENT, pull_sessions, style_in

Source: TypeAlias = Literal["film", "model"]
LOOKS_BACK: Final = 20
FEWEST_SESSIONS: Final = 3
"""Earlier sessions before a new one is set against them: assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDose:
    """The highest compression at L5/S1 in a set, with its 90 % band [N].

    ``sum_kn2`` : the squared peaks of the repetitions, added up [kN²]: size counts more than how
    often.

    ``source`` : ``film`` for what was seen, ``model`` for a lift of that style nobody filmed.
    """

    reps: int
    peak_n: float
    low_n: float
    high_n: float
    sum_kn2: float
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDose:
    """One day: its sum, and that over the middle one of this person's sessions before it."""

    day: date
    reps: int
    peak_n: float
    sum_kn2: float
    to_usual: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doses:
    """Doses by the number of the set, by day, and the last seven days beside the usual week."""

    sets: Mapping[int, SetDose]
    sessions: tuple[SessionDose, ...]
    week: WeekRoom | None


def doses_in_journal(now: datetime) -> Doses:
    """The doses of the last year and some weeks in the journal of this command.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.codec import SETS
    from backspotter.journal.entries import current
    from backspotter.journal.films import films
    from backspotter.journal.profile import profile

    with journal() as opened:
        sets = {each.id: each.value for each in current(opened, SETS, since=now - RECENT)}
        seen = {each.set_id: each.summary for each in films(opened) if each.set_id is not None}
        known = profile(opened)
    return doses(sets, seen, known, now)


def doses(
    sets: Mapping[int, LoggedSet],
    films: Mapping[int, Mapping[str, Any]],
    profile: Profile,
    now: datetime,
) -> Doses:
    """What each set, each session and the week loaded.

    Parameters
    ----------
    sets : by their numbers in the journal
    films : summaries of films, by the number of the set that they show
    profile : of the body, for the model
    now : the end of the week that is set beside the person's own
    """
    load = load_on_back(profile)
    found = {
        id: dose
        for id, one in sets.items()
        if (dose := of_film(films.get(id), one.reps) or _of_model(one, profile, load)) is not None
    }
    sessions = pull_sessions(sets.values(), until=now)
    return Doses(
        sets=found,
        sessions=_sessions(sets, found),
        week=week_room(sessions, now.date(), load, filmed=_filmed(sets, films)),
    )


def _filmed(
    sets: Mapping[int, LoggedSet], films: Mapping[int, Mapping[str, Any]]
) -> dict[LoggedSet, tuple[float, ...]]:
    peaks = {id: peaks_in(summary) for id, summary in films.items() if id in sets}
    return {sets[id]: tuple(peak.value for peak in seen) for id, seen in peaks.items() if seen}


def _of_model(one: LoggedSet, profile: Profile, load: LoadOnBack) -> SetDose | None:
    style = style_in(one)
    if style is None or one.load_kg is None or not one.reps:
        return None
    dose = of_reps(style, one.load_kg, one.reps, load)
    low, high = _band(style, profile.mass_kg, profile.height_m, profile.sex or UNSAID)
    return SetDose(
        reps=one.reps,
        peak_n=dose.peak_n,
        low_n=low * dose.peak_n,
        high_n=high * dose.peak_n,
        sum_kn2=dose.sum_kn2,
        source="model",
    )


@lru_cache(maxsize=BODIES)
def _band(
    style: str, mass_kg: float | None, height_m: float | None, sex: str
) -> tuple[float, float]:
    """The 90 % band of the model's peak, as shares of it, at a weight in the middle."""
    lifter = Lifter(mass_kg=mass_kg, height_m=height_m, sex=sex)  # type: ignore[arg-type]
    found = rep_loads(Lift(style=style), load_kg=POSED_KG, lifter=lifter)
    compression = found.loads.levels["L5/S1"].compression
    frame = int(np.argmax(compression.value))
    peak = float(compression.value[frame])
    return float(compression.low[frame]) / peak, float(compression.high[frame]) / peak


def of_film(summary: Mapping[str, Any] | None, reps: int | None = None) -> SetDose | None:
    """The dose of the repetitions that a film shows; None where it could not judge one of them.

    Parameters
    ----------
    summary : of the film, as its document
    reps : of the set, where the film shows fewer
    """
    seen = peaks_in(summary)
    if not seen:
        return None
    dose = of_peaks([peak.value for peak in seen], reps)
    highest = max(seen, key=lambda peak: peak.value)
    return SetDose(
        reps=dose.reps,
        peak_n=dose.peak_n,
        low_n=highest.low,
        high_n=highest.high,
        sum_kn2=dose.sum_kn2,
        source="film",
    )


def _sessions(
    sets: Mapping[int, LoggedSet], found: Mapping[int, SetDose]
) -> tuple[SessionDose, ...]:
    days: dict[date, list[SetDose]] = {}
    for id, dose in found.items():
        days.setdefault(sets[id].at.date(), []).append(dose)
    rows: list[SessionDose] = []
    for day, own in sorted(days.items()):
        past = [row.sum_kn2 for row in rows[-LOOKS_BACK:]]
        rows.append(_session(day, own, past))
    return tuple(rows)


def _session(day: date, own: Sequence[SetDose], past: Sequence[float]) -> SessionDose:
    whole = sum(dose.sum_kn2 for dose in own)
    usual = median(past) if len(past) >= FEWEST_SESSIONS else 0.0
    return SessionDose(
        day=day,
        reps=sum(dose.reps for dose in own),
        peak_n=max(dose.peak_n for dose in own),
        sum_kn2=whole,
        to_usual=whole / usual if usual else None,
    )
