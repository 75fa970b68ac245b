"""The guards: rows of ``guards.toml`` that hold on a day, each as a reason with its ceiling."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from backspotter.training.limits import Ceiling, Prescription, Reason
from backspotter.training.situation import FACTS, PAIN_H, Situation, facts_of
from backspotter.training.variants import rules

COMPARE: Final[Mapping[str, Callable[[float, float], bool]]] = MappingProxyType(
    {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
)
CEILINGS: Final = frozenset(
    ("stop", "unloaded", "as_last", "of_last", "of_week", "sets", "sets_less", "reps", "rpe")
)
UNLOADED: Final = Ceiling(kg=0.0, rpe=5.0)
STOPPED: Final = Ceiling(kg=0.0, sets=0, reps=0, rpe=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One row: when it holds, what it leaves, and what would lift it."""

    id: str
    when: Mapping[str, Any]
    say: str
    lift: str
    claims: tuple[str, ...]
    basis: str
    ceiling: Mapping[str, float] = field(default_factory=dict)
    asks: bool = False

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether every fact is as the row wants it."""
        return all(fits(wanted, facts[name]) for name, wanted in self.when.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What shares in the rows are shares of: the last work weight, and room left in the week.

    ``last_kg`` [kg]; ``kn2_per_set`` the sum of the squared peaks of one set at a load [kg] [kN²];
    ``week_kn2`` the usual week [kN²]; ``six_days_kn2`` what the last six days took of it [kN²];
    ``last_sets``, ``last_reps`` the last work, None where there was none; ``week_kg`` the load that
    the week is reckoned with where it is not the proposed one, as on the
    way back [kg].
    """

    last_kg: float
    kn2_per_set: Callable[[float], float] = lambda kg: kg
    week_kn2: float | None = None
    six_days_kn2: float = 0.0
    week_kg: float | None = None
    last_sets: int | None = None
    last_reps: int | None = None


class GuardError(ValueError):
    """A row that makes no sense: our fault, found by the tests."""


@cache
def guards() -> tuple[Guard, ...]:
    """Every row of ``guards.toml``.

    Raises
    ------
    GuardError : an unknown fact or ceiling
    """
    found = tuple(
        Guard(**{**row, "claims": tuple(row["claims"])}) for row in rules("guards.toml")["guard"]
    )
    for guard in found:
        unknown = [name for name in guard.when if name not in FACTS]
        unknown += [name for name in guard.ceiling if name not in CEILINGS]
        if unknown or bool(guard.ceiling) == guard.asks:
            raise GuardError(f"{guard.id}: {', '.join(unknown) or 'either a ceiling or asks'}")
    return found


def holding(situation: Situation, proposal: Prescription, measure: Measure) -> tuple[Reason, ...]:
    """The reasons to hold or lower a proposal, in the order of the table.

    Parameters
    ----------
    situation : what is known today
    proposal : what would be lifted without any guard
    measure : what the shares of the rows are shares of
    """
    facts = facts_of(situation)
    return tuple(
        _reason(guard, facts, proposal, measure) for guard in guards() if guard.holds(facts)
    )


def fits(wanted: Any, fact: Any) -> bool:
    """Whether a fact is as wanted; what is not known is not, unless the wish ends in ``?``."""
    if isinstance(wanted, list):
        return any(fits(each, fact) for each in wanted)
    if isinstance(wanted, str) and wanted.endswith("?"):
        return fact is None or fits(wanted[:-1], fact)
    if fact is None or isinstance(wanted, bool):
        return fact is not None and fact is wanted
    sign, _, number = wanted.partition(" ") if isinstance(wanted, str) else ("", "", "")
    if sign in COMPARE:
        return COMPARE[sign](float(fact), float(number))
    return wanted in fact if isinstance(fact, frozenset) else bool(wanted == fact)


def _reason(
    guard: Guard, facts: Mapping[str, Any], proposal: Prescription, measure: Measure
) -> Reason:
    said = {
        **facts,
        "faults": ", ".join(sorted(_plain(code) for code in facts["faults"])),
        "the_pain": _pain_said(facts["pain"], facts["pain_last"]),
    }
    return Reason(
        id=guard.id,
        words=guard.say.format(**said),
        would_lift=guard.lift,
        claims=guard.claims,
        basis=guard.basis,
        ceiling=_ceiling(guard.ceiling, proposal, measure),
        asks=guard.asks,
    )


def _pain_said(highest: float | None, last: float | None) -> str:
    """The number that counts, and where it is not the newest, what it is."""
    if highest is None:
        return ""
    if last is None or last == highest:
        return f"Pain of {highest:g} of 10"
    highest_of = f"the highest of the last {PAIN_H:g} hours"
    return f"Pain of {highest:g} of 10 was {highest_of} (the last number is {last:g})"


def _plain(code: str) -> str:
    return code.replace("_", " ")


def _ceiling(row: Mapping[str, float], proposal: Prescription, measure: Measure) -> Ceiling:
    if row.get("stop"):
        return STOPPED
    if row.get("unloaded"):
        return UNLOADED
    if "of_week" in row:
        return _of_week(row["of_week"], proposal, measure)
    if row.get("as_last"):
        return Ceiling(kg=measure.last_kg, sets=measure.last_sets, reps=measure.last_reps)
    sets = row.get("sets")
    if "sets_less" in row:
        sets = max(proposal.sets - int(row["sets_less"]), 1)
    return Ceiling(
        kg=row["of_last"] * measure.last_kg if "of_last" in row else None,
        sets=None if sets is None else int(sets),
        reps=int(row["reps"]) if "reps" in row else None,
        rpe=row.get("rpe"),
    )


def _of_week(times: float, proposal: Prescription, measure: Measure) -> Ceiling:
    """As many sets as the week has room for; where not one fits, one that is lighter."""
    if measure.week_kn2 is None:
        return Ceiling()
    room = max(times * measure.week_kn2 - measure.six_days_kn2, 0.0)
    load = proposal.kg if measure.week_kg is None else measure.week_kg
    each = measure.kn2_per_set(load)
    sets = math.floor(room / each) if each > 0 else proposal.sets
    if sets >= 1:
        return Ceiling(sets=sets)
    return Ceiling(kg=_fitting(room, load, measure), sets=1)


def _fitting(room: float, most_kg: float, measure: Measure) -> float:
    """The heaviest load of which one set fits; hinges without a load where none does."""
    low, high = 0.0, most_kg
    if measure.kn2_per_set(low) > room:
        return 0.0
    for _ in range(30):
        middle = (low + high) / 2
        fits_in = measure.kn2_per_set(middle) <= room
        low, high = (middle, high) if fits_in else (low, middle)
    return low
