"""A small model of our own for what the phrase tables miss: which sign a passage reads like.

Logistic regression on words, pairs, four-letter pieces and ideas, trained by
``training/train_sign_model.py`` on texts invented for this project: a score of each sign, and one
of whether anything is wrong at all, which all signs share. It never says no; what it
finds is unclear until asked, and counts as present where nobody can be asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp, inf, log, sqrt

from backspotter.reading.context import DENIAL_MARK, Scene, asserted
from backspotter.reading.grounds import says_something
from backspotter.reading.phrasebook import concepts, rows

START = "<s>"
PIECE = 4
LONG_SENTENCE = 14
SHORTEST_CLAUSE = 4
JOINTS = frozenset(
    [",", "and", "but", "since", ":", "(", ")", "-", "\u2013", "\u2014", "so", "because"]
)
MARKS_OF_NOTHING = "#@<\u00ac"
"""How the features begin that are no words."""

HOW_ASKED = ("surer_unnamed", "fewest_words", "surest_only")
"""What a stored model may say of how it is to be asked."""

NEAR = 7
"""Up to how many words apart two ideas count as a pair."""


@dataclass(frozen=True, slots=True)
class SignModel:
    """What each word, pair or piece says of each sign, and the log odds that count.

    Behind the signs stands one score more, which all of them share: whether the passage says any.

    ``weights`` : sign and weight, one after the other, as they are stored; those of a word that was
    asked for once are kept as pairs, because unpacking all of them would take longer than a text.
    ``words`` : the words of the texts it learned from, all of them English.
    ``surer_unnamed`` : how much less sure it is, in log odds, of a sign whose subject a passage
    leaves out; without end where the subject has to be named.
    ``fewest_words`` : a passage of fewer says too little to be like anything.
    ``surest_only`` : whether it tells one sign of a passage at most.
    """

    signs: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, list[float] | tuple[tuple[int, float], ...]]
    least_odds: tuple[float, ...]
    words: tuple[str, ...] = ()
    surer_unnamed: float = inf
    fewest_words: int = 0
    surest_only: bool = False


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
    least_odds = tuple(log(floor / (1 - floor)) for floor in kept["floors"])
    weights = kept["weights"]
    words = kept.get("words") or [each for each in weights if _is_word(each)]
    asked = {name: kept[name] for name in HOW_ASKED if name in kept}
    return SignModel(
        tuple(kept["signs"]), tuple(kept["bias"]), weights, least_odds, tuple(words), **asked
    )


def _is_word(feature: str) -> bool:
    return feature[0] not in MARKS_OF_NOTHING and " " not in feature


def features(words: Sequence[str]) -> set[str]:
    """The words, neighbouring pairs, four-letter pieces and ideas of a passage.

    Numbers are left out. Two ideas that stand near each other count as a pair, in any order.
    """
    plain = _plain(words)
    pairs = (f"{first} {second}" for first, second in zip([START, *plain], plain, strict=False))
    return set(pairs).union(_ideas(plain), *map(_of_word, plain))


@cache
def _topics() -> Mapping[str, tuple[frozenset[str], ...]]:
    """For each sign the ideas that a passage has to speak of: one of each set."""
    return {
        sign: tuple(
            frozenset(f"@{mark}{name}" for name in one.split("|") for mark in ("", DENIAL_MARK))
            for one in needed
        )
        for sign, needed in rows("concepts.toml")["topics"].items()
    }


def speaks_of(sign: str, seen: Iterable[str]) -> bool:
    """Whether a passage with these features names what the sign is about."""
    return not any(ideas.isdisjoint(seen) for ideas in _topics()[sign])


def _ideas(words: Sequence[str]) -> set[str]:
    """The ideas that these words stand for, and every two that stand near each other."""
    bare = [word.lstrip(DENIAL_MARK) for word in words]
    table = concepts("concepts.toml")
    near: list[tuple[int, str]] = []
    found: set[str] = set()
    for at, word in enumerate(bare):
        here: list[str] = []
        for phrase, names in table.get(word, ()):
            if len(phrase) == 1 or tuple(bare[at : at + len(phrase)]) == phrase:
                here += names
        if words[at] != word:
            here = [DENIAL_MARK + name for name in here]
        near = [(place, name) for place, name in near if at - place <= NEAR]
        for name in here:
            found.add("@" + name)
            found.update(
                f"@{min(name, other)}+{max(name, other)}" for _, other in near if other != name
            )
        near += [(at, name) for name in here]
    return found


def _plain(words: Iterable[str]) -> list[str]:
    return [word for word in words if _of_word(word)]


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[str, ...]:
    """The word and its letters four at a time, so that a misspelt one still looks like itself."""
    if not any(c.isalpha() for c in word):
        return ()
    marked = f"<{word}>"
    return (word, *(f"#{marked[i : i + PIECE]}" for i in range(len(marked) - PIECE + 1)))


def _add(scores: list[float], model: SignModel, seen: Iterable[str], times: int = 1) -> None:
    """Add what these features say about each sign, or take it away again."""
    weights = model.weights
    for feature in seen:
        found = weights.get(feature)
        if found is None:
            continue
        if isinstance(found, list):
            found = tuple((int(found[i]), found[i + 1]) for i in range(0, len(found), 2))
            weights[feature] = found
        for sign, weight in found:
            scores[sign] += times * weight


def _likely(model: SignModel, passage: Passage) -> list[tuple[str, float]]:
    """The signs that a passage says surely enough, with their log odds."""
    if passage.length < model.fewest_words:
        return []
    scale = 1 / sqrt(max(len(passage.seen), 1))
    shared = passage.scores[-1]
    found: list[tuple[str, float]] = []
    for place, sign in enumerate(model.signs):
        odds = model.bias[place] + (passage.scores[place] + shared) * scale
        if odds >= model.least_odds[place] and not speaks_of(sign, passage.seen):
            odds -= model.surer_unnamed
        if odds >= model.least_odds[place]:
            found.append((sign, odds))
    return [max(found, key=lambda each: each[1])] if found and model.surest_only else found


class Passage:
    """Some sentences read as one, which further ones can be joined to.

    Joining costs little: what the parts say is added up, less what both say.
    """

    __slots__ = ("first", "last", "last_word", "length", "scores", "seen")

    def __init__(self, place: int, words: Sequence[str], model: SignModel) -> None:
        self.first = self.last = place
        self.seen = features(words)
        self.scores = [0.0] * (len(model.signs) + 1)
        plain = _plain(words)
        self.length = len(plain)
        self.last_word = plain[-1] if plain else START
        _add(self.scores, model, self.seen)

    def copy(self) -> Passage:
        """One that can be joined to while this one stays as it is."""
        copied = object.__new__(Passage)
        copied.first, copied.last, copied.last_word = self.first, self.last, self.last_word
        copied.seen, copied.scores = self.seen.copy(), self.scores.copy()
        copied.length = self.length
        return copied

    def join(self, sentence: Passage, words: Sequence[str], model: SignModel) -> None:
        """Read one more sentence, which has these words, on from here."""
        self.last = sentence.last
        self.length += sentence.length
        plain = _plain(words)
        if not plain:
            return
        opening, joint = f"{START} {plain[0]}", f"{self.last_word} {plain[0]}"
        counted = sentence.seen - {opening}
        twice = counted & self.seen
        self.scores = [own + more for own, more in zip(self.scores, sentence.scores, strict=True)]
        _add(self.scores, model, [*twice, opening], times=-1)
        if joint not in self.seen and joint not in counted:
            _add(self.scores, model, [joint])
        self.seen |= counted
        self.seen.add(joint)
        self.last_word = sentence.last_word


def clauses(words: Sequence[str]) -> list[list[str]]:
    """A long sentence cut at commas and joining words, every two pieces together."""
    if len(words) <= LONG_SENTENCE:
        return []
    pieces: list[list[str]] = [[]]
    for word in words:
        if word.lstrip(DENIAL_MARK) in JOINTS and len(pieces[-1]) >= SHORTEST_CLAUSE:
            pieces.append([])
        pieces[-1].append(word)
    if len(pieces) <= 2:
        return pieces if len(pieces) == 2 else []
    return [[*first, *second] for first, second in pairwise(pieces)]


def passages(scenes: Sequence[Scene], model: SignModel, *, about_other: bool) -> Iterable[Passage]:
    """Every sentence, every two neighbours, the clauses of long ones, and the whole.

    A model that has learned something is asked only of those that say something; one that is still
    to be trained reads them all.
    """
    every = _passages(scenes, model, about_other=about_other)
    if not model.weights:
        return every
    spoken = [asserted(scene, about_other=about_other) for scene in scenes]
    found = (_that_says_something(each, spoken[each.first], model) for each in every)
    return (each for each in found if each is not None)


def _that_says_something(
    passage: Passage, words: Sequence[str], model: SignModel
) -> Passage | None:
    """The passage; of a sentence that is refused, the pieces that say something, as one.

    "Legs are normal, I have a temperature": what is well takes nothing from what stands beside it.
    """
    if says_something(passage.seen, model.weights):
        return passage
    if passage.first != passage.last:
        return None
    pieces: list[list[str]] = [[]]
    for word in words:
        if word.lstrip(DENIAL_MARK) in JOINTS:
            pieces.append([])
        pieces[-1].append(word)
    long = [part for part in pieces if len(part) >= SHORTEST_CLAUSE]
    kept = [part for part in long if says_something(features(part), model.weights)]
    if not kept or len(kept) == len(pieces):
        return None
    return Passage(passage.first, [word for part in kept for word in part], model)


def _passages(scenes: Sequence[Scene], model: SignModel, *, about_other: bool) -> Iterable[Passage]:
    said = [asserted(scene, about_other=about_other) for scene in scenes]
    single = {i: Passage(i, words, model) for i, words in enumerate(said) if words}
    yield from single.values()
    yield from (Passage(i, part, model) for i, words in enumerate(said) for part in clauses(words))
    for i, passage in single.items():
        if i + 1 in single:
            pair = passage.copy()
            pair.join(single[i + 1], said[i + 1], model)
            yield pair
    if len(said) > 2 and single:
        yield _joined(list(single.items()), said, model)


def _joined(
    single: Sequence[tuple[int, Passage]], said: Sequence[Sequence[str]], model: SignModel
) -> Passage:
    """The whole, from its first sentence to its last."""
    whole = single[0][1].copy()
    for i, passage in single[1:]:
        whole.join(passage, said[i], model)
    whole.first, whole.last = 0, len(said) - 1
    return whole


def alike(scenes: Sequence[Scene], *, about_other: bool) -> Iterable[Likeness]:
    """The signs that some passage reads like, each with its likeliest passage."""
    model = sign_model()
    best: dict[str, Likeness] = {}
    for passage in passages(scenes, model, about_other=about_other):
        for sign, odds in _likely(model, passage):
            probability = 1 / (1 + exp(-odds))
            if sign not in best or probability > best[sign].probability:
                best[sign] = Likeness(sign, probability, passage.first, passage.last)
    return best.values()
