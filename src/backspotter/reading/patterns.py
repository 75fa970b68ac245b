"""The small language in which the phrase tables say what words may mean.

A pattern is words in a row: ``{set}`` is any word of a set, ``a|b_c`` is "a" or "b c",
``word?`` may be missing, ``~3`` up to three words between, ``A <5> B`` both orders with up to
five words between. ``drag+`` stands for drag, drags, dragged, dragging.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TypeAlias

Phrase: TypeAlias = tuple[str, ...]
Spans: TypeAlias = tuple[tuple[int, int], ...]
VOWELS = "aeiou"
MANY_ALTERNATIVES = 64


class PatternError(ValueError):
    """A pattern or word set that makes no sense: our fault, found by the tests."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a pattern: the phrases that fit, by first word, longest first."""

    by_first: Mapping[str, tuple[Phrase, ...]]


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``most`` words of any kind."""

    most: int


Element: TypeAlias = Slot | Gap


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``source`` is how it was written."""

    elements: tuple[Element, ...]
    source: str

    @property
    def first_words(self) -> Iterable[str]:
        """The words with which a match can begin."""
        first = self.elements[0]
        if isinstance(first, Gap):
            raise PatternError(f"{self.source}: begins with a gap")
        return first.by_first.keys()

    @property
    def last_words(self) -> frozenset[str]:
        """The words with which the last slot can begin: one of them has to be there."""
        slots = [element for element in self.elements if isinstance(element, Slot)]
        return frozenset(slots[-1].by_first)

    @property
    def words(self) -> frozenset[str]:
        """Every word that can take part in a match."""
        slots = (element for element in self.elements if isinstance(element, Slot))
        phrases = (phrase for slot in slots for group in slot.by_first.values() for phrase in group)
        return frozenset(word for phrase in phrases for word in phrase)

    def match(self, words: Sequence[str], at: int) -> Spans | None:
        """The spans of the slots of a match that begins at ``at``, or None."""
        return _match(self.elements, 0, words, at)


def _match(elements: tuple[Element, ...], k: int, words: Sequence[str], at: int) -> Spans | None:
    if k == len(elements):
        return ()
    element = elements[k]
    if isinstance(element, Gap):
        return _match_after_gap(elements, k, words, at)
    if at >= len(words):
        return None
    for phrase in element.by_first.get(words[at], ()):
        end = at + len(phrase)
        if end - at == 1 or tuple(words[at:end]) == phrase:
            rest = _match(elements, k + 1, words, end)
            if rest is not None:
                return ((at, end), *rest)
    return None


def _match_after_gap(
    elements: tuple[Element, ...], k: int, words: Sequence[str], at: int
) -> Spans | None:
    gap = elements[k]
    most = gap.most if isinstance(gap, Gap) else 0
    for skipped in range(min(most, len(words) - at) + 1):
        found = _match(elements, k + 1, words, at + skipped)
        if found is not None:
            return found
    return None


def inflections(verb: str) -> tuple[str, ...]:
    """A regular verb or noun with its endings: drag, drags, dragged, dragging."""
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    hissing = verb.endswith(("s", "sh", "ch", "x", "z"))
    plain = (verb, verb + ("es" if hissing else "s"), verb + "ed", verb + "ing")
    if (
        len(verb) > 2
        and verb[-1] not in VOWELS + "wxy"
        and verb[-2] in VOWELS
        and verb[-3] not in VOWELS
    ):
        return (*plain, verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    return plain


def parse_sets(rows: Mapping[str, str]) -> dict[str, frozenset[Phrase]]:
    """Word sets from their rows; a set may name an earlier one as ``{other}``."""
    found: dict[str, frozenset[Phrase]] = {}
    for name, row in rows.items():
        found[name] = frozenset(_phrases(row, found))
    return found


def _phrases(row: str, known: Mapping[str, frozenset[Phrase]]) -> Iterator[Phrase]:
    for entry in (part.strip() for part in row.replace("\n", " ").split("|")):
        if entry.startswith("{"):
            yield from known[entry.strip("{}")]
        elif entry:
            yield from product(*(_forms(word) for word in entry.split()))


@lru_cache(maxsize=8192)
def _forms(word: str) -> tuple[str, ...]:
    return inflections(word[:-1]) if word.endswith("+") and len(word) > 1 else (word,)


def compile_patterns(
    source: str, sets: Mapping[str, frozenset[Phrase]], made: dict[str, Element] | None = None
) -> list[Pattern]:
    """The patterns that one written line stands for.

    Parameters
    ----------
    made : elements of earlier lines with the same sets, by how they were written; added to

    Raises
    ------
    PatternError : an unknown set or an empty pattern
    """
    orders = _orders(source.split())
    plain = [choice for order in orders for choice in _with_and_without(order)]
    if not plain or len(plain) > MANY_ALTERNATIVES:
        raise PatternError(f"{source!r} stands for {len(plain)} patterns")
    known = {} if made is None else made
    for word in (word for each in plain for word in each):
        if word not in known:
            known[word] = _element(word, sets, source)
    return [Pattern(tuple(known[word] for word in each), source) for each in plain]


def _orders(words: list[str]) -> list[list[str]]:
    """``A <5> B`` as ``A ~5 B`` and ``B ~5 A``."""
    for place, word in enumerate(words):
        if word.startswith("<") and word.endswith(">"):
            gap = "~" + word[1:-1]
            before, after = words[:place], words[place + 1 :]
            return [[*before, gap, *after], [*after, gap, *before]]
    return [words]


def _with_and_without(words: list[str]) -> list[list[str]]:
    for place, word in enumerate(words):
        if word.endswith("?") and len(word) > 1:
            rest = words[place + 1 :]
            with_it = [*words[:place], word[:-1], *rest]
            return _with_and_without(with_it) + _with_and_without([*words[:place], *rest])
    return [words]


def _element(word: str, sets: Mapping[str, frozenset[Phrase]], source: str) -> Element:
    if word.startswith("~"):
        return Gap(int(word[1:]))
    phrases: set[Phrase] = set()
    for part in word.split("|"):
        if part.startswith("{"):
            if part.strip("{}") not in sets:
                raise PatternError(f"{source!r}: no set {part}")
            phrases |= sets[part.strip("{}")]
        else:
            phrases |= set(_phrases(part.replace("_", " "), sets))
    return Slot(by_first(phrases))


def by_first(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """The phrases by their first word, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(rest) for first, rest in found.items()}


class PatternIndex:
    """Many patterns, looked up by the word they begin with and the words they end with."""

    def __init__(self, entries: Iterable[tuple[Pattern, int]]) -> None:
        self._by_word: dict[str, list[tuple[Pattern, int, frozenset[str]]]] = {}
        for pattern, owner in entries:
            last = pattern.last_words
            for word in pattern.first_words:
                self._by_word.setdefault(word, []).append((pattern, owner, last))

    def matches(self, words: Sequence[str]) -> Iterator[tuple[int, Spans]]:
        """Every match as (owner, spans of its slots)."""
        present = frozenset(words)
        for at, word in enumerate(words):
            for pattern, owner, last in self._by_word.get(word, ()):
                if present.isdisjoint(last):
                    continue
                spans = pattern.match(words, at)
                if spans is not None:
                    yield owner, spans
