"""A logged session: what each set loaded, what it added up to, and how the back tired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.app.spine_in import SetGiven, SetsGiven
from backspotter.spine.body import Lifter
from backspotter.spine.dose import AgainstPast, Dose, against_past, of_set, total
from backspotter.spine.fatigue import AfterSet, after_sets, recovery_time
from backspotter.spine.loads import rep_loads
from backspotter.spine.rep import Lift
from backspotter.spine.results import RepLoads

NOTES: Final = (
    "The dose means something only next to this lifter's own: it grows with the square of the "
    "highest compression and slowly with repetitions.",
    "It is not a probability of injury. LiFFT, made for handling at work, is not used: its law "
    "was never fitted to loads like these.",
    "Tired is not damaged: it is why a back feels pumped and stiff, and it goes with rest.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDone:
    """One set: highest compression at L5/S1 with its band [N], dose, and the muscle after it."""

    given: SetGiven
    peak: dict[str, float]
    dose: Dose
    after: AfterSet

    @property
    def recovered_after_s(self) -> float:
        """Rest until the extensors are fresh again [s]."""
        return recovery_time(self.after.tired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A whole session, next to earlier ones where there are enough."""

    rows: tuple[SetDone, ...]
    total: Dose
    against: AgainstPast | None
    assumed: tuple[str, ...]
    notes: tuple[str, ...] = NOTES


def session(given: SetsGiven) -> Session:
    """What a logged session loaded.

    Raises
    ------
    InputError : a lifter, style, load or number of reps that cannot be
    """
    reps = _Reps(given.lifter)
    done = [reps.of(row) for row in given.sets]
    after = after_sets(
        [(one, row.reps, row.rpe, row.rest_s) for one, row in zip(done, given.sets, strict=True)]
    )
    rows = tuple(
        SetDone(given=row, peak=_peak(one), dose=of_set(one, row.reps), after=each)
        for row, one, each in zip(given.sets, done, after, strict=True)
    )
    whole = total(row.dose for row in rows)
    past = [total(of_set(reps.of(row), row.reps) for row in each) for each in given.past]
    return Session(
        rows=rows, total=whole, against=against_past(whole, past), assumed=_assumed(given, done)
    )


class _Reps:
    """Reps worked out once for each way of lifting and weight."""

    def __init__(self, lifter: Lifter) -> None:
        self._lifter = lifter
        self._known: dict[tuple[Lift, float], RepLoads] = {}

    def of(self, row: SetGiven) -> RepLoads:
        key = (row.lift, row.load_kg)
        if key not in self._known:
            self._known[key] = rep_loads(row.lift, load_kg=row.load_kg, lifter=self._lifter)
        return self._known[key]


def _peak(one: RepLoads) -> dict[str, float]:
    compression = one.loads.levels["L5/S1"].compression
    frame = int(np.argmax(compression.value))
    ends = (("value", compression.value), ("low", compression.low), ("high", compression.high))
    return {name: float(end[frame]) for name, end in ends}


def _assumed(given: SetsGiven, done: list[RepLoads]) -> tuple[str, ...]:
    found = [line for one in done for line in one.loads.assumed]
    found += [line for row in given.sets for line in row.assumed]
    return tuple(dict.fromkeys(found))
