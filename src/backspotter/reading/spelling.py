"""Misspelt words of the tables, set right; ordinary words that only look alike stay."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backspotter.reading.phrasebook import phrase_book

SHORTEST = 4
SHORTEST_TARGET = 5
ONE_SLIP_UP_TO = 7


@cache
def targets() -> tuple[str, ...]:
    """The words worth setting right: those of the tables with five letters or more."""
    known = phrase_book().vocabulary
    return tuple(sorted(w for w in known if len(w) >= SHORTEST_TARGET and w.isalpha()))


@cache
def look_alikes() -> frozenset[str]:
    """Ordinary words near a table word; made by ``scripts/make_look_alikes.py``."""
    text = files(__package__).joinpath("look_alikes.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


@lru_cache(maxsize=16384)
def set_right(word: str) -> str:
    """The table word that was meant, or the word itself."""
    book = phrase_book()
    if word in book.variants:
        return book.variants[word]
    if len(word) < SHORTEST or not word.isalpha() or not word.isascii():
        return word
    if word in book.vocabulary or word in look_alikes():
        return word
    if word.endswith("in") and word + "g" in book.vocabulary:
        return word + "g"
    swapped = next((near for near in _swaps(word) if near in book.vocabulary), "")
    if swapped:
        return swapped
    slips = slips_allowed(word)
    found = process.extract(word, targets(), scorer=OSA.distance, score_cutoff=slips, limit=6)
    likely = [near for near, _, _ in found if begins_alike(word, near)]
    return likely[0] if likely else word


def _swaps(word: str) -> Iterator[str]:
    """The word with two neighbouring letters swapped: "nubm" for "numb"."""
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def slips_allowed(word: str) -> int:
    """One wrong letter in a short word, two in a longer one."""
    return 1 if len(word) <= ONE_SLIP_UP_TO else 2


def begins_alike(word: str, near: str) -> bool:
    """The first letters agree, or are swapped."""
    return word[0] == near[0] or word[:2] == near[1::-1]
