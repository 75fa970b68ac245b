"""The phrase tables, compiled once: what words may mean, and what decides how they are meant."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from backspotter.reading.patterns import (
    Element,
    Pattern,
    PatternIndex,
    Phrase,
    compile_patterns,
    parse_sets,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a match of a phrase says: a field takes a value, or (``kind`` "no") has no such sign."""

    field: str
    value: str
    kind: str
    """``say`` for a sign, ``no`` for its absence, ``value`` for the story, ``ignore`` for idiom."""
    history: bool
    denied: str
    across: bool = False
    """Whether its parts may stand in neighbouring clauses."""
    no_decides: bool = False
    """Whether a plain "no" outweighs a mention: a measured temperature, say."""


Mistaken: TypeAlias = tuple[str, frozenset[str], frozenset[str], frozenset[str]]
"""What an ordinary word is meant as: after some words, not before others, before some; no words
for any."""


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Every meaning, the patterns that carry it, and the words of context."""

    meanings: tuple[Meaning, ...]
    index: PatternIndex
    idioms: PatternIndex
    context: Mapping[str, frozenset[Phrase]]
    sets: Mapping[str, frozenset[Phrase]]
    vocabulary: frozenset[str]
    variants: Mapping[str, str]
    mistaken: Mapping[str, Mistaken]


def rows(name: str) -> dict[str, Any]:
    """One of the tables of this package."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def concepts(name: str) -> Mapping[str, tuple[tuple[Phrase, tuple[str, ...]], ...]]:
    """The phrases of a table of ideas by their first word, each with the ideas it stands for."""
    named: dict[Phrase, list[str]] = {}
    for idea, phrases in parse_sets(rows(name)["concepts"]).items():
        for phrase in phrases:
            named.setdefault(phrase, []).append(idea)
    found: dict[str, list[tuple[Phrase, tuple[str, ...]]]] = {}
    for phrase, ideas in sorted(named.items()):
        found.setdefault(phrase[0], []).append((phrase, tuple(ideas)))
    return {first: tuple(rest) for first, rest in found.items()}


@cache
def phrase_book() -> PhraseBook:
    """The tables of this package, compiled."""
    lexicon = rows("lexicon.toml")
    sets = parse_sets(lexicon["sets"])
    signs = rows("signs.toml")
    written = [*_sign_lines(signs["sign"]), *_story_lines(rows("story.toml")["value"])]
    meanings = tuple(dict.fromkeys(meaning for meaning, _ in written))
    place = {meaning: i for i, meaning in enumerate(meanings)}
    made: dict[str, Element] = {}
    compiled = [
        (pattern, place[meaning])
        for meaning, line in written
        for pattern in compile_patterns(line, sets, made)
    ]
    idioms = [
        (pattern, 0)
        for row in signs["ignore"]
        for line in row["say"]
        for pattern in compile_patterns(line, sets, made)
    ]
    context = parse_sets(rows("context.toml")["words"])
    words = _vocabulary([p for p, _ in compiled + idioms], context, sets)
    index, idiom_index = PatternIndex(compiled), PatternIndex(idioms)
    mistaken = {
        row["written"]: (
            row["meant"],
            *(_words(row.get(key, "")) for key in ("after", "not_before", "before")),
        )
        for row in lexicon["mistaken"]
    }
    return PhraseBook(
        meanings, index, idiom_index, context, sets, words, lexicon["variants"], mistaken
    )


def _words(row: str) -> frozenset[str]:
    return frozenset(row.split())


def _sign_lines(written: list[dict[str, Any]]) -> Iterator[tuple[Meaning, str]]:
    for row in written:
        history = row.get("history", False)
        for kind, value in (("say", "yes"), ("no", "no")):
            across, decides = row.get("across", False), row.get("no_decides", False)
            meaning = Meaning(row["field"], value, kind, history, "no", across, decides)
            yield from ((meaning, line) for line in row.get(kind, ()))


def _story_lines(written: list[dict[str, Any]]) -> Iterator[tuple[Meaning, str]]:
    for row in written:
        meaning = Meaning(row["field"], row["value"], "value", False, row.get("denied", ""))
        yield from ((meaning, line) for line in row["say"])


def _vocabulary(
    patterns: list[Pattern],
    context: Mapping[str, frozenset[Phrase]],
    sets: Mapping[str, frozenset[Phrase]],
) -> frozenset[str]:
    known = (word for pattern in patterns for word in pattern.words)
    spoken = (
        phrase for group in (context, sets) for phrases in group.values() for phrase in phrases
    )
    return frozenset([*known, *(word for phrase in spoken for word in phrase)])
