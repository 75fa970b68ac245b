"""What a month, a season or a feast says of when something was, and whether it ended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backspotter.reading.wordsets import phrase_at

MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "spring summer autumn winter christmas easter".split()
)
FEASTS = frozenset(["christmas", "easter"])
AT_A_FEAST = frozenset(["at", "over", "around", "before", "after"])
ENDED = frozenset(
    "over gone recovered healed cured cleared fixed resolved settled disappeared stopped".split()
)
LOST = frozenset(["feeling", "sensation", "control", "strength"])
"""What is missing where it is gone."""

ENDS_BEFORE = frozenset(
    [*", . and but by within after before in up now since again for".split(), ""]
)
"""What follows an end that is told; "" is the end of the sentence."""

LASTING_WORDS = frozenset(["still", "since", "ever", "now", "again"])
THAT_WAS_ALL = (
    "that was it",
    "that was all",
    "that day only",
    "that once",
    "just the once",
    "nothing by the next day",
    "fine by the next day",
    "gone by the next day",
)
BRIEF = re.compile(
    r"\b(?:(?:went|was|were|had|got|felt|swelled|hurt)\b.*\bfor|"
    r"(?:gone|down|over|better|fine|normal|settled|healed|passed) within) "
    r"(?:an?|one|two|three|a few|a couple of|\d+) (?:minute|hour|day|night|week)s?\b"
)
LIFTED = frozenset(
    "deadlift deadlifts deadlifted deadlifting lift lifted lifting pulled squatted deads".split()
)
"""Beside these a month may be that of the lift itself."""

THEN = frozenset(["had", "was"])


def names_a_month(words: Sequence[str]) -> bool:
    """Whether a sentence dates what it tells by a month: "in May", "last winter"."""
    return bool(_months(words))


def _months(words: Sequence[str]) -> list[int]:
    return [
        at
        for at, word in enumerate(words)
        if at
        and word in MONTHS
        and (
            words[at - 1] in ("in", "last")
            or (words[at - 1] == "the" and words[at - 2] == "in")
            or (word in FEASTS and words[at - 1] in AT_A_FEAST)
        )
    ]


def _was_brief(words: Sequence[str]) -> bool:
    """ "Numb for an hour", "down within a week", "that was it": told as something that ended."""
    if not LASTING_WORDS.isdisjoint(words):
        return False
    said = " ".join(words)
    return any(f" {end} " in f" {said} " for end in THAT_WAS_ALL) or bool(BRIEF.search(said))


def months_that_ended(words: Sequence[str]) -> list[int]:
    """ "I had a fever in November, over within a week": a month named beside an end, or at the end
    of what was: "had a fever in November"."""
    found = _months(words)
    whole = {",", "and", "but", "so", "since"}.isdisjoint(words)
    only_then = words[0] in THEN and whole and bool(found) and found[-1] >= len(words) - 2
    since = _is_over_since(words) and LIFTED.isdisjoint(words)
    over = _is_ended(words) or _was_brief(words) or since
    return found if only_then or over else []


UNDONE = frozenset("not no nothing nobody none never did does has have".split())


def _is_over_since(words: Sequence[str]) -> bool:
    for at in range(len(words)):
        length = phrase_at("over_since", words, at)
        if not length:
            continue
        ends = words[at + length : at + length + 1]
        closed = not ends or ends[0] in (",", ".", "and", "but")
        if closed and UNDONE.isdisjoint(words[max(at - 3, 0) : at]):
            return True
    return False


def _is_ended(words: Sequence[str]) -> bool:
    """ "Over within a week", "gone by June"; not "over Easter", "gone numb", "still gone"."""
    if "still" in words or not LOST.isdisjoint(words):
        return False
    followed = zip(words, [*words[1:], ""], strict=True)
    return any(word in ENDED and after in ENDS_BEFORE for word, after in followed)
