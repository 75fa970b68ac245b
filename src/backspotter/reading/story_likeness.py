"""A small model of our own for the story that the tables miss: how it goes, began and feels.

For each field a softmax over its values and "nothing said", on the words, pairs of words and ideas
(``story_ideas.toml``) of one statement, trained by ``training/train_story_model.py``. It
speaks only of fields of which the tables read nothing, never of a warning sign or a number, and
only where it is sure enough; what it says is shown with the statement it came from.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, log, sqrt
from typing import Any

from backspotter.reading.context import BLANK, DENIAL_MARK, Scene, asserted
from backspotter.reading.patterns import Phrase, by_first, parse_sets
from backspotter.reading.phrasebook import concepts, rows
from backspotter.reading.statements import statements

SINGLE = (
    "trend", "onset", "spread", "unaccustomed", "long_layoff", "heat_exposure",
    "felt_or_heard_something", "daily_pain", "painkiller_relief_only", "thigh_muscle_ache_only",
)  # fmt: skip
"""Fields with words of their own; the others belong to a family (``story_ideas.toml``)."""

PLACE, REGIONS = "place", "regions"
"""The family whose members are values of one field."""

FIELDS = frozenset(
    [*SINGLE, REGIONS, "movement_effect", "rest_effect", "flexion_effect", "extension_effect",
     "sitting_effect", "cough_effect", "walking", "standing", "sitting", "sleeping", "dressing",
     "working"]
)  # fmt: skip
"""What this model may speak of."""

CALMING = frozenset(
    [("trend", "easing"), ("trend", "gone"), ("walking", "fine"), ("standing", "fine"),
     ("sitting", "fine"), ("daily_pain", "no"), ("felt_or_heard_something", "no")]
)  # fmt: skip
"""What lowers concern: never said from a wish, a plan or a condition."""

START = "<s>"
NEAR = 7
"""Up to how many words apart two ideas count as a pair."""

MOST_WORDS = 18
"""A longer sentence is read by its statements alone."""

FEWEST_WORDS = 3
"""A statement of fewer says too little."""

SHORT_SENTENCE = 8
"""A sentence up to this length may belong to the one before: "Lay down for an hour. Nothing." """

HIGHEST_SCORE = 10


@dataclass(frozen=True, slots=True)
class StoryModel:
    """What each word, pair or idea says of each value of each head, and how sure is sure enough.

    A head judges one field, or every member of a family of fields that are told alike.

    ``places`` : the places of each head in the rows below
    ``values`` : the value at each place
    ``least_odds`` : the log odds against "nothing said" and every other value that count
    ``weights`` : place and weight, one after the other, as they are stored; as pairs once asked for
    """

    places: Mapping[str, range]
    values: tuple[str, ...]
    bias: tuple[float, ...]
    least_odds: tuple[float, ...]
    weights: dict[str, list[float] | tuple[tuple[int, float], ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field that a statement may speak of, and the head that judges it."""

    head: str
    field: str
    value: str
    """Empty, or the one value that a yes stands for."""
    seen: frozenset[str]
    """What stands about the words that name it; nothing for a field without a family."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a statement reads like: its place in sentences ``first`` to ``last``."""

    field: str
    value: str
    odds: float
    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Words said of the writer now: from place ``start`` of sentence ``first`` up to ``end``."""

    words: tuple[str, ...]
    first: int
    start: int
    last: int
    end: int


@cache
def story_model() -> StoryModel:
    """The trained model that ships with the package."""
    text = files(__package__).joinpath("story_model.json").read_text(encoding="utf-8")
    return model_of(json.loads(text))


def model_of(kept: Mapping[str, Any]) -> StoryModel:
    """The model as it is stored."""
    places: dict[str, range] = {}
    values: list[str] = []
    for head, own in kept["heads"].items():
        places[head] = range(len(values), len(values) + len(own))
        values += own
    odds = tuple(log(floor / (1 - floor)) for floor in kept["floors"])
    return StoryModel(places, tuple(values), tuple(kept["bias"]), odds, dict(kept["weights"]))


@cache
def families() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Each family: its members and the ideas that name each."""
    return {
        family: {member: frozenset(ideas.split()) for member, ideas in members.items()}
        for family, members in rows("story_ideas.toml")["families"].items()
    }


Idea = tuple[int, int, str]
"""Where an idea is named, first place and the place after the last, and its name."""


def ideas(words: Sequence[str]) -> list[Idea]:
    """The ideas that these words stand for, those of denied words marked, in order."""
    bare = [word.lstrip(DENIAL_MARK) for word in words]
    table = concepts("story_ideas.toml")
    found: list[Idea] = []
    for at, word in enumerate(bare):
        mark = DENIAL_MARK if words[at] != word else ""
        for phrase, names in table.get(word, ()):
            if len(phrase) == 1 or tuple(bare[at : at + len(phrase)]) == phrase:
                found += [(at, at + len(phrase), mark + name) for name in names]
    return found


def _is_word(word: str) -> bool:
    return word.lstrip(DENIAL_MARK).isalpha()


def features(words: Sequence[str], named: Sequence[Idea]) -> set[str]:
    """The words, neighbouring pairs and ideas of a statement.

    Two ideas that stand near each other count as a pair, in any order; two pain scores count as
    rising, falling or level.
    """
    plain = [word for word in words if _is_word(word)]
    found = {f"{first} {second}" for first, second in zip([START, *plain], plain, strict=False)}
    found.update(plain, _scores(words))
    for place, (at, _, name) in enumerate(named):
        found.add("@" + name)
        for other_at, _, other in named[place + 1 :]:
            if other_at - at > NEAR:
                break
            if other != name:
                found.add(f"@{name}+{other}" if name < other else f"@{other}+{name}")
    return found


def candidates(words: Sequence[str], named: Sequence[Idea]) -> Iterable[Candidate]:
    """Every field that these words may speak of."""
    for field in SINGLE:
        yield Candidate(field, field, "", frozenset())
    for family, members in families().items():
        any_member: frozenset[str] = frozenset().union(*members.values())
        spoken = [each for each in named if _bare(each) in any_member]
        if not spoken:
            continue
        for member, own in members.items():
            spans = [each for each in spoken if _bare(each) in own and not _within(each, spoken)]
            if spans:
                seen = frozenset(_about(words, named, spans, own))
                if family == PLACE:
                    yield Candidate(family, REGIONS, member, seen)
                else:
                    yield Candidate(family, member, "", seen)


def _bare(idea: Idea) -> str:
    return idea[2].lstrip(DENIAL_MARK)


def _within(idea: Idea, others: Iterable[Idea]) -> bool:
    """ "Bend" in "bend backwards": a longer name of another says what is meant."""
    start, end, _ = idea
    return any(
        first <= start and end <= last and last - first > end - start for first, last, _ in others
    )


def _about(
    words: Sequence[str], named: Sequence[Idea], spans: Sequence[Idea], own: frozenset[str]
) -> Iterable[str]:
    """What stands about the words that name a field: the words beside them, the ideas near."""
    for start, end, name in spans:
        yield "^" + (DENIAL_MARK if name.startswith(DENIAL_MARK) else "")
        yield f"^>{words[end]}" if end < len(words) else "^>"
        yield f"^<{words[start - 1]}" if start else "^<"
        for at, until, other in named:
            if (
                other.lstrip(DENIAL_MARK) not in own
                and -NEAR <= at - start <= NEAR
                and (at >= end or until <= start)
            ):
                yield f"^{other}"
                yield f"^{'>' if at >= end else '<'}{other}"


_COUNTED = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten".split()
    )
}  # fmt: skip


def _scores(words: Sequence[str]) -> set[str]:
    """Whether the numbers of a statement that may be pain scores rise, fall or stay."""
    found = [n for n in map(_score, words) if n is not None]
    if len(found) < 2 or found[0] == found[-1] == HIGHEST_SCORE:
        return set()
    turned = (found[-1] > found[0]) - (found[-1] < found[0])
    return {("@same_scores", "@rising_scores", "@falling_scores")[turned]}


def _score(word: str) -> int | None:
    bare = word.lstrip(DENIAL_MARK)
    number = (
        int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 2 else _COUNTED.get(bare)
    )
    return number if number is not None and number <= HIGHEST_SCORE else None


def told_in(scenes: Sequence[Scene], *, about_other: bool) -> Iterable[Statement]:
    """Every statement of a text: whole sentences, their parts, and short ones with the one before.

    Only what is said of the writer, now; denied words are marked.
    """
    before: Statement | None = None
    for i, around in enumerate(scenes):
        said = _placed(around, about_other)
        whole = _between(said, i, 0, len(around.words))
        cut = _joined_short(statements(around.words))
        if len(around.words) <= MOST_WORDS or len(cut) == 1:
            yield whole
        if len(cut) > 1:
            yield from (_between(said, i, start, end) for start, end in cut)
        if len(cut) > 2:
            yield from (_between(said, i, one[0], two[1]) for one, two in pairwise(cut))
        if before and before.words and 0 < len(whole.words) <= SHORT_SENTENCE:
            words = (*before.words, *whole.words)
            if len(words) <= MOST_WORDS:
                yield Statement(words, before.first, before.start, i, whole.end)
        before = whole


def _placed(around: Scene, about_other: bool) -> list[tuple[int, str]]:
    """The words said of the writer, now, each with its place; those of a denial marked."""
    numbered = tuple(
        BLANK if word == BLANK else str(at) for at, word in enumerate(around.open_words)
    )
    found = []
    for said in asserted(replace(around, open_words=numbered), about_other=about_other):
        at = int(said.lstrip(DENIAL_MARK))
        mark = DENIAL_MARK if said.startswith(DENIAL_MARK) else ""
        found.append((at, mark + around.open_words[at]))
    return found


def _between(said: Sequence[tuple[int, str]], i: int, start: int, end: int) -> Statement:
    """What is said from place ``start`` of a sentence up to ``end``."""
    return Statement(tuple(word for at, word in said if start <= at < end), i, start, i, end)


def _joined_short(cut: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces of fewer than three words belong to the one before."""
    found: list[tuple[int, int]] = []
    for start, end in cut:
        if found and (end - start <= 2 or found[-1][1] - found[-1][0] <= 2):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def story_of(
    scenes: Sequence[Scene], *, about_other: bool, model: StoryModel | None = None
) -> Mapping[str, Told]:
    """For each field the value that some statement reads like most surely, by the model that ships
    or by ``model``.
    """
    model = story_model() if model is None else model
    best: dict[str, Told] = {}
    for statement in told_in(scenes, about_other=about_other):
        for field, value, odds in likely(model, statement.words):
            if field not in best or odds > best[field].odds:
                best[field] = Told(
                    field, value, odds, statement.first, statement.start, statement.last,
                    statement.end,
                )  # fmt: skip
    return best


def likely(model: StoryModel, words: Sequence[str]) -> Iterable[tuple[str, str, float]]:
    """The values that these words say surely enough, with their log odds."""
    if sum(map(_is_word, words)) < FEWEST_WORDS or _has("other_part", words, but="back"):
        return
    unsure = _has("unsure", words)
    named = ideas(words)
    seen = features(words, named)
    told = _sums(model, seen)
    for each in candidates(words, named):
        if each.head not in model.places:
            continue
        sums = _sums(model, each.seen, told) if each.seen else told
        scale = 1 / sqrt(max(len(seen) + len(each.seen), 1))
        place, odds = _best(model, model.places[each.head], sums, scale)
        value = each.value or model.values[place]
        if odds < model.least_odds[place] or (unsure and (each.field, value) in CALMING):
            continue
        if _has_grounds(each.head, value, seen):
            yield each.field, value, odds


def _has_grounds(head: str, value: str, seen: Collection[str]) -> bool:
    """Whether a statement names what this value is told by."""
    needed = _grounds().get((head, value), ())
    return not any(ideas.isdisjoint(seen) for ideas in needed)


@cache
def _grounds() -> Mapping[tuple[str, str], tuple[frozenset[str], ...]]:
    """For each value of a field without a family the ideas to be named, one of each set."""
    return {
        (head, value): tuple(
            frozenset(f"@{mark}{name}" for name in one.split() for mark in ("", DENIAL_MARK))
            for one in needed
            if one
        )
        for head, values in rows("story_ideas.toml")["grounds"].items()
        for value, needed in values.items()
    }


def _best(
    model: StoryModel, places: range, sums: Sequence[float], scale: float
) -> tuple[int, float]:
    """The place of the likeliest value, and its log odds against all else."""
    logits = [model.bias[place] + sums[place] * scale for place in places]
    top = max(logits)
    others = sum(exp(each - top) for each in logits) - 1 + exp(-top)
    return places[logits.index(top)], -log(others)


def _sums(model: StoryModel, seen: Iterable[str], told: Sequence[float] = ()) -> list[float]:
    """What these features say of each value, with what was said before."""
    sums = list(told) or [0.0] * len(model.values)
    weights = model.weights
    for feature in seen:
        found = weights.get(feature)
        if found is None:
            continue
        if isinstance(found, list):
            found = tuple((int(found[i]), found[i + 1]) for i in range(0, len(found), 2))
            weights[feature] = found
        for place, weight in found:
            sums[place] += weight
    return sums


@cache
def _guard(name: str) -> Mapping[str, tuple[Phrase, ...]]:
    return by_first(parse_sets({name: rows("story_ideas.toml")["guards"][name]})[name])


def _has(name: str, words: Sequence[str], but: str = "") -> bool:
    """Whether a phrase of this guard stands in the words, and none of the other."""
    bare = [word.lstrip(DENIAL_MARK) for word in words]

    def stands(guard: str) -> bool:
        table = _guard(guard)
        return any(
            tuple(bare[at : at + len(phrase)]) == phrase
            for at, word in enumerate(bare)
            for phrase in table.get(word, ())
        )

    return stands(name) and not (but and stands(but))
