"""Free text to a check-in, with the words each fact was read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from backspotter.errors import InputError
from backspotter.reading.amounts import amounts
from backspotter.reading.answers import Told, with_answers
from backspotter.reading.context import (
    BLANK,
    DENIED,
    FEARED,
    OTHERS,
    PAST,
    SAID,
    Scene,
    how_meant,
    scene,
)
from backspotter.reading.denial import (
    crosses_clause,
    ends_well,
    is_inability,
    turns_to_another_part,
)
from backspotter.reading.fear import is_general, was_a_joke
from backspotter.reading.language import (
    Tongue,
    Written,
    is_about_backs,
    is_known_word_by_word,
    written_in,
)
from backspotter.reading.likeness import Likeness, alike
from backspotter.reading.model import (
    EMPTY,
    IRRELEVANT,
    MOST_CHARACTERS,
    NOT_ENGLISH,
    PERHAPS_NOT_ENGLISH,
    Heard,
    Reading,
)
from backspotter.reading.months import ENDED, names_a_month
from backspotter.reading.patterns import Spans
from backspotter.reading.phrasebook import Meaning, phrase_book
from backspotter.reading.settle import settle
from backspotter.reading.spelling import set_all_right
from backspotter.reading.times import (
    Moment,
    hours_since,
    lasting,
    moments,
    old_marks,
    weekday_gap,
)
from backspotter.reading.tokens import Sentence, Token, sentences
from backspotter.reading.whose import is_about_another
from backspotter.reading.wordsets import has_phrase, phrase_at
from backspotter.triage.check_in import CheckIn

SHORT_SENTENCE = 8
TWO_DIGITS = 2
LASTS = frozenset(["still", ("not", "come"), ("not", "gone"), ("never", "came")])
"""What is still there is no turn of speech spread over a sentence: "it fell asleep on the sofa"."""

JUST_OVER = 3
"""How many words "All gone now." has at most."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One match of a phrase: what it says, how it is meant, and where it stands."""

    meaning: Meaning
    meant: str
    words: str
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Story:
    """All that was found in a text before it is settled into a check-in."""

    text: str
    mentions: tuple[Mention, ...]
    facts: tuple[Heard, ...]
    likenesses: tuple[Likeness, ...]
    plain: str
    """The words as they were understood, spelling set right."""
    places: tuple[tuple[int, int], ...]
    """Where each sentence starts and ends in the text."""
    own_places: tuple[tuple[int, int], ...]
    """The same of those sentences that only tell of the writer, with no fear or question."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A text cut into sentences, each with its surroundings."""

    text: str
    sentences: tuple[Sentence, ...]
    words: tuple[tuple[str, ...], ...]
    """Those of each sentence, spelling set right."""
    timed: tuple[Moment, ...]
    scenes: tuple[Scene, ...]
    about_other: bool


def read(text: str) -> Reading:
    """A check-in read from what a person wrote, for correction.

    Parameters
    ----------
    text : English, up to 20,000 characters

    Returns
    -------
    Reading : the check-in, the words each fact came from, what is unclear; ``problem`` says when
        the text is empty, about something else, or in a language that cannot be read

    Raises
    ------
    InputError : not a text, or too long
    """
    if not isinstance(text, str):
        raise InputError("text", given=text, expected="a text")
    if len(text) > MOST_CHARACTERS:
        given, limit = f"{len(text):,} characters", f"at most {MOST_CHARACTERS:,} characters"
        raise InputError("text", given=given, expected=limit, do="shorten it to what happened")
    if not any(c.isalnum() for c in text):
        return Reading(text, CheckIn(), (), (), EMPTY)
    told = tell(text)
    written = written_in(text, told.words)
    if written.tongue is not Tongue.ENGLISH:
        return _read_in_part(text, written)
    reading = _reading_of(told)
    if reading.problem == IRRELEVANT and not is_known_word_by_word(text):
        return replace(reading, problem=PERHAPS_NOT_ENGLISH)
    return reading


def _read_in_part(text: str, written: Written) -> Reading:
    """What the English part says, for a warning sign in it; never the whole of the report."""
    english = text
    for start, end in written.unread:
        english = english[:start] + " " * (end - start) + english[end:]
    problem = NOT_ENGLISH if written.tongue is Tongue.FOREIGN else PERHAPS_NOT_ENGLISH
    if not any(c.isalnum() for c in english):
        return Reading(text, CheckIn(), (), (), problem)

    def as_told(words: str) -> str:
        at = english.find(words)
        return text[at : at + len(words)] if at >= 0 else words

    reading = _reading_of(tell(english))
    heard = tuple(replace(each, words=text[each.start : each.end]) for each in reading.heard)
    unclear = tuple(replace(each, words=as_told(each.words)) for each in reading.unclear)
    return replace(reading, text=text, heard=heard, unclear=unclear, problem=problem)


def tell(text: str) -> Telling:
    """The text cut into sentences, spelling set right, each with its times and surroundings."""
    plain = sentences(text)
    heard = list(with_answers(plain, [set_all_right(sentence.words) for sentence in plain]))
    cut, words = [each.sentence for each in heard], [each.words for each in heard]
    timed = [moment for i, said in enumerate(words) for moment in moments(said, i)]
    about_other = is_about_another(text)
    scenes = tuple(_scenes(heard, timed))
    return Telling(text, tuple(cut), tuple(words), tuple(timed), scenes, about_other)


def _reading_of(told: Telling) -> Reading:
    places = tuple((s.tokens[0].start, s.tokens[-1].end) for s in told.sentences)
    story = Story(
        told.text,
        tuple(_mentions(told)),
        tuple(_facts(told)),
        tuple(alike(told.scenes, about_other=told.about_other)),
        " . ".join(" ".join(words) for words in told.words),
        places,
        tuple(
            place
            for place, around in zip(places, told.scenes, strict=True)
            if told.about_other or not (around.others_from or around.feared_from)
        ),
    )
    check_in, heard, unclear = settle(story)
    problem = "" if heard or is_about_backs(told.words) else IRRELEVANT
    return Reading(told.text, check_in, heard, unclear, problem)


def _scenes(heard: Sequence[Told], timed: Sequence[Moment]) -> Iterable[Scene]:
    righted = [each.words for each in heard]
    anchor = hours_since(timed) or lasting(timed)
    before: Scene | None = None
    for i, told in enumerate(heard):
        words = told.words
        here = [moment for moment in timed if moment.sentence == i]
        marks = old_marks(words, here, anchor.hours if anchor else None)
        marks += _marks_behind(righted, timed, i)
        after = righted[i + 1] if i + 1 < len(righted) else ()
        taken_back = was_a_joke(words, after)
        taken_back = taken_back or (told.sentence.asks and is_general(words, after))
        before = scene(
            words,
            open_words=_without_idioms(words),
            old_marks=marks,
            before=before,
            after=after,
            is_unsaid=taken_back or told.is_open,
            is_answered_no=told.is_denied,
        )
        yield before


def _mentions(told: Telling) -> Iterable[Mention]:
    for i, (sentence, around) in enumerate(zip(told.sentences, told.scenes, strict=True)):
        for meaning, spans in _matches(around):
            meant = how_meant(
                around,
                spans,
                history=meaning.history,
                about_other=told.about_other,
                is_sign=meaning.kind != "value",
            )
            if not _unsaid(around.words, spans, meaning, meant):
                yield _mention(told.text, sentence.tokens, i, meaning, meant, spans)


def _unsaid(words: tuple[str, ...], spans: Spans, meaning: Meaning, meant: str) -> bool:
    """ "My bladder is not normal": a phrase of being well, denied, says nothing of being well."""
    if meaning.kind != "no" or meant != DENIED:
        return False
    return not any(phrase_at("deny", words, at) for start, end in spans for at in range(start, end))


def _marks_behind(righted: Sequence[tuple[str, ...]], timed: Sequence[Moment], i: int) -> list[int]:
    """ "… That was fifteen years ago": the next sentence dates this one."""
    if i + 1 >= len(righted):
        return []
    after = righted[i + 1][:SHORT_SENTENCE]
    here = [m for m in timed if m.sentence == i + 1 and m.start < SHORT_SENTENCE]
    ended = not ENDED.isdisjoint(after)
    if len(after) <= JUST_OVER and ended and names_a_month(righted[i]):
        return [0]
    if ended and after[0] in ("that", "it", "this") and _names_an_age(righted[i]):
        return [0]
    dated = old_marks(after, here, None) or has_phrase("long_ago", after)
    return [0] if dated and after[0] in ("that", "this", "it", "which", "all") else []


def _names_an_age(words: tuple[str, ...]) -> bool:
    """ "Chest pain with pericarditis at 22"."""
    return words[-2:-1] == ("at",) and words[-1].isdigit() and len(words[-1]) == TWO_DIGITS


def _matches(around: Scene) -> Iterable[tuple[Meaning, Spans]]:
    book = phrase_book()
    for owner, spans in book.index.matches(around.open_words):
        meaning = book.meanings[owner]
        if turns_to_another_part(around.words, spans) or ends_well(around.words, spans):
            continue
        compared = "than" in around.words[spans[0][0] : spans[-1][1]]
        if meaning.kind == "no" and (compared or is_inability(around.words, spans[0][0])):
            continue
        if meaning.across or not crosses_clause(around.words, spans):
            yield meaning, spans


def _without_idioms(words: tuple[str, ...]) -> tuple[str, ...]:
    lasts = not LASTS.isdisjoint(words) or not LASTS.isdisjoint(pairwise(words))
    idioms = [
        spans
        for _, spans in phrase_book().idioms.matches(words)
        if not (lasts and _has_gaps(spans))
    ]
    if not idioms:
        return words
    covered = {at for spans in idioms for at in range(spans[0][0], spans[-1][1])}
    return tuple(BLANK if at in covered else word for at, word in enumerate(words))


def _has_gaps(spans: Spans) -> bool:
    return any(end < begin for (_, end), (begin, _) in pairwise(spans))


def _mention(
    text: str, tokens: Sequence[Token], at: int, meaning: Meaning, meant: str, spans: Spans
) -> Mention:
    start, end = tokens[spans[0][0]].start, tokens[spans[-1][1] - 1].end
    return Mention(meaning, meant, text[start:end], start, end, at)


def _facts(told: Telling) -> Iterable[Heard]:
    for amount in amounts(told.text):
        words = told.text[amount.start : amount.end]
        yield Heard(amount.field, amount.value, words, amount.start, amount.end)
    gap = weekday_gap(list(enumerate(told.words)))
    since = hours_since(told.timed)
    if gap is not None and (since is None or not since.strong):
        yield _timed(told, "hours_since_lift", gap[0], gap[1], gap[2], gap[2] + 1)
    elif since is not None:
        yield _timed(told, "hours_since_lift", since.hours, since.sentence, since.start, since.end)
    span = lasting(told.timed)
    if span is not None and span.hours >= 24:
        yield _timed(told, "pain_days", span.hours / 24, span.sentence, span.start, span.end)


def _timed(told: Telling, field: str, value: Any, sentence: int, start: int, end: int) -> Heard:
    tokens = told.sentences[sentence].tokens
    first, last = tokens[start].start, tokens[min(end, len(tokens)) - 1].end
    return Heard(field, round(value, 2), told.text[first:last], first, last)


__all__ = ["DENIED", "FEARED", "OTHERS", "PAST", "SAID", "Mention", "Story", "read"]
