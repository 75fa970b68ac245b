"""The short check-in that works without the server: what it asks, taken from the tables.

Nothing is judged there. A sign that alone means emergency shows at once what the card says to do,
as the paper card would; everything else waits until it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from backspotter.app.card import Card, cards
from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn
from backspotter.triage.questions import Choice, screens, sign_words

ASKED: Final = (
    *("urine_cannot_pass", "urine_cannot_control", "urine_not_felt", "bowel_cannot_hold"),
    *("saddle_numb", "both_legs_weak_or_numb", "leg_weakness", "foot_drop", "leg_numb_dense"),
    *("urine_dark", "muscles_board_hard", "chest_pain", "faint_now", "tearing_pain"),
    *("cold_legs", "major_trauma", "fever"),
)
"""The signs of the card, one by one, and those of a nerve, a fracture and an infection."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One line to tick; ``is_emergency`` : alone it means go now."""

    field: str
    words: str
    is_emergency: bool


@cache
def signs() -> tuple[Sign, ...]:
    """The lines to tick, in the order of the card."""
    return tuple(_sign(name) for name in ASKED)


@cache
def onsets() -> tuple[Choice, ...]:
    """When the pain began, as the first screen of the check offers it."""
    items = (item for screen in screens() for item in screen.items)
    found = next(item for item in items if any("onset" in each.sets for each in item.choices))
    return tuple(each for each in found.choices if set(each.sets) == {"onset"})


def emergency_cards() -> tuple[Card, ...]:
    """The card in every language; English first."""
    return cards()


def _sign(name: str) -> Sign:
    level = assess(CheckIn(**{name: "yes"})).level  # type: ignore[arg-type]
    return Sign(name, sign_words()[name], level is Level.emergency)
