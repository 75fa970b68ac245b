"""What was read of a text so far, and how it is asked: for the corrections of a whole text."""

from __future__ import annotations

import re
from functools import cache

from backspotter.reading.model import Heard
from backspotter.reading.phrasebook import rows

Found = dict[str, list[Heard]]
"""The facts of each field."""


@cache
def phrase(name: str) -> re.Pattern[str]:
    """One list of ``corrections.toml`` as a pattern."""
    alternatives = rows("corrections.toml")["phrases"][name]
    return re.compile(rf"\b(?:{'|'.join(alternatives)})(?!\w)", re.I | re.S)


def sentence_around(text: str, fact: Heard) -> str:
    """The sentence in which a fact was said."""
    start = max(text.rfind(mark, 0, fact.start) for mark in ".!?\n") + 1
    ends = [at for at in (text.find(mark, fact.end) for mark in ".!?\n") if at >= 0]
    return text[start : min(ends, default=len(text))]


def is_yes(found: Found, field: str) -> bool:
    """Whether a sign was read as present."""
    return bool(found.get(field)) and found[field][0].value == "yes"


def trend_of(found: Found) -> str:
    """The course that was read; empty for none."""
    return str(found["trend"][0].value) if found.get("trend") else ""


def hours_of(found: Found) -> float:
    """Hours since the lift [h]; 0 for not said."""
    return float(found["hours_since_lift"][0].value) if found.get("hours_since_lift") else 0.0


def days_of(found: Found) -> float:
    """Days of pain, or since the lift where that is longer [d]; 0 for not said."""
    said = float(found["pain_days"][0].value) if found.get("pain_days") else 0.0
    return max(said, hours_of(found) / 24)


def heard_from(field: str, value: object, match: re.Match[str]) -> Heard:
    """A fact with the words that a pattern found."""
    return Heard(field, value, match.group(), match.start(), match.end())
