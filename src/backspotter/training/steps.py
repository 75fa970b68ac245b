"""Back to pulling after a stop: which step is due, and what it allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from backspotter.training.limits import Ceiling, Reason
from backspotter.training.variants import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what it is, what it allows, and when it is passed."""

    id: str
    name: str
    say: str
    exit: str
    of_usual: float
    rises: float
    sets: int
    reps: int
    rpe: float
    sessions: int
    range: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A session since the stop: its heaviest load [kg], and pain during and the day after."""

    day: date
    heaviest_kg: float
    pain_during: float | None
    pain_next_day: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDue:
    """The step that is due, its place from 1, and how many good sessions it has."""

    step: Step
    place: int
    of: int
    passed: int


@cache
def _table() -> dict[str, Any]:
    return rules("steps.toml")


@cache
def steps() -> tuple[Step, ...]:
    """Every row of ``steps.toml``, in order."""
    return tuple(Step(**row) for row in _table()["step"])


def days_between() -> int:
    """Days between the sessions of a way back, at least."""
    return int(_table()["days_between"])


def skips_hinge(pain: float | None) -> bool:
    """Whether a stop with so much pain is mild enough to begin with a light bar."""
    return pain is not None and pain <= _table()["skip_hinge_at"]


def step_due(tried: Sequence[Tried], *, mild: bool = False) -> StepDue | None:
    """The step that is due after these sessions since the stop, None when all are passed.

    More pain in any of them never leads to a later step.

    Parameters
    ----------
    tried : sessions since the stop, oldest first
    mild : whether it begins with the second step
    """
    place, passed = (1 if mild else 0), 0
    for session in tried:
        place, passed = _after(session, place, passed)
        if place == len(steps()):
            return None
    return StepDue(step=steps()[place], place=place + 1, of=len(steps()), passed=passed)


def _after(session: Tried, place: int, passed: int) -> tuple[int, int]:
    worst = _worst(session)
    if worst is not None and worst >= _table()["back"]:
        return max(place - 1, 0), 0
    if not _is_good(session):
        return place, passed
    enough = passed + 1 >= steps()[place].sessions
    return (place + 1, 0) if enough else (place, passed + 1)


def _worst(session: Tried) -> float | None:
    known = [p for p in (session.pain_during, session.pain_next_day) if p is not None]
    return max(known) if known else None


def _is_good(session: Tried) -> bool:
    """Both numbers are known and low: what was not said passes nothing."""
    go = _table()["go"]
    during, after = session.pain_during, session.pain_next_day
    return during is not None and after is not None and during <= go and after <= go


def step_reason(due: StepDue, usual_kg: float) -> Reason:
    """What the step allows, as a reason among the others."""
    step = due.step
    share = min(step.of_usual + step.rises * due.passed, 1.0)
    return Reason(
        id=step.id,
        words=f"Step {due.place} of {due.of} back to pulling: {step.name}. {step.say}",
        would_lift=f"{step.exit[:1].upper()}{step.exit[1:]}; {due.passed} done.",
        claims=tuple(_table()["claims"]),
        basis="judgement",
        ceiling=Ceiling(kg=share * usual_kg, sets=step.sets, reps=step.reps, rpe=step.rpe),
    )
