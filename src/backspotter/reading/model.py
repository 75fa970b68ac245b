"""What was read from a free text, with the words it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backspotter.triage.check_in import CheckIn

MOST_CHARACTERS = 20_000
"""The longest text that is read; longer is several reports, or none."""

READABLE = ""
EMPTY = "empty"
IRRELEVANT = "irrelevant"
NOT_ENGLISH = "not_english"
PERHAPS_NOT_ENGLISH = "perhaps_not_english"
"""Not clear whether all of it is English: what was read is not the whole of the report."""

UNREADABLE = frozenset([NOT_ENGLISH, PERHAPS_NOT_ENGLISH])
"""What the emergency card is shown for."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One fact and where it was said; ``start`` and ``end`` are positions in the text."""

    field: str
    value: Any
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """A mention that could be meant either way, and what it counts as until someone says."""

    field: str
    words: str
    why: str
    taken_as: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A check-in read from free text, for a person to correct.

    ``problem`` is empty, or says why nothing could be judged from the text: ``empty``,
    ``irrelevant``, ``not_english`` or ``perhaps_not_english`` (then only the English part was read,
    and no level rests on it but one that a sign in it carries).
    """

    text: str
    check_in: CheckIn
    heard: tuple[Heard, ...]
    unclear: tuple[Unclear, ...]
    problem: str = READABLE
