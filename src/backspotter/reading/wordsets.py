"""The named sets of words and phrases of the tables, and whether one stands at a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from backspotter.reading.patterns import Phrase, by_first
from backspotter.reading.phrasebook import phrase_book

ByFirst = Mapping[str, tuple[Phrase, ...]]
"""Phrases by their first word, the longest first."""


@cache
def context_set(name: str) -> ByFirst:
    """A set of ``context.toml``."""
    return by_first(phrase_book().context[name])


@cache
def word_set(name: str) -> ByFirst:
    """A set of ``lexicon.toml``."""
    return by_first(phrase_book().sets[name])


def length_at(phrases: ByFirst, words: Sequence[str], at: int) -> int:
    """How many words of one of these phrases stand at ``at``; 0 for none."""
    for phrase in phrases.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def phrase_at(name: str, words: Sequence[str], at: int) -> int:
    """How many words of a phrase of this context set stand at ``at``; 0 for none."""
    return length_at(context_set(name), words, at)


def has_phrase(name: str, words: Sequence[str]) -> bool:
    """Whether a phrase of this context set stands anywhere in the words."""
    return any(phrase_at(name, words, at) for at in range(len(words)))
