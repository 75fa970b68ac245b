"""The warning signs behind flags: which fields stay once they were there, and what a no undoes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Final

from backspotter.triage.assess import with_what_follows
from backspotter.triage.check_in import SIGNS, UNKNOWN, CheckIn
from backspotter.triage.floors import floors, holds_for, signs_of
from backspotter.triage.questions import screens

NO_FLAGS: Final = frozenset(
    ("felt_or_heard_something", "long_layoff", "unaccustomed", "thigh_muscle_ache_only")
)
"""Asked beside warning signs and none: three tell how it came about, one speaks for soreness."""

STATES: Final = ("walking", "standing", "sitting")
"""What the back stopped; ``unable`` is a warning sign."""

FACTS_OF_LIFE: Final = (
    *("cancer_ever", "long_steroids", "osteoporosis", "spinal_surgery", "immune_suppressed"),
    *("anticoagulant", "bleeding_disorder", "sickle_cell_trait", "statin"),
)
"""What does not change from check to check: examined once, a later yes opens nothing anew."""

AGE: Final = "age"
"""What a floor without any sign leans on: of the flags, only some go by age alone."""


@cache
def flag_fields() -> frozenset[str]:
    """The signs that stay once they were there."""
    asked = frozenset().union(*(screen.fields for screen in screens() if screen.flags))
    return (asked & frozenset(SIGNS)) - NO_FLAGS


def signs_in(check_in: CheckIn) -> list[tuple[str, str]]:
    """The warning signs of a check-in that stay, each with its value."""
    found = [(name, "yes") for name in flag_fields() if getattr(check_in, name) == "yes"]
    return found + [(name, "unable") for name in STATES if getattr(check_in, name) == "unable"]


@cache
def signs_of_rules() -> Mapping[str, frozenset[str]]:
    """The fields that each floor looks at, by its id."""
    return MappingProxyType({floor.id: floor.condition.fields for floor in floors()})


def signs_met(rule: str, check_in: CheckIn, *, earlier: int = 0) -> tuple[tuple[str, str], ...]:
    """The warning signs that a flag stands on, each with its value: those its floor held for.

    Where the floor holds whichever one of them is left out, it stands on all that it looks at.

    Parameters
    ----------
    rule : the id of a floor; nothing for one that is gone
    check_in : the one that raised the flag
    earlier : flags of this rule that the same check-in raised before; what those stood on is out
    """
    floor = {each.id: each for each in floors()}.get(rule)
    if floor is None:
        return ()
    for _ in range(earlier):
        check_in = taken_back(check_in, (name for name, _ in signs_met(rule, check_in)))
    told = with_what_follows(check_in)
    said = dict(signs_in(told))
    undone: dict[str, object] = {
        name: "no" for name in signs_of(floor) if getattr(told, name) == "yes"
    }
    states = (name for name in STATES if name in floor.condition.fields and name in said)
    undone |= dict.fromkeys(states, UNKNOWN)
    names = holds_for(floor, told, undone) or tuple(undone)
    return tuple((name, said[name]) for name in names if name in said)


def leans_on(rule: str, signs: Iterable[str]) -> frozenset[str]:
    """What a flag stands on: the signs that met its floor, or the age where no sign did."""
    looked_at = signs_of_rules().get(rule, frozenset())
    return frozenset(signs) or (looked_at & {AGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A flag's time in force, and the fields it stands on; ``ended`` is None while it is open."""

    fields: frozenset[str]
    opened: datetime
    ended: datetime | None
    was_mistake: bool

    def was_in_force(self, at: datetime) -> bool:
        """Whether a check-in of a moment was made while it stood; the one that raised it was."""
        return self.opened <= at and (self.ended is None or self.ended >= at)


def never_said(
    at: datetime, flags: Iterable[Stood], corrected: Iterable[str] = ()
) -> frozenset[str]:
    """The fields of a check-in of a moment that count as never said, for a flag was a mistake.

    What another flag stands on stays, and a fact of life where a sign beside it met the floor.

    Parameters
    ----------
    corrected : signs that were taken back by themselves
    """
    then = [flag for flag in flags if flag.was_in_force(at)]
    wrong = (_without_facts(flag.fields) for flag in then if flag.was_mistake)
    back = frozenset(corrected).union(*wrong)
    return back.difference(*(flag.fields for flag in then if not flag.was_mistake))


def _without_facts(fields: frozenset[str]) -> frozenset[str]:
    return (fields - frozenset(FACTS_OF_LIFE)) or fields


def taken_back(check_in: CheckIn, fields: Iterable[str]) -> CheckIn:
    """The check-in as if these had never been said: a sign is answered no, anything else unsaid.

    Parameters
    ----------
    fields : warning signs, states and the age; those that were not said so stay as they are
    """
    said = dict(signs_in(check_in))
    undone: dict[str, object] = {}
    for name in fields:
        if name == AGE:
            undone[name] = None
        elif name in said:
            undone[name] = "no" if said[name] == "yes" else UNKNOWN
    return check_in.with_(**undone) if undone else check_in
