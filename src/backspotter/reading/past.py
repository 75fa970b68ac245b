"""Which words of a sentence tell of what was long before this lift."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from backspotter.reading.months import MONTHS
from backspotter.reading.statements import (
    PAST_VERBS,
    PRESENT,
    is_recent,
    statement_at,
    statements,
    tells_of_now,
)
from backspotter.reading.wordsets import phrase_at

PRESENT_TENSE = frozenset(["am", "is", "are", "have", "has", "'s", "now", "today", "since"])
GOES_ON = frozenset(["again", "same"])
"""In a sentence of its own, what was is there once more."""

DENIES = (("not",), ("never",), ("no",), ("nt",))
COMPARISONS = (("way",), ("as",), ("like",), ("than",), ("what",), ("how",))
AGES_SPELLED = frozenset(
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty".split()
)
YOUNGEST, OLDEST = 13, 35
"""Below, it is as likely an hour."""

LOADED = frozenset(
    "pulled pull pulls pulling deadlift deadlifts deadlifted deadlifting squat squats squatted "
    "lift lifted lifting reps rep set sets rpe pain kg lb lbs x session x5 percent".split()
)
"""After these "at 20" is a weight or a repetition, no age."""

TRAINS = frozenset(
    "lift lifted lifting lifts deadlift deadlifted deadlifting squatting squatted train trained "
    "training gym powerlifting crossfit coaching coached competing competed run running".split()
)
"""What one does for years and that is no old complaint."""

INJURED = frozenset(["lost", "broke", "tore", "snapped", "fractured", "dislocated"])
LONG = frozenset(["years", "life"])
SPANS = frozenset(
    "few couple one two three four five six seven eight ten twelve day days hour hours week weeks "
    "night nights minute minutes 24 48 72 several fortnight weekend half".split()
)
"""What follows "in the past" where it is the last days."""

STAGES = frozenset(
    "school college uni university army navy pregnancy secondary primary high youngster".split()
)
"""Where one may be today as well: "I'm at uni", "it's my first pregnancy"."""

BACK = (
    ("is", "back"), ("'s", "back"), ("are", "back"),
    ("never", "went", "away"), ("never", "left"), ("never", "resolved"), ("back", "again"),
)  # fmt: skip
IT = frozenset(["it", "that", "they", "which", "this", "numbness", "weakness", "has", "is"])
NOT_OF_IT = frozenset(
    "to from in at fine normal clear negative ok okay clean lifting training stronger".split()
)
"""What is back from a test, or who is back at something."""

LONG_AGO = MONTHS | frozenset("once flu cold covid virus infection".split())
"""What puts a statement well before this lift, where "none of that now" says that it is over."""

NO_AGE = frozenset(["bit", "few", "couple", "rep", "step", "third", "quarter"])
"""After "when I was a": somewhere in a set."""


def past_places(
    words: tuple[str, ...], old_marks: Sequence[int], *, carried: bool
) -> frozenset[int]:
    """The places in a sentence that tell of the past.

    Parameters
    ----------
    words : the sentence
    old_marks : places of times that lie long before this lift ("in 2018", "five years ago")
    carried : the sentence before ended in the past
    """
    told = {*old_marks, *_long_ago(words), *_over_by_now(words)}
    marks = [at for at in sorted(told) if not _is_back(words, at)]
    found = set(_unchanging(words))
    if marks:
        found.update(_around(words, marks))
    elif carried and _carries_on(words):
        found.update(range(len(words)))
    return frozenset(found)


def _long_ago(words: tuple[str, ...]) -> list[int]:
    return [
        at
        for at in range(len(words))
        if (phrase_at("long_ago", words, at) and not _is_of_now(words, at)) or _at_an_age(words, at)
    ]


def _over_by_now(words: tuple[str, ...]) -> Iterable[int]:
    """ "I had a fever at Easter, but nothing like that now": the statement before is over."""
    for at in range(1, len(words)):
        if phrase_at("over_by_now", words, at):
            first, _ = statement_at(words, at)
            before, last = statement_at(words, max(first - 1, 0))
            told = words[before:last]
            was = not (PAST_VERBS - {"could"}).isdisjoint(told) and not LONG_AGO.isdisjoint(told)
            if was and not _is_recent_at(words, before):
                yield before


def _is_back(words: tuple[str, ...], mark: int) -> bool:
    """ "In 2020 I had that, and it is back", "two years ago, and it never went away"."""
    for at in range(mark, len(words)):
        length = next((len(said) for said in BACK if words[at : at + len(said)] == said), 0)
        of_it = not IT.isdisjoint(words[max(at - 2, 0) : at])
        if length and of_it and NOT_OF_IT.isdisjoint(words[at + length : at + length + 1]):
            return True
    return False


def _is_of_now(words: tuple[str, ...], at: int) -> bool:
    """What sounds like long ago and is not: "in the past two days", "I'm at uni"."""
    end = at + phrase_at("long_ago", words, at)
    if words[end - 1] == "past":
        return not SPANS.isdisjoint(words[end : end + 2]) or words[end : end + 1] == ("24",)
    if tuple(words[at:end]) in (("when", "i", "was", "a"), ("when", "i", "was", "an")):
        return not NO_AGE.isdisjoint(words[end : end + 1])
    if not STAGES.isdisjoint(words[at:end]):
        first, last = statement_at(words, at)
        return tells_of_now(words[first:last])
    return _compares(words, at)


def _around(words: tuple[str, ...], marks: Sequence[int]) -> Iterable[int]:
    """All that is told beside these marks, but not statements of now, nor what follows "now"."""
    until = next(
        (
            at
            for at in range(marks[0] + 1, len(words))
            if words[at] in PRESENT or words[at : at + 2] in (("this", "time"), ("and", "since"))
        ),
        len(words),
    )
    told = statements(words)
    marked = [any(first <= mark < last for mark in marks) for first, last in told]
    for i, (first, last) in enumerate(told):
        dated = marked[i] or (any(marked[i + 1 : i + 2]) and _dates_back(words[last : last + 5]))
        if dated or not tells_of_now(words[first:last]):
            yield from range(first, min(last, until))


def _dates_back(words: tuple[str, ...]) -> bool:
    """ "…, it's been numb since 2003": the statement before is as old."""
    return "been" in words and not {"it", "that", "which"}.isdisjoint(words[1:2])


def _unchanging(words: tuple[str, ...]) -> Iterable[int]:
    """ "Normal for me", but not "not normal for me"; up to where another statement begins."""
    for at in range(len(words)):
        length = phrase_at("unchanging", words, at)
        denied = words[at - 1 : at] in DENIES
        trained = not LONG.isdisjoint(words[at : at + length])
        trained = trained and not TRAINS.isdisjoint(words[max(at - 5, 0) : at])
        if length and not (denied or trained):
            _, last = statement_at(words, at)
            yield from (i for i in range(last) if not _is_recent_at(words, i))


def _is_recent_at(words: tuple[str, ...], at: int) -> bool:
    first, last = statement_at(words, at)
    return is_recent([word for word in words[first:last] if word != "since"])


def _at_an_age(words: tuple[str, ...], at: int) -> bool:
    """ "At nineteen", "at 14, all fine since"; not "pulled at 80", "hurts at 20 reps", nor where
    it may be an hour: "numb at ten", "at 20 and I cannot pee"."""
    if words[at] != "at" or not words[at + 1 : at + 2]:
        return False
    closes = words[at + 2 : at + 3] in ((), (",",), ("and",), ("but",), ("i",), (".",))
    age = words[at + 1]
    is_age = age in AGES_SPELLED or (age.isdigit() and YOUNGEST <= int(age) <= OLDEST)
    lifted = LOADED.isdisjoint(words[max(at - 6, 0) : at])
    later = words[at + 2 :]
    if not {"still", "now"}.isdisjoint(later) or ("can", "not") in pairwise(later):
        return False
    told = not (PAST_VERBS | INJURED).isdisjoint(words[: at + 1])
    return closes and is_age and lifted and told


def _compares(words: tuple[str, ...], at: int) -> bool:
    """ "Not the way it used to", "…, used to feel it", "never used to": how it is now."""
    never = words[at - 1 : at] in (("never",), ("not",))
    contrasts = at > 1 and (words[at - 1] == "," or words[at - 2 : at - 1] in COMPARISONS)
    contrasts = contrasts or never
    return words[at] == "used" and contrasts


def _carries_on(words: tuple[str, ...]) -> bool:
    """A sentence about the past goes on when it has past verbs and nothing recent."""
    told = not PAST_VERBS.isdisjoint(words) and (PRESENT_TENSE | GOES_ON).isdisjoint(words)
    return told and not is_recent(words)
