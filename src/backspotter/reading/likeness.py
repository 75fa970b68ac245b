"""A small model of our own for what the phrase tables miss: which sign a passage reads like.

Logistic regression on single words and pairs, trained by ``training/train_sign_model.py`` on
phrasings invented for this project. It never says no; what it finds is unclear until asked, and
counts as present where nobody can be asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp, log, sqrt

from backspotter.reading.context import Scene, asserted

START = "<s>"
PIECE = 4


@dataclass(frozen=True, slots=True)
class SignModel:
    """What each word, pair or piece says of each sign, and the log odds that count."""

    signs: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    least_odds: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """A passage that reads like a sign: sentences ``first`` up to ``last``, included."""

    sign: str
    probability: float
    first: int
    last: int


@cache
def sign_model() -> SignModel:
    """The trained model that ships with the package."""
    text = files(__package__).joinpath("sign_model.json").read_text(encoding="utf-8")
    kept = json.loads(text)
    weights = {
        feature: tuple(zip(pairs[::2], pairs[1::2], strict=True))
        for feature, pairs in kept["weights"].items()
    }
    least_odds = log(kept["floor"] / (1 - kept["floor"]))
    return SignModel(tuple(kept["signs"]), tuple(kept["bias"]), weights, least_odds)


def features(words: Sequence[str]) -> set[str]:
    """The words, neighbouring pairs and four-letter pieces of a passage, numbers left out."""
    plain = [word for word in words if any(c.isalpha() for c in word)]
    pairs = (f"{first} {second}" for first, second in zip([START, *plain], plain, strict=False))
    return {*plain, *pairs, *(piece for word in plain for piece in _pieces(word))}


@lru_cache(maxsize=8192)
def _pieces(word: str) -> tuple[str, ...]:
    """Four letters at a time, so that a misspelt word still looks like itself."""
    marked = f"<{word}>"
    return tuple(f"#{marked[i : i + PIECE]}" for i in range(len(marked) - PIECE + 1))


def _add(scores: list[float], model: SignModel, seen: Iterable[str]) -> None:
    """Add what these features say about each sign."""
    for feature in seen:
        for sign, weight in model.weights.get(feature, ()):
            scores[sign] += weight


def _likely(model: SignModel, scores: Sequence[float], count: int) -> Iterable[tuple[str, float]]:
    """The signs that reach the floor, with their probability."""
    scale = 1 / sqrt(max(count, 1))
    for sign, score in enumerate(scores):
        odds = model.bias[sign] + score * scale
        if odds >= model.least_odds:
            yield model.signs[sign], 1 / (1 + exp(-odds))


def passages(scenes: Sequence[Scene], *, about_other: bool) -> list[tuple[int, int, list[str]]]:
    """Every sentence, every pair of neighbours, and the whole: (first, last, words)."""
    said = [asserted(scene, about_other=about_other) for scene in scenes]
    single = [(i, i, words) for i, words in enumerate(said) if words]
    paired = [
        (i, i + 1, [*one, *two]) for i, (one, two) in enumerate(pairwise(said)) if one and two
    ]
    whole = [(0, len(said) - 1, [word for words in said for word in words])]
    return [*single, *paired, *(whole if len(said) > 2 else [])]


def alike(scenes: Sequence[Scene], *, about_other: bool) -> Iterable[Likeness]:
    """The signs that some passage reads like, each with its likeliest passage."""
    model = sign_model()
    best: dict[str, Likeness] = {}
    known: dict[int, tuple[set[str], list[float]]] = {}
    for first, last, words in passages(scenes, about_other=about_other):
        seen = features(words)
        before, scores = known.get(first, (set[str](), [0.0] * len(model.signs)))
        scores = scores.copy()
        _add(scores, model, seen - before)
        if first == last:
            known[first] = (seen, scores)
        for sign, probability in _likely(model, scores, len(seen)):
            if sign not in best or probability > best[sign].probability:
                best[sign] = Likeness(sign, probability, first, last)
    return best.values()
