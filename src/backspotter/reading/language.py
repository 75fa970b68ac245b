"""Whether a text is English, in whole or in part, and whether it is about a body that lifted.

Known words decide: those of the phrase tables, of the texts the sign model learned from and of
ordinary English on one side, the small words of other languages (``tongues.toml``) and letters
that English does not use on the other. What is said both in English and elsewhere tells nothing.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from backspotter.reading.origin import BODY, COMMON, Word, is_foreign_word, words_of
from backspotter.reading.phrasebook import phrase_book
from backspotter.reading.tongues import backs, foreign_signs, shared_words, sign_phrases

SENTENCE_END = re.compile(r"[.!?;\n]+")
CLAUSE_END = re.compile(
    r"[.!?;,\n:()\u2013\u2014/|]+|\s-+\s|\b(?:but|and|aber|pero|mais|mas|ma|maar|ale|ama|und|y)\b",
    re.I,
)
FEW_WORDS = 4
SHARE_KNOWN = 0.4
"""Less than this is known of no English report of five words or more, unless in haste."""

HASTY_WORDS = 12
SHARE_RIGHTED = 0.8
SHARE_MEANT = 0.5
"""Of a text with no known word at all, how many must be near one."""

RUN = 2
"""So many foreign words on end are a statement of their own, or so many that are not known and one
of them foreign."""

UNKNOWN_RUN = 3
"""So many words on end of no known language are one as well."""

LEAST_UNKNOWN = 6
"""How many letters a sentence of unknown words has that may say something; "ugh" says nothing."""

LEAST_FOREIGN = 4
"""How many letters one word of another language has at least that is no slip of English."""

SLIP = 2
"""How many letters a slip of English has that is a word elsewhere."""

MOSTLY = 3
"""How many times as many English words as foreign ones make a report English."""


class Tongue(Enum):
    """In what a text is written, as far as it can be read."""

    ENGLISH = "english"
    PARTLY = "partly"
    """English with a statement in another language in it."""
    UNCLEAR = "unclear"
    """Too few words are known to say so."""
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Written:
    """In what a text is written, and where the parts stand that cannot be read."""

    tongue: Tongue
    unread: tuple[tuple[int, int], ...] = ()


def written_in(text: str, righted: Sequence[Sequence[str]]) -> Written:
    """In what a text is written.

    Parameters
    ----------
    text : as it was written
    righted : the words of each sentence with spelling set right
    """
    words = words_of(text)
    tongue = _tongue(words, righted)
    if tongue is Tongue.ENGLISH:
        parts = {*_statements(words), *_foreign_sentences(text, words)}
        runs = tuple(sorted(parts.union(_foreign_clauses(text, words))))
        return Written(Tongue.PARTLY if runs else tongue, runs)
    strange = tuple((w.start, w.end) for w in words if w.is_foreign or not w.is_understood)
    return Written(tongue, strange)


def is_known_word_by_word(text: str) -> bool:
    """Whether at least half of the words are English as they stand, and none is foreign."""
    words = [each for each in words_of(text) if not each.is_name]
    foreign = any(each.is_foreign and not each.is_english for each in words)
    return not foreign and 2 * sum(each.is_english for each in words) >= len(words)


def _tongue(words: Sequence[Word], righted: Sequence[Sequence[str]]) -> Tongue:
    english, foreign = _count(words)
    if foreign > english:
        return Tongue.FOREIGN
    if english < MOSTLY * foreign or not _is_known(words, righted):
        return Tongue.UNCLEAR
    return Tongue.ENGLISH


def _foreign_sentences(text: str, words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    """Sentences that by themselves would not be English."""
    for sentence in _cut(SENTENCE_END, text, words):
        if all(each.is_name for each in sentence):
            continue
        english, foreign = _count(sentence)
        asks = text[sentence[-1].end :].lstrip()[:1] == "?"
        names = len(sentence) == 1 or all(text[each.start].isupper() for each in sentence)
        if english < MOSTLY * foreign or (_is_unknown(sentence) and not asks and not names):
            yield sentence[0].start, sentence[-1].end


def _foreign_clauses(text: str, words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    """ "…, keine Kontrolle": what stands between commas and has nothing that is English alone."""
    for clause in _cut(CLAUSE_END, text, words):
        only_english = any(each.is_english and each.word not in shared_words() for each in clause)
        named = tuple(each.word for each in clause) in sign_phrases()
        if named or (not only_english and _is_foreign(clause)):
            yield clause[0].start, clause[-1].end


def _is_foreign(clause: Sequence[Word]) -> bool:
    """One word of another language and no slip, or beside a word that is not known; or two such."""
    elsewhere = [each for each in clause if each.is_foreign and not each.is_english]
    said = [each for each in elsewhere if not each.is_name]
    strange = [w for w in clause if not (w.is_understood or w.is_foreign or w.is_name)]
    unknown = len(strange) >= RUN and sum(len(each.word) for each in strange) >= LEAST_UNKNOWN
    return unknown or bool(strange and elsewhere) or (bool(said) and not _is_a_slip(said))


def _cut(ends: re.Pattern[str], text: str, words: Sequence[Word]) -> Iterable[list[Word]]:
    """The words between one end and the next."""
    places = [match.end() for match in ends.finditer(text)]
    for _, group in groupby(words, key=lambda each: bisect(places, each.start)):
        yield list(group)


def _is_unknown(sentence: Sequence[Word]) -> bool:
    """ "Retensi urin": no word of it is English as it stands, and what it means is not clear."""
    if any(each.is_english for each in sentence):
        return False
    unread = sum(len(each.word) for each in sentence if not each.is_understood)
    return unread >= LEAST_UNKNOWN


def _count(words: Sequence[Word]) -> tuple[int, int]:
    """How many words are English and how many of another language."""
    english = sum(each.is_english and not each.is_foreign for each in words)
    elsewhere = [each for each in words if each.is_foreign and not each.is_english]
    return english, 0 if _is_a_slip(elsewhere) else sum(each.weight for each in elsewhere)


def _is_a_slip(elsewhere: Sequence[Word]) -> bool:
    """One word of two letters, such as "lo" for "low", tells nothing; nor one Latin letter."""
    if len(elsewhere) != 1:
        return False
    word = elsewhere[0].word
    is_letter = len(word) == 1 and elsewhere[0].weight == 1
    return is_letter or (len(word) == SLIP and word.isascii())


def _is_known(words: Sequence[Word], righted: Sequence[Sequence[str]]) -> bool:
    """Whether enough of the words are English, as they stand or as they were meant.

    A short text passes when one word is known. One of which no word is known passes only where
    most are near a word of the tables, so that "fainteed" is read and "fajdalom" is not.
    """
    if not words:
        return True
    known = sum(each.is_english for each in words)
    if known and (len(words) <= FEW_WORDS or known / len(words) >= SHARE_KNOWN):
        return True
    needed = SHARE_RIGHTED if known else SHARE_MEANT
    return (not known or len(words) <= HASTY_WORDS) and _share_meant(righted) >= needed


def _share_meant(righted: Sequence[Sequence[str]]) -> float:
    """How many of the words are of the tables, once they are set right."""
    meant = [word for sentence in righted for word in sentence if word.isalpha()]
    understood = sum(word in COMMON or word in phrase_book().vocabulary for word in meant)
    return understood / max(len(meant), 1)


def _statements(words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    """Where words stand on end that are not understood, or one that names a sign."""
    run: list[Word] = []
    for each in (*words, None):
        if each is not None and (each.is_foreign or not each.is_understood) and not each.is_name:
            run.append(each)
            continue
        if run and _says_something(run):
            yield run[0].start, run[-1].end
        run = []


def _says_something(run: Sequence[Word]) -> bool:
    unread = [each for each in run if not each.is_english]
    foreign = sum(each.weight for each in unread if each.is_foreign)
    names_a_sign = any(each.word in foreign_signs() for each in unread)
    one_of_them = foreign > 0 and len(unread) >= RUN
    one_of_them = one_of_them or any(_is_told_by_itself(each) for each in unread)
    return foreign >= RUN or one_of_them or names_a_sign or len(unread) >= UNKNOWN_RUN


def _is_told_by_itself(word: Word) -> bool:
    """ "My foot opada": it may say how something is; not "my espalda", which names the back."""
    tells = not word.is_capital and len(word.word) >= LEAST_FOREIGN
    return tells and is_foreign_word(word.word) and word.word not in backs()


def is_about_backs(sentences: Sequence[Sequence[str]]) -> bool:
    """Whether any word is about a body that lifted or hurts."""
    return any(word in BODY for words in sentences for word in words)
