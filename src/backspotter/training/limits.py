"""One mechanism for everything that holds or lowers a session, and nothing that raises it.

A reason carries a ceiling; ceilings are taken together by the least of each part. What was
proposed first, every reason, and the one that limits most are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """What to lift: load [kg], sets, repetitions, and how hard at most (RPE); no sets: nothing."""

    kg: float
    sets: int
    reps: int
    rpe: float

    @property
    def order(self) -> tuple[float, float, float]:
        """For telling which of two is more: load before repetitions before effort."""
        work = self.sets * self.reps
        return (self.kg if work else -1.0, float(work), self.rpe if work else 0.0)


NOTHING = Prescription(kg=0.0, sets=0, reps=0, rpe=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The most of each part; None where a reason does not limit it."""

    kg: float | None = None
    sets: int | None = None
    reps: int | None = None
    rpe: float | None = None

    def on(self, given: Prescription) -> Prescription:
        """The prescription under this ceiling: no part of it higher than before."""
        under = Prescription(
            kg=_least(given.kg, self.kg),
            sets=int(_least(given.sets, self.sets)),
            reps=int(_least(given.reps, self.reps)),
            rpe=float(_least(given.rpe, self.rpe)),
        )
        return under if under.sets and under.reps else NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a session is held or lowered, and what would lift that; ``asks`` wants a check first."""

    id: str
    words: str
    would_lift: str
    claims: tuple[str, ...]
    basis: str
    ceiling: Ceiling
    asks: bool = False

    def lowers(self, original: Prescription) -> bool:
        """Whether it changes anything about what was proposed."""
        return self.ceiling.on(original) != original


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited:
    """What was proposed, what is left of it, all the reasons, and the most limiting one."""

    original: Prescription
    result: Prescription
    reasons: tuple[Reason, ...]
    most_limiting: Reason | None


def limited(original: Prescription, reasons: Sequence[Reason]) -> Limited:
    """A proposal under every reason at once."""
    result = original
    for reason in reasons:
        result = reason.ceiling.on(result)
    lowering = [reason for reason in reasons if reason.lowers(original)]
    most = min(lowering, key=lambda r: r.ceiling.on(original).order) if lowering else None
    return Limited(original=original, result=result, reasons=tuple(reasons), most_limiting=most)


def _least(value: float, most: float | None) -> float:
    return value if most is None else min(value, most)
