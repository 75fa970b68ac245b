"""Where a new statement begins in a sentence, and whether it tells of now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

MARKS = frozenset([",", ":", "(", ")", "\u2013", "\u2014", "-", "/"])
JOINTS = frozenset(["and", "but", "so", "because", "though", "although", "while", "yet"])
PRESENT = frozenset(["now", "today", "currently", "tonight", "atm"])
PAST_VERBS = frozenset(["was", "were", "had", "did", "went", "took", "got", "could", "felt"])
TENSED = frozenset(
    "is are am 's has have do does can drags drag gives feels feel looks goes keeps hurts burns "
    "slaps flops buckles drops trips shakes tingles stings throbs leaks dribbles".split()
)
"""Verbs of the present."""

PARTICIPLES = frozenset(["had", "got", "went", "felt"])
"""After "have" no past: "I have had", "it's got"."""

RECENT = (
    ("yesterday",), ("today",), ("tonight",), ("last", "night"), ("this", "morning"), ("now",),
    ("this", "time"), ("this", "week"), ("days", "ago"), ("day", "ago"), ("hours", "ago"),
    ("since",), ("monday",), ("tuesday",), ("wednesday",), ("thursday",), ("friday",),
    ("saturday",), ("sunday",), ("currently",), ("weeks", "ago"), ("week", "ago"),
    ("these", "days"),
)  # fmt: skip


def is_recent(words: Sequence[str]) -> bool:
    """Whether a time is named that belongs to now: "yesterday", "since", "two weeks ago"."""
    return any(
        tuple(words[at : at + len(mark)]) == mark for at in range(len(words)) for mark in RECENT
    )


@lru_cache(maxsize=512)
def statements(words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The sentence cut where another statement may begin: (first place, place after the last)."""
    cuts = [0]
    for at in range(1, len(words)):
        if (words[at] in MARKS or words[at] in JOINTS) and at > cuts[-1]:
            cuts.append(at)
    return tuple(zip(cuts, [*cuts[1:], len(words)], strict=True))


def statement_at(words: tuple[str, ...], at: int) -> tuple[int, int]:
    """The statement in which this place stands."""
    return next(span for span in reversed(statements(words)) if span[0] <= at)


def tells_of_now(words: Sequence[str]) -> bool:
    """ "My foot drags", "it has dropped since Saturday", "can't feel it": not "it was numb"."""
    if not PRESENT.isdisjoint(words) or _names_these_days(words):
        return True
    if any(_is_past_verb(words, at) for at in range(len(words))):
        return False
    return any(_is_tensed(words, at) for at in range(len(words)))


def _names_these_days(words: Sequence[str]) -> bool:
    """A time of these days; "since" alone may be since years ago."""
    return is_recent([word for word in words if word != "since"])


def _is_past_verb(words: Sequence[str], at: int) -> bool:
    perfect = not {"have", "has", "'s"}.isdisjoint(words[max(at - 2, 0) : at])
    return words[at] in PAST_VERBS and not (perfect and words[at] in PARTICIPLES)


def _is_tensed(words: Sequence[str], at: int) -> bool:
    """A verb of the present; "will" only in "won't lift", which is so already."""
    return words[at] in TENSED or tuple(words[at : at + 2]) == ("will", "not")
