"""Whether scores of pain rise with the clock: "at 2 it was a 4, at 4 a 6, and now it's a 9"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

FEWEST_SCORES = 3
LEAST_RISE = 3
FEWEST_CLOCKS = 2
APART = 60
"""How many characters may lie between one score and the next."""

HOUR_NAMED = (
    r"noon|midday|midnight|lunch(?:time)?|tea(?:time)?|breakfast|dinner|bedtime|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|half past \w+"
)
CLOCK = re.compile(
    r"\b(?:(?:at|by|around|about|from|until|till)\s+(?:about\s+)?"
    rf"(?:\d{{1,2}}(?:[:.]\d\d)?(?:\s*(?:am|pm|o'?clock))?|{HOUR_NAMED})"
    r"|(?:an|one|two|three|four|\d) hours? (?:later|after|on|ago)|(?:\d{1,2}\s*(?:am|pm))"
    r"|(?:this )?(?:morning|afternoon|evening)|tonight|now)\b",
    re.I,
)
NO_SCORE = (
    r"(?![\d:/.]?\d|\s*(?:am|pm|o'?clock|kg|kilos?|lbs?|reps?|sets?|x\b|days?|weeks?|hours?|mins?|"
    r"minutes?|miles?|km|k\b|laps?|plates?|rounds?|%))"
)
"""What behind a figure makes it an hour, a weight or a count."""

SCORE = re.compile(
    r"\b(?:"
    rf"an?\s+(?P<named>10|\d)\b{NO_SCORE}"
    r"|(?P<of_ten>10|\d)\s*(?:/|out of)\s*(?:10|ten)\b"
    rf"|(?:{HOUR_NAMED}|am|pm|o'?clock|now|later),?\s+(?:it was |was |it's |is )?"
    rf"(?P<after>10|\d)\b{NO_SCORE}"
    r"|(?P<before>10|\d)(?=\s+(?:at|by|now|around|this (?:morning|afternoon|evening)|tonight)\b)"
    r")",
    re.I,
)
OF_TIME = re.compile(r"(?:\b(?:at|by|around|about|until|till|from)|:)\s*$", re.I)
"""Before a bare figure that is an hour: "at 4 now"."""

OF_A_SET = re.compile(r"\b(?:rpe|sets?|reps?|squats?|bench|warm ?-?ups?)\b", re.I)
"""Scores of effort and not of pain."""


@dataclass(frozen=True, slots=True)
class Climb:
    """Where the rising scores start and end in the text."""

    start: int
    end: int


def climb(text: str) -> Climb | None:
    """Where scores of pain rise with the clock; None where they do not.

    At least three scores, each higher than the one before and by three or more in all, beside
    hours or parts of one day.

    Parameters
    ----------
    text : one sentence as it was written
    """
    if OF_A_SET.search(text):
        return None
    scores = _scores(text)
    if len(scores) < FEWEST_SCORES or not _rises(scores):
        return None
    start, end = scores[0][1], scores[-1][2]
    clocks = [m for m in CLOCK.finditer(text) if start - APART < m.start() < end + APART]
    return Climb(start, end) if len(clocks) >= FEWEST_CLOCKS else None


def falls(text: str) -> bool:
    """Whether every score of pain in a sentence is below the one before: two or more."""
    scores = [figure for figure, _, _ in _scores(text)]
    return len(scores) > 1 and all(two < one for one, two in pairwise(scores))


def _scores(text: str) -> list[tuple[int, int, int]]:
    """Each score with where it starts and ends."""
    found = []
    for match in SCORE.finditer(text):
        if match["before"] and OF_TIME.search(text[: match.start()]):
            continue
        figure = next(group for group in match.groups() if group)
        found.append((int(figure), match.start(), match.end()))
    return found


def _rises(scores: list[tuple[int, int, int]]) -> bool:
    """Every score above the one before, near it, and the last well above the first."""
    steps = all(one[0] < two[0] and two[1] - one[2] <= APART for one, two in pairwise(scores))
    return steps and scores[-1][0] - scores[0][0] >= LEAST_RISE
