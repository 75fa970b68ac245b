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
    ``irrelevant`` or ``not_english``.
    """

    text: str
    check_in: CheckIn
    heard: tuple[Heard, ...]
    unclear: tuple[Unclear, ...]
    problem: str = READABLE
