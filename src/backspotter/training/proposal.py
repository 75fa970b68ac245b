"""What to lift next if nothing spoke against it: more repetitions, then more weight; or by RPE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from backspotter.training.limits import Prescription
from backspotter.training.log import LoggedSet
from backspotter.training.plates import Rack
from backspotter.training.sessions import PullSession, best_strength, work_sets
from backspotter.training.strength import load_for
from backspotter.training.units import from_kg, to_kg
from backspotter.training.variants import rules

Way: TypeAlias = Literal["double", "rpe"]
WAYS: Final = ("double", "rpe")
HEAVY_KG, HEAVY_LB = 100.0, 225.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How somebody trains: the way, and what they chose of it; None is as usual."""

    way: Way = "double"
    sets: int | None = None
    reps_low: int | None = None
    reps_high: int | None = None
    rpe: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What to lift, why, and what it builds on: the last work weight [kg] and its day.

    ``last_sets``, ``last_reps`` : of that day's work, the fewest repetitions; None where there was
    none.
    """

    prescription: Prescription
    why: str
    last_kg: float
    last_day: date | None
    last_sets: int | None = None
    last_reps: int | None = None


@cache
def _table() -> dict[str, Any]:
    return rules("progression.toml")


def propose(
    sessions: Sequence[PullSession], style: str, rack: Rack, scheme: Scheme, *, today: date
) -> Proposal:
    """The next session of a style, before any guard.

    Parameters
    ----------
    sessions : what it builds on, oldest first
    style : of the lift model
    rack : whose unit says how big a step is, and whose bar is the least weight
    scheme : how this person trains
    today : the day from which it is seen
    """
    done = [session for session in sessions if work_sets(session.of_style(style))]
    if not done:
        return _first_ever(rack)
    last = done[-1]
    sets = work_sets(last.of_style(style))
    if scheme.way == "rpe":
        by_rpe = _by_rpe(done, style, sets, scheme, last.day, today)
        if by_rpe is not None:
            return by_rpe
    return _double(sets, rack, scheme, last.day)


def _first_ever(rack: Rack) -> Proposal:
    new = _table()["new"]
    bar = to_kg(rack.bar, rack.unit)
    return Proposal(
        prescription=Prescription(kg=bar, sets=new["sets"], reps=new["reps"], rpe=new["rpe"]),
        why="No pull of this kind is in the log: the empty bar first.",
        last_kg=bar,
        last_day=None,
    )


def _double(sets: Sequence[LoggedSet], rack: Rack, scheme: Scheme, day: date) -> Proposal:
    row = _table()["double"]
    low, high = scheme.reps_low or row["reps_low"], scheme.reps_high or row["reps_high"]
    count = scheme.sets or min(max(len(sets), 1), row["most_sets"])
    target = scheme.rpe or row["rpe"]
    kg = max(one.load_kg or 0.0 for one in sets)
    least = min(one.reps or 0 for one in sets)
    hardest = max((one.rpe for one in sets if one.rpe is not None), default=None)
    missed = any(one.failed for one in sets) or least < low
    too_hard = hardest is not None and hardest >= row["too_hard"]
    if missed and any(one.failed for one in sets):
        kg, reps, why = kg * row["missed"], low, "A set failed last time: a little lighter."
    elif too_hard or missed:
        reps, why = max(min(least, high), 1), "Last time was hard enough: the same again."
    elif least >= high and (hardest is None or hardest <= target + 0.5):
        kg, reps, why = kg + _step_up(kg, rack), low, f"All sets reached {high}: more weight."
    else:
        reps = min(least + 1, high)
        why = f"One repetition more, up to {high}, before more weight."
    return Proposal(
        prescription=Prescription(kg=kg, sets=count, reps=reps, rpe=target),
        why=why,
        last_kg=max(one.load_kg or 0.0 for one in sets),
        last_day=day,
        last_sets=len(sets),
        last_reps=least,
    )


def _by_rpe(
    done: Sequence[PullSession],
    style: str,
    sets: Sequence[LoggedSet],
    scheme: Scheme,
    day: date,
    today: date,
) -> Proposal | None:
    """By RPE, where recent sets have one; None where they do not."""
    row = _table()["rpe"]
    strength = best_strength(done, style, since=today - timedelta(days=row["days"]))
    if strength is None or not strength.with_rpe:
        return None
    reps = scheme.reps_low or row["reps"]
    rpe = scheme.rpe or row["rpe"]
    last = max(one.load_kg or 0.0 for one in sets)
    kg = min(load_for(strength.kg, reps, rpe), last * (1 + row["most_rise"]))
    return Proposal(
        prescription=Prescription(kg=kg, sets=scheme.sets or row["sets"], reps=reps, rpe=rpe),
        why=f"Recent sets speak for about {strength.kg:.0f} kg; this is {reps} at RPE {rpe:g}.",
        last_kg=last,
        last_day=day,
        last_sets=len(sets),
        last_reps=min(one.reps or 0 for one in sets),
    )


def _step_up(kg: float, rack: Rack) -> float:
    row = _table()["step_up"]
    if rack.unit == "lb":
        heavy = from_kg(kg, "lb") >= HEAVY_LB
        return to_kg(row["lb_from_225"] if heavy else row["lb"], "lb")
    return float(row["kg_from_100"] if kg >= HEAVY_KG else row["kg"])
