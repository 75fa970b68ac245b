"""The warning signs behind flags: which fields stay once they were there, and what a no undoes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from backspotter.triage.check_in import SIGNS, UNKNOWN, CheckIn
from backspotter.triage.floors import floors
from backspotter.triage.questions import screens

NO_FLAGS: Final = frozenset(
    ("felt_or_heard_something", "long_layoff", "unaccustomed", "thigh_muscle_ache_only")
)
"""Asked beside warning signs and none: three tell how it came about, one speaks for soreness."""

STATES: Final = ("walking", "standing", "sitting")
"""What the back stopped; ``unable`` is a warning sign."""

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


def leans_on(rule: str, signs: Iterable[str]) -> frozenset[str]:
    """What a flag stands on: the signs that met its floor, or the age where no sign did.

    Parameters
    ----------
    rule : the id of a floor; nothing for one that is gone and had no signs
    signs : the warning signs of the check-in that raised it
    """
    looked_at = signs_of_rules().get(rule, frozenset())
    return (looked_at & frozenset(signs)) or (looked_at & {AGE})


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
