"""Misspelt words of the tables, set right; ordinary words that only look alike stay.

A word is set right where it is a slip of the finger away from a table word, or written as one
sounds: "erecshuns", "bukling". A word of another language stays as it is: "duele" is no "dull".
Words that are ordinary but make no sense here ("it burns when I
pea") are set right by the words beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backspotter.reading.phrasebook import phrase_book
from backspotter.reading.tongues import everyday_words, foreign_words, names

SHORTEST = 4
SHORTEST_TARGET = 5
ONE_SLIP_UP_TO = 6
SHORTEST_HEARD = 5
MOST_SLIPS_HEARD, MOST_SLIPS_LONG, LONG = 3, 5, 8
"""How far apart two words may be written that sound alike; more where they are long."""

HEARD_COUNTS = 0.5
"""What sounding alike is worth beside a slip of the finger."""

BY_EAR = (
    (re.compile(r"(?:ti|si|ci|sh|ssi)(?:on|un)"), "xn"), (re.compile("ph"), "f"),
    (re.compile("igh"), "i"), (re.compile("gh"), ""), (re.compile("ck|q"), "k"),
    (re.compile("c(?=[eiy])|z"), "s"), (re.compile("c"), "k"), (re.compile("^kn|gn$"), "n"),
    (re.compile("wr"), "r"), (re.compile("mb$"), "m"), (re.compile("wh"), "w"),
    (re.compile("x"), "ks"), (re.compile("(?<=[a-z])h"), ""), (re.compile("e$|e(?=s$)"), ""),
    (re.compile("[aeiouy]+w?"), "a"), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip
"""What is said alike, in the order in which it is made one."""


@cache
def targets() -> tuple[str, ...]:
    """The words worth setting right: the longer ones of the tables, and the short ones named."""
    book = phrase_book()
    short = {word for phrase in book.sets["short_words"] for word in phrase}
    long = {w for w in book.vocabulary if len(w) >= SHORTEST_TARGET and w.isalpha()}
    return tuple(sorted(long | short))


@cache
def look_alikes() -> frozenset[str]:
    """Ordinary words near a table word; made by ``scripts/make_look_alikes.py``."""
    text = files(__package__).joinpath("look_alikes.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """How a word is said, roughly: two words said alike come out the same."""
    for written, said in BY_EAR:
        word = written.sub(said, word)
    return word


@cache
def _heard() -> Mapping[str, tuple[str, ...]]:
    """The words worth setting right by how they sound."""
    found: dict[str, list[str]] = {}
    for target in phrase_book().vocabulary:
        if len(target) >= SHORTEST and target.isalpha():
            found.setdefault(sound(target), []).append(target)
    return {said: tuple(words) for said, words in found.items()}


def set_all_right(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a sentence as they were meant, each by itself and by those beside it."""
    righted = [set_right(word) for word in words]
    table = phrase_book().mistaken
    for at, word in enumerate(righted):
        if word in table:
            meant, after, not_before, before = table[word]
            follows = righted[at + 1 : at + 2]
            behind = not after or not after.isdisjoint(righted[max(at - 1, 0) : at])
            ahead = not before or not before.isdisjoint(follows)
            if behind and ahead and not_before.isdisjoint(follows):
                righted[at] = meant
    return tuple(righted)


@lru_cache(maxsize=16384)
def set_right(word: str) -> str:
    """The table word that was meant, or the word itself."""
    book = phrase_book()
    if word in book.variants:
        return book.variants[word]
    if len(word) < SHORTEST or not word.isalpha() or not word.isascii():
        return word
    if word in book.vocabulary or word in look_alikes() or word in foreign_words():
        return word
    if word in everyday_words() or word in names():
        return word
    if word.endswith("in") and word + "g" in book.vocabulary:
        return word + "g"
    near_word = next((near for near in swapped(word) if near in book.vocabulary), "")
    if near_word:
        return near_word
    slips = slips_allowed(word)
    found = process.extract(word, targets(), scorer=OSA.distance, score_cutoff=slips, limit=6)
    said = sound(word)
    likely = [
        (slips - HEARD_COUNTS * (sound(near) == said), near)
        for near, slips, _ in found
        if begins_alike(word, near)
    ]
    heard = heard_as(word)
    if heard:
        likely.append((OSA.distance(word, heard) - HEARD_COUNTS, heard))
    return min(likely, default=(0.0, word))[1]


def heard_as(word: str) -> str:
    """The nearest table word that is said like this one; empty for none."""
    if len(word) < SHORTEST_HEARD:
        return ""
    alike = _heard().get(sound(word), ())
    near = [(OSA.distance(word, target), target) for target in alike]
    most = MOST_SLIPS_LONG if len(word) >= LONG else MOST_SLIPS_HEARD
    return min((n for n in near if n[0] <= most), default=(0, ""))[1]


def swapped(word: str) -> Iterator[str]:
    """The word with two neighbouring letters swapped: "nubm" for "numb"."""
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def slips_allowed(word: str) -> int:
    """One wrong letter in a short word, two in a longer one."""
    return 1 if len(word) <= ONE_SLIP_UP_TO else 2


def begins_alike(word: str, near: str) -> bool:
    """The first letters agree, or are swapped."""
    return word[0] == near[0] or word[:2] == near[1::-1]
