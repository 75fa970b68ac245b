"""What a training log holds: sets, nights, weights of the body. Values; times know their zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedSet:
    """One set as it was logged.

    ``at`` : when it was done, with its zone; ``exact`` is false where the log gave only a day or a
    workout's start. ``exercise`` : the name in the log, untouched. ``style`` : an id of the spine
    engine's ``styles.toml`` ("conventional", "sumo", "trap_bar", "romanian", "stiff_leg",
    "deficit", "block"), None where it is no deadlift. ``load_kg`` : on the bar, with the bar [kg];
    None where unknown. ``rpe`` : 1 to 10. ``order`` : place in the session, from 1.
    """

    at: datetime
    exercise: str
    style: str | None = None
    load_kg: float | None = None
    reps: int | None = None
    rpe: float | None = None
    rest_s: float | None = None
    seconds: float | None = None
    warm_up: bool = False
    failed: bool = False
    exact: bool = True
    order: int = 1
    workout: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """Sleep of the night that ended on ``woke`` [h]; None where only time in bed is known."""

    woke: date
    asleep_h: float | None = None
    in_bed_h: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNote:
    """How much a day's session hurt while it was done, 0 to 10."""

    day: date
    pain_during: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMass:
    """[kg]."""

    at: datetime
    mass_kg: float
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """Drunk on one day [l]."""

    day: date
    litres: float
    source: str = ""
