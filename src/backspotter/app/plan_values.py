"""A plan as a value: what to do now, before lifting and next session, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from backspotter.app.plan_flags import Flag
from backspotter.levels import Level
from backspotter.soreness.values import Course
from backspotter.training.dose import WeekRoom
from backspotter.training.limits import Limited, Prescription
from backspotter.training.plates import Loaded
from backspotter.training.proposal import Proposal
from backspotter.training.recovery import Recovery
from backspotter.training.situation import Situation
from backspotter.training.steps import StepDue
from backspotter.training.strength import Strength
from backspotter.training.warm_up import LeadingSet, WarmUp
from backspotter.triage.advice import Advice

State: TypeAlias = Literal["go", "unloaded", "ask", "stop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSession:
    """What to lift, and when: ``load`` is None for hinges without one; ``note`` what to know."""

    day: date
    style: str
    exercise: str
    work: Prescription
    load: Loaded | None
    leading: tuple[LeadingSet, ...]
    warm_up: tuple[WarmUp, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of a day.

    ``state`` : ``go``; ``unloaded``, hinges without a load; ``ask``, a check first, so no weight
    is said; ``stop``, no hinge at all. ``why`` : one line. ``limits`` : what was proposed, what is
    left, every reason, and the most limiting one.
    """

    today: date
    now: datetime
    state: State
    why: str
    session: NextSession | None
    limits: Limited
    proposed: Proposal
    step: StepDue | None
    level: Level | None
    flags: tuple[Flag, ...]
    course: Course | None
    situation: Situation
    room: WeekRoom | None
    strength: Strength | None
    do_now: tuple[Advice, ...]
    recovery: tuple[Recovery, ...]
    recheck: tuple[datetime, ...]

    @property
    def would_lift(self) -> tuple[str, ...]:
        """What would lift the reasons that lower something, each once."""
        lowering = (r for r in self.limits.reasons if r.asks or r.lowers(self.limits.original))
        return tuple(dict.fromkeys(reason.would_lift for reason in lowering))
