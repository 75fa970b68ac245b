"""Whether a passage gives the small model grounds to speak of a sign.

A model of letters and pairs is sure too soon where little is said. Places and hours alone are no
sign ("Left leg.", "It's noon now."), nor is a word that it never met whole, nor a statement that
all is well. The phrase tables are not bound by this: what they read is said in so many words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from backspotter.reading.context import DENIAL_MARK
from backspotter.reading.patterns import parse_sets
from backspotter.reading.phrasebook import rows

PIECE_MARK, IDEA_MARK = "#", "@"
"""How features begin that are no words: letter pieces and ideas."""


def says_something(seen: Collection[str], known: Mapping[str, object]) -> bool:
    """Whether the words of a passage say something that may be a sign.

    Parameters
    ----------
    seen : the features of the passage
    known : the features that the model has a weight for
    """
    words = {word.lstrip(DENIAL_MARK) for word in seen if _is_word(word)}
    met = (word for word in words if word in known or word in _ideas() or word in _DENIALS)
    return any(_is_more_than_a_place(word) for word in met) and not _all_is_well(words, seen)


def _is_word(feature: str) -> bool:
    return " " not in feature and not feature.startswith((PIECE_MARK, IDEA_MARK))


def _is_more_than_a_place(word: str) -> bool:
    """A word that is more than grammar, a place, a side or an hour."""
    ideas = _ideas().get(word, frozenset())
    return word not in _listed("function") and not (ideas and ideas <= _places())


def _all_is_well(words: Collection[str], seen: Collection[str]) -> bool:
    """ "Sensation is normal, as it always is": said to be well, and nothing against it."""
    if _well().isdisjoint(seen) or not _listed("turns").isdisjoint(words):
        return False
    plain = _listed("function") | _listed("neutral") | _well()
    signs = (_ideas()[word] - _places() for word in words if word in _ideas() and word not in plain)
    return not any(ideas - _HARMLESS for ideas in signs)


_DENIALS = frozenset(["not", "never", "without", "cannot"])
"""With any of these something is said: "can't … my poo in"."""

_HARMLESS = frozenset("fine_c new_c like_c move_c soft_c feel_c rest_c colour_c".split())
"""Ideas that say no loss, beside places."""


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return rows("grounds.toml")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(_table()["words"][name].split())


@cache
def _well() -> frozenset[str]:
    """The words and pairs that say that all is well, as they stand among the features."""
    return frozenset(" ".join(each.split()) for each in _table()["words"]["well"].split("|"))


@cache
def _places() -> frozenset[str]:
    return frozenset(_table()["places"]["ideas"].split())


@cache
def _ideas() -> Mapping[str, frozenset[str]]:
    """The ideas that single words stand for."""
    found: dict[str, set[str]] = {}
    for name, phrases in parse_sets(rows("concepts.toml")["concepts"]).items():
        for phrase in phrases:
            if len(phrase) == 1:
                found.setdefault(phrase[0], set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}
