"""What the guards look at: facts about one person on one day, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

from backspotter.levels import Level

PAIN_H: Final = 12.0
"""The highest number of so many hours counts, or the last one: assumption [h]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Facts; None or empty is not known.

    ``level`` of the last check with every open flag; ``pain`` the highest number of
    ``PAIN_H`` and ``pain_last`` the newest [of 10]; ``pain_unsaid`` whether the last check gave
    neither a number nor that it is gone; ``pain_last_pull`` during the last session; ``course``
    what it is called, ``""`` where
    there is none; ``before_peak`` whether its worst is still to come; ``week_ratio`` the week with
    the proposal over the usual one; ``faults`` codes of the last film; sleep [h].
    """

    level: Level | None = None
    nerve_sign: bool = False
    bone: bool = False
    swelling: bool = False
    in_episode: bool = False
    hours_since_check: float | None = None
    pain: float | None = None
    pain_last: float | None = None
    pain_unsaid: bool = False
    painkiller: bool = False
    pain_last_pull: float | None = None
    course: str = ""
    before_peak: bool = False
    week_ratio: float | None = None
    weeks_known: int | None = None
    days_since_pull: float | None = None
    faults: frozenset[str] = frozenset()
    sleep_last_h: float | None = None
    sleep_three_h: float | None = None


FACTS: tuple[str, ...] = tuple(each.name for each in fields(Situation))


def facts_of(situation: Situation) -> dict[str, Any]:
    """The facts by name, the level by its own."""
    found = {name: getattr(situation, name) for name in FACTS}
    level = found["level"]
    return {**found, "level": level.name if level is not None else None}
