"""A small model of our own for what the phrase tables miss: which sign a passage reads like.

Logistic regression on single words and pairs, trained by ``training/train_sign_model.py`` on
phrasings invented for this project. It never says no; what it finds is unclear until asked, and
counts as present where nobody can be asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, sqrt
from types import MappingProxyType

from backspotter.reading.context import Scene, asserted

START = "<s>"
PIECE = 4


@dataclass(frozen=True, slots=True)
class SignModel:
    """Weights of each word or pair for each sign; ``floor`` is the probability that counts."""

    signs: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Mapping[int, float]]
    floor: float
    floor_whole: float


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
        feature: MappingProxyType(dict(zip(pairs[::2], pairs[1::2], strict=True)))
        for feature, pairs in kept["weights"].items()
    }
    return SignModel(
        tuple(kept["signs"]), tuple(kept["bias"]), MappingProxyType(weights),
        kept["floor"], kept["floor_whole"],
    )  # fmt: skip


def features(words: Sequence[str]) -> set[str]:
    """The words, neighbouring pairs and four-letter pieces of a passage, numbers left out."""
    plain = [word for word in words if any(c.isalpha() for c in word)]
    pairs = (f"{first} {second}" for first, second in zip([START, *plain], plain, strict=False))
    return {*plain, *pairs, *(piece for word in plain for piece in _pieces(word))}


def _pieces(word: str) -> list[str]:
    """Four letters at a time, so that a misspelt word still looks like itself."""
    marked = f"<{word}>"
    return [f"#{marked[i : i + PIECE]}" for i in range(len(marked) - PIECE + 1)]


def probabilities(model: SignModel, words: Sequence[str]) -> dict[str, float]:
    """How much the passage reads like each sign that any of its words speaks for."""
    seen = features(words)
    scale = 1 / sqrt(max(len(seen), 1))
    scores: dict[int, float] = {}
    for feature in seen:
        for sign, weight in model.weights.get(feature, {}).items():
            scores[sign] = scores.get(sign, 0.0) + weight
    return {
        model.signs[sign]: 1 / (1 + exp(-(model.bias[sign] + score * scale)))
        for sign, score in scores.items()
    }


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
    for first, last, words in passages(scenes, about_other=about_other):
        is_whole = last - first > 1
        floor = model.floor_whole if is_whole else model.floor
        for sign, probability in probabilities(model, words).items():
            known = best.get(sign)
            if probability >= floor and (known is None or probability > known.probability):
                best[sign] = Likeness(sign, probability, first, last)
    return best.values()
